//! Photos behind the papers of visits, activities and sessions of groups: on a page of their own, outside only with consent, and what is
//! left out is said.

use std::io::{Cursor, Read};

use serde_json::{Value, json};

use crate::activities::activity;
use crate::briefs::{consent, photo};
use crate::casework::worked;
use crate::fixture::{desk, person, visit, with};
use crate::groups::{group, session};
use crate::papers::printed;
use crate::pcs::Pc;
use crate::two_pcs::hand_over;

fn visit_of(pc: &Pc, who: &str) -> String {
    visit(pc, who, json!({}))["record"]["id"].as_str().unwrap().to_owned()
}

fn papers(paper: &str, id: &str) -> Value {
    json!([{ "paper": paper, "record": id }])
}

/// What was printed: how many photos the Word file holds, its words, and which photos are left out.
struct Seen {
    photos: usize,
    words: String,
    left_out: Value,
}

fn seen(pc: &Pc, papers: &Value, over: Value) -> Seen {
    let out = printed(pc, papers.clone(), with(json!({ "formats": ["docx"] }), over));
    let mut package = zip::ZipArchive::new(Cursor::new(pc.fetch(&out["files"][0]))).unwrap();
    let photos = package.file_names().filter(|name| name.ends_with(".jpg")).count();
    let mut xml = String::new();
    package.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
    let words = xml.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, text)| text).collect();
    Seen { photos, words, left_out: out["left_out"].clone() }
}

fn pages(pc: &Pc, papers: &Value, over: Value) -> Value {
    pc.call("papers.preview", with(json!({ "papers": papers, "first": 0, "count": 0 }), over))
}

fn none_left_out() -> Value {
    json!({ "no_consent": 0, "not_here": 0, "beyond": 0 })
}

#[test]
fn photos_of_a_visit_stand_on_a_page_behind_its_record_and_can_be_left_away() {
    let pc = desk();
    let id = visit_of(&pc, &person(&pc, json!({ "name": "李秀英" })));
    let paper = papers("visit", &id);
    assert_eq!(pages(&pc, &paper, json!({}))["pages"], 1, "without photos it stays one sheet");
    photo(&pc, "visit", &id, 1, "老人在门口");
    photo(&pc, "visit", &id, 2, "漏雨的屋顶");
    let both = pages(&pc, &paper, json!({}));
    assert_eq!((&both["pages"], &both["left_out"]), (&json!(2), &none_left_out()));
    assert_eq!(pages(&pc, &paper, json!({ "without_photos": true }))["pages"], 1);
    let out = seen(&pc, &paper, json!({}));
    for said in ["附：照片", "姓名：李秀英", "老人在门口　2026-11-03", "漏雨的屋顶"] {
        assert!(out.words.contains(said), "{said} not in {}", out.words);
    }
    assert_eq!(out.photos, 2);
    let without = seen(&pc, &paper, json!({ "without_photos": true }));
    assert_eq!((without.photos, without.words.contains("附：照片")), (0, false));
    let twice = json!([paper[0], { "paper": "visit_sign_off", "record": id }]);
    printed(&pc, twice, json!({ "formats": ["pdf"] }));
    let history = pc.call("records.history", json!({ "kind": "visit", "id": id })).to_string();
    assert_eq!(history.matches("打印：走访记录表（附照片 2 张）").count(), 2, "{history}");
    assert_eq!(history.matches("打印：走访签收单").count(), 1, "two papers of one record in one run: {history}");
    let blank = pages(&pc, &json!([{ "paper": "visit" }]), json!({}));
    assert_eq!((&blank["pages"], &blank["left_out"]), (&json!(1), &none_left_out()));
}

#[test]
fn outside_only_photos_of_people_who_agreed_and_their_captions_are_not_told() {
    let pc = desk();
    let [agrees, does_not] = ["李秀英", "王春生"].map(|name| person(&pc, json!({ "name": name })));
    consent(&pc, &agrees, &["registration", "photo_public"]);
    consent(&pc, &does_not, &["registration", "photo_internal"]);
    let [yes, no] = [&agrees, &does_not].map(|who| visit_of(&pc, who));
    photo(&pc, "visit", &yes, 1, "李秀英在门口");
    photo(&pc, "visit", &no, 2, "王春生家");
    let outside = json!({ "privacy": "outside" });
    let both = json!([{ "paper": "visit", "record": yes }, { "paper": "visit", "record": no }]);
    let looked = pages(&pc, &both, outside.clone());
    assert_eq!((&looked["pages"], &looked["left_out"]["no_consent"]), (&json!(3), &json!(1)));
    let out = seen(&pc, &papers("visit", &yes), outside.clone());
    assert_eq!((out.photos, out.left_out), (1, none_left_out()));
    assert!(out.words.contains("2026-11-03") && !out.words.contains("在门口"), "{}", out.words);
    let out = seen(&pc, &papers("visit", &no), outside);
    assert_eq!((out.photos, &out.left_out["no_consent"]), (0, &json!(1)));
    assert_eq!(seen(&pc, &papers("visit", &no), json!({})).photos, 1, "inside the station it stands there");
}

#[test]
fn a_photo_of_an_activity_without_registered_people_leaves_when_it_is_marked_public() {
    let pc = desk();
    let held = activity(&pc, json!({}))["id"].as_str().unwrap().to_owned();
    let crowd = photo(&pc, "community_activity", &held, 3, "义诊现场");
    let paper = papers("activity_record", &held);
    let outside = json!({ "privacy": "outside" });
    assert_eq!(pages(&pc, &paper, outside.clone())["left_out"]["no_consent"], 1);
    assert_eq!(seen(&pc, &paper, json!({})).photos, 1);
    assert_eq!(seen(&pc, &papers("community_activity", &held), json!({})).photos, 0, "a plan takes none");
    let refs = pc.call("records.get", json!({ "kind": "attachment", "id": crowd }))["refs"].clone();
    let marked = json!({ "kind": "attachment", "id": crowd, "fields": { "public": "yes" }, "seen": refs });
    pc.call("records.save", marked);
    let out = seen(&pc, &paper, outside);
    assert_eq!((out.photos, out.left_out), (1, none_left_out()));
}

#[test]
fn a_session_takes_six_photos_and_says_how_many_are_beyond() {
    let pc = desk();
    let own = group(&pc, json!({}));
    let id = session(&pc, &own, 1, "2026-11-08", "held");
    for number in 0..8 {
        photo(&pc, "group_session", &id, number, &format!("活动照{number}"));
    }
    let out = seen(&pc, &papers("group_session", &id), json!({}));
    assert_eq!((out.photos, &out.left_out["beyond"]), (6, &json!(2)));
    let text = out.words;
    assert!(text.contains("小组名称：自护小组") && text.contains("活动照5") && !text.contains("活动照6"), "{text}");
}

#[test]
fn a_case_file_holds_the_photos_of_each_of_its_visits() {
    let pc = desk();
    let (case, _) = worked(&pc);
    let (id, who) = (case["record"]["id"].clone(), case["record"]["fields"]["recipient"].clone());
    for number in 1..=2 {
        let made = visit(&pc, who.as_str().unwrap(), json!({ "case": id }));
        photo(&pc, "visit", made["record"]["id"].as_str().unwrap(), number, &format!("第{number}次走访"));
    }
    let file = papers("case_file", id.as_str().unwrap());
    let out = seen(&pc, &file, json!({}));
    assert_eq!(out.photos, 2);
    let text = out.words;
    let [first, second] = ["第1次走访", "第2次走访"].map(|caption| text.find(caption).expect(caption));
    assert!(text[first.min(second)..first.max(second)].contains("走访记录表"), "each behind its own visit");
    assert_eq!(seen(&pc, &file, json!({ "without_photos": true })).photos, 0);
}

#[test]
fn photos_whose_files_have_not_come_are_said_and_not_printed() {
    let (_county, one, two) = Pc::county_and_two();
    let id = visit_of(&one, &person(&one, json!({})));
    photo(&one, "visit", &id, 1, "门口");
    hand_over(&one, &two);
    let out = seen(&two, &papers("visit", &id), json!({}));
    assert_eq!((out.photos, &out.left_out["not_here"]), (0, &json!(1)));
}
