//! Bad input, typed wrong, too long, too odd: a clear message at the field, and nothing is lost.

use app::ErrorCode;
use serde_json::json;

use crate::fixture::{MAN_1990, desk, person, registered, visit, visit_fields};

#[test]
fn ten_thousand_characters_emoji_and_rare_characters_are_kept() {
    let pc = desk();
    let id = person(&pc, json!({ "name": "䶮㑇𠮷" }));
    let long: String = "访谈记录👵🏽".chars().cycle().take(10_000).collect();
    let saved = visit(&pc, &id, json!({ "observation_text": long }));
    assert_eq!(saved["record"]["fields"]["observation_text"], long);
    for text in ["䶮㑇𠮷", "𠮷", "㑇"] {
        let found = pc.call("search.find", json!({ "text": text, "kinds": ["recipient"] }));
        assert_eq!(found["found"][0]["title"], "䶮㑇𠮷", "{text}");
    }
}

#[test]
fn a_text_that_is_too_long_is_refused_at_its_field() {
    let pc = desk();
    let refused = pc.refused(
        "recipients.register",
        json!({ "recipient": { "name": "长".repeat(51), "sex": "1", "village": "新河村" } }),
    );
    assert_eq!((refused.code, refused.fields[0].field.as_str()), (ErrorCode::Invalid, "name"));
    assert!(refused.fields[0].message.contains("51"));
}

#[test]
fn full_width_digits_make_an_id_number_that_fills_sex_and_birth() {
    let pc = desk();
    let typed = "４３０１２１ １９９００１０１ ００３１";
    let check =
        pc.call("records.check", json!({ "kind": "recipient", "fields": { "name": "张三", "id_number": typed } }));
    assert_eq!(check["fields"]["id_number"], MAN_1990);
    assert_eq!(
        (&check["derived"]["sex"], &check["derived"]["birth_date"], &check["age"]),
        (&json!("1"), &json!("1990-01-01"), &json!(36))
    );
    assert!(check["note"].as_str().unwrap().starts_with("男，1990-01-01 生，36 周岁"));
    let saved = pc.call(
        "recipients.register",
        json!({ "recipient": { "name": "张三", "village": "新河村", "id_number": typed } }),
    );
    assert_eq!(saved["recipient"]["fields"]["sex"], "1");
    assert_eq!(saved["recipient"]["fields"]["birth_date"], "1990-01-01");
}

#[test]
fn a_wrong_id_number_warns_and_is_kept() {
    let pc = desk();
    let saved = registered(&pc, json!({ "id_number": "430121199001010032" }));
    let warnings = saved["findings"].as_array().unwrap();
    assert!(warnings.iter().any(|one| one["field"] == "id_number" && one["level"] == "warning"), "{warnings:?}");
    let full = pc.call("records.reveal", json!({ "kind": "recipient", "id": saved["recipient"]["id"] }));
    assert_eq!(full["fields"]["id_number"], "430121199001010032");
}

#[test]
fn dates_of_1900_and_2090_are_read_and_others_named_at_the_field() {
    let pc = desk();
    let old = registered(&pc, json!({ "birth_date": "1900.1.1" }));
    assert_eq!(old["recipient"]["fields"]["birth_date"], "1900-01-01");
    let late = registered(&pc, json!({ "name": "后来", "birth_date": "20900101" }));
    assert_eq!(late["recipient"]["fields"]["birth_date"], "2090-01-01");
    let warned = late["findings"].as_array().unwrap().iter().any(|one| one["field"] == "birth_date");
    assert!(warned, "a birth after today is worth a look");
    for typed in ["2025-02-30", "1850-01-01", "九月"] {
        let refused = pc.refused(
            "recipients.register",
            json!({ "recipient": { "name": "甲", "sex": "1", "village": "乙", "birth_date": typed } }),
        );
        assert_eq!(refused.fields[0].field, "birth_date", "{typed}");
    }
}

#[test]
fn unknown_fields_wrong_codes_and_wrong_types_are_named_at_the_field() {
    let pc = desk();
    let id = person(&pc, json!({}));
    for (field, value) in [
        ("magic", json!(1)),
        ("result", json!("asleep")),
        ("observations", json!("normal")),
        ("date", json!(5)),
        ("needs", json!(["77"])),
    ] {
        let refused = pc.refused("visits.save", json!({ "fields": visit_fields(&id, json!({ field: value })) }));
        assert_eq!((refused.code, refused.fields[0].field.as_str()), (ErrorCode::Invalid, field));
        assert!(!refused.detail.contains("李秀英"), "no personal data in errors");
    }
    assert_eq!(pc.call("records.list", json!({ "kind": "visit" }))["total"], 0);
}

#[test]
fn an_unknown_kind_or_record_is_refused_in_words() {
    let pc = desk();
    assert_eq!(pc.refused("records.get", json!({ "kind": "spell", "id": "1" })).code, ErrorCode::BadRequest);
    assert_eq!(pc.refused("records.get", json!({ "kind": "visit", "id": "1" })).code, ErrorCode::NotFound);
    assert_eq!(
        pc.refused("visits.save", json!({ "fields": visit_fields("nobody", json!({})) })).code,
        ErrorCode::NotFound
    );
    assert_eq!(pc.refused("records.save", json!({ "kind": "visit", "fields": {} })).code, ErrorCode::BadRequest);
}
