//! The Word writer, opened by LibreOffice and measured.

use std::io::{Cursor, Read};
use std::time::Instant;

use documents::{Align, Block, Document, Imprint, Table, TableColumn, docx};

use crate::brief;
use crate::render::{close, office, office_all, show};

fn near(measured: f64, wanted: f64, by: f64, what: &str) {
    assert!((measured - wanted).abs() <= by, "{what}: {measured:.2} mm instead of {wanted:.2} mm");
}

fn part(docx: &[u8], name: &str) -> String {
    let mut package = zip::ZipArchive::new(Cursor::new(docx)).unwrap();
    let mut part = package.by_name(name).unwrap();
    assert_eq!(part.compression(), zip::CompressionMethod::Deflated);
    let mut text = String::new();
    part.read_to_string(&mut text).unwrap();
    text
}

#[test]
fn a_full_page_has_22_lines_of_28_characters_between_margins_of_37_and_28_mm() {
    let written = docx(&brief::full_pages()).unwrap();
    show("full.docx", &written.bytes);
    let paper = office(&written.bytes);
    let [left, top, right, bottom] = paper.ink(2, 264.0);
    near(left, 28.0, 1.0, "left");
    near(right, 184.0, 1.0, "right");
    // Word centres a character in its line of the grid, so ink begins up to half a gap below the margin.
    assert!((36.0..=40.5).contains(&top), "top: {top:.2} mm");
    assert!((258.0..=263.0).contains(&bottom), "bottom: {bottom:.2} mm");
    assert_eq!(paper.ink_lines(2, 264.0).len(), 22);
    let signs: usize =
        paper.words().iter().filter(|word| word.page == 2).map(|word| word.text.matches('永').count()).sum();
    assert_eq!(signs, 22 * 28);
}

#[test]
fn margins_grid_and_fonts_are_written_exactly() {
    let written = docx(&brief::full_pages()).unwrap();
    let document = part(&written.bytes, "word/document.xml");
    assert!(document.contains(r#"w:top="2098" w:right="1463" w:bottom="1984" w:left="1587""#), "{document}");
    assert!(document.contains(r#"<w:docGrid w:type="lines" w:linePitch="579""#));
    assert!(
        document.contains(r#"<w:footerReference w:type="even""#)
            && document.contains(r#"<w:footerReference w:type="default""#)
    );
    let styles = part(&written.bytes, "word/styles.xml");
    assert!(styles.contains(r#"w:eastAsia="仿宋""#) && styles.contains(r#"<w:spacing w:val="-4"/>"#));
    assert!(part(&written.bytes, "word/settings.xml").contains("evenAndOddHeaders"));
    assert!(part(&written.bytes, "word/fontTable.xml").contains(r#"<w:altName w:val="FangSong"/>"#));
}

#[test]
fn the_monthly_brief_opens_with_masthead_figures_page_numbers_and_imprint() {
    let started = Instant::now();
    let written = docx(&brief::monthly_brief()).unwrap();
    eprintln!("brief as docx: {:?}, {} bytes", started.elapsed(), written.bytes.len());
    show("brief.docx", &written.bytes);
    let paper = office(&written.bytes);
    show("brief-docx.pdf", &std::fs::read(&paper.path).unwrap());
    let text = close(&paper.text());
    for words in [
        "浏阳市大围山镇社会工作服务站工作简报",
        "第 11 期（总第 23 期）",
        "2026年11月30日",
        "一、基本情况",
        "本年累计",
        "1302",
        "图3",
        "浏阳市民政局",
        "共印 20 份",
        "— 1 —",
        "— 2 —",
    ] {
        assert!(text.contains(&close(words)), "{words} not in {text}");
    }
    let mut package = zip::ZipArchive::new(Cursor::new(&written.bytes)).unwrap();
    let pictures =
        (0..package.len()).filter(|index| package.by_index(*index).unwrap().name().ends_with(".png")).count();
    assert_eq!(pictures, 3);
    let numbers: Vec<_> = paper.words().into_iter().filter(|word| word.text == "—" && word.top > 262.0).collect();
    assert!(numbers.iter().any(|word| word.page == 1 && word.left > 150.0), "{numbers:?}");
    assert!(numbers.iter().any(|word| word.page == 2 && word.left < 50.0), "{numbers:?}");
}

#[test]
fn the_header_of_a_long_table_is_repeated_on_every_page() {
    let paper = office(&docx(&brief::long_table()).unwrap().bytes);
    assert!(paper.pages() >= 2);
    for page in 1..=paper.pages() {
        assert!(paper.words().iter().any(|word| word.page == page && word.text.contains("身份证号")), "page {page}");
    }
}

#[test]
fn hard_words_are_kept_to_the_last_character() {
    let written = docx(&brief::hard_words()).unwrap();
    show("hard.docx", &written.bytes);
    let paper = office(&written.bytes);
    let text = close(&paper.text());
    assert!(text.contains("#strong[甲]&<b>乙</b>\\$x$@丙*丁*"), "{text}");
    assert_eq!(text.matches('长').count(), 10_000);
    let document = part(&written.bytes, "word/document.xml");
    assert!(document.contains("䶮㑇𠮷") && document.contains('😀') && !document.contains('\u{7}'));
    for word in paper.words() {
        assert!(word.right < 187.0 && word.left > 25.0, "outside the margins: {word:?}");
    }
}

#[test]
fn tables_that_follow_each_other_stay_apart_and_empty_ones_are_left_out() {
    let mut document = brief::form();
    document.blocks.retain(|block| matches!(block, Block::Table(_)));
    document.blocks.push(document.blocks[0].clone());
    document.blocks.push(Block::Table(Table {
        columns: vec![TableColumn { width: 1.0, align: Align::Left }],
        ..Table::default()
    }));
    let document = part(&docx(&document).unwrap().bytes, "word/document.xml");
    assert_eq!(document.matches("<w:tbl>").count(), 2);
    assert!(!document.contains("</w:tbl><w:tbl>"));
}

#[test]
fn a_form_opens_with_its_spaces_to_sign_on_one_page() {
    let written = docx(&brief::form()).unwrap();
    show("form.docx", &written.bytes);
    let paper = office(&written.bytes);
    show("form-docx.pdf", &std::fs::read(&paper.path).unwrap());
    assert_eq!(paper.pages(), 1);
    assert!(close(&paper.text()).contains("第1页共1页"), "{}", paper.text());
}

/// However far down the page the text ends, the imprint stands on the last page, and no page shows its number alone.
#[test]
fn no_empty_page_stands_behind_an_imprint() {
    let brief = |lines: usize| Document {
        blocks: vec![Block::paragraph("永"); lines],
        imprint: Some(Imprint { report_to: "县民政局".into(), copies: 20, ..Imprint::default() }),
        ..Document::default()
    };
    let written: Vec<Vec<u8>> = (16..28).map(|lines| docx(&brief(lines)).unwrap().bytes).collect();
    let papers = office_all(&written);
    assert!(papers.first().unwrap().pages() == 1 && papers.last().unwrap().pages() == 2, "they end around the foot");
    for (lines, paper) in (16..).zip(&papers) {
        let words = paper.words();
        let last = words.iter().filter(|word| word.page == paper.pages()).map(|word| word.text.as_str());
        assert!(last.collect::<String>().contains("县民政局"), "{lines} lines: {:?}", paper.text());
    }
}
