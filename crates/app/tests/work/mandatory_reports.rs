//! Mandatory reports (R23) by themselves: begun wherever harm was found, gone on with until nothing is missing, seen by the county.

use changelog::Audience;
use serde_json::{Value, json};
use store::Route;

use crate::fixture::{child, days_pass, desk, lead, paper, person, visit};
use crate::groups::{group, member, session};
use crate::papers::{printed, words};
use crate::pcs::Pc;

const STATION: &str = "43018111001";

fn begin(pc: &Pc, request: Value) -> Value {
    pc.call("mandatory_reports.begin", request)
}

fn save(pc: &Pc, id: &Value, fields: Value) -> Value {
    pc.call("records.save", json!({ "kind": "mandatory_report", "id": id, "fields": fields }))["record"].clone()
}

fn harm(pc: &Pc) -> Value {
    pc.call("home.get", json!({}))["harm"].clone()
}

fn consultation(pc: &Pc, recipient: &Value) -> Value {
    let fields = json!({ "date": "2026-11-23", "recipient": recipient, "visitor_name": "周奶奶", "contact_mode": "station",
        "people_count": 1, "content": "说孩子被打，身上有伤", "result": "answered", "area": "A2", "service_item": "A201" });
    paper(pc, "consultation", fields)
}

#[test]
fn harm_heard_at_a_consultation_is_reported_over_two_days_and_the_county_sees_both() {
    let (county, pc) = Pc::county_and_station();
    let to_county = || {
        for bundle in pc.app.open_store().unwrap().export_all(&Audience::Station(STATION.to_owned())).unwrap() {
            county.app.open_store().unwrap().import(&bundle, Route::Stick).unwrap();
        }
    };
    let who = child(&pc);
    let heard = consultation(&pc, &json!(who));
    let begun = begin(&pc, json!({ "from": { "kind": "consultation", "id": heard["id"] } }));
    assert_eq!(
        (&begun["fields"]["recipient"], &begun["fields"]["found_date"], &begun["fields"]["consultation"]),
        (&json!(who), &json!("2026-11-23"), &heard["id"])
    );
    assert_eq!((&begun["fields"]["situation_text"], &begun["report"]), (&json!("说孩子被打，身上有伤"), &json!(null)));
    assert_eq!((&begun["labels"]["reporter"], &begun["children"][0]["name"]), (&json!("林小禾"), &json!("周明明")));

    // Half known: kept as 暂存, on top in red, the child at red risk.
    let mut fields = begun["fields"].clone();
    for (name, value) in [
        ("situation", json!(["violence"])),
        ("police_date", json!("2026-11-23")),
        ("police_receiver", json!("警号 0123")),
    ] {
        fields[name] = value;
    }
    let kept = save(&pc, &Value::Null, fields);
    assert_eq!(kept["provisional"], true);
    let line = harm(&pc)[0].clone();
    assert_eq!((&line["report"], &line["missing"]), (&kept["id"], &json!(["公安报告时间", "受理单位"])));
    assert_eq!(pc.call("recipients.list", json!({}))["rows"][0]["risk"], "red");
    let page = pc.call("recipients.overview", json!({ "id": who }));
    assert_eq!(page["unreported"][0]["missing"], line["missing"], "the person's page says the same");
    assert_eq!(
        pc.call("visits.defaults", json!({ "recipient": who }))["unreported"][0]["missing"],
        line["missing"],
        "and the visit"
    );
    to_county();
    let seen = county.call("home.get", json!({}))["harm"][0].clone();
    assert_eq!((&seen["name"], &seen["missing"]), (&json!("周明明"), &line["missing"]), "and the county");
    let record = county.call("records.get", json!({ "kind": "mandatory_report", "id": kept["id"] }));
    assert_eq!((&record["editable"], &record["fields"]["police_receiver"]), (&json!(false), &json!("警号 0123")));

    // The next day the rest is known; whoever begins again at the consultation goes on with the same report.
    days_pass(&pc, 1);
    let again = begin(&pc, json!({ "from": { "kind": "consultation", "id": heard["id"] } }));
    assert_eq!(again["report"], kept["id"]);
    let done = save(&pc, &kept["id"], json!({ "police_time": "16.05", "police_station": "大瑶派出所" }));
    assert_eq!((&done["provisional"], &done["fields"]["police_time"]), (&json!(false), &json!("16:05")));
    assert_eq!(harm(&pc), json!([]));
    to_county();
    assert_eq!(county.call("home.get", json!({}))["harm"], json!([]));

    let out = printed(&pc, json!([{ "paper": "mandatory_report", "record": done["id"] }]), json!({}));
    let text = words(&pc, &out);
    for said in ["周明明", "大瑶派出所", "警号 0123", "16:05", "疑似家庭暴力", "说孩子被打，身上有伤"]
    {
        assert!(text.contains(said), "{said} not in {text}");
    }
    assert!(!text.contains("暂存"));
}

#[test]
fn a_report_begins_from_each_record_in_which_harm_is_found_and_by_itself() {
    let pc = desk();
    let who = child(&pc);
    let from = |kind: &str, id: &Value| begin(&pc, json!({ "from": { "kind": kind, "id": id } }))["fields"].clone();

    let visited = visit(&pc, &who, json!({ "area": "A2", "service_item": "A201", "start_time": "9:30" }));
    let fields = from("visit", &visited["record"]["id"]);
    assert_eq!((&fields["recipient"], &fields["found_time"]), (&json!(who), &json!("09:30")));

    let case = lead(&pc, &who, json!({}))["record"]["id"].clone();
    pc.call("cases.advance", json!({ "id": case, "to": "intake" }));
    let intake = pc.call(
        "records.save",
        json!({ "kind": "intake", "fields": { "case": case, "date": "2026-11-23", "request_text": "不敢回家" }, "provisional": true }),
    );
    let fields = from("intake", &intake["record"]["id"]);
    assert_eq!((&fields["recipient"], &fields["case"]), (&json!(who), &case), "the child of the case");
    assert_eq!(fields["situation_text"], "不敢回家");

    let group = group(&pc, json!({ "name": "童伴小组" }));
    member(&pc, &group, json!({ "recipient": who }));
    member(&pc, &group, json!({ "recipient": person(&pc, json!({ "birth_date": "1960-01-01" })) }));
    let session = session(&pc, &group, 1, "2026-11-24", "planned");
    let begun = begin(&pc, json!({ "from": { "kind": "group_session", "id": session } }));
    assert_eq!(begun["fields"]["recipient"], Value::Null, "which of them is asked");
    assert_eq!(begun["children"].as_array().unwrap().len(), 1, "the child, not the grown-up");

    let alone = begin(&pc, json!({}));
    assert_eq!((&alone["fields"]["found_date"], &alone["children"]), (&json!("2026-11-23"), &json!([])));
    assert_eq!(begin(&pc, json!({ "recipient": who }))["fields"]["recipient"], json!(who));
    let refused = pc.refused("mandatory_reports.begin", json!({ "from": { "kind": "recipient", "id": who } }));
    assert!(refused.detail.contains("强制报告"));
}

#[test]
fn whoever_told_of_it_is_not_taken_for_the_child_and_a_report_without_a_child_is_kept() {
    let pc = desk();
    let grandmother = person(&pc, json!({ "name": "周奶奶", "birth_date": "1955-01-01" }));
    let heard = consultation(&pc, &json!(grandmother));
    let begun = begin(&pc, json!({ "from": { "kind": "consultation", "id": heard["id"] } }));
    assert_eq!(begun["fields"]["recipient"], Value::Null);
    let kept = save(&pc, &Value::Null, begun["fields"].clone());
    assert_eq!(kept["provisional"], true);
    let line = harm(&pc)[0].clone();
    assert_eq!(line["name"], "");
    assert_eq!(
        line["missing"],
        json!(["未成年人", "情形", "公安报告日期", "公安报告时间", "受理单位", "受理人"]),
        "one after another, in the order of the form"
    );
}

#[test]
fn the_same_child_has_one_report_that_stands_open_and_two_children_of_a_visit_have_one_each() {
    let pc = desk();
    let (who, other) = (child(&pc), person(&pc, json!({ "name": "周小小", "birth_date": "2020-02-02" })));
    let saved = visit(&pc, &who, json!({ "area": "A2", "service_item": "A201", "harm_signs": ["alone"] }));
    let (visited, report) = (&saved["record"]["id"], &saved["report"]["id"]);
    assert_eq!(&begin(&pc, json!({ "recipient": who }))["report"], report);
    assert_eq!(&begin(&pc, json!({ "from": { "kind": "visit", "id": visited } }))["report"], report);
    // The little sister in the same house: a report of her own, and the visit's stays the brother's.
    let begun = begin(&pc, json!({ "from": { "kind": "visit", "id": visited }, "recipient": other }));
    assert_eq!((&begun["report"], &begun["fields"]["recipient"]), (&Value::Null, &json!(other)));
    save(&pc, &Value::Null, begun["fields"].clone());
    let again = pc.call(
        "visits.save",
        json!({ "id": visited, "fields": { "harm_signs": ["alone", "injury"] }, "seen": saved["record"]["refs"] }),
    );
    assert_eq!(&again["report"]["id"], report);
    assert_eq!(harm(&pc).as_array().unwrap().len(), 2);
}

#[test]
fn the_risk_that_a_report_set_may_be_lowered_and_stays_so() {
    let pc = desk();
    let who = child(&pc);
    let kept = save(&pc, &Value::Null, json!({ "recipient": who, "found_date": "2026-11-23", "situation": ["alone"] }));
    let record = pc.call("records.get", json!({ "kind": "recipient", "id": who }));
    assert_eq!(record["fields"]["risk_level"], "red");
    pc.call(
        "records.save",
        json!({ "kind": "recipient", "id": who, "fields": { "risk_level": "yellow" }, "seen": record["refs"] }),
    );
    save(&pc, &kept["id"], json!({ "follow_up_note": "亲属已接回照料" }));
    let record = pc.call("records.get", json!({ "kind": "recipient", "id": who }));
    assert_eq!(record["fields"]["risk_level"], "yellow");
}
