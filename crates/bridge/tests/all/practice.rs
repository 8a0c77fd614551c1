//! The practice county with its real hub on loopback, as the window and the bridge start it.

use std::sync::Arc;

use app::{AppConfig, Cost};
use practice::Program;
use serde_json::json;

#[test]
fn practice_has_a_hub_of_its_own_and_finds_it_again() {
    let data = tempfile::tempdir().unwrap();
    let config = AppConfig { cost: Cost::Cheap, ..AppConfig::new(data.path()) };
    let hub = |app: &Program| app.call("start.state", json!({})).unwrap()["place"]["hub"].as_str().unwrap().to_owned();

    let app = Arc::new(Program::new(config, Some(bridge::practice_hub::starter())));
    app.call("practice.open", json!({})).unwrap();
    let first = hub(&app);
    assert!(first.starts_with("https://127.0.0.1:"), "{first}");
    app.call("practice.leave", json!({})).unwrap();

    // The port of last time is taken: the hub moves, and every PC of the county learns it.
    let port: u16 = first.rsplit(':').next().unwrap().parse().unwrap();
    let taken = std::net::TcpListener::bind(("127.0.0.1", port)).unwrap();
    let state = app.call("practice.open", json!({})).unwrap();
    for person in state["people"].as_array().unwrap() {
        app.call("practice.switch", json!({"person": person["key"]})).unwrap();
        assert_ne!(hub(&app), first);
    }
    drop(taken);
}
