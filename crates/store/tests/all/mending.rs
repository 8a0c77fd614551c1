//! Mending: rows from the log, the log from whoever has it. Nothing damaged is written over what is sound.

use serde_json::json;
use store::{Route, Store};

use crate::county::*;
use crate::opening::raw_connection;

#[test]
fn a_row_that_is_not_what_the_log_says_is_written_again() {
    let county = County::with(&["a"]);
    let store = county.create("a");
    edit(&store, "recipient", &id(1), person("张三", "新河村"), NOW);
    let wanted = store.state_hash().expect("a hash");
    drop(store);
    raw_connection(&county, "a").execute("UPDATE recipients SET village = '别处'", []).expect("damage");
    let store = county.open("a");
    assert_eq!(store.check().expect("a report").findings.len(), 1);
    assert_eq!(store.state_hash().expect("a hash"), wanted);
    assert!(store.check().expect("a report").findings.is_empty());
}

#[test]
fn a_damaged_change_is_mended_by_the_file_that_holds_it_and_until_then_spreads_nowhere() {
    let county = County::with(&["a", "county"]);
    let (store, office) = (county.create("a"), county.create("county"));
    for n in 0..5 {
        edit(&store, "recipient", &id(n), person("张三", "新河村"), NOW + n);
    }
    let sent = bundles(&store);
    sent.iter().for_each(|bytes| drop(office.import(bytes, Route::Stick).expect("an import")));
    store.accept_checkpoint(&office.make_checkpoint(NOW + 10).expect("a checkpoint")).expect("taken");
    let wanted = store.state_hash().expect("a hash");
    drop(store);
    for damage in [
        "payload = replace(payload, '新河村', '新河邨')",
        "header = replace(header, 'staff-1', 'staff-2')",
        "header = '{'",
    ] {
        raw_connection(&county, "a")
            .execute(&format!("UPDATE changes SET {damage} WHERE seq = 3"), [])
            .expect("damage");
        let store = county.open("a");
        assert!(!store.check().expect("a report").findings.is_empty(), "{damage}");
        assert_eq!(store.damaged_segments().expect("a count"), 1);
        let losses = store.losses().expect("losses");
        assert!(losses.len() == 1 && losses[0].damaged && losses[0].at_county == losses[0].changes, "{losses:?}");
        assert_eq!(
            row(&store, "recipient", &id(1)).fields["village"],
            json!("新河村"),
            "the row, which is sound, stays"
        );
        let mended: u64 = office
            .export_for_station(&station(), STATION)
            .expect("an export")
            .iter()
            .map(|bytes| store.import(bytes, Route::Stick).expect("an import").mended)
            .sum();
        assert_eq!((mended, store.damaged_segments().expect("a count")), (1, 0), "{damage}");
        assert!(store.check().expect("a report").findings.is_empty());
        store.rebuild().expect("a rebuild");
        assert_eq!(store.state_hash().expect("a hash"), wanted);
        drop::<Store>(store);
    }
}

#[test]
fn a_station_that_has_a_new_key_still_reads_what_was_sealed_to_the_old_one() {
    let mut county = County::with(&["a", "b"]);
    let (a, b) = (county.create("a"), county.create("b"));
    edit(&a, "recipient", &id(1), person("张三", "新河村"), NOW);
    let before = bundles(&a);
    let key = changelog::Identity::generate();
    county.roster.number += 1;
    county.roster.stations[0].recipient = key.recipient().into();
    for store in [&a, &b] {
        store.set_station_identity(Some(STATION), &key.to_secret()).expect("the new key");
        store.accept_roster(&county.signed_roster()).expect("accepted");
    }
    edit(&a, "recipient", &id(2), person("李四", "新河村"), NOW + 1);
    for bytes in before.iter().chain(&bundles(&a)) {
        b.import(bytes, Route::Stick).expect("both are read");
    }
    assert_eq!(b.state_hash().expect("a hash"), a.state_hash().expect("a hash"));
}
