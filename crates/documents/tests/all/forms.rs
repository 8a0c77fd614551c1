//! Printed forms measured on the page, blank and filled, by both writers: margins, repeated headers, "page x of y", spaces to
//! sign in one piece and of their size, nothing clipped with long names, empty fields, sixty rows, ten thousand characters.

use std::collections::BTreeMap;

use documents::{Answer, Block, Document, Filling, Pages, docx, form, pdf};
use domain::dictionary::{FieldType, dictionary};
use domain::genogram::{Person, Sex, draw};
use domain::paper::{Paper, SpaceKind, paper, papers};

use crate::render::{Rendered, Word, close, keep, office, page_number, show, type_area};

/// Five characters, one of them beyond the basic plane.
const NAME: &str = "欧阳𠮷慕雪";

/// Everything filled: long names, one long text of `long` characters, every first code chosen, `rows` rows in each list.
fn filled(paper: &Paper, long: usize, rows: usize) -> Filling {
    let mut filling = Filling {
        station: "浏阳市大瑶镇社会工作服务站".into(),
        number: "43018111001-GA-2026-A0007".into(),
        about: paper.about.iter().map(|_| NAME.to_owned()).collect(),
        ..Filling::default()
    };
    let mut longest = Some(long);
    for field in paper.kind().map(|kind| kind.fields.as_slice()).unwrap_or_default() {
        let table = field.codes.as_deref().and_then(|name| dictionary().code_table(name));
        let code = table.map(|table| table.entries[0].code.clone());
        let text = match field.kind {
            FieldType::LongText if paper.shows(field) => "长".repeat(longest.take().unwrap_or(30)),
            FieldType::Date => "2026-03-05".into(),
            FieldType::Integer | FieldType::Money => "12".into(),
            FieldType::Time => "10:20".into(),
            FieldType::Code | FieldType::Codes => table.map(|table| table.entries[0].label.clone()).unwrap_or_default(),
            _ => format!("{NAME}430121********0031"),
        };
        let answer = Answer { text, codes: code.into_iter().collect(), masked: false };
        filling.answers.insert(field.name.clone(), answer);
    }
    for list in &paper.lists {
        let row = |at: usize| list.columns.iter().map(|column| format!("{NAME}{}{at}", column.label)).collect();
        filling.lists.push((0..rows).map(row).collect());
    }
    if paper.genogram {
        let person = |name: &str, relation: &str| Person {
            name: name.into(),
            relation: relation.into(),
            lives_here: true,
            age: Some(40),
            ..Person::default()
        };
        let index = Person { index: true, sex: Sex::Female, ..person(NAME, "42") };
        filling.picture = Some(draw(&[person("周大山", "02"), person("刘桂英", "12"), index]));
    }
    filling
}

fn blank(paper: &Paper) -> Filling {
    let about = paper.about.iter().map(|_| String::new()).collect();
    Filling { blank: true, station: "浏阳市大瑶镇社会工作服务站".into(), about, ..Filling::default() }
}

/// Ink inside the margins of a form. (The boxes of words would not do: that of a full-width comma at the end of a line reaches over
/// the margin. LibreOffice lets the comma itself hang there by 2 mm.)
fn inside(paper: &Rendered, of: &Paper) {
    let (name, area) = (&of.name, type_area(of));
    for page in 1..=paper.pages() {
        let [left, top, right, bottom] = paper.ink(page, area[3] + 1.5);
        let within = left >= area[0] - 0.6 && right <= area[2] + 2.5 && top >= area[1] - 1.0 && bottom <= area[3] + 1.5;
        assert!(within, "{name}: page {page}: {left:.1} {top:.1} {right:.1} {bottom:.1}");
    }
}

fn counts_its_pages(paper: &Rendered, of: &Paper) {
    let (text, pages) = (close(&paper.text()), paper.pages());
    for page in 1..=pages {
        assert!(text.contains(&page_number(of, page, pages)), "{}: page {page} of {pages}", of.name);
    }
}

/// The labels of the spaces to sign stand on one page.
fn signed_on_one_page(paper: &Rendered, name: &str, labels: &[&str]) {
    let words = paper.words();
    let mut pages: Vec<usize> = Vec::new();
    for label in labels {
        let own = |word: &&Word| close(&word.text).starts_with(&format!("{label}："));
        match words.iter().filter(own).map(|word| word.page).next_back() {
            Some(page) => pages.push(page),
            None => panic!("{name}: {label} is not on the paper"),
        }
    }
    assert!(pages.windows(2).all(|pair| pair[0] == pair[1]), "{name}: {labels:?} on pages {pages:?}");
}

fn labels_of(paper: &Paper) -> Vec<&str> {
    paper.signatures.iter().map(|space| space.label.as_str()).collect()
}

#[test]
fn every_blank_form_is_a_tidy_pdf() {
    for paper in papers() {
        let written = pdf(&form(paper, &blank(paper))).unwrap();
        show(&format!("blank-{}.pdf", paper.name), &written.bytes);
        assert!(written.missing_glyphs.is_empty(), "{}: {:?}", paper.name, written.missing_glyphs);
        let page = keep(&written.bytes);
        inside(&page, paper);
        counts_its_pages(&page, paper);
        signed_on_one_page(&page, &paper.name, &labels_of(paper));
    }
}

#[test]
fn ten_thousand_characters_keep_to_the_margins() {
    for name in ["visit", "assessment", "means_survey"] {
        let paper = paper(name).unwrap();
        let written = pdf(&form(paper, &filled(paper, 10_000, 12))).unwrap();
        show(&format!("filled-{name}.pdf"), &written.bytes);
        let page = keep(&written.bytes);
        inside(&page, paper);
        assert!(close(&page.text()).matches('长').count() >= 10_000, "{name}");
    }
}

#[test]
fn the_longest_forms_open_in_word_with_nothing_lost() {
    for (name, long, rows) in
        [("visit", 10_000, 0), ("recipient_agreement", 300, 0), ("service_plan", 300, 60), ("referral", 300, 0)]
    {
        let paper = paper(name).unwrap();
        let written = docx(&form(paper, &filled(paper, long, rows))).unwrap();
        show(&format!("filled-{name}.docx"), &written.bytes);
        let page = office(&written.bytes);
        show(&format!("filled-{name}-docx.pdf"), &std::fs::read(&page.path).unwrap());
        inside(&page, paper);
        counts_its_pages(&page, paper);
        signed_on_one_page(&page, name, &labels_of(paper));
        assert!(close(&page.text()).matches('长').count() >= long, "{name}");
    }
}

#[test]
fn a_finger_has_25_and_a_seal_45_millimetres() {
    // A seal beside two names, seals beside a name, seals side by side.
    for name in ["recipient_agreement", "visit", "referral", "filing"] {
        let paper = paper(name).unwrap();
        let made = form(paper, &blank(paper));
        let blocks = made.blocks.into_iter().filter(|block| matches!(block, Block::Signatures { .. })).collect();
        let document = Document { blocks, ..made };
        for page in [keep(&pdf(&document).unwrap().bytes), office(&docx(&document).unwrap().bytes)] {
            let words = page.words();
            for space in &paper.signatures {
                let label = format!("{}：", space.label);
                let word = words.iter().find(|word| close(&word.text).starts_with(&label)).unwrap();
                let cell = |x: f64, y: f64| page.cell(word.page, [x, y], 12.0);
                let own = cell(word.left, word.bottom + 1.0);
                match space.space {
                    SpaceKind::Signature => {}
                    SpaceKind::Fingerprint => {
                        let [left, top, right, bottom] = cell(own[2] + 2.0, word.bottom + 1.0);
                        let size = (right - left, bottom - top);
                        assert!((25.0..30.0).contains(&size.0) && (25.0..34.0).contains(&size.1), "{name}: {size:?}");
                    }
                    SpaceKind::Seal => assert!(free(own, &words), "{name}: {label} {own:?}: {words:?}"),
                }
            }
        }
    }
}

/// Whether 45 × 45 mm of a cell bear no words but the hint that a seal covers.
fn free([left, top, right, bottom]: [f64; 4], words: &[Word]) -> bool {
    let steps = |from: f64, to: f64| (0..).map(move |at| from + f64::from(at)).take_while(move |at| at + 45.0 <= to);
    let words: Vec<&Word> =
        words.iter().filter(|word| !word.text.contains("（盖章）") || word.text.contains('：')).collect();
    steps(left, right).any(|x| {
        steps(top, bottom).any(|y| {
            let clear =
                |word: &&Word| word.right <= x || word.left >= x + 45.0 || word.bottom <= y || word.top >= y + 45.0;
            words.iter().all(clear)
        })
    })
}

#[test]
fn several_papers_in_one_file_each_count_their_own_pages() {
    let (visit, sheet) = (paper("visit").unwrap(), paper("sign_in").unwrap());
    let long = form(sheet, &Filling { rows: Some(60), ..blank(sheet) });
    let all = [form(visit, &blank(visit)), long, form(visit, &blank(visit))];
    let mut pages = Pages::default();
    all.iter().for_each(|one| pages.add(one, 1).unwrap());
    let (count, pictures) = (pages.count(), pages.pictures(1, 2).unwrap());
    let page = keep(&pages.pdf().unwrap().bytes);
    let text = close(&page.text());
    let own = keep(&pdf(&all[0]).unwrap().bytes).pages();
    let middle = keep(&pdf(&all[1]).unwrap().bytes).pages();
    assert_eq!(page.pages(), 2 * own + middle);
    assert_eq!(text.matches(&format!("第1页共{own}页")).count(), 2, "{text}");
    assert!(text.contains(&format!("第{middle}页共{middle}页")));
    assert_eq!((count, pictures.len()), (page.pages(), 2));
    assert!(pictures[0].starts_with(b"\x89PNG"));
}

#[test]
fn contents_name_the_page_where_a_paper_begins() {
    let blocks = vec![
        Block::Table(documents::Table {
            columns: vec![documents::TableColumn { width: 1.0, align: documents::Align::Left }; 2],
            rows: vec![
                vec!["甲文书".into(), documents::Cell::page_of("one")],
                vec!["乙文书".into(), documents::Cell::page_of("two")],
            ],
            ..documents::Table::default()
        }),
        Block::PageBreak,
        Block::Anchor { name: "one".into() },
        Block::title("甲"),
        Block::PageBreak,
        Block::paragraph("空页"),
        Block::PageBreak,
        Block::Anchor { name: "two".into() },
        Block::title("乙"),
    ];
    let page = keep(&pdf(&Document { blocks, ..Document::default() }).unwrap().bytes);
    let text = close(&page.text());
    assert!(text.contains("甲文书2乙文书4"), "{text}");
}

#[test]
fn the_picture_of_a_large_family_lies_on_its_side_inside_the_page() {
    let person = |name: String, relation: &str| Person {
        name,
        relation: relation.into(),
        age: Some(30),
        lives_here: true,
        ..Person::default()
    };
    let mut people = vec![person("户主".into(), "02"), person("老伴".into(), "12")];
    people.extend((0..38).map(|at| person(format!("家人{at}"), ["20", "30", "41", "43"][at % 4])));
    let picture = draw(&people);
    let names: BTreeMap<String, ()> = people.iter().map(|person| (person.name.clone(), ())).collect();
    let document =
        Document { blocks: vec![Block::Picture { picture, title: "家系图".into() }], ..Document::default() };
    let written = pdf(&document).unwrap();
    show("genogram-40.pdf", &written.bytes);
    let page = keep(&written.bytes);
    assert_eq!(page.pages(), 1);
    let text = close(&page.text());
    assert!(names.keys().all(|name| text.contains(name)), "{text}");
    let [left, top, right, bottom] = page.ink(1, 264.0);
    assert!(left >= 27.5 && right <= 184.5 && top >= 36.0 && bottom <= 264.0, "{left} {top} {right} {bottom}");
    let written = docx(&document).unwrap();
    show("genogram-40.docx", &written.bytes);
    assert_eq!(office(&written.bytes).pages(), 1);
}
