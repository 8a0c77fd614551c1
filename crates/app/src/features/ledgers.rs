//! Ledgers out: every ledger of `schema/ledgers` as xlsx, of a period where it has one, masked for whoever it is for. Only
//! final, living records stand in a ledger. That one was taken out is recorded with the person who did.

pub(crate) mod dibao_statistics;
pub(crate) mod left_behind_statistics;
pub(crate) mod marks;
pub(crate) mod statistics;
pub(crate) mod writing;

use std::borrow::Cow;
use std::collections::BTreeSet;

use chrono::NaiveDate;
use documents::{Column, ColumnKind, Sheet, Value};
use domain::consent::Use;
use domain::fields::{case, recipient, recipient_category};
use domain::ledger::{self, CellKind, Ledger, LedgerColumn};
use domain::names;
use domain::path::{End, Path};
use serde::{Deserialize, Serialize};
use store::{Row, Test};
use ts_rs::TS;

use crate::features::ledgers::writing::Writing;
use crate::kernel::context::Context;
use crate::kernel::error::{CommandError, ErrorCode, FieldFinding};
use crate::kernel::files::{Destination, FileOut};
use crate::kernel::pc::Pc;
use crate::kernel::request::Nothing;
use crate::people::on_file;
use crate::records::consents;
use crate::records::path_values::{Privacy, Reading};

/// A ledger that can be taken out.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct LedgerRow {
    /// Identifier.
    pub name: String,
    /// Title.
    pub title: String,
    /// Record kind of its rows.
    pub kind: String,
    /// It is of a period; otherwise as of today.
    pub dated: bool,
    /// Titles of its columns.
    pub columns: Vec<String>,
}

/// Takes a ledger out.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct LedgerRequest {
    /// Which.
    pub name: String,
    /// First day; for ledgers of a period. Empty: from the beginning.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub from: String,
    /// Last day. Empty: until today.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub to: String,
    /// Only this village or community.
    #[serde(default)]
    #[ts(optional)]
    pub village: Option<String>,
    /// Only this station, for the county.
    #[serde(default)]
    #[ts(optional)]
    pub station: Option<String>,
    /// For whom; by default the station's own at a station, masked at the county.
    #[serde(default)]
    #[ts(optional)]
    pub privacy: Option<Privacy>,
    /// Why people who have not consented, or have withdrawn it, stand in a ledger for outside; a supervisor's, and kept.
    #[serde(default)]
    #[ts(optional)]
    pub override_reason: Option<String>,
    /// Where to.
    pub to_place: Destination,
    /// Id under which progress is told and the work can be cancelled.
    #[serde(default)]
    #[ts(optional)]
    pub task: Option<String>,
}

/// A ledger taken out.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct LedgerOut {
    /// The file.
    pub file: FileOut,
    /// How many rows.
    pub rows: u32,
    /// How many were left out because the people have not consented.
    pub left_out: u32,
}

/// Every ledger there is.
pub(crate) fn list(pc: &Pc, _: Nothing) -> Result<Vec<LedgerRow>, CommandError> {
    let context = Context::of(pc)?;
    let row = |ledger: &Ledger| LedgerRow {
        name: ledger.name.clone(),
        title: ledger.title.clone(),
        kind: ledger.kind.clone(),
        dated: ledger.dated.is_some(),
        columns: listed(&context, ledger, None).columns.iter().map(|column| column.label.clone()).collect(),
    };
    Ok(ledger::ledgers().iter().map(row).chain(statistics::rows(of_several(&context, None))).collect())
}

/// Writes a ledger as xlsx.
pub(crate) fn write(pc: &Pc, request: LedgerRequest) -> Result<LedgerOut, CommandError> {
    let context = Context::of(pc)?;
    let writing = Writing::begin(&context, request.task.as_deref())?;
    if let Some(table) = statistics::named(&request.name) {
        return statistics::write(&context, &request, table, &writing);
    }
    let unknown = || CommandError::new(ErrorCode::BadRequest, "这个版本的程序没有这种台账，请重启或更新程序。");
    let ledger = ledger::ledger(&request.name).ok_or_else(unknown)?;
    let mut reading = Reading::new(&context, request.privacy)?;
    reading.people.of = ledger.categories.clone();
    let (from, to) = period(&context, ledger, &request)?;
    let rows = rows_of(&context, ledger, (request.station.as_deref(), request.village.as_deref()), from, to)?;
    let station = request.station.as_deref();
    let listed = listed(&context, ledger, station);
    let (sheet, consented) = sheet_of(&reading, &listed, rows, request.override_reason.as_deref(), &writing)?;
    let place = place_of(&context, station);
    let span = match (from, ledger.dated.is_some()) {
        (Some(from), true) => format!("{from}至{to}"),
        _ => format!("截至{to}"),
    };
    let name = format!("{place}{} {span}", ledger.title);
    let sheet = Sheet { title: format!("{place}{}（{span}）", ledger.title), ..sheet };
    let count = sheet.rows.len() as u32;
    let said = format!("{}（{span}，{count} 行{}）", ledger.title, how_written(&reading, &consented));
    let file = writing.finish(&context, sheet, (&name, &said), &request.to_place)?;
    Ok(LedgerOut { file, rows: count, left_out: consented.left_out })
}

/// What consent leaves of a list.
#[derive(Default)]
pub(crate) struct Consented {
    /// Rows that are not in a list for outside.
    pub(crate) left_out: u32,
    /// Why they are in it all the same.
    reason: Option<String>,
    /// Rows that the county does not see in full, by id.
    guarded: BTreeSet<String>,
}

impl Consented {
    /// What leaves the station goes without those who have refused or withdrawn, unless a supervisor says why.
    pub(crate) fn outside<T>(
        context: &Context,
        rows: &mut Vec<T>,
        refused: impl Fn(&T) -> bool,
        reason: Option<&str>,
    ) -> Result<Consented, CommandError> {
        let mut found = Consented::default();
        let count = rows.iter().filter(|row| refused(row)).count();
        if count > 0 {
            found.reason = consents::overriding(context, reason, "override_reason")?;
        }
        if found.reason.is_none() {
            found.left_out = count as u32;
            rows.retain(|row| !refused(row));
        }
        Ok(found)
    }

    /// The note below a sheet, saying whom it leaves out.
    pub(crate) fn noted(&self, note: &str) -> String {
        match self.left_out {
            0 => note.to_owned(),
            count => format!("{note}另有 {count} 行涉及没有同意或已撤回同意的对象，没有列入。"),
        }
    }
}

/// Rows that may stand in a ledger.
fn consented(reading: &Reading, rows: &mut Vec<Row>, reason: Option<&str>) -> Result<Consented, CommandError> {
    let context = reading.context;
    if reading.is_outside() {
        let refused = consents::refused_records(context, rows, Use::Outside)?;
        return Consented::outside(context, rows, |row| refused.contains_key(&row.id), reason);
    }
    let mut found = Consented::default();
    if reading.is_full() && context.is_county() {
        found.guarded = consents::refused_records(context, rows, Use::CountyInFull)?.into_keys().collect();
    }
    Ok(found)
}

/// How much of the numbers a file holds and why of whom, for the record of who took it out.
pub(crate) fn how_written(reading: &Reading, consented: &Consented) -> String {
    let how = match () {
        () if reading.is_full() => "，含完整号码",
        () if reading.is_outside() => "，对外已遮盖",
        () => "",
    };
    let why = consented.reason.as_ref().map(|reason| format!("，含未同意对外的人，理由：{reason}"));
    format!("{how}{}", why.unwrap_or_default())
}

/// Whose ledger it is: a station's, or the county's.
pub(crate) fn place_of(context: &Context, station: Option<&str>) -> String {
    match (station.filter(|station| context.is_county() && !station.is_empty()), context.station.as_deref()) {
        (Some(station), _) | (None, Some(station)) => context.station_name(station),
        _ => context.store.roster().county_name.clone(),
    }
}

/// Whether a file lists several stations: at the county, where it is not asked of one.
pub(crate) fn of_several(context: &Context, station: Option<&str>) -> bool {
    context.is_county() && station.is_none_or(|station| station.trim().is_empty())
}

/// A ledger with the columns that stand in a file: where it lists several stations, whose each row is.
pub(crate) fn listed<'l>(context: &Context, ledger: &'l Ledger, station: Option<&str>) -> Cow<'l, Ledger> {
    if of_several(context, station) { Cow::Owned(ledger.of_stations()) } else { Cow::Borrowed(ledger) }
}

/// First and last day; the last is today when nothing is said.
fn period(
    context: &Context,
    ledger: &Ledger,
    request: &LedgerRequest,
) -> Result<(Option<NaiveDate>, NaiveDate), CommandError> {
    if ledger.dated.is_none() {
        return Ok((None, context.today));
    }
    let mut findings = Vec::new();
    let mut day = |field: &str, text: &str| match text.trim() {
        "" => None,
        text => domain::dates::parse(text, context.today)
            .map_err(|_| findings.push(FieldFinding::error(field, "请填写日期，如 2026-11-01。")))
            .ok(),
    };
    let (from, to) = (day("from", &request.from), day("to", &request.to).unwrap_or(context.today));
    if findings.is_empty() && from.is_some_and(|from| to < from) {
        findings.push(FieldFinding::error("to", "截止日期早于开始日期。"));
    }
    if findings.is_empty() { Ok((from, to)) } else { Err(CommandError::invalid(findings)) }
}

pub(crate) fn rows_of(
    context: &Context,
    ledger: &Ledger,
    (asked, village): (Option<&str>, Option<&str>),
    from: Option<NaiveDate>,
    to: NaiveDate,
) -> Result<Vec<Row>, CommandError> {
    let mut query = context.of_station(&ledger.kind, asked).finals();
    if let Some(dated) = &ledger.dated {
        query = query.and(dated, Test::AtMost, to.to_string());
        if let Some(from) = from {
            query = query.and(dated, Test::AtLeast, from.to_string());
        }
        query = query.by(dated, false);
    }
    let has = |field: &str| ledger.kind().is_some_and(|kind| kind.field(field).is_some());
    if let Some(village) = village.filter(|village| !village.is_empty() && has(recipient::VILLAGE)) {
        query = context.in_village(query, village)?;
    }
    if ledger.kind == recipient::KIND {
        query = query.by(recipient::VILLAGE, false).by(recipient::NAME, false);
        query = match ledger.with_left {
            true => on_file::without_merged(context, query)?,
            false => on_file::on_file_today(context, query)?,
        };
    }
    let mut rows = context.list(&query)?;
    if !ledger.categories.is_empty() {
        let categories = context.of_station(recipient_category::KIND, asked).finals();
        let holders = on_file::holders(context, categories, &ledger.categories)?;
        rows.retain(|row| holders.contains(&row.id));
    }
    Ok(rows)
}

/// Rows that are read at a time.
const AT_A_TIME: usize = 500;

/// The rows that may go out as the ledger's columns say them, and what consent left of them. Rows of people who have not consented to the
/// county's full view are read as it sees them on the screen.
pub(crate) fn sheet_of(
    reading: &Reading,
    ledger: &Ledger,
    mut rows: Vec<Row>,
    reason: Option<&str>,
    writing: &Writing,
) -> Result<(Sheet, Consented), CommandError> {
    let consented = consented(reading, &mut rows, reason)?;
    let rows = rows.as_slice();
    writing.shows(rows.iter().map(|row| row.id.clone()));
    let mut guarded = Reading::new(reading.context, Some(Privacy::Inside))?;
    guarded.people.of.clone_from(&reading.people.of);
    let kind = ledger.kind().ok_or_else(|| CommandError::internal("台账没有记录种类"))?;
    let paths: Vec<&Path> = ledger.columns.iter().flat_map(|column| &column.paths).collect();
    let column = |column: &LedgerColumn| {
        let cells = match column.cells(kind) {
            CellKind::Text => ColumnKind::Text,
            CellKind::Integer => ColumnKind::Integer,
            CellKind::Money => ColumnKind::Money,
            CellKind::Date => ColumnKind::Date,
        };
        let width = if column.width > 0.0 { column.width } else { 12.0 };
        Column::new(column.label.clone(), cells, width)
    };
    let mut columns: Vec<Column> = ledger.columns.iter().map(column).collect();
    let mut written = Vec::new();
    for some in rows.chunks(AT_A_TIME) {
        writing.read(written.len(), rows.len())?;
        reading.prepare(some, &paths)?;
        if !consented.guarded.is_empty() {
            guarded.prepare(some, &paths)?;
        }
        for row in some {
            let cells = ledger.columns.iter().zip(&columns);
            let reading = if consented.guarded.contains(&row.id) { &guarded } else { reading };
            let number = written.len() + 1;
            let cells = cells.map(|(column, shown)| cell(reading, column, shown.kind, row, number));
            written.push(cells.collect::<Result<Vec<Value>, CommandError>>()?);
        }
    }
    marks::put(reading.context, rows, &mut columns, &mut written)?;
    let (name, note) = (ledger.title.clone(), consented.noted(&ledger.note));
    Ok((Sheet { name, columns, rows: written, note, filter: true, ..Sheet::default() }, consented))
}

fn cell(
    reading: &Reading,
    column: &LedgerColumn,
    kind: ColumnKind,
    row: &Row,
    number: usize,
) -> Result<Value, CommandError> {
    let mut texts = Vec::new();
    for path in &column.paths {
        if let (ColumnKind::Money, Some(cents)) = (kind, reading.value(row, path)?.and_then(|value| value.as_i64())) {
            return Ok(cents.into());
        }
        texts.push(surname_outside(reading, row, path, reading.text(row, path, number)?));
    }
    texts.retain(|text| !text.is_empty());
    texts.truncate(if column.first { 1 } else { texts.len() });
    let text = texts.join(" ");
    Ok(match kind {
        _ if text.is_empty() => Value::Empty,
        ColumnKind::Integer => text.parse::<i64>().map_or_else(|_| Value::from(text.clone()), Value::Integer),
        ColumnKind::Date => text.parse::<NaiveDate>().map_or_else(|_| Value::from(text.clone()), Value::Date),
        _ => text.into(),
    })
}

/// The ledger of cases that leaves the station tells people by surname (化名).
fn surname_outside(reading: &Reading, row: &Row, path: &Path, text: String) -> String {
    let of_person =
        path.through == [case::RECIPIENT] && matches!(&path.end, End::Field(name) if name == recipient::NAME);
    if row.kind == case::KIND && of_person && reading.is_outside() && !text.is_empty() {
        names::masked(&text)
    } else {
        text
    }
}
