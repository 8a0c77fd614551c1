//! One busy month, asked everywhere: 工作台, page of visits, brief and its list, targets, the rows behind each figure, the county's board and its
//! Excel say the same numbers, and they are those of a count by hand.

use serde_json::{Value, json};

use crate::activities::{activity, sign_in};
use crate::casework::{advance, agreement, assessment, closed, closure, intake, plan, session, worked};
use crate::fixture::{MAN_1990, lead, person, visit};
use crate::groups::{attend, group, member, session as meeting};
use crate::ledgers::rows;
use crate::pcs::Pc;
use crate::two_pcs::hand_over;

const OUTSIDE: &str = "健身课";

fn save(pc: &Pc, kind: &str, fields: Value) -> Value {
    pc.call("records.save", json!({ "kind": kind, "fields": fields }))["record"].clone()
}

/// Everything that has ever been counted in two ways, in November 2026; and one visit in October.
pub fn busy_month(pc: &Pc) {
    let kept = person(pc, json!({ "name": "王五", "sex": "1", "birth_date": "1990-01-01" }));
    let gone = person(pc, json!({ "name": "王武", "sex": "1", "id_number": MAN_1990 }));
    let other = person(pc, json!({ "name": "赵六", "sex": "1" }));
    visit(pc, &kept, json!({ "date": "2026-10-30" }));
    visit(pc, &kept, json!({ "date": "2026-11-02" }));
    visit(pc, &gone, json!({ "date": "2026-11-03", "contact_mode": "phone" }));
    visit(pc, &other, json!({ "date": "2026-11-04", "result": "refused" }));
    visit(pc, &other, json!({ "date": "2026-11-05", "service_item": OUTSIDE }));
    let kept_back = crate::fixture::visit_fields(&other, json!({ "date": "2026-11-06" }));
    pc.call("visits.save", json!({ "fields": kept_back, "provisional": true }));
    pc.call("merges.merge", json!({ "stays": kept, "goes": gone }));

    // Closed, reopened and closed again in one month is one case.
    let twice = closed(pc);
    let id = twice["record"]["id"].as_str().unwrap();
    pc.call("cases.advance", json!({ "id": id, "to": "reopened", "note": "情况反复" }));
    let mut again = closure();
    again["date"] = json!("2026-11-23");
    pc.call("cases.close", json!({ "id": id, "fields": again }));
    // A note after closing is no session.
    let late = closed(pc);
    session(pc, late["record"]["id"].as_str().unwrap(), 3, json!({ "date": "2026-11-22" }));
    // A report kept as 暂存 closes nothing.
    let (open, _) = worked(pc);
    let begun = json!({ "case": open["record"]["id"], "date": "2026-11-20" });
    pc.call("records.save", json!({ "kind": "closure", "fields": begun, "provisional": true }));
    outside_the_catalogue(pc, &other);

    for item in ["A212", OUTSIDE] {
        let made = group(pc, json!({ "service_item": item }));
        let who = [member(pc, &made, json!({ "recipient": kept })), member(pc, &made, json!({ "name": "甲一" }))];
        let first = meeting(pc, &made, 1, "2026-11-07", "held");
        meeting(pc, &made, 2, "2026-11-14", "cancelled");
        who.iter().for_each(|who| drop(attend(pc, &first, who, "present")));
    }
    for item in ["A401", OUTSIDE] {
        let held = activity(pc, json!({ "service_item": item, "people_count": 20 }));
        sign_in(pc, &held, &kept, true);
    }
    activity(pc, json!({ "state": "planned", "plan_date": "2026-11-29", "date": null, "people_count": null }));
    let asked = json!({ "date": "2026-11-09", "visitor_name": "某人", "contact_mode": "station", "result": "answered", "people_count": 3, "content": "津贴", "area": "A1", "service_item": "A115" });
    save(pc, "consultation", asked);
    let errand = json!({ "date": "2026-11-09", "errand_type": "aid", "content": "代办", "result": "done", "area": "A1", "service_item": "A115" });
    save(pc, "errand", errand);
}

/// A case in hand with a session, of an item that is in no catalogue and was not approved (R11).
fn outside_the_catalogue(pc: &Pc, recipient: &str) {
    let case = lead(pc, recipient, json!({}));
    let id = case["record"]["id"].as_str().unwrap().to_owned();
    advance(pc, &case, "intake");
    intake(pc, &id);
    save_case(pc, &id);
    advance(pc, &case, "open");
    agreement(pc, &id, json!({}));
    advance(pc, &case, "assessing");
    assessment(pc, &id);
    advance(pc, &case, "planning");
    plan(pc, &id);
    advance(pc, &case, "intervening");
    session(pc, &id, 1, json!({}));
}

fn save_case(pc: &Pc, id: &str) {
    let fields = json!({ "area": "A4", "service_item": OUTSIDE });
    pc.call("records.save", json!({ "kind": "case", "id": id, "fields": fields }));
}

/// What a count by hand comes to, by the code of the figure.
pub const BY_HAND: [(&str, u64); 14] = [
    ("visit.effective", 2),
    ("visit.door_knocks", 2),
    // 王五 with both his files, the people of three cases, 赵六: of two visits one was refused and one is in no catalogue.
    ("recipient.new", 5),
    ("recipient.registered", 5),
    ("case.new", 3),
    ("case.closed", 2),
    ("case.open_at_end", 1),
    ("case.sessions", 6),
    ("group.under_way", 1),
    ("group.sessions", 1),
    ("activity.count", 1),
    ("activity.person_times", 20),
    ("consultation.person_times", 3),
    ("service.persons", 4),
];

fn by_hand(code: &str) -> u64 {
    BY_HAND.iter().find(|(known, _)| *known == code).unwrap().1
}

#[test]
fn every_page_says_the_same_of_a_busy_month() {
    let (county, pc, _two) = Pc::county_and_two();
    busy_month(&pc);
    hand_over(&pc, &county);

    let brief = pc.call("reports.preview", json!({ "month": "2026-11" }));
    let figure = |code: &str| {
        let found = brief["figures"].as_array().unwrap().iter().find(|figure| figure["code"] == code).unwrap();
        found["value"].as_str().unwrap().to_owned()
    };
    for (code, value) in BY_HAND {
        assert_eq!(figure(code), value.to_string(), "brief: {code}");
    }

    let home = pc.call("home.get", json!({}))["month"].clone();
    for (field, code) in [
        ("recipients_new", "recipient.new"),
        ("cases_new", "case.new"),
        ("cases_closed", "case.closed"),
        ("cases_open", "case.open_at_end"),
        ("sessions", "case.sessions"),
        ("groups", "group.under_way"),
        ("group_sessions", "group.sessions"),
        ("activities", "activity.count"),
        ("consultations", "consultation.person_times"),
    ] {
        assert_eq!(home[field], json!(by_hand(code)), "home: {field}");
    }
    // The visit in no catalogue is in none; 王五 is one person, whichever of his files the visit was written to.
    let visits = json!({ "visits": 3, "effective": 2, "doors": 2, "people": 1, "provisional": 1 });
    assert_eq!(home["visits"], visits, "home");
    assert_eq!(pc.call("visits.month", json!({ "month": "2026-11" }))["counts"], visits, "visits");
    assert_eq!(pc.call("home.get", json!({}))["last_month"]["visits"]["effective"], 1);

    let months = pc.call("reports.list", json!({ "outline": "monthly_brief" }))["reports"].clone();
    let november = months.as_array().unwrap().iter().find(|month| month["period"] == "2026-11").unwrap().clone();
    assert_eq!(
        (&november["visits"], &november["persons"]),
        (&json!(by_hand("visit.effective")), &json!(by_hand("service.persons"))),
        "list of briefs"
    );

    let board = county.call("county.board", json!({ "month": "2026-11" }));
    for (field, code) in [
        ("recipients", "recipient.registered"),
        ("new_recipients", "recipient.new"),
        ("visits", "visit.effective"),
        ("persons", "service.persons"),
        ("cases_new", "case.new"),
        ("cases_open", "case.open_at_end"),
        ("cases_closed", "case.closed"),
        ("groups", "group.under_way"),
        ("group_sessions", "group.sessions"),
        ("activities", "activity.count"),
        ("activity_person_times", "activity.person_times"),
    ] {
        assert_eq!(board["stations"][0][field], json!(by_hand(code)), "board: {field}");
    }
    assert_eq!(board["persons"], json!(by_hand("service.persons")));

    let period = json!({ "from": "2026-11-01", "to": "2026-11-30", "place": { "download": true } });
    let sheet = rows(&county.fetch(&county.call("county.summary", period)));
    for (code, value) in BY_HAND {
        let label =
            brief["figures"].as_array().unwrap().iter().find(|figure| figure["code"] == code).unwrap()["label"].clone();
        let row = sheet.iter().find(|row| row.first().is_some_and(|first| label == first.as_str())).unwrap();
        assert_eq!((&row[2], &row[3]), (&value.to_string(), &value.to_string()), "summary: {code}");
    }
}

#[test]
fn the_rows_behind_a_figure_and_a_target_on_it_say_the_same() {
    let (_county, pc, _two) = Pc::county_and_two();
    busy_month(&pc);
    for (code, value) in BY_HAND.iter().filter(|(code, _)| !code.ends_with("person_times")) {
        let behind = pc.call("reports.rows", json!({ "month": "2026-11", "figure": code, "year_to_date": false }));
        assert_eq!(behind["rows"].as_array().unwrap().len() as u64, *value, "rows behind {code}");
    }
    let countable: Vec<_> = BY_HAND.iter().filter(|(code, _)| !code.starts_with("recipient.")).collect();
    let subs: Vec<Value> = countable.iter().map(|(code, _)| json!({ "figure": code, "target": 100 })).collect();
    pc.call("targets.save", json!({ "year": 2026, "name": "全年", "stations": [], "subs": subs }));
    let shown = pc.call("targets.list", json!({}))["targets"][0]["subs"].clone();
    for (at, (code, value)) in countable.iter().enumerate() {
        let sub = shown.as_array().unwrap().iter().find(|sub| sub["figure"] == *code).unwrap_or_else(|| panic!("{at}"));
        assert_eq!(sub["month_text"], value.to_string(), "target: {code}");
    }
}
