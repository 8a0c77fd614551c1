//! Errors of the disk at any operation: no answer, no room, half of what was asked. The program says so in words that help, loses nothing
//! that it had acknowledged, and goes on: at once when the disk is well again, and after the next start.

use std::fs;
use std::path::PathBuf;

use campaign::disk::{Bench, Disk, Fault};
use sha2::{Digest, Sha256};
use store::slots::{Cost, Slots};
use store::{DatabaseKey, Route, Store, StoreError, restore, verified_backups};

use crate::county::*;

const NAME: &str = "io_errors::an_error_of_the_disk_at_any_operation_is_said_and_nothing_is_lost";
const PHOTO: &[u8] = b"\xFF\xD8 a plain photo of somebody's kitchen";
/// People on file; the last ones came after the backup.
const PEOPLE: u64 = 6;
const IN_BACKUP: u64 = 4;
const DAY: u64 = 24 * 60 * MINUTE;

#[test]
fn an_error_of_the_disk_at_any_operation_is_said_and_nothing_is_lost() {
    match campaign::disk::here() {
        Some(disk) => Pc::on(&disk).bears_everything(),
        None => Bench::new().run(NAME),
    }
}

/// What is done while the disk fails.
#[derive(Debug, Clone, Copy)]
enum Work {
    Save,
    Import,
    Seal,
    Photo,
    Slots,
    Open,
    Found,
    Backup,
    Restore,
}

const ALL: [Work; 9] = [
    Work::Save,
    Work::Import,
    Work::Seal,
    Work::Photo,
    Work::Slots,
    Work::Open,
    Work::Found,
    Work::Backup,
    Work::Restore,
];

struct Pc<'a> {
    disk: &'a Disk,
    county: County,
    key: DatabaseKey,
    here: PathBuf,
    /// As it is put back before each try.
    whole: PathBuf,
    /// What another PC of the station sent.
    sent: Vec<Vec<u8>>,
}

impl Pc<'_> {
    fn on(disk: &Disk) -> Pc<'_> {
        let county = County::with(&["a", "b"]);
        let (here, key, whole) = (disk.folder.join("a"), county.key("a"), county.path("whole"));
        let (store, other) = (county.create_in("a", &here), county.create("b"));
        Slots::with_cost(&here, Cost::CHEAP)
            .expect("slots")
            .put("s1", "张社工", "worker", "口令", &key)
            .expect("a slot");
        for n in 0..PEOPLE {
            if n == IN_BACKUP {
                store.close_segments().expect("sealed");
                store.daily_backup(NOW).expect("a backup");
            }
            edit(&store, "recipient", &id(n), person("张三", "新河村"), NOW + n);
        }
        edit(&other, "recipient", &id(50), person("李四", "新河村"), NOW);
        let sent = bundles(&other);
        drop(store);
        crate::opening::copy_dir(&here, &whole);
        Pc { disk, county, key, here, whole, sent }
    }

    /// Three runs of four sweep the operations of one save, the fourth is of another work; a long campaign comes by every operation of all of
    /// them with every fault.
    fn bears_everything(&self) {
        let counts = ALL.map(|work| {
            let store = self.begin(work);
            let before = self.disk.operations();
            self.done(work, &store).expect("the disk is well");
            self.disk.operations() - before
        });
        campaign::say(&format!("operations: {:?}", ALL.iter().zip(counts).collect::<Vec<_>>()));
        campaign::run_seeds("io_errors", 92, |seed| {
            let (round, nth, others) = (seed / 4, seed % 4, ALL.len() as u64 - 1);
            // A stride that shares no divisor with their number comes by all of them, far ones first.
            let (place, turn) = match nth {
                0 => (1 + round % others, (round / others).wrapping_mul(1_000_003)),
                _ => (0, 3 * round + nth),
            };
            let (work, count) = (ALL[place as usize], counts[place as usize]);
            let fault = Fault::ALL[((turn + turn / count) % Fault::ALL.len() as u64) as usize];
            campaign::say(&format!("{work:?}, operation {} of {count}: {fault:?}", turn % count));
            self.bears(work, turn % count, fault);
        });
    }

    fn begin(&self, work: Work) -> Option<Store> {
        fs::remove_dir_all(&self.disk.folder).ok();
        crate::opening::copy_dir(&self.whole, &self.here);
        let open = matches!(work, Work::Save | Work::Import | Work::Seal | Work::Photo | Work::Backup);
        open.then(|| Store::open(&self.here, &self.key).expect("it opens"))
    }

    fn bears(&self, work: Work, at: u64, fault: Fault) {
        let store = self.begin(work);
        self.disk.fail(at, fault);
        let done = self.done(work, &store);
        let failed = self.disk.calm();
        if let Err(error) = &done {
            assert!(failed, "{error}");
            let text = error.to_string();
            assert!(
                text.contains('请') && !matches!(error, StoreError::WrongKey | StoreError::Newer { .. }),
                "{error:?}"
            );
        }
        let said_done = done.is_ok();
        // At once, in the same run of the program.
        let again = (!said_done).then(|| self.done(work, &store));
        drop(store);
        self.everything_is_there(work, said_done || again.as_ref().is_some_and(Result::is_ok));
        if let Some(Err(error)) = again {
            // Or after the next start.
            let (open, may) = (Store::open(&self.here, &self.key).ok(), matches!(error, StoreError::Exists));
            let third = self.done(work, &open);
            assert!(may || third.is_ok(), "{error:?}, and after a start {:?}", third.err());
        }
    }

    /// A database that it opens it closes.
    fn done(&self, work: Work, open: &Option<Store>) -> store::Result<()> {
        let store = || open.as_ref().expect("open");
        match work {
            Work::Save => drop(store().save(save_of(
                station(),
                NOW + 60,
                vec![write("recipient", &id(60), person("王五", "新河村"))],
            ))?),
            Work::Import => {
                for bytes in &self.sent {
                    store().import(bytes, Route::Stick)?;
                }
            }
            Work::Seal => {
                let items = store().close_segments()?;
                assert!(!items.is_empty());
            }
            Work::Photo => drop(store().blob_put(PHOTO)?),
            Work::Slots => {
                let mut slots = Slots::with_cost(&self.here, Cost::CHEAP)?;
                slots.put("s2", "李督导", "supervisor", "口令", &self.key)?;
            }
            Work::Open => drop(Store::open(&self.here, &self.key)?),
            Work::Found => drop(Store::create(&self.disk.folder.join("new"), &self.key, self.county.new_device("a"))?),
            Work::Backup => drop(store().daily_backup(NOW + DAY)?),
            Work::Restore => {
                let backup = verified_backups(&self.here).into_iter().next().ok_or(StoreError::NoDatabase)?;
                drop(restore(&backup.path, &self.here, &self.key, NOW + 60)?);
            }
        }
        Ok(())
    }

    /// After a start: what was acknowledged, and what this work said to have done.
    fn everything_is_there(&self, work: Work, done: bool) {
        let mut slots = Slots::with_cost(&self.here, Cost::CHEAP).expect("slots");
        assert!(slots.unlock_at("s1", "口令", NOW).is_ok_and(|opened| opened.bytes() == self.key.bytes()));
        let store = Store::open(&self.here, &self.key).expect("it opens again");
        let restored = store.device().life > 1;
        assert!(!restored || matches!(work, Work::Restore), "an error of the disk begins no new life");
        let people = if restored { IN_BACKUP } else { PEOPLE };
        for n in 0..people {
            assert!(store.row("recipient", &id(n)).expect("readable").is_some(), "person {n} is lost");
        }
        let has = |n: u64| store.row("recipient", &id(n)).expect("readable").is_some();
        match work {
            Work::Save => assert!(!done || has(60)),
            Work::Import => assert!(!done || has(50)),
            Work::Slots => assert!(!done || slots.unlock_at("s2", "口令", NOW).is_ok()),
            Work::Restore => assert!(!done || restored),
            Work::Found => {
                let founded = Store::open(&self.disk.folder.join("new"), &self.key);
                assert!(founded.is_ok() || !done && matches!(founded, Err(StoreError::NoDatabase)));
            }
            Work::Backup if done => {
                let copy =
                    Store::open(&verified_backups(&self.here)[0].path, &self.key).expect("a verified backup opens");
                assert_eq!(copy.count(&store::Query::of("recipient")).expect("a count"), PEOPLE);
            }
            Work::Photo if done => {
                let (photo, hash) = (store.blob_put(PHOTO).expect("known"), hex::encode(Sha256::digest(PHOTO)));
                assert_eq!(store.blob_open(&photo, &hash).expect("readable").as_deref(), Some(PHOTO));
            }
            Work::Photo | Work::Seal | Work::Open | Work::Backup => {}
        }
        let as_left = store.state_hash().expect("a hash");
        store.rebuild().expect("a rebuild");
        assert_eq!(store.state_hash().expect("a hash"), as_left, "the tables are not what the log says");
        let report = store.check().expect("a check");
        assert!(report.findings.is_empty() || restored, "{:?}", report.findings);
        let sealed = store.close_segments().expect("sealed");
        assert!(sealed.iter().all(|item| store.sealed_bytes(item).expect("readable").is_some()));
    }
}
