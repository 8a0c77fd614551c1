//! Printed forms: any record as docx and pdf by its paper in `schema/papers`, blank or filled, one or many at once, and the
//! same as pictures to look at before printing. What is on paper is masked for whoever it is for; printing is recorded.

pub(crate) mod case_file;

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use changelog::Payload;
use documents::{Answer, Block, Document, Filling};
use domain::dictionary::FieldType;
use domain::paper::{self, List, ListColumn, Paper};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::Row;
use ts_rs::TS;

use crate::features::genogram;
use crate::features::means::estimate;
use crate::kernel::context::{Context, codes, some_text, text};
use crate::kernel::error::{CommandError, ErrorCode, not_made};
use crate::kernel::files::{Destination, FileOut};
use crate::kernel::pc::Pc;
use crate::kernel::request::Nothing;
use crate::records;
use crate::records::path_values::{Privacy, Reading};

/// A form that can be printed.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PaperRow {
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
pub struct PaperOf {
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
pub enum PaperFormat {
    /// Word, one file per paper.
    Docx,
    /// PDF, all papers in one file.
    Pdf,
}

/// Prints papers to files.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct PrintRequest {
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
    /// Where to.
    pub to: Destination,
}

/// The files.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PrintedPapers {
    /// Files written.
    pub files: Vec<FileOut>,
    /// Characters that no font of this machine can draw; to be written by hand.
    pub missing_glyphs: String,
}

/// Asks to see pages before printing.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct PreviewRequest {
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
pub struct PaperPreview {
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
pub fn list(_: &Pc, _: Nothing) -> Result<Vec<PaperRow>, CommandError> {
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
pub fn print(pc: &Pc, request: PrintRequest) -> Result<PrintedPapers, CommandError> {
    let context = Context::of(pc)?;
    let reading = Reading::new(&context, request.privacy)?;
    if request.formats.is_empty() {
        return Err(CommandError::new(ErrorCode::BadRequest, "请至少选择一种格式。"));
    }
    let laid_out = lay_out(&reading, &request.papers)?;
    record_printing(&reading, &request.papers)?;
    let (mut files, mut missing) = (Vec::new(), String::new());
    if request.formats.contains(&PaperFormat::Docx) {
        for (name, document) in &laid_out {
            let made = documents::docx(document).map_err(not_made)?;
            missing.extend(made.missing_glyphs);
            files.push(request.to.write(pc, &format!("{name} {}.docx", context.today), made.bytes)?);
        }
    }
    if request.formats.contains(&PaperFormat::Pdf) {
        let copies = request.copies.unwrap_or(1).clamp(1, MOST_COPIES) as usize;
        let name = match laid_out.as_slice() {
            [(name, _)] => name.clone(),
            many => format!("表单{}份", many.len()),
        };
        let each = laid_out.into_iter().flat_map(|(_, document)| std::iter::repeat_n(document, copies));
        let made = documents::pdf_of(&each.collect::<Vec<_>>()).map_err(not_made)?;
        missing.extend(made.missing_glyphs);
        files.push(request.to.write(pc, &format!("{name} {}.pdf", context.today), made.bytes)?);
    }
    Ok(PrintedPapers { files, missing_glyphs: each_once(&missing) })
}

/// The pages as they would be printed.
pub fn preview(pc: &Pc, request: PreviewRequest) -> Result<PaperPreview, CommandError> {
    let context = Context::of(pc)?;
    let reading = Reading::new(&context, request.privacy)?;
    let laid_out: Vec<Document> =
        lay_out(&reading, &request.papers)?.into_iter().map(|(_, document)| document).collect();
    record_looking(&reading, &request.papers)?;
    let count = request.count.min(MOST_PREVIEWED) as usize;
    let made = documents::preview(&laid_out, request.first as usize, count).map_err(not_made)?;
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

/// The papers laid out, each with a name for its file.
fn lay_out(reading: &Reading, papers: &[PaperOf]) -> Result<Vec<(String, Document)>, CommandError> {
    if papers.is_empty() || papers.len() > MOST_PAPERS {
        let detail = format!("请选择要打印的表，一次最多 {MOST_PAPERS} 份。");
        return Err(CommandError::new(ErrorCode::BadRequest, detail));
    }
    papers.iter().map(|paper| lay_out_one(reading, paper)).collect()
}

fn lay_out_one(reading: &Reading, of: &PaperOf) -> Result<(String, Document), CommandError> {
    if let ("case_file" | "case_file_index", Some(case)) = (of.paper.as_str(), &of.record) {
        return case_file::lay_out(reading, &of.paper, case);
    }
    let paper = paper_named(&of.paper)?;
    let row = row_of(reading.context, paper, of)?;
    let filling = filling(reading, paper, row.as_ref(), of)?;
    let name = match (paper.about.first(), filling.about.first()) {
        (Some(about), Some(name)) if about.label == "姓名" && !name.is_empty() && !reading.is_outside() => {
            format!("{} {name}", paper.title)
        }
        _ => paper.title.clone(),
    };
    let blank = if filling.blank { "（空白）" } else { "" };
    Ok((format!("{name}{blank}"), documents::form(paper, &filling)))
}

fn paper_named(name: &str) -> Result<&'static Paper, CommandError> {
    let unknown = || CommandError::new(ErrorCode::BadRequest, "这个版本的程序没有这种表，请重启或更新程序。");
    paper::paper(name).ok_or_else(unknown)
}

/// The record that fills a paper; for a blank one with an owner a record that holds nothing but the reference to it.
fn row_of(context: &Context, paper: &Paper, of: &PaperOf) -> Result<Option<Row>, CommandError> {
    let Some(kind) = paper.kind() else {
        return Ok(None);
    };
    if let Some(id) = &of.record {
        return context.row(&kind.name, id).map(Some);
    }
    let Some((owner, parent)) = of.owner.as_ref().zip(kind.parent.as_ref()) else {
        return Ok(None);
    };
    let fields = Payload::from_iter([(parent.clone(), Value::from(owner.clone()))]);
    let station = context.own_station();
    Ok(Some(blank_row(&kind.name, station, fields)))
}

fn blank_row(kind: &str, station: String, fields: Payload) -> Row {
    Row {
        kind: kind.to_owned(),
        id: String::new(),
        station,
        fields,
        extra: Payload::new(),
        refs: BTreeMap::new(),
        provisional: false,
        deleted_reason: None,
        created_ms: 0,
        created_by: String::new(),
        updated_ms: 0,
        updated_by: String::new(),
        conflicted: Vec::new(),
        state: store::SendState::Saved,
    }
}

/// What stands in a paper.
pub(crate) fn filling(
    reading: &Reading,
    paper: &Paper,
    row: Option<&Row>,
    of: &PaperOf,
) -> Result<Filling, CommandError> {
    let context = reading.context;
    let station = row.map(|row| row.station.clone()).filter(|code| !code.is_empty()).unwrap_or(context.own_station());
    let mut filling = Filling {
        blank: of.record.is_none(),
        station: if station.is_empty() { String::new() } else { context.station_name(&station) },
        rows: of.rows.map(|rows| rows.min(MOST_ROWS) as usize),
        ..Filling::default()
    };
    let (Some(row), Some(kind)) = (row, paper.kind()) else {
        return Ok(filling);
    };
    for about in &paper.about {
        filling.about.push(reading.text(row, &about.path, 0)?);
    }
    if let Some(number) = &paper.number {
        filling.number = reading.text(row, number, 0)?;
    }
    if filling.blank {
        return Ok(filling);
    }
    if row.provisional {
        filling.remark = "暂存（未完成）".to_owned();
    }
    for field in kind.fields.iter().filter(|field| field.kind != FieldType::Attachment) {
        let value = row.fields.get(&field.name).unwrap_or(&Value::Null);
        let masked = reading.hidden(field, value).is_some();
        let chosen = match field.kind {
            FieldType::Code => some_text(&row.fields, &field.name).into_iter().collect(),
            FieldType::Codes => codes(&row.fields, &field.name),
            _ => Vec::new(),
        };
        let codes = if masked { Vec::new() } else { chosen };
        let answer = Answer { text: reading.field_text(field, value)?, codes, masked };
        filling.answers.insert(field.name.clone(), answer);
    }
    for list in &paper.lists {
        filling.lists.push(if list.computed { worked_out(reading, row)? } else { rows_of(reading, list, row)? });
    }
    if paper.genogram {
        filling.picture = genogram::of_record(reading, row)?;
    }
    Ok(filling)
}

fn rows_of(reading: &Reading, list: &List, row: &Row) -> Result<Vec<Vec<String>>, CommandError> {
    let Some(kind) = &list.kind else {
        return Ok(Vec::new());
    };
    let owner = list.equals.as_ref().map_or(row.id.as_str(), |own| text(&row.fields, own));
    let children = reading.children(kind, &list.by, owner, &list.order)?;
    let paths: Vec<_> = list.columns.iter().flat_map(ListColumn::paths).collect();
    reading.prepare(&children, &paths)?;
    let mut rows = Vec::new();
    for (at, child) in children.iter().enumerate() {
        let texts = list.columns.iter().map(|column| cell(reading, column, child, at + 1));
        rows.push(texts.collect::<Result<Vec<_>, _>>()?);
    }
    Ok(rows)
}

/// The first of a column's values that there is; an amount without its unit where the column's title says it.
fn cell(reading: &Reading, column: &ListColumn, row: &Row, number: usize) -> Result<String, CommandError> {
    let mut said = String::new();
    for path in column.paths() {
        said = reading.text(row, path, number)?;
        if !said.is_empty() {
            break;
        }
    }
    let amount = said.strip_suffix(" 元").filter(|_| column.label.contains('元'));
    Ok(amount.map_or(said.clone(), |amount| amount.strip_suffix(".00").unwrap_or(amount).to_owned()))
}

/// What a means survey comes to, line by line, what is missing and what should be known; nothing of it leaves the station masked.
fn worked_out(reading: &Reading, row: &Row) -> Result<Vec<Vec<String>>, CommandError> {
    if row.kind != "means_survey" || reading.is_outside() {
        return Ok(Vec::new());
    }
    let estimate = estimate::of_survey(reading.context, row)?;
    let mut rows: Vec<Vec<String>> =
        estimate.steps.into_iter().map(|step| vec![step.label, step.formula, step.value]).collect();
    let said = |label: &str, words: String| vec![label.to_owned(), words, String::new()];
    rows.extend(estimate.missing.into_iter().map(|words| said("缺", words)));
    rows.extend(estimate.notes.into_iter().map(|words| said("说明", words)));
    rows.extend(estimate.standards.into_iter().map(|words| said("标准", words)));
    rows.push(vec!["估算结果".to_owned(), estimate.disclaimer, estimate.outcome_label]);
    Ok(rows)
}

/// That something was printed stands in the history of each record that is on the paper.
fn record_printing(reading: &Reading, papers: &[PaperOf]) -> Result<(), CommandError> {
    let how = match () {
        () if reading.is_full() => "（含完整号码）",
        () if reading.is_outside() => "（对外，已遮盖）",
        () => "",
    };
    for of in papers {
        if let Some((row, title)) = printed_record(reading.context, of)? {
            reading.context.record_reading(&row, &format!("打印：{title}{how}"), &[])?;
        }
    }
    Ok(())
}

/// Looking at complete numbers is recorded like asking for them; otherwise like opening the file on the screen.
fn record_looking(reading: &Reading, papers: &[PaperOf]) -> Result<(), CommandError> {
    for of in papers {
        let Some((row, title)) = printed_record(reading.context, of)? else {
            continue;
        };
        if reading.is_full() {
            reading.context.record_reading(&row, &format!("打印预览：{title}（含完整号码）"), &[])?;
        } else if records::opening_is_recorded(reading.context, &row)? {
            reading.context.record_opening(&row)?;
        }
    }
    Ok(())
}

fn printed_record(context: &Context, of: &PaperOf) -> Result<Option<(Row, String)>, CommandError> {
    let Some(id) = &of.record else {
        return Ok(None);
    };
    Ok(match of.paper.as_str() {
        "case_file" => Some((context.row("case", id)?, "整本个案卷宗".to_owned())),
        "case_file_index" => Some((context.row("case", id)?, "卷内目录".to_owned())),
        name => {
            let paper = paper_named(name)?;
            match &paper.kind {
                Some(kind) => Some((context.row(kind, id)?, paper.title.clone())),
                None => None,
            }
        }
    })
}

/// The blocks of a filled paper, for a file of many.
pub(crate) fn blocks_of(reading: &Reading, kind: &str, row: &Row) -> Result<Vec<Block>, CommandError> {
    let paper = paper_named(kind)?;
    let of = PaperOf { paper: kind.to_owned(), record: Some(row.id.clone()), ..PaperOf::default() };
    Ok(documents::form(paper, &filling(reading, paper, Some(row), &of)?).blocks)
}
