//! kill -9 in the middle of saving, 200 times: no acknowledged save is lost, the tables equal what the log says,
//! and the PC goes on as itself.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use campaign::Rng;
use store::{DatabaseKey, Store};
use system::bare::BareCounty;

/// So many kills on one database; each run begins a fresh one.
const PER_DATABASE: usize = 20;

#[test]
fn killed_in_the_middle_of_saving_no_acknowledged_save_is_lost() {
    let (mut kills, mut saves) = (0, 0);
    campaign::run("kill_nine", 10, |rng| {
        let dir = tempfile::tempdir().unwrap();
        let key = DatabaseKey::random();
        drop(BareCounty::new().station_store(dir.path(), &key));
        let mut acknowledged = Vec::new();
        for _ in 0..PER_DATABASE {
            acknowledged.extend(killed_while_saving(dir.path(), &key, rng));
            kills += 1;
            everything_is_there(dir.path(), &key, &acknowledged, kills);
        }
        saves += acknowledged.len();
    });
    println!("{kills} kills, {saves} acknowledged saves, none lost");
}

/// Starts the saver, kills it at a random moment and gives what it had acknowledged.
fn killed_while_saving(dir: &Path, key: &DatabaseKey, rng: &mut Rng) -> Vec<String> {
    let mut saver = saver(dir, key, rng.u64(..));
    let mut lines = BufReader::new(saver.stdout.take().unwrap()).lines();
    // Some die while opening, some after a number of saves, all of them somewhere between two of them.
    let after = if rng.u8(..8) == 0 { 0 } else { rng.usize(1..24) };
    let mut acknowledged: Vec<String> = lines.by_ref().take(after).map(Result::unwrap).collect();
    let beyond = Duration::from_micros(rng.u64(..if after == 0 { 30_000 } else { 6_000 }));
    let then = Instant::now();
    while then.elapsed() < beyond {
        std::hint::spin_loop();
    }
    saver.kill().unwrap();
    // What it had printed before it died was saved before it died.
    acknowledged.extend(lines.map(Result::unwrap));
    let end = saver.wait().unwrap();
    assert_eq!(end.code(), None, "the saver ended by itself: {end}");
    acknowledged
}

fn saver(dir: &Path, key: &DatabaseKey, seed: u64) -> Child {
    Command::new(env!("CARGO_BIN_EXE_saver"))
        .args([dir.to_str().unwrap(), &hex::encode(key.bytes()), &seed.to_string()])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

fn everything_is_there(dir: &Path, key: &DatabaseKey, acknowledged: &[String], round: usize) {
    let store = Store::open(dir, key).unwrap();
    for id in acknowledged {
        let row = store.row("visit", id).unwrap();
        assert!(
            row.is_some_and(|row| row.fields.contains_key("observation_text")),
            "round {round}: {id} was acknowledged and is lost"
        );
    }
    let as_left = store.state_hash().unwrap();
    store.rebuild().unwrap();
    assert_eq!(store.state_hash().unwrap(), as_left, "round {round}: the tables are not what the log says");
    assert_eq!(
        (store.device().life, store.device().letter.as_str()),
        (1, "A"),
        "round {round}: a crash began a new life"
    );
    store.close_segments().unwrap_or_else(|error| panic!("round {round}: what is unsent cannot be sealed: {error}"));
}
