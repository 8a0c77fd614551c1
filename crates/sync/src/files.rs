//! Taking files in, many at once and each judged apart. What a file is, its content says; its name does not matter.

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use changelog::SignedRoster;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use store::{Imported, Store, StoreError};

use crate::by_stick;
use crate::error::SyncError;
use crate::joining::accept_confirmation;
use crate::joining::add_join_request;
use crate::photo_file;
use crate::progress::{Phase, Progress, Watcher};
use crate::reply::{self, ReplyReport, accept_reply};
use crate::stick_names::by_number;

/// The largest file of ours: a reply with many bundles.
const LARGEST: u64 = 1 << 30;
/// How the first line of a photo begins.
const PHOTO_LINE: &[u8] = b"{\"format\":\"hezhan-photo\"";
/// How an update file begins, which is installed and not taken in.
const UPDATE_LINE: &[u8] = b"{\"format\":\"hezhan-update\"";
/// How deep folders are searched for files of ours.
const DEPTH: usize = 4;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// `.hzq`, or anything else sealed to somebody's key.
    Sealed,
    /// A signed roster by itself.
    Roster,
    /// `.hzc`
    Confirmation,
    /// `.hzr`
    Reply,
    /// `.hzb`
    Bundle,
    /// `.hzp`; after the bundles, whose records say what it is.
    Photo,
    /// `.hzu`: a new version of the program.
    Update,
    /// `.hzj`, or anything else sealed with a code.
    WithCode,
    /// Nothing of ours.
    Unknown,
}

/// What became of one file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FileReport {
    /// Its name, without folders.
    pub name: String,
    /// What it is.
    pub kind: FileKind,
    /// Whether it was taken.
    pub ok: bool,
    /// What happened and what to do, in Chinese.
    pub message: String,
    /// What a bundle brought.
    pub imported: Option<Imported>,
    /// What a reply brought.
    pub reply: Option<ReplyReport>,
    /// For a photo: whether it was new here.
    pub new_photo: Option<bool>,
    /// For an update file: where it lies, when it has not been given by its content.
    pub path: Option<PathBuf>,
}

impl FileReport {
    /// A file that could not even be read, with the reason in Chinese.
    pub fn refused(name: &str, message: &str) -> FileReport {
        failed(name, FileKind::Unknown, message)
    }
}

/// What the first line of a file of ours may say. Nothing is built of the rest, however much there is and however deep.
#[derive(Deserialize)]
struct FirstLine<'a> {
    #[serde(borrow)]
    format: Option<Cow<'a, str>>,
    sealed_identity: Option<IgnoredAny>,
    bytes: Option<IgnoredAny>,
    signature: Option<IgnoredAny>,
}

/// Says what a file is by its content.
pub fn sniff(bytes: &[u8]) -> FileKind {
    if bytes.starts_with(b"age-encryption.org/v1\n") {
        let with_code = bytes[22..].starts_with(b"-> scrypt ");
        return if with_code { FileKind::WithCode } else { FileKind::Sealed };
    }
    if bytes.starts_with(UPDATE_LINE) {
        return FileKind::Update;
    }
    if bytes.first() != Some(&b'{') {
        return FileKind::Unknown;
    }
    let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let Ok(head) = serde_json::from_slice::<FirstLine>(line) else {
        return FileKind::Unknown;
    };
    match head.format.as_deref() {
        Some(changelog::bundle::FORMAT) => FileKind::Bundle,
        Some(reply::FORMAT) => FileKind::Reply,
        Some(photo_file::FORMAT) => FileKind::Photo,
        _ if head.sealed_identity.is_some() => FileKind::Confirmation,
        _ if head.bytes.is_some() && head.signature.is_some() => FileKind::Roster,
        _ => FileKind::Unknown,
    }
}

/// Takes in files; folders are searched for ours. First what makes others readable: requests, rosters, replies.
pub fn import_files(store: &Store, paths: &[PathBuf], watch: Watcher<'_>) -> Result<Vec<FileReport>, SyncError> {
    let mut files = Vec::new();
    paths.iter().for_each(|path| find(path, 0, &mut files));
    let mut waiting: Vec<(FileKind, PathBuf)> = files.into_iter().map(|path| (kind_of(&path), path)).collect();
    waiting.sort_by(|(kind, path), (other_kind, other)| kind.cmp(other_kind).then_with(|| by_number(path, other)));
    let total = waiting.len() as u64;
    let mut reports = Vec::new();
    for (done, (kind, path)) in waiting.into_iter().enumerate() {
        if watch(Progress { phase: Phase::Importing, done: done as u64, total }).is_break() {
            return Err(SyncError::Cancelled);
        }
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if kind == FileKind::Update {
            reports.push(update(&name, Some(path)));
            continue;
        }
        reports.push(match read(&path) {
            Ok(bytes) => import_one(store, &name, &bytes),
            Err(error) => failed(&name, FileKind::Unknown, &error.to_string()),
        });
    }
    let _ = watch(Progress { phase: Phase::Importing, done: total, total });
    Ok(reports)
}

/// Takes in one file whose content is at hand.
pub fn import_one(store: &Store, name: &str, bytes: &[u8]) -> FileReport {
    let kind = sniff(bytes);
    let county = store.device().station.is_none();
    let mut report = FileReport {
        name: name.into(),
        kind,
        ok: true,
        message: String::new(),
        imported: None,
        reply: None,
        new_photo: None,
        path: None,
    };
    let message: Result<String, SyncError> = match kind {
        FileKind::Bundle => bundle(store, bytes).map(|imported| {
            let message = in_words(&imported);
            report.imported = Some(imported);
            message
        }),
        FileKind::Reply => accept_reply(store, bytes).map(|taken| {
            let message = reply_in_words(&taken);
            report.ok = taken.problems.is_empty();
            report.reply = Some(taken);
            message
        }),
        FileKind::Photo => photo_file::accept(store, bytes).map(|new| {
            report.new_photo = Some(new);
            if new { "已收到一张照片。" } else { "这张照片本机已有。" }.into()
        }),
        FileKind::Update => return update(name, None),
        FileKind::Confirmation => accept_confirmation(store, bytes).map(|()| "县里已确认本机，可以正常同步了。".into()),
        FileKind::Roster => roster(store, bytes),
        FileKind::Sealed if county => join_request(store, bytes),
        FileKind::Sealed => Err(document("这份文件是封给县里的，请交给县级电脑导入。")),
        FileKind::WithCode => Err(document(
            "这份文件要用验证码打开：加入文件请在首次启动时的“加入站点”里打开，恢复文件请在“忘记密码”里打开。",
        )),
        FileKind::Unknown => Err(document("不是禾站的文件，或已损坏。请检查是否选错了文件，或从U盘重新拷贝。")),
    };
    match message {
        Ok(message) => FileReport { message, ..report },
        Err(error) => failed(name, kind, &error.to_string()),
    }
}

/// Whether it is to be installed is for the person to say.
fn update(name: &str, path: Option<PathBuf>) -> FileReport {
    FileReport { ok: true, path, ..failed(name, FileKind::Update, "这是禾站的新版本，可以安装。") }
}

fn document(text: &str) -> SyncError {
    SyncError::Document(text.into())
}

fn failed(name: &str, kind: FileKind, message: &str) -> FileReport {
    FileReport {
        name: name.into(),
        kind,
        ok: false,
        message: message.into(),
        imported: None,
        reply: None,
        new_photo: None,
        path: None,
    }
}

fn bundle(store: &Store, bytes: &[u8]) -> Result<Imported, SyncError> {
    match by_stick::import(store, bytes) {
        Err(SyncError::Store(StoreError::Changelog(changelog::Error::UnknownDevice)))
            if store.device().station.is_none() =>
        {
            Err(document("写这个文件的电脑还没有确认。请先在“站点与设备”页确认它的加入申请，再导入一次这个文件。"))
        }
        answer => answer,
    }
}

fn roster(store: &Store, bytes: &[u8]) -> Result<String, SyncError> {
    let before = store.roster().number;
    store.accept_roster(&SignedRoster::from_bytes(bytes)?)?;
    Ok(if store.roster().number > before { "站点名单已更新。" } else { "站点名单已是最新。" }.into())
}

/// Only the county opens what is sealed to the county; whether to confirm is for the officer to say.
fn join_request(store: &Store, bytes: &[u8]) -> Result<String, SyncError> {
    Ok(match add_join_request(store, bytes)? {
        true => "收到一台新电脑的加入申请，请在“站点与设备”页确认。".into(),
        false => "这份加入申请已经收到过，或这台电脑已经确认。".into(),
    })
}

fn in_words(imported: &Imported) -> String {
    let mut text = match (imported.applied, imported.already) {
        (0, 0) => "没有可入库的记录".to_string(),
        (0, _) => "这个文件的内容本机都已有".to_string(),
        (new, 0) => format!("已入库 {new} 条记录"),
        (new, known) => format!("已入库 {new} 条记录（另有 {known} 条本机已有）"),
    };
    if imported.mended > 0 {
        text += &format!("；本机损坏的 {} 条历史已补好", imported.mended);
    }
    if imported.newer {
        text += "；有内容由更新版本的禾站写成，已留存在本机，升级本机程序后会自动入库";
    }
    if imported.key_missing {
        text = "这个文件用本站的新密钥加密，新密钥还没有到本机。内容已留存，请联网同步一次，或导入县里最新的回执文件，之后会自动入库"
            .into();
    }
    if !imported.waiting.is_empty() {
        text += "；还缺更早的记录，内容已留存，请把该站以前导出的文件也导入，补齐后会自动入库";
    }
    if !imported.quarantined.is_empty() {
        text += &format!("；{} 处不合规定，没有入库，不影响其他内容", imported.quarantined.len());
    }
    text + "。"
}

fn reply_in_words(taken: &ReplyReport) -> String {
    let new: u64 = taken.imported.iter().map(|imported| imported.applied).sum();
    let mut text = String::from(if taken.confirmed { "县里已确认本机；" } else { "" });
    text += if taken.checkpoint { "县里的入库回执已收到" } else { "回执已收到" };
    if new > 0 {
        text += &format!("，另收到 {new} 条记录");
    }
    text += "。";
    taken.problems.iter().for_each(|problem| text += problem);
    text
}

fn find(path: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    if !path.is_dir() {
        files.push(path.to_path_buf());
    } else if depth < DEPTH {
        let mut inside: Vec<PathBuf> =
            fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
        inside.sort();
        // In a folder only what is ours by content; what the user names himself is answered in any case.
        inside.retain(|path| path.is_dir() || kind_of(path) != FileKind::Unknown);
        inside.iter().for_each(|path| find(path, depth + 1, files));
    }
}

fn kind_of(path: &Path) -> FileKind {
    let mut head = Vec::new();
    let Ok(file) = File::open(path) else {
        return FileKind::Unknown;
    };
    // A photo says so at once; of the others the whole first line is wanted.
    let mut file = file;
    if file.by_ref().take(64).read_to_end(&mut head).is_ok() && head.starts_with(PHOTO_LINE) {
        return FileKind::Photo;
    }
    if head.starts_with(UPDATE_LINE) {
        return FileKind::Update;
    }
    match file.take(34 << 20).read_to_end(&mut head) {
        Ok(_) => sniff(&head),
        Err(_) => FileKind::Unknown,
    }
}

fn read(path: &Path) -> Result<Vec<u8>, SyncError> {
    let cannot = "文件读不出来，请检查U盘是否插好，或重新拷贝";
    let length = fs::metadata(path).map_err(SyncError::file(cannot))?.len();
    if length > LARGEST {
        return Err(document("文件太大，不是禾站的文件。请检查是否选错了文件。"));
    }
    fs::read(path).map_err(SyncError::file(cannot))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_says_what_a_file_is() {
        let deep = [b"{\"format\":\"hezhan-reply\",\"x\":".as_slice(), &[b'['; 500], &[b']'; 500], b"}\n"].concat();
        let table: [(&[u8], FileKind); 12] = [
            (b"{\"format\":\"hezhan-update\",\"reader\":1}\nabc", FileKind::Update),
            (&deep, FileKind::Reply),
            (b"{\"format\":\"hezhan-photo\",\"v\":1}\nabc", FileKind::Photo),
            (b"{\"format\":\"hezhan-bundle\",\"suite\":1}\nabc\n", FileKind::Bundle),
            (b"{\"format\":\"hezhan-reply\",\"v\":1}\n", FileKind::Reply),
            (b"{\"device\":\"a\",\"roster\":{},\"sealed_identity\":\"\"}", FileKind::Confirmation),
            (b"{\"bytes\":\"\",\"signature\":\"\"}", FileKind::Roster),
            (b"age-encryption.org/v1\n-> scrypt abc 14\n", FileKind::WithCode),
            (b"age-encryption.org/v1\n-> X25519 abc\n", FileKind::Sealed),
            (b"<html></html>", FileKind::Unknown),
            (b"{\"format\":\"else\"}", FileKind::Unknown),
            (b"", FileKind::Unknown),
        ];
        for (bytes, kind) in table {
            assert_eq!(sniff(bytes), kind, "{}", String::from_utf8_lossy(bytes));
        }
    }
}
