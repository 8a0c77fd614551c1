//! Printed forms: any record as docx and pdf by its paper in `schema/papers`, blank or filled, one or many at once, and the
//! same as pictures to look at before printing. What is on paper is masked for whoever it is for; printing is recorded.

mod composite;
mod form;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use documents::Document;
use domain::composite_paper::composite_paper;
use domain::consent::Use;
use domain::paper::{self, Paper};
use serde::{Deserialize, Serialize};
use store::Row;
use ts_rs::TS;

use crate::boards::papers::form::On;
use crate::kernel::context::Context;
use crate::kernel::error::{CommandError, ErrorCode, not_made};
use crate::kernel::files::{Destination, FileOut};
use crate::kernel::pc::Pc;
use crate::kernel::request::Nothing;
use crate::records;
use crate::records::consents;
use crate::records::path_values::{Privacy, Reading};

/// A form that can be printed.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct PaperRow {
    /// Identifier.
    pub name: String,
    /// Title on the paper.
    pub title: String,
    /// The record kind it prints; none for a list that is filled by hand.
    pub kind: Option<String>,
    /// It has rows to write on, whose number may be chosen.
    pub rows: Option<u32>,
}

/// One paper to print.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct PaperOf {
    /// Which paper: a record kind's own, `sign_in`, `gift_sign_off`, `case_file`, `case_file_index`.
    pub paper: String,
    /// The record that fills it; none prints it blank.
    #[serde(default)]
    #[ts(optional)]
    pub record: Option<String>,
    /// For a blank one: the record it will belong to (a person, a case), whose name it bears already.
    #[serde(default)]
    #[ts(optional)]
    pub owner: Option<String>,
    /// Rows to write on, for lists.
    #[serde(default)]
    #[ts(optional)]
    pub rows: Option<u32>,
}

/// A file format of a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PaperFormat {
    /// Word, one file per paper.
    Docx,
    /// PDF, all papers in one file.
    Pdf,
}

/// Prints papers to files.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct PrintRequest {
    /// Which, in this order.
    pub papers: Vec<PaperOf>,
    /// As which files.
    pub formats: Vec<PaperFormat>,
    /// How many of each in the PDF (1 when absent).
    #[serde(default)]
    #[ts(optional)]
    pub copies: Option<u32>,
    /// For whom; by default the station's own at a station, masked at the county.
    #[serde(default)]
    #[ts(optional)]
    pub privacy: Option<Privacy>,
    /// Why a paper for outside tells of somebody who has not consented, or has withdrawn it; a supervisor's, and kept.
    #[serde(default)]
    #[ts(optional)]
    pub override_reason: Option<String>,
    /// Where to.
    pub to: Destination,
}

/// The files.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct PrintedPapers {
    /// Files written.
    pub files: Vec<FileOut>,
    /// Characters that no font of this machine can draw; to be written by hand.
    pub missing_glyphs: String,
}

/// Asks to see pages before printing.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct PreviewRequest {
    /// Which, in this order.
    pub papers: Vec<PaperOf>,
    /// For whom.
    #[serde(default)]
    #[ts(optional)]
    pub privacy: Option<Privacy>,
    /// First page wanted, from 0.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub first: u32,
    /// How many pages (at most 20).
    pub count: u32,
}

/// Pages as pictures.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct PaperPreview {
    /// How many pages there are in all.
    pub pages: u32,
    /// PNG of each page asked for, in base64.
    pub pictures: Vec<String>,
    /// Characters that no font of this machine can draw.
    pub missing_glyphs: String,
}

const MOST_PAPERS: usize = 200;
const MOST_COPIES: u32 = 20;
const MOST_ROWS: u32 = 500;
const MOST_PREVIEWED: u32 = 20;

/// Every form there is.
pub(crate) fn list(_: &Pc, _: Nothing) -> Result<Vec<PaperRow>, CommandError> {
    let rows = |paper: &Paper| {
        paper.lists.iter().find(|list| list.kind.is_none() && !list.computed).map(|list| list.blank_rows as u32)
    };
    let row = |paper: &Paper| PaperRow {
        name: paper.name.clone(),
        title: paper.title.clone(),
        kind: paper.kind.clone(),
        rows: rows(paper),
    };
    Ok(paper::papers().iter().map(row).collect())
}

/// Writes papers as files.
pub(crate) fn print(pc: &Pc, request: PrintRequest) -> Result<PrintedPapers, CommandError> {
    let context = Context::of(pc)?;
    let reading = Reading::new(&context, request.privacy)?;
    if request.formats.is_empty() {
        return Err(CommandError::new(ErrorCode::BadRequest, "请至少选择一种格式。"));
    }
    let printouts = printouts(&reading, &request.papers)?;
    let reason = consent_to_outside(&reading, &printouts, request.override_reason.as_deref())?;
    record_printing(&reading, &printouts, reason.as_deref())?;
    let (mut files, mut missing) = (Vec::new(), String::new());
    if request.formats.contains(&PaperFormat::Docx) {
        for printout in &printouts {
            let made = documents::docx(&printout.document).map_err(not_made)?;
            missing.extend(made.missing_glyphs);
            files.push(request.to.write(pc, &format!("{} {}.docx", printout.name, context.today), made.bytes)?);
        }
    }
    if request.formats.contains(&PaperFormat::Pdf) {
        let copies = request.copies.unwrap_or(1).clamp(1, MOST_COPIES) as usize;
        let name = match printouts.as_slice() {
            [only] => only.name.clone(),
            many => format!("表单{}份", many.len()),
        };
        let each = printouts.into_iter().flat_map(|printout| std::iter::repeat_n(printout.document, copies));
        let made = documents::pdf_of(&each.collect::<Vec<_>>()).map_err(not_made)?;
        missing.extend(made.missing_glyphs);
        files.push(request.to.write(pc, &format!("{name} {}.pdf", context.today), made.bytes)?);
    }
    Ok(PrintedPapers { files, missing_glyphs: each_once(&missing) })
}

/// The pages as they would be printed.
pub(crate) fn preview(pc: &Pc, request: PreviewRequest) -> Result<PaperPreview, CommandError> {
    let context = Context::of(pc)?;
    let reading = Reading::new(&context, request.privacy)?;
    let printouts = printouts(&reading, &request.papers)?;
    record_looking(&reading, &printouts)?;
    let documents: Vec<Document> = printouts.into_iter().map(|printout| printout.document).collect();
    let count = request.count.min(MOST_PREVIEWED) as usize;
    let made = documents::preview(&documents, request.first as usize, count).map_err(not_made)?;
    Ok(PaperPreview {
        pages: made.pages as u32,
        pictures: made.pictures.iter().map(|png| STANDARD.encode(png)).collect(),
        missing_glyphs: made.missing_glyphs.into_iter().collect(),
    })
}

fn each_once(text: &str) -> String {
    let mut once = String::new();
    text.chars().for_each(|c| {
        if !once.contains(c) {
            once.push(c)
        }
    });
    once
}

/// A paper, filled and laid out once: every format, the preview and the history of its record are made from it.
struct Printout {
    /// Name for its file.
    name: String,
    document: Document,
    /// The record that it shows, and what its history calls the paper.
    record: Option<(Row, String)>,
}

fn printouts(reading: &Reading, papers: &[PaperOf]) -> Result<Vec<Printout>, CommandError> {
    if papers.is_empty() || papers.len() > MOST_PAPERS {
        let detail = format!("请选择要打印的表，一次最多 {MOST_PAPERS} 份。");
        return Err(CommandError::new(ErrorCode::BadRequest, detail));
    }
    let guarded = Reading::new(reading.context, Some(Privacy::Inside))?;
    papers.iter().map(|paper| printout(reading, &guarded, paper)).collect()
}

fn printout(reading: &Reading, guarded: &Reading, of: &PaperOf) -> Result<Printout, CommandError> {
    if let (Some(composite), Some(id)) = (composite_paper(&of.paper), &of.record) {
        let row = reading.context.row(&composite.kind, id)?;
        let reading = reading_of(reading, guarded, Some(&row))?;
        return composite::printout(reading, composite, &of.paper, id);
    }
    let unknown = || CommandError::new(ErrorCode::BadRequest, "这个版本的程序没有这种表，请重启或更新程序。");
    let paper = paper::paper(&of.paper).ok_or_else(unknown)?;
    let row = row_of(reading.context, paper, of)?;
    let reading = reading_of(reading, guarded, row.as_ref().filter(|_| of.record.is_some()))?;
    let on = On { blank: of.record.is_none(), rows: of.rows.map(|rows| rows.min(MOST_ROWS) as usize) };
    let (whose, document) = form::form(reading, paper, row.as_ref(), on)?;
    let named = if whose.is_empty() || reading.is_outside() { String::new() } else { format!(" {whose}") };
    Ok(Printout {
        name: format!("{}{named}{}", paper.title, if on.blank { "（空白）" } else { "" }),
        document,
        record: row.filter(|_| !on.blank).map(|row| (row, paper.title.clone())),
    })
}

/// The record that fills a paper; for a blank one with an owner a record that holds nothing but the reference to it.
fn row_of(context: &Context, paper: &Paper, of: &PaperOf) -> Result<Option<Row>, CommandError> {
    let Some(kind) = paper.kind() else {
        return Ok(None);
    };
    match (&of.record, &of.owner, &kind.parent) {
        (Some(id), ..) => context.row(&kind.name, id).map(Some),
        (None, Some(owner), Some(parent)) => Ok(Some(form::blank_row(context, &kind.name, parent, owner))),
        _ => Ok(None),
    }
}

/// A paper for outside tells of nobody who has refused or withdrawn consent, unless a supervisor says why; the reason is given back.
fn consent_to_outside(
    reading: &Reading,
    printouts: &[Printout],
    reason: Option<&str>,
) -> Result<Option<String>, CommandError> {
    if !reading.is_outside() {
        return Ok(None);
    }
    let rows: Vec<Row> = printouts.iter().filter_map(|one| one.record.as_ref()).map(|(row, _)| row.clone()).collect();
    let Some(refusal) = consents::refused_records(reading.context, &rows, Use::Outside)?.into_values().next() else {
        return Ok(None);
    };
    match consents::overriding(reading.context, reason, "override_reason")? {
        Some(reason) => Ok(Some(reason)),
        None => Err(CommandError::invalid_field(
            "override_reason",
            format!("{}，不能打印给站外。请改选“本站使用”；确有必要时由站长（督导）写明理由。", refusal.words()),
        )),
    }
}

/// A paper in full at the county of somebody who has not consented to that is read as the county sees her on the screen.
fn reading_of<'r, 'c>(
    reading: &'r Reading<'c>,
    guarded: &'r Reading<'c>,
    row: Option<&Row>,
) -> Result<&'r Reading<'c>, CommandError> {
    let (true, true, Some(row)) = (reading.is_full(), reading.context.is_county(), row) else {
        return Ok(reading);
    };
    let refused = consents::refused_records(reading.context, std::slice::from_ref(row), Use::CountyInFull)?;
    Ok(if refused.is_empty() { reading } else { guarded })
}

/// That something was printed stands in the history of each record that is on the paper.
fn record_printing(reading: &Reading, printouts: &[Printout], reason: Option<&str>) -> Result<(), CommandError> {
    let why = reason.map(|reason| format!("（未经同意，理由：{reason}）")).unwrap_or_default();
    let how = match () {
        () if reading.is_full() => "（含完整号码）",
        () if reading.is_outside() => "（对外，已遮盖）",
        () => "",
    };
    for (row, title) in printouts.iter().filter_map(|printout| printout.record.as_ref()) {
        reading.context.record_reading(row, &format!("打印：{title}{how}{why}"), &[])?;
    }
    Ok(())
}

/// Looking at complete numbers is recorded like asking for them; otherwise like opening the file on the screen.
fn record_looking(reading: &Reading, printouts: &[Printout]) -> Result<(), CommandError> {
    for (row, title) in printouts.iter().filter_map(|printout| printout.record.as_ref()) {
        if reading.is_full() {
            reading.context.record_reading(row, &format!("打印预览：{title}（含完整号码）"), &[])?;
        } else if records::opening_is_recorded(reading.context, row)? {
            reading.context.record_opening(row)?;
        }
    }
    Ok(())
}
