//! Reading tables of others: workbooks with merged and hidden parts, texts in the usual encodings, and everything that is no
//! table. `old_workbook.xls` is in Excel's format of 97 to 2003, with made-up people.

use documents::{TableError, read_table};
use domain::ledger_sheet::Cell;
use encoding_rs::GB18030;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

fn text(cell: &Cell) -> String {
    cell.text()
}

#[test]
fn a_text_is_read_in_every_usual_encoding_and_separator() {
    let table = "姓名,身份证号,村居\n禾守根,439901195003060014,新河村\n\n䶮江,,杨柳村\n";
    let gb = GB18030.encode(table).0.into_owned();
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(table.replace(',', "\t").encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let mut marked = vec![0xef, 0xbb, 0xbf];
    marked.extend(table.as_bytes());
    for bytes in [
        table.as_bytes().to_vec(),
        marked,
        gb,
        utf16,
        table.replace(',', ";").into_bytes(),
        table.replace(',', "\t").into_bytes(),
    ] {
        let book = read_table(&bytes).unwrap();
        let sheet = &book.sheets[0];
        assert_eq!(sheet.rows.len(), 4, "{:?}", book.notes);
        assert_eq!((text(sheet.cell(1, 0)), text(sheet.cell(1, 1))), ("禾守根".into(), "439901195003060014".into()));
        assert!(sheet.rows[2].is_empty());
        assert_eq!(text(sheet.cell(3, 0)), "䶮江");
    }
}

#[test]
fn a_quoted_cell_keeps_its_lines_and_commas() {
    let book = read_table("姓名,备注\n柳桂香,\"一行，\n又一行,\"\"引\"\"\"\n江福云,\n".as_bytes()).unwrap();
    assert_eq!(text(book.sheets[0].cell(1, 1)), "一行，\n又一行,\"引\"");
    assert_eq!(text(book.sheets[0].cell(2, 0)), "江福云");
}

fn workbook(build: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    build(&mut workbook);
    workbook.save_to_buffer().unwrap()
}

#[test]
fn merged_cells_are_filled_and_hidden_parts_are_read_and_told() {
    let bytes = workbook(|book| {
        let sheet = book.add_worksheet().set_name("低保").unwrap();
        sheet.merge_range(0, 0, 0, 2, "低保台账", &Format::new()).unwrap();
        sheet.merge_range(2, 0, 3, 0, "禾守根", &Format::new()).unwrap();
        for (row, name) in [(1, "成员"), (2, "禾守根"), (3, "柳桂香"), (4, "江福云")] {
            sheet.write(row, 1, name).unwrap();
        }
        sheet.write(1, 2, "备注").unwrap();
        sheet.set_row_hidden(4).unwrap();
        sheet.set_column_hidden(2).unwrap();
        let other = book.add_worksheet().set_name("旧").unwrap();
        other.write(0, 0, "x").unwrap();
        other.set_hidden(true);
    });
    let book = read_table(&bytes).unwrap();
    let sheet = &book.sheets[0];
    assert_eq!((sheet.name.as_str(), sheet.merged, book.sheets[1].hidden), ("低保", 2, true));
    assert_eq!((text(sheet.cell(0, 2)), text(sheet.cell(3, 0))), ("低保台账".into(), "禾守根".into()));
    assert_eq!(
        (text(sheet.cell(4, 1)), sheet.hidden_rows.clone(), sheet.hidden_columns.clone()),
        ("江福云".into(), vec![4], vec![2])
    );
}

#[test]
fn numbers_dates_and_formula_errors_keep_what_they_are() {
    let bytes = workbook(|book| {
        let sheet = book.add_worksheet();
        sheet.write(0, 0, 430121199001010031.0).unwrap();
        sheet
            .write_with_format(
                1,
                0,
                ExcelDateTime::from_ymd(2025, 3, 5).unwrap(),
                &Format::new().set_num_format("yyyy-mm-dd"),
            )
            .unwrap();
        sheet.write(2, 0, 45721).unwrap();
        sheet.write_formula(3, 0, rust_xlsxwriter::Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
        sheet.write(4, 0, true).unwrap();
        sheet.write_with_format(5, 0, 0.25, &Format::new().set_num_format("hh:mm")).unwrap();
    });
    let sheet = &read_table(&bytes).unwrap().sheets[0];
    assert!(matches!(sheet.cell(0, 0), Cell::Number(number) if *number > 1e17));
    assert!(matches!(sheet.cell(1, 0), Cell::Moment(moment) if moment.date().to_string() == "2025-03-05"));
    assert_eq!(sheet.cell(2, 0), &Cell::Number(45721.0));
    assert_eq!(sheet.cell(3, 0), &Cell::Error("#DIV/0!".into()));
    assert_eq!(text(sheet.cell(4, 0)), "是");
    assert!(matches!(sheet.cell(5, 0), Cell::Moment(moment) if moment.format("%H:%M").to_string() == "06:00"));
}

const OLD: &[u8] = include_bytes!("../old_workbook.xls");

#[test]
fn an_old_workbook_is_read_like_a_new_one() {
    let book = read_table(OLD).unwrap();
    let sheet = &book.sheets[0];
    assert_eq!((sheet.name.as_str(), sheet.merged, book.sheets[1].hidden), ("低保", 2, true));
    assert_eq!((text(sheet.cell(0, 5)), text(sheet.cell(3, 0))), ("新河村低保台账（2019年）".into(), "禾守根".into()));
    assert_eq!(sheet.cell(2, 2), &Cell::Text("439901195003060014".into()));
    assert!(matches!(sheet.cell(3, 2), Cell::Number(number) if *number > 1e17), "destroyed by Excel, and not hidden");
    assert!(matches!(sheet.cell(2, 3), Cell::Moment(moment) if moment.date().to_string() == "2019-03-05"));
    assert_eq!((text(sheet.cell(3, 3)), sheet.cell(3, 4)), ("2019年3月".into(), &Cell::Number(650.5)));
    assert_eq!((text(sheet.cell(4, 1)), text(sheet.cell(4, 5))), ("䶮江福".into(), "是".into()));
}

#[test]
fn a_damaged_workbook_old_or_new_is_read_or_refused_and_stops_nothing() {
    let new = workbook(|book| {
        let sheet = book.add_worksheet();
        sheet.merge_range(0, 0, 0, 2, "低保台账", &Format::new()).unwrap();
        sheet.write(1, 0, "姓名").unwrap();
    });
    let mut random = 20_261_125_u64;
    let mut next = |below: usize| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) as usize % below
    };
    for round in 0..2_000 {
        let mut bytes = if round % 2 == 0 { OLD.to_vec() } else { new.clone() };
        match next(3) {
            0 => bytes.truncate(next(bytes.len())),
            _ => (0..=next(8)).for_each(|_| {
                let place = next(bytes.len());
                bytes[place] = next(256) as u8;
            }),
        }
        // A panic would name the round; anything that is said is right.
        if let Err(said) = read_table(&bytes) {
            assert!(said.to_string().contains('。'), "round {round}");
        }
    }
}

#[test]
fn a_workbook_that_counts_from_1904_says_so() {
    let plain = workbook(|book| {
        let format = Format::new().set_num_format("yyyy-mm-dd");
        book.add_worksheet().write_with_format(0, 0, 44259, &format).unwrap();
    });
    let bytes = rewritten(&plain, "xl/workbook.xml", |xml| xml.replace("<workbookPr ", "<workbookPr date1904=\"1\" "));
    let book = read_table(&bytes).unwrap();
    assert!(book.epoch_1904);
    assert!(matches!(book.sheets[0].cell(0, 0), Cell::Moment(moment) if moment.date().to_string() == "2025-03-05"));
}

/// The package with one part changed.
fn rewritten(package: &[u8], part: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    use std::io::{Cursor, Read, Write};
    let mut from = zip::ZipArchive::new(Cursor::new(package)).unwrap();
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for place in 0..from.len() {
        let mut file = from.by_index(place).unwrap();
        let (name, mut text) = (file.name().to_owned(), Vec::new());
        file.read_to_end(&mut text).unwrap();
        if name == part {
            let changed = change(String::from_utf8(text.clone()).unwrap());
            assert_ne!(changed.as_bytes(), text, "{part} holds what is to be changed");
            text = changed.into_bytes();
        }
        to.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        to.write_all(&text).unwrap();
    }
    to.finish().unwrap().into_inner()
}

#[test]
fn no_line_of_a_text_table_is_swallowed_whatever_its_quotes() {
    let remarks =
        ["好", "", "\"满伢子", "\"某,", "\"一,二\"", "\"一\n二\"", "12\"", "\"\"", "\"引\"\"号\"", "\"", "in\"ch"];
    let mut random = 20_261_130_u64;
    for round in 0..2_000 {
        let mut table = "姓名,组,村,备注\n".to_owned();
        for line in 0..12 {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            table += &format!("第{line}人,{line},新河村,{}\n", remarks[(random >> 33) as usize % remarks.len()]);
        }
        let book = read_table(table.as_bytes()).unwrap();
        for line in 0..12 {
            let name = format!("第{line}人");
            let stands = book.sheets[0].rows.iter().filter(|row| row.first().is_some_and(|cell| text(cell) == name));
            assert_eq!(stands.count(), 1, "round {round}: {name} in\n{table}");
        }
    }
}

#[test]
fn tables_from_the_field_are_read_whoever_wrote_them() {
    let names = |bytes: &[u8], column: usize, from: usize| {
        let sheet = read_table(bytes).unwrap().sheets.remove(0);
        (from..sheet.rows.len()).map(|row| text(sheet.cell(row, column))).collect::<Vec<_>>()
    };
    let four = ["贺晚晴", "龙小满", "向春生", "邓早禾"];
    assert_eq!(names(include_bytes!("../../../../tests/samples/backslash.xlsx"), 0, 1), four);
    assert_eq!(names(include_bytes!("../../../../tests/samples/web_0.xls"), 0, 2), four);
    let prefixed = include_bytes!("../../../../tests/samples/prefix_hidden.xlsx");
    assert_eq!(names(prefixed, 0, 1), four);
    assert_eq!(read_table(prefixed).unwrap().sheets[0].hidden_rows, [2]);
    let quotes = read_table(include_bytes!("../../../../tests/samples/open_quote.csv")).unwrap();
    assert_eq!((quotes.sheets[0].rows.len(), quotes.notes.len()), (7, 2), "a row for each line, and a word about one");
    let uncomputed = read_table(include_bytes!("../../../../tests/samples/formulas_uncomputed.xlsx")).unwrap();
    assert_eq!(uncomputed.sheets[0].cell(1, 1), &Cell::Uncomputed);
    let marks = read_table(include_bytes!("../../../../tests/samples/equals_quotes.csv")).unwrap();
    assert_eq!(marks.sheets[0].cell(1, 2), &Cell::Text("430199194804200223".into()));
}

#[test]
fn what_is_no_table_is_refused_with_what_to_do() {
    let whole = workbook(|book| {
        book.add_worksheet().write(0, 0, "姓名").unwrap();
    });
    let far = workbook(|book| {
        book.add_worksheet().write(1_000_000, 0, "x").unwrap();
    });
    let empty = workbook(|book| {
        book.add_worksheet();
    });
    let docx = rewritten(&whole, "xl/workbook.xml", |_| "<x/>".into());
    for (bytes, error) in [
        (Vec::new(), TableError::Empty),
        (b"\n\n ,,\n".to_vec(), TableError::Empty),
        (empty, TableError::Empty),
        (whole[..whole.len() / 2].to_vec(), TableError::Damaged),
        (docx, TableError::Damaged),
        (far, TableError::SheetTooLarge("Sheet1".into())),
        (b"<html><frameset><frame src=\"a.htm\"></frameset></html>".to_vec(), TableError::WebPage),
        (b"<html><table><tr><td>1</td></tr></table></html>".to_vec(), TableError::WebPage),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n--x\n".to_vec(), TableError::WebArchive),
        (
            b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>".to_vec(),
            TableError::OldXml,
        ),
        (b"%PDF-1.7\n\x01\x02\x03\x04\x05\xff\xfe".to_vec(), TableError::NotATable),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR".to_vec(), TableError::NotATable),
        (vec![0x81, 0x20, b',', 0xff, 0xff, b'\n'], TableError::Encoding),
        (vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], TableError::NotATable),
    ] {
        let said = read_table(&bytes).unwrap_err();
        assert_eq!(said, error, "{:?}", &bytes[..bytes.len().min(20)]);
        assert!(said.to_string().contains('。'));
    }
}
