//! Pages of sending: the way of each bundle, changes set aside, differences from the county, and the check-up that runs by itself. By stick alone.

use app::ErrorCode;
use serde_json::{Value, json};

use crate::fixture::{child, person, visit};
use crate::pcs::{Pc, ROOT, STATION, back, there};
use crate::two_pcs::hand_over;

fn bundles(pc: &Pc) -> Vec<Value> {
    pc.call("sync.bundles", json!({}))["bundles"].as_array().unwrap().clone()
}

#[test]
fn each_bundle_says_what_is_in_it_how_it_went_and_who_holds_it() {
    let (county, pc) = Pc::county_and_station();
    person(&pc, json!({}));
    there(&pc, &county);
    back(&county, &[&pc]);
    let known = bundles(&pc).len();
    pc.minutes_pass(5);
    person(&pc, json!({ "name": "王桂英" }));
    assert!(pc.call("sync.bundles", json!({}))["unsealed"].as_u64().unwrap() > 0);
    there(&pc, &county);
    let sent = bundles(&pc);
    assert_eq!(sent.len(), known + 1);
    let newest = &sent[0];
    assert!(newest["what"].as_str().unwrap().contains("服务对象"), "{newest}");
    assert_eq!(
        (&newest["state"], &newest["held_by"]),
        (&json!("saved"), &json!("只在本机")),
        "nobody has signed for it"
    );
    assert!(newest["carried_ms"].is_u64() && newest["receipt"].is_null(), "{newest}");
    assert!(newest["readers"].as_str().unwrap().contains("县里"));
    back(&county, &[&pc]);
    let newest = &bundles(&pc)[0];
    assert_eq!((&newest["state"], &newest["held_by"]), (&json!("taken_in"), &json!("本机、县里")));

    // That a child's file was looked at stands in the log; a record to send it is not.
    let child = child(&pc);
    there(&pc, &county);
    pc.call("recipients.overview", json!({ "id": child }));
    assert_eq!(pc.call("sync.bundles", json!({}))["unsealed"], 0);
}

#[test]
fn what_the_county_has_lost_is_named_at_the_station_and_the_next_stick_brings_it() {
    let (county, pc) = Pc::county_and_station();
    let id = person(&pc, json!({}));
    there(&pc, &county);
    back(&county, &[&pc]);
    let state = |pc: &Pc| pc.call("records.get", json!({ "kind": "recipient", "id": id }))["state"].clone();
    assert_eq!(state(&pc), "taken_in");
    let store = county.app.open_store().unwrap();
    let device = pc.app.open_store().unwrap().device().id;
    let of_station = format!("log = (SELECT id FROM logs WHERE device = '{device}')");
    for table in ["changes", "segments"] {
        assert!(store.damage_for_tests(&format!("DELETE FROM {table} WHERE {of_station}")).unwrap() > 0);
    }
    back(&county, &[&pc]);
    assert_eq!(state(&pc), "saved", "no state says what is not so");
    let status = pc.call("sync.status", json!({}));
    let named = status["differences"].as_array().unwrap();
    assert!(named.len() == 1 && named[0].as_str().unwrap().starts_with("本机"), "{named:?}");
    assert!(named[0].as_str().unwrap().contains("请再导出一次到 U 盘"), "{named:?}");
    let at_county = county.call("sync.status", json!({}));
    assert!(at_county["differences"][0].as_str().unwrap().contains("已损坏或缺失"), "{at_county}");
    let found = county.call("health.round", json!({}));
    assert!(
        found["found"][0]["text"].as_str().unwrap().contains("不在本机了"),
        "the check-up that runs by itself: {found}"
    );

    there(&pc, &county);
    back(&county, &[&pc]);
    assert_eq!(state(&pc), "taken_in");
    for pc in [&pc, &county] {
        assert_eq!(pc.call("sync.status", json!({}))["differences"], json!([]));
    }
    let report = county.call("health.report", json!({ "to": { "download": true } }));
    let text = String::from_utf8(county.fetch(&report)).unwrap();
    assert!(text.contains("自动体检发现") && text.contains("核对码") && !text.contains("李秀英"), "{text}");
}

#[test]
fn what_was_set_aside_says_whose_and_why_and_goes_back_to_the_station_as_a_task() {
    let (county, one, lost) = Pc::county_and_two();
    person(&lost, json!({}));
    there(&lost, &county);
    assert_eq!(county.call("sync.set_aside", json!({})), json!([]));
    let device = lost.app.open_store().unwrap().device().id;
    county.call("devices.revoke", json!({ "device": device, "root_passphrase": ROOT }));
    lost.minutes_pass(5);
    person(&lost, json!({ "name": "王桂英" }));
    there(&lost, &county);

    let rows = county.call("sync.set_aside", json!({}));
    let row = &rows[0];
    assert!(row["whose"].as_str().unwrap().contains("机位 B"), "{rows}");
    assert!(row["why"].as_str().unwrap().contains("已停用") && row["written_ms"].is_u64(), "{rows}");
    assert!(row["what_now"].as_str().unwrap().contains("计入"), "{rows}");
    assert_eq!((&row["station"], &row["sent_back"]), (&json!(STATION), &json!(false)));
    assert_eq!(county.call("sync.status", json!({}))["set_aside"], json!(rows.as_array().unwrap().len()));
    assert_eq!(county.call("sync.try_again", json!({}))["taken"], json!(0));

    let back_to = |due: &str| json!({ "place": row["place"], "due_date": due });
    assert_eq!(one.refused("sync.send_back", back_to("2026-12-10")).code, ErrorCode::NotAllowed);
    assert_eq!(county.refused("sync.send_back", back_to("")).fields[0].field, "due_date");
    let after = county.call("sync.send_back", back_to("2026-12-10"));
    assert_eq!(after[0]["sent_back"], json!(true));
    county.refused("sync.send_back", back_to("2026-12-10"));
    back(&county, &[&one]);
    let tasks = one.call("records.list", json!({ "kind": "rectification" }));
    let task = &tasks["rows"][0]["fields"];
    assert!(task["content"].as_str().unwrap().contains("已停用"), "{tasks}");
    assert_eq!(task["due_date"], "2026-12-10");

    // Found again: what had been set aside counts, and stands there no more.
    county.call("devices.reinstate", json!({ "device": device, "root_passphrase": ROOT }));
    assert_eq!(county.call("sync.set_aside", json!({})), json!([]));
}

#[test]
fn a_conflict_says_what_each_had_seen_and_texts_can_both_stay() {
    let (_county, one, two) = Pc::county_and_two();
    let id = person(&one, json!({ "remark": "原来写的" }));
    hand_over(&one, &two);
    for (pc, remark, village) in [(&one, "甲写的", "南街社区"), (&two, "乙写的", "北街社区")] {
        pc.minutes_pass(1);
        let seen = pc.call("records.get", json!({ "kind": "recipient", "id": id }))["refs"].clone();
        let fields = json!({ "remark": remark, "village": village });
        pc.call("records.save", json!({ "kind": "recipient", "id": id, "fields": fields, "seen": seen }));
    }
    hand_over(&two, &one);
    let view = one.call("records.get", json!({ "kind": "recipient", "id": id }));
    let of = |field: &str| {
        let all = view["conflicts"].as_array().unwrap();
        all.iter().find(|one| one["field"] == field).unwrap().clone()
    };
    let remark = of("remark");
    assert_eq!(remark["joinable"], json!(true));
    assert!(remark["values"].as_array().unwrap().iter().all(|value| value["saw"] == "原来写的"), "{remark}");
    assert_eq!(of("village")["joinable"], json!(false), "only one village can be true");
    let refused =
        one.refused("records.resolve", json!({ "kind": "recipient", "id": id, "field": "village", "all": true }));
    assert_eq!(refused.fields[0].field, "village");
    let resolved =
        one.call("records.resolve", json!({ "kind": "recipient", "id": id, "field": "remark", "all": true }));
    let text = resolved["fields"]["remark"].as_str().unwrap();
    assert!(text.contains("甲写的") && text.contains("乙写的"), "{text}");
    assert_eq!(resolved["conflicted"], json!(["village"]));
}

#[test]
fn names_behind_the_countys_sums_are_readings_of_the_children_among_them() {
    let (county, stations) = crate::sums::three_stations();
    let (first, second) = (&stations[0].1, &stations[1].1);
    // The same child at two stations.
    let number = "430121201601010035";
    for pc in [first, second] {
        let id = person(pc, json!({ "name": "周明明", "id_number": number, "sex": "1", "birth_date": null }));
        visit(pc, &id, json!({}));
    }
    crate::sums::hand_in(&county, &stations);
    let named = |county: &Pc| {
        let all = county.app.open_store().unwrap().readings(0, u64::MAX).unwrap();
        all.iter().any(|one| one.said["what"].as_str().unwrap().contains("合计核对"))
    };
    county.call("county.board", json!({ "month": "2026-11" }));
    assert!(!named(&county));
    county.call("county.summary", json!({ "from": "2026-11-01", "to": "2026-11-30", "place": { "download": true } }));
    assert!(named(&county));
}
