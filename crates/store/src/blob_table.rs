//! The table of sealed files, beside the records that name them: what is here, how far it has travelled, what was erased. Works in the
//! caller's transaction, opens no file and holds no key.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;

use crate::delivery::Delivery;
use crate::error::{Result, StoreError};

/// The folder's name.
pub(crate) const FOLDER: &str = "blobs";
/// States of a file that is here.
pub(crate) const AT_HUB: i64 = 1;
pub(crate) const AT_COUNTY: i64 = 2;

/// A sealed file by its name, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct BlobRef {
    /// Station code.
    pub station: String,
    /// Its name: 64 hex digits.
    pub blob: String,
}

/// What this device knows of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct BlobState {
    /// It can be opened here.
    pub here: bool,
    /// How far it has travelled from here.
    pub delivery: Delivery,
    /// The county has erased it.
    pub gone: bool,
}

pub(crate) fn path_of(dir: &Path, blob: &str) -> PathBuf {
    dir.join(FOLDER).join(blob.get(..2).unwrap_or("00")).join(format!("{blob}.age"))
}

/// Names come from records and files of others: nothing else than a name may become a path.
pub(crate) fn check_name(blob: &str) -> Result<()> {
    let good = blob.len() == 64 && blob.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if good {
        Ok(())
    } else {
        Err(StoreError::Refused("照片的文件名不合规定，没有处理。请告诉县里的管理员。".into()))
    }
}

pub(crate) fn state(connection: &Connection, blob: &str) -> Result<Option<BlobState>> {
    let mut statement = connection.prepare_cached("SELECT here, state, gone FROM blobs WHERE blob = ?1")?;
    let found = statement.query_row([blob], |row| {
        let delivery = match row.get::<_, i64>(1)? {
            AT_COUNTY => Delivery::TakenIn,
            AT_HUB => Delivery::Delivered,
            _ => Delivery::Saved,
        };
        Ok(BlobState { here: row.get(0)?, delivery, gone: row.get::<_, i64>(2)? > 0 })
    });
    Ok(found.optional()?)
}

/// Marks a file as forgotten, inside the caller's transaction; `sweep` takes the file itself away.
pub(crate) fn forget(connection: &Connection, file: &BlobRef) -> Result<()> {
    check_name(&file.blob)?;
    connection.execute("DELETE FROM thumbnails WHERE blob = ?1", [&file.blob])?;
    connection.execute(
        "INSERT INTO blobs (blob, station, size, here, gone) VALUES (?1, ?2, 0, 0, 1)
         ON CONFLICT (blob) DO UPDATE SET here = 0, gone = max(gone, 1)",
        [&file.blob, &file.station],
    )?;
    Ok(())
}

/// The file of an attachment record, before its content is erased.
pub(crate) fn of_record(connection: &Connection, record: &str) -> Result<Option<BlobRef>> {
    let sql = "SELECT station, blob FROM attachments WHERE id = ?1 AND blob IS NOT NULL";
    let found = connection
        .prepare_cached(sql)?
        .query_row([record], |row| Ok(BlobRef { station: row.get(0)?, blob: row.get(1)? }));
    Ok(found.optional()?)
}

/// Forgets files that no record names any more, inside the caller's transaction.
pub(crate) fn forget_unnamed(connection: &Connection, files: &[BlobRef]) -> Result<()> {
    for file in files.iter().filter(|file| check_name(&file.blob).is_ok()) {
        if !connection.prepare_cached("SELECT 1 FROM attachments WHERE blob = ?1")?.exists([&file.blob])? {
            forget(connection, file)?;
        }
    }
    Ok(())
}

/// The hub has lost everything: what it held must go again.
pub(crate) fn refill(connection: &Connection) -> Result<()> {
    connection.execute("UPDATE blobs SET state = 0 WHERE state = ?1", [AT_HUB])?;
    connection.execute("UPDATE blobs SET gone = 1 WHERE gone = 2", [])?;
    Ok(())
}

pub(crate) fn sweep(connection: &Connection, dir: &Path, station: Option<&str>) -> Result<()> {
    let rows: Vec<(String, bool, bool)> = connection
        .prepare_cached("SELECT blob, here, gone > 0 FROM blobs")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let mut files = std::collections::BTreeMap::new();
    for shelf in std::fs::read_dir(dir.join(FOLDER)).into_iter().flatten().flatten() {
        for file in std::fs::read_dir(shelf.path()).into_iter().flatten().flatten() {
            let name = file.file_name().to_string_lossy().into_owned();
            match name.strip_suffix(".age") {
                Some(blob) => {
                    files.insert(blob.to_owned(), file.metadata().map_or(0, |file| file.len()));
                }
                // A sealed file whose writing was cut off.
                None => disk::remove(&file.path())?,
            }
        }
    }
    for (blob, here, gone) in &rows {
        let size = files.remove(blob);
        if *here != size.is_some() && !gone {
            connection.execute(
                "UPDATE blobs SET here = ?2, size = ?3 WHERE blob = ?1",
                params![blob, size.is_some(), size.unwrap_or(0) as i64],
            )?;
        }
    }
    for (blob, size) in files.into_iter().filter(|(blob, _)| check_name(blob).is_ok()) {
        let named: Option<String> = connection
            .prepare_cached("SELECT station FROM attachments WHERE blob = ?1 LIMIT 1")?
            .query_row([&blob], |row| row.get(0))
            .optional()?;
        if let Some(station) = named.or_else(|| station.map(str::to_owned)) {
            // It may have been sealed to this PC's own key as well; sending looks.
            connection.execute(
                "INSERT OR IGNORE INTO blobs (blob, station, size, here, own_key) VALUES (?1, ?2, ?3, 1, 1)",
                params![blob, station, size as i64],
            )?;
        }
    }
    Ok(())
}
