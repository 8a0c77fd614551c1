//! Sealed photos and scans in the mailbox: one file each, by station and name, with a row that says it is whole. Like the rest
//! of the mailbox it trusts its callers, and cannot tell what is on a photo, nor whether two are the same.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::PathBuf;

use rusqlite::{OptionalExtension, params};

use crate::error::HubError;
use crate::limits;
use crate::mailbox::Mailbox;

/// A sealed file as the mailbox lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Blob {
    /// Its name, 64 hex digits; what it is made from only the station knows.
    pub name: String,
    /// SHA-256 of the sealed bytes.
    pub sha256: String,
    /// Their number.
    pub length: u64,
    /// The county has had it erased: it is not kept and not taken again.
    pub erased: bool,
}

impl Mailbox {
    /// One file of a station, if it is whole on the disk or was erased.
    pub(crate) fn blob(&self, station: &str, name: &str) -> Result<Option<Blob>, HubError> {
        let sql = "SELECT name, sha256, length, erased FROM blobs WHERE station = ?1 AND name = ?2";
        let found = self.database().query_row(sql, [station, name], |row| {
            let length = row.get::<_, i64>(2)? as u64;
            Ok(Blob { name: row.get(0)?, sha256: row.get(1)?, length, erased: row.get(3)? })
        });
        Ok(found.optional()?.filter(|blob| {
            let on_disk = fs::metadata(self.blob_path(station, name)).map(|file| file.len());
            blob.erased || on_disk.is_ok_and(|length| length == blob.length)
        }))
    }

    /// Which of these names a station has here.
    pub(crate) fn blobs_known(&self, station: &str, names: &[String]) -> Result<Vec<Blob>, HubError> {
        let mut known = Vec::new();
        for name in names {
            known.extend(self.blob(station, name)?);
        }
        Ok(known)
    }

    /// Takes checked bytes: on the disk and committed when this returns. One that is here already stays as it was.
    pub(crate) fn keep_blob(&self, station: &str, new: &Blob, bytes: &[u8], now_ms: u64) -> Result<(), HubError> {
        let used: i64 = self.database().query_row(
            "SELECT coalesce(sum(length), 0) FROM blobs WHERE station = ?1 AND erased = 0",
            [station],
            |row| row.get(0),
        )?;
        if used as u64 + new.length > limits::STATION_BLOBS {
            return Err(HubError::too_large("本站在信箱里的照片已经太多，放不下了。请联系县里的管理员扩容或清理。"));
        }
        let path = self.blob_path(station, &new.name);
        let folder = path.parent().unwrap_or(&path).to_path_buf();
        disk::make_folder(&folder)?;
        // A name of its own per writer: two PCs may bring the same photo at the same moment.
        let mut tail = [0u8; 8];
        getrandom::fill(&mut tail).map_err(|_| HubError::busy("random", "服务器取随机数失败，请稍后重试。"))?;
        let waiting = folder.join(format!("{}.{}.new", new.name, hex::encode(tail)));
        let mut file = File::create(&waiting)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        drop(file);
        let mut database = self.database();
        let transaction = database.transaction()?;
        let taken = transaction.execute(
            "INSERT INTO blobs (station, name, sha256, length, time_ms) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (station, name) DO UPDATE SET sha256 = excluded.sha256, length = excluded.length WHERE erased = 0",
            params![station, new.name, new.sha256, new.length as i64, now_ms as i64],
        )?;
        if taken == 0 {
            disk::remove(&waiting)?;
            return Err(HubError::verdict("erased", "这张照片已由县里抹除，信箱不再收。"));
        }
        transaction.execute("DELETE FROM lost_blobs WHERE station = ?1 AND name = ?2", params![station, new.name])?;
        disk::replace(&waiting, &path)?;
        // The folders above may be as new as the file.
        for folder in folder.ancestors().take_while(|folder| folder.starts_with(&self.directory)) {
            disk::sync_folder(folder)?;
        }
        Ok(transaction.commit()?)
    }

    /// Bytes of a file from an offset, at most one chunk.
    pub(crate) fn read_blob(&self, station: &str, name: &str, offset: u64, length: u64) -> Result<Vec<u8>, HubError> {
        let mut file = File::open(self.blob_path(station, name))?;
        // No file system goes on for ever: beyond the end there is nothing, and that is no trouble of the disk.
        file.seek(SeekFrom::Start(offset.min(file.metadata()?.len())))?;
        let mut bytes = Vec::new();
        file.take(length.min(limits::CHUNK as u64)).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Takes a file away for good; the name stays, so that nobody brings it again.
    pub(crate) fn erase_blob(&self, station: &str, name: &str, now_ms: u64) -> Result<(), HubError> {
        self.database().execute(
            "INSERT INTO blobs (station, name, sha256, length, time_ms, erased) VALUES (?1, ?2, '', 0, ?3, 1)
             ON CONFLICT (station, name) DO UPDATE SET sha256 = '', length = 0, erased = 1",
            params![station, name, now_ms as i64],
        )?;
        self.database().execute("DELETE FROM lost_blobs WHERE station = ?1 AND name = ?2", [station, name])?;
        Ok(disk::remove(&self.blob_path(station, name))?)
    }

    pub(crate) fn blob_path(&self, station: &str, name: &str) -> PathBuf {
        let folder = name.get(..2).unwrap_or("00");
        self.directory.join("blobs").join(station).join(folder).join(format!("{name}.age"))
    }
}
