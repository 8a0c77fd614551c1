//! The Excel writer, read back by another program's reader.

use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};
use chrono::NaiveDate;
use documents::{Column, ColumnKind, Sheet, Value, Workbook, xlsx};

fn people() -> Workbook {
    let day = NaiveDate::from_ymd_opt(2026, 11, 5).unwrap();
    Workbook {
        sheets: vec![Sheet {
            name: "走访/明细".into(),
            title: "2026年11月走访明细".into(),
            groups: vec![vec!["服务对象".into(), "".into(), "".into(), "走访".into()]],
            columns: vec![
                Column::new("姓名", ColumnKind::Text, 12.0),
                Column::new("身份证号", ColumnKind::Text, 22.0),
                Column::new("电话", ColumnKind::Text, 16.0),
                Column::new("日期", ColumnKind::Date, 12.0),
                Column::new("次数", ColumnKind::Integer, 8.0),
                Column::new("补助（元）", ColumnKind::Money, 14.0),
                Column::new("完成率", ColumnKind::Percent, 10.0),
            ],
            rows: vec![
                vec![
                    "𠮷某".into(),
                    "430181194801011234".into(),
                    "013800001111".into(),
                    day.into(),
                    3.into(),
                    1_234_567.into(),
                    Value::Share(0.985),
                ],
                vec![
                    "=1+1".into(),
                    "43018119480101123X".into(),
                    Value::Integer(13_800_001_111),
                    "1948年".into(),
                    Value::Empty,
                ],
            ],
            note: "注：内部资料。".into(),
            filter: true,
        }],
    }
}

#[test]
fn id_numbers_and_phones_are_text_cells_and_exact() {
    let bytes = xlsx(&people()).unwrap();
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(&bytes)).unwrap();
    let sheet = book.worksheet_range("走访_明细").unwrap();
    let cell = |row, column| sheet.get_value((row, column)).unwrap().clone();
    assert_eq!(cell(0, 0), Data::String("2026年11月走访明细".into()));
    assert_eq!(cell(1, 3), Data::String("走访".into()));
    assert_eq!(cell(2, 1), Data::String("身份证号".into()));
    assert_eq!(cell(3, 0), Data::String("𠮷某".into()));
    assert_eq!(cell(3, 1), Data::String("430181194801011234".into()));
    assert_eq!(cell(3, 2), Data::String("013800001111".into()));
    assert!(matches!(cell(3, 3), Data::DateTime(_)));
    assert_eq!(cell(3, 4), Data::Float(3.0));
    assert_eq!(cell(3, 5), Data::Float(12_345.67));
    assert_eq!(cell(3, 6), Data::Float(0.985));
    assert_eq!(cell(4, 0), Data::String("=1+1".into()));
    assert_eq!(cell(4, 2), Data::String("13800001111".into()));
    assert_eq!(cell(4, 3), Data::String("1948年".into()));
    assert!(book.worksheet_formula("走访_明细").unwrap().is_empty());
}

#[test]
fn a_sheet_prints_on_a4_on_its_side_and_repeats_its_header() {
    let bytes = xlsx(&people()).unwrap();
    let mut package = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    let mut part = |name: &str| {
        let mut text = String::new();
        package.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    let sheet = part("xl/worksheets/sheet1.xml");
    assert!(sheet.contains(r#"paperSize="9""#) && sheet.contains(r#"orientation="landscape""#), "{sheet}");
    assert!(sheet.contains(r#"ySplit="3""#));
    assert!(part("xl/workbook.xml").contains("$2:$3"));
}

#[test]
fn a_list_can_be_filtered_by_its_column_titles_and_its_remark_stays_outside() {
    let sheet = |book: &Workbook| {
        let bytes = xlsx(book).unwrap();
        let mut text = String::new();
        let mut package = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
        package.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut text).unwrap();
        text
    };
    let mut book = people();
    assert!(sheet(&book).contains(r#"<autoFilter ref="A3:G5"/>"#));
    book.sheets[0].filter = false;
    assert!(!sheet(&book).contains("autoFilter"));
}

#[test]
fn an_empty_workbook_and_an_endless_text_still_open() {
    assert!(!xlsx(&Workbook::default()).unwrap().is_empty());
    let columns = vec![Column::new("备注", ColumnKind::Text, 40.0)];
    let sheet = Sheet {
        columns,
        rows: vec![vec!["长".repeat(10_000).into()], vec!["😀".repeat(40_000).into()]],
        ..Sheet::default()
    };
    let bytes = xlsx(&Workbook { sheets: vec![sheet] }).unwrap();
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(&bytes)).unwrap();
    let sheet = book.worksheet_range("表").unwrap();
    assert_eq!(sheet.get_value((1, 0)).unwrap().to_string().chars().count(), 10_000);
    assert!(sheet.get_value((2, 0)).unwrap().to_string().ends_with("（内容过长，已截断）"));
}
