//! Backups: verified, rotated, opened by a passphrase.

use store::slots::{Cost, Slots};
use store::{Store, restore, verified_backups};

use crate::county::*;

const DAY: u64 = 24 * 60 * MINUTE;

#[test]
fn a_backup_is_opened_by_a_passphrase_and_is_not_readable_without() {
    let county = County::with(&["a"]);
    let store = county.create("a");
    edit(&store, "recipient", &id(1), person("张三", "新河村"), NOW);
    Slots::with_cost(store.dir(), Cost::CHEAP)
        .expect("slots")
        .put("s1", "张社工", "worker", "口令", &county.key("a"))
        .expect("a slot");
    let stick = county.path("stick");
    let info = store.backup(&stick, NOW).expect("a backup");
    assert_eq!((info.station.as_deref(), info.made_ms), (Some(STATION), NOW));
    assert!(store.backup(&stick, NOW).is_err(), "never over something else");
    let key = Slots::with_cost(&stick, Cost::CHEAP).expect("slots").unlock_at("s1", "口令", NOW).expect("the key");
    let restored = restore(&stick, &county.path("elsewhere"), &key, NOW).expect("a restore");
    assert_eq!(restored.state_hash().expect("a hash"), store.state_hash().expect("a hash"));
    assert!(
        sqlite::open(&stick.join(store::DATABASE), Default::default())
            .expect("a file")
            .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0))
            .is_err()
    );
}

#[test]
fn a_damaged_backup_is_refused_and_the_database_that_stands_there_is_untouched() {
    let county = County::with(&["a"]);
    let store = county.create("a");
    edit(&store, "recipient", &id(1), person("张三", "新河村"), NOW);
    let stick = county.path("stick");
    store.backup(&stick, NOW).expect("a backup");
    let hash = store.state_hash().expect("a hash");
    drop(store);
    let file = stick.join(store::DATABASE);
    let mut bytes = std::fs::read(&file).expect("the copy");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&file, bytes).expect("damage");
    assert!(restore(&stick, &county.path("a"), &county.key("a"), NOW).is_err());
    assert_eq!(county.open("a").state_hash().expect("a hash"), hash);
}

#[test]
fn daily_backups_keep_seven_days_and_three_months() {
    let county = County::with(&["a"]);
    let store = county.create("a");
    edit(&store, "recipient", &id(1), person("张三", "新河村"), NOW);
    for day in 0..100 {
        assert!(store.daily_backup(NOW + day * DAY).expect("a backup").is_some());
        assert!(store.daily_backup(NOW + day * DAY + MINUTE).expect("once a day").is_none());
    }
    let kept = verified_backups(store.dir());
    let names: Vec<_> =
        kept.iter().map(|backup| backup.path.file_name().expect("a name").to_string_lossy().into_owned()).collect();
    assert_eq!(names[0], "2027-03-02");
    assert_eq!(names[6], "2027-02-24");
    assert_eq!(
        names[7..],
        ["2027-01-31"],
        "the newest of each of three months: March and February are among the seven"
    );
    let newest = Store::open(&kept[0].path, &county.key("a")).expect("a backup opens where it lies");
    assert_eq!(newest.state_hash().expect("a hash"), store.state_hash().expect("a hash"));
}
