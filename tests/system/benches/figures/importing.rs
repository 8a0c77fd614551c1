//! The county's import: 10,000 changes of a station in one go, against one raw SQLCipher transaction with the same bytes.

use std::time::Instant;

use changelog::Audience;
use rusqlite::{TransactionBehavior, params};
use store::{DatabaseKey, Route};
use system::bare::{self, BareCounty, STATION};
use system::made_up::MadeUp;

use crate::{connect, line, ms, sized};

const CHANGES: usize = 10_000;
/// Records of one save.
const SAVED: usize = 100;

pub fn importing(made_up: &mut MadeUp) {
    let (dir, key) = (tempfile::tempdir().unwrap(), DatabaseKey::random());
    let bare = BareCounty::new();
    let desk = dir.path().join("desk");
    let (station, county) = (bare.station_store(&desk, &key), bare.county_store(&dir.path().join("county"), &key));
    let (staff, mut people, mut written) = (made_up.id(), Vec::<String>::new(), 0);
    while written < sized(CHANGES) {
        // A tenth of them are people, the others visits to them.
        let kind = if written * 10 < sized(CHANGES) { "recipient" } else { "visit" };
        let record = |_| {
            let id = made_up.id();
            let fields = match people.get((written * 7919) % people.len().max(1)) {
                Some(person) if kind == "visit" => made_up.visit(person, &staff),
                _ => made_up.recipient(),
            };
            (id, fields)
        };
        let records: Vec<_> = (0..SAVED).map(record).collect();
        if kind == "recipient" {
            people.extend(records.iter().map(|(id, _)| id.clone()));
        }
        written += records.len();
        bare::save(&station, &staff, made_up.next_ms(), kind, records).unwrap();
    }
    let bundles = station.export_all(&Audience::Station(STATION.into())).unwrap();
    let begun = Instant::now();
    for bundle in bundles {
        county.import(&bundle, Route::Stick).unwrap();
    }
    let took = begun.elapsed();
    assert_eq!(county.count(&store::Query::of("visit")).unwrap() as usize + people.len(), written, "all is here");

    let lines: Vec<(String, String)> = {
        let saved = connect(&desk.join(store::DATABASE), &key);
        let mut asked = saved.prepare("SELECT header, payload FROM changes WHERE op = 'set'").unwrap();
        let rows = asked.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        rows.map(Result::unwrap).collect()
    };
    let mut raw = connect(&dir.path().join("floor.db"), &key);
    raw.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(())).unwrap();
    raw.pragma_update(None, "synchronous", "FULL").unwrap();
    raw.execute_batch("CREATE TABLE changes (id INTEGER PRIMARY KEY, header TEXT, payload TEXT)").unwrap();
    let begun = Instant::now();
    let transaction = raw.transaction_with_behavior(TransactionBehavior::Immediate).unwrap();
    for (header, payload) in &lines {
        let sql = "INSERT INTO changes (header, payload) VALUES (?1, ?2)";
        transaction.prepare_cached(sql).unwrap().execute(params![header, payload]).unwrap();
    }
    transaction.commit().unwrap();
    let floor = begun.elapsed();
    let ratio = took.as_secs_f64() / floor.as_secs_f64();
    line(
        &format!("the county takes in {written} changes"),
        &ms(took),
        &format!("{ratio:.1} × one raw insert {}; {:.0} /s", ms(floor), written as f64 / took.as_secs_f64()),
    );
}
