//! 依法删除 at the county: who may, what hinders it, what goes and what stays.

use app::ErrorCode;
use changelog::Audience;
use serde_json::{Value, json};
use store::{Query, Route};

use crate::fixture::{child, lead, person, visit};
use crate::pcs::{PASS, Pc};

const STATION: &str = "43018111001";

fn hand_over(from: &Pc, to: &Pc) {
    for bundle in from.app.open_store().unwrap().export_all(&Audience::Station(STATION.to_owned())).unwrap() {
        to.app.open_store().unwrap().import(&bundle, Route::Stick).unwrap();
    }
}

fn order(recipient: &str, over: Value) -> Value {
    let usual = json!({
        "recipient": recipient, "name": "李秀英", "reason": "本人 11 月 20 日书面申请，已撤回同意", "passphrase": PASS,
    });
    crate::fixture::with(usual, over)
}

/// How many records of any kind are left that mention an id.
fn mentions(pc: &Pc, id: &str) -> usize {
    let store = pc.app.open_store().unwrap();
    let kinds = &domain::dictionary::dictionary().kinds;
    let all = kinds.iter().flat_map(|kind| store.list(&Query { deleted: true, ..Query::of(&kind.name) }).unwrap());
    all.filter(|row| row.id == id || row.fields.values().any(|value| value == id)).count()
}

#[test]
fn everything_about_the_person_goes_on_both_sides_and_everyone_else_stays() {
    let (county, pc) = Pc::county_and_station();
    let (goes, stays) = (person(&pc, json!({})), person(&pc, json!({ "name": "王建国", "sex": "1" })));
    visit(&pc, &goes, json!({}));
    let kept = visit(&pc, &stays, json!({}))["record"]["id"].clone();
    lead(&pc, &goes, json!({}));
    let consent = json!({ "recipient": goes, "date": "2026-11-20", "signer": "self", "scope": ["registration"] });
    pc.call("records.save", json!({ "kind": "consent", "fields": consent, "provisional": true }));
    pc.call("drafts.put", json!({ "key": "visit:new", "kind": "visit", "title": "新走访", "content": { "recipient": goes, "remark": "写到一半" } }));
    hand_over(&pc, &county);
    let remark = json!({ "target_kind": "recipient", "target": goes, "verdict": "comment", "text": "请补充李秀英的电话", "date": "2026-11-23" });
    county.call("records.save", json!({ "kind": "annotation", "fields": remark }));

    let preview = county.call("erasing.preview", json!({ "id": goes }));
    assert_eq!((&preview["name"], &preview["hindrance"]), (&json!("李秀英"), &Value::Null));
    let counts: Vec<(&str, u64)> = preview["records"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["value"].as_str().unwrap(), one["count"].as_u64().unwrap()))
        .collect();
    for wanted in [("recipient", 1), ("visit", 1), ("case", 1), ("consent", 1), ("annotation", 1)] {
        assert!(counts.contains(&wanted), "{wanted:?} in {counts:?}");
    }
    let all: u64 = counts.iter().map(|(_, count)| count).sum();
    assert_eq!(county.call("erasing.erase", order(&goes, json!({})))["records"], json!(all));

    hand_over(&county, &pc);
    for side in [&county, &pc] {
        assert_eq!(mentions(side, &goes), 0);
        let found = side.call("search.find", json!({ "text": "李秀英" }));
        assert!(!found.to_string().contains(&goes), "{found}");
        assert_eq!(side.refused("recipients.overview", json!({ "id": goes })).code, ErrorCode::NotFound);
        let history = side.call("records.history", json!({ "kind": "recipient", "id": goes })).to_string();
        assert!(history.contains("erased") && !history.contains("李秀英"), "{history}");
        assert_eq!(side.call("records.get", json!({ "kind": "visit", "id": kept }))["id"], kept);
        assert_eq!(mentions(side, &stays), 2);
    }
    assert_eq!(pc.call("drafts.list", json!({}))["drafts"], json!([]), "what was half typed about her is gone");
    assert_eq!(
        county.app.open_store().unwrap().state_hash_of(&Audience::Station(STATION.into())).unwrap(),
        pc.app.open_store().unwrap().state_hash_of(&Audience::Station(STATION.into())).unwrap()
    );
}

#[test]
fn only_the_county_may_and_only_with_name_reason_and_passphrase() {
    let (county, pc) = Pc::county_and_station();
    let id = person(&pc, json!({ "phone": "19900000001" }));
    hand_over(&pc, &county);
    assert_eq!(pc.refused("erasing.preview", json!({ "id": id })).code, ErrorCode::NotAllowed);
    assert_eq!(pc.refused("erasing.erase", order(&id, json!({}))).code, ErrorCode::NotAllowed);
    for (wrong, field) in [
        (json!({ "name": "李秀" }), "name"),
        (json!({ "reason": "" }), "reason"),
        (json!({ "reason": "本人申请" }), "reason"),
        (json!({ "reason": "李秀英本人书面申请删除" }), "reason"),
        (json!({ "reason": "本人来电 19900000001 申请" }), "reason"),
        (json!({ "reason": "申".repeat(301) }), "reason"),
    ] {
        let refused = county.refused("erasing.erase", order(&id, wrong));
        assert_eq!((refused.code, refused.fields[0].field.as_str()), (ErrorCode::Invalid, field));
    }
    let refused = county.refused("erasing.erase", order(&id, json!({ "passphrase": "不是这个口令呀" })));
    assert_eq!(refused.code, ErrorCode::WrongPassphrase);
    assert_eq!(
        county.call("recipients.overview", json!({ "id": id }))["brief"]["name"],
        "李秀英",
        "she is still there"
    );
}

#[test]
fn harm_to_a_minor_that_is_not_reported_yet_hinders_it() {
    let (county, pc) = Pc::county_and_station();
    let id = child(&pc);
    visit(&pc, &id, json!({ "harm_signs": ["alone"] }));
    hand_over(&pc, &county);
    assert!(county.call("erasing.preview", json!({ "id": id }))["hindrance"].as_str().unwrap().contains("强制报告"));
    let refused = county.refused("erasing.erase", order(&id, json!({ "name": "周明明" })));
    assert_eq!(refused.code, ErrorCode::NotAllowed);
    assert!(county.app.open_store().unwrap().row("recipient", &id).unwrap().is_some());
}
