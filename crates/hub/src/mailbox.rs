//! The one store of the hub: what is kept, in a plain SQLite file and directories of sealed files. Every handler goes
//! through it, so that PostgreSQL and an object store can take its place. It trusts its callers: signatures and rights
//! are judged before it is asked.

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard};

use changelog::bundle::SegmentRange;
use changelog::change::MAX_INTEGER;
use rusqlite::{Connection, OpenFlags, OptionalExtension, params};

use sha2::{Digest, Sha256};

use crate::error::HubError;
use crate::{limits, rot};

/// A bundle as the mailbox lists it.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    /// HubIdentity in the mailbox; the receipt has the same number.
    pub number: u64,
    /// SHA-256 of the whole file.
    pub sha256: String,
    /// SHA-256 of the ciphertext, as its envelope and receipt say.
    pub content: String,
    /// Bytes of the whole file.
    pub length: u64,
    /// The device that sealed it.
    pub sender: String,
    /// The station whose mail it is besides the county's.
    pub station: Option<String>,
    /// What is inside.
    pub segments: Vec<SegmentRange>,
    /// When it arrived.
    pub time_ms: u64,
    /// It carried what the county has erased, or was lost and brought again, and gave way: its file is gone.
    pub dropped: bool,
    /// Its file is damaged, and nobody has brought the content again yet.
    pub lost: bool,
    /// One hash over every bundle up to this one.
    pub chain: String,
}

/// Whose mail a caller may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reader {
    /// Everything.
    County,
    /// What is sealed to this station.
    Station(String),
}

/// Sealed mail, public lists and who was here last.
#[derive(Debug)]
pub(crate) struct Mailbox {
    pub(crate) directory: PathBuf,
    database: Mutex<Connection>,
    /// Appends to one unfinished upload never mix.
    appending: [Mutex<()>; 64],
}

impl Mailbox {
    /// Opens (and on first use lays out) the mailbox in a data directory.
    pub(crate) fn open(directory: &Path) -> Result<Self, HubError> {
        disk::make_folder(&directory.join("bundles"))?;
        disk::make_folder(&directory.join("uploads"))?;
        let database = sqlite::open(&directory.join("mailbox.db"), OpenFlags::default())?;
        database.pragma_update(None, "journal_mode", "WAL")?;
        database.pragma_update(None, "synchronous", "FULL")?;
        database.execute_batch(include_str!("mailbox.sql"))?;
        disk::sync_folder(directory)?;
        let mailbox = Self {
            directory: directory.to_path_buf(),
            database: Mutex::new(database),
            appending: std::array::from_fn(|_| Mutex::new(())),
        };
        mailbox.remove_dropped()?;
        mailbox.complete_chain()?;
        Ok(mailbox)
    }

    pub(crate) fn database(&self) -> MutexGuard<'_, Connection> {
        self.database.lock().unwrap_or_else(|broken| broken.into_inner())
    }

    // Rosters

    /// The newest roster, as it was signed.
    pub(crate) fn roster(&self) -> Result<Option<Vec<u8>>, HubError> {
        let sql = "SELECT body FROM rosters ORDER BY number DESC LIMIT 1";
        Ok(self.database().query_row(sql, [], |row| row.get(0)).optional()?)
    }

    /// Keeps a roster; `false` when one with this or a higher number is here already.
    pub(crate) fn put_roster(&self, number: u64, body: &[u8]) -> Result<bool, HubError> {
        let sql = "INSERT INTO rosters (number, body) SELECT ?1, ?2 WHERE ?1 > (SELECT coalesce(max(number), -1) FROM rosters)";
        Ok(self.database().execute(sql, params![number as i64, body])? == 1)
    }

    // Enrolments, joins, confirmations

    /// Notes the hashes of enrolment secrets; those known already stay as they are.
    pub(crate) fn put_enrolments(&self, hashes: &[String]) -> Result<(), HubError> {
        let mut database = self.database();
        let transaction = database.transaction()?;
        for hash in hashes {
            transaction.execute("INSERT OR IGNORE INTO enrolments (hash) VALUES (?1)", [hash])?;
        }
        Ok(transaction.commit()?)
    }

    /// Takes one join request for an enrolment. The same request again is welcome; another one is not (`false`).
    pub(crate) fn put_join(&self, enrolment: &str, sha256: &str, body: &[u8], now_ms: u64) -> Result<bool, HubError> {
        let mut database = self.database();
        let transaction = database.transaction()?;
        let used: Option<Option<String>> = transaction
            .query_row("SELECT used_by FROM enrolments WHERE hash = ?1", [enrolment], |row| row.get(0))
            .optional()?;
        match used {
            None => return Ok(false),
            Some(Some(before)) => return Ok(before == sha256),
            Some(None) => {}
        }
        transaction.execute("UPDATE enrolments SET used_by = ?2 WHERE hash = ?1", [enrolment, sha256])?;
        let sql = "INSERT OR IGNORE INTO joins (sha256, body, time_ms) VALUES (?1, ?2, ?3)";
        transaction.execute(sql, params![sha256, body, now_ms as i64])?;
        transaction.commit()?;
        Ok(true)
    }

    /// Join requests after a number: `(number, body, time)`.
    pub(crate) fn joins(&self, after: u64) -> Result<Vec<(u64, Vec<u8>, u64)>, HubError> {
        let database = self.database();
        let mut query =
            database.prepare("SELECT number, body, time_ms FROM joins WHERE number > ?1 ORDER BY number LIMIT 100")?;
        let rows = query.query_map([after as i64], |row| {
            Ok((row.get::<_, i64>(0)? as u64, row.get(1)?, row.get::<_, i64>(2)? as u64))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Keeps the county's answer to a device; a later answer replaces an earlier one.
    pub(crate) fn put_confirmation(&self, device: &str, body: &[u8]) -> Result<(), HubError> {
        let sql =
            "INSERT INTO confirmations (device, body) VALUES (?1, ?2) ON CONFLICT (device) DO UPDATE SET body = ?2";
        self.database().execute(sql, params![device, body])?;
        Ok(())
    }

    /// The county's answer to a device.
    pub(crate) fn confirmation(&self, device: &str) -> Result<Option<Vec<u8>>, HubError> {
        let sql = "SELECT body FROM confirmations WHERE device = ?1";
        Ok(self.database().query_row(sql, [device], |row| row.get(0)).optional()?)
    }

    // Checkpoints and who was here

    /// Keeps a checkpoint; `false` when one with this or a higher number is here already.
    pub(crate) fn put_checkpoint(&self, number: u64, body: &[u8]) -> Result<bool, HubError> {
        let sql = "INSERT OR REPLACE INTO checkpoints (number, body) SELECT ?1, ?2 WHERE ?1 > (SELECT coalesce(max(number), -1) FROM checkpoints WHERE number < ?3)";
        Ok(self.database().execute(sql, params![number as i64, body, MAX_INTEGER as i64])? == 1)
    }

    /// The newest checkpoint, as it was signed.
    pub(crate) fn checkpoint(&self) -> Result<Option<Vec<u8>>, HubError> {
        let sql = "SELECT body FROM checkpoints WHERE number < ?1 ORDER BY number DESC LIMIT 1";
        Ok(self.database().query_row(sql, [MAX_INTEGER as i64], |row| row.get(0)).optional()?)
    }

    /// The number of that checkpoint, 0 when there is none.
    pub(crate) fn last_checkpoint(&self) -> Result<u64, HubError> {
        let sql = "SELECT coalesce(max(number), 0) FROM checkpoints WHERE number < ?1";
        Ok(self.database().query_row(sql, [MAX_INTEGER as i64], |row| row.get::<_, i64>(0))? as u64)
    }

    /// Notes that a device was here.
    pub(crate) fn saw(&self, device: &str, now_ms: u64) -> Result<(), HubError> {
        let sql = "INSERT INTO seen (device, last_ms) VALUES (?1, ?2) ON CONFLICT (device) DO UPDATE SET last_ms = ?2";
        self.database().execute(sql, params![device, now_ms as i64])?;
        Ok(())
    }

    /// When each device was here last.
    pub(crate) fn seen(&self) -> Result<Vec<(String, u64)>, HubError> {
        let database = self.database();
        let mut query = database.prepare("SELECT device, last_ms FROM seen ORDER BY device")?;
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)? as u64)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    // Bundles

    /// The highest bundle number given so far.
    pub(crate) fn last_number(&self) -> Result<u64, HubError> {
        let sql = "SELECT coalesce(max(number), 0) FROM bundles";
        Ok(self.database().query_row(sql, [], |row| row.get::<_, i64>(0))? as u64)
    }

    /// Bundles after a number that a reader may see, oldest first.
    pub(crate) fn bundles(&self, reader: &Reader, after: u64, limit: u32) -> Result<Vec<Item>, HubError> {
        let database = self.database();
        let (sql, station) = match reader {
            Reader::County => (format!("{ITEM} WHERE number > ?1 AND ?3 = '' ORDER BY number LIMIT ?2"), ""),
            Reader::Station(code) => {
                (format!("{ITEM} WHERE number > ?1 AND station = ?3 ORDER BY number LIMIT ?2"), code.as_str())
            }
        };
        let mut query = database.prepare_cached(&sql)?;
        let rows = query.query_map(params![after as i64, limit.min(limits::PAGE), station], item)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// One bundle by number, if this reader may see it.
    pub(crate) fn bundle(&self, reader: &Reader, number: u64) -> Result<Option<Item>, HubError> {
        let found =
            self.database().query_row(&format!("{ITEM} WHERE number = ?1"), [number as i64], item).optional()?;
        Ok(found.filter(|item| may_see(reader, item)))
    }

    /// One bundle by the SHA-256 of its file, if the file is what it was (or was dropped for good) and this reader may see it.
    pub(crate) fn bundle_by_sha(&self, reader: &Reader, sha256: &str) -> Result<Option<Item>, HubError> {
        let found = self.database().query_row(&format!("{ITEM} WHERE sha256 = ?1"), [sha256], item).optional()?;
        let Some(item) = found.filter(|item| may_see(reader, item)) else {
            return Ok(None);
        };
        let holds = item.dropped || self.still_whole(&item)?;
        Ok(holds.then_some(item))
    }

    /// Bytes of a bundle from an offset, at most one chunk.
    pub(crate) fn read(&self, item: &Item, offset: u64, length: u64) -> Result<Vec<u8>, HubError> {
        let mut file = File::open(self.bundle_path(&item.sha256))?;
        // No file system goes on for ever: beyond the end there is nothing, and that is no trouble of the disk.
        file.seek(SeekFrom::Start(offset.min(file.metadata()?.len())))?;
        let mut bytes = Vec::new();
        file.take(length.min(limits::CHUNK as u64)).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Takes a checked bundle: file and directory are on the disk and the row is committed when this returns. The one
    /// that is here already is returned as it was.
    pub(crate) fn keep(&self, new: &Item, bytes: &[u8]) -> Result<Item, HubError> {
        let path = self.bundle_path(&new.sha256);
        let folder = path.parent().unwrap_or(&self.directory);
        disk::make_folder(folder)?;
        if !rot::is_whole(&path, new.length, &new.sha256)? {
            // A name of its own per writer: two uploads of one bundle may end at the same moment.
            let mut tail = [0u8; 8];
            getrandom::fill(&mut tail).map_err(|_| HubError::busy("random", "服务器取随机数失败，请稍后重试。"))?;
            let waiting = folder.join(format!("{}.{}.new", new.sha256, hex::encode(tail)));
            let mut file = File::create(&waiting)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            drop(file);
            disk::replace(&waiting, &path)?;
        }
        disk::sync_folder(folder)?;
        disk::sync_folder(&self.directory.join("bundles"))?;
        let segments = serde_json::to_string(&new.segments).unwrap_or_default();
        let mut database = self.database();
        let transaction = database.transaction()?;
        let sql = "SELECT number FROM bundles WHERE sha256 = ?1 AND number IN (SELECT number FROM lost)";
        let lost: Option<i64> = transaction.query_row(sql, [&new.sha256], |row| row.get(0)).optional()?;
        if let Some(lost) = lost {
            rot::give_way(&transaction, lost as u64)?;
        }
        transaction.execute(
            "INSERT OR IGNORE INTO bundles (sha256, content, length, sender, station, segments, time_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![new.sha256, new.content, new.length as i64, new.sender, new.station, segments, new.time_ms as i64],
        )?;
        extend_chain(&transaction)?;
        rot::heal(&transaction)?;
        let kept = transaction.query_row(&format!("{ITEM} WHERE sha256 = ?1"), [&new.sha256], item)?;
        transaction.commit()?;
        Ok(kept)
    }

    /// Names what an older program has kept without naming it.
    fn complete_chain(&self) -> Result<(), HubError> {
        let mut database = self.database();
        let transaction = database.transaction()?;
        extend_chain(&transaction)?;
        Ok(transaction.commit()?)
    }

    // Unfinished uploads

    /// How many bytes of an upload of this device are here.
    pub(crate) fn unfinished(&self, device: &str, sha256: &str) -> u64 {
        fs::metadata(self.upload_path(device, sha256)).map(|file| file.len()).unwrap_or(0)
    }

    /// Appends a piece where the upload stands, or says where that is. Returns the new length.
    pub(crate) fn append(&self, device: &str, sha256: &str, offset: u64, piece: &[u8]) -> Result<u64, HubError> {
        let slot = sha256.bytes().fold(0usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into())) % 64;
        let _one_at_a_time = self.appending[slot].lock().unwrap_or_else(|broken| broken.into_inner());
        let here = self.unfinished(device, sha256);
        if here != offset {
            return Err(HubError::offset(here));
        }
        if offset == 0 {
            self.drop_oldest_unfinished(device)?;
        }
        let mut file = OpenOptions::new().create(true).append(true).open(self.upload_path(device, sha256))?;
        if let Err(error) = file.write_all(piece) {
            file.set_len(offset)?;
            return Err(error.into());
        }
        Ok(offset + piece.len() as u64)
    }

    /// All bytes of an upload that has come in whole.
    pub(crate) fn uploaded(&self, device: &str, sha256: &str) -> Result<Vec<u8>, HubError> {
        Ok(fs::read(self.upload_path(device, sha256))?)
    }

    /// Forgets an upload, finished or spoilt.
    pub(crate) fn drop_upload(&self, device: &str, sha256: &str) {
        let _ = disk::remove(&self.upload_path(device, sha256));
    }

    fn drop_oldest_unfinished(&self, device: &str) -> Result<(), HubError> {
        let mut own = Vec::new();
        for entry in fs::read_dir(self.directory.join("uploads"))? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with(device)
                && let Ok(changed) = entry.metadata().and_then(|file| file.modified())
            {
                own.push((changed, entry.path()));
            }
        }
        own.sort();
        for (_, path) in own.iter().rev().skip(limits::UNFINISHED - 1) {
            disk::remove(path)?;
        }
        Ok(())
    }

    fn upload_path(&self, device: &str, sha256: &str) -> PathBuf {
        self.directory.join("uploads").join(format!("{device}-{sha256}.part"))
    }

    pub(crate) fn bundle_path(&self, sha256: &str) -> PathBuf {
        let folder = sha256.get(..2).unwrap_or("00");
        self.directory.join("bundles").join(folder).join(format!("{sha256}.hzb"))
    }
}

pub(crate) const ITEM: &str = "SELECT number, sha256, content, length, sender, station, segments, time_ms,
  number IN (SELECT number FROM dropped) AS dropped, number IN (SELECT number FROM lost) AS lost,
  coalesce((SELECT hash FROM chain WHERE chain.number = bundles.number), '') AS chain FROM bundles";

pub(crate) fn item(row: &rusqlite::Row<'_>) -> rusqlite::Result<Item> {
    let segments: String = row.get("segments")?;
    Ok(Item {
        number: row.get::<_, i64>("number")? as u64,
        sha256: row.get("sha256")?,
        content: row.get("content")?,
        length: row.get::<_, i64>("length")? as u64,
        sender: row.get("sender")?,
        station: row.get("station")?,
        segments: serde_json::from_str(&segments).unwrap_or_default(),
        time_ms: row.get::<_, i64>("time_ms")? as u64,
        dropped: row.get("dropped")?,
        lost: row.get("lost")?,
        chain: row.get("chain")?,
    })
}

/// Gives every number that has none yet the hash of what is behind it and of the name of the number before.
fn extend_chain(database: &Connection) -> Result<(), HubError> {
    let sql = "SELECT number, hash FROM chain ORDER BY number DESC LIMIT 1";
    let last: Option<(i64, String)> = database.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let (after, mut hash) = last.unwrap_or_default();
    let mut new = database.prepare("SELECT number, sha256 FROM bundles WHERE number > ?1 ORDER BY number")?;
    let new = new.query_map([after], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))?;
    for row in new.collect::<Result<Vec<_>, _>>()? {
        hash = hex::encode(Sha256::new().chain_update(&hash).chain_update(&row.1).finalize());
        database.execute("INSERT INTO chain VALUES (?1, ?2)", params![row.0, hash])?;
    }
    Ok(())
}

pub(crate) fn may_see(reader: &Reader, item: &Item) -> bool {
    match reader {
        Reader::County => true,
        Reader::Station(code) => item.station.as_ref() == Some(code),
    }
}
