//! Standard texts and phrases: the program's, and the county's in their place, at the fields of forms and in new records.

use changelog::Audience;
use serde_json::{Value, json};
use store::Route;

use crate::fixture::person;
use crate::pcs::Pc;

const STATION: &str = "43018111001";

fn texts(pc: &Pc, kind: &str, field: &str) -> Value {
    let places = pc.call("phrases.list", json!({}))["places"].clone();
    let place = places.as_array().unwrap().iter().find(|one| one["kind"] == kind && one["field"] == field).cloned();
    place.unwrap()["texts"].clone()
}

#[test]
fn an_agreement_begins_with_the_standard_texts_and_the_countys_own_stand_in_their_place() {
    let (county, pc) = Pc::county_and_station();
    let who = person(&pc, json!({}));
    let begin =
        || pc.call("records.begin", json!({ "kind": "recipient_agreement", "recipient": who }))["fields"].clone();
    let usual = begin();
    assert!(usual["secrecy_text"].as_str().unwrap().contains("未成年人受到或疑似受到侵害"));
    assert!(usual["rights"].as_str().unwrap().contains("可以随时提出意见"));
    assert_eq!(usual["content"], Value::Null, "a phrase is offered, not filled in");
    assert!(texts(&pc, "visit", "observation_text").as_array().unwrap().len() > 1);

    let own = |active: &str, text: &str| {
        let fields = json!({ "place": "recipient_agreement.secrecy_text", "text": text, "active": active });
        county.call("records.save", json!({ "kind": "phrase", "fields": fields }));
    };
    own("yes", "浏阳市统一的保密条款");
    own("no", "停用的条款");
    let store = county.app.open_store().unwrap();
    store.close_segments().unwrap();
    for bundle in store.export_for_station(&Audience::All, STATION).unwrap() {
        pc.app.open_store().unwrap().import(&bundle, Route::Stick).unwrap();
    }
    assert_eq!(texts(&pc, "recipient_agreement", "secrecy_text"), json!(["浏阳市统一的保密条款"]));
    assert_eq!(begin()["secrecy_text"], "浏阳市统一的保密条款");
    assert_eq!(begin()["rights"], usual["rights"], "other places keep the program's");
    let refused = pc.refused("records.save", json!({ "kind": "phrase", "fields": {} }));
    assert_eq!(refused.code, app::ErrorCode::NotAllowed, "a station does not write the county's");
}
