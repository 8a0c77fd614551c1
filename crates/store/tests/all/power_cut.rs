//! Power cuts and kills: a life of a PC is recorded once on a disk of ours, and its folder left as a power cut or `kill -9` at any moment leaves
//! it: after a cut some of what was not flushed is there, some not. What the PC had said to be saved is there, and the tables are what the log says.

use std::collections::BTreeMap;
use std::path::Path;

use campaign::disk::{Bench, Disk};
use campaign::{End, Rng};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use store::slots::{Cost, Slots};
use store::{DatabaseKey, Draft, Route, Store, StoreError, restore, verified_backups};

use crate::county::*;
use crate::opening::raw_connection_in;
use crate::record_tables::as_an_older_program_left_it;

const CUT: &str = "power_cut::after_a_power_cut_at_any_moment_what_was_said_to_be_saved_is_there";
const KILLED: &str = "power_cut::killed_at_any_moment_what_was_said_to_be_saved_is_there";
const PHOTO: &[u8] = b"\xFF\xD8 a plain photo of somebody's kitchen";
/// What each person's record says, time after time.
const TURNS: u64 = 6;
const DAY: u64 = 24 * 60 * MINUTE;

#[test]
fn after_a_power_cut_at_any_moment_what_was_said_to_be_saved_is_there() {
    ended_at_any_moment(CUT, End::PowerCut, "power_cut", 240);
}

#[test]
fn killed_at_any_moment_what_was_said_to_be_saved_is_there() {
    ended_at_any_moment(KILLED, End::Kill, "killed", 100);
}

fn ended_at_any_moment(test: &str, end: End, name: &str, usual: u64) {
    if let Some(disk) = campaign::disk::here() {
        return a_life(&disk);
    }
    let bench = Bench::new();
    let journal = bench.record(test);
    // The PC's own keys, so that founding that never was can be done once more.
    let county = County::with(&["a"]);
    campaign::run(name, usual, |random| {
        let cut = journal.moment(random);
        let what = journal.leave(cut, end, random, &bench.folder());
        campaign::say(&format!("after {cut} of {} operations: {what}", journal.len()));
        Said::of(journal.said(cut)).is_there(&bench.folder().join("a"), &county, random);
    });
}

fn person_at(n: u64, turn: u64) -> Value {
    json!({"name": format!("张{n}"), "village": format!("第{turn}村"), "remark": format!("第{turn}次 ").repeat(60)})
}

/// Everything that a PC does with files.
fn a_life(disk: &Disk) {
    let county = County::with(&["a", "b"]);
    let (here, key) = (disk.folder.join("a"), county.key("a"));
    disk.say(&format!("key {}", hex::encode(key.bytes())));
    let other = county.create("b");
    let store = county.create_in("a", &here);
    disk.say("founded");
    Slots::with_cost(&here, Cost::CHEAP).expect("slots").put("s1", "张社工", "worker", "口令", &key).expect("a slot");
    disk.say("slot");
    let write = |store: &Store, n: u64, turn: u64| {
        edit(store, "recipient", &id(n), person_at(n, turn), NOW + turn);
        disk.say(&format!("saved {n} {turn}"));
    };
    (0..6).for_each(|n| write(&store, n, 1));
    let photo = store.blob_put(PHOTO).expect("sealed");
    disk.say(&format!("photo {photo}"));
    store.close_segments().expect("sealed");
    (50..54).for_each(|n| drop(edit(&other, "recipient", &id(n), person_at(n, 1), NOW)));
    bundles(&other).iter().for_each(|bytes| drop(store.import(bytes, Route::Stick).expect("an import")));
    (50..54).for_each(|n| disk.say(&format!("saved {n} 1")));
    store.daily_backup(NOW).expect("a backup");
    disk.say("backed");
    (0..4).for_each(|n| write(&store, n, 2));
    store.draft_put(&draft()).expect("a draft");
    write(&store, 0, 3);
    drop(store);
    let store = Store::open(&here, &key).expect("it opens");
    (1..5).for_each(|n| write(&store, n, 3));
    store.close_segments().expect("sealed");
    drop(store);
    disk.say("restoring");
    let backup = verified_backups(&here).remove(0);
    let store = restore(&backup.path, &here, &key, NOW + 3).expect("a restore");
    disk.say("restored");
    (0..4).for_each(|n| write(&store, n, 4));
    store.daily_backup(NOW + DAY).expect("a backup");
    disk.say("backed");
    (0..4).for_each(|n| write(&store, n, 5));
    drop(store);
    // A newer program: tables are widened, indices made, everything is projected again.
    as_an_older_program_left_it(&raw_connection_in(&here, &key));
    let store = Store::open(&here, &key).expect("it opens");
    write(&store, 4, 4);
    store.export_all(&station()).expect("an export");
}

fn draft() -> Draft {
    Draft {
        author: "staff-1".into(),
        key: "new".into(),
        kind: "recipient".into(),
        record: None,
        body: json!({"name": "李四"}),
        saved_ms: NOW,
    }
}

/// What the PC had said by the time of the cut.
#[derive(Default)]
struct Said {
    key: Vec<u8>,
    founded: bool,
    slot: bool,
    /// The turn to which each person's record had come.
    saved: BTreeMap<u64, u64>,
    photo: Option<String>,
    /// What was saved when the newest backup was made.
    backed: Option<BTreeMap<u64, u64>>,
    restoring: bool,
    restored: bool,
}

impl Said {
    fn of<'a>(lines: impl Iterator<Item = &'a str>) -> Said {
        let mut said = Said::default();
        for line in lines {
            let words: Vec<&str> = line.split(' ').collect();
            match words[..] {
                ["key", key] => said.key = hex::decode(key).expect("hex"),
                ["founded"] => said.founded = true,
                ["slot"] => said.slot = true,
                ["saved", n, turn] => {
                    said.saved.insert(n.parse().expect("a number"), turn.parse().expect("a turn"));
                }
                ["photo", photo] => said.photo = Some(photo.to_owned()),
                ["backed"] => said.backed = Some(said.saved.clone()),
                ["restoring"] => said.restoring = true,
                ["restored"] => {
                    said.restored = true;
                    said.saved = said.backed.clone().expect("restored from a backup");
                }
                _ => panic!("{line}"),
            }
        }
        said
    }

    fn is_there(&self, here: &Path, county: &County, random: &mut Rng) {
        let Ok(key) = <[u8; 32]>::try_from(self.key.as_slice()).map(DatabaseKey::from_bytes) else { return };
        if self.slot {
            let mut slots = Slots::with_cost(here, Cost::CHEAP).expect("the slots, or their second copy");
            assert!(slots.unlock_at("s1", "口令", NOW).is_ok_and(|opened| opened.bytes() == key.bytes()));
        }
        let store = match Store::open(here, &key) {
            Err(StoreError::NoDatabase) if !self.founded => {
                return drop(Store::create(here, &county.key("a"), county.new_device("a")).expect("founded once more"));
            }
            opened => opened.expect("the database opens"),
        };
        let life = store.device().life;
        assert!(self.restoring || life == 1, "a power cut begins no new life");
        if !self.founded {
            return;
        }
        if self.restoring && !self.restored && life > 1 {
            self.holds(&store, self.backed.as_ref().expect("a backup"));
        } else {
            self.holds(&store, &self.saved);
        }
        assert_eq!(store.damaged_segments().expect("a count"), 0);
        let as_left = store.state_hash().expect("a hash");
        if random.u8(..4) == 0 {
            store.rebuild().expect("a rebuild");
            assert_eq!(store.state_hash().expect("a hash"), as_left, "the tables are not what the log says");
            let report = store.check().expect("a check");
            assert!(report.findings.is_empty(), "{:?}", report.findings);
        }
        if let Some(photo) = &self.photo {
            let opened = store.blob_open(photo, &hex::encode(Sha256::digest(PHOTO))).expect("a photo that can be read");
            assert_eq!(opened.as_deref(), Some(PHOTO), "the photo was said to be kept");
        }
        // What waits to be sent can be sent, and work goes on.
        let sealed = store.close_segments().expect("sealed");
        sealed.iter().for_each(|item| drop(store.sealed_bytes(item).expect("readable")));
        edit(&store, "recipient", &id(1), json!({"phone": "19900000001"}), NOW + 99);
        let backups = verified_backups(here);
        assert!(self.backed.is_none() || !backups.is_empty(), "a backup was said to be made");
        drop(store);
        if let (Some(backed), Some(newest)) = (&self.backed, backups.first())
            && random.u8(..8) == 0
        {
            let restored = restore(&newest.path, here, &key, NOW + 100).expect("a backup that was said to be whole");
            self.holds(&restored, backed);
        }
    }

    /// Each record says what was saved last, or what was about to be.
    fn holds(&self, store: &Store, saved: &BTreeMap<u64, u64>) {
        for (n, turn) in saved {
            let row = store.row("recipient", &id(*n)).expect("a readable row");
            let row = row.unwrap_or_else(|| panic!("person {n} was saved {turn} times and is lost"));
            let (mut found, turns) = (row.fields, *turn..TURNS);
            found.retain(|name, _| ["name", "village", "remark"].contains(&name.as_str()));
            assert!(
                turns.clone().any(|turn| fields(person_at(*n, turn)) == found),
                "person {n} says {found:?}, not {turns:?}"
            );
        }
    }
}
