//! Documents that the county sends down: each person of a station says that she has read one, and the county sees who has not.

use changelog::Audience;
use serde_json::{Value, json};

use crate::deadlines::{CODE, carry, pair};
use crate::fixture::paper;
use crate::pcs::{PASS, Pc};

fn readings(pc: &Pc) -> Value {
    pc.call("rule_documents.readings", json!({}))[0].clone()
}

#[test]
fn who_has_read_a_document_says_so_and_a_new_version_is_read_anew() {
    let (county, station) = pair();
    station.call("staff.add", json!({ "name": "秦小雨", "role": "worker", "passphrase": PASS }));
    let fields =
        json!({ "document_type": "system", "title": "督导管理制度", "version": "1", "in_force_date": "2026-11-01" });
    let id = paper(&county, "rule_document", fields)["id"].clone();
    carry(&county, Audience::All, &station);
    assert_eq!((&readings(&station)["unread"], &readings(&station)["version"]), (&json!(true), &json!("1")));
    assert!(county.refused("rule_documents.confirm", json!({ "id": id })).detail.contains("站点"));
    for _ in 0..2 {
        station.call("rule_documents.confirm", json!({ "id": id }));
    }
    carry(&station, Audience::Station(CODE.into()), &county);
    for pc in [&station, &county] {
        let seen = readings(pc);
        let here = &seen["stations"][0];
        assert_eq!(seen["unread"], json!(false));
        assert_eq!(here["read"], json!([{ "name": "吴站长", "date": "2026-11-23" }]), "said twice, kept once");
        assert_eq!(here["unread"], json!(["秦小雨"]));
    }
    let elsewhere = json!({ "kind": "rule_document_reading", "fields": {} });
    assert!(station.refused("records.save", elsewhere).detail.contains("rule_documents.confirm"));
    county.call("records.save", json!({ "kind": "rule_document", "id": id, "fields": { "version": "2" } }));
    carry(&county, Audience::All, &station);
    assert_eq!(readings(&station)["unread"], json!(true));
    assert_eq!(readings(&station)["stations"][0]["read"], json!([]));
}
