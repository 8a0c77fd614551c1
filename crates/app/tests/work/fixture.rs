//! A station with people in it. Names and numbers are made up; the ID numbers are the ones of the domain
//! handbook.

use serde_json::{Value, json};

use crate::pcs::{PASS, Pc};

/// A man of 36, valid.
pub const MAN_1990: &str = "430121199001010031";
/// A woman of 74 with a former division code, valid.
pub const WOMAN_1952: &str = "433001195203154029";

/// A PC of a station whose supervisor is unlocked, and the county's PC.
pub fn station() -> (Pc, Pc) {
    let county = Pc::county("浏阳市", "430181");
    county.register("430181110");
    let (file, code) = county.join_file("43018111001");
    let pc = Pc::joined(&file, &code, "林小禾", "supervisor");
    (pc, county)
}

/// Only the station's PC.
pub fn desk() -> Pc {
    station().0
}

/// Registers someone with these fields over the usual ones; gives the answer.
pub fn registered(pc: &Pc, fields: Value) -> Value {
    pc.call(
        "recipients.register",
        json!({ "recipient": with(json!({ "name": "李秀英", "sex": "2", "village": "新河村" }), fields) }),
    )
}

/// The same, only the id.
pub fn person(pc: &Pc, fields: Value) -> String {
    registered(pc, fields)["recipient"]["id"].as_str().unwrap().to_owned()
}

/// A child of eight.
pub fn child(pc: &Pc) -> String {
    person(pc, json!({ "name": "周明明", "sex": "1", "birth_date": "2018-05-01" }))
}

/// A finished visit with these fields over the usual ones.
pub fn visit(pc: &Pc, recipient: &str, fields: Value) -> Value {
    pc.call("visits.save", json!({ "fields": visit_fields(recipient, fields) }))
}

/// Its fields.
pub fn visit_fields(recipient: &str, fields: Value) -> Value {
    let usual = json!({
        "recipient": recipient, "date": "2026-11-23", "contact_mode": "home", "visit_type": "home_visit", "result": "met",
        "area": "A4", "service_item": "A401",
    });
    with(usual, fields)
}

/// A lead for someone.
pub fn lead(pc: &Pc, recipient: &str, fields: Value) -> Value {
    let usual = json!({ "source": "village", "informant": "村主任", "reason": "独居无人照料" });
    pc.call("cases.open", json!({ "recipient": recipient, "fields": with(usual, fields) }))["case"].clone()
}

/// A paper saved as final.
pub fn paper(pc: &Pc, kind: &str, fields: Value) -> Value {
    pc.call("records.save", json!({ "kind": kind, "fields": fields }))["record"].clone()
}

/// Days later, unlocked again by the same person.
pub fn days_pass(pc: &Pc, days: u64) {
    pc.minutes_pass(days * 24 * 60);
    pc.call("session.unlock", json!({ "staff": pc.me(), "passphrase": PASS }));
}

/// One object over another.
pub fn with(mut base: Value, over: Value) -> Value {
    base.as_object_mut().unwrap().extend(over.as_object().unwrap().clone());
    base
}
