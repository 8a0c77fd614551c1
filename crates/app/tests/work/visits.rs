//! Visits: R11, R20, R23, what the form begins with, the month.

use app::ErrorCode;
use serde_json::{Value, json};

use crate::fixture::{child, desk, paper, person, visit, visit_fields};
use crate::pcs::Pc;

fn police() -> Value {
    json!({ "police_date": "2026-11-23", "police_time": "10:20", "police_station": "大瑶派出所", "police_receiver": "警号 0123" })
}

fn home(pc: &Pc) -> Value {
    pc.call("home.get", json!({}))
}

#[test]
fn a_visit_with_harm_signs_stays_provisional_until_the_police_report_is_filled() {
    let pc = desk();
    let id = child(&pc);
    let saved = visit(
        &pc,
        &id,
        json!({ "area": "A2", "service_item": "A201", "harm_signs": ["alone"], "observation_text": "八岁独居" }),
    );
    assert_eq!(saved["record"]["provisional"], true);
    assert_eq!(saved["effective"], false, "暂存 counts in nothing");
    assert!(saved["stays_provisional"][0].as_str().unwrap().contains("公安机关"));
    assert_eq!(saved["record"]["fields"]["risk_level"], "red");
    assert_eq!(saved["report"]["fields"]["situation"], json!(["alone"]));
    let top = home(&pc)["harm"][0].clone();
    assert_eq!(
        (&top["name"], &top["age"], &top["situation"]),
        (&json!("周明明"), &json!(8), &json!("脱离监护单独居住生活"))
    );
    assert_eq!(top["missing"].as_array().unwrap().len(), 4);
    assert_eq!(pc.call("recipients.list", json!({}))["rows"][0]["risk"], "red");

    // Part of the report is kept and changes nothing.
    let part = json!({ "id": saved["report"]["id"], "fields": { "police_station": "大瑶派出所" } });
    let again = pc.call(
        "visits.save",
        json!({ "id": saved["record"]["id"], "fields": {}, "seen": saved["record"]["refs"], "report": part }),
    );
    assert_eq!(again["record"]["provisional"], true);
    assert_eq!(home(&pc)["harm"][0]["missing"].as_array().unwrap().len(), 3);

    let whole = json!({ "id": saved["report"]["id"], "fields": police(), "seen": again["report"]["refs"] });
    let done = pc.call(
        "visits.save",
        json!({ "id": saved["record"]["id"], "fields": {}, "seen": again["record"]["refs"], "report": whole }),
    );
    assert_eq!(
        (&done["record"]["provisional"], &done["report"]["provisional"], &done["effective"]),
        (&json!(false), &json!(false), &json!(true))
    );
    assert_eq!(home(&pc)["harm"], json!([]));
    assert_eq!(pc.call("records.list", json!({ "kind": "mandatory_report" }))["total"], 1, "one report, not three");
}

#[test]
fn filling_the_report_by_itself_makes_the_waiting_visit_final() {
    let pc = desk();
    let saved = visit(&pc, &child(&pc), json!({ "harm_signs": ["violence", "missing"] }));
    let report = &saved["report"];
    let half = pc.call("records.save", json!({ "kind": "mandatory_report", "id": report["id"], "fields": { "police_time": "9:05" }, "seen": report["refs"] }));
    assert_eq!(
        (&half["record"]["provisional"], &half["record"]["fields"]["police_time"]),
        (&json!(true), &json!("09:05"))
    );
    pc.call(
        "records.save",
        json!({ "kind": "mandatory_report", "id": report["id"], "fields": police(), "seen": half["record"]["refs"] }),
    );
    let visit = pc.call("records.get", json!({ "kind": "visit", "id": saved["record"]["id"] }));
    assert_eq!(visit["provisional"], false);
}

#[test]
fn signs_in_someone_grown_demand_no_report_and_in_someone_of_unknown_age_do() {
    let pc = desk();
    let grown = visit(&pc, &person(&pc, json!({ "birth_date": "2008-11-23" })), json!({ "harm_signs": ["violence"] }));
    assert_eq!((&grown["record"]["provisional"], &grown["report"]), (&json!(false), &json!(null)), "eighteen today");
    let unknown = visit(&pc, &person(&pc, json!({ "name": "不详" })), json!({ "harm_signs": ["violence"] }));
    assert_eq!(unknown["record"]["provisional"], true);
}

#[test]
fn a_report_typed_with_the_visit_makes_both_final_at_once() {
    let pc = desk();
    let fields = visit_fields(&child(&pc), json!({ "harm_signs": ["injury"] }));
    let saved = pc.call("visits.save", json!({ "fields": fields, "report": { "fields": police() } }));
    assert_eq!((&saved["record"]["provisional"], &saved["report"]["provisional"]), (&json!(false), &json!(false)));
    assert_eq!(saved["report"]["labels"]["reporter"], "林小禾");
}

#[test]
fn nobody_at_home_is_a_time_at_the_door_and_no_effective_visit() {
    let pc = desk();
    let id = person(&pc, json!({}));
    assert_eq!(visit(&pc, &id, json!({}))["effective"], true);
    assert_eq!(visit(&pc, &id, json!({ "result": "not_home" }))["effective"], false);
    assert_eq!(visit(&pc, &id, json!({ "result": "family_answered", "contact_mode": "phone" }))["effective"], true);
    pc.call("visits.save", json!({ "fields": { "recipient": id, "date": "2026-11-23" }, "provisional": true }));
    let counts = pc.call("visits.month", json!({ "month": "2026-11" }))["counts"].clone();
    assert_eq!(counts, json!({ "visits": 3, "effective": 2, "doors": 2, "people": 1, "provisional": 1 }));
    assert_eq!(home(&pc)["month"]["visits"], counts);
}

#[test]
fn outside_the_catalogue_a_visit_is_kept_and_counts_only_with_an_approval() {
    let pc = desk();
    let id = person(&pc, json!({}));
    let own = visit(&pc, &id, json!({ "service_item": "健身课" }));
    assert_eq!((&own["counts"], &own["record"]["provisional"]), (&json!(false), &json!(false)));
    assert!(own["findings"].as_array().unwrap().iter().any(|one| one["field"] == "approval_no"));
    assert_eq!(
        visit(&pc, &id, json!({ "service_item": "健身课", "approval_no": "湘民函〔2026〕1号" }))["counts"],
        true
    );
    assert_eq!(visit(&pc, &id, json!({ "service_item": "A201" }))["counts"], false, "an item of another area");
}

#[test]
fn a_visit_without_an_area_can_only_be_kept_provisionally() {
    let pc = desk();
    let id = person(&pc, json!({}));
    let refused = pc.refused("visits.save", json!({ "fields": visit_fields(&id, json!({ "area": null })) }));
    assert_eq!((refused.code, refused.fields[0].field.as_str()), (ErrorCode::Invalid, "area"));
    let kept =
        pc.call("visits.save", json!({ "fields": visit_fields(&id, json!({ "area": null })), "provisional": true }));
    let record = &kept["record"];
    assert_eq!(record["provisional"], true);
    assert_eq!(home(&pc)["provisional"][0], json!({ "value": "visit", "label": "走访记录", "count": 1 }));
    let done =
        pc.call("visits.save", json!({ "id": record["id"], "fields": { "area": "A4" }, "seen": record["refs"] }));
    assert_eq!((&done["record"]["provisional"], &done["effective"]), (&json!(false), &json!(true)));
}

#[test]
fn nobody_at_home_is_saved_without_area_and_item_and_keeps_none() {
    let pc = desk();
    let id = person(&pc, json!({}));
    for result in ["not_home", "refused", "not_residing", "moved", "deceased"] {
        let bare = json!({ "result": result, "area": null, "service_item": null });
        let saved = visit(&pc, &id, bare);
        assert_eq!((&saved["record"]["provisional"], &saved["effective"]), (&json!(false), &json!(false)), "{result}");
        assert_eq!(saved["findings"], json!([]), "nothing is asked and nothing is warned: {result}");
        // What the form had filled in beforehand does not stay behind either.
        let filled = visit(&pc, &id, json!({ "result": result, "next_date": "2026-12-23" }));
        let kept = &filled["record"]["fields"];
        assert_eq!((&kept["area"], &kept["service_item"]), (&Value::Null, &Value::Null), "{result}");
        let gone = matches!(result, "moved" | "deceased");
        assert_eq!(kept["next_date"].is_null(), gone, "{result}");
    }
    let month = pc.call("reports.preview", json!({ "month": "2026-11" }));
    assert!(!month.to_string().contains("visit.uncounted"), "a closed door is no service outside the catalogue");
    // It was met after all: the area is asked again.
    let shut = visit(&pc, &id, json!({ "result": "not_home" }))["record"].clone();
    let refused =
        pc.refused("visits.save", json!({ "id": shut["id"], "fields": { "result": "met" }, "seen": shut["refs"] }));
    assert_eq!(refused.fields[0].field, "area");
}

#[test]
fn a_first_visit_of_anybody_begins_with_area_and_item_and_is_saved_as_it_stands() {
    let pc = desk();
    for (birth, area, item) in [
        (json!("1980-05-01"), "A1", "A101"),
        (Value::Null, "A1", "A101"),
        (json!("2018-05-01"), "A2", "A201"),
        (json!("1952-03-15"), "A4", "A401"),
    ] {
        pc.minutes_pass(1);
        let id = person(&pc, json!({ "birth_date": birth }));
        let form = pc.call("visits.defaults", json!({ "recipient": id }))["fields"].clone();
        assert_eq!((&form["area"], &form["service_item"]), (&json!(area), &json!(item)), "{birth}");
        let mut typed = form;
        typed["result"] = json!("met");
        let saved = pc.call("visits.save", json!({ "fields": typed }));
        assert_eq!((&saved["record"]["provisional"], &saved["counts"]), (&json!(false), &json!(true)), "{birth}");
    }
}

#[test]
fn the_form_begins_with_what_is_known() {
    let pc = desk();
    let answer = pc.call("recipients.register", json!({
        "recipient": { "name": "李秀英", "sex": "2", "village": "新河村", "group_no": "3组", "birth_date": "1940-01-01" },
        "categories": [{ "category": "elderly_living_alone", "start_date": "2025-01-01" }],
        "household": { "choice": "new", "fields": {} },
    }));
    let id = answer["recipient"]["id"].as_str().unwrap();
    let form = pc.call("visits.defaults", json!({ "recipient": id }));
    let fields = &form["fields"];
    assert_eq!(
        (&fields["date"], &fields["place"], &fields["contact_mode"]),
        (&json!("2026-11-23"), &json!("新河村3组"), &json!("home"))
    );
    assert_eq!(
        (&fields["visit_type"], &fields["area"], &fields["household"]),
        (&json!("care_visit"), &json!("A4"), &answer["household"])
    );
    assert_eq!(
        (&fields["next_date"], &form["labels"]["visitor_staff"]),
        (&json!("2026-11-30"), &json!("林小禾")),
        "over eighty and alone: weekly"
    );
    assert!(form["next_date_reason"].as_str().unwrap().contains("每周"));
    visit(&pc, id, json!({ "contact_mode": "phone", "service_item": "A411", "action_taken": "下次带药" }));
    let form = pc.call("visits.defaults", json!({ "recipient": id }));
    assert_eq!(
        (&form["fields"]["contact_mode"], &form["fields"]["service_item"]),
        (&json!("phone"), &json!("A411")),
        "the last choice is remembered"
    );
    assert_eq!((&form["last_visit"], &form["last_action"]), (&json!("2026-11-23"), &json!("下次带药")));
}

#[test]
fn the_month_lists_days_and_who_has_not_been_visited() {
    let pc = desk();
    let (seen, waiting) = (person(&pc, json!({})), person(&pc, json!({ "name": "等着的" })));
    for id in [&seen, &waiting] {
        paper(&pc, "recipient_category", json!({ "recipient": id, "category": "tekun", "start_date": "2025-01-01" }));
    }
    person(&pc, json!({ "name": "不必每月" }));
    visit(&pc, &seen, json!({ "date": "2026-11-05" }));
    visit(&pc, &waiting, json!({ "date": "2026-11-06", "result": "refused" }));
    let month = pc.call("visits.month", json!({}));
    let days: Vec<_> = month["days"].as_array().unwrap().iter().map(|day| day["date"].as_str().unwrap()).collect();
    assert_eq!(days, ["2026-11-06", "2026-11-05"]);
    assert_eq!(
        (&month["not_visited_total"], &month["not_visited"][0]["person"]["name"]),
        (&json!(1), &json!("等着的"))
    );
    assert_eq!(month["not_visited"][0]["attempts"], 1);
}

#[test]
fn the_risk_seen_at_the_newest_visit_is_the_persons_risk() {
    let pc = desk();
    let id = person(&pc, json!({}));
    visit(&pc, &id, json!({ "date": "2026-11-20", "risk_level": "yellow" }));
    visit(&pc, &id, json!({ "date": "2026-11-01", "risk_level": "green" }));
    assert_eq!(pc.call("recipients.list", json!({}))["rows"][0]["risk"], "yellow");
}
