//! Export onto a stick: what the county does not have yet, one file per bundle, and this PC's join request while it waits. Every
//! file is flushed to the stick and read back before anyone says "可以拔出". It never deletes anything on a stick.

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use changelog::Audience;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::{Store, StoreError};

use crate::error::SyncError;
use crate::joining;
use crate::photo_file;
use crate::progress::{Phase, Progress, Watcher};
use crate::stick_names;

/// What was written, all of it read back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StickReport {
    /// Where.
    pub folder: PathBuf,
    /// File names with their sizes.
    pub files: Vec<(String, u64)>,
    /// Sizes together.
    pub bytes: u64,
    /// Whether a join request is among them.
    pub join_request: bool,
    /// What to tell the user.
    pub message: String,
}

/// Writes what the county does not have yet, and what it has lost of another PC that may never come again, to `<dir>/禾站/<县>-<站点码>/`.
pub fn export(store: &Store, dir: &Path, today: NaiveDate, watch: Watcher<'_>) -> Result<StickReport, SyncError> {
    let mut files = Vec::new();
    if let Some(own) = joining::own_request(store)? {
        files.push((format!("加入申请-{}-{}.hzq", stick_names::place(store), store.device().letter), own.bytes()));
    }
    let mut bundles = sealed(store)?;
    bundles.extend(store.reseal(&[], &store.lacking_of_others()?)?);
    let names = stick_names::names(store, &folder_in(store, dir), today, &bundles)?;
    files.extend(names.into_iter().zip(bundles));
    write_all(store, dir, files, watch)
}

/// What the county does not have yet, each file as it was sealed; one that has rotted is sealed again from the log.
fn sealed(store: &Store) -> Result<Vec<Vec<u8>>, SyncError> {
    const TRIES: usize = 3;
    for _ in 0..TRIES {
        let read =
            store.close_segments()?.iter().map(|item| store.sealed_bytes(item)).collect::<Result<Vec<_>, _>>()?;
        if read.iter().all(Option::is_some) {
            return Ok(read.into_iter().flatten().collect());
        }
    }
    Err(SyncError::Document(
        "待导出的数据文件反复损坏，本机磁盘可能有故障。记录仍在数据库里；请马上备份，并检查磁盘。".into(),
    ))
}

/// Writes everything of this station, for its second PC: that PC replays it.
pub fn export_everything(
    store: &Store,
    dir: &Path,
    today: NaiveDate,
    watch: Watcher<'_>,
) -> Result<StickReport, SyncError> {
    let mut bundles = Vec::new();
    let own = store.device().station.map_or(Audience::County, Audience::Station);
    for audience in [own, Audience::All] {
        bundles.extend(store.export_all(&audience)?);
    }
    let names = stick_names::names_of_copies(store, &folder_in(store, dir), today, &bundles)?;
    let files = names.into_iter().zip(bundles).collect();
    write_all(store, dir, files, watch)
}

/// Photos and scans that the county does not have yet, beside what `export` wrote: one sealed file each, one in memory at a time.
pub fn export_photos(store: &Store, dir: &Path, watch: Watcher<'_>) -> Result<StickReport, SyncError> {
    let folder = folder_in(store, dir);
    let files = store.blobs_waiting(true)?;
    let total = files.len() as u64;
    let mut report = StickReport { folder: folder.clone(), ..StickReport::default() };
    let (mut written, mut broken) = (Vec::new(), 0);
    for (done, file) in files.iter().enumerate() {
        if watch(Progress { phase: Phase::WritingPhotos, done: done as u64, total }).is_break() {
            return Err(SyncError::Cancelled);
        }
        let bytes = match photo_file::make(store, file) {
            Ok(Some(bytes)) => bytes,
            Ok(None) => continue,
            // The only copy, and it does not open any more: it must not keep the others back.
            Err(SyncError::Store(StoreError::BrokenFile { .. })) => {
                broken += 1;
                continue;
            }
            Err(error) => return Err(error),
        };
        let path = photo_file::path_in(&folder, file);
        write_checked(&path, &bytes)?;
        report.bytes += bytes.len() as u64;
        let name = path.strip_prefix(&folder).unwrap_or(&path).display().to_string();
        report.files.push((name, bytes.len() as u64));
        written.push((path, Sha256::digest(&bytes)));
    }
    for (done, (path, hash)) in written.iter().enumerate() {
        if watch(Progress { phase: Phase::Verifying, done: done as u64, total }).is_break() {
            return Err(SyncError::Cancelled);
        }
        verify(path, hash)?;
    }
    report.message = match written.len() {
        0 => "没有需要带上的照片：县里都有了。".into(),
        count => format!("已导出 {count} 张照片并逐张读回核对，可以拔出U盘。"),
    };
    if broken > 0 {
        report.message +=
            &format!("另有 {broken} 张照片在本机已损坏、打不开，没有带上；请从手机重新放一次，或从备份恢复。");
    }
    Ok(report)
}

/// Writes one file of ours, flushed and read back.
pub fn write_checked(path: &Path, bytes: &[u8]) -> Result<(), SyncError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let next = path.with_extension("写入中");
    let write = || {
        fs::create_dir_all(folder)?;
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).open(&next)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        drop(file);
        disk::replace(&next, path)?;
        disk::sync_folder(folder)
    };
    if let Err(error) = write() {
        let _ = fs::remove_file(&next);
        let what = match error.kind() {
            std::io::ErrorKind::StorageFull => "U盘空间不足，没有导出完。请换一个U盘或清理后再导出；本机数据不受影响",
            _ => "写不进U盘，没有导出完。请检查U盘是否插好、是否写保护，再导出一次；本机数据不受影响",
        };
        return Err(SyncError::file(what)(error));
    }
    verify(path, &Sha256::digest(bytes))
}

fn verify(path: &Path, expected: &[u8]) -> Result<(), SyncError> {
    let mut hash = Sha256::new();
    let mut read = || {
        let mut file = File::open(path)?;
        let mut piece = vec![0; 1 << 20];
        loop {
            match file.read(&mut piece)? {
                0 => return Ok(()),
                count => hash.update(&piece[..count]),
            }
        }
    };
    read().map_err(SyncError::file("写好的文件读不回来，U盘可能已损坏。请换一个U盘重新导出"))?;
    if hash.finalize().as_slice() == expected {
        Ok(())
    } else {
        Err(SyncError::Document("写好的文件读回来与原件不一致，U盘可能已损坏。请换一个U盘重新导出。".into()))
    }
}

fn write_all(
    store: &Store,
    dir: &Path,
    files: Vec<(String, Vec<u8>)>,
    watch: Watcher<'_>,
) -> Result<StickReport, SyncError> {
    let folder = folder_in(store, dir);
    let total = files.iter().map(|(_, bytes)| bytes.len() as u64).sum();
    let mut report = StickReport { folder: folder.clone(), ..StickReport::default() };
    let mut tell = |phase, done| match watch(Progress { phase, done, total }).is_break() {
        true => Err(SyncError::Cancelled),
        false => Ok(()),
    };
    for (name, bytes) in &files {
        tell(Phase::Writing, report.bytes)?;
        write_checked(&folder.join(name), bytes)?;
        report.bytes += bytes.len() as u64;
        report.join_request |= name.ends_with(".hzq");
        report.files.push((name.clone(), bytes.len() as u64));
    }
    // Once more, all together: a failing stick often loses the first file while it takes the last.
    let mut verified = 0;
    for (name, bytes) in &files {
        tell(Phase::Verifying, verified)?;
        verify(&folder.join(name), &Sha256::digest(bytes))?;
        verified += bytes.len() as u64;
    }
    tell(Phase::Verifying, total)?;
    report.message = match files.len() {
        0 => "没有需要导出的内容：县里都已入库。".into(),
        count => format!("已导出 {count} 个文件并逐个读回核对，可以拔出U盘。请交给县里导入。"),
    };
    Ok(report)
}

/// `禾站/<县>-<站点码>` on a stick, without what file systems do not like.
fn folder_in(store: &Store, dir: &Path) -> PathBuf {
    let name = format!("{}-{}", store.roster().county_name, store.device().station.unwrap_or("县级".into()));
    dir.join("禾站").join(stick_names::legal(&name))
}
