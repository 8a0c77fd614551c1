//! Two PCs of one station and the county: what both change apart, what the county reads and sends back.
//! Bundles are handed over directly; hub and stick have their own tests.

use app::ErrorCode;
use changelog::Audience;
use serde_json::{Value, json};
use store::Route;

use crate::fixture::{MAN_1990, child, person, visit};
use crate::pcs::{Pc, file};

const STATION: &str = "43018111001";

/// Gives everything of the station from one PC to another.
pub fn hand_over(from: &Pc, to: &Pc) {
    for bundle in from.app.open_store().unwrap().export_all(&Audience::Station(STATION.to_owned())).unwrap() {
        to.app.open_store().unwrap().import(&bundle, Route::Stick).unwrap();
    }
}

fn edit(pc: &Pc, id: &str, fields: Value) -> Value {
    let seen = pc.call("records.get", json!({ "kind": "recipient", "id": id }))["refs"].clone();
    pc.call("records.save", json!({ "kind": "recipient", "id": id, "fields": fields, "seen": seen }))["record"].clone()
}

#[test]
fn different_fields_merge_and_the_same_field_is_a_conflict_that_one_resolves() {
    let (_county, one, two) = Pc::county_and_two();
    let id = person(&one, json!({}));
    hand_over(&one, &two);
    edit(&one, &id, json!({ "village": "南街社区", "remark": "甲写的" }));
    two.minutes_pass(1);
    edit(&two, &id, json!({ "village": "北街社区", "health": "6" }));
    hand_over(&one, &two);
    hand_over(&two, &one);
    for pc in [&one, &two] {
        let view = pc.call("records.get", json!({ "kind": "recipient", "id": id }));
        assert_eq!(
            (&view["fields"]["remark"], &view["fields"]["health"], &view["conflicted"]),
            (&json!("甲写的"), &json!("6"), &json!(["village"]))
        );
        let values = &view["conflicts"][0]["values"];
        assert_eq!(
            (&view["conflicts"][0]["label"], &values[0]["text"], &values[1]["text"]),
            (&json!("现居住村（居）"), &json!("北街社区"), &json!("南街社区"))
        );
        assert_eq!((&values[0]["winner"], &values[1]["author"]), (&json!(true), &json!("林小禾")));
        assert_eq!(pc.call("home.get", json!({}))["conflicts"].as_array().unwrap().len(), 1);
    }
    let view = one.call("records.get", json!({ "kind": "recipient", "id": id }));
    let chosen = view["conflicts"][0]["values"][1]["reference"].clone();
    let resolve = json!({ "kind": "recipient", "id": id, "field": "village", "choose": chosen });
    assert_eq!(one.call("records.resolve", resolve.clone())["conflicted"], json!([]));
    hand_over(&one, &two);
    let view = two.call("records.get", json!({ "kind": "recipient", "id": id }));
    assert_eq!((&view["fields"]["village"], &view["conflicted"]), (&json!("南街社区"), &json!([])));
    assert_eq!(two.call("home.get", json!({}))["conflicts"], json!([]));
    assert_eq!(one.refused("records.resolve", resolve).code, ErrorCode::NotFound, "there is nothing left to settle");
}

#[test]
fn a_conflict_can_be_settled_by_a_third_value_that_is_checked() {
    let (_county, one, two) = Pc::county_and_two();
    let id = person(&one, json!({ "birth_date": "1950-01-01" }));
    hand_over(&one, &two);
    edit(&one, &id, json!({ "birth_date": "1950-01-02" }));
    edit(&two, &id, json!({ "birth_date": "1950-01-03" }));
    hand_over(&two, &one);
    let settle = |value: &str| json!({ "kind": "recipient", "id": id, "field": "birth_date", "value": value });
    assert_eq!(one.refused("records.resolve", settle("1950-02-30")).fields[0].field, "birth_date");
    let view = one.call("records.resolve", settle("1950.1.4"));
    assert_eq!((&view["fields"]["birth_date"], &view["conflicted"]), (&json!("1950-01-04"), &json!([])));
}

#[test]
fn a_masked_value_in_conflict_is_shown_masked_and_revealed_on_request() {
    let (_county, one, two) = Pc::county_and_two();
    let id = person(&one, json!({ "sex": "1" }));
    hand_over(&one, &two);
    edit(&one, &id, json!({ "id_number": MAN_1990 }));
    edit(&two, &id, json!({ "id_number": "430121199001010032" }));
    hand_over(&two, &one);
    let view = one.call("records.get", json!({ "kind": "recipient", "id": id }));
    let conflict = view["conflicts"].as_array().unwrap().iter().find(|one| one["field"] == "id_number").unwrap();
    assert!(
        conflict["values"]
            .as_array()
            .unwrap()
            .iter()
            .all(|value| value["masked"] == true && value["text"].as_str().unwrap().contains("****"))
    );
    let full = one.call("records.reveal", json!({ "kind": "recipient", "id": id, "fields": ["id_number"] }));
    assert_eq!(full["conflicts"]["id_number"].as_array().unwrap().len(), 2);
}

#[test]
fn the_county_reads_sees_harm_and_sends_back_what_the_station_then_mends() {
    let (county, one, _two) = Pc::county_and_two();
    let saved = visit(&one, &child(&one), json!({ "harm_signs": ["alone"] }));
    hand_over(&one, &county);
    let harm = county.call("home.get", json!({}))["harm"].clone();
    assert_eq!((&harm[0]["name"], &harm[0]["station_name"]), (&json!("周明明"), &json!("浏阳市大瑶镇社会工作服务站")));
    let id = saved["record"]["id"].clone();
    let seen = county.call("records.get", json!({ "kind": "visit", "id": id }));
    assert_eq!(seen["editable"], false);
    let edited = county.refused("records.delete", json!({ "kind": "visit", "id": id, "reason": "不该在" }));
    assert_eq!(edited.code, ErrorCode::NotAllowed);

    let note = json!({ "target_kind": "visit", "target": id, "verdict": "returned", "text": "请写明监护人在哪里" });
    county.call("records.save", json!({ "kind": "annotation", "fields": note }));
    hand_over(&county, &one);
    let returned = one.call("home.get", json!({}))["returned"].clone();
    assert_eq!((&returned[0]["text"], &returned[0]["target"]["id"]), (&json!("请写明监护人在哪里"), &id));
    one.minutes_pass(1);
    one.call("visits.save", json!({ "id": id, "fields": { "remark": "监护人在广东" } }));
    assert_eq!(one.call("home.get", json!({}))["returned"], json!([]));
}

#[test]
fn numbers_of_two_pcs_never_clash() {
    let (_county, one, two) = Pc::county_and_two();
    let numbers: Vec<String> = [&one, &two]
        .iter()
        .map(|pc| {
            let id = person(pc, json!({}));
            let lead = json!({ "source": "self", "informant": "本人", "reason": "求助" });
            let case =
                pc.call("cases.open", json!({ "recipient": id, "intake": true, "fields": lead }))["case"].clone();
            case["card"]["case_no"].as_str().unwrap().to_owned()
        })
        .collect();
    assert_eq!(numbers, ["43018111001-GA-2026-A0001", "43018111001-GA-2026-B0001"]);
}

#[test]
fn a_bundle_may_lie_before_the_paper_that_names_its_pc() {
    let county = Pc::county("浏阳市", "430181");
    county.register("430181110");
    let join = |name: &str, role: &str| {
        let (join_file, code) = county.join_file(STATION);
        let pc = Pc::joined(&join_file, &code, name, role);
        county.confirm(&pc);
        pc
    };
    // The first PC was confirmed before there was a second, so it does not know who that is.
    let (one, two) = (join("林小禾", "supervisor"), join("周文", "worker"));
    let id = person(&two, json!({}));
    let download = json!({ "download": true });
    let exported = two.call("stick.export", json!({ "to": download }));
    let bundle =
        exported["files"].as_array().unwrap().iter().find(|file| file["name"].as_str().unwrap().ends_with(".hzb"));
    let reply = county.call("county.reply", json!({ "stations": [STATION], "to": download }));
    let files = [file(&two.fetch(bundle.unwrap())), file(&county.fetch(&reply["files"][0]))];
    let outcome = one.call("stick.import", json!({ "files": files }));
    let outcomes: Vec<&Value> = outcome["files"].as_array().unwrap().iter().map(|file| &file["outcome"]).collect();
    assert!(!outcomes.contains(&&json!("refused")), "{outcome}");
    assert_eq!(one.call("records.get", json!({ "kind": "recipient", "id": id }))["fields"]["name"], "李秀英");
}
