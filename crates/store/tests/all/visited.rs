//! Visits as they stand in somebody's row: the same on every replica and after a rebuild, in whatever order visits and person come,
//! go, move to another, disagree or are erased.

use changelog::{Audience, Op};
use serde_json::{Value, json};
use store::{Query, Route, Store, Write, visited};

use crate::county::*;

const WHO: u64 = 1;

/// Newest visit, its day, result and next date, and the last effective day.
fn standing(store: &Store, person: u64) -> Vec<Value> {
    const ALL: [&str; 5] =
        [visited::NEWEST, visited::NEWEST_DATE, visited::NEWEST_RESULT, visited::NEXT, visited::LAST];
    let asked = Query { deleted: true, ..Query::of("recipient") }.and("id", store::Test::Eq, id(person));
    store.columns(&asked, &ALL).expect("columns").pop().expect("the person")
}

fn visit(whom: u64, date: &str, result: &str, next: &str) -> Value {
    let next = if next.is_empty() { Value::Null } else { json!(next) };
    json!({"recipient": id(whom), "date": date, "result": result, "next_date": next})
}

fn rebuilt(store: &Store) {
    let before = store.state_hash().expect("a hash");
    store.rebuild().expect("rebuilt");
    assert_eq!(store.state_hash().expect("a hash"), before, "rebuild(log) == tables");
}

#[test]
fn the_newest_visit_and_the_last_effective_one_stand_in_the_persons_row() {
    let county = County::with(&["a"]);
    let store = county.create("a");
    let nothing = vec![Value::Null; 5];
    // A visit may be here before the person is.
    edit(&store, "visit", &id(10), visit(WHO, "2026-10-01", "met", "2026-11-01"), NOW);
    edit(&store, "recipient", &id(WHO), person("张三", "新河村"), NOW + 1);
    edit(&store, "recipient", &id(2), person("李四", "新河村"), NOW + 1);
    let first = vec![json!(id(10)), json!("2026-10-01"), json!("met"), json!("2026-11-01"), json!("2026-10-01")];
    assert_eq!((standing(&store, WHO), standing(&store, 2)), (first.clone(), nothing.clone()));
    // Nobody at home: the newest, but not the last effective one.
    edit(&store, "visit", &id(11), visit(WHO, "2026-11-02", "not_home", "2026-11-09"), NOW + 2);
    let tried = vec![json!(id(11)), json!("2026-11-02"), json!("not_home"), json!("2026-11-09"), json!("2026-10-01")];
    assert_eq!(standing(&store, WHO), tried);
    // An older one entered later changes nothing, nor does a 暂存 one the last effective day.
    edit(&store, "visit", &id(12), visit(WHO, "2026-09-01", "met", "2026-10-01"), NOW + 3);
    assert_eq!(standing(&store, WHO), tried);
    let mut begun = visit(WHO, "2026-11-03", "met", "");
    begun["provisional"] = json!(true);
    edit(&store, "visit", &id(13), begun, NOW + 4);
    let begun = vec![json!(id(13)), json!("2026-11-03"), json!("met"), Value::Null, json!("2026-10-01")];
    assert_eq!(standing(&store, WHO), begun);
    rebuilt(&store);
    // Deleted, moved to another person, and back.
    edit(&store, "visit", &id(13), json!({"deleted_reason": "记错了"}), NOW + 5);
    assert_eq!(standing(&store, WHO), tried);
    edit(&store, "visit", &id(11), json!({"recipient": id(2)}), NOW + 6);
    assert_eq!(standing(&store, WHO), first);
    assert_eq!(standing(&store, 2)[..2], [json!(id(11)), json!("2026-11-02")]);
    edit(&store, "visit", &id(10), json!({"deleted_reason": "记错了"}), NOW + 7);
    assert_eq!(standing(&store, WHO)[0], json!(id(12)));
    rebuilt(&store);
    assert!(store.check().expect("a check").findings.is_empty());
    let row = row(&store, "recipient", &id(WHO));
    assert!(!row.fields.keys().chain(row.extra.keys()).any(|name| name.contains("visit")), "no field of hers: {row:?}");
}

#[test]
fn two_pcs_and_the_county_say_the_same_of_visits_made_apart_in_conflict_or_erased() {
    let county = County::with(&["a", "b", "county"]);
    let (a, b, office) = (county.create("a"), county.create("b"), county.create("county"));
    edit(&a, "recipient", &id(WHO), person("张三", "新河村"), NOW);
    let mut all = bundles(&a);
    all.iter().for_each(|bytes| drop(b.import(bytes, Route::Stick).expect("an import")));
    edit(&a, "visit", &id(10), visit(WHO, "2026-11-05", "met", "2026-12-05"), NOW + 1);
    edit(&b, "visit", &id(11), visit(WHO, "2026-11-05", "refused", "2026-11-12"), NOW + 2);
    all.extend(bundles(&a).into_iter().chain(bundles(&b)));
    for store in [&a, &b] {
        all.iter().for_each(|bytes| drop(store.import(bytes, Route::Stick).expect("an import")));
    }
    // Both set another day for the first visit: the winner's stands in the person's row.
    edit(&a, "visit", &id(10), json!({"date": "2026-11-06"}), NOW + 3);
    edit(&b, "visit", &id(10), json!({"date": "2026-11-07"}), NOW + 4);
    all.extend(bundles(&a).into_iter().chain(bundles(&b)));
    let said = vec![json!(id(10)), json!("2026-11-07"), json!("met"), json!("2026-12-05"), json!("2026-11-07")];
    let hash = |store: &Store| store.state_hash_of(&station()).expect("a hash");
    for (store, backwards) in [(&a, false), (&b, true), (&office, true)] {
        let mut order: Vec<&Vec<u8>> = all.iter().collect();
        if backwards {
            order.reverse();
        }
        order.into_iter().for_each(|bytes| drop(store.import(bytes, Route::Stick).expect("an import")));
        assert_eq!((standing(store, WHO), hash(store)), (said.clone(), hash(&a)));
        rebuilt(store);
    }
    office.erase(station(), "officer", NOW + 5, &[("visit".into(), id(10))], &Default::default()).expect("erased");
    let order = bundles(&office);
    let left = [json!(id(11)), json!("2026-11-05"), json!("refused"), json!("2026-11-12"), Value::Null];
    for store in [&a, &b, &office] {
        order.iter().for_each(|bytes| drop(store.import(bytes, Route::Stick).expect("an import")));
        assert_eq!(standing(store, WHO), left);
        assert_eq!(hash(store), hash(&office));
        rebuilt(store);
    }
}

#[test]
fn another_station_says_nothing_of_whom_it_does_not_serve() {
    let county = County::with(&["a", "other", "county"]);
    let (a, other, office) = (county.create("a"), county.create("other"), county.create("county"));
    edit(&a, "recipient", &id(WHO), person("张三", "新河村"), NOW);
    edit(&a, "visit", &id(10), visit(WHO, "2026-11-05", "met", "2026-12-05"), NOW + 1);
    edit(&other, "visit", &id(11), visit(WHO, "2026-11-20", "met", "2027-11-20"), NOW + 2);
    for bytes in bundles(&a).into_iter().chain(bundles(&other)) {
        office.import(&bytes, Route::Stick).expect("an import");
    }
    assert_eq!(standing(&office, WHO)[0], json!(id(10)));
    let of = Audience::Station(STATION.into());
    assert_eq!(office.state_hash_of(&of).expect("a hash"), a.state_hash_of(&of).expect("a hash"));
}

#[test]
fn a_ledger_of_many_new_records_comes_in_as_it_was_written_with_their_conflicts_and_later_changes() {
    let county = County::with(&["a", "b", "county", "county2"]);
    let (a, b) = (county.create("a"), county.create("b"));
    let new = |number: u64| {
        let (kind, record, fields) = match number % 2 {
            0 => ("recipient", id(number), person(&format!("张{number}"), "新河村")),
            _ => ("visit", id(number), visit(number - 1, "2026-11-05", "met", "2026-12-05")),
        };
        Write { kind: kind.into(), record, op: Op::Set, fields: fields_of(fields), seen: Default::default() }
    };
    a.save(save_of(station(), NOW, (100..300).map(new).collect())).expect("saved");
    let mut all = bundles(&a);
    all.iter().for_each(|bytes| drop(b.import(bytes, Route::Stick).expect("an import")));
    edit(&a, "recipient", &id(100), json!({"phone": "1"}), NOW + 1);
    edit(&b, "recipient", &id(100), json!({"phone": "2"}), NOW + 2);
    edit(&b, "recipient", &id(102), json!({"name": "改名"}), NOW + 3);
    all.extend(bundles(&a).into_iter().chain(bundles(&b)));
    all.iter().for_each(|bytes| drop(a.import(bytes, Route::Stick).expect("an import")));
    // At once in one bundle, where the newest change may stand before the first, and bundle by bundle from the end.
    let (at_once, in_parts) = (county.create("county"), county.create("county2"));
    let whole = a.export_all(&station()).expect("a bundle");
    let taken: u64 = whole.iter().map(|bytes| at_once.import(bytes, Route::Stick).expect("an import").conflicts).sum();
    assert_eq!(taken, 1);
    all.iter().rev().for_each(|bytes| drop(in_parts.import(bytes, Route::Stick).expect("an import")));
    for office in [&at_once, &in_parts] {
        assert_eq!(office.state_hash_of(&station()).expect("a hash"), a.state_hash_of(&station()).expect("a hash"));
        assert_eq!(office.conflicts().expect("conflicts").len(), 1);
        assert_eq!(row(office, "recipient", &id(102)).fields["name"], "改名");
        assert_eq!(office.search("改名", &[], 5).expect("found").len(), 1);
        assert!(office.search("张102", &[], 5).expect("found").is_empty(), "the old name is gone from the search");
        rebuilt(office);
        assert!(office.check().expect("a check").findings.is_empty());
    }
}

fn fields_of(value: Value) -> changelog::Payload {
    fields(value)
}
