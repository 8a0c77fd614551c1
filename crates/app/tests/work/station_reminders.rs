//! Reminders of what a station lacks: things, rule books, signs, insurances, pay. Each stands on 期限 from its agreement or its people on, goes
//! by the record that gives it, and says the same at the station, to a worker and at the county.

use changelog::Audience;
use serde_json::{Value, json};

use crate::deadlines::{CODE, carry, pair, signed};
use crate::fixture::{desk, paper, with};
use crate::pcs::Pc;
use crate::two_pcs::hand_over;

fn rows(pc: &Pc, rule: &str) -> Vec<Value> {
    pc.call("deadlines.list", json!({ "rule": rule }))["rows"].as_array().unwrap().clone()
}

fn told(pc: &Pc, rule: &str) -> Vec<[String; 3]> {
    let of = |row: &Value, name: &str| row[name].as_str().unwrap_or_default().to_owned();
    rows(pc, rule).iter().map(|row| [of(row, "subject"), of(row, "due"), of(row, "words")]).collect()
}

fn equipment(pc: &Pc, equipment_type: &str) {
    let thing = json!({ "name": "一件", "equipment_type": equipment_type, "quantity": 1, "equipment_state": "in_use" });
    paper(pc, "equipment", thing);
}

fn worker(pc: &Pc, over: Value) -> Value {
    let usual = json!({ "name": "秦小雨", "birth_date": "1996-04-01", "education": "31", "certificate": "none", "major_related": "related",
        "hired_date": "2026-09-21", "arrival_date": "2026-09-25" });
    paper(pc, "staff_file", with(usual, over))
}

#[test]
fn what_a_station_must_have_is_named_until_it_is_there() {
    let (county, station) = pair();
    signed(&county, json!({ "sign_date": "2026-08-03", "start_date": "2026-08-10", "end_date": "2027-08-09" }), 2);
    carry(&county, Audience::All, &station);
    let [lacks, due, words] = told(&station, "equipment").remove(0);
    assert_eq!(
        (lacks.as_str(), due.as_str(), words.as_str()),
        ("缺办公用房、桌椅、电脑、打印机、档案柜、文具", "2026-11-10", "逾期 13 天")
    );
    for one in ["desk", "computer", "printer", "filing_cabinet", "stationery"] {
        equipment(&station, one);
    }
    assert_eq!(told(&station, "equipment")[0][0], "缺办公用房");
    let room = json!({ "name": "二楼办公室", "room_type": "office", "floor_area": 20, "own_use": "yes", "room_state": "in_use" });
    let room = paper(&station, "premises_room", room);
    assert!(rows(&station, "equipment").is_empty(), "a room of its own is the last of the six");
    carry(&station, Audience::Station(CODE.into()), &county);
    assert!(rows(&county, "equipment").is_empty(), "the county reads the same");
    let closed = json!({ "kind": "premises_room", "id": room["id"], "fields": { "room_state": "closed" } });
    station.call("records.save", closed);
    assert_eq!(told(&station, "equipment")[0][0], "缺办公用房", "given up, it is missing again");

    assert_eq!(told(&station, "rule_books")[0][0].matches('、').count(), 4, "all five books");
    for book_type in ["staff", "finance", "volunteer", "premises"] {
        let book = json!({ "book_type": book_type, "title": "办法", "version": "1", "in_force_date": "2026-09-01" });
        paper(&station, "rule_book", book);
    }
    let row = rows(&station, "rule_books").remove(0);
    assert_eq!((&row["subject"], &row["settle_kind"]), (&json!("缺文书档案管理制度"), &json!("rule_book")));
    let sign = json!({ "sign_type": "outdoor", "sign_text": "浏阳市大瑶镇社会工作服务站", "hung_date": "2026-09-05" });
    paper(&station, "sign_plate", sign);
    assert_eq!(told(&station, "signs")[0][0], "缺室内挂牌");
    county.call("parameters.save", json!({ "name": "set_up_months", "value": "4", "effective_from": "2026-01-01" }));
    carry(&county, Audience::All, &station);
    assert_eq!(told(&station, "signs")[0][1], "2026-12-10", "the county gives more time");
}

#[test]
fn an_agreement_that_was_ended_asks_for_nothing_more() {
    let (county, _) = pair();
    let agreement = signed(&county, json!({}), 1);
    assert_eq!(rows(&county, "equipment").len(), 1);
    let end =
        json!({ "agreement": agreement, "date": "2026-11-20", "change_type": "termination", "reason": "政策调整" });
    let end = paper(&county, "agreement_change", end)["id"].clone();
    assert!(rows(&county, "equipment").is_empty());
    let ended = || {
        county.call("records.get", json!({ "kind": "agreement", "id": agreement }))["fields"]["terminated_date"].clone()
    };
    assert_eq!(ended(), "2026-11-20");
    county.call("records.delete", json!({ "kind": "agreement_change", "id": end, "reason": "登记错了" }));
    assert_eq!((ended(), rows(&county, "equipment").len()), (Value::Null, 1), "deleted, it has ended nothing");
    county.call("records.undelete", json!({ "kind": "agreement_change", "id": end }));
    assert_eq!((ended(), rows(&county, "equipment").len()), (json!("2026-11-20"), 0));
    let earlier =
        json!({ "agreement": agreement, "date": "2026-11-10", "change_type": "termination", "reason": "另一份" });
    paper(&county, "agreement_change", earlier);
    assert_eq!(ended(), "2026-11-10", "the earliest that stands");
    let late = json!({ "agreement": agreement, "date": "2027-10-01", "change_type": "termination", "reason": "过期" });
    let refused = county.refused("records.save", json!({ "kind": "agreement_change", "fields": late }));
    assert_eq!(refused.fields[0].field, "date");
}

#[test]
fn insurances_are_missing_until_all_five_are_there() {
    let pc = desk();
    let file = worker(&pc, json!({ "insurances": ["pension", "medical", "unemployment", "injury"] }));
    assert_eq!(told(&pc, "insurance"), [["秦小雨", "2026-10-21", "逾期 33 天"].map(str::to_owned)]);
    let whole = ["pension", "medical", "unemployment", "injury", "maternity"];
    pc.call("records.save", json!({ "kind": "staff_file", "id": file["id"], "fields": { "insurances": whole } }));
    assert!(rows(&pc, "insurance").is_empty());
    worker(&pc, json!({ "name": "罗明明", "left_date": "2026-11-01", "leaving_reason": "other_job" }));
    assert!(rows(&pc, "insurance").is_empty(), "who has left needs none");
}

#[test]
fn a_month_that_somebody_was_not_paid_for_is_said_to_everybody_and_names_nobody() {
    let (county, supervisor, other) = Pc::county_and_two();
    signed(&county, json!({}), 2);
    for pc in [&supervisor, &other] {
        carry(&county, Audience::All, pc);
    }
    let files = [
        worker(&supervisor, json!({})),
        worker(&supervisor, json!({ "name": "罗明明", "arrival_date": "2026-10-20" })),
    ];
    let october = |pc: &Pc| told(pc, "pay").into_iter().find(|line| line[0] == "2026-10");
    let overdue = Some(["2026-10", "2026-11-10", "逾期 13 天"].map(str::to_owned));
    let pay = |file: &Value, over: Value| {
        let usual = json!({ "staff_file": file["id"], "month": "2026-10", "paid": "yes", "paid_date": "2026-11-05" });
        paper(&supervisor, "pay_confirmation", with(usual, over));
    };
    pay(&files[0], json!({}));
    assert_eq!(october(&supervisor), overdue, "one of two");
    hand_over(&supervisor, &other);
    assert_eq!(october(&other), overdue, "the worker reads no file and hears the same");
    let of_worker = rows(&other, "pay").remove(0);
    assert_eq!(of_worker["record"], Value::Null);
    let to_open = rows(&supervisor, "pay").into_iter().find(|row| row["subject"] == "2026-10").unwrap();
    assert_eq!(to_open["record"]["id"], files[1]["id"], "hers is not entered");
    pay(&files[1], json!({ "paid_date": null }));
    assert_eq!(october(&supervisor), None);
    hand_over(&supervisor, &other);
    hand_over(&supervisor, &county);
    assert_eq!((october(&other), october(&county)), (None, None));
    assert_eq!(told(&county, "pay").len(), 1, "November is still to come: {:?}", told(&county, "pay"));
}
