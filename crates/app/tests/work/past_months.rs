//! Figures of months past: what a month counts is not read from the years before it, and yet the dead, those who left, closed cases and
//! finished groups stand in every month in which they counted, at the station and in the county's table.

use serde_json::{Value, json};

use crate::casework::closed;
use crate::fixture::{desk, lead, person, visit};
use crate::groups::{attend, group, member, session};
use crate::ledgers::rows;
use crate::pcs::Pc;
use crate::two_pcs::hand_over;

/// A figure of the brief of a month.
fn figure(pc: &Pc, month: &str, code: &str) -> String {
    let brief = pc.call("reports.preview", json!({ "month": month }));
    let found = brief["figures"].as_array().unwrap().iter().find(|figure| figure["code"] == code);
    found.map(|figure| figure["value"].as_str().unwrap().to_owned()).unwrap_or_default()
}

fn change(pc: &Pc, id: &str, fields: Value) {
    pc.call("records.save", json!({ "kind": "recipient", "id": id, "fields": fields }));
}

/// Somebody who stays, somebody who died in September, somebody who moved away on the last of October.
fn people(pc: &Pc) -> (String, String) {
    let file = |name: &str| person(pc, json!({ "name": name, "file_created": "2026-01-10" }));
    let (_stays, died, left) = (file("在册"), file("去世"), file("迁出"));
    visit(pc, &died, json!({ "date": "2026-08-05" }));
    visit(pc, &left, json!({ "date": "2026-08-06" }));
    change(pc, &died, json!({ "death_date": "2026-09-10" }));
    change(pc, &left, json!({ "left_date": "2026-10-31" }));
    (died, left)
}

#[test]
fn who_died_or_left_counts_in_the_months_before_and_as_new_in_her_own() {
    let pc = desk();
    people(&pc);
    // 期末在册: on the last day of August all three, of September two, of October one.
    for (month, registered) in [("2026-08", "3"), ("2026-09", "2"), ("2026-10", "1"), ("2026-11", "1")] {
        assert_eq!(figure(&pc, month, "recipient.registered"), registered, "{month}");
    }
    assert_eq!(figure(&pc, "2026-01", "recipient.new"), "3", "whoever left since");
    assert_eq!(figure(&pc, "2026-08", "service.persons"), "2");
    // A visit after she had left names a person all the same.
    let behind = json!({ "month": "2026-08", "figure": "service.persons" });
    assert_eq!(pc.call("reports.rows", behind)["total"], 2);
}

#[test]
fn a_closed_case_is_in_hand_until_it_was_closed_and_a_lead_stands_in_its_month() {
    let pc = desk();
    let recipient = person(&pc, json!({ "name": "线索" }));
    lead(&pc, &recipient, json!({ "lead_date": "2026-10-12" }));
    let case = closed(&pc);
    let opened = case["record"]["fields"]["open_date"].as_str().unwrap().to_owned();
    let month = &opened[..7];
    assert_eq!(figure(&pc, month, "case.new"), "1");
    assert_eq!(figure(&pc, "2026-11", "case.closed"), "1");
    assert_eq!(figure(&pc, "2026-11", "case.open_at_end"), "0");
    assert_eq!(figure(&pc, "2026-10", "case.leads"), "1");
    // Months later the closed case is in none of the figures, and the lead is in hand nowhere.
    crate::fixture::days_pass(&pc, 70);
    for code in ["case.new", "case.closed", "case.open_at_end", "case.sessions"] {
        assert_eq!(figure(&pc, "2027-01", code), "0", "{code}");
    }
}

#[test]
fn a_group_is_under_way_to_its_last_session_and_no_longer() {
    let pc = desk();
    let who = person(&pc, json!({ "name": "组员" }));
    let made = group(&pc, json!({ "planned_end_date": "2026-09-20" }));
    let one = member(&pc, &made, json!({ "recipient": who }));
    for (number, day) in [(1, "2026-07-10"), (2, "2026-09-15")] {
        let held = session(&pc, &made, number, day, "held");
        attend(&pc, &held, &one, "present");
    }
    for (month, under_way, sessions) in [
        ("2026-06", "0", "0"),
        ("2026-07", "1", "1"),
        ("2026-08", "1", "0"),
        ("2026-09", "1", "1"),
        ("2026-10", "0", "0"),
    ] {
        assert_eq!(figure(&pc, month, "group.under_way"), under_way, "{month}");
        assert_eq!(figure(&pc, month, "group.sessions"), sessions, "{month}");
    }
}

#[test]
fn the_countys_table_of_a_quarter_past_says_what_the_stations_briefs_said() {
    let (county, pc, _two) = Pc::county_and_two();
    people(&pc);
    closed(&pc);
    hand_over(&pc, &county);
    let table = |from: &str, to: &str, label: &str| {
        let asked = json!({ "from": from, "to": to, "place": { "download": true } });
        let sheet = rows(&county.fetch(&county.call("county.summary", asked)));
        let row = sheet.into_iter().find(|row| row.first().is_some_and(|cell| cell == label)).unwrap_or_default();
        (row[2].clone(), row[3].clone())
    };
    let both = |value: &str| (value.to_owned(), value.to_owned());
    assert_eq!(table("2026-07-01", "2026-09-30", "期末在册服务对象"), both("2"), "of station and county");
    assert_eq!(table("2026-07-01", "2026-09-30", "服务人数"), both("2"), "the dead were served");
    assert_eq!(table("2026-07-01", "2026-09-30", "结案"), both("0"));
    assert_eq!(table("2026-10-01", "2026-11-30", "结案"), both("1"));
    assert_eq!(table("2026-10-01", "2026-11-30", "期末在案"), both("0"));
}
