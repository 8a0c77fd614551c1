//! 练习模式: one click, people to be, and never a trace of it in the real data.

use app::ErrorCode;
use serde_json::json;

use crate::pcs::Pc;

#[test]
fn practice_opens_with_made_up_people_and_work() {
    let pc = Pc::fresh();
    let state = pc.call("practice.open", json!({}));
    let people = state["people"].as_array().unwrap();
    let roles: Vec<_> = people.iter().map(|person| person["role"].as_str().unwrap()).collect();
    assert_eq!(roles, ["worker", "supervisor", "worker", "supervisor", "county"]);
    let start = pc.call("start.state", json!({}));
    assert_eq!((&start["stage"], &start["practice"]["current"]), (&json!("open"), &people[0]["key"]));
    let own = pc.app.practice_person().unwrap().session().unwrap();
    let count = |kind: &str| own.store.count(&store::Query::of(kind)).unwrap();
    assert!(
        count("recipient") > 120 && count("visit") > 300 && count("case") > 8,
        "{} {} {}",
        count("recipient"),
        count("visit"),
        count("case")
    );

    let county = people.last().unwrap()["key"].clone();
    pc.call("practice.switch", json!({"person": county}));
    let county = pc.app.practice_person().unwrap().session().unwrap();
    let all = county.store.count(&store::Query::of("recipient")).unwrap();
    assert!((250..=350).contains(&all), "{all}");
    assert_eq!(county.store.list(&store::Query::of("case")).unwrap().len(), 28);
}

#[test]
fn practice_opens_twice_and_never_mixes_with_real_data() {
    let (_, pc) = Pc::county_and_station();
    let real = pc.call("start.state", json!({}));
    pc.call("practice.open", json!({}));
    let worker = pc.call("staff.list", json!({}));
    assert!(worker.as_array().unwrap().iter().all(|person| person["name"] != "林小禾"));
    pc.call("practice.leave", json!({}));
    assert_eq!(pc.call("start.state", json!({}))["place"], real["place"]);
    assert_eq!(pc.call("staff.list", json!({})).as_array().unwrap().len(), 1);

    let first = pc.call("practice.open", json!({}));
    pc.call("practice.leave", json!({}));
    let pc = pc.restarted();
    let second = pc.call("practice.open", json!({}));
    assert_eq!(first["people"], second["people"], "the same practice county is opened again");
    assert_eq!(pc.refused("practice.switch", json!({"person": "nobody"})).code, ErrorCode::NotFound);
    pc.call("practice.leave", json!({}));
    assert_eq!(pc.call("start.state", json!({}))["stage"], "locked");
}
