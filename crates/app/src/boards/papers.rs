//! Printed forms: any record as docx and pdf by its paper in `schema/papers`, blank or filled, one or many at once, and the
//! same as pictures to look at before printing. What is on paper is masked for whoever it is for; printing is recorded.

mod composite;
mod form;
mod of_station;
pub(crate) mod photos;
pub(crate) mod printing;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use documents::{Document, Pages};
use domain::composite_paper::composite_paper;
use domain::consent::Use;
use domain::paper::{self, Paper};
use domain::station;
use serde::{Deserialize, Serialize};
use store::Row;
use ts_rs::TS;

use crate::boards::papers::form::On;
use crate::boards::papers::photos::PhotosLeftOut;
use crate::kernel::context::Context;
use crate::kernel::error::{CommandError, ErrorCode, not_made};
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
    /// It is about a whole station.
    pub of_station: bool,
    /// It has rows to write on, whose number may be chosen.
    pub rows: Option<u32>,
}

/// One paper to print.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct PaperOf {
    /// Which paper: a record kind's own, `sign_in`, `gift_sign_off`, `staff_roster`, `case_file`, `case_file_index`.
    pub paper: String,
    /// The record that fills it; none prints it blank.
    #[serde(default)]
    #[ts(optional)]
    pub record: Option<String>,
    /// For a blank one: the record it will belong to (a person, a case), whose name it bears already.
    #[serde(default)]
    #[ts(optional)]
    pub owner: Option<String>,
    /// The station that a paper of a whole station is about; none prints it blank.
    #[serde(default)]
    #[ts(optional)]
    pub station: Option<String>,
    /// Rows to write on, for lists.
    #[serde(default)]
    #[ts(optional)]
    pub rows: Option<u32>,
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
    /// Two pages to a sheet.
    #[serde(default)]
    #[ts(optional)]
    pub two_up: Option<bool>,
    /// Leaves the photos of the records away.
    #[serde(default)]
    #[ts(optional)]
    pub without_photos: Option<bool>,
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
    /// Photos that are not on these papers.
    pub left_out: PhotosLeftOut,
}

const MOST_PAPERS: usize = 200;
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
        of_station: paper.of_station,
        rows: rows(paper),
    };
    Ok(paper::papers().iter().map(row).collect())
}

/// The pages as they would be printed.
pub(crate) fn preview(pc: &Pc, request: PreviewRequest) -> Result<PaperPreview, CommandError> {
    let context = Context::of(pc)?;
    let reading = Reading::new(&context, request.privacy)?;
    must_be_some(&request.papers)?;
    let guarded = Reading::new(&context, Some(Privacy::Inside))?;
    let photos = request.without_photos != Some(true);
    let printouts: Vec<_> =
        request.papers.iter().map(|one| printout(&reading, &guarded, one, photos)).collect::<Result<_, _>>()?;
    record_looking(&reading, &printouts)?;
    let mut pages = Pages::default();
    for printout in &printouts {
        pages.add(&printout.document, 1).map_err(not_made)?;
    }
    let pages = if request.two_up == Some(true) { pages.two_up() } else { pages };
    let count = request.count.min(MOST_PREVIEWED) as usize;
    let pictures = pages.pictures(request.first as usize, count).map_err(not_made)?;
    Ok(PaperPreview {
        pages: pages.count() as u32,
        pictures: pictures.iter().map(|png| STANDARD.encode(png)).collect(),
        missing_glyphs: pages.missing_glyphs().into_iter().collect(),
        left_out: left_out_of(&printouts),
    })
}

/// A paper, filled and laid out once: every format, the preview and the history of its record are made from it.
struct Printout {
    /// Name for its file.
    name: String,
    document: Document,
    /// The record that it shows, and what its history calls the paper.
    record: Option<(Row, String)>,
    left_out: PhotosLeftOut,
}

fn left_out_of(printouts: &[Printout]) -> PhotosLeftOut {
    let mut all = PhotosLeftOut::default();
    printouts.iter().for_each(|printout| all.add(printout.left_out));
    all
}

fn must_be_some(papers: &[PaperOf]) -> Result<(), CommandError> {
    if papers.is_empty() || papers.len() > MOST_PAPERS {
        let detail = format!("请选择要打印的表，一次最多 {MOST_PAPERS} 份。");
        return Err(CommandError::new(ErrorCode::BadRequest, detail));
    }
    Ok(())
}

fn printout(reading: &Reading, guarded: &Reading, of: &PaperOf, photos: bool) -> Result<Printout, CommandError> {
    let station = of.station.as_deref().map(|code| shown_station(reading.context, code)).transpose()?;
    match (composite_paper(&of.paper), &of.record, &station) {
        (Some(composite), Some(id), _) if composite.kind().is_some() => {
            let row = reading.context.row(composite.kind.as_deref().unwrap_or_default(), id)?;
            let reading = reading_of(reading, guarded, Some(&row))?;
            return composite::printout(reading, composite, &of.paper, row, photos);
        }
        (Some(composite), _, Some(code)) if composite.kind().is_none() => {
            return composite::printout_of_station(reading, composite, code);
        }
        _ => {}
    }
    let unknown = || CommandError::new(ErrorCode::BadRequest, "这个版本的程序没有这种表，请重启或更新程序。");
    let paper = paper::paper(&of.paper).ok_or_else(unknown)?;
    let row = row_of(reading.context, paper, of)?;
    let reading = reading_of(reading, guarded, row.as_ref().filter(|_| of.record.is_some()))?;
    let station = station.as_deref().filter(|_| paper.of_station);
    let blank = of.record.is_none() && station.is_none();
    let on = On { blank, rows: of.rows.map(|rows| rows.min(MOST_ROWS) as usize), photos, station };
    let made = form::form(reading, paper, row.as_ref(), on)?;
    let whose = station.map_or(made.whose, |code| short_name(reading.context, code));
    let named = if whose.is_empty() || (reading.is_outside() && station.is_none()) {
        String::new()
    } else {
        format!(" {whose}")
    };
    let with_photos = match made.document.photos.len() {
        0 => String::new(),
        count => format!("（附照片 {count} 张）"),
    };
    Ok(Printout {
        name: format!("{}{named}{}", paper.title, if on.blank { "（空白）" } else { "" }),
        document: made.document,
        record: row.filter(|_| !on.blank).map(|row| (row, format!("{}{with_photos}", paper.title))),
        left_out: made.left_out,
    })
}

/// A station that this PC shows.
fn shown_station(context: &Context, code: &str) -> Result<String, CommandError> {
    let shown = context.stations().into_iter().find(|station| station.code == code);
    shown.map(|station| station.code).ok_or_else(|| CommandError::not_found("这个站点"))
}

fn short_name(context: &Context, code: &str) -> String {
    station::short_name(&context.station_name(code), &context.store.roster().county_name).to_owned()
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
