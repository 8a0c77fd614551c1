//! Closing the books: what is written into a frozen month is 补录, carried by the next brief line by line, and said on the frozen one's page;
//! opening again wants a reason; how late work was written is told by worker and station.

use app::ErrorCode;
use serde_json::{Value, json};

use crate::deadlines::{carry, pair};
use crate::fixture::{days_pass, desk, paper, person, visit, visit_fields, with};
use crate::ledgers::rows;
use crate::pcs::Pc;
use crate::two_pcs::hand_over;

/// Freezes a month with the program's own words.
pub fn freeze(pc: &Pc, month: &str, over: Value) -> Value {
    let draft = pc.call("reports.preview", json!({ "month": month }));
    pc.call("reports.freeze", with(json!({ "month": month, "sections": draft["sections"] }), over))
}

pub fn moved(pc: &Pc, brief: &Value) -> Value {
    pc.call("books.moved", json!({ "kind": "monthly_brief", "id": brief["id"] }))
}

pub fn line(moved: &Value, code: &str) -> Option<(String, String)> {
    let found = moved["lines"].as_array().unwrap().iter().find(|line| line["code"] == code)?;
    Some((found["reported"].as_str().unwrap().to_owned(), found["corrected"].as_str().unwrap().to_owned()))
}

fn pair_of(from: &str, to: &str) -> Option<(String, String)> {
    Some((from.to_owned(), to.to_owned()))
}

fn acts(moved: &Value) -> Vec<String> {
    let mut all: Vec<String> =
        moved["records"].as_array().unwrap().iter().map(|one| one["act"].as_str().unwrap().to_owned()).collect();
    all.sort();
    all
}

fn late(pc: &Pc, id: &Value) -> Value {
    pc.call("records.get", json!({ "kind": "visit", "id": id }))["late"].clone()
}

/// November with two visits, frozen; it is December then.
fn closed_november() -> (Pc, String, Value, Value) {
    let pc = desk();
    let who = person(&pc, json!({}));
    let first = visit(&pc, &who, json!({}))["record"]["id"].clone();
    visit(&pc, &person(&pc, json!({ "name": "王春生" })), json!({ "date": "2026-11-20" }));
    days_pass(&pc, 9);
    let brief = freeze(&pc, "2026-11", json!({}));
    (pc, who, first, brief)
}

#[test]
fn what_is_written_into_a_closed_month_is_taken_and_marked() {
    let (pc, who, first, brief) = closed_november();
    assert_eq!(late(&pc, &first), Value::Null, "written before");
    assert_eq!(moved(&pc, &brief)["lines"], json!([]));
    pc.minutes_pass(5);
    let added = visit(&pc, &who, json!({ "date": "2026-11-25" }))["record"].clone();
    assert_eq!((&added["late"]["words"], &added["late"]["closed"]), (&json!("补录"), &json!("2026年11月")));
    assert_eq!(added["late"]["written"], "2026-12-02");
    let december = visit(&pc, &who, json!({ "date": "2026-12-01" }))["record"].clone();
    assert_eq!(december["late"], Value::Null, "its month is open");
    // The list of the month, and the paper.
    let month = pc.call("visits.month", json!({ "month": "2026-11" }));
    let marks: Vec<Value> = month["days"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|day| day["visits"].as_array().unwrap().iter().map(|one| one["late"]["words"].clone()))
        .collect();
    assert_eq!(marks, [json!("补录"), Value::Null, Value::Null]);
    let made = pc.call(
        "papers.print",
        json!({ "papers": [{ "paper": "visit", "record": added["id"] }], "formats": ["docx"], "to": { "download": true } }),
    );
    assert!(words_of(&pc.fetch(&made["files"][0])).contains("补录：2026年11月已关账，2026-12-02录入"));
}

/// The column that says when rows were written, of a file with a title and a heading; none where it has none.
fn written_marks(pc: &Pc, out: &Value) -> Option<Vec<String>> {
    let all = rows_of(pc, &out["file"]);
    let place = all[1].iter().position(|cell| cell == "录入情况")?;
    let count = out["rows"].as_u64().unwrap() as usize;
    Some(all[2..2 + count].iter().map(|row| row[place].clone()).collect())
}

#[test]
fn ledgers_and_files_of_lists_mark_what_was_written_late_as_list_and_paper_do() {
    let (pc, who, ..) = closed_november();
    let download = json!({ "download": true });
    let ledger = |name: &str, from: &str, to: &str| {
        pc.call("ledgers.write", json!({ "name": name, "from": from, "to": to, "to_place": download }))
    };
    assert_eq!(written_marks(&pc, &ledger("visits", "2026-11-01", "2026-11-30")), None, "nothing was written late");
    pc.minutes_pass(5);
    visit(&pc, &who, json!({ "date": "2026-11-25" }));
    let activity = json!({ "name": "冬季慰问", "activity_type": "condolence", "state": "held", "plan_date": "2026-11-10",
        "date": "2026-11-10", "people_count": 30, "area": "A4", "service_item": "A401" });
    paper(&pc, "community_activity", activity);
    let late = "补录：2026年11月已关账，2026-12-02录入";
    let of_month = written_marks(&pc, &ledger("visits", "2026-11-01", "2026-11-30")).expect("a column");
    assert_eq!(of_month, ["", "", late], "by day: of the 20th, the 23rd and the 25th");
    let of_activities = written_marks(&pc, &ledger("activities", "2026-11-01", "2026-11-30"));
    assert_eq!(of_activities.expect("a column"), [late], "every ledger");
    let shown = json!({ "list": "visits", "month": "2026-11" });
    let list = pc.call("lists.export", json!({ "shown": shown, "to_place": download }));
    let mut marks = written_marks(&pc, &list).expect("a column");
    marks.sort();
    assert_eq!(marks, ["", "", late], "the file of the list");
    let december = ledger("visits", "2026-12-01", "2026-12-31");
    assert_eq!(written_marks(&pc, &december), None, "a month that is open");
}

pub fn words_of(docx: &[u8]) -> String {
    let mut package = zip::ZipArchive::new(std::io::Cursor::new(docx)).unwrap();
    let mut xml = String::new();
    std::io::Read::read_to_string(&mut package.by_name("word/document.xml").unwrap(), &mut xml).unwrap();
    xml.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, text)| text).collect()
}

#[test]
fn the_frozen_briefs_page_says_what_moved_since_and_by_which_records() {
    let (pc, who, first, brief) = closed_november();
    pc.minutes_pass(5);
    visit(&pc, &who, json!({ "date": "2026-11-25" }));
    let seen = pc.call("records.get", json!({ "kind": "visit", "id": first }))["refs"].clone();
    pc.call("records.delete", json!({ "kind": "visit", "id": first, "reason": "录重了", "seen": seen }));
    visit(&pc, &person(&pc, json!({ "name": "赵桂芝" })), json!({ "date": "2026-11-26" }));
    let now = moved(&pc, &brief);
    assert_eq!(now["label"], "2026年11月");
    assert_eq!(line(&now, "visit.effective"), pair_of("2", "3"), "two came, one went");
    assert_eq!(line(&now, "service.persons"), pair_of("2", "3"));
    assert_eq!(acts(&now), ["删除", "补录", "补录", "补录"], "the new file stands there too");
    let gone = now["records"].as_array().unwrap().iter().find(|one| one["act"] == "删除").unwrap();
    assert_eq!(gone["detail"], "原因：录重了");
    let behind = now["lines"].as_array().unwrap().iter().find(|one| one["code"] == "visit.effective").unwrap();
    assert_eq!(behind["records"].as_array().unwrap().len(), 3);
}

#[test]
fn the_next_brief_carries_the_correction_once_and_names_nobody() {
    let (pc, who, ..) = closed_november();
    pc.minutes_pass(5);
    visit(&pc, &who, json!({ "date": "2026-11-25" }));
    let corrections = |month: &str| pc.call("reports.preview", json!({ "month": month }))["corrections"].clone();
    let carried = corrections("2026-12");
    assert_eq!((&carried[0]["label"], &carried[0]["why"]), (&json!("2026年11月"), &json!("补录 1 条")));
    let lines = carried[0]["lines"].as_array().unwrap();
    let effective = lines.iter().find(|line| line["label"] == "有效走访").unwrap_or_else(|| panic!("{lines:?}"));
    assert_eq!((&effective["from"], &effective["to"]), (&json!("2"), &json!("3")));
    assert!(!carried.to_string().contains("李秀英"), "no names: a brief is public");
    days_pass(&pc, 31);
    let december = freeze(&pc, "2026-12", json!({}));
    let made = pc.call(
        "reports.export",
        json!({ "id": december["id"], "formats": ["docx", "xlsx"], "to": { "download": true } }),
    );
    let words = words_of(&pc.fetch(&made["files"][0]));
    assert!(words.contains("以前数据更正") && words.contains("2026年11月更正原因：补录 1 条。"), "{words}");
    // January's does not say it again, but says what moved after December's.
    assert_eq!(corrections("2027-01"), json!([]), "it was said");
    assert_eq!(corrections("2026-12")[0]["why"], "补录 1 条", "a second version of December's says it still");
    pc.minutes_pass(5);
    visit(&pc, &who, json!({ "date": "2026-11-28" }));
    let again = corrections("2027-01");
    let lines = again[0]["lines"].as_array().unwrap();
    let effective = lines.iter().find(|line| line["label"] == "有效走访").unwrap();
    assert_eq!((&effective["from"], &effective["to"]), (&json!("3"), &json!("4")), "from what was last reported");
}

#[test]
fn work_of_another_pc_that_comes_after_the_freeze_came_late() {
    let (county, one, two) = Pc::county_and_two();
    let who = person(&one, json!({}));
    hand_over(&one, &two);
    visit(&two, &who, json!({ "date": "2026-11-21" }));
    one.minutes_pass(8);
    let brief = freeze(&one, "2026-11", json!({}));
    hand_over(&two, &one);
    let now = moved(&one, &brief);
    assert_eq!((acts(&now), line(&now, "visit.effective")), (vec!["晚到".to_owned()], pair_of("0", "1")));
    let id = now["records"][0]["record"]["id"].clone();
    assert_eq!(late(&one, &id), Value::Null, "it was written before the month was closed");
    hand_over(&one, &county);
    hand_over(&two, &county);
    assert_eq!(line(&moved(&county, &brief), "visit.effective"), pair_of("0", "1"), "the county sees the same");
}

#[test]
fn a_closed_month_is_issued_again_only_with_a_reason_which_is_kept() {
    let (pc, who, _, _) = closed_november();
    pc.minutes_pass(5);
    let draft = pc.call("reports.preview", json!({ "month": "2026-11" }));
    let again = json!({ "month": "2026-11", "sections": draft["sections"] });
    let refused = pc.refused("reports.freeze", again.clone());
    assert_eq!((refused.code, refused.fields[0].field.as_str()), (ErrorCode::Invalid, "reopen_reason"));
    assert!(refused.fields[0].message.contains("下一期简报会带上更正"), "{}", refused.fields[0].message);
    let second = pc.call("reports.freeze", with(again.clone(), json!({ "reopen_reason": "走访数漏统计" })));
    assert_eq!(second["version"], 2);
    let opened = pc.call("records.list", json!({ "kind": "period_reopening" }))["rows"].clone();
    assert_eq!(
        (&opened[0]["fields"]["period"], &opened[0]["fields"]["reason"]),
        (&json!("2026-11"), &json!("走访数漏统计"))
    );
    assert_eq!(pc.refused("reports.freeze", again.clone()).fields[0].field, "reopen_reason", "closed again");
    // Opened first: what is written until the next freeze is no late entry.
    assert_eq!(pc.refused("books.reopen", json!({ "period": "2026-11", "reason": " " })).fields[0].field, "reason");
    assert_eq!(
        pc.refused("books.reopen", json!({ "period": "2026-12", "reason": "试试" })).code,
        ErrorCode::BadRequest
    );
    pc.minutes_pass(1);
    pc.call("books.reopen", json!({ "period": "2026-11", "reason": "整月重核" }));
    pc.minutes_pass(5);
    let open = visit(&pc, &who, json!({ "date": "2026-11-25" }))["record"].clone();
    assert_ne!(open["late"]["words"], "补录");
    pc.minutes_pass(5);
    let third = pc.call("reports.freeze", again);
    pc.minutes_pass(5);
    let closed = visit(&pc, &who, json!({ "date": "2026-11-26" }))["record"].clone();
    assert_eq!((&third["version"], &closed["late"]["words"]), (&json!(3), &json!("补录")));
}

#[test]
fn only_the_supervisor_opens_a_month_and_a_brief_sent_back_is_open() {
    let (county, one, two) = Pc::county_and_two();
    visit(&one, &person(&one, json!({})), json!({}));
    let brief = freeze(&one, "2026-11", json!({}));
    one.minutes_pass(5);
    hand_over(&one, &two);
    two.minutes_pass(8);
    assert_eq!(
        two.refused("books.reopen", json!({ "period": "2026-11", "reason": "我要改" })).code,
        ErrorCode::NotAllowed
    );
    hand_over(&one, &county);
    county.minutes_pass(8);
    assert_eq!(
        county.refused("books.reopen", json!({ "period": "2026-11", "reason": "县里改" })).code,
        ErrorCode::BadRequest
    );
    let fields =
        json!({ "target_kind": "monthly_brief", "target": brief["id"], "verdict": "returned", "text": "走访数不对" });
    county.call("records.save", json!({ "kind": "annotation", "fields": fields }));
    hand_over(&county, &one);
    one.minutes_pass(4);
    assert_eq!(moved(&one, &brief)["closed"], false);
    assert_eq!(freeze(&one, "2026-11", json!({}))["version"], 2, "no reason is asked: the county gave it");
}

#[test]
fn how_late_work_was_written_is_told_by_worker_and_station() {
    let (county, pc) = pair();
    let who = person(&pc, json!({}));
    for date in ["2026-11-23", "2026-11-21", "2026-11-18", "2026-11-10", "2026-10-05"] {
        visit(&pc, &who, json!({ "date": date }));
    }
    let asked = json!({ "from": "2026-10-01", "to": "2026-11-30" });
    let table = pc.call("books.delays", asked.clone());
    assert_eq!(table["buckets"], json!(["当天", "1–3 天", "4–7 天", "8–30 天", "30 天以上"]));
    let rows = table["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 2, "the station and its worker");
    for row in rows {
        assert_eq!((&row["total"], &row["buckets"]), (&json!(5), &json!([1, 1, 1, 1, 1])));
        assert_eq!((&row["late"], &row["late_rate"], &row["longest"]), (&json!(2), &json!("40%"), &json!(49)));
    }
    assert_eq!((&rows[0]["worker_name"], &rows[1]["worker_name"]), (&json!("全站"), &json!("吴站长")));
    let marked = |date: &str| {
        let month = pc.call("visits.month", json!({ "month": &date[..7] }));
        let day = month["days"].as_array().unwrap().iter().find(|day| day["date"] == date).unwrap().clone();
        day["visits"][0]["late"]["words"].clone()
    };
    assert_eq!((marked("2026-11-10"), marked("2026-11-18")), (json!("隔 13 天录入"), Value::Null));
    let behind = json!({ "asked": asked, "station": rows[0]["station"], "bucket": 3 });
    assert_eq!(pc.call("books.delayed", behind)["rows"][0]["fields"]["date"], "2026-11-10");
    carry(&pc, changelog::Audience::Station("43018111001".into()), &county);
    assert_eq!(county.call("books.delays", asked.clone())["rows"].as_array().unwrap().len(), 2);
    let file = county.call("books.delays_file", json!({ "asked": asked, "place": { "download": true } }));
    let sheet = rows_of(&county, &file);
    assert!(sheet.iter().any(|row| row.iter().any(|cell| cell == "吴站长")), "{sheet:?}");
    assert_eq!(pc.refused("books.delays", json!({ "from": "2026-11-30", "to": "2026-11-01" })).fields[0].field, "to");
}

pub fn rows_of(pc: &Pc, file: &Value) -> Vec<Vec<String>> {
    rows(&pc.fetch(file))
}

#[test]
fn a_changed_record_tells_from_what_to_what_and_a_draft_that_was_finished_is_told_so() {
    let pc = desk();
    let who = person(&pc, json!({}));
    let first = visit(&pc, &who, json!({}))["record"]["id"].clone();
    let begun = pc.call(
        "visits.save",
        json!({ "fields": visit_fields(&who, json!({ "date": "2026-11-20" })), "provisional": true }),
    )["record"]
        .clone();
    let brief = freeze(&pc, "2026-11", json!({}));
    pc.minutes_pass(5);
    let change = |id: &Value, fields: Value| {
        let seen = pc.call("records.get", json!({ "kind": "visit", "id": id }))["refs"].clone();
        pc.call("visits.save", json!({ "id": id, "fields": fields, "seen": seen }))
    };
    change(&first, json!({ "result": "not_home" }));
    change(&begun["id"], json!({}));
    let now = moved(&pc, &brief);
    assert_eq!(acts(&now), ["修改", "暂存转正式"]);
    let changed = now["records"].as_array().unwrap().iter().find(|one| one["act"] == "修改").unwrap();
    assert!(changed["detail"].as_str().unwrap().contains("见到本人 → 无人在家"), "{}", changed["detail"]);
    assert_eq!(line(&now, "visit.effective"), None, "one came, one went: the figure is the same");
    assert_eq!(late(&pc, &begun["id"]), Value::Null, "it was begun before");
}
