//! Sheets of paper saved: forms filled as they are in life, counted and measured. A visit is one sheet, blank and filled; nobody signs a
//! page on which the form shows no more than its last row; two pages stand on one sheet where copies are signed off; photos have a page
//! of their own behind the form.

use std::collections::BTreeMap;

use documents::{Answer, Filling, Pages, Photo, docx, form, pdf};
use domain::dictionary::{FieldType, dictionary};
use domain::paper::{Paper, paper, papers};

use crate::render::{Rendered, Word, close, keep, office_all, show};

/// What people write, in the order of the long texts of a form.
const SAID: [&str; 4] = [
    "老人独居，腿脚不便，血压偏高，按时服药；房屋漏雨已报村委会，子女在外务工，每月通电话两次，情绪平稳，饮食起居基本能自理。",
    "希望尽快修缮屋顶，过冬前添置被褥。",
    "已联系村委会上报危房修缮，约定下周再访，转告其女儿。",
    "",
];

/// A form filled to a normal degree.
fn normal(paper: &Paper) -> Filling {
    let mut filling = Filling {
        station: "浏阳市大瑶镇社会工作服务站".into(),
        number: if paper.number.is_some() { "43018111001-GA-2026-A0007".into() } else { String::new() },
        about: paper
            .about
            .iter()
            .map(|about| {
                match about.label.as_str() {
                    "姓名" => "李秀英",
                    "性别" => "女",
                    "年龄" => "78",
                    "证件号码" => "433001********4029",
                    "联系电话" => "138****5678",
                    "对象类别" => "低保、独居老人、高龄老人",
                    "现住址" => "浏阳市大瑶镇新河村塘湾组 12 号",
                    _ => "新河村",
                }
                .to_owned()
            })
            .collect(),
        ..Filling::default()
    };
    let mut said = SAID.iter().cycle();
    for field in paper.kind().map(|kind| kind.fields.as_slice()).unwrap_or_default() {
        let table = field.codes.as_deref().and_then(|name| dictionary().code_table(name));
        let entry = table.and_then(|table| table.entries.first());
        let label = entry.map(|entry| entry.label.clone()).unwrap_or_default();
        let text = match field.kind {
            FieldType::LongText if paper.shows(field) => (*said.next().unwrap()).to_owned(),
            FieldType::Date => "2026-11-05".into(),
            FieldType::Integer | FieldType::Money => "12".into(),
            FieldType::Time => "10:20".into(),
            FieldType::Code | FieldType::Codes => label,
            _ => "林小禾".into(),
        };
        let codes = entry.map(|entry| entry.code.clone()).into_iter().collect();
        filling.answers.insert(field.name.clone(), Answer { text, codes, masked: false });
    }
    let row = |list: &domain::paper::List| list.columns.iter().map(|_| "每周通话".to_owned()).collect::<Vec<_>>();
    filling.lists = paper.lists.iter().map(|list| vec![row(list); 2]).collect();
    filling
}

/// How far above the first space to sign of a page its form begins, in millimetres; nothing where nobody signs.
fn above_signatures(page: &Rendered, number: usize, paper: &Paper) -> Option<f64> {
    let is_label = |word: &&Word| {
        let text = close(&word.text);
        paper.signatures.iter().any(|space| text.starts_with(&format!("{}：", space.label)))
    };
    let words: Vec<Word> = page.words().into_iter().filter(|word| word.page == number).collect();
    let signed = words.iter().filter(is_label).map(|word| word.top).reduce(f64::min)?;
    let first = words.iter().map(|word| word.top).reduce(f64::min)?;
    Some(signed - first)
}

/// Least of a form that stands on the page on which it is signed: two rows and more.
const LEAST: f64 = 30.0;

#[test]
fn a_visit_filled_as_in_life_is_one_sheet_for_both_writers() {
    let visit = paper("visit").unwrap();
    let made = form(visit, &normal(visit));
    let written = pdf(&made).unwrap().bytes;
    show("normal-visit.pdf", &written);
    let word = docx(&made).unwrap().bytes;
    let opened = office_all(&[word]).pop().unwrap();
    show("normal-visit-docx.pdf", &std::fs::read(&opened.path).unwrap());
    assert_eq!((keep(&written).pages(), opened.pages()), (1, 1));
}

#[test]
fn a_blank_visit_is_one_sheet_for_both_writers_with_room_to_write() {
    let visit = paper("visit").unwrap();
    let made = form(visit, &Filling { blank: true, ..normal_blank(visit) });
    let written = pdf(&made).unwrap().bytes;
    show("blank-visit-one-sheet.pdf", &written);
    let opened = office_all(&[docx(&made).unwrap().bytes]).pop().unwrap();
    show("blank-visit-one-sheet-docx.pdf", &std::fs::read(&opened.path).unwrap());
    for (page, writer) in [(keep(&written), "pdf"), (opened, "Word")] {
        assert_eq!(page.pages(), 1, "{writer}");
        let words = page.words();
        let label = |text: &str| words.iter().find(|word| word.text == text).unwrap_or_else(|| panic!("{text}"));
        let height = |text: &str| {
            let label = label(text);
            let [_, top, _, bottom] = page.cell(1, [label.right + 12.0, label.bottom], 12.0);
            bottom - top
        };
        for text in ["主要情况", "现场处理"] {
            assert!(height(text) >= 11.0, "{writer}: {text} has {:.1} mm", height(text));
        }
        assert!(height("走访日期") >= 5.5, "{writer}: {:.1} mm", height("走访日期"));
    }
}

#[test]
fn photos_stand_on_a_page_of_their_own_two_to_a_row_for_both_writers() {
    let visit = paper("visit").unwrap();
    let photo = |at: usize| {
        let pixels = if at == 2 { (30, 40) } else { (40, 30) };
        (Photo { jpeg: include_bytes!("../photo.jpg").to_vec(), pixels }, format!("照片之{at}"))
    };
    let made = form(visit, &Filling { photos: (1..=visit.photos).map(photo).collect(), ..normal(visit) });
    let written = pdf(&made).unwrap().bytes;
    show("visit-with-photos.pdf", &written);
    let opened = office_all(&[docx(&made).unwrap().bytes]).pop().unwrap();
    show("visit-with-photos-docx.pdf", &std::fs::read(&opened.path).unwrap());
    for (page, writer) in [(keep(&written), "pdf"), (opened, "Word")] {
        assert_eq!(page.pages(), 2, "{writer}");
        let words: Vec<Word> = page.words().into_iter().filter(|word| word.page == 2).collect();
        assert!(words.iter().any(|word| word.text.contains("李秀英")), "{writer}: whose photos they are");
        let captions: Vec<&Word> = words.iter().filter(|word| word.text.starts_with("照片之")).collect();
        assert_eq!(captions.len(), 6, "{writer}");
        for pair in captions.chunks(2) {
            assert!((pair[0].top - pair[1].top).abs() < 1.0, "{writer}: {pair:?}");
            assert!(pair[0].right < 107.0 && pair[1].left > 107.0, "{writer}: {pair:?}");
        }
        let [left, top, right, bottom] = page.ink(2, 282.0);
        assert!(left > 24.0 && right < 192.0 && top > 13.0 && bottom < 282.0, "{left} {top} {right} {bottom}");
    }
    assert_eq!(keep(&pdf(&form(visit, &normal(visit))).unwrap().bytes).pages(), 1, "without photos it stays one sheet");
}

#[test]
fn nobody_signs_a_page_that_shows_only_the_end_of_a_form() {
    let mut spilled = BTreeMap::new();
    let mut words = Vec::new();
    for paper in papers().iter().filter(|paper| !paper.signatures.is_empty()) {
        for (how, filling) in [("normal", normal(paper)), ("blank", Filling { blank: true, ..normal_blank(paper) })] {
            let made = form(paper, &filling);
            let written = pdf(&made).unwrap().bytes;
            show(&format!("{how}-{}.pdf", paper.name), &written);
            look(&mut spilled, &format!("{how} {}", paper.name), &keep(&written), paper);
            words.push((how, paper, docx(&made).unwrap().bytes));
        }
    }
    let opened = office_all(&words.iter().map(|(_, _, docx)| docx.clone()).collect::<Vec<_>>());
    for ((how, paper, _), page) in words.iter().zip(&opened) {
        show(&format!("{how}-{}-docx.pdf", paper.name), &std::fs::read(&page.path).unwrap());
        look(&mut spilled, &format!("{how} {} in Word", paper.name), page, paper);
    }
    assert!(spilled.is_empty(), "{spilled:#?}");
}

fn look(spilled: &mut BTreeMap<String, String>, name: &str, page: &Rendered, paper: &Paper) {
    for number in 2..=page.pages() {
        if let Some(above) = above_signatures(page, number, paper).filter(|above| *above < LEAST) {
            spilled.insert(name.to_owned(), format!("page {number} of {}: {above:.0} mm", page.pages()));
        }
    }
}

fn normal_blank(paper: &Paper) -> Filling {
    let about = paper.about.iter().map(|_| String::new()).collect();
    Filling { station: "浏阳市大瑶镇社会工作服务站".into(), about, ..Filling::default() }
}

#[test]
fn two_pages_to_sign_off_stand_on_one_sheet_and_lose_nothing() {
    let visit = paper("visit").unwrap();
    let made = form(visit, &normal(visit));
    let mut pages = Pages::default();
    pages.add(&made, 2).unwrap();
    assert_eq!(pages.count(), 2);
    let sheets = pages.two_up();
    assert_eq!(sheets.count(), 1);
    let page = keep(&sheets.pdf().unwrap().bytes);
    let text = close(&page.text());
    assert_eq!((page.pages(), text.matches("走访记录表").count(), text.matches("李秀英").count()), (1, 2, 2));
    let [left, _, right, _] = page.ink(1, 210.0);
    assert!(left > 10.0 && right < 290.0, "{left} {right}");
    // The line to cut along goes from edge to edge; words do not, nor over that line.
    let inside = |word: &Word| word.top > 5.0 && word.bottom < 206.0 && (word.right < 148.0 || word.left > 149.0);
    let outside: Vec<Word> = page.words().into_iter().filter(|word| !inside(word)).collect();
    assert!(outside.is_empty(), "{outside:?}");
    let halves: Vec<bool> =
        page.words().iter().filter(|word| word.text.contains("李秀英")).map(|w| w.left > 148.5).collect();
    assert_eq!(halves, [false, true], "one on each half");
}

#[test]
fn a_slip_of_half_a_sheet_is_printed_in_its_own_size() {
    let slip = paper("visit_sign_off").unwrap();
    let made = form(slip, &normal(slip));
    let own = keep(&pdf(&made).unwrap().bytes);
    assert_eq!(own.pages(), 1);
    assert!(own.words().iter().all(|word| word.right < 148.0 && word.bottom < 210.0));
    let mut pages = Pages::default();
    pages.add(&made, 3).unwrap();
    let sheets = pages.two_up();
    assert_eq!(sheets.count(), 2, "the third alone");
    let bytes = sheets.pdf().unwrap().bytes;
    show("two-up-slips.pdf", &bytes);
    let height = |page: &Rendered, sheet: usize| {
        let words = page.words();
        let name = words.iter().find(|word| word.page == sheet && word.text.contains("李秀英")).unwrap();
        name.bottom - name.top
    };
    assert!((height(&keep(&bytes), 1) - height(&own, 1)).abs() < 0.1, "as large as alone");
}
