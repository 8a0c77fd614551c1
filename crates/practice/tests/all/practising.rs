//! 练习模式: one click, people to be, and never a trace of it in the real data.

use app::{AppConfig, CommandError, Cost, ErrorCode};
use base64::Engine;
use practice::Program;
use serde_json::{Value, json};
use tempfile::TempDir;

fn program(data: &TempDir) -> Program {
    let now = std::sync::Arc::new(|| 1_795_399_200_000);
    Program::new(AppConfig { now, cost: Cost::Cheap, ..AppConfig::new(data.path()) }, None)
}

fn call(program: &Program, name: &str, request: Value) -> Value {
    program.call(name, request).unwrap_or_else(|error| panic!("{name}: {error:?}"))
}

fn refused(program: &Program, name: &str, request: Value) -> CommandError {
    program.call(name, request).unwrap_err()
}

#[test]
fn practice_opens_with_made_up_people_and_work() {
    let data = tempfile::tempdir().unwrap();
    let pc = program(&data);
    let state = call(&pc, "practice.open", json!({}));
    let people = state["people"].as_array().unwrap();
    let roles: Vec<_> = people.iter().map(|person| person["role"].as_str().unwrap()).collect();
    assert_eq!(roles, ["worker", "supervisor", "worker", "supervisor", "county"]);
    let start = call(&pc, "start.state", json!({}));
    assert_eq!((&start["stage"], &start["practice"]["current"]), (&json!("open"), &people[0]["key"]));
    let own = pc.played().unwrap().open_store().unwrap();
    let count = |kind: &str| own.count(&store::Query::of(kind)).unwrap();
    assert!(
        count("recipient") > 120 && count("visit") > 300 && count("case") > 8,
        "{} {} {}",
        count("recipient"),
        count("visit"),
        count("case")
    );

    let county = people.last().unwrap()["key"].clone();
    call(&pc, "practice.switch", json!({"person": county}));
    let county = pc.played().unwrap().open_store().unwrap();
    let all = county.count(&store::Query::of("recipient")).unwrap();
    assert!((250..=350).contains(&all), "{all}");
    assert_eq!(county.list(&store::Query::of("case")).unwrap().len(), 28);
    assert_eq!(county.blob_counts().unwrap().missing, 0, "the photos came along");
}

/// The deadlines of a rule, each with whose it is and how it stands.
fn deadlines(program: &Program, rule: &str) -> Vec<(String, String)> {
    let answer = call(program, "deadlines.list", json!({ "rule": rule, "settled": true }));
    let said = |row: &Value, name: &str| row[name].as_str().unwrap_or_default().to_owned();
    answer["rows"].as_array().unwrap().iter().map(|row| (said(row, "station_name"), said(row, "state"))).collect()
}

#[test]
fn practice_lives_through_an_agreement_year_with_some_of_it_done_and_some_overdue() {
    let data = tempfile::tempdir().unwrap();
    let pc = program(&data);
    let people = call(&pc, "practice.open", json!({}))["people"].clone();
    let play = |at: usize| call(&pc, "practice.switch", json!({ "person": people[at]["key"] }));
    play(4);
    let states = |rule: &str, state: &str| deadlines(&pc, rule).iter().filter(|(_, own)| own == state).count();
    let both = |rule: &str| (states(rule, "settled"), states(rule, "overdue"));
    assert_eq!(both("agreement_filing"), (1, 0));
    assert_eq!(both("arrival"), (2, 0), "somebody left later; compliance says that one is missing");
    assert_eq!(both("mid_term_report"), (1, 1));
    assert_eq!(both("appropriation"), (2, 1));
    assert_eq!(both("quarterly_report"), (1, 1));
    assert_eq!(both("monthly_brief"), (13, 1), "{:?}", deadlines(&pc, "monthly_brief"));
    assert_eq!(both("station_plan_item"), (6, 2));
    assert_eq!(states("contract_end", "near"), 1);
    let table = call(&pc, "compliance.board", json!({}));
    let whole = |at: usize| {
        table["stations"][at]["checks"].as_array().unwrap().iter().filter(|one| one["whole"] == true).count()
    };
    assert_eq!((whole(0), whole(1)), (table["labels"].as_array().unwrap().len(), 4), "{table}");
    let first = |kind: &str| {
        let listed = call(&pc, "records.list", json!({ "kind": kind, "filters": [], "order": [], "limit": 5 }));
        listed["rows"][0]["id"].clone()
    };
    let of = |kind: &str| json!({ "paper": kind, "record": first(kind) });
    assert!(pages(&pc, "plan", of("implementation_plan")) >= 2);
    assert!(pages(&pc, "agreement", of("agreement")) >= 1);
    assert_eq!(pages(&pc, "letter", json!({ "paper": "filing_letter", "record": first("filing") })), 1);
    for at in [1, 3] {
        play(at);
        let own = call(&pc, "start.state", json!({}))["place"]["station_code"].clone();
        let of_station = |name: &str| pages(&pc, &format!("{name}-{at}"), json!({ "paper": name, "station": own }));
        let all = ["staff_roster", "compliance", "disclosure_list"].map(of_station);
        assert_eq!(all, [1, 1, 1]);
        assert_eq!(of_station("rule_compendium"), if at == 1 { 12 } else { 6 });
        assert_eq!(pages(&pc, &format!("sign-{at}"), of("sign_plate")), 1);
        assert_eq!(pages(&pc, &format!("room-{at}"), of("premises_room")), 1);
        assert_eq!(deadlines(&pc, "mid_term_report").len(), 1, "the agreement came to the station");
        let month = call(&pc, "reports.list", json!({ "outline": "monthly_brief" }))["reports"][0]["period"].clone();
        let brief = call(&pc, "reports.preview", json!({ "outline": "monthly_brief", "period": month }));
        let sections = brief["sections"].as_array().unwrap();
        assert!(sections.iter().all(|one| !one["text"].as_str().unwrap().contains("晚到")), "{sections:?}");
    }
}

/// How many pages a paper has. Leaves them where somebody can look at them, when PAPERS names a directory.
fn pages(program: &Program, name: &str, paper: Value) -> u64 {
    let looked = std::env::var("PAPERS").ok();
    let count = if looked.is_some() { 20 } else { 0 };
    let seen = call(program, "papers.preview", json!({ "papers": [paper], "first": 0, "count": count }));
    assert_eq!(seen["missing_glyphs"], "", "{name}");
    for (at, picture) in seen["pictures"].as_array().unwrap().iter().enumerate() {
        let png = base64::engine::general_purpose::STANDARD.decode(picture.as_str().unwrap()).unwrap();
        std::fs::write(format!("{}/practice-{name}-{}.png", looked.as_deref().unwrap(), at + 1), png).unwrap();
    }
    seen["pages"].as_u64().unwrap()
}

#[test]
fn the_made_up_harm_that_stands_unreported_can_be_reported() {
    let data = tempfile::tempdir().unwrap();
    let pc = program(&data);
    call(&pc, "practice.open", json!({}));
    let harm = || call(&pc, "home.get", json!({}))["harm"].as_array().unwrap().clone();
    let line = harm()[0].clone();
    assert_eq!(line["missing"], json!(["公安报告日期", "公安报告时间", "受理单位", "受理人"]));
    // It came from no visit: it opens by itself, and beginning anew for the child goes on with it.
    let begun = call(&pc, "mandatory_reports.begin", json!({ "recipient": line["recipient"] }));
    assert_eq!(begun["report"], line["report"]);
    let open = call(&pc, "records.get", json!({ "kind": "mandatory_report", "id": line["report"] }));
    assert_eq!(open["editable"], true);
    let police = json!({ "police_date": "2026-11-23", "police_time": "10:20", "police_station": "练习派出所", "police_receiver": "值班民警" });
    let request = json!({ "kind": "mandatory_report", "id": line["report"], "fields": police, "seen": open["refs"] });
    let saved = call(&pc, "records.save", request);
    assert_eq!(saved["record"]["provisional"], false);
    assert!(harm().iter().all(|other| other["report"] != line["report"]));
}

#[test]
fn practice_opens_twice_and_never_mixes_with_real_data() {
    let data = tempfile::tempdir().unwrap();
    let pc = program(&data);
    let real = json!({
        "name": "浏阳市", "division": "430181", "officer": "林小禾", "passphrase": "春天的禾苗青青的",
        "root_passphrase": "县里的根密钥口令",
    });
    call(&pc, "setup.county", real);
    let real = call(&pc, "start.state", json!({}));
    call(&pc, "practice.open", json!({}));
    let worker = call(&pc, "staff.list", json!({}));
    assert!(worker.as_array().unwrap().iter().all(|person| person["name"] != "林小禾"));
    call(&pc, "practice.leave", json!({}));
    assert_eq!(call(&pc, "start.state", json!({}))["place"], real["place"]);
    assert_eq!(call(&pc, "staff.list", json!({})).as_array().unwrap().len(), 1);

    let first = call(&pc, "practice.open", json!({}));
    call(&pc, "practice.leave", json!({}));
    drop(pc);
    let pc = program(&data);
    let second = call(&pc, "practice.open", json!({}));
    assert_eq!(first["people"], second["people"], "the same practice county is opened again");
    assert_eq!(refused(&pc, "practice.switch", json!({"person": "nobody"})).code, ErrorCode::NotFound);
    call(&pc, "practice.leave", json!({}));
    assert_eq!(call(&pc, "start.state", json!({}))["stage"], "locked");
}
