//! 练习模式: one click, people to be, and never a trace of it in the real data.
#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

use app::{AppConfig, CommandError, Cost, ErrorCode};
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
