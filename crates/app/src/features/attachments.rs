//! Photos and scans of a record: which there are, small for lists, whole for the viewer, and copies out of the program. Who opens a
//! minor's or a case's photo, and who copies any photo out, is recorded. Adding them: `attachments/intake.rs`.

pub(crate) mod intake;

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::consent::Use;
use domain::dictionary::dictionary;
use domain::fields::{attachment, case, progress_note, recipient, visit};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{BlobRef, Query, Row, Test};
use ts_rs::TS;

use crate::kernel::context::{Context, kind_named, some_text, text};
use crate::kernel::error::{CommandError, ErrorCode};
use crate::kernel::events::Task;
use crate::kernel::files::{Destination, FileOut};
use crate::kernel::pc::Pc;
use crate::kernel::request::IdRequest;
use crate::kernel::words;
use crate::people;
use crate::people::same_person::of_person;
use crate::records::case_papers::case_papers;
use crate::records::consents;
use crate::records::labels::{self, Titles};
use crate::records::save::SaveRequest;
use crate::records::view::{self, Delivery, RecordView};
use crate::records::{self};

/// What an `access` change says of a copy.
const COPIED: &str = "另存照片";
/// Pixels across a page of a scan: enough to read it on 1366 of them.
const PAGE_ACROSS: u16 = 1200;
/// Thumbnails made anew in one answer.
const THUMBNAILS: usize = 24;

/// Asks for the photos and scans of a record.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct AttachmentsRequest {
    /// Kind of the record they belong to.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// For a person: also those of everything done for them.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub all: bool,
}

/// The photos and scans of a record, by when they were taken.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct Attachments {
    /// Oldest first.
    pub items: Vec<AttachmentView>,
    /// Whether the person at this PC may add some.
    pub may_add: bool,
    /// The record's readable name.
    pub title: String,
    /// A child is concerned: faces must be made unrecognisable before anything is made public.
    pub minor: bool,
}

/// One photo or scan.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct AttachmentView {
    /// Its record.
    pub record: RecordView,
    /// The file lies on this PC; if not, it has not been sent here yet.
    pub here: bool,
    /// How far the file itself has travelled from here.
    pub file_state: Delivery,
    /// A small JPEG, base64; null when it is to be asked for.
    pub thumbnail: Option<String>,
    /// Kind of the record it belongs to.
    pub of_kind: String,
    /// Its id.
    pub of_id: String,
    /// Its readable name, when that is another record than the one asked about.
    pub of_title: Option<String>,
}

/// Names photos.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct AttachmentIds {
    /// Record ids.
    pub ids: Vec<String>,
}

/// Thumbnails by record id, base64 JPEG.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct Thumbnails {
    /// As many as one answer holds; ask again for the rest.
    pub thumbnails: BTreeMap<String, String>,
}

/// A photo or scan in full.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct AttachmentFile {
    /// Type of the kept file (`photos::Taken`).
    pub mime: String,
    /// Its bytes, base64; null when it has not been sent here yet: it is then fetched before others.
    pub base64: Option<String>,
}

/// Asks for a page of a scan.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ScanPageRequest {
    /// Record id.
    pub id: String,
    /// Page, from 0.
    pub page: u32,
}

/// A page of a scan as a picture.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ScanPage {
    /// PNG, base64; null when this page cannot be shown here.
    pub png: Option<String>,
    /// Pages of the scan; 0 when they cannot be counted.
    pub pages: u32,
}

/// Asks for copies outside the program.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct CopyOut {
    /// Record ids.
    pub ids: Vec<String>,
    /// A folder, or a download.
    pub to: Destination,
    /// Id under which progress is told and the work can be cancelled.
    #[serde(default)]
    #[ts(optional)]
    pub task: Option<String>,
}

/// Copies outside the program.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct CopiedOut {
    /// The files.
    pub files: Vec<FileOut>,
    /// What to tell the person.
    pub message: String,
}

/// The photos and scans of a record.
pub(crate) fn list(pc: &Pc, request: AttachmentsRequest) -> Result<Attachments, CommandError> {
    let context = Context::of(pc)?;
    let target = context.row(&request.kind, &request.id)?;
    let mut rows = of_records(&context, &[(request.kind.clone(), request.id.clone())])?;
    if request.all && request.kind == recipient::KIND {
        rows.extend(of_records(&context, &done_for(&context, &request.id)?)?);
    }
    rows.sort_by_cached_key(when_taken);
    let titles = titles_of(&context, &rows)?;
    let mut items = Vec::new();
    for (row, record) in rows.iter().zip(view::views(&context, attachment::KIND, &rows)?) {
        let mut item = view_of(&context, row, record)?;
        if item.of_id != request.id {
            item.of_title = titles.get(&(item.of_kind.clone(), item.of_id.clone())).cloned();
        }
        items.push(item);
    }
    let kind = kind_named(attachment::KIND)?;
    let title = title_of(&context, &target)?;
    let may_add = context.may_write(kind, &target.station) && target.deleted_reason.is_none();
    Ok(Attachments { items, may_add, title, minor: about_minor(&context, &target)? })
}

/// By when a photo was taken, and in the order in which they were added where that is not known.
fn when_taken(row: &Row) -> (String, String, u64) {
    let of = |field: &str| text(&row.fields, field).to_owned();
    (of(attachment::TAKEN_DATE), of(attachment::TAKEN_TIME), row.created_ms)
}

/// The photos of a record, no scans of it; oldest first.
pub(crate) fn photos_of(context: &Context, target: &Row) -> Result<Vec<Row>, CommandError> {
    let mut rows = of_records(context, &[(target.kind.clone(), target.id.clone())])?;
    let is_photo = |row: &Row| {
        text(&row.fields, attachment::PURPOSE) == "photo" && text(&row.fields, attachment::MIME) == photos::JPEG
    };
    rows.retain(is_photo);
    rows.sort_by_cached_key(when_taken);
    Ok(rows)
}

/// A photo as it is seen, for paper, its longer side at most so many pixels; none when its file is not here.
pub(crate) fn on_paper(context: &Context, row: &Row, side: u32) -> Result<Option<documents::Photo>, CommandError> {
    let degrees = row.fields.get(attachment::ROTATION).and_then(Value::as_u64).unwrap_or(0) as u32;
    let made = whole(context, row)?.and_then(|bytes| photos::for_paper(&bytes, degrees, side));
    Ok(made.map(|(jpeg, pixels)| documents::Photo { jpeg, pixels }))
}

/// Living attachments of these records.
fn of_records(context: &Context, targets: &[(String, String)]) -> Result<Vec<Row>, CommandError> {
    let ids: Vec<String> = targets.iter().map(|(_, id)| id.clone()).collect();
    let mut rows = context.list_in(&Query::of(attachment::KIND), attachment::TARGET, &ids)?;
    rows.retain(|row| {
        let of = (text(&row.fields, attachment::TARGET_KIND), text(&row.fields, attachment::TARGET));
        targets.iter().any(|(kind, id)| (kind.as_str(), id.as_str()) == of)
    });
    Ok(rows)
}

/// Records of what was done for a person, papers of cases too.
fn done_for(context: &Context, person: &str) -> Result<Vec<(String, String)>, CommandError> {
    let mut found = Vec::new();
    let mut cases = Vec::new();
    for kind in dictionary().about_a_person() {
        for row in context.list(&of_person(&kind.name, person))? {
            if kind.name == case::KIND {
                cases.push(row.id.clone());
            }
            found.push((kind.name.clone(), row.id));
        }
    }
    for (kind, _) in case_papers() {
        let rows = context.list_in(&Query::of(kind), progress_note::CASE, &cases)?;
        found.extend(rows.into_iter().map(|row| (kind.to_owned(), row.id)));
    }
    Ok(found)
}

fn titles_of(context: &Context, rows: &[Row]) -> Result<BTreeMap<(String, String), String>, CommandError> {
    let mut wanted: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in rows {
        wanted
            .entry(text(&row.fields, attachment::TARGET_KIND).into())
            .or_default()
            .push(text(&row.fields, attachment::TARGET).into());
    }
    let mut titles = BTreeMap::new();
    for (kind, ids) in wanted {
        let mut found = Titles::default();
        found.add(context, &kind, &ids)?;
        let Ok(described) = kind_named(&kind) else { continue };
        for id in ids {
            let title = found.of(&kind, &id).map(|title| format!("{} {title}", described.label));
            titles.insert((kind.clone(), id), title.unwrap_or_else(|| described.label.clone()));
        }
    }
    Ok(titles)
}

/// `走访记录 2026-11-23 入户`: kind and title of a record.
pub(crate) fn title_of(context: &Context, row: &Row) -> Result<String, CommandError> {
    let kind = kind_named(&row.kind)?;
    let title = labels::plain_title(context, kind, &row.fields);
    Ok(if title == kind.label { title } else { format!("{} {title}", kind.label) })
}

/// One attachment with what is known of its file.
pub(crate) fn view_of(context: &Context, row: &Row, record: RecordView) -> Result<AttachmentView, CommandError> {
    let blob = text(&row.fields, attachment::BLOB);
    let state = context.store.blob_state(blob)?;
    let thumbnail = context.store.thumbnail(blob)?.map(|jpeg| STANDARD.encode(jpeg));
    Ok(AttachmentView {
        here: state.here,
        file_state: state.delivery,
        thumbnail,
        of_kind: text(&row.fields, attachment::TARGET_KIND).to_owned(),
        of_id: text(&row.fields, attachment::TARGET).to_owned(),
        of_title: None,
        record,
    })
}

/// Thumbnails that are not kept yet, made from the files that are here.
pub(crate) fn thumbnails(pc: &Pc, request: AttachmentIds) -> Result<Thumbnails, CommandError> {
    let context = Context::of(pc)?;
    let mut thumbnails = BTreeMap::new();
    for id in request.ids.iter().take(THUMBNAILS) {
        let row = context.row(attachment::KIND, id)?;
        let blob = text(&row.fields, attachment::BLOB);
        let kept = match context.store.thumbnail(blob)? {
            Some(kept) => Some(kept),
            None => match whole(&context, &row)?.and_then(|bytes| small(&bytes, text(&row.fields, attachment::MIME))) {
                Some(made) => {
                    context.store.thumbnail_put(blob, &made)?;
                    Some(made)
                }
                None => None,
            },
        };
        thumbnails.extend(kept.map(|jpeg| (id.clone(), STANDARD.encode(jpeg))));
    }
    Ok(Thumbnails { thumbnails })
}

/// A small picture of a photo, or of the first page of a scan.
fn small(bytes: &[u8], mime: &str) -> Option<Vec<u8>> {
    match mime {
        photos::PDF => documents::scan_page(bytes, 0, 300).and_then(|(png, _)| photos::thumbnail(&png)),
        _ => photos::thumbnail(bytes),
    }
}

/// The plain bytes, when the file is here.
fn whole(context: &Context, row: &Row) -> Result<Option<Vec<u8>>, CommandError> {
    Ok(context.store.blob_open(text(&row.fields, attachment::BLOB), text(&row.fields, attachment::SHA256))?)
}

/// A photo or scan for the viewer. One that is not here yet is fetched before others.
pub(crate) fn open(pc: &Pc, request: IdRequest) -> Result<AttachmentFile, CommandError> {
    let context = Context::of(pc)?;
    let row = context.row(attachment::KIND, &request.id)?;
    let mime = text(&row.fields, attachment::MIME).to_owned();
    let Some(bytes) = whole(&context, &row)? else {
        let place = BlobRef { station: row.station.clone(), blob: text(&row.fields, attachment::BLOB).to_owned() };
        context.store.blob_wanted(&place, context.now_ms)?;
        pc.want_sync();
        return Ok(AttachmentFile { mime, base64: None });
    };
    if opening_is_recorded(&context, &row)? {
        context.record_opening(&row)?;
    }
    Ok(AttachmentFile { mime, base64: Some(STANDARD.encode(bytes)) })
}

/// A page of a scan as a picture, so that it can be looked at without another program. Opening the scan has been recorded before.
pub(crate) fn page(pc: &Pc, request: ScanPageRequest) -> Result<ScanPage, CommandError> {
    let context = Context::of(pc)?;
    let row = context.row(attachment::KIND, &request.id)?;
    let shown = whole(&context, &row)?
        .filter(|_| text(&row.fields, attachment::MIME) == photos::PDF)
        .and_then(|bytes| documents::scan_page(&bytes, request.page as usize, PAGE_ACROSS));
    Ok(match shown {
        Some((png, pages)) => ScanPage { png: Some(STANDARD.encode(png)), pages: pages as u32 },
        None => ScanPage { png: None, pages: 0 },
    })
}

fn opening_is_recorded(context: &Context, row: &Row) -> Result<bool, CommandError> {
    match target_of(context, row)? {
        Some(target) => Ok(about_minor(context, &target)? || records::opening_is_recorded(context, &target)?),
        None => Ok(false),
    }
}

/// The record that an attachment belongs to, when it is here.
pub(crate) fn target_of(context: &Context, row: &Row) -> Result<Option<Row>, CommandError> {
    let kind = text(&row.fields, attachment::TARGET_KIND);
    if kind_named(kind).is_err() {
        return Ok(None);
    }
    Ok(context.store.row(kind, text(&row.fields, attachment::TARGET))?)
}

/// Whether a record is about someone under eighteen.
pub(crate) fn about_minor(context: &Context, row: &Row) -> Result<bool, CommandError> {
    if row.kind == recipient::KIND {
        return Ok(people::is_minor(context, &row.fields));
    }
    let person = match some_text(&row.fields, visit::RECIPIENT) {
        Some(person) => Some(person),
        None => match some_text(&row.fields, progress_note::CASE) {
            Some(case) => {
                context.store.row(case::KIND, &case)?.and_then(|case| some_text(&case.fields, case::RECIPIENT))
            }
            None => None,
        },
    };
    let Some(person) = person else { return Ok(false) };
    Ok(context.store.row(recipient::KIND, &person)?.is_some_and(|person| people::is_minor(context, &person.fields)))
}

/// Copies photos and scans out of the program, as they are seen (turned); that it was done is recorded.
pub(crate) fn copy_out(pc: &Pc, request: CopyOut) -> Result<CopiedOut, CommandError> {
    let context = Context::of(pc)?;
    let task = pc.events.begin(request.task.as_deref(), "另存照片")?;
    let (mut files, mut shown, mut missing, mut minor) = (Vec::new(), Vec::new(), 0, false);
    let total = request.ids.len() as u64;
    for (done, id) in request.ids.iter().enumerate() {
        if task.progress(done as u64, total, "正在另存").is_break() {
            return Err(Task::cancelled());
        }
        let row = context.row(attachment::KIND, id)?;
        let Some(bytes) = whole(&context, &row)? else {
            missing += 1;
            continue;
        };
        let degrees = row.fields.get(attachment::ROTATION).and_then(Value::as_u64).unwrap_or(0) as u32;
        let bytes = photos::turned(&bytes, degrees).unwrap_or(bytes);
        let target = target_of(&context, &row)?;
        let name = name_outside(&row, target.as_ref())?;
        context.record_reading(&row, COPIED, &[])?;
        files.push(request.to.write(pc, &name, bytes)?);
        if let Some(target) = target {
            minor |= about_minor(&context, &target)?;
            shown.push(target);
        }
    }
    if files.is_empty() {
        let detail = "选中的照片还没有送到这台电脑，暂时不能另存。联网同步后再试。";
        return Err(CommandError::new(ErrorCode::NotFound, detail));
    }
    let mut message = format!("已另存 {} 个文件，并记入查阅记录。", files.len());
    if missing > 0 {
        message += &format!("另有 {missing} 个还没有送到这台电脑，没有另存。");
    }
    let refused = consents::refused_records(&context, &shown, Use::Outside)?.len();
    if refused > 0 {
        message += "其中有人没有同意或已撤回同意，这些照片不能给站外使用。";
    }
    if minor {
        message += "照片涉及未满 18 周岁的人，公开使用前请先给面部打码。";
    }
    Ok(CopiedOut { files, message })
}

/// `2026-11-03-走访记录-入户照片.jpg`: by day and what it belongs to, as stations file their photos.
fn name_outside(row: &Row, target: Option<&Row>) -> Result<String, CommandError> {
    let day = some_text(&row.fields, attachment::TAKEN_DATE)
        .unwrap_or_else(|| crate::kernel::pc::local_time(row.created_ms).date_naive().to_string());
    let of = match target {
        Some(target) if target.kind == recipient::KIND => text(&target.fields, recipient::NAME).to_owned(),
        Some(target) => kind_named(&target.kind)?.label.clone(),
        None => String::new(),
    };
    let what = some_text(&row.fields, attachment::CAPTION)
        .unwrap_or_else(|| words::label("attachment_purpose", text(&row.fields, attachment::PURPOSE)));
    let end = match text(&row.fields, attachment::MIME) {
        photos::PDF => "pdf",
        photos::DOCX => "docx",
        photos::XLSX => "xlsx",
        _ => "jpg",
    };
    let parts: Vec<String> =
        [day, of, words::shortened(&what, 30)].into_iter().filter(|part| !part.is_empty()).collect();
    Ok(format!("{}.{end}", parts.join("-")))
}

/// Generic saving changes only what a person says of a photo; the file and whose it is stay.
pub(crate) fn guard(request: &SaveRequest) -> Result<(), CommandError> {
    let said = [
        attachment::PURPOSE,
        attachment::CAPTION,
        attachment::TAKEN_DATE,
        attachment::TAKEN_TIME,
        attachment::PLACE,
        attachment::PAGES,
        attachment::ROTATION,
        attachment::PUBLIC,
        attachment::PUBLIC_OVERRIDE,
    ];
    if request.kind == attachment::KIND && request.fields.keys().any(|field| !said.contains(&field.as_str())) {
        return Err(CommandError::new(ErrorCode::BadRequest, "照片的文件不能改，只能改用途、说明、时间、地点和旋转。"));
    }
    Ok(())
}

/// Attachments that hold the same file: by the kept bytes or by the file they came from.
pub(crate) fn twins(context: &Context, taken: &photos::Taken) -> Result<Vec<Row>, CommandError> {
    let mut rows =
        context.list(&Query::of(attachment::KIND).and(attachment::SHA256, Test::Eq, taken.sha256.as_str()))?;
    for row in context.list(&Query::of(attachment::KIND).and(attachment::SOURCE, Test::Eq, taken.source.as_str()))? {
        if !rows.iter().any(|known| known.id == row.id) {
            rows.push(row);
        }
    }
    Ok(rows)
}
