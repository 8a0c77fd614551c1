//! Salvage: the database has a page that cannot be read, and what was saved since the backup is nowhere else. Whatever can still be read of it
//! comes back with the restore, and what cannot is counted.

use std::fs;
use std::path::PathBuf;

use serde_json::json;
use store::{DATABASE, Draft, Route, Store, restore, verified_backups};

use crate::county::*;
use crate::opening::{copy_dir, raw_connection};

const BEFORE: u64 = 10;
const PEOPLE: u64 = 60;

/// A PC with a backup and much that came after it, and the pages on which its changes lie, in their order.
fn worked() -> (County, PathBuf, Vec<u64>) {
    let county = County::with(&["a", "b", "county"]);
    let (store, other) = (county.create("a"), county.create("b"));
    for n in 0..PEOPLE {
        if n == BEFORE {
            store.close_segments().expect("sealed");
            store.daily_backup(NOW).expect("a backup");
        }
        write(&store, n);
    }
    edit(&other, "recipient", &id(900), person("李四", "新河村"), NOW);
    bundles(&other).iter().for_each(|bytes| drop(store.import(bytes, Route::Stick).expect("an import")));
    // What came before is read and changed again: the later change names the earlier one.
    for n in [BEFORE + 1, PEOPLE / 2, PEOPLE - 1] {
        edit(&store, "recipient", &id(n), json!({"phone": "19900000001"}), NOW + PEOPLE + n);
    }
    let body = json!({"name": "王五"});
    let draft = Draft {
        author: "staff-1".into(),
        key: "new".into(),
        kind: "recipient".into(),
        record: None,
        body,
        saved_ms: NOW,
    };
    store.draft_put(&draft).expect("a draft");
    drop((store, other));
    let raw = raw_connection(&county, "a");
    let sql = "SELECT pageno FROM dbstat WHERE name = 'changes' AND pagetype = 'leaf' ORDER BY path";
    let mut statement = raw.prepare(sql).expect("a question");
    let pages = statement.query_map([], |row| row.get::<_, i64>(0)).expect("pages");
    let pages: Vec<u64> = pages.map(|page| page.expect("a number") as u64).collect();
    drop(statement);
    drop(raw);
    let whole = county.path("whole");
    copy_dir(&county.path("a"), &whole);
    (county, whole, pages)
}

fn write(store: &Store, n: u64) {
    let value = json!({"name": format!("张{n}"), "village": "新河村", "remark": format!("第{n}位 ").repeat(20)});
    edit(store, "recipient", &id(n), value, NOW + n);
}

fn spoil(county: &County, page: u64) {
    let file = county.path("a").join(DATABASE);
    let mut bytes = fs::read(&file).expect("the database");
    let at = (page as usize - 1) * 4096;
    bytes[at..at + 4096].fill(0xA5);
    fs::write(&file, bytes).expect("spoilt");
}

fn restored(county: &County) -> Store {
    let here = county.path("a");
    let backup = verified_backups(&here).remove(0);
    restore(&backup.path, &here, &county.key("a"), NOW + 1000).expect("restored")
}

#[test]
fn what_can_still_be_read_of_a_damaged_database_comes_back_and_the_rest_is_counted() {
    let (county, whole, pages) = worked();
    assert!(pages.len() > 5, "{pages:?}");
    let mut lost_at_all = 0;
    // The last one too: nothing after it says where the table ends.
    for page in pages.iter().rev().step_by(2) {
        fs::remove_dir_all(county.path("a")).expect("away");
        copy_dir(&whole, &county.path("a"));
        spoil(&county, *page);
        let store = restored(&county);
        let gone: Vec<u64> =
            (0..PEOPLE).filter(|n| store.row("recipient", &id(*n)).expect("readable").is_none()).collect();
        let said = store.lost_changes().expect("a count");
        assert!(gone.len() as u64 <= said && said < 30, "page {page}: {gone:?} are gone, {said} are said to be");
        assert!(gone.iter().all(|n| *n >= BEFORE), "what is in the backup is here");
        assert_eq!(store.losses().expect("losses").iter().map(|loss| loss.changes).sum::<u64>(), said);
        lost_at_all += said;
        assert!(store.draft_get("staff-1", "new").expect("readable").is_some(), "what was being typed");
        for n in [BEFORE + 1, PEOPLE / 2, PEOPLE - 1].into_iter().filter(|n| !gone.contains(n)) {
            let row = row(&store, "recipient", &id(n));
            assert!(row.fields.get("phone").is_some() || said > 0, "page {page}: person {n} {:?}", row.fields);
        }
        assert!(store.conflicts().expect("a list").is_empty(), "nobody disagreed");
        let hash = store.state_hash().expect("a hash");
        store.rebuild().expect("a rebuild");
        assert_eq!(store.state_hash().expect("a hash"), hash);
        assert!(store.check().expect("a check").findings.is_empty());
        // All of it reaches the county, as if nothing had happened.
        let office = county.create_in("county", &county.path(&format!("county-{page}")));
        bundles(&store).iter().for_each(|bytes| drop(office.import(bytes, Route::Stick).expect("an import")));
        let at_county = (0..PEOPLE).filter(|n| office.row("recipient", &id(*n)).expect("readable").is_some()).count();
        assert_eq!(at_county, PEOPLE as usize - gone.len(), "page {page}");
        assert!(!county.path("a").join("salvaging").exists());
    }
    assert!(lost_at_all > 0, "pages with changes were among them");
}

#[test]
fn what_comes_back_from_elsewhere_is_lost_no_more_and_stands_once() {
    let (county, whole, pages) = worked();
    let office = county.create("county");
    // The county had it all; the PC that is damaged does not know that yet.
    fs::remove_dir_all(county.path("a")).expect("away");
    copy_dir(&whole, &county.path("a"));
    let healthy = county.open("a");
    bundles(&healthy).iter().for_each(|bytes| drop(office.import(bytes, Route::Stick).expect("an import")));
    drop(healthy);
    fs::remove_dir_all(county.path("a")).expect("away");
    copy_dir(&whole, &county.path("a"));
    spoil(&county, pages[pages.len() / 2]);
    let store = restored(&county);
    assert!(store.lost_changes().expect("a count") > 0);
    for bytes in office.export_for_station(&station(), STATION).expect("an export") {
        store.import(&bytes, Route::Stick).expect("an import");
    }
    assert_eq!(store.lost_changes().expect("a count"), 0, "the hole is filled");
    assert!((0..PEOPLE).all(|n| store.row("recipient", &id(n)).expect("readable").is_some()));
    assert!(store.conflicts().expect("a list").is_empty(), "the same twice is no disagreement");
}

#[test]
fn whoever_goes_back_to_a_backup_of_a_whole_database_gets_that_state() {
    let (county, ..) = worked();
    let store = restored(&county);
    let here = (0..PEOPLE).filter(|n| store.row("recipient", &id(*n)).expect("readable").is_some()).count() as u64;
    assert_eq!((here, store.lost_changes().expect("a count")), (BEFORE, 0));
}

#[test]
fn a_database_of_which_nothing_reads_is_said_to_be_lost_as_far_as_it_had_come() {
    let (county, ..) = worked();
    let file = county.path("a").join(DATABASE);
    let length = fs::metadata(&file).expect("there").len() as usize;
    fs::write(&file, vec![0xA5; length]).expect("spoilt");
    let store = restored(&county);
    // Its opening stood in the backup, and so did the first ones.
    assert_eq!(store.lost_changes().expect("a count"), PEOPLE - BEFORE + 3);
}
