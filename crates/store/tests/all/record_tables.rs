//! Record tables come from the dictionary: what a new database has, and how one of an older program is brought up.

use std::collections::BTreeSet;

use domain::dictionary::{FieldType, dictionary};
use rusqlite::Connection;
use serde_json::{Value, json};
use store::{DATABASE, DatabaseKey, Store};

use crate::county::*;
use crate::opening::{copy_dir, raw_connection};

/// Key of `tests/golden`, which holds nothing but made-up records.
const GOLDEN_KEY: [u8; 32] = [7; 32];

/// (table, column, type) of every table, and (table, index, what it is on).
fn shape(connection: &Connection) -> BTreeSet<[String; 3]> {
    let asked = "SELECT m.name, c.name, c.type FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table'
        UNION ALL SELECT tbl_name, name, coalesce(sql, '') FROM sqlite_schema WHERE type = 'index'";
    let mut statement = connection.prepare(asked).expect("a question");
    let rows = statement.query_map([], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?])).expect("an answer");
    rows.collect::<rusqlite::Result<_>>().expect("rows")
}

#[test]
fn every_kind_has_a_table_with_a_column_for_each_of_its_fields() {
    let county = County::with(&["a"]);
    drop(county.create("a"));
    let shape = shape(&raw_connection(&county, "a"));
    for kind in &dictionary().kinds {
        let fields = kind.fields.iter().map(|field| {
            let number = matches!(field.kind, FieldType::Integer | FieldType::Money);
            (field.name.as_str(), if number { "INTEGER" } else { "TEXT" })
        });
        let base = [
            ("id", "TEXT"),
            ("station", "TEXT"),
            ("provisional", "INTEGER"),
            ("deleted_reason", "TEXT"),
            ("created_ms", "INTEGER"),
            ("created_by", "TEXT"),
            ("updated_ms", "INTEGER"),
            ("updated_by", "TEXT"),
            ("extra", "TEXT"),
            ("refs", "TEXT"),
        ];
        for (column, sql_type) in fields.chain(base) {
            assert!(shape.contains(&[&kind.table, column, sql_type].map(str::to_owned)), "{}.{column}", kind.table);
        }
    }
}

#[test]
fn every_list_that_an_owner_has_is_found_by_an_index() {
    let county = County::with(&["a"]);
    drop(county.create("a"));
    let raw = raw_connection(&county, "a");
    for kind in &dictionary().kinds {
        let Some(parent) = &kind.parent else { continue };
        let plan: String = raw
            .query_row(
                &format!("EXPLAIN QUERY PLAN SELECT * FROM \"{}\" WHERE \"{parent}\" = 'x'", kind.table),
                [],
                |row| row.get(3),
            )
            .expect("a plan");
        assert!(plan.contains("USING INDEX"), "{}: {plan}", kind.table);
    }
}

pub fn as_an_older_program_left_it(raw: &Connection) {
    raw.execute_batch(
        "BEGIN; DROP INDEX recipients_by_village; ALTER TABLE recipients DROP COLUMN school;
         DROP TABLE equipment; CREATE INDEX of_no_use ON visits (remark);
         DROP INDEX visits_by_date; CREATE INDEX visits_by_date ON visits (date);
         UPDATE settings SET value = '\"old\"' WHERE name = 'store.dictionary'; COMMIT",
    )
    .expect("as an older program left it");
}

#[test]
fn what_an_older_program_lacks_is_made_and_what_it_had_too_much_of_indices_goes() {
    let county = County::with(&["a"]);
    let store = county.create("a");
    edit(&store, "recipient", &id(1), person("张三", "新河村"), NOW);
    edit(&store, "equipment", &id(2), json!({"name": "打印机", "quantity": 1}), NOW + 1);
    let before = store.state_hash().expect("a hash");
    drop(store);
    let raw = raw_connection(&county, "a");
    let wanted = shape(&raw);
    as_an_older_program_left_it(&raw);
    assert_ne!(shape(&raw), wanted);
    drop(raw);
    assert_eq!(county.open("a").state_hash().expect("a hash"), before);
    assert_eq!(shape(&raw_connection(&county, "a")), wanted);
}

/// On a slow PC projecting half a million records again takes minutes in which nobody can work.
#[test]
fn another_index_is_made_without_projecting_every_record_again() {
    let county = County::with(&["a"]);
    let store = county.create("a");
    edit(&store, "recipient", &id(1), person("张三", "新河村"), NOW);
    drop(store);
    let raw = raw_connection(&county, "a");
    let wanted = shape(&raw);
    raw.execute_batch(
        "DROP INDEX recipients_by_village; CREATE INDEX of_no_use ON visits (remark);
         UPDATE recipients SET village = 'only a projection would mend this';
         UPDATE settings SET value = '\"old\"' WHERE name = 'store.indices'",
    )
    .expect("as an older program left it");
    drop(raw);
    let store = county.open("a");
    assert_eq!(row(&store, "recipient", &id(1)).fields["village"], "only a projection would mend this");
    drop(store);
    assert_eq!(shape(&raw_connection(&county, "a")), wanted);
}

/// `tests/golden` was made by `examples/make_golden.rs` with the program at commit 55cf3ca: one record of every kind a station writes, a
/// value in every field, one deleted and one 暂存, a field that no dictionary knows, a draft and a setting; `records.json` is what it
/// answered then. A step of the migrations that does not run on a database of that time shows here.
#[test]
fn a_database_of_the_first_program_opens_is_widened_and_keeps_everything() {
    let county = County::with(&["a"]);
    let folder = county.path("golden");
    copy_dir(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden")), &folder);
    let key = DatabaseKey::from_bytes(GOLDEN_KEY);
    let store = Store::open(&folder, &key).expect("it opens");
    answers_as_then(&store, &folder, 67);
    assert_eq!(store.setting_get("golden").expect("settings"), Some(json!("kept")));
    let draft = store.draft_get("staff-1", "visit/new").expect("drafts").expect("the draft");
    assert_eq!(draft.body, json!({"content": "还没写完"}));
    assert!(store.check().expect("a check").findings.is_empty(), "rows are what the log says");
    let projected = store.state_hash().expect("a hash");
    store.rebuild().expect("rebuilt");
    assert_eq!(store.state_hash().expect("a hash"), projected, "rebuild(log) == tables");
    edit(&store, "recipient", &id(77), person("张三", "新河村"), NOW);
    drop(store);

    drop(county.create("a"));
    let raw = sqlite::open(&folder.join(DATABASE), Default::default()).expect("a connection");
    raw.pragma_update(None, "key", format!("x'{}'", hex::encode(GOLDEN_KEY))).expect("the key");
    assert_eq!(shape(&raw), shape(&raw_connection(&county, "a")), "old and new end alike");
}

/// The program at that time answered so, and says today the same of each of its parts.
fn answers_as_then(store: &Store, folder: &std::path::Path, least: usize) {
    let records: Value =
        serde_json::from_slice(&std::fs::read(folder.join("records.json")).expect("records")).expect("JSON");
    let records = records.as_array().expect("a list");
    assert!(records.len() >= least, "{} records", records.len());
    for record in records {
        let (kind, id) = (record["kind"].as_str().expect("kind"), record["id"].as_str().expect("id"));
        let row = serde_json::to_value(store.row(kind, id).expect("readable").expect("a row")).expect("JSON");
        for (part, then) in record.as_object().expect("a record") {
            assert_eq!(&row[part], then, "{kind}: {part}");
        }
    }
}

/// One folder for each version that left the house, and `2026-11` of before the first: made by the same example with that program, it holds
/// besides the database what the station sent, and the county that opens it. `house/gates.rs` wants the folder of the version at hand.
#[test]
fn database_and_bundle_of_every_version_open_and_sync_with_this_program() {
    let golden = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden"));
    let folders = std::fs::read_dir(golden).expect("readable").map(|entry| entry.expect("an entry").path());
    let versions: Vec<_> = folders.filter(|folder| folder.join("sent.hzb").exists()).collect();
    assert!(versions.len() >= 2, "{versions:?}");
    versions.iter().for_each(|version| opens_and_syncs(version));
}

fn opens_and_syncs(golden: &std::path::Path) {
    let county = County::with(&["a"]);
    let folder = county.path("golden");
    copy_dir(golden, &folder);
    let station = Store::open(&folder, &DatabaseKey::from_bytes(GOLDEN_KEY)).expect("it opens");
    answers_as_then(&station, &folder, 80);
    assert!(station.check().expect("a check").findings.is_empty());

    let read: Value = serde_json::from_slice(&std::fs::read(folder.join("county.json")).expect("read")).expect("JSON");
    let text = |name: &str| read[name].as_str().expect("text").to_owned();
    let roster: changelog::SignedRoster = serde_json::from_value(read["roster"].clone()).expect("a roster");
    let device = store::NewDevice {
        county_id: "golden-county".into(),
        station: None,
        letter: "X".into(),
        keys: changelog::DeviceKeys::from_secret(&text("keys")).expect("keys"),
        roster,
        root_key: text("root_key").parse().expect("a key"),
    };
    let office = Store::create(&county.path("office"), &DatabaseKey::random(), device).expect("a database");
    office.set_station_identity(None, &text("identity")).expect("the identity");
    let sent = std::fs::read(folder.join("sent.hzb")).expect("a bundle");
    let imported = office.import(&sent, store::Route::Stick).expect("an import");
    assert_eq!((imported.quarantined.len(), imported.newer), (0, false));
    answers_as_then(&office, &folder, 80);
    // And what this program writes on in it goes on in the same log, and comes after.
    edit(&station, "recipient", &id(777), person("张三", "新河村"), NOW + 10_000_000);
    for bytes in bundles(&station) {
        office.import(&bytes, store::Route::Stick).expect("an import");
    }
    assert_eq!(row(&office, "recipient", &id(777)).fields["name"], json!("张三"));
}
