//! Backups: a folder with the database (still encrypted, same key), the slots that open it, and `backup.json`, which is written last
//! and only after the copy has been opened and checked. A folder without it is not a backup. Slots and `backup.json` have a second copy.

use std::path::Path;

use changelog::{Head, LogId};
use rusqlite::{Connection, backup::Backup, backup::StepResult};

use crate::backup_note::{BackupInfo, FOLDER, NOTE, Note, day, read, rotate, verified_backups};
use crate::connection::{DATABASE, connect};
use crate::error::{Result, StoreError};
use crate::key::DatabaseKey;
use crate::restoring::{COMING, RESTORING, SLOTS_COMING, resume};
use crate::slots::{self, Slots};
use crate::{Store, signed_documents};

/// Pages copied before the database is let go for a moment.
const PAGES_AT_ONCE: i32 = 2000;

impl Store {
    /// Makes a verified backup as a new folder `to`, for example on a stick.
    pub fn backup(&self, to: &Path, now_ms: u64) -> Result<BackupInfo> {
        if to.exists() {
            return Err(StoreError::Request(format!("文件夹“{}”已存在，请换一个名称", crate::error::name_of(to))));
        }
        let made = self.make_backup(to, now_ms);
        if made.is_err() {
            disk::remove_folder(to).ok();
        }
        made
    }

    fn make_backup(&self, to: &Path, now_ms: u64) -> Result<BackupInfo> {
        disk::make_folder(to)?;
        let reader = self.reader()?;
        let pages: i64 = reader.query_row("PRAGMA page_count", [], |row| row.get(0))?;
        self.space.want(to, pages as u64 * 4096)?;
        let file = to.join(DATABASE);
        // One snapshot for the whole copy: whoever saves meanwhile neither waits nor makes it start again.
        reader.execute_batch("BEGIN")?;
        let copied = signed_documents::heads(&reader).and_then(|heads| copy(&reader, &file, &self.key).map(|()| heads));
        reader.execute_batch("COMMIT")?;
        let heads = verify(&file, &self.key)?;
        if heads != copied?.into_iter().map(|(log, _, seq, head)| (log, seq, head)).collect::<Vec<_>>() {
            return Err(StoreError::Damaged { backup: None });
        }
        if let Some(text) = Slots::text_in(&self.dir)? {
            disk::write(&to.join(slots::FILE), &text)?;
            disk::write(&to.join(slots::COPY), &text)?;
        }
        let info = self.device();
        let order = verified_backups(&self.dir).first().map_or(0, |newest| newest.order) + 1;
        let note = Note { made_ms: now_ms, order, county: info.county_id, station: info.station, heads };
        note.write(to)?;
        read(to)
            .ok_or_else(|| StoreError::BrokenFile {
                file: NOTE.into(), advice: "请换一个 U 盘或文件夹再备份。".into()
            })
    }

    /// The daily backup: makes today's if there is none yet, then keeps the newest seven and the newest of each of three months.
    pub fn daily_backup(&self, now_ms: u64) -> Result<Option<BackupInfo>> {
        // The newest may be of a day that was never there: only it says whether today's is made.
        let newest = verified_backups(&self.dir).into_iter().next();
        match newest.is_some_and(|backup| day(backup.made_ms) == day(now_ms)) {
            true => Ok(None),
            false => self.backup_now(now_ms).map(Some),
        }
    }

    /// Makes another one beside the daily ones, whatever was made today.
    pub fn backup_now(&self, now_ms: u64) -> Result<BackupInfo> {
        let (folder, today) = (self.dir.join(FOLDER), day(now_ms));
        let mut to = folder.join(today.format("%Y-%m-%d").to_string());
        if to.exists() && read(&to).is_none() {
            disk::remove_folder(&to)?; // begun and never verified
        }
        // The clock has been here before.
        for again in 2..1000 {
            if !to.exists() {
                break;
            }
            to = folder.join(format!("{}-{again}", today.format("%Y-%m-%d")));
        }
        let backup = self.backup(&to, now_ms)?;
        rotate(&self.dir)?;
        Ok(backup)
    }
}

/// Copies page by page through the backup API; savers are not kept waiting.
fn copy(from: &Connection, file: &Path, key: &DatabaseKey) -> Result<()> {
    let mut to = connect(file, key, true)?;
    {
        let backup = Backup::new(from, &mut to)?;
        while backup.step(PAGES_AT_ONCE)? != StepResult::Done {}
    }
    to.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?; // one file, nothing beside it
    to.close().map_err(|(_, error)| error)?;
    disk::sync_file(file)?;
    Ok(())
}

/// Opens the copy as a restore would and checks every page.
fn verify(file: &Path, key: &DatabaseKey) -> Result<Vec<(LogId, u64, Head)>> {
    let copy = connect(file, key, false)?;
    let answer: String = copy.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if answer != "ok" {
        return Err(StoreError::Damaged { backup: None });
    }
    Ok(signed_documents::heads(&copy)?.into_iter().map(|(log, _, seq, head)| (log, seq, head)).collect())
}

/// Puts a backup into a data directory. A database that stands there is moved aside, never deleted. The next opening begins a new life,
/// because there is no `place.json` with it; both branches of the past survive.
pub fn restore(backup: &Path, into: &Path, key: &DatabaseKey, now_ms: u64) -> Result<Store> {
    let from = backup.join(DATABASE);
    if !from.exists() {
        return Err(StoreError::NoDatabase);
    }
    verify(&from, key).map_err(|error| match error {
        StoreError::Damaged { .. } => {
            let advice = "这份备份已损坏，或密钥不是它的。请换一份备份。".to_string();
            StoreError::BrokenFile { file: crate::error::name_of(backup), advice }
        }
        other => other,
    })?;
    disk::make_folder(into)?;
    crate::FreeSpace::default().want(into, std::fs::metadata(&from)?.len())?;
    std::fs::copy(&from, into.join(COMING))?;
    disk::sync_file(&into.join(COMING))?;
    if let Some(text) = Slots::text_in(backup)? {
        disk::write(&into.join(SLOTS_COMING), &text)?;
    } else {
        disk::remove(&into.join(SLOTS_COMING))?; // of another restore, which was cut off before it had all it needs
    }
    // From here on it is finished by whoever opens the folder, however often it is cut off.
    let aside = format!("replaced-{}-{now_ms}", day(now_ms));
    disk::write(&into.join(RESTORING), aside.as_bytes())?;
    resume(into)?;
    Store::open(into, key)
}
