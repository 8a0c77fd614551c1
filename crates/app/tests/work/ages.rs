//! Ages: a birth date that lies ahead has no age anywhere, and a dead person's age stands still at the death.

use serde_json::{Value, json};

use crate::fixture::{desk, person, registered, visit};
use crate::pcs::Pc;

/// Born next year, as a slip of the finger says.
fn not_born(pc: &Pc) -> String {
    person(pc, json!({ "name": "笔误", "birth_date": "2027-01-01" }))
}

fn overview(pc: &Pc, id: &str) -> Value {
    pc.call("recipients.overview", json!({ "id": id }))
}

#[test]
fn a_birth_date_that_lies_ahead_has_no_age_and_makes_nobody_a_minor() {
    let pc = desk();
    let typed = json!({ "kind": "recipient", "fields": { "name": "笔误", "birth_date": "2027-01-01" } });
    let checked = pc.call("records.check", typed);
    let answers = ["age", "minor", "guardian_consents"].map(|field| checked[field].clone());
    assert_eq!(answers, [json!(null), json!(false), json!(false)]);

    let answer = registered(&pc, json!({ "name": "笔误", "birth_date": "2027-01-01" }));
    let about_consent = answer["findings"].as_array().unwrap().iter().find(|one| one["field"] == "consent").unwrap();
    assert!(!about_consent["message"].as_str().unwrap().contains("14"), "{about_consent}");
    let id = answer["recipient"]["id"].as_str().unwrap();
    let view = overview(&pc, id);
    assert_eq!(
        (&view["brief"]["age"], &view["brief"]["minor"], &view["guardian_consents"]),
        (&json!(null), &json!(false), &json!(false))
    );
    let consent = json!({ "recipient": id, "date": "2026-11-23", "signer": "self", "scope": ["service"] });
    let signed = pc.app.call("records.save", json!({ "kind": "consent", "fields": consent }));
    let young = |error: app::CommandError| error.fields.iter().any(|finding| finding.message.contains("14"));
    assert!(!signed.is_err_and(young), "nobody is taken for a child by a birth date that lies ahead");
    for filter in
        [json!({ "age_to": 17 }), json!({ "age_from": 0 }), json!({ "age_from": 60 }), json!({ "age_group": "minor" })]
    {
        assert_eq!(pc.call("recipients.list", filter.clone())["total"], 0, "{filter}");
    }
}

#[test]
fn r23_signs_of_harm_in_somebody_of_no_known_age_demand_a_report() {
    let pc = desk();
    let unknown = person(&pc, json!({ "name": "无出生日期" }));
    for id in [not_born(&pc), unknown] {
        let saved = visit(&pc, &id, json!({ "harm_signs": ["abuse"] }));
        let waits = saved["stays_provisional"].as_array().unwrap().len();
        assert_eq!((waits, saved["report"].is_object()), (1, true));
    }
    let grown = person(&pc, json!({ "name": "成年人", "birth_date": "1990-01-01" }));
    assert_eq!(visit(&pc, &grown, json!({ "harm_signs": ["abuse"] }))["stays_provisional"], json!([]));
}

#[test]
fn a_dead_persons_age_stands_still_everywhere() {
    let pc = desk();
    let house = json!({ "choice": "new", "fields": {} });
    let recipient = json!({ "name": "已故老人", "sex": "2", "village": "新河村", "birth_date": "1920-03-01", "file_created": "1998-01-01" });
    let answer = pc.call("recipients.register", json!({ "recipient": recipient, "household": house }));
    let id = answer["recipient"]["id"].as_str().unwrap().to_owned();
    pc.call("records.save", json!({ "kind": "recipient", "id": id, "fields": { "death_date": "1999-08-01" } }));
    assert_eq!(overview(&pc, &id)["brief"]["age"], 79);
    let list = |request: Value| pc.call("recipients.list", request);
    assert_eq!(list(json!({ "with_left": true }))["rows"][0]["age"], 79);
    assert_eq!(list(json!({ "with_left": true, "age_from": 80 }))["total"], 0, "filtered by the age that is shown");
    assert_eq!(list(json!({ "with_left": true, "age_from": 79, "age_to": 79 }))["total"], 1);
    let household = pc.call("households.get", json!({ "id": answer["household"] }));
    assert_eq!(household["members"][0]["age"], 79);
    let drawn = pc.call("genogram.get", json!({ "id": id })).to_string();
    assert!(!drawn.contains("106"), "{drawn}");
    let change = json!({ "kind": "recipient", "id": id, "fields": {} });
    assert_eq!(pc.call("records.check", change)["age"], 79);
}

#[test]
fn a_child_who_died_stays_one() {
    let pc = desk();
    let id = person(&pc, json!({ "name": "早夭", "birth_date": "1990-01-01", "file_created": "1996-01-01" }));
    pc.call("records.save", json!({ "kind": "recipient", "id": id, "fields": { "death_date": "1998-05-01" } }));
    let view = overview(&pc, &id);
    assert_eq!((&view["brief"]["age"], &view["brief"]["minor"]), (&json!(8), &json!(true)));
}
