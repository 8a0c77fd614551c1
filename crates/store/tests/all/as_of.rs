//! Records as they stood at places of the logs: whatever is asked is answered as it was then, by the same questions, and nothing is written.

use serde_json::{Value, json};
use store::{AsOf, Places, Query, Store, Test};

use crate::county::*;

fn places(store: &Store) -> Places {
    store.heads().expect("heads").into_iter().map(|(log, _, seq, _)| (log, seq)).collect()
}

fn since(store: &Store, places: &Places) -> AsOf {
    store.touched_since(places, Some(STATION)).expect("touched")
}

fn visit(n: u64, date: &str, mode: &str) -> Value {
    json!({ "recipient": id(100 + n), "date": date, "contact_mode": mode })
}

fn ids(store: &Store, query: &Query, as_of: &AsOf) -> Vec<String> {
    store.list_as_of(query, as_of).expect("rows").into_iter().map(|row| row.id).collect()
}

#[test]
fn every_question_is_answered_as_it_would_have_been_then() {
    let county = County::with(&["a"]);
    let store = county.create("a");
    for n in 0..6 {
        edit(&store, "visit", &id(n), visit(n, &format!("2026-11-{:02}", n + 1), "home"), NOW + n);
    }
    let then = places(&store);
    let by_date = Query::of("visit").by("date", true);
    let questions = [
        by_date.clone(),
        by_date.clone().and("date", Test::AtLeast, "2026-11-03").and("date", Test::AtMost, "2026-11-05"),
        by_date.clone().and("contact_mode", Test::Eq, "home"),
        by_date.clone().and("contact_mode", Test::Ne, "home"),
        by_date.clone().and("contact_mode", Test::In, json!(["phone"])),
        by_date.clone().and("contact_mode", Test::NotIn, json!(["phone"])),
        by_date.clone().and("next_date", Test::IsNull, Value::Null),
        by_date.clone().and("next_date", Test::NoneOrMore, "2026-12-01"),
        by_date.clone().and("recipient", Test::Contains, "0"),
        Query { limit: Some(2), offset: 1, ..by_date.clone() },
        Query { deleted: true, ..by_date.clone() },
        Query { provisional: Some(false), ..by_date },
    ];
    let listed = |query: &Query| store.list(query).expect("rows").into_iter().map(|row| row.id).collect::<Vec<_>>();
    let before: Vec<Vec<String>> = questions.iter().map(listed).collect();
    let row = store.row("visit", &id(1)).expect("a row");
    edit(
        &store,
        "visit",
        &id(1),
        json!({ "contact_mode": "phone", "date": "2026-12-09", "next_date": "2026-12-20" }),
        NOW + 50,
    );
    edit(&store, "visit", &id(2), json!({ "deleted_reason": "录重了" }), NOW + 51);
    edit(&store, "visit", &id(3), json!({ "provisional": true }), NOW + 52);
    edit(&store, "visit", &id(9), visit(9, "2026-11-04", "home"), NOW + 53);
    let as_of = since(&store, &then);
    for (query, was) in questions.iter().zip(before) {
        assert_eq!(ids(&store, query, &as_of), was, "{query:?}");
    }
    let touched = as_of.of("visit", &id(1)).expect("touched");
    assert_eq!(touched.before.as_ref().map(|one| &one.fields), row.as_ref().map(|one| &one.fields));
    assert!(as_of.of("visit", &id(9)).is_some_and(|one| one.before.is_none() && one.first_ms == NOW + 53));
    let columns = store.columns_as_of(&Query::of("visit").and("id", Test::Eq, id(1)), &["date"], &as_of);
    assert_eq!(columns.expect("columns"), [[json!("2026-11-02")]]);
    assert!(since(&store, &places(&store)).is_empty(), "nothing since now");
}

#[test]
fn what_comes_from_another_pc_later_was_not_there_then() {
    let county = County::with(&["a", "b"]);
    let (one, two) = (county.create("a"), county.create("b"));
    edit(&two, "visit", &id(1), visit(1, "2026-11-01", "home"), NOW);
    edit(&one, "visit", &id(2), visit(2, "2026-11-02", "home"), NOW + 10);
    let then = places(&one);
    for bundle in two.export_all(&changelog::Audience::Station(STATION.into())).expect("bundles") {
        one.import(&bundle, store::Route::Stick).expect("taken in");
    }
    let as_of = since(&one, &then);
    assert_eq!(ids(&one, &Query::of("visit"), &as_of), [id(2)]);
    assert!(as_of.of("visit", &id(1)).is_some_and(|touched| touched.first_ms == NOW), "written before, come since");
    let of_other = one.touched_since(&then, Some(OTHER_STATION)).expect("touched");
    assert!(of_other.is_empty(), "only the logs of the station that is asked");
}

#[test]
fn one_field_alone_can_be_put_back() {
    let county = County::with(&["a"]);
    let store = county.create("a");
    edit(&store, "recipient", &id(1), person("张三", "新河村"), NOW);
    let then = places(&store);
    edit(&store, "recipient", &id(1), json!({ "village": "石桥村", "merged_into": id(2) }), NOW + 10);
    let now = store.row("recipient", &id(1)).expect("a row").expect("there");
    let apart = since(&store, &then).only("recipient", |_, _| {
        let mut row = now.clone();
        row.fields.remove("merged_into");
        Some(row)
    });
    let rows = store.list_as_of(&Query::of("recipient").and("merged_into", Test::IsNull, Value::Null), &apart);
    assert_eq!(rows.expect("rows")[0].fields["village"], "石桥村");
}
