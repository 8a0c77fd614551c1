//! Lists and counts: filters, order, pages, and that no field name reaches SQL unasked.

use serde_json::json;
use store::{Query, StoreError, Test};

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
