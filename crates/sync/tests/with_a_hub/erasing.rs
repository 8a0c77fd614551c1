//! Erasing over the hub: the station loses it, the hub lets the old bundle go, and nothing brings it back.

use std::sync::Arc;

use changelog::Audience;
use store::Store;

use crate::county::{County, HILL, NOW, name_of, register, run, went};

/// The county erases a record.
fn erase(county: &County, record: &str) {
    let records = [("recipient".to_owned(), record.to_owned())];
    let audience = Audience::Station(HILL.into());
    county.office.erase(audience, "officer", NOW, &records, &Default::default()).unwrap();
}

fn state(store: &Store) -> String {
    store.state_hash_of(&Audience::Station(HILL.into())).unwrap()
}

/// Files of bundles at the hub.
fn bundles_at(county: &County) -> usize {
    let shelves = std::fs::read_dir(county.hub_folder().join("bundles")).unwrap();
    shelves.flat_map(|shelf| std::fs::read_dir(shelf.unwrap().path()).unwrap()).count()
}

/// Two PCs, the county, and two people whom all of them know.
fn known_to_all() -> (County, Arc<Store>, Arc<Store>, String, String) {
    let mut county = County::open();
    let (first, second) = (county.pc("first", HILL, "A"), county.pc("second", HILL, "B"));
    county.office_run();
    let (goes, stays) = (register(&first, HILL, "不可留名"), register(&first, HILL, "李四"));
    went(run(&first));
    went(run(&second));
    county.office_run();
    (county, first, second, goes, stays)
}

#[test]
fn the_stations_lose_it_the_hub_lets_the_old_bundle_go_and_a_new_pc_never_gets_it() {
    let (mut county, first, second, goes, stays) = known_to_all();
    erase(&county, &goes);
    assert_eq!(bundles_at(&county), 1);
    county.office_run();
    assert_eq!(bundles_at(&county), 2, "the order, and the old bundle sealed again in place of itself");
    for store in [&first, &second] {
        went(run(store));
        assert_eq!((name_of(store, &goes), name_of(store, &stays).as_deref()), (None, Some("李四")));
        assert!(store.outbox().unwrap().iter().all(|item| item.receipt), "nothing of it waits to be sent again");
    }
    let before = bundles_at(&county);
    county.office_run();
    went(run(&first));
    assert_eq!(bundles_at(&county), before, "it is told once");

    let third = county.pc("third", HILL, "C");
    county.office_run();
    let outcome = went(run(&third));
    assert!(outcome.pulled > 0);
    assert!(third.missing().unwrap().is_empty(), "nothing of the chain is missing");
    assert_eq!((name_of(&third, &goes), name_of(&third, &stays).as_deref()), (None, Some("李四")));
    for store in [&second, &third, &county.office] {
        assert_eq!(state(store), state(&first));
    }
}

#[test]
fn a_second_erasure_in_the_same_bundle_replaces_the_replacement() {
    let (county, first, second, one, two) = known_to_all();
    for gone in [&one, &two] {
        erase(&county, gone);
        county.office_run();
        went(run(&first));
        went(run(&second));
        assert_eq!((name_of(&first, gone), name_of(&second, gone)), (None, None));
    }
    assert_eq!(bundles_at(&county), 3, "two orders and one clean copy");
}

#[test]
fn a_backup_from_before_brings_nothing_back_to_the_hub_or_to_anyone() {
    let (county, first, second, goes, stays) = known_to_all();
    let backup = county.folder.path().join("backup");
    first.backup(&backup, NOW).unwrap();
    erase(&county, &goes);
    county.office_run();
    went(run(&first));
    drop(first);
    let key = crate::county::key_of("first");
    let restored = store::restore(&backup, &county.folder.path().join("restored"), &key, NOW).unwrap();
    assert_eq!(name_of(&restored, &goes).as_deref(), Some("不可留名"), "the backup still has it");
    let late = register(&restored, HILL, "王五");
    run(&restored);
    assert_eq!(name_of(&restored, &goes), None, "until the first run");
    went(run(&restored));
    county.office_run();
    went(run(&second));
    for store in [&restored, &second, &county.office] {
        assert_eq!((name_of(store, &goes), name_of(store, &stays).as_deref()), (None, Some("李四")));
        assert_eq!(name_of(store, &late).as_deref(), Some("王五"), "what was written afterwards arrives");
        assert_eq!(state(store), state(&second));
    }
}

#[test]
fn a_hub_set_up_anew_is_filled_without_it() {
    let (mut county, first, second, goes, stays) = known_to_all();
    erase(&county, &goes);
    county.office_run();
    went(run(&first));
    county.new_hub();
    county.office_run();
    // The first run learns of the new hub, the second fills it.
    for store in [&first, &second, &first, &second] {
        went(run(store));
    }
    county.office_run();
    let new = county.pc("new", HILL, "C");
    county.office_run();
    went(run(&new));
    assert!(new.missing().unwrap().is_empty());
    assert_eq!((name_of(&new, &goes), name_of(&new, &stays).as_deref()), (None, Some("李四")));
    assert_eq!(state(&new), state(&county.office));
}
