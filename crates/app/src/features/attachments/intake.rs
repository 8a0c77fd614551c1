//! Adding photos and scans to a record, in two steps: the chosen files are read, made fit and shown with what the camera noted; what
//! she confirms is saved. In between they wait in memory, never on the disk.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use changelog::Payload;
use domain::fields::attachment;
use photos::{PhotoError, Taken};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::{Query, Row, Test};
use ts_rs::TS;

use crate::features::attachments::{self, AttachmentView};
use crate::kernel::context::{Context, kind_named, text};
use crate::kernel::error::{CommandError, ErrorCode, FieldFinding};
use crate::kernel::events::Task;
use crate::kernel::files::FileIn;
use crate::kernel::pc::Pc;
use crate::kernel::random;
use crate::kernel::request::Nothing;
use crate::records::check::{self, Form};
use crate::records::view;

/// Files read in one go.
const FILES: usize = 200;
/// Living photos and scans of one record.
const OF_ONE_RECORD: u64 = 500;
/// Bytes that wait to be confirmed; beyond this the oldest are dropped.
const WAITING: usize = 256 << 20;
/// How deep a phone's folder is searched.
const DEPTH: usize = 4;
/// Endings of files that are looked at in a folder; HEIC so that she is told what to do.
const ENDINGS: [&str; 9] = ["jpg", "jpeg", "png", "webp", "pdf", "docx", "xlsx", "heic", "heif"];

/// Files to be read for a record.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct ReadFiles {
    /// Kind of the record.
    pub kind: String,
    /// Its id; none for a record that is not saved yet: the photos wait for it.
    #[serde(default)]
    pub id: Option<String>,
    /// Files, or (window) folders.
    pub files: Vec<FileIn>,
    /// Keep photos in their own size instead of making them smaller.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub full_size: bool,
    /// Id under which progress is told and the work can be cancelled.
    #[serde(default)]
    #[ts(optional)]
    pub task: Option<String>,
}

/// The files as they would be kept.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct FilesRead {
    /// One per file, in order; those of a folder by name.
    pub items: Vec<FileRead>,
}

/// One file as it would be kept, or why not.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct FileRead {
    /// Its name.
    pub name: String,
    /// To save it by; null when it is not taken.
    pub token: Option<String>,
    /// Why it is not taken and what to do.
    pub error: Option<String>,
    /// Type of the kept file (`photos::Taken`).
    pub mime: String,
    /// Bytes that would be kept.
    #[ts(type = "number")]
    pub size: u64,
    /// Bytes of the chosen file.
    #[ts(type = "number")]
    pub was: u64,
    /// Pages of a scan, where they can be counted.
    pub pages: Option<u32>,
    /// A small JPEG, base64.
    pub thumbnail: Option<String>,
    /// The day the camera noted.
    pub taken_date: Option<String>,
    /// The time.
    pub taken_time: Option<String>,
    /// The place.
    pub place: Option<String>,
    /// Readable names of the records that have this very file already.
    pub twins: Vec<String>,
    /// One of them is this record: it is not added again.
    pub here_already: bool,
}

/// What she confirmed, to be saved with a record.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct SaveAttachments {
    /// Kind of the record.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// The files.
    pub items: Vec<NewAttachment>,
}

/// One file with what is said of it.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct NewAttachment {
    /// From `attachments.read`.
    pub token: String,
    /// Code of `attachment_purpose`.
    pub purpose: String,
    /// What it shows.
    #[serde(default)]
    pub caption: Option<String>,
    /// When it was taken.
    #[serde(default)]
    pub taken_date: Option<String>,
    /// …
    #[serde(default)]
    pub taken_time: Option<String>,
    /// Where; only when she wants it kept.
    #[serde(default)]
    pub place: Option<String>,
    /// Page numbers in the paper file.
    #[serde(default)]
    pub pages: Option<String>,
    /// Add it although another record has it.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub again: bool,
}

/// What was saved.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct SavedAttachments {
    /// The new records.
    pub items: Vec<AttachmentView>,
    /// Why others were not added, each a sentence.
    pub skipped: Vec<String>,
}

/// Files that wait to be confirmed, in memory.
#[derive(Default)]
pub(crate) struct Waiting {
    files: Mutex<VecDeque<(String, Ready)>>,
}

#[derive(Clone)]
struct Ready {
    name: String,
    taken: Taken,
}

impl Waiting {
    fn keep(&self, ready: Ready) -> Result<String, CommandError> {
        let token = hex::encode(random::random::<16>()?);
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.push_back((token.clone(), ready));
        while files.len() > 1 && files.iter().map(|(_, ready)| ready.taken.bytes.len()).sum::<usize>() > WAITING {
            files.pop_front();
        }
        Ok(token)
    }

    fn get(&self, token: &str) -> Option<Ready> {
        let files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.iter().find(|(known, _)| known == token).map(|(_, ready)| ready.clone())
    }

    fn forget(&self, tokens: &[String]) {
        self.files.lock().unwrap_or_else(PoisonError::into_inner).retain(|(known, _)| !tokens.contains(known));
    }
}

/// Names files that are not wanted after all.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ForgetFiles {
    /// Tokens of `attachments.read`.
    pub tokens: Vec<String>,
}

/// Reads chosen files: made fit to be kept, with what the camera noted and where the same file is already.
pub(crate) fn read(pc: &Pc, request: ReadFiles) -> Result<FilesRead, CommandError> {
    let context = Context::of(pc)?;
    let target = match &request.id {
        Some(id) => Some(target(&context, &request.kind, id)?.id),
        None => {
            context.must_write(kind_named(attachment::KIND)?, &context.own_station())?;
            None
        }
    };
    let task = pc.events.begin(request.task.as_deref(), "读取照片")?;
    let mut files = Vec::new();
    for file in &request.files {
        match file.path.as_ref().map(PathBuf::from).filter(|path| path.is_dir()) {
            Some(folder) => find(&folder, 0, &mut files),
            None => files.push(file.clone()),
        }
    }
    if files.is_empty() {
        let detail = "这里没有照片、扫描件或文档（JPG、PNG、WebP、PDF、docx、xlsx）。请换一个文件夹，或直接选文件。";
        return Err(CommandError::new(ErrorCode::WrongFile, detail));
    }
    if files.len() > FILES {
        let detail = format!("一次最多放 {FILES} 个文件，这里有 {} 个。请分几次放，或先挑一挑。", files.len());
        return Err(CommandError::new(ErrorCode::BadRequest, detail));
    }
    let total = files.len() as u64;
    let mut items = Vec::new();
    for (done, file) in files.iter().enumerate() {
        if task.progress(done as u64, total, "正在读取照片").is_break() {
            let tokens: Vec<String> = items.iter().filter_map(|item: &FileRead| item.token.clone()).collect();
            pc.state::<Waiting>().forget(&tokens);
            return Err(Task::cancelled());
        }
        items.push(read_one(pc, &context, target.as_deref(), file, request.full_size)?);
    }
    Ok(FilesRead { items })
}

/// The record that photos are for, when this person may add some.
fn target(context: &Context, kind: &str, id: &str) -> Result<Row, CommandError> {
    let row = context.row(kind, id)?;
    context.must_write(kind_named(attachment::KIND)?, &row.station)?;
    if kind == attachment::KIND {
        return Err(CommandError::new(ErrorCode::BadRequest, "照片不能放在照片下面。"));
    }
    if row.deleted_reason.is_some() {
        return Err(CommandError::not_allowed("这条记录已删除，不能再放照片。请先恢复记录。"));
    }
    Ok(row)
}

fn find(folder: &Path, depth: usize, files: &mut Vec<FileIn>) {
    let mut inside: Vec<PathBuf> =
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    inside.sort();
    for path in inside {
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        let ending = path.extension().map(|end| end.to_string_lossy().to_lowercase()).unwrap_or_default();
        if path.is_dir() && depth < DEPTH && !hidden {
            find(&path, depth + 1, files);
        } else if path.is_file() && !hidden && ENDINGS.contains(&ending.as_str()) {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            files.push(FileIn { name, path: Some(path.display().to_string()), base64: None });
        }
    }
}

fn read_one(
    pc: &Pc,
    context: &Context,
    target: Option<&str>,
    file: &FileIn,
    full_size: bool,
) -> Result<FileRead, CommandError> {
    let refused = |error: String| FileRead {
        name: file.name.clone(),
        token: None,
        error: Some(error),
        mime: String::new(),
        size: 0,
        was: 0,
        pages: None,
        thumbnail: None,
        taken_date: None,
        taken_time: None,
        place: None,
        twins: Vec::new(),
        here_already: false,
    };
    let bytes = match file.read(photos::LARGEST) {
        Ok(bytes) => bytes,
        Err(error) if error.code == ErrorCode::WrongFile => return Ok(refused(PhotoError::TooLarge.to_string())),
        Err(error) => return Ok(refused(error.detail)),
    };
    let taken = match photos::take(&bytes, full_size) {
        Ok(taken) => taken,
        Err(refusal) => return Ok(refused(refusal.to_string())),
    };
    let twins = attachments::twins(context, &taken)?;
    let here_already = twins.iter().any(|twin| Some(text(&twin.fields, attachment::TARGET)) == target);
    let told = taken.told.clone();
    Ok(FileRead {
        name: file.name.clone(),
        error: None,
        mime: taken.mime.into(),
        size: taken.bytes.len() as u64,
        was: bytes.len() as u64,
        pages: taken.pages,
        thumbnail: taken.thumbnail.as_ref().map(|jpeg| STANDARD.encode(jpeg)),
        taken_date: told.date,
        taken_time: told.time,
        place: told.place,
        twins: twins.iter().map(|twin| place_of(context, twin)).collect::<Result<_, _>>()?,
        here_already,
        token: match here_already {
            true => None,
            false => Some(pc.state::<Waiting>().keep(Ready { name: file.name.clone(), taken })?),
        },
    })
}

/// Readable name of the record that an attachment belongs to.
fn place_of(context: &Context, row: &Row) -> Result<String, CommandError> {
    let (kind, id) = (text(&row.fields, attachment::TARGET_KIND), text(&row.fields, attachment::TARGET));
    match context.store.row(kind, id)? {
        Some(target) => attachments::title_of(context, &target),
        None => Ok("还没有同步到的记录".into()),
    }
}

/// Lets go of files that were read and are not wanted.
pub(crate) fn forget(pc: &Pc, request: ForgetFiles) -> Result<Nothing, CommandError> {
    pc.state::<Waiting>().forget(&request.tokens);
    Ok(Nothing {})
}

/// Saves what she confirmed: the sealed files first, then all records in one save.
pub(crate) fn save(pc: &Pc, request: SaveAttachments) -> Result<SavedAttachments, CommandError> {
    let context = Context::of(pc)?;
    let target = target(&context, &request.kind, &request.id)?;
    let there =
        context.store.count(&Query::of(attachment::KIND).and(attachment::TARGET, Test::Eq, target.id.clone()))?;
    if there + request.items.len() as u64 > OF_ONE_RECORD {
        let detail = format!("一条记录最多放 {OF_ONE_RECORD} 张照片，这条已有 {there} 张。请挑选有代表性的放。");
        return Err(CommandError::new(ErrorCode::BadRequest, detail));
    }
    let kind = kind_named(attachment::KIND)?;
    let (mut writes, mut ids, mut skipped, mut sealed) = (Vec::new(), Vec::new(), Vec::new(), Vec::<String>::new());
    for (place, item) in request.items.iter().enumerate() {
        let Some(ready) = pc.state::<Waiting>().get(&item.token) else {
            let detail = "选好的照片已经不在内存里了（可能等得太久或程序重启过）。请重新选一次，已保存的不受影响。";
            return Err(CommandError::new(ErrorCode::NotFound, detail));
        };
        let sha256 = &ready.taken.sha256;
        let twins = attachments::twins(&context, &ready.taken)?;
        let same =
            twins.iter().any(|twin| text(&twin.fields, attachment::TARGET) == target.id) || sealed.contains(sha256);
        if same || (!twins.is_empty() && !item.again) {
            let at = match twins.first() {
                Some(twin) => place_of(&context, twin)?,
                None => attachments::title_of(&context, &target)?,
            };
            skipped.push(format!("“{}”没有放：这张照片已经在“{at}”里。", ready.name));
            continue;
        }
        let fields = fields(&target, item, &ready.taken);
        // What is said of it is checked before a byte is kept.
        let form = Form { id: None, fields, ..Form::default() };
        let mut ready_record = check::ready(&context, kind, form).map_err(|error| at_item(error, place))?;
        let blob = context.store.blob_put(&ready.taken.bytes)?;
        if let Some(thumbnail) = &ready.taken.thumbnail {
            context.store.thumbnail_put(&blob, thumbnail)?;
        }
        if let Some(write) = &mut ready_record.write {
            write.fields.insert(attachment::BLOB.into(), blob.into());
        }
        sealed.push(sha256.clone());
        ids.push(ready_record.id);
        writes.extend(ready_record.write);
    }
    if !writes.is_empty() {
        context.save(context.audience(kind, &target.station), writes)?;
    }
    pc.state::<Waiting>().forget(&request.items.into_iter().map(|item| item.token).collect::<Vec<_>>());
    let mut items = Vec::new();
    for id in ids {
        let row = context.row(attachment::KIND, &id)?;
        items.push(attachments::view_of(&context, &row, view::view(&context, &row)?)?);
    }
    Ok(SavedAttachments { items, skipped })
}

fn fields(target: &Row, item: &NewAttachment, taken: &Taken) -> Payload {
    let Taken { bytes, mime, width, height, pages, sha256, source, .. } = taken;
    let photo = *width > 0;
    let known = json!({
        attachment::TARGET_KIND: target.kind,
        attachment::TARGET: target.id,
        attachment::PURPOSE: item.purpose,
        attachment::CAPTION: item.caption,
        attachment::TAKEN_DATE: item.taken_date,
        attachment::TAKEN_TIME: item.taken_time,
        attachment::PLACE: item.place,
        attachment::PAGES: item.pages,
        attachment::MIME: mime,
        attachment::SIZE: bytes.len(),
        attachment::WIDTH: photo.then_some(width),
        attachment::HEIGHT: photo.then_some(height),
        attachment::PAGE_COUNT: pages,
        attachment::SHA256: sha256,
        attachment::SOURCE: source,
        // Replaced by the name once the file is sealed.
        attachment::BLOB: "0",
    });
    match known {
        Value::Object(fields) => fields,
        _ => Payload::new(),
    }
}

/// A finding says at which of the files it stands: `3.taken_date`.
fn at_item(mut error: CommandError, place: usize) -> CommandError {
    for FieldFinding { field, .. } in &mut error.fields {
        *field = format!("{place}.{field}");
    }
    error
}
