//! The way by USB stick: writing what the county has not taken in, reading what others wrote, and what the
//! county gives back. Says 可以拔出 only after `sync` has re-read the files from the stick.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use store::{Missing, Route};
use sync::{FileKind, FileReport, import_files, import_one};
use ts_rs::TS;

use crate::kernel::context::Context;
use crate::kernel::error::CommandError;
use crate::kernel::events::{News, Task};
use crate::kernel::files::{Destination, FileIn, FileOut, free_path};
use crate::kernel::pc::Pc;
use crate::kernel::{last_heard, pc_identity};

/// Writes to a stick.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct ExportStick {
    /// The stick's folder, or a download.
    pub to: Destination,
    /// 连同照片: photos and scans that the county does not have yet go along.
    #[serde(default)]
    #[ts(as = "Option<bool>", optional)]
    pub photos: bool,
    /// Id under which progress is told and the work can be cancelled.
    #[serde(default)]
    #[ts(optional)]
    pub task: Option<String>,
}

/// What was written.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ExportedStick {
    /// The files.
    pub files: Vec<FileOut>,
    /// Changes in them.
    pub changes: u64,
    /// What to tell the person: how much it was, and that the stick may be unplugged.
    pub message: String,
}

/// Reads files from a stick.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct ImportStick {
    /// Files of any of our kinds.
    pub files: Vec<FileIn>,
    /// Id under which progress is told and the work can be cancelled.
    #[serde(default)]
    #[ts(optional)]
    pub task: Option<String>,
}

/// What became of each file.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ImportedStick {
    /// One line per file, in the order they were read: requests, rosters and confirmations before bundles.
    pub files: Vec<ImportedFile>,
    /// Stations whose work came in; for the county, to write their receipt files.
    pub stations: Vec<String>,
    /// New versions of the program among them, to be offered: by their path, or by the name under which they were given.
    pub updates: Vec<FileIn>,
}

/// What became of one file.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ImportedFile {
    /// Its name.
    pub name: String,
    /// What became of it.
    pub outcome: FileOutcome,
    /// Name of the station it came from, where known.
    pub station: String,
    /// Changes that were new here.
    pub changes: u64,
    /// What happened and, where it did not work, what to do.
    pub message: String,
}

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FileOutcome {
    /// Everything in it is now here.
    TakenIn,
    /// It was here already.
    Already,
    /// Something before it has not arrived yet; it waits.
    Waiting,
    /// Part of it or all of it was set aside.
    Refused,
}

/// Writes what the county gives back to its stations: one file each.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ReplyRequest {
    /// Station codes.
    pub stations: Vec<String>,
    /// The stick's folder, or a download.
    pub to: Destination,
}

/// The files for the stations.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct Reply {
    /// One file per station.
    pub files: Vec<FileOut>,
}

/// Setting: when something was last written to a stick.
pub(crate) const EXPORTED: &str = "stick.exported";
/// Setting: when something was last read from one.
pub(crate) const IMPORTED: &str = "stick.imported";
/// The largest file that is read.
const LARGEST: u64 = 1 << 30;

/// Writes what the county does not have yet.
pub(crate) fn export(pc: &Pc, request: ExportStick) -> Result<ExportedStick, CommandError> {
    let context = Context::of(pc)?;
    let task = pc.events.begin(request.task.as_deref(), "导出到 U 盘")?;
    let counts = context.store.counts()?;
    let mut watch = |progress: sync::Progress| task.progress(progress.done, progress.total, progress.phase.label());
    let folder = request.to.folder()?;
    let aside = folder.is_none().then(|| Aside::new(pc)).transpose()?;
    let to = folder.as_deref().or(aside.as_ref().map(|aside| aside.0.as_path())).unwrap_or(pc.data_dir());
    let mut report = sync::stick::export(&context.store, to, context.today, &mut watch)?;
    if request.photos {
        let photos = sync::stick::export_photos(&context.store, to, &mut watch)?;
        report.message = with_photos(report.files.len(), photos.files.len());
        report.files.extend(photos.files);
    }
    let mut files = Vec::new();
    for (name, size) in &report.files {
        let path = report.folder.join(name);
        files.push(match &folder {
            Some(_) => {
                FileOut { name: name.clone(), path: Some(path.display().to_string()), download: None, size: *size }
            }
            None => request.to.write(pc, &name.replace(['/', '\\'], "-"), std::fs::read(&path)?)?,
        });
    }
    if folder.is_none() {
        report.message = "已备好下载。存进 U 盘后请看文件大小是否一致，再拔出。".into();
    }
    let carried: Vec<String> = context.store.outbox()?.into_iter().map(|item| item.sha256).collect();
    super::bundles::note_carried(&context.store, &carried, context.now_ms)?;
    context.store.setting_put(EXPORTED, &context.now_ms.into())?;
    pc.events.publish(News::Sync);
    Ok(ExportedStick { files, changes: counts.saved + counts.delivered, message: report.message })
}

fn with_photos(bundles: usize, photos: usize) -> String {
    match (bundles, photos) {
        (0, 0) => "没有需要导出的内容：县里都已入库，照片也都有了。".into(),
        (_, 0) => format!("已导出 {bundles} 个文件并逐个读回核对，没有新的照片，可以拔出U盘。请交给县里导入。"),
        _ => format!("已导出 {bundles} 个文件和 {photos} 张照片，并逐个读回核对，可以拔出U盘。请交给县里导入。"),
    }
}

/// A folder for sealed files on their way to a browser; gone when dropped.
struct Aside(PathBuf);

impl Aside {
    fn new(pc: &Pc) -> Result<Aside, CommandError> {
        let folder = pc.data_dir().join(format!("stick-{}", uuid::Uuid::new_v4()));
        std::fs::create_dir_all(&folder)?;
        Ok(Aside(folder))
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Takes in files, each judged apart.
pub(crate) fn import(pc: &Pc, request: ImportStick) -> Result<ImportedStick, CommandError> {
    let context = Context::of(pc)?;
    let task = pc.events.begin(request.task.as_deref(), "导入文件")?;
    let (mut files, mut stations, mut updates) = (Vec::new(), BTreeSet::new(), Vec::new());
    let (mut new_photos, mut known_photos) = (0u64, 0u64);
    let mut waited: Vec<(usize, Vec<Missing>)> = Vec::new();
    for report in read_all(&context, &request.files, &task)? {
        if report.kind == FileKind::Update {
            let path = report.path.map(|path| path.display().to_string());
            updates.push(FileIn { name: report.name, path, base64: None });
            continue;
        }
        // Photos come by the hundred: told in one line, but for those that were refused.
        match report.new_photo {
            Some(true) => new_photos += 1,
            Some(false) => known_photos += 1,
            None => {}
        }
        if report.new_photo.is_some() {
            continue;
        }
        stations.extend(report.imported.iter().flat_map(|imported| imported.stations.clone()));
        let gaps: Vec<Missing> = report.imported.iter().flat_map(|imported| imported.waiting.clone()).collect();
        files.push(line(&context, report));
        waited.push((files.len() - 1, gaps));
    }
    // A stick's files come in any order: what one of them waited for may have been in a later one.
    let missing = context.store.missing()?;
    for (place, gaps) in waited {
        let file = &mut files[place];
        if file.outcome == FileOutcome::Waiting
            && !gaps.is_empty()
            && !gaps.iter().any(|gap| still_missing(gap, &missing))
        {
            file.outcome = FileOutcome::TakenIn;
            file.message = "已入库；它要等的更早的记录在同一批文件里。".into();
        }
    }
    files.extend(photo_line(new_photos, known_photos));
    let stations: Vec<String> = stations.into_iter().collect();
    last_heard::note(&context.store, &stations, Route::Stick, context.now_ms);
    context.store.setting_put(IMPORTED, &context.now_ms.into())?;
    pc_identity::refresh(pc.data_dir(), &context.store)?;
    for news in [News::Records { kinds: Vec::new() }, News::Roster, News::Sync] {
        pc.events.publish(news);
    }
    Ok(ImportedStick { files, stations, updates })
}

fn photo_line(new: u64, known: u64) -> Option<ImportedFile> {
    let (outcome, message) = match (new, known) {
        (0, 0) => return None,
        (0, known) => (FileOutcome::Already, format!("这 {known} 张照片本机都已有。")),
        (new, 0) => (FileOutcome::TakenIn, format!("已收到 {new} 张照片。")),
        (new, known) => (FileOutcome::TakenIn, format!("已收到 {new} 张照片（另有 {known} 张本机已有）。")),
    };
    Some(ImportedFile { name: "照片".into(), outcome, station: String::new(), changes: 0, message })
}

/// Reads the files of one batch in the order that `sync` gives them: what makes others readable comes first, so that a
/// bundle of a PC unknown till now may lie before the paper that names the PC.
fn read_all(context: &Context, files: &[FileIn], task: &Task) -> Result<Vec<FileReport>, CommandError> {
    let mut reports = Vec::new();
    let paths: Vec<PathBuf> = files.iter().filter_map(|file| file.path.as_ref().map(PathBuf::from)).collect();
    if !paths.is_empty() {
        let mut watch = |progress: sync::Progress| task.progress(progress.done, progress.total, "正在入库");
        reports = import_files(&context.store, &paths, &mut watch)?;
    }
    let mut given = Vec::new();
    for file in files.iter().filter(|file| file.path.is_none()) {
        match file.read(LARGEST) {
            Ok(bytes) => given.push((sync::sniff(&bytes), &file.name, bytes)),
            Err(refusal) => reports.push(FileReport::refused(&file.name, &refusal.detail)),
        }
    }
    given.sort_by_key(|(kind, ..)| *kind);
    let total = given.len() as u64;
    for (done, (_, name, bytes)) in given.into_iter().enumerate() {
        if task.progress(done as u64, total, "正在入库").is_break() {
            return Err(Task::cancelled());
        }
        reports.push(import_one(&context.store, name, &bytes));
    }
    Ok(reports)
}

fn still_missing(gap: &Missing, missing: &[Missing]) -> bool {
    missing.iter().any(|other| other.log == gap.log && other.from <= gap.to && gap.from <= other.to)
}

fn line(context: &Context, report: FileReport) -> ImportedFile {
    let imported = report.imported.iter().chain(report.reply.iter().flat_map(|reply| &reply.imported));
    let (mut changes, mut waits, mut names) = (0, false, BTreeSet::new());
    for one in imported {
        changes += one.applied;
        waits |= !one.waiting.is_empty();
        names.extend(one.stations.iter().map(|code| context.station_name(code)));
    }
    let outcome = match (report.ok, waits, changes) {
        (false, ..) => FileOutcome::Refused,
        (_, true, _) => FileOutcome::Waiting,
        (_, _, 0) if report.imported.is_some() => FileOutcome::Already,
        _ => FileOutcome::TakenIn,
    };
    let station = names.into_iter().collect::<Vec<_>>().join("、");
    ImportedFile { name: report.name, outcome, station, changes, message: report.message }
}

/// Writes what the county gives back: roster, checkpoint and the county's changes, one file per station.
pub(crate) fn reply(pc: &Pc, request: ReplyRequest) -> Result<Reply, CommandError> {
    let context = Context::of(pc)?;
    let mut files = Vec::new();
    for station in &request.stations {
        let bytes = sync::county_reply(&context.store, station, context.now_ms)?;
        let name = format!("回执-{}-{}.hzr", context.station_name(station), context.today);
        let file = match request.to.folder()? {
            Some(folder) => checked(&free_path(&folder, &name), &bytes)?,
            None => request.to.write(pc, &name, bytes)?,
        };
        files.push(file);
    }
    Ok(Reply { files })
}

/// Written to the stick, flushed and read back.
fn checked(path: &Path, bytes: &[u8]) -> Result<FileOut, CommandError> {
    sync::stick::write_checked(path, bytes)?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(FileOut { name, path: Some(path.display().to_string()), download: None, size: bytes.len() as u64 })
}
