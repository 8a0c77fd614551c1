//! Returned records of every kind: mended where they stand, handed in again, with the words of whoever asked and their name; and the
//! fields that only the supervisor's review fills.

use app::ErrorCode;
use changelog::Audience;
use serde_json::{Value, json};
use store::Route;

use crate::activities::activity;
use crate::briefs::photo;
use crate::casework::{closed, closure, evaluation, intake, worked};
use crate::fixture::{desk, paper, person, visit, with};
use crate::pcs::{PASS, Pc};
use crate::two_pcs::hand_over;

const SECOND: &str = "第二个人的口令青青";

/// Hands over everything of the station, and what the county wrote for all.
fn carried(from: &Pc, to: &Pc) {
    hand_over(from, to);
    for bundle in from.app.open_store().unwrap().export_for_station(&Audience::All, "43018111001").unwrap() {
        to.app.open_store().unwrap().import(&bundle, Route::Stick).unwrap();
    }
}

/// The county sends a record back.
fn sent_back(county: &Pc, kind: &str, id: &Value, text: &str) {
    let note = json!({ "target_kind": kind, "target": id, "verdict": "returned", "text": text });
    county.call("records.save", json!({ "kind": "annotation", "fields": note }));
}

fn returned(pc: &Pc) -> Vec<(String, String)> {
    let home = pc.call("home.get", json!({}));
    let one = |item: &Value| (item["target"]["kind"].as_str().unwrap().into(), item["text"].as_str().unwrap().into());
    home["returned"].as_array().unwrap().iter().map(one).collect()
}

/// A worker at the station's PC, unlocked.
fn as_worker(pc: &Pc) {
    pc.call("staff.add", json!({ "name": "周文", "role": "worker", "passphrase": SECOND }));
    let staff = pc.call("staff.list", json!({}));
    let worker = staff.as_array().unwrap().iter().find(|one| one["name"] == "周文").unwrap()["id"].clone();
    pc.call("session.lock", json!({}));
    pc.call("session.unlock", json!({ "staff": worker, "passphrase": SECOND }));
}

fn as_supervisor(pc: &Pc) {
    pc.call("session.lock", json!({}));
    let staff = pc.call("start.state", json!({}))["staff"].clone();
    let supervisor = staff.as_array().unwrap().iter().find(|one| one["name"] == "林小禾").unwrap()["id"].clone();
    pc.call("session.unlock", json!({ "staff": supervisor, "passphrase": PASS }));
}

fn report_of(pc: &Pc, case: &Value) -> Value {
    let rows = pc.call("records.list", json!({ "kind": "closure" }))["rows"].clone();
    let own = rows.as_array().unwrap().iter().find(|row| row["fields"]["case"] == case["record"]["id"]).unwrap();
    pc.call("records.get", json!({ "kind": "closure", "id": own["id"] }))
}

#[test]
fn a_returned_closure_report_is_mended_and_handed_in_again_by_the_officers_name() {
    let (county, one, _two) = Pc::county_and_two();
    let case = closed(&one);
    let id = case["record"]["id"].clone();
    let report = report_of(&one, &case);
    carried(&one, &county);
    county.minutes_pass(5);
    sent_back(&county, "closure", &report["id"], "请写明后续由谁照应");
    carried(&county, &one);

    assert_eq!(returned(&one), [("closure".to_owned(), "请写明后续由谁照应".to_owned())]);
    let home = one.call("home.get", json!({}));
    assert_eq!(home["returned"][0]["who"], "唐敏", "the officer's name, not the beginning of an id");
    let seen = report_of(&one, &case);
    assert_eq!(
        (
            &seen["editable"],
            &seen["returned"][0]["text"],
            &seen["returned"][0]["who"],
            &seen["returned"][0]["by_county"]
        ),
        (&json!(true), &json!("请写明后续由谁照应"), &json!("唐敏"), &json!(true))
    );
    one.minutes_pass(5);
    let mend = |fields: Value| json!({ "id": id, "closure": report["id"], "fields": fields, "seen": seen["refs"] });
    let lacking = one.refused("cases.close", mend(json!({ "worker_signed": "no" })));
    assert_eq!(lacking.fields[0].field, "worker_signed", "mending passes the same gate");
    let after = one.call("cases.close", mend(json!({ "advice": "由女儿接去同住", "date": "2026-11-22" })));
    assert_eq!(after["card"]["stage"], "closed");
    assert_eq!(after["card"]["stage_date"], "2026-11-22", "a mended day of closing moves the stage's day");
    let mended = report_of(&one, &case);
    assert_eq!((&mended["fields"]["advice"], &mended["provisional"]), (&json!("由女儿接去同住"), &json!(false)));
    assert_eq!((returned(&one), &mended["returned"]), (vec![], &json!([])));
    carried(&one, &county);
    let there = county.call("records.get", json!({ "kind": "closure", "id": report["id"] }));
    assert_eq!(there["fields"]["advice"], "由女儿接去同住");
    assert_eq!(one.call("records.list", json!({ "kind": "closure" }))["total"], 1, "the report itself, no second one");

    let put_back = json!({ "kind": "closure", "id": report["id"], "fields": {}, "provisional": true });
    assert_eq!(one.refused("records.save", put_back).code, ErrorCode::BadRequest);
}

#[test]
fn the_county_returns_a_visit_a_paper_and_a_brief_and_each_is_handed_in_again() {
    let (county, one, _two) = Pc::county_and_two();
    let visited = visit(&one, &person(&one, json!({ "name": "李大爷" })), json!({}))["record"]["id"].clone();
    let (case, goal) = worked(&one);
    let sections = json!([{ "key": "highlights", "text": "院坝会开得好" }]);
    let words = |view: &Value| {
        let all = view["sections"].as_array().unwrap().iter().filter(|one| one["text"] != "");
        all.map(|one| json!({ "key": one["key"], "text": one["text"] })).collect::<Value>()
    };
    let held = activity(&one, json!({}))["id"].as_str().unwrap().to_owned();
    let photos = json!([{ "attachment": photo(&one, "community_activity", &held, 1, "院坝会"), "caption": "院坝会", "agreed": true }]);
    let brief = one.call("reports.freeze", json!({ "month": "2026-11", "sections": sections, "photos": photos }));
    carried(&one, &county);
    county.minutes_pass(5);
    sent_back(&county, "visit", &visited, "请写明家中还有谁");
    sent_back(&county, "plan_goal", &goal["id"], "目标要能量");
    sent_back(&county, "case", &case["record"]["id"], "请补传门牌照片");
    sent_back(&county, "monthly_brief", &brief["id"], "亮点写具体些");
    let board = county.call("county.board", json!({ "month": "2026-11" }));
    assert_eq!(board["stations"][0]["brief"], "returned");
    carried(&county, &one);
    let mut kinds: Vec<String> = returned(&one).into_iter().map(|(kind, _)| kind).collect();
    kinds.sort();
    assert_eq!(kinds, ["case", "monthly_brief", "plan_goal", "visit"]);

    one.minutes_pass(5);
    one.call("visits.save", json!({ "id": visited, "fields": { "remark": "与孙女同住" } }));
    one.call("records.save", json!({ "kind": "plan_goal", "id": goal["id"], "fields": { "target": "4" } }));
    let target = json!({ "kind": "case", "id": case["record"]["id"] });
    let answer = json!({ "target": target, "text": "照片已传" });
    one.call("returns.hand_in", answer.clone());
    assert_eq!(one.refused("returns.hand_in", answer).code, ErrorCode::NotFound, "handed in is handed in");
    assert_eq!(returned(&one), [("monthly_brief".to_owned(), "亮点写具体些".to_owned())]);

    let owed = one.call("home.get", json!({}))["brief"].clone();
    assert_eq!(owed["frozen"], json!(false), "a returned brief is owed again: {owed}");
    let deadline = |pc: &Pc| {
        let rows = pc.call("deadlines.list", json!({ "rule": "monthly_brief", "settled": true }))["rows"].clone();
        rows.as_array().unwrap().iter().find(|row| row["subject"] == "2026-11").unwrap()["state"].clone()
    };
    assert_eq!((deadline(&one), deadline(&county)), (json!("later"), json!("later")), "and 期限 says so too");
    let listed = one.call("reports.list", json!({ "outline": "monthly_brief" }))["reports"][0]["versions"][0].clone();
    assert_eq!((&listed["returned"]["text"], &listed["returned"]["who"]), (&json!("亮点写具体些"), &json!("唐敏")));
    let draft = one.call("reports.preview", json!({ "month": "2026-11" }));
    assert_eq!((&draft["version"], &draft["returned"]["text"]), (&json!(2), &json!("亮点写具体些")));
    assert_eq!(words(&draft), sections, "her own words are gone on with");
    assert_eq!(draft["photos"][0]["attachment"], photos[0]["attachment"], "and her photos");
    let fresh = one.call("reports.preview", json!({ "month": "2026-11", "fresh": true }));
    assert_ne!(words(&fresh), sections);
    one.minutes_pass(5);
    let again = one.call("reports.freeze", json!({ "month": "2026-11", "sections": draft["sections"] }));
    assert_eq!(again["version"], 2);
    assert_eq!(returned(&one), []);
    assert_eq!(one.call("reports.get", json!({ "id": again["id"] }))["returned"], Value::Null);
    carried(&one, &county);
    let board = county.call("county.board", json!({ "month": "2026-11" }));
    assert_eq!(board["stations"][0]["brief"], "handed_in", "the new version is handed in again");
    assert_eq!((deadline(&one), deadline(&county)), (json!("settled"), json!("settled")));
    let notes = county.call("cases.get", json!({ "id": case["record"]["id"] }))["annotations"].clone();
    assert!(notes.as_array().unwrap().iter().any(|note| note["fields"]["text"] == "照片已传"), "the county reads it");
}

#[test]
fn a_worker_mends_what_the_supervisor_returned_of_a_closed_case() {
    let pc = desk();
    let case = closed(&pc);
    let report = report_of(&pc, &case);
    assert_eq!(report["fields"]["supervisor_signed"], "yes", "a supervisor who closes has reviewed the report by that");
    pc.minutes_pass(5);
    let target = json!({ "kind": "closure", "id": report["id"] });
    pc.call("reviews.save", json!({ "target": target, "verdict": "returned", "text": "变化写得太空" }));
    as_worker(&pc);
    assert_eq!(returned(&pc), [("closure".to_owned(), "变化写得太空".to_owned())]);
    let seen = report_of(&pc, &case);
    assert_eq!((&seen["returned"][0]["who"], &seen["fields"]["supervisor_signed"]), (&json!("林小禾"), &json!("no")));
    pc.minutes_pass(5);
    let fields = json!({ "change": "能自己买菜做饭，每周去两次活动室" });
    pc.call("cases.close", json!({ "id": case["record"]["id"], "closure": report["id"], "fields": fields }));
    assert_eq!(returned(&pc), []);
    let mended = report_of(&pc, &case);
    assert_eq!((&mended["review"], &mended["fields"]["supervisor_signed"]), (&json!("waiting"), &Value::Null));
}

#[test]
fn what_belongs_to_the_review_is_not_typed_and_follows_it() {
    let pc = desk();
    let (case, _) = worked(&pc);
    let id = case["record"]["id"].as_str().unwrap();
    let view = pc.call("cases.get", json!({ "id": id }));
    let documents = view["documents"].as_array().unwrap();
    let plan = documents.iter().find(|slot| slot["kind"] == "service_plan").unwrap()["entries"][0]["id"].clone();
    as_worker(&pc);
    let ticked = json!({ "supervisor_approval": "yes", "supervisor_opinion": "同意" });
    let save = json!({ "kind": "service_plan", "id": plan, "fields": ticked });
    let refused = pc.refused("records.save", save.clone());
    assert_eq!(refused.fields.len(), 2);
    assert!(refused.fields[0].message.contains("审核后自动写入"), "{}", refused.fields[0].message);
    as_supervisor(&pc);
    assert_eq!(pc.refused("records.save", save).code, ErrorCode::Invalid, "not by the form either");

    let get = || pc.call("records.get", json!({ "kind": "service_plan", "id": plan }));
    assert_eq!((&get()["review"], &get()["fields"]["supervisor_approval"]), (&json!("waiting"), &Value::Null));
    pc.minutes_pass(5);
    let target = json!({ "kind": "service_plan", "id": plan });
    pc.call("reviews.save", json!({ "target": target, "verdict": "approved", "text": "目标可行" }));
    let approved = get();
    assert_eq!(
        (&approved["fields"]["supervisor_approval"], &approved["fields"]["supervisor_opinion"], &approved["review"]),
        (&json!("yes"), &json!("目标可行"), &json!("approved"))
    );
    pc.minutes_pass(5);
    // A form sent back whole, with what the review says in it, is no typing.
    pc.call("records.save", json!({ "kind": "service_plan", "id": plan, "fields": { "strategy": "换一个办法" } }));
    assert_eq!(get()["fields"]["supervisor_approval"], Value::Null, "written anew, it waits again");

    intake(&pc, id);
    let intake = pc.call("records.list", json!({ "kind": "intake" }))["rows"][0]["id"].clone();
    let target = json!({ "kind": "intake", "id": intake });
    pc.call("reviews.save", json!({ "target": target, "verdict": "approved", "text": "可以接案" }));
    let said = pc.call("records.get", target)["fields"]["supervisor_opinion"].clone();
    assert_eq!(said, "可以接案");
    let group = paper(
        &pc,
        "group",
        json!({ "name": "太极小组", "group_type": "education", "start_date": "2026-12-01", "planned_sessions": 6,
            "overall_goal": "强身", "area": "A4", "service_item": "A401" }),
    );
    let target = json!({ "kind": "group", "id": group["id"] });
    pc.minutes_pass(5);
    pc.call("reviews.save", json!({ "target": target, "verdict": "approved" }));
    pc.minutes_pass(5);
    pc.call("records.save", json!({ "kind": "group", "id": group["id"], "fields": { "place": "活动室" } }));
    let shown = pc.call("records.get", target)["fields"].clone();
    assert_eq!((&shown["supervisor_approval"], &shown["approval_date"]), (&json!("yes"), &json!("2026-11-23")));
}

#[test]
fn closing_with_unreviewed_papers_warns_or_is_blocked_as_the_county_says() {
    let (county, pc, _two) = Pc::county_and_two();
    let (case, goal) = worked(&pc);
    let id = case["record"]["id"].as_str().unwrap();
    evaluation(&pc, id);
    pc.call("records.save", json!({ "kind": "plan_goal", "id": goal["id"], "fields": { "attainment": "met" } }));
    as_worker(&pc);
    let file = || pc.call("cases.get", json!({ "id": id }));
    assert_eq!(file()["unreviewed"], json!(["需求预估表", "服务计划书"]));

    let block = json!({ "name": "closing_unreviewed", "value": "block", "effective_from": "2026-11-01" });
    county.call("parameters.save", block);
    carried(&county, &pc);
    let refused = pc.refused("cases.close", json!({ "id": id, "fields": closure() }));
    assert!(
        refused.detail.contains("需求预估表的审核") && refused.detail.contains("结案报告的审核"),
        "{}",
        refused.detail
    );
    as_supervisor(&pc);
    pc.minutes_pass(5);
    for kind in ["assessment", "service_plan"] {
        let paper = pc.call("records.list", json!({ "kind": kind }))["rows"][0]["id"].clone();
        pc.call("reviews.save", json!({ "target": { "kind": kind, "id": paper }, "verdict": "approved" }));
    }
    assert_eq!(file()["unreviewed"], json!([]));
    as_worker_again(&pc);
    let refused = pc.refused("cases.close", json!({ "id": id, "fields": closure() }));
    assert!(!refused.detail.contains("需求预估表") && refused.detail.contains("结案报告的审核"), "{}", refused.detail);

    let warn = json!({ "name": "closing_unreviewed", "value": "warn", "effective_from": "2026-11-02" });
    county.call("parameters.save", warn);
    carried(&county, &pc);
    let done = pc.call("cases.close", json!({ "id": id, "fields": closure() }));
    assert_eq!(done["card"]["stage"], "closed");
    let report = report_of(&pc, &done);
    assert_eq!((&report["review"], &report["fields"]["supervisor_signed"]), (&json!("waiting"), &Value::Null));
    as_supervisor(&pc);
    let waiting = pc.call("reviews.waiting", json!({}));
    assert_eq!(waiting[0]["label"], "结案报告");
    pc.minutes_pass(5);
    let target = json!({ "kind": "closure", "id": report["id"] });
    pc.call("reviews.save", json!({ "target": target, "verdict": "approved" }));
    assert_eq!(report_of(&pc, &done)["fields"]["supervisor_signed"], "yes");
    let typed = with(closure(), json!({ "supervisor_signed": "no" }));
    let mend = json!({ "id": id, "closure": report["id"], "fields": typed });
    assert_eq!(pc.refused("cases.close", mend).fields[0].field, "supervisor_signed");
}

fn as_worker_again(pc: &Pc) {
    pc.call("session.lock", json!({}));
    let staff = pc.call("start.state", json!({}))["staff"].clone();
    let worker = staff.as_array().unwrap().iter().find(|one| one["name"] == "周文").unwrap()["id"].clone();
    pc.call("session.unlock", json!({ "staff": worker, "passphrase": SECOND }));
}
