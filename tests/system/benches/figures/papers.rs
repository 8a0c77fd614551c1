//! Paper: a case file of 200 pages as one PDF, the family picture of 40 people.

use std::time::Instant;

use documents::{Answer, Block, Document, Filling, Pages, form, pdf};
use domain::dictionary::FieldType;
use domain::genogram::{Person, draw};
use domain::paper::paper;
use system::made_up::MadeUp;

use crate::{line, ms};

pub fn papers(_: &mut MadeUp) {
    // Fonts are scanned once in the life of a program.
    let started = Instant::now();
    pdf(&Document { blocks: vec![Block::paragraph("永")], ..Document::default() }).expect("a page");
    line("first page ever, fonts scanned", &ms(started.elapsed()), "");
    case_file();
    family();
}

/// Progress notes until the file has 200 pages, as long as people write them.
fn case_file() {
    let note = paper("progress_note").expect("a paper");
    let mut filling = Filling {
        station: "浏阳市大瑶镇社会工作服务站".into(),
        number: "43018111001-GA-2026-A0007".into(),
        about: vec!["欧阳慕雪".into(), "林小禾".into()],
        ..Filling::default()
    };
    for field in &note.kind().expect("a kind").fields {
        let text = match field.kind {
            FieldType::LongText => "老人今日精神较好，谈到子女在外务工，近来夜里睡不安稳。".repeat(8),
            FieldType::Date => "2026-03-05".into(),
            _ => "12".into(),
        };
        filling.answers.insert(field.name.clone(), Answer { text, ..Answer::default() });
    }
    let one = form(note, &filling);
    let pages = |document: &Document| {
        let mut pages = Pages::default();
        pages.add(document, 1).expect("pages");
        pages.count()
    };
    let each = pages(&one).max(1);
    let mut file = Document { page: one.page, ..Document::default() };
    for _ in 0..200_usize.div_ceil(each) {
        file.blocks.push(Block::PageBreak);
        file.blocks.extend(one.blocks.iter().cloned());
    }
    let started = Instant::now();
    let written = pdf(&file).expect("a file");
    let time = started.elapsed();
    let more = format!("{} pages, {} KB", pages(&file), written.bytes.len() / 1024);
    line("a case file as one PDF", &ms(time), &more);
}

fn family() {
    let person = |name: String, relation: &str, age: u32| Person {
        name,
        relation: relation.into(),
        age: Some(age),
        lives_here: true,
        ..Person::default()
    };
    let mut people = vec![person("户主".into(), "02", 75), person("老伴".into(), "12", 73)];
    people.extend(
        (0..38u32).map(|at| person(format!("家人{at}"), ["20", "38", "30", "41", "43"][at as usize % 5], 50 - at)),
    );
    let started = Instant::now();
    let picture = draw(&people);
    line(
        "the family picture of 40 people, laid out",
        &ms(started.elapsed()),
        &format!("{} marks", picture.marks.len()),
    );
    let block = Block::Picture { picture, title: "家系图".into() };
    let started = Instant::now();
    pdf(&Document { blocks: vec![block], ..Document::default() }).expect("a page");
    line("the same as PDF", &ms(started.elapsed()), "");
}
