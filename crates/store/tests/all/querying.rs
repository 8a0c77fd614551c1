//! Lists and counts: filters, order, pages, and that no field name reaches SQL unasked.

use serde_json::json;
use store::{Query, StoreError, Test, Texts};

use crate::county::*;

#[test]
fn filters_orders_pages_and_counts() {
    let county = County::with(&["a"]);
    let store = county.create("a");
    for n in 0..20u64 {
        let mode = if n % 2 == 0 { "home" } else { "phone" };
        let fields = json!({"recipient": id(100), "date": format!("2026-11-{:02}", n + 1), "contact_mode": mode,
            "needs": if n < 5 { json!(["medical", "care"]) } else { json!(null) }, "provisional": n == 19});
        edit(&store, "visit", &id(n), fields, NOW + n);
    }
    let visits = Query::of("visit");
    let dates = |query: &Query| -> Vec<String> {
        store
            .list(query)
            .expect("rows")
            .iter()
            .map(|row| row.fields["date"].as_str().unwrap_or("").to_string())
            .collect()
    };
    let page =
        Query { limit: Some(3), offset: 1, ..visits.clone().and("contact_mode", Test::Eq, "home").by("date", true) };
    assert_eq!(dates(&page), ["2026-11-17", "2026-11-15", "2026-11-13"]);
    let between = visits.clone().and("date", Test::AtLeast, "2026-11-03").and("date", Test::Less, "2026-11-05");
    assert_eq!(store.count(&between).expect("a count"), 2);
    assert_eq!(store.count(&visits.clone().and("needs", Test::Contains, "care")).expect("a count"), 5);
    assert_eq!(store.count(&visits.clone().and("needs", Test::IsNull, json!(null))).expect("a count"), 15);
    assert_eq!(store.count(&visits.clone().and("id", Test::In, json!([id(1), id(2), id(99)]))).expect("a count"), 2);
    assert_eq!(store.count(&Query { provisional: Some(false), ..visits.clone() }).expect("a count"), 19);
    let by_mode = store.count_by(&visits, "contact_mode").expect("counts");
    assert_eq!(by_mode, [(json!("home"), 10), (json!("phone"), 10)]);
}

#[test]
fn values_of_a_field_come_once_each_and_of_records_that_answer() {
    let county = County::with(&["a"]);
    let store = county.create("a");
    let villages = ["新河村", "石桥村", "新河村", "南街社区", "新河村"];
    for (n, village) in villages.iter().enumerate() {
        edit(&store, "recipient", &id(n as u64), person("张三", village), NOW);
    }
    edit(&store, "recipient", &id(9), json!({"name": "没写"}), NOW);
    edit(&store, "recipient", &id(3), json!({"deleted_reason": "录重了"}), NOW + 1);
    let of = |query: &Query| store.values(query, "village").expect("values");
    assert_eq!(of(&Query::of("recipient")), [json!("新河村"), json!("石桥村")]);
    assert_eq!(of(&Query { deleted: true, ..Query::of("recipient") }).len(), 3);
    assert_eq!(of(&Query::of("recipient").and("village", Test::Ne, "新河村")), [json!("石桥村")]);
    assert!(of(&Query::of("recipient").and("name", Test::Eq, "李四")).is_empty());
    assert!(store.values(&Query::of("recipient"), "nope").is_err());
}

#[test]
fn a_bare_row_has_the_fields_and_nothing_of_where_it_has_travelled() {
    let county = County::with(&["a"]);
    let store = county.create("a");
    edit(&store, "recipient", &id(1), json!({"name": "张三", "village": "新河村", "unknown": "x"}), NOW);
    let whole = store.list(&Query::of("recipient")).expect("rows").remove(0);
    let bare = store.list(&Query::of("recipient").bare()).expect("rows").remove(0);
    assert_eq!(bare.fields, whole.fields);
    assert_eq!((&bare.id, &bare.station, bare.created_ms), (&whole.id, &whole.station, whole.created_ms));
    assert!(!whole.refs.is_empty() && bare.refs.is_empty() && !whole.extra.is_empty() && bare.extra.is_empty());
    let some = store.list(&Query::of("recipient").only(&["name"]).bare()).expect("rows").remove(0);
    assert_eq!((&some.station, some.created_ms, some.created_by.as_str()), (&whole.station, 0, ""));
    assert_eq!(serde_json::Value::Object(some.fields), json!({"name": "张三"}));
}

#[test]
fn texts_of_records_are_those_of_their_rows_and_empty_where_nothing_stands() {
    let county = County::with(&["a"]);
    let store = county.create("a");
    edit(&store, "recipient", &id(1), json!({"name": "张三", "village": "新河村"}), NOW);
    edit(&store, "recipient", &id(2), json!({"name": "李四"}), NOW);
    edit(&store, "recipient", &id(3), json!({"name": "王五", "deleted_reason": "录重了"}), NOW);
    let of = |query: &Query| {
        let mut seen = Vec::new();
        let see =
            |one: Texts<'_, 2>| seen.push((one.id.to_owned(), one.station.to_owned(), one.fields.map(str::to_owned)));
        store.texts(query, ["name", "village"], see).expect("texts");
        seen.sort();
        seen
    };
    let station = row(&store, "recipient", &id(1)).station;
    let text = |n: u64, name: &str, village: &str| (id(n), station.clone(), [name.to_owned(), village.to_owned()]);
    assert_eq!(of(&Query::of("recipient")), [text(1, "张三", "新河村"), text(2, "李四", "")]);
    assert_eq!(of(&Query::of("recipient").and("village", Test::IsNull, json!(null))), [text(2, "李四", "")]);
    assert!(store.texts(&Query::of("recipient"), ["nope"], |_| {}).is_err());
}

#[test]
fn a_field_that_the_dictionary_does_not_have_is_refused() {
    let county = County::with(&["a"]);
    let store = county.create("a");
    for name in ["nope", "date\" OR 1=1 --", "rowid", "extra"] {
        let asked = store.list(&Query::of("visit").and(name, Test::Eq, "x"));
        assert!(matches!(asked, Err(StoreError::Request(_))), "{name}");
        assert!(store.list(&Query::of("visit").by(name, false)).is_err(), "{name}");
        assert!(store.count_by(&Query::of("visit"), name).is_err(), "{name}");
    }
    assert!(store.list(&Query::of("visits; DROP TABLE visits")).is_err());
}
