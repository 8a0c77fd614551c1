//! The store itself: one database open on this device. Each method is one question or one transaction; what it does stands in the
//! module it calls.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, RwLock};

use changelog::{Audience, Confirmation, DeviceKeys, Op, Payload, Purpose, Roster, Signature, SignedRoster};
use rusqlite::{Connection, Transaction, TransactionBehavior};
use serde_json::Value;

use crate::checkpoints::Checkpoints;
use crate::connection::{self, DATABASE, Reader, Readers, lock};
use crate::device::{self, Device, DeviceInfo, NewDevice};
use crate::error::{Result, StoreError, bad_reads};
use crate::key::DatabaseKey;
use crate::rollback_guard::{self, LogHead, RollbackGuard};
use crate::save::{Numbering, Save, Saved, Write};
use crate::space::FreeSpace;
use crate::{opening, settings};

/// Changes named in one order to erase: it must fit into a change.
const ERASED_AT_ONCE: usize = 1000;

/// An open database. Shared between threads; one writes at a time, readers do not wait for it.
pub struct Store {
    pub(crate) dir: PathBuf,
    pub(crate) key: DatabaseKey,
    pub(crate) space: FreeSpace,
    checkpoints: Checkpoints,
    writer: Mutex<Writer>,
    readers: Readers,
    device: RwLock<Arc<Device>>,
    roster: RwLock<Arc<Roster>>,
    guard: Mutex<RollbackGuard>,
    /// One at a time seals bundles.
    pub(crate) sealing: Mutex<()>,
    /// Held as long as the database is open: two programs on one folder would each keep their own `place.json`.
    _in_use: std::fs::File,
}

/// The only connection that writes, and whether its commits are flushed to the disk.
struct Writer {
    connection: Connection,
    flushes: bool,
    /// A page could not be read over it: it may refuse everything from now on, and the next transaction has another.
    suspect: bool,
}

impl Writer {
    /// Sets whether the next commit is flushed. No transaction begins unless this succeeded.
    fn flush(&mut self, flushes: bool) -> Result<&mut Connection> {
        if self.flushes != flushes {
            self.connection.pragma_update(None, "synchronous", if flushes { "FULL" } else { "NORMAL" })?;
            self.flushes = flushes;
        }
        Ok(&mut self.connection)
    }

    fn transact<T>(&mut self, flushes: bool, work: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        let transaction = self.flush(flushes)?.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&transaction)?;
        transaction.commit()?;
        Ok(done)
    }
}

impl Store {
    /// Creates a database in an empty directory. Logs are minted at the first save for each audience.
    pub fn create(dir: &Path, key: &DatabaseKey, device: NewDevice) -> Result<Store> {
        Store::create_with(dir, key, device, FreeSpace::default())
    }

    /// As `create`, with another answer to how much room is left.
    pub fn create_with(dir: &Path, key: &DatabaseKey, device: NewDevice, space: FreeSpace) -> Result<Store> {
        disk::make_folder(dir)?;
        let in_use = hold(dir)?;
        let connection = opening::create(dir, key, &device, &space)?;
        Store::over(connection, in_use, dir, key, space)
    }

    /// Opens a database: migrations, and a new life if it was restored, rolled back or copied.
    pub fn open(dir: &Path, key: &DatabaseKey) -> Result<Store> {
        Store::open_with(dir, key, FreeSpace::default())
    }

    /// As `open`, with another answer to how much room is left.
    pub fn open_with(dir: &Path, key: &DatabaseKey, space: FreeSpace) -> Result<Store> {
        if !dir.join(DATABASE).exists() && !dir.join("restoring").exists() {
            return Err(StoreError::NoDatabase);
        }
        let in_use = hold(dir)?;
        let connection = opening::open(dir, key)?;
        let store = Store::over(connection, in_use, dir, key, space)?;
        store.sweep_blobs()?;
        // What a restore left behind, and what waited for a newer program and may be readable now. Whatever stands against it today (a full
        // disk) must not keep anybody out: it is tried again at the next opening, and with the next import.
        store.salvage().ok();
        store.import_ready().ok();
        Ok(store)
    }

    fn over(
        mut connection: Connection,
        in_use: std::fs::File,
        dir: &Path,
        key: &DatabaseKey,
        space: FreeSpace,
    ) -> Result<Store> {
        let device = device::load(&connection)?;
        let roster = device::signed_roster(&connection)?.unchecked()?;
        let guard = opening::current_guard(&connection, dir, key)?;
        Ok(Store {
            dir: dir.to_path_buf(),
            key: key.clone(),
            space,
            checkpoints: Checkpoints::watch(&mut connection, dir.join(DATABASE), key.clone())?,
            writer: Mutex::new(Writer { connection, flushes: true, suspect: false }),
            readers: Readers::new(dir.join(DATABASE), key.clone()),
            device: RwLock::new(Arc::new(device)),
            roster: RwLock::new(Arc::new(roster)),
            guard: Mutex::new(guard),
            sealing: Mutex::new(()),
            _in_use: in_use,
        })
    }

    /// How many changes had been saved here and are gone since the database was put back or damaged, without those that have come back.
    pub fn lost_changes(&self) -> Result<u64> {
        opening::lost(&*self.reader()?)
    }

    /// The directory.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    pub(crate) fn reader(&self) -> Result<Reader<'_>> {
        self.readers.take()
    }

    /// One IMMEDIATE transaction of the only writer, on the disk when it returns.
    pub(crate) fn transact<T>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        self.transact_as(true, work)
    }

    fn transact_as<T>(&self, flushes: bool, work: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        let mut writer = lock(&self.writer);
        if writer.suspect
            && let Ok(mut fresh) = connection::writer(&self.dir.join(DATABASE), &self.key, false)
            && self.checkpoints.follow(&mut fresh).is_ok()
        {
            *writer = Writer { connection: fresh, flushes: true, suspect: false };
        }
        let before = bad_reads();
        let done = writer.transact(flushes, work);
        writer.suspect |= done.is_err() && bad_reads() != before;
        done
    }

    pub(crate) fn current_device(&self) -> Arc<Device> {
        Arc::clone(&self.device.read().unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    /// Reads the device again after a new life began, and says so beside the database.
    pub(crate) fn life_changed(&self) -> Result<()> {
        let reader = self.reader()?;
        let device = device::load(&reader)?;
        *self.device.write().unwrap_or_else(std::sync::PoisonError::into_inner) = Arc::new(device);
        let now = opening::current_guard(&reader, &self.dir, &self.key)?;
        let mut guard = lock(&self.guard);
        *guard = now;
        rollback_guard::write_twice(&self.dir, &guard)
    }

    // Writing.

    /// Saves everything or nothing. When this returns Ok it is on the disk.
    pub fn save(&self, save: Save) -> Result<Saved> {
        self.save_numbering(save, &[])
    }

    /// The same, giving numbers to many of the writes at once.
    pub fn save_numbering(&self, save: Save, numbers: &[Numbering]) -> Result<Saved> {
        self.save_all(save, numbers, None)
    }

    /// The same, and the author's draft of this key goes with it: both or neither.
    pub fn save_settling(&self, save: Save, draft: Option<&str>) -> Result<Saved> {
        self.save_all(save, &[], draft)
    }

    fn save_all(&self, save: Save, numbers: &[Numbering], draft: Option<&str>) -> Result<Saved> {
        let bytes: usize =
            save.writes.iter().flat_map(|write| &write.fields).map(|(name, value)| name.len() + length(value)).sum();
        self.space.want(&self.dir, 8 * bytes as u64)?;
        let device = self.current_device();
        let (saved, written) = self.transact(|transaction| {
            if let Some(key) = draft {
                crate::drafts::discard(transaction, &save.author, key)?;
            }
            crate::save::save(transaction, &device, &save, numbers)
        })?;
        self.now_stands(written);
        Ok(saved)
    }

    /// Notes beside the database how far a log has come. It is saved already; an older place.json is harmless.
    pub(crate) fn now_stands(&self, written: Option<LogHead>) {
        let Some(written) = written else { return };
        let mut guard = lock(&self.guard);
        guard.logs.retain(|known| known.log != written.log);
        guard.logs.push(written);
        rollback_guard::write(&self.dir, &guard).ok();
    }

    /// The county erases all that is known of these records (kind, id), everywhere and for good. `why` stays in the log as it is
    /// and must name nobody.
    pub fn erase(
        &self,
        audience: Audience,
        author: &str,
        now_ms: u64,
        records: &[(String, String)],
        why: &Payload,
    ) -> Result<Saved> {
        if self.current_device().info.station.is_some() {
            return Err(StoreError::NotAllowed("只有县里可以抹除内容。请向县里提出。".into()));
        }
        let mut writes = Vec::new();
        for (kind, record) in records {
            let history = self.history(kind, record)?;
            // An order to erase stays: without it a replica that hears of it later would not know what to erase.
            let carry = history.into_iter().filter(|entry| !entry.erased && entry.op != Op::Erase);
            let changes: Vec<changelog::Ref> = carry.map(|entry| entry.reference).collect();
            for part in changes.chunks(ERASED_AT_ONCE) {
                let mut fields = why.clone();
                fields.insert(crate::erase::CHANGES.into(), serde_json::to_value(part).unwrap_or_default());
                let (kind, record) = (kind.clone(), record.clone());
                writes.push(Write { kind, record, op: Op::Erase, fields, seen: Default::default() });
            }
        }
        let saved = self.save(Save { audience, author: author.into(), now_ms, writes, number: None })?;
        self.drop_gone_blobs()?;
        Ok(saved)
    }

    /// Local settings; never synced.
    pub fn setting_put(&self, name: &str, value: &Value) -> Result<()> {
        self.space.want(&self.dir, length(value) as u64)?;
        self.transact(|transaction| settings::put(transaction, name, value))
    }

    /// Keeps what is being typed, every second: it outlives the program, and is not flushed to the disk by itself. A power failure may take
    /// what was typed since the last save of anything; what was saved it cannot touch.
    pub fn draft_put(&self, draft: &crate::Draft) -> Result<()> {
        self.space.want(&self.dir, length(&draft.body) as u64)?;
        self.transact_as(false, |transaction| crate::drafts::put(transaction, draft))
    }

    /// Throws a draft away. Whether there was one.
    pub fn draft_discard(&self, author: &str, key: &str) -> Result<bool> {
        self.transact_as(false, |transaction| crate::drafts::discard(transaction, author, key))
    }

    /// Projects every table anew from the log.
    pub fn rebuild(&self) -> Result<()> {
        self.transact(|transaction| crate::rebuild::rebuild(transaction))
    }

    /// Lets the database file grow by so many pages and no further, as a full disk would (None: without limit). For tests.
    #[doc(hidden)]
    pub fn limit_pages_for_tests(&self, more: Option<u32>) -> Result<()> {
        let writer = &lock(&self.writer).connection;
        let pages: i64 = writer.query_row("PRAGMA page_count", [], |row| row.get(0))?;
        let most = more.map_or(i64::from(u32::MAX) - 1, |more| pages + i64::from(more));
        Ok(writer.query_row(&format!("PRAGMA max_page_count = {most}"), [], |_| Ok(()))?)
    }

    /// Whether the newest commit was flushed to the disk (`PRAGMA synchronous`: 2, or 1 for a draft). For tests.
    #[doc(hidden)]
    pub fn synchronous_for_tests(&self) -> Result<i64> {
        Ok(lock(&self.writer).connection.query_row("PRAGMA synchronous", [], |row| row.get(0))?)
    }

    /// Alters the database behind the program's back, as damage does. For tests.
    #[doc(hidden)]
    pub fn damage_for_tests(&self, sql: &str) -> Result<usize> {
        self.transact(|transaction| Ok(transaction.execute(sql, [])?))
    }

    /// How many checkpoints were made in the background; and waits until there are so many. For tests.
    #[doc(hidden)]
    pub fn checkpoints_for_tests(&self, wait_for: Option<u64>) -> u64 {
        if let Some(made) = wait_for {
            self.checkpoints.wait_for(made, std::time::Duration::from_secs(60));
        }
        self.checkpoints.made()
    }

    /// What this work asks the database, and how each question is answered (`EXPLAIN QUERY PLAN`). For tests.
    #[doc(hidden)]
    #[cfg(debug_assertions)]
    pub fn plans_for_tests(&self, work: impl FnOnce()) -> Result<Vec<(String, Vec<String>)>> {
        let reader = self.reader()?;
        let explain = |sql: String| -> Result<(String, Vec<String>)> {
            let mut statement = reader.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
            let nothing = vec![rusqlite::types::Null; statement.parameter_count()];
            let lines = statement.query_map(rusqlite::params_from_iter(nothing), |row| row.get(3))?;
            Ok((sql, lines.collect::<rusqlite::Result<Vec<String>>>()?))
        };
        sqlite::watching::queries(work).into_iter().map(explain).collect()
    }

    // Device, roster, keys.

    /// Who this database belongs to.
    pub fn device(&self) -> DeviceInfo {
        self.current_device().info.clone()
    }

    /// The PC's own keys, for join requests and confirmations. They stay in memory.
    pub fn keys(&self) -> DeviceKeys {
        self.current_device().keys.clone()
    }

    /// Signs with the PC's key.
    pub fn sign(&self, purpose: Purpose, message: &[u8]) -> Signature {
        self.current_device().keys.sign(purpose, message)
    }

    /// The newest roster known.
    pub fn roster(&self) -> Arc<Roster> {
        Arc::clone(&self.roster.read().unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    /// The same as its signed text, to pass on.
    pub fn signed_roster(&self) -> Result<SignedRoster> {
        device::signed_roster(&*self.reader()?)
    }

    /// Takes a roster if the pinned root key signed it and it is not older. What waited for it is applied.
    pub fn accept_roster(&self, signed: &SignedRoster) -> Result<()> {
        let device = self.current_device();
        let roster = signed.verify(&device.root_key, self.roster().number)?;
        if roster.county_id != device.info.county_id {
            return Err(changelog::Error::ForeignCounty.into());
        }
        self.transact(|transaction| {
            device::put_roster(transaction, &roster, signed)?;
            // Records, and the photos of what a reinstated order erases.
            let touched = crate::revoked::judge_all(transaction, &roster)?;
            crate::erase::project_erased(transaction, &touched)
        })?;
        *self.roster.write().unwrap_or_else(std::sync::PoisonError::into_inner) = Arc::new(roster);
        self.drop_gone_blobs()?;
        self.import_ready().map(drop)
    }

    /// Takes the county's answer to a join request: the roster and the station's (or county's) key.
    pub fn accept_confirmation(&self, confirmation: &Confirmation) -> Result<()> {
        let device = self.current_device();
        let (_, identity) = confirmation.open(&device.keys, &device.root_key, self.roster().number)?;
        self.keep_former(confirmation)?;
        self.set_station_identity(device.info.station.as_deref(), &identity.to_secret())?;
        self.accept_roster(&confirmation.roster)
    }
}

/// Takes a folder for this program; another one that has it open is named as what it is. A file system that knows no locks is not held
/// against the user.
fn hold(dir: &Path) -> Result<std::fs::File> {
    let file = disk::to_lock(&dir.join("in-use.lock"))?;
    // One that is just closing is waited for, as long as SQLite waits for a lock.
    for _ in 0..50 {
        match file.try_lock() {
            Err(std::fs::TryLockError::WouldBlock) => std::thread::park_timeout(std::time::Duration::from_millis(100)),
            _ => return Ok(file),
        }
    }
    Err(StoreError::Busy)
}

/// About how many bytes a value takes.
fn length(value: &Value) -> usize {
    match value {
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().map(length).sum::<usize>() + 2,
        Value::Object(members) => members.iter().map(|(name, value)| name.len() + length(value)).sum::<usize>() + 2,
        _ => 8,
    }
}
