//! Creating and opening a database: key, migrations, record tables, and whether a new life has to begin. A database that will not open
//! is never created anew.

use std::path::Path;
use std::sync::OnceLock;

use changelog::{Head, LogId};
use domain::dictionary::dictionary;
use rusqlite::{Connection, TransactionBehavior, params};
use sha2::{Digest, Sha256};

use crate::backup_note::verified_backups;
use crate::connection::{DATABASE, writer};
use crate::device::{self, NewDevice};
use crate::error::{Result, StoreError};
use crate::key::DatabaseKey;
use crate::migrations;
use crate::rollback_guard::{self, LogHead, RollbackGuard};
use crate::space::FreeSpace;
use crate::{authority, rebuild, record_tables, restoring, settings};

/// The setting that says for which dictionary the tables were projected.
const DICTIONARY: &str = "store.dictionary";
/// The setting that says which indices they have.
const INDICES: &str = "store.indices";
/// The setting with places that were saved and are gone: log, from, to, head.
const LOST: &str = "store.lost";
/// Room a new or newly opened database wants.
const ROOM: u64 = 4 << 20;

pub(crate) fn create(dir: &Path, key: &DatabaseKey, device: &NewDevice, space: &FreeSpace) -> Result<Connection> {
    disk::make_folder(dir)?;
    space.want(dir, ROOM)?;
    let path = dir.join(DATABASE);
    if path.exists() {
        return Err(StoreError::Exists);
    }
    // Built under another name, so that a first start that dies in the middle leaves no half database behind.
    let building = dir.join("hezhan.db.new");
    for leftover in ["hezhan.db.new", "hezhan.db.new-wal", "hezhan.db.new-shm"] {
        disk::remove(&dir.join(leftover))?;
    }
    let mut connection = writer(&building, key, true)?;
    migrations::run(&mut connection)?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    record_tables::fit(&transaction)?;
    device::create(&transaction, device)?;
    note_fitted(&transaction)?;
    transaction.commit()?;
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    connection.close().map_err(|(_, error)| error)?;
    // Its place first: a database that stands here without one came here by itself, and begins a new life.
    let (here, salt) = (rollback_guard::here(dir), rollback_guard::salt_of(&building));
    rollback_guard::write_twice(dir, &RollbackGuard { here, key: key.mark(), logs: Vec::new(), salt })?;
    disk::replace(&building, &path)?;
    disk::sync_folder(dir)?;
    writer(&path, key, false)
}

pub(crate) fn open(dir: &Path, key: &DatabaseKey) -> Result<Connection> {
    restoring::resume(dir)?;
    let path = dir.join(DATABASE);
    if !path.exists() {
        return Err(StoreError::NoDatabase);
    }
    let guard = rollback_guard::read(dir)?;
    if guard.as_ref().is_some_and(|guard| guard.key != key.mark()) {
        return Err(StoreError::WrongKey);
    }
    let damaged = |error| match error {
        StoreError::Damaged { .. } => {
            StoreError::Damaged { backup: verified_backups(dir).into_iter().next().map(|backup| backup.path) }
        }
        other => other,
    };
    let mut connection = match writer(&path, key, false) {
        Err(StoreError::Damaged { .. }) if guard.is_some() => with_salt(&path, key, guard.as_ref()).map_err(damaged)?,
        opened => opened.map_err(damaged)?,
    };
    let migrated = migrations::run(&mut connection).map_err(damaged)?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let [tables, indices] = fingerprints();
    let other = |name: &str, now: &String| {
        Ok::<_, StoreError>(settings::get(&transaction, name)?.is_none_or(|known| known != *now))
    };
    let grown = migrated || other(DICTIONARY, tables)?;
    if grown || other(INDICES, indices)? {
        record_tables::fit(&transaction)?;
        note_fitted(&transaction)?;
    }
    if grown {
        let roster = device::signed_roster(&transaction)?.unchecked()?;
        authority::judge_again(&transaction, &roster, device::load(&transaction)?.info.station.is_none())?;
        rebuild::rebuild(&transaction)?;
    }
    if let Some(reason) = why_new_life(&transaction, dir, guard.as_ref())? {
        note_lost(&transaction, guard.as_ref())?;
        device::new_life(&transaction, reason, 1)?;
    }
    transaction.commit()?;
    rollback_guard::write_twice(dir, &current_guard(&connection, dir, key)?)?;
    Ok(connection)
}

/// A database whose first bytes are damaged opens again with the salt that was noted beside it.
fn with_salt(path: &Path, key: &DatabaseKey, guard: Option<&RollbackGuard>) -> Result<Connection> {
    let mended = guard.map(|guard| rollback_guard::mend_salt(path, guard)).transpose()?.flatten();
    let Some(found) = mended else { return Err(StoreError::Damaged { backup: None }) };
    let opened = writer(path, key, false);
    if opened.is_err() {
        rollback_guard::put_salt(path, &found)?;
    }
    opened
}

/// What had been saved here and is not in the database any more: it may come back from where it was sent, and until then is said to be lost.
fn note_lost(connection: &Connection, guard: Option<&RollbackGuard>) -> Result<()> {
    let mut lost: Vec<Noted> = Vec::new();
    for LogHead { log, seq, head } in guard.into_iter().flat_map(|guard| &guard.logs) {
        let tip: i64 = connection.query_row(
            "SELECT coalesce(max(tip_seq), 0) FROM logs WHERE log = ?1",
            [log.parse::<LogId>()?.0],
            |row| row.get(0),
        )?;
        if (tip as u64) < *seq {
            lost.push((log.clone(), tip as u64 + 1, *seq, head.clone()));
        }
    }
    note_holes(connection, &lost)
}

/// Notes stretches that are not here, beside those that are known.
pub(crate) fn note_holes(connection: &Connection, holes: &[Noted]) -> Result<()> {
    let mut all = noted_lost(connection)?;
    all.extend(holes.iter().filter(|hole| !all.contains(hole)).cloned().collect::<Vec<_>>());
    settings::put(connection, LOST, &serde_json::to_value(all).unwrap_or_default())
}

/// A stretch of a log that was saved here and was gone at an opening: log, from, to, head.
pub(crate) type Noted = (String, u64, u64, String);

/// All of them, those that have come back too.
pub(crate) fn noted_lost(connection: &Connection) -> Result<Vec<Noted>> {
    Ok(settings::get(connection, LOST)?.and_then(|value| serde_json::from_value(value).ok()).unwrap_or_default())
}

/// How many changes of a stretch are not here.
pub(crate) fn missing_of(connection: &Connection, log: &LogId, from: u64, to: u64) -> Result<u64> {
    let sql = "SELECT count(DISTINCT seq) FROM changes c JOIN logs l ON l.id = c.log WHERE l.log = ?1 AND seq BETWEEN ?2 AND ?3";
    let back: i64 = connection.query_row(sql, params![log.0, from as i64, to as i64], |row| row.get(0))?;
    Ok((to + 1 - from).saturating_sub(back as u64))
}

/// How many changes that had been saved here are not here, and of them those that have not come back.
pub(crate) fn lost(connection: &Connection) -> Result<u64> {
    let mut all = 0;
    for (log, from, to, head) in noted_lost(connection)? {
        let log = log.parse()?;
        if !crate::waiting::is_here(connection, &log, to, &head.parse()?)? {
            all += missing_of(connection, &log, from, to)?;
        }
    }
    Ok(all)
}

/// See rollback_guard.rs for what a device can know. None: the life goes on.
fn why_new_life(connection: &Connection, dir: &Path, guard: Option<&RollbackGuard>) -> Result<Option<&'static str>> {
    let Some(guard) = guard else {
        return Ok(Some("restored"));
    };
    for LogHead { log, seq, head } in &guard.logs {
        let (log, head): (LogId, Head) = (log.parse()?, head.parse()?);
        let mut statement = connection
            .prepare("SELECT 1 FROM changes c JOIN logs l ON l.id = c.log WHERE l.log = ?1 AND l.own = 1 AND c.seq = ?2 AND c.head = ?3")?;
        if !statement.exists(params![log.0, *seq as i64, head.0])? {
            return Ok(Some("restored"));
        }
    }
    Ok((guard.here != rollback_guard::here(dir)).then_some("cloned"))
}

/// Where the current own logs stand.
pub(crate) fn current_guard(connection: &Connection, dir: &Path, key: &DatabaseKey) -> Result<RollbackGuard> {
    let mut statement = connection.prepare("SELECT log, tip_seq, tip_head FROM logs WHERE own = 1 AND current = 1")?;
    let logs = statement.query_map([], |row| {
        let (log, head) = (LogId(row.get(0)?), Head(row.get(2)?));
        Ok(LogHead { log: log.to_string(), seq: row.get::<_, i64>(1)? as u64, head: head.to_string() })
    })?;
    let (here, salt) = (rollback_guard::here(dir), rollback_guard::salt_of(&dir.join(DATABASE)));
    Ok(RollbackGuard { here, key: key.mark(), logs: logs.collect::<rusqlite::Result<_>>()?, salt })
}

/// The tables and indices are those of this program.
fn note_fitted(connection: &Connection) -> Result<()> {
    let [tables, indices] = fingerprints();
    settings::put(connection, DICTIONARY, &tables.as_str().into())?;
    settings::put(connection, INDICES, &indices.as_str().into())
}

/// The first changes whenever a kind, a field or a type does: the tables must then be fitted and projected again, `extra` may have become a
/// column. The second does when an index does: half a million records are not projected again for that.
fn fingerprints() -> &'static [String; 2] {
    static KNOWN: OnceLock<[String; 2]> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let mut tables = Sha256::new_with_prefix(record_tables::described());
        for kind in &dictionary().kinds {
            tables.update(format!("{} {} {:?} {:?}\n", kind.name, kind.table, kind.writer, kind.title));
            for field in &kind.fields {
                tables.update(format!("  {} {:?}\n", field.name, field.kind));
            }
        }
        let indices = Sha256::new_with_prefix(record_tables::described_indices());
        [tables, indices].map(|hash| hex::encode(&hash.finalize()[..16]))
    })
}
