//! Files beside the database: damaged, unreadable for a moment, or cut off in the middle of being put in place. The data stay in reach.

use std::fs;

use serde_json::json;
use store::slots::{Cost, Slots};
use store::{DATABASE, Store, StoreError, restore, verified_backups};

use crate::county::*;
use crate::opening::raw_connection;

fn with_slot(county: &County, store: &Store) {
    let mut slots = Slots::with_cost(store.dir(), Cost::CHEAP).expect("slots");
    slots.put("s1", "张社工", "worker", "口令", &county.key("a")).expect("a slot");
}

#[test]
fn a_damaged_slot_file_has_a_second_copy() {
    let county = County::with(&["a"]);
    let store = county.create("a");
    with_slot(&county, &store);
    let file = store.dir().join("slots.json");
    for damage in [b"{".as_slice(), b"", &[0; 300]] {
        fs::write(&file, damage).expect("damage");
        let mut slots = Slots::with_cost(store.dir(), Cost::CHEAP).expect("the second copy");
        assert!(slots.unlock_at("s1", "口令", NOW).is_ok());
        slots.rename("s1", "张社工长", "supervisor").expect("both are written again");
        assert!(fs::read_to_string(&file).expect("whole again").contains("张社工长"));
        slots.rename("s1", "张社工", "worker").expect("back");
    }
    fs::remove_file(&file).expect("lost");
    assert_eq!(Slots::with_cost(store.dir(), Cost::CHEAP).expect("slots").list().len(), 1);
}

#[test]
fn a_damaged_place_file_begins_no_new_life_and_a_disk_that_does_not_answer_neither() {
    let county = County::with(&["a"]);
    let store = county.create("a");
    edit(&store, "recipient", &id(1), person("张三", "新河村"), NOW);
    drop(store);
    let place = county.path("a").join("place.json");
    for damage in [b"{".as_slice(), b"", &[0; 4096]] {
        fs::write(&place, damage).expect("damage");
        assert_eq!(county.open("a").device().life, 1);
    }
    // What is there and cannot be read just now: a folder of that name gives an error that is not "not found".
    fs::remove_file(&place).expect("away");
    fs::create_dir(&place).expect("in its place");
    assert!(matches!(Store::open(&county.path("a"), &county.key("a")), Err(StoreError::Io(_))));
    fs::remove_dir(&place).expect("away");
    assert_eq!(county.open("a").device().life, 1, "and afterwards it goes on as before");
}

#[test]
fn a_page_that_did_not_read_once_does_not_leave_the_store_refusing() {
    let county = County::with(&["a"]);
    let store = county.create("a");
    for n in 0..400 {
        edit(
            &store,
            "recipient",
            &id(n),
            json!({"name": format!("张{n}"), "village": "新河村", "remark": "字".repeat(900)}),
            NOW + n,
        );
    }
    drop(store);
    let file = county.path("a").join(DATABASE);
    let store = county.open("a");
    let whole = fs::read(&file).expect("the file");
    let mut spoilt = whole.clone();
    spoilt[4096..].iter_mut().for_each(|byte| *byte ^= 0x55);
    fs::write(&file, &spoilt).expect("a disk that gives nonsense");
    let failed = (0..400).filter(|n| store.row("recipient", &id(*n)).is_err()).count();
    assert!(failed > 0, "something was read from the disk");
    assert!(store.save(save_of(station(), NOW, vec![write("recipient", &id(900), person("李四", "新河村"))])).is_err());
    fs::write(&file, &whole).expect("the disk is well again");
    for n in 0..400 {
        assert!(store.row("recipient", &id(n)).expect("it reads again").is_some());
    }
    edit(&store, "recipient", &id(901), person("王五", "新河村"), NOW + 9000);
    assert_eq!(row(&store, "recipient", &id(901)).fields["name"], json!("王五"));
}

#[test]
fn a_restore_that_was_cut_off_anywhere_is_finished_by_the_next_opening() {
    let county = County::with(&["a"]);
    let store = county.create("a");
    with_slot(&county, &store);
    edit(&store, "recipient", &id(1), person("张三", "新河村"), NOW);
    let stick = county.path("stick");
    store.backup(&stick, NOW).expect("a backup");
    let wanted = store.state_hash().expect("a hash");
    edit(&store, "recipient", &id(2), person("李四", "新河村"), NOW + 1);
    drop(store);
    let folder = county.path("a");
    let before = county.path("before");
    crate::opening::copy_dir(&folder, &before);
    // As the cut leaves it: everything is there, and of what it replaces so many files have been moved aside.
    let moved = [DATABASE, "hezhan.db-wal", "place.json", "place.copy.json", "slots.json"];
    for cut in 0..=moved.len() {
        fs::remove_dir_all(&folder).expect("away");
        crate::opening::copy_dir(&before, &folder);
        fs::copy(stick.join(DATABASE), folder.join("hezhan.db.restoring")).expect("copied");
        fs::copy(stick.join("slots.json"), folder.join("slots.json.restoring")).expect("copied");
        fs::write(folder.join("restoring"), "replaced-2026-11-23-1").expect("written");
        fs::create_dir_all(folder.join("replaced-2026-11-23-1")).expect("made");
        for name in moved[..cut].iter().filter(|name| folder.join(name).exists()) {
            fs::rename(folder.join(name), folder.join("replaced-2026-11-23-1").join(name)).expect("moved");
        }
        assert_eq!(Slots::with_cost(&folder, Cost::CHEAP).expect("slots").list().len(), 1, "cut after {cut}");
        let store = county.open("a");
        assert_eq!(store.state_hash().expect("a hash"), wanted, "cut after {cut}");
        assert!(folder.join("replaced-2026-11-23-1").join(DATABASE).exists(), "what was there is kept");
        assert!(!folder.join("restoring").exists());
    }
    // Cut before it had all it needs: nothing has been touched.
    fs::remove_dir_all(&folder).expect("away");
    crate::opening::copy_dir(&before, &folder);
    fs::write(folder.join("hezhan.db.restoring"), b"half").expect("half");
    assert!(county.open("a").row("recipient", &id(2)).expect("a read").is_some());
    assert!(restore(&stick, &folder, &county.key("a"), NOW).is_ok());
}

#[test]
fn the_salt_of_the_database_stands_beside_it_too() {
    let county = County::with(&["a"]);
    let store = county.create("a");
    edit(&store, "recipient", &id(1), person("张三", "新河村"), NOW);
    drop(store);
    drop(county.open("a"));
    let file = county.path("a").join(DATABASE);
    let mut bytes = fs::read(&file).expect("the file");
    bytes[..16].fill(7);
    fs::write(&file, &bytes).expect("damage");
    assert!(county.open("a").row("recipient", &id(1)).expect("a read").is_some());
    // Damage that the salt does not explain is left as it is.
    let mut bytes = fs::read(&file).expect("the file");
    bytes[..200].fill(7);
    fs::write(&file, &bytes).expect("damage");
    assert!(matches!(Store::open(&county.path("a"), &county.key("a")), Err(StoreError::Damaged { .. })));
    assert_eq!(fs::read(&file).expect("the file"), bytes);
}

#[test]
fn saves_that_went_with_a_damaged_write_ahead_log_are_counted_until_they_come_back() {
    let county = County::with(&["a", "county"]);
    let (store, office) = (county.create("a"), county.create("county"));
    edit(&store, "recipient", &id(0), person("张三", "新河村"), NOW);
    drop(store);
    let old = fs::read(county.path("a").join(DATABASE)).expect("the database");
    let store = county.open("a");
    for n in 1..5 {
        edit(&store, "recipient", &id(n), person("李四", "新河村"), NOW + n);
    }
    let sent = bundles(&store);
    assert_eq!(store.lost_changes().expect("a count"), 0);
    drop(store);
    fs::write(county.path("a").join(DATABASE), old).expect("as before the saves");
    let store = county.open("a");
    assert_eq!((store.device().life, store.lost_changes().expect("a count")), (2, 4));
    let told = |store: &Store| {
        let losses = store.losses().expect("losses");
        let one = |loss: &store::Loss| (loss.changes, loss.damaged, loss.since_ms, loss.at_county);
        losses.iter().map(one).collect::<Vec<_>>()
    };
    assert_eq!(told(&store), [(4, false, Some(NOW), 0)], "since the last one that is here; nobody has signed for it");
    sent.iter().for_each(|bytes| drop(office.import(bytes, store::Route::Stick).expect("an import")));
    store.accept_checkpoint(&office.make_checkpoint(NOW + MINUTE).expect("a checkpoint")).expect("taken");
    assert_eq!(told(&store), [(4, false, Some(NOW), 4)], "the county says that it holds all of it");
    for bytes in office.export_for_station(&station(), STATION).expect("an export") {
        store.import(&bytes, store::Route::Stick).expect("an import");
    }
    assert_eq!(store.lost_changes().expect("a count"), 0, "all of it is back");
    assert!(told(&store).is_empty());
}

#[test]
fn backups_made_under_a_wrong_clock_push_no_right_one_out() {
    const DAY: u64 = 24 * 60 * MINUTE;
    let county = County::with(&["a"]);
    let store = county.create("a");
    edit(&store, "recipient", &id(1), person("张三", "新河村"), NOW);
    // A week in 2050, then the clock is set right.
    for day in 0..8 {
        store.daily_backup(NOW + 9000 * DAY + day * DAY).expect("a backup");
    }
    for day in 0..8 {
        assert!(store.daily_backup(NOW + day * DAY).expect("a backup").is_some(), "day {day}");
    }
    let kept = verified_backups(store.dir());
    assert_eq!(kept[0].made_ms, NOW + 7 * DAY, "the newest is the one made last");
    assert!(kept[..7].iter().all(|backup| backup.made_ms < NOW + 8 * DAY));
    // And one that goes back makes another of the same day.
    assert!(store.daily_backup(NOW).expect("a backup").is_some());
    assert_eq!(verified_backups(store.dir())[0].made_ms, NOW);
    drop(raw_connection(&county, "a"));
}

#[cfg(unix)]
#[test]
fn nobody_else_on_the_pc_may_read_what_lies_beside_the_database() {
    use std::os::unix::fs::PermissionsExt;
    let county = County::with(&["a"]);
    let store = county.create("a");
    with_slot(&county, &store);
    edit(&store, "recipient", &id(1), person("张三", "新河村"), NOW);
    store.close_segments().expect("bundles");
    store.daily_backup(NOW).expect("a backup");
    let mut folders = vec![store.dir().to_path_buf()];
    while let Some(folder) = folders.pop() {
        assert_eq!(fs::metadata(&folder).expect("there").permissions().mode() & 0o077, 0, "{}", folder.display());
        for entry in fs::read_dir(&folder).expect("a folder").flatten() {
            let mode = entry.metadata().expect("there").permissions().mode();
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else if !entry.file_name().to_string_lossy().starts_with("hezhan.db") {
                assert_eq!(mode & 0o077, 0, "{}", entry.path().display());
            }
        }
    }
}
