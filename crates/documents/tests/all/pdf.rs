//! The PDF writer, measured.

use std::time::Instant;

use documents::{Block, Document, PageSetup, pdf};

use crate::brief;
use crate::render::{close, keep, show};

fn near(measured: f64, wanted: f64, by: f64, what: &str) {
    assert!((measured - wanted).abs() <= by, "{what}: {measured:.2} mm instead of {wanted:.2} mm");
}

#[test]
fn a_full_page_has_22_lines_of_28_characters_between_margins_of_37_and_28_mm() {
    let written = pdf(&brief::full_pages()).unwrap();
    show("full.pdf", &written.bytes);
    let paper = keep(&written.bytes);
    let [left, top, right, bottom] = paper.ink(2, 263.0);
    near(left, 28.0, 1.0, "left");
    near(top, 37.0, 1.0, "top");
    near(right, 184.0, 1.0, "right");
    near(bottom, 262.0, 1.0, "bottom");
    assert_eq!(paper.ink_lines(2, 263.0).len(), 22);
    let lines: Vec<_> =
        paper.words().into_iter().filter(|word| word.page == 2 && word.text.starts_with('永')).collect();
    assert_eq!(lines.len(), 22);
    assert!(lines.iter().all(|line| line.text.chars().count() == 28), "{lines:?}");
    assert_eq!(paper.pages(), 3);
}

#[test]
fn the_page_number_stands_7_mm_below_the_text_outside_with_one_space() {
    let written = pdf(&brief::full_pages()).unwrap();
    let paper = keep(&written.bytes);
    for (page, odd) in [(1, true), (2, false)] {
        let number: Vec<_> = paper.words().into_iter().filter(|word| word.page == page && word.top > 262.0).collect();
        let text: Vec<_> = number.iter().map(|word| word.text.as_str()).collect();
        assert_eq!(text, ["—", &page.to_string(), "—"]);
        if odd {
            near(number[2].right, 184.0 - 14.0 * 25.4 / 72.0, 0.6, "right of the number");
        } else {
            near(number[0].left, 28.0 + 14.0 * 25.4 / 72.0, 0.6, "left of the number");
        }
        let dash = paper.ink_lines(page, 290.0).into_iter().find(|line| *line > 263.0).unwrap();
        near(dash, 262.0 + 6.0, 1.5, "height of the number");
    }
}

#[test]
fn the_monthly_brief_has_masthead_tables_figures_and_imprint() {
    let started = Instant::now();
    let written = pdf(&brief::monthly_brief()).unwrap();
    eprintln!("brief as pdf: {:?}, {} bytes", started.elapsed(), written.bytes.len());
    show("brief.pdf", &written.bytes);
    let paper = keep(&written.bytes);
    assert!(written.missing_glyphs.is_empty(), "{:?}", written.missing_glyphs);
    let text = close(&paper.text());
    for words in [
        "浏阳市大围山镇社会工作服务站工作简报",
        "第 11 期（总第 23 期）",
        "2026年11月30日",
        "一、基本情况",
        "本年累计",
        "1302",
        "图1",
        "图2",
        "图3",
        "35.9%",
        "报：",
        "共印 20 份",
    ] {
        assert!(text.contains(&close(words)), "{words} not in {text}");
    }
}

#[test]
fn the_header_of_a_long_table_is_repeated_on_every_page() {
    let written = pdf(&brief::long_table()).unwrap();
    show("table.pdf", &written.bytes);
    let paper = keep(&written.bytes);
    assert!(paper.pages() >= 2);
    for page in 1..=paper.pages() {
        assert!(paper.words().iter().any(|word| word.page == page && word.text == "身份证号"), "page {page}");
    }
}

#[test]
fn rare_characters_are_drawn_or_named_and_hard_words_change_nothing_else() {
    let written = pdf(&brief::hard_words()).unwrap();
    show("hard.pdf", &written.bytes);
    let paper = keep(&written.bytes);
    let text = close(&paper.text());
    for c in ['䶮', '㑇', '𠮷', '😀'] {
        assert!(text.contains(c) != written.missing_glyphs.contains(&c), "{c} neither drawn nor named, or both");
    }
    assert!(text.contains("430181194801011234430181194801011234"));
    assert!(text.contains("#strong[甲]&<b>乙</b>\\$x$@丙*丁*"), "{text}");
    assert_eq!(text.matches('长').count(), 10_001);
    for word in paper.words() {
        assert!(word.right < 186.0 && word.left > 26.0, "outside the margins: {word:?}");
    }
}

#[test]
fn a_form_keeps_its_spaces_to_sign_together_and_counts_its_pages() {
    let written = pdf(&brief::form()).unwrap();
    show("form.pdf", &written.bytes);
    let mut long = brief::form();
    long.blocks.insert(1, Block::paragraph("情".repeat(38 * 24)));
    let paper = keep(&pdf(&long).unwrap().bytes);
    let signed: Vec<_> = paper
        .words()
        .into_iter()
        .filter(|word| word.text.contains("签名") || word.text.contains("盖章"))
        .map(|word| word.page)
        .collect();
    assert!(signed.len() >= 3 && signed.iter().all(|page| *page == signed[0]), "{signed:?}");
    assert!(close(&paper.text()).contains("第1页共2页"), "{}", paper.text());
}

#[test]
fn a_wide_paper_lies_on_its_side() {
    let page = PageSetup { landscape: true, ..PageSetup::default() };
    let written = pdf(&Document { page, ..brief::long_table() }).unwrap();
    show("wide.pdf", &written.bytes);
    let paper = keep(&written.bytes);
    assert!(paper.words().iter().all(|word| word.right < 297.0));
    assert!(paper.words().iter().any(|word| word.right > 210.0));
}

#[test]
fn a_character_that_no_font_has_is_named_and_marked_and_never_a_box() {
    let nobody = '\u{10fffd}';
    let name = Block::paragraph(format!("张{nobody}某"));
    let written = pdf(&Document { blocks: vec![name], ..Document::default() }).unwrap();
    let paper = keep(&written.bytes);
    assert_eq!(written.missing_glyphs, [nobody]);
    assert!(paper.text().contains("张〓某"), "{}", paper.text());
}
