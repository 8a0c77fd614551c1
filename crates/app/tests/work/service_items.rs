//! Service items that the county added (R11): in use, switched off, or not said: the form, the check of a visit, group and activity and the
//! figures of the brief give one answer.

use changelog::Audience;
use serde_json::{Value, json};
use store::Route;

use crate::activities::activity;
use crate::fixture::{person, visit};
use crate::pcs::Pc;

const STATION: &str = "43018111001";

/// What the county tells all its stations, to this one.
fn hand_out(county: &Pc, pc: &Pc) {
    let store = county.app.open_store().unwrap();
    store.close_segments().unwrap();
    for bundle in store.export_for_station(&Audience::All, STATION).unwrap() {
        pc.app.open_store().unwrap().import(&bundle, Route::Stick).unwrap();
    }
}

/// Three items of the county: X-YES in use, X-NO switched off, X-EMPTY of which nothing is said (暂存).
fn items() -> (Pc, Pc) {
    let (county, pc) = Pc::county_and_station();
    for (code, active) in [("X-YES", json!("yes")), ("X-NO", json!("no")), ("X-EMPTY", Value::Null)] {
        let fields =
            json!({ "area": "A4", "code": code, "name": "助浴", "approval_no": "湘民函1号", "active": active });
        county
            .call("records.save", json!({ "kind": "service_item", "fields": fields, "provisional": active.is_null() }));
    }
    hand_out(&county, &pc);
    (county, pc)
}

const CODES: [(&str, bool); 3] = [("X-YES", true), ("X-NO", false), ("X-EMPTY", false)];

#[test]
fn the_form_offers_the_items_that_are_in_use() {
    let (county, pc) = items();
    for pc in [&county, &pc] {
        let answer = pc.call("service_items.in_use", json!({}));
        let offered: Vec<&str> =
            answer["items"].as_array().unwrap().iter().map(|item| item["code"].as_str().unwrap()).collect();
        assert_eq!(offered, ["X-YES"], "the county and the station alike");
        assert_eq!((&answer["items"][0]["area"], &answer["items"][0]["label"]), (&json!("A4"), &json!("助浴")));
    }
}

#[test]
fn a_visit_and_the_brief_count_by_the_same_items() {
    let (_county, pc) = items();
    let who = person(&pc, json!({}));
    for (at, (code, in_use)) in CODES.into_iter().enumerate() {
        let saved = visit(&pc, &who, json!({ "date": format!("2026-11-{:02}", at + 1), "service_item": code }));
        assert_eq!(saved["counts"], json!(in_use), "check of the visit: {code}");
        let said = saved["findings"].to_string().contains("批准文号");
        assert_eq!(said, !in_use, "what the form says: {code}");
    }
    let brief = pc.call("reports.preview", json!({ "month": "2026-11" }));
    let value = |code: &str| {
        let figures = brief["figures"].as_array().unwrap();
        figures.iter().find(|figure| figure["code"] == code).unwrap()["value"].clone()
    };
    assert_eq!((value("visit.effective"), value("visit.uncounted")), (json!("1"), json!("2")));
    assert_eq!(pc.call("home.get", json!({}))["month"]["visits"]["effective"], 1);
}

#[test]
fn activities_and_consultations_count_by_the_same_items() {
    let (_county, pc) = items();
    for (code, _) in CODES {
        activity(&pc, json!({ "service_item": code }));
        let asked = json!({ "date": "2026-11-09", "visitor_name": "某人", "contact_mode": "station", "result": "answered", "people_count": 1, "content": "事", "area": "A4", "service_item": code });
        pc.call("records.save", json!({ "kind": "consultation", "fields": asked }));
    }
    let home = pc.call("home.get", json!({}))["month"].clone();
    assert_eq!((&home["activities"], &home["consultations"]), (&json!(1), &json!(1)));
}
