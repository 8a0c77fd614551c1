//! The note of a backup, `backup.json` and its second copy: what makes a folder a backup. By it backups are found, and of many days the
//! ones to keep. It opens no database.

use std::path::{Path, PathBuf};

use changelog::{Head, LogId};
use chrono::{DateTime, Datelike, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::connection::DATABASE;
use crate::error::Result;
use crate::summed_file::{Whole, first_whole, read_summed, with_sum};

/// The folder of the daily backups.
pub(crate) const FOLDER: &str = "backups";
pub(crate) const NOTE: &str = "backup.json";
const NOTE_COPY: &str = "backup.copy.json";
const DAYS_KEPT: usize = 7;
const MONTHS_KEPT: usize = 3;

/// A verified backup.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BackupInfo {
    /// Its folder.
    pub path: PathBuf,
    /// When it was made, by the PC's clock.
    pub made_ms: u64,
    /// Which one it is, in the order in which they were made; 0 with older programs.
    pub order: u64,
    /// Bytes of the database.
    pub size: u64,
    /// County id.
    pub county: String,
    /// Station code; None: a county device.
    pub station: Option<String>,
}

/// What a backup says of itself.
#[derive(Serialize, Deserialize)]
pub(crate) struct Note {
    pub(crate) made_ms: u64,
    /// Counts the backups of a database: a clock may go wrong, the order in which they were made does not.
    #[serde(default)]
    pub(crate) order: u64,
    pub(crate) county: String,
    pub(crate) station: Option<String>,
    pub(crate) heads: Vec<(LogId, u64, Head)>,
}

impl Note {
    /// Writes it twice into a backup whose copy has been checked.
    pub(crate) fn write(&self, folder: &Path) -> Result<()> {
        let text = with_sum(&serde_json::to_vec_pretty(self).unwrap_or_default());
        disk::write(&folder.join(NOTE), &text)?;
        Ok(disk::write(&folder.join(NOTE_COPY), &text)?)
    }
}

/// Verified backups of a data directory, the newest first.
pub fn verified_backups(dir: &Path) -> Vec<BackupInfo> {
    let folders = std::fs::read_dir(dir.join(FOLDER)).into_iter().flatten().flatten();
    let mut all: Vec<BackupInfo> = folders.filter_map(|folder| read(&folder.path())).collect();
    all.sort_by_key(|backup| std::cmp::Reverse((backup.order, backup.made_ms)));
    all
}

/// Reads what a backup folder says of itself; None if it is not a verified backup.
pub(crate) fn read(folder: &Path) -> Option<BackupInfo> {
    let Whole::Here(note) = first_whole::<Note>(&[&folder.join(NOTE), &folder.join(NOTE_COPY)], read_summed).ok()?
    else {
        return None;
    };
    let size = std::fs::metadata(folder.join(DATABASE)).ok()?.len();
    Some(BackupInfo {
        path: folder.to_path_buf(),
        made_ms: note.made_ms,
        order: note.order,
        size,
        county: note.county,
        station: note.station,
    })
}

/// Keeps the newest seven and the newest of each of three months.
pub(crate) fn rotate(dir: &Path) -> Result<()> {
    let backups = verified_backups(dir);
    let mut months: Vec<(i32, u32)> = Vec::new();
    for backup in &backups {
        if !months.contains(&month(backup.made_ms)) {
            months.push(month(backup.made_ms));
        }
    }
    months.truncate(MONTHS_KEPT);
    for (place, backup) in backups.iter().enumerate() {
        let of_month = month(backup.made_ms);
        let newest_of_month = backups.iter().find(|other| month(other.made_ms) == of_month) == Some(backup);
        if place >= DAYS_KEPT && !(newest_of_month && months.contains(&of_month)) {
            disk::remove_folder(&backup.path)?;
        }
    }
    Ok(())
}

/// The day in China.
pub(crate) fn day(ms: u64) -> NaiveDate {
    let utc = DateTime::from_timestamp_millis(ms.min(i64::MAX as u64) as i64).unwrap_or_default();
    FixedOffset::east_opt(8 * 3600).map_or(utc.date_naive(), |china| utc.with_timezone(&china).date_naive())
}

fn month(ms: u64) -> (i32, u32) {
    (day(ms).year(), day(ms).month())
}
