//! Readings, who read what: every answer that names a child is written down by itself, once a day and page; county and supervisor list it, and take it
//! out.

use app::ErrorCode;
use serde_json::{Value, json};
use store::Reading;

use crate::fixture::{MAN_1990, child, days_pass, desk, lead, person, visit};
use crate::ledgers::rows as sheet;
use crate::pcs::Pc;
use crate::registers::in_category;
use crate::two_pcs::hand_over;

/// What is written of pages and files that showed people: words and whom.
fn shown(pc: &Pc) -> Vec<(String, Vec<String>)> {
    let all = pc.app.open_store().unwrap().readings(0, u64::MAX).unwrap();
    let one = |reading: Reading| {
        let people = reading.said["people"].as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned());
        (reading.said["what"].as_str().unwrap().to_owned(), people.collect())
    };
    all.into_iter().filter(|reading| reading.kind == "reading").map(one).collect()
}

/// The pages by which this child was shown.
fn pages(pc: &Pc, child: &str) -> Vec<String> {
    let mut pages: Vec<String> =
        shown(pc).into_iter().filter(|(_, people)| people.iter().any(|id| id == child)).map(|(what, _)| what).collect();
    pages.sort();
    pages
}

fn list(pc: &Pc, request: Value) -> Vec<Value> {
    pc.call("readings.list", request)["rows"].as_array().unwrap().clone()
}

#[test]
fn every_page_that_shows_a_child_leaves_its_trace_and_one_that_shows_grown_people_none() {
    let pc = desk();
    let grown = person(&pc, json!({ "id_number": MAN_1990, "sex": "1" }));
    in_category(&pc, &grown, "dibao", json!({}));
    visit(&pc, &grown, json!({}));
    for (name, request) in [
        ("recipients.list", json!({})),
        ("search.find", json!({ "text": "李秀英" })),
        ("visits.month", json!({ "month": "2026-11" })),
        ("registers.get", json!({ "register": "dibao" })),
        ("home.get", json!({})),
    ] {
        pc.call(name, request);
    }
    assert!(shown(&pc).is_empty(), "{:?}", shown(&pc));

    let child = child(&pc);
    days_pass(&pc, 1);
    in_category(&pc, &child, "left_behind_child", json!({}));
    visit(&pc, &child, json!({}));
    let opened = lead(&pc, &child, json!({}));
    days_pass(&pc, 1);
    let before = pages(&pc, &child).len();
    for (name, request, page) in [
        ("recipients.list", json!({}), "服务对象"),
        ("search.find", json!({ "text": "周明明" }), "查找"),
        ("visits.month", json!({ "month": "2026-11" }), "走访"),
        ("registers.get", json!({ "register": "left_behind_child" }), "专项台账"),
        ("cases.board", json!({}), "个案"),
        ("records.list", json!({ "kind": "visit" }), "登记记录"),
    ] {
        pc.call(name, request.clone());
        let now = pages(&pc, &child);
        assert!(now.contains(&format!("页面：{page}")), "{name}: {now:?}");
        // Once a day is enough.
        pc.call(name, request);
        assert_eq!(pages(&pc, &child), now, "{name} a second time");
    }
    assert!(pages(&pc, &child).len() >= before + 5);
    assert!(shown(&pc).iter().all(|(_, people)| !people.contains(&grown)), "grown people are not written down");
    let again = shown(&pc).len();
    days_pass(&pc, 1);
    pc.call("recipients.timeline", json!({ "id": child }));
    assert_eq!(shown(&pc).len(), again + 1, "the next day anew");
    assert!(opened["card"]["id"].is_string());
}

#[test]
fn a_record_of_a_case_is_a_reading_of_the_child_it_is_about() {
    let pc = desk();
    let child = child(&pc);
    let opened = lead(&pc, &child, json!({}));
    days_pass(&pc, 1);
    // Found by its reason, as a case: the answer names no person by id.
    let found = pc.call("search.find", json!({ "text": "无人照料", "kinds": ["case"] }));
    assert_eq!(found["found"][0]["id"], opened["card"]["id"]);
    assert_eq!(pages(&pc, &child).last().unwrap(), "页面：查找");
}

#[test]
fn what_was_written_before_the_program_started_anew_is_not_written_twice() {
    let pc = desk();
    let child = child(&pc);
    pc.call("recipients.list", json!({}));
    let before = shown(&pc);
    let pc = pc.restarted();
    pc.call("session.unlock", json!({ "staff": pc.me(), "passphrase": crate::pcs::PASS }));
    pc.call("recipients.list", json!({}));
    assert_eq!(shown(&pc), before);
    assert!(!pages(&pc, &child).is_empty());
}

#[test]
fn a_ledger_names_the_children_it_took_out() {
    let pc = desk();
    let child = child(&pc);
    let grown = person(&pc, json!({ "birth_date": "1960-01-01" }));
    let shown_list = json!({ "list": "recipients", "order": "name" });
    pc.call("lists.export", json!({ "shown": shown_list, "to_place": { "download": true } }));
    let taken = shown(&pc).into_iter().find(|(what, _)| what.starts_with("导出台账：")).expect("it is written down");
    assert_eq!(taken.1, [child]);
    assert!(!taken.1.contains(&grown));
}

#[test]
fn county_and_supervisor_see_who_read_a_child_and_a_worker_does_not() {
    let (county, supervisor, worker) = Pc::county_and_two();
    let kid = child(&supervisor);
    let grown = person(&supervisor, json!({ "name": "李秀英", "sex": "1", "id_number": MAN_1990 }));
    hand_over(&supervisor, &worker);
    hand_over(&supervisor, &county);
    worker.minutes_pass(1);
    worker.call("recipients.overview", json!({ "id": kid }));
    worker.call("records.reveal", json!({ "kind": "recipient", "id": grown, "fields": ["id_number"] }));
    let reason = json!({ "kind": "recipient", "id": grown, "override_reason": "信访核查" });
    county.call("records.reveal", reason);
    hand_over(&worker, &supervisor);
    hand_over(&worker, &county);
    hand_over(&county, &supervisor);

    let refused = worker.refused("readings.list", json!({}));
    assert_eq!(refused.code, ErrorCode::NotAllowed);
    let file = json!({ "shown": { "list": "readings" }, "to_place": { "download": true } });
    assert_eq!(worker.refused("lists.export", file.clone()).code, ErrorCode::NotAllowed);

    let (of_worker, of_county) = (worker.me(), county.me());
    for pc in [&supervisor, &county] {
        let opened = list(pc, json!({ "person": kid, "reader": of_worker }));
        assert!(opened.iter().any(|row| row["what"] == "服务对象：打开档案"), "{opened:?}");
        assert!(opened.iter().all(|row| row["reader"] == "周文" && row["names"] == "周明明" && row["minors"] == 1));
        let revealed = list(pc, json!({ "person": grown, "reader": of_county }));
        assert!(revealed[0]["what"].as_str().unwrap().contains("信访核查"), "{revealed:?}");
        assert_eq!((&revealed[0]["place"], &revealed[0]["minors"]), (&json!("浏阳市"), &json!(0)));
        let minors = list(pc, json!({ "minors": true }));
        assert!(!minors.is_empty() && minors.iter().all(|row| row["minors"].as_u64().unwrap() > 0));
        assert!(list(pc, json!({ "from": "2026-11-01", "to": "2026-11-22" })).is_empty());
        assert_eq!(
            pc.refused("readings.list", json!({ "from": "2026-11-30", "to": "2026-11-01" })).fields[0].field,
            "from"
        );
        let sorted = list(pc, json!({ "sort": { "column": "reader" } }));
        let readers: Vec<&str> = sorted.iter().map(|row| row["reader"].as_str().unwrap()).collect();
        assert!(readers.first() != readers.last());
        assert!(list(pc, json!({ "text": "zmm" })).len() < sorted.len());
    }

    // The page and its file are readings too.
    let rows = list(&supervisor, json!({ "person": kid }));
    let shown = json!({ "list": "readings", "person": kid });
    let out = supervisor.call("lists.export", json!({ "shown": shown, "to_place": { "download": true } }));
    let written = sheet(&supervisor.fetch(&out["file"]));
    assert_eq!(written[1][..5], ["时间", "查阅人", "单位", "电脑", "查阅内容"]);
    assert_eq!(written[2][4], rows[0]["what"].as_str().unwrap());
    let after = pages(&supervisor, &kid);
    assert!(after.contains(&"页面：查阅记录".to_owned()), "{after:?}");
    assert!(after.iter().any(|what| what.starts_with("导出台账：查阅记录")), "{after:?}");
}

#[test]
fn a_supervisor_sees_her_own_station_only() {
    let county = Pc::county("浏阳市", "430181");
    let join = |township: &str, name: &str| {
        let station = county.register(township)["code"].as_str().unwrap().to_owned();
        let (file, code) = county.join_file(&station);
        let pc = Pc::joined(&file, &code, name, "supervisor");
        county.confirm(&pc);
        (station, pc)
    };
    let (one, two) = (join("430181110", "林小禾"), join("430181111", "吴桐"));
    for (station, pc) in [&one, &two] {
        child(pc);
        pc.call("recipients.list", json!({}));
        for bundle in pc.app.open_store().unwrap().export_all(&changelog::Audience::Station(station.clone())).unwrap() {
            county.app.open_store().unwrap().import(&bundle, store::Route::Stick).unwrap();
        }
    }
    let stations = |rows: Vec<Value>| {
        rows.iter()
            .map(|row| row["station"].as_str().unwrap().to_owned())
            .collect::<std::collections::BTreeSet<_>>()
            .len()
    };
    assert_eq!(stations(list(&one.1, json!({}))), 1);
    assert_eq!(stations(list(&county, json!({}))), 2);
    let narrowed = list(&county, json!({ "station": two.0 }));
    assert!(narrowed.iter().any(|row| row["reader"] == "吴桐") && stations(narrowed.clone()) == 1);
    assert!(narrowed.iter().all(|row| row["reader"] != "林小禾"));
}
