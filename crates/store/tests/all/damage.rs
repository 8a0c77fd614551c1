//! Damage: one file of a PC, any of them, with a byte flipped, a page of nonsense or its end cut off. The program neither falls over nor shows
//! what was never written; what it cannot read it says, and everything comes back from whoever has it: log, backup, county.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use campaign::Rng;
use changelog::Payload;
use serde_json::json;
use sha2::{Digest, Sha256};
use store::slots::{Cost, Slots};
use store::{Route, Store, StoreError, restore, verified_backups};

use crate::county::*;

const PEOPLE: u64 = 24;
const PHOTO: &[u8] = b"\xFF\xD8 a plain photo of somebody's kitchen";

/// A PC as it lies on the disk, and everything it had said.
struct Whole {
    county: County,
    folder: PathBuf,
    files: Vec<PathBuf>,
    /// Every content that each person ever had.
    said: BTreeMap<String, Vec<Payload>>,
    photo: String,
    /// What the county gives back.
    given: Vec<Vec<u8>>,
    hash: String,
}

#[test]
fn any_damage_to_any_file_of_a_pc_is_said_shows_nothing_wrong_and_is_mended() {
    campaign::run_side_by_side("damage", 500, whole, |whole, random| {
        let file = random.choice(&whole.files).expect("a file").clone();
        whole.put_back();
        let what = damage(&whole.county.path("a").join(&file), random);
        campaign::say(&format!("{}: {what}", file.display()));
        whole.shows_nothing_wrong_and_is_mended();
    });
}

fn whole() -> Whole {
    let county = County::with(&["a", "county"]);
    let (store, office) = (county.create("a"), county.create("county"));
    let mut slots = Slots::with_cost(store.dir(), Cost::CHEAP).expect("slots");
    slots.put("s1", "张社工", "worker", "口令", &county.key("a")).expect("a slot");
    let mut said: BTreeMap<String, Vec<Payload>> = BTreeMap::new();
    let mut sent = Vec::new();
    let mut write = |store: &Store, n: u64, turn: u64| {
        let value = json!({"name": format!("张{n}"), "village": format!("第{turn}村"), "remark": format!("第{turn}次 ").repeat(40)});
        edit(store, "recipient", &id(n), value, NOW + turn);
        said.entry(id(n)).or_default().push(row(store, "recipient", &id(n)).fields);
    };
    (0..PEOPLE).for_each(|n| write(&store, n, 1));
    let photo = store.blob_put(PHOTO).expect("sealed");
    let named = json!({"target_kind": "visit", "target": id(900), "purpose": "photo", "mime": "image/jpeg", "size": PHOTO.len(),
        "sha256": hex::encode(Sha256::digest(PHOTO)), "blob": photo});
    edit(&store, "attachment", &id(901), named, NOW);
    sent.extend(bundles(&store));
    store.daily_backup(NOW).expect("a backup");
    (0..PEOPLE / 2).for_each(|n| write(&store, n, 2));
    sent.extend(bundles(&store));
    sent.iter().for_each(|bytes| drop(office.import(bytes, Route::Stick).expect("an import")));
    let given = office.export_for_station(&station(), STATION).expect("an export");
    let hash = store.state_hash_of(&station()).expect("a hash");
    // As it lies there while the program runs, with a log that nobody has carried over.
    let folder = county.path("whole");
    crate::opening::copy_dir(&county.path("a"), &folder);
    let _ = fs::remove_file(folder.join("hezhan.db-shm"));
    drop((store, office));
    let files = files_in(&folder, Path::new(""));
    assert!(files.len() > 7, "database, log, places, slots, outbox, backup, photo: {files:?}");
    Whole { county, folder, files, said, photo, given, hash }
}

fn files_in(root: &Path, folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(root.join(folder)).expect("a folder").flatten();
    let mut found: Vec<PathBuf> = entries
        .flat_map(|entry| {
            let path = folder.join(entry.file_name());
            if entry.path().is_dir() { files_in(root, &path) } else { vec![path] }
        })
        .collect();
    found.retain(|path| fs::metadata(root.join(path)).is_ok_and(|file| file.len() > 0));
    found.sort();
    found
}

/// Spoils a file; says how.
fn damage(file: &Path, random: &mut Rng) -> String {
    let mut bytes = fs::read(file).expect("a file");
    let at = random.usize(..bytes.len());
    let what = match random.u8(..4) {
        0 => {
            bytes.truncate(at);
            format!("cut at {at}")
        }
        1 => {
            let page = at / 4096 * 4096;
            let any = random.u8(..);
            let value = random.choice([0, 0xFF, any]).expect("a value");
            bytes.iter_mut().skip(page).take(4096).for_each(|byte| *byte = value);
            format!("page at {page} all {value}")
        }
        _ => {
            bytes[at] ^= 1 << random.u8(..8);
            format!("bit at {at}")
        }
    };
    fs::write(file, bytes).expect("written");
    what
}

impl Whole {
    fn put_back(&self) {
        let here = self.county.path("a");
        fs::remove_dir_all(&here).ok();
        crate::opening::copy_dir(&self.folder, &here);
    }

    fn shows_nothing_wrong_and_is_mended(&self) {
        let (here, key) = (self.county.path("a"), self.county.key("a"));
        let mut slots = Slots::with_cost(&here, Cost::CHEAP).expect("one of the two copies");
        assert!(slots.unlock_at("s1", "口令", NOW).is_ok_and(|opened| opened.bytes() == key.bytes()));
        let healthy = match Store::open(&here, &key) {
            Ok(store) => self.reads_only_what_was_said(&store).then_some(store),
            Err(error) => {
                assert!(matches!(error, StoreError::Damaged { .. }), "{error:?}");
                None
            }
        };
        let store = healthy.unwrap_or_else(|| {
            let backup = verified_backups(&here).into_iter().next().expect("a verified backup");
            restore(&backup.path, &here, &key, NOW + 1).expect("the backup is whole: only one file is damaged")
        });
        self.given.iter().for_each(|bytes| drop(store.import(bytes, Route::Stick).expect("an import")));
        store.check().expect("a check");
        self.given.iter().for_each(|bytes| drop(store.import(bytes, Route::Stick).expect("once more")));
        assert_eq!(store.state_hash_of(&station()).expect("a hash"), self.hash, "all is back");
        assert!(store.check().expect("a check").findings.is_empty());
        assert_eq!((store.damaged_segments().expect("a count"), store.lost_changes().expect("a count")), (0, 0));
        // What waits to be sent can be sent, whatever lies in the outbox.
        for _ in 0..2 {
            let items = store.close_segments().expect("sealed");
            items.iter().for_each(|item| drop(store.sealed_bytes(item).expect("whole, or let go and sealed again")));
        }
        let sealed = store.close_segments().expect("sealed");
        assert!(sealed.iter().all(|item| store.sealed_bytes(item).expect("readable").is_some()));
        edit(&store, "recipient", &id(1), json!({"phone": "19900000001"}), NOW + 9);
    }

    /// Whether everything could be read. What was read is what somebody had saved, and what is missing is said to be.
    fn reads_only_what_was_said(&self, store: &Store) -> bool {
        let (mut all, mut behind) = (true, false);
        for (id, contents) in &self.said {
            match store.row("recipient", id) {
                Ok(Some(row)) => {
                    assert!(contents.contains(&row.fields), "never written: {:?}", row.fields);
                    behind |= contents.last() != Some(&row.fields);
                }
                Ok(None) => behind = true,
                Err(_) => all = false,
            }
        }
        assert!(!behind || store.lost_changes().expect("a count") > 0, "what is gone is said to be");
        // Or none, or an error: a photo is never another picture.
        if let Ok(Some(photo)) = store.blob_open(&self.photo, &hex::encode(Sha256::digest(PHOTO))) {
            assert_eq!(photo, PHOTO);
        }
        // A page that nobody has asked for yet: 数据体检 finds it, and says what to do.
        all && store.check().is_ok_and(|report| !report.findings.iter().any(|found| found.contains("从最近的备份恢复")))
    }
}
