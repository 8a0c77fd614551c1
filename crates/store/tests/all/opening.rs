//! Opening: wrong key, newer database, damage, and when a new life begins.

use serde_json::json;
use store::{DATABASE, DatabaseKey, Store, StoreError};

use crate::county::*;

#[test]
fn a_wrong_key_is_told_from_damage() {
    let county = County::with(&["a"]);
    drop(county.create("a"));
    assert!(matches!(Store::open(&county.path("a"), &DatabaseKey::random()), Err(StoreError::WrongKey)));
    assert!(matches!(Store::open(&county.path("nowhere"), &county.key("a")), Err(StoreError::NoDatabase)));
    assert!(matches!(
        Store::create(&county.path("a"), &county.key("a"), county.new_device("a")),
        Err(StoreError::Exists)
    ));
}

#[test]
fn a_damaged_database_is_left_alone_and_the_newest_backup_is_named() {
    let county = County::with(&["a"]);
    let store = county.create("a");
    edit(&store, "recipient", &id(1), person("张三", "新河村"), NOW);
    let backup = store.daily_backup(NOW).expect("a backup").expect("a new one");
    drop(store);
    let file = county.path("a").join(DATABASE);
    let mut bytes = std::fs::read(&file).expect("the file");
    bytes[100..200].fill(0);
    std::fs::write(&file, &bytes).expect("damage");
    let error = Store::open(&county.path("a"), &county.key("a")).err().expect("an error");
    assert!(matches!(&error, StoreError::Damaged { backup: Some(path) } if *path == backup.path), "{error}");
    assert!(error.to_string().contains("2026-11-23"), "{error}");
    assert_eq!(std::fs::read(&file).expect("the file"), bytes);
}

#[test]
fn a_newer_database_is_refused_with_advice_and_untouched() {
    let county = County::with(&["a"]);
    drop(county.create("a"));
    let raw = raw_connection(&county, "a");
    raw.pragma_update(None, "user_version", 9999).expect("a newer version");
    drop(raw);
    let error = Store::open(&county.path("a"), &county.key("a")).err().expect("an error");
    assert!(matches!(error, StoreError::Newer { found: 9999, .. }) && error.to_string().contains("升级"));
}

#[test]
fn opening_again_goes_on_in_the_same_log() {
    let county = County::with(&["a"]);
    let store = county.create("a");
    edit(&store, "recipient", &id(1), person("张三", "新河村"), NOW);
    drop(store);
    let store = county.open("a");
    edit(&store, "recipient", &id(1), json!({"village": "南街社区"}), NOW + 1);
    let heads = store.heads().expect("heads");
    assert_eq!((heads.len(), heads[0].2), (1, 3), "open and two changes");
    assert_eq!((store.device().life, store.device().letter.as_str()), (1, "A"));
}

#[test]
fn a_place_file_behind_the_database_is_harmless_and_one_ahead_is_a_new_life() {
    let county = County::with(&["a"]);
    let store = county.create("a");
    let place = county.path("a").join("place.json");
    edit(&store, "recipient", &id(1), person("张三", "新河村"), NOW);
    let behind = std::fs::read(&place).expect("place.json");
    edit(&store, "recipient", &id(2), person("李四", "新河村"), NOW + 1);
    drop(store);
    std::fs::write(&place, behind).expect("an older place.json");
    assert_eq!(county.open("a").device().life, 1);

    let copy = std::fs::read(county.path("a").join(DATABASE)).expect("the database");
    let store = county.open("a");
    edit(&store, "recipient", &id(3), person("王五", "新河村"), NOW + 2);
    drop(store);
    std::fs::write(county.path("a").join(DATABASE), copy).expect("the older database put back");
    let store = county.open("a");
    assert_eq!(
        (store.device().life, store.device().letter.as_str(), store.device().reason.as_str()),
        (2, "A2", "restored")
    );
    edit(&store, "recipient", &id(4), person("赵六", "新河村"), NOW + 3);
    assert_eq!(store.heads().expect("heads").len(), 2);
    drop(store);
    assert_eq!(county.open("a").device().life, 2, "a life lasts");
}

#[test]
fn a_copied_folder_begins_a_new_life_and_the_original_goes_on() {
    let county = County::with(&["a"]);
    let store = county.create("a");
    edit(&store, "recipient", &id(1), person("张三", "新河村"), NOW);
    drop(store);
    copy_dir(&county.path("a"), &county.path("copy"));
    let copy = Store::open(&county.path("copy"), &county.key("a")).expect("the copy opens");
    assert_eq!((copy.device().letter.as_str(), copy.device().reason.as_str()), ("A2", "cloned"));
    assert_eq!(county.open("a").device().letter, "A");
}

#[test]
fn an_old_dictionary_is_projected_again_at_opening() {
    let county = County::with(&["a"]);
    let store = county.create("a");
    edit(&store, "recipient", &id(1), person("张三", "新河村"), NOW);
    let before = store.state_hash().expect("a hash");
    drop(store);
    let raw = raw_connection(&county, "a");
    raw.execute_batch(
        "UPDATE recipients SET name = 'x'; UPDATE settings SET value = '\"old\"' WHERE name = 'store.dictionary'",
    )
    .expect("as an older program left it");
    drop(raw);
    assert_eq!(county.open("a").state_hash().expect("a hash"), before);
}

#[test]
fn the_self_check_names_a_row_that_is_not_what_the_log_says() {
    let county = County::with(&["a"]);
    let store = county.create("a");
    for n in 0..5 {
        edit(&store, "recipient", &id(n), person("张三", "新河村"), NOW + n);
    }
    store.close_segments().expect("segments");
    let report = store.check().expect("a report");
    assert_eq!((report.findings.len(), report.changes, report.records, report.round_done), (0, 6, 5, true));
    drop(store);
    let raw = raw_connection(&county, "a");
    raw.execute("UPDATE recipients SET village = '别处' WHERE id = ?1", [id(3)]).expect("damage");
    raw.execute("UPDATE changes SET payload = replace(payload, '新河村', '新河邨') WHERE seq = 2", []).expect("damage");
    drop(raw);
    let store = county.open("a");
    let findings = store.check().expect("a report").findings;
    assert_eq!(findings.len(), 3, "{findings:?}");
    assert!(findings.iter().all(|finding| !finding.contains("张三") && !finding.contains("别处")), "{findings:?}");
}

#[test]
fn two_programs_on_one_folder_are_refused_and_the_second_is_told_why() {
    let county = County::with(&["a"]);
    let store = county.create("a");
    assert!(matches!(Store::open(&county.path("a"), &county.key("a")), Err(StoreError::Busy)));
    edit(&store, "recipient", &id(1), person("张三", "新河村"), NOW);
    drop(store);
    assert!(county.open("a").row("recipient", &id(1)).expect("a read").is_some());
}

/// The database as a program without our rules would open it.
pub fn raw_connection(county: &County, name: &str) -> rusqlite::Connection {
    raw_connection_in(&county.path(name), &county.key(name))
}

pub fn raw_connection_in(folder: &std::path::Path, key: &DatabaseKey) -> rusqlite::Connection {
    let connection = sqlite::open(&folder.join(DATABASE), Default::default()).expect("a connection");
    connection.pragma_update(None, "key", format!("x'{}'", hex::encode(key.bytes()))).expect("the key");
    connection
}

pub fn copy_dir(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_dir(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("a copy");
        }
    }
}
