//! Late reports: every report that was to come, why it has most likely not, whom to call, the reminder that goes down as a task, and punctuality.

use app::ErrorCode;
use changelog::Audience;
use serde_json::{Value, json};

use crate::books::{freeze, rows_of};
use crate::deadlines::{CODE, carry, pair};
use crate::fixture::{days_pass, person, visit};
use crate::pcs::{Pc, file};

fn reports(pc: &Pc, asked: Value) -> Vec<Value> {
    pc.call("late_reports.list", asked)["rows"].as_array().unwrap().clone()
}

fn of_month(pc: &Pc, month: &str) -> Value {
    let all = reports(pc, json!({}));
    let found =
        all.iter().find(|row| row["deadline"]["rule"] == "monthly_brief" && row["deadline"]["subject"] == month);
    found.unwrap_or_else(|| panic!("{month}: {all:?}")).clone()
}

fn to_county(pc: &Pc, county: &Pc) {
    carry(pc, Audience::Station(CODE.into()), county);
}

/// By stick, as a person does it: the county notes when it heard of the station.
fn by_stick(pc: &Pc, county: &Pc) {
    let exported = pc.call("stick.export", json!({ "to": { "download": true } }));
    let all = exported["files"].as_array().unwrap();
    let bundles = all.iter().filter(|one| one["name"].as_str().unwrap().ends_with(".hzb"));
    let files: Vec<Value> = bundles.map(|one| file(&pc.fetch(one))).collect();
    county.call("stick.import", json!({ "files": files }));
}

/// A station that worked in October and has not reported; its work is at the county.
fn owing() -> (Pc, Pc) {
    let (county, pc) = pair();
    visit(&pc, &person(&pc, json!({})), json!({ "date": "2026-10-08" }));
    to_county(&pc, &county);
    (county, pc)
}

#[test]
fn every_report_that_was_to_come_stands_there_with_days_reason_and_telephone() {
    let (county, pc) = owing();
    pc.call("staff.add", json!({ "name": "周文", "role": "worker", "phone": "13900005678" }));
    pc.call("staff.add", json!({ "name": "罗站长", "role": "supervisor", "phone": "13800001234" }));
    by_stick(&pc, &county);
    days_pass(&county, 10);
    let late = of_month(&county, "2026-10");
    assert_eq!((&late["deadline"]["due"], &late["deadline"]["words"]), (&json!("2026-11-05"), &json!("逾期 28 天")));
    assert!(
        late["reason"].as_str().unwrap().contains("以后没有再收到数据：县里没有信箱，等站点交U盘"),
        "{}",
        late["reason"]
    );
    assert_eq!(late["telephone"], "罗站长 13800001234");
    let near = of_month(&county, "2026-11");
    assert_eq!((&near["deadline"]["state"], &near["reason"]), (&json!("near"), &json!("")), "not due yet");
    // Heard of since: the line is not to blame.
    pc.minutes_pass(1);
    visit(&pc, &person(&pc, json!({ "name": "王春生" })), json!({}));
    by_stick(&pc, &county);
    let again = of_month(&county, "2026-10");
    assert!(again["reason"].as_str().unwrap().contains("还没有定稿"), "{}", again["reason"]);
    assert_eq!(of_month(&pc, "2026-10")["reason"], "还没有定稿或登记报送", "the station itself knows");
}

#[test]
fn a_reminder_stands_in_the_stations_deadlines_until_it_is_settled() {
    let (county, pc) = owing();
    let asked = json!({ "station": CODE, "rule": "monthly_brief", "subject": "2026-10", "text": "请本周五前报来，县里要汇总。" });
    assert_eq!(pc.refused("late_reports.remind", asked.clone()).code, ErrorCode::NotAllowed);
    county.call("late_reports.remind", asked.clone());
    assert_eq!(of_month(&county, "2026-10")["deadline"]["reminded"]["who"], "唐敏");
    to_county(&county, &pc);
    let near = pc.call("deadlines.list", json!({ "near": 5 }))["rows"].clone();
    let task = near.as_array().unwrap().iter().find(|row| row["subject"] == "2026-10").unwrap().clone();
    assert_eq!(task["reminded"]["text"], "请本周五前报来，县里要汇总。");
    freeze(&pc, "2026-10", json!({}));
    let settled = of_month(&pc, "2026-10");
    assert_eq!((&settled["deadline"]["state"], &settled["deadline"]["reminded"]), (&json!("settled"), &Value::Null));
    to_county(&pc, &county);
    assert_eq!(county.refused("late_reports.remind", asked).fields[0].field, "subject", "it has come");
}

#[test]
fn what_is_not_near_yet_is_spoken_of_once_the_county_reminds_of_it() {
    let (county, pc) = owing();
    let id = crate::deadlines::signed(
        &county,
        json!({ "sign_date": "2026-06-01", "start_date": "2026-06-20", "end_date": "2026-12-31" }),
        2,
    );
    carry(&county, Audience::All, &pc);
    let link = county.call("records.list", json!({ "kind": "agreement_station" }))["rows"][0]["id"].clone();
    let rows = pc.call("deadlines.list", json!({ "rule": "mid_term_report" }))["rows"].clone();
    assert_eq!((&rows[0]["state"], &rows[0]["record"]["id"]), (&json!("later"), &link), "{id}");
    county.call("late_reports.remind", json!({ "station": CODE, "rule": "mid_term_report", "subject": link }));
    to_county(&county, &pc);
    let rows = pc.call("deadlines.list", json!({ "near": 50 }))["rows"].clone();
    let task = rows.as_array().unwrap().iter().find(|row| row["rule"] == "mid_term_report").unwrap().clone();
    assert_eq!((&task["state"], &task["when"]), (&json!("near"), &json!("week")));
}

#[test]
fn punctuality_is_what_came_in_time_of_what_was_due() {
    let (county, pc) = pair();
    visit(&pc, &person(&pc, json!({})), json!({ "date": "2026-09-08" }));
    freeze(&pc, "2026-09", json!({}));
    freeze(&pc, "2026-11", json!({}));
    days_pass(&pc, 20);
    days_pass(&county, 20);
    to_county(&pc, &county);
    for seen in [&county, &pc] {
        let answer = seen.call("late_reports.list", json!({ "year": 2026 }));
        let station = &answer["stations"][0];
        // September's came on 23 November, October's not at all, November's before 5 December; the self-evaluation was due on 30 November.
        let counts = ["due", "on_time", "late", "owing"].map(|name| station[name].as_u64().unwrap());
        assert_eq!((counts, &station["rate"]), ([4, 1, 1, 2], &json!("25%")), "{answer}");
    }
    let owing = reports(&county, json!({ "owing": true }));
    assert!(owing.iter().all(|row| row["deadline"]["state"] != "settled") && owing.len() >= 2);
    let file = county.call("late_reports.file", json!({ "asked": { "year": 2026 }, "place": { "download": true } }));
    let sheet = rows_of(&county, &file);
    assert!(sheet.iter().any(|row| row.iter().any(|cell| cell == "逾期 38 天")), "{sheet:?}");
}

#[test]
fn a_station_without_a_pc_is_told_so() {
    let county = Pc::county("浏阳市", "430181");
    county.register("430181110");
    crate::deadlines::signed(
        &county,
        json!({ "start_date": "2026-09-01", "sign_date": "2026-08-20", "end_date": "2027-08-31" }),
        2,
    );
    assert_eq!(of_month(&county, "2026-10")["reason"], "站点还没有电脑加入");
    let (file, join) = county.join_file(CODE);
    county.ask(&Pc::joined(&file, &join, "吴站长", "supervisor"));
    assert_eq!(of_month(&county, "2026-10")["reason"], "站点有 1 台电脑的加入申请等县里确认");
}
