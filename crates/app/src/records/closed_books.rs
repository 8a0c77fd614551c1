//! Books of the stations (关账): which periods frozen reports closed, read from every kind that closes one, and what is said of a record that was
//! written late. The rules are `domain::books`; whether figures have moved since is asked in `boards/books`.

use std::collections::BTreeMap;
use std::rc::Rc;

use changelog::LogId;
use chrono::NaiveDate;
use domain::books::{Books, Frozen, Reopened, named};
use domain::dictionary::{Closes, Kind, dictionary};
use domain::fields::{annotation, period_reopening};
use domain::parameters;
use serde::{Deserialize, Serialize};
use store::{Places, Query, Row, Test};
use ts_rs::TS;

use crate::kernel::context::{Context, date, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::local_time;

/// What is said of a record that was written late.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct WrittenLate {
    /// `补录`, or `隔 12 天录入`.
    pub words: String,
    /// The closed period that it was written into: `2026年10月`.
    #[serde(default)]
    #[ts(optional)]
    pub closed: Option<String>,
    /// The day it was written.
    pub written: String,
    /// Days between its own day and that.
    pub days: i64,
}

/// Books and the county's number of days, read once.
struct Lateness {
    books: Books,
    days: i64,
}

impl Context<'_> {
    /// The books of every station that is here; read once.
    pub(crate) fn books(&self) -> Result<Rc<Books>, CommandError> {
        self.kept(|| read(self))
    }
}

/// Kinds whose records count in a month and are dated: those that can be late.
pub(crate) fn dated_kinds() -> impl Iterator<Item = (&'static Kind, &'static str)> {
    let counts = |kind: &&'static Kind| kind.counts_in_month || kind.counted.is_some();
    dictionary().kinds.iter().filter(counts).filter_map(|kind| Some((kind, kind.date.as_deref()?)))
}

/// The day a moment falls on, in China.
pub(crate) fn day_of(ms: u64) -> NaiveDate {
    local_time(ms).date_naive()
}

/// How late a record was written, where that is to be said.
pub(crate) fn written_late(context: &Context, row: &Row) -> Result<Option<WrittenLate>, CommandError> {
    let Some((_, field)) = dated_kinds().find(|(kind, _)| kind.name == row.kind) else { return Ok(None) };
    let Some(day) = date(&row.fields, field) else { return Ok(None) };
    late(context, &row.station, day, row.created_ms)
}

/// The same of what was written at a moment about a day.
pub(crate) fn late(
    context: &Context,
    station: &str,
    day: NaiveDate,
    written_ms: u64,
) -> Result<Option<WrittenLate>, CommandError> {
    let lateness = context.kept(|| {
        let days = context.number_parameter(parameters::LATE_ENTRY_DAYS)?.unwrap_or(u32::MAX);
        Ok(Lateness { books: read(context)?, days: days.into() })
    })?;
    let written = day_of(written_ms);
    let days = (written - day).num_days();
    let closed = lateness.books.late(station, day, written_ms);
    let words = match (closed, days > lateness.days) {
        (Some(_), _) => "补录".to_owned(),
        (None, true) => format!("隔 {days} 天录入"),
        (None, false) => return Ok(None),
    };
    let closed = closed.and_then(|frozen| named(&frozen.name)).map(|(_, label)| label);
    Ok(Some(WrittenLate { words, closed, written: written.to_string(), days }))
}

impl WrittenLate {
    /// As a paper says it.
    pub(crate) fn on_paper(&self) -> String {
        match &self.closed {
            Some(closed) => format!("补录：{closed}已关账，{}录入", self.written),
            None => format!("{}录入，隔 {} 天", self.written, self.days),
        }
    }
}

fn read(context: &Context) -> Result<Books, CommandError> {
    let (mut frozen, mut reopened) = (Vec::new(), Vec::new());
    for (kind, closes) in closing_kinds() {
        let returned = annotations_on(context, kind)?;
        for row in context.list(&freezing(context, kind, closes, None))? {
            let Some(one) = as_frozen(&row, closes) else { continue };
            // What the county sends back is open again until it is handed in anew.
            let opened = returned.get(&row.id).into_iter().flatten();
            reopened.extend(opened.map(|at_ms| Reopened {
                station: one.station.clone(),
                name: one.name.clone(),
                at_ms: *at_ms,
            }));
            frozen.push(one);
        }
    }
    for row in context.list(&context.of_station(period_reopening::KIND, None))? {
        let name = text(&row.fields, period_reopening::PERIOD).to_owned();
        reopened.push(Reopened { station: row.station, name, at_ms: row.created_ms });
    }
    Ok(Books::of(frozen, reopened))
}

/// Kinds whose records close a period.
pub(crate) fn closing_kinds() -> impl Iterator<Item = (&'static Kind, &'static Closes)> {
    dictionary().kinds.iter().filter_map(|kind| Some((kind, kind.closes.as_ref()?)))
}

/// Final records of a kind that close a period, the oldest first.
pub(crate) fn freezing(
    context: &Context,
    kind: &'static Kind,
    closes: &'static Closes,
    station: Option<&str>,
) -> Query {
    let all = context.of_station(&kind.name, station).finals();
    let said = closes.only.iter().fold(all, |query, (field, code)| query.and(field, Test::Eq, code.clone()));
    let fields: Vec<&'static str> =
        [closes.period.as_str()].into_iter().chain(closes.only.keys().map(String::as_str)).collect();
    said.only(&fields).by("created_ms", false)
}

/// The freeze that a record is; none where its period has no days.
pub(crate) fn as_frozen(row: &Row, closes: &Closes) -> Option<Frozen> {
    let name = text(&row.fields, &closes.period).to_owned();
    let (period, _) = named(&name)?;
    Some(Frozen {
        station: row.station.clone(),
        name,
        period,
        at_ms: row.created_ms,
        kind: row.kind.clone(),
        record: row.id.clone(),
    })
}

/// The places of the logs that a frozen record was computed from.
pub(crate) fn places(heads: &str) -> Places {
    let heads: Vec<(LogId, u64, String)> = serde_json::from_str(heads).unwrap_or_default();
    heads.into_iter().map(|(log, seq, _)| (log, seq)).collect()
}

/// When records of a kind were sent back, by record.
fn annotations_on(context: &Context, kind: &Kind) -> Result<BTreeMap<String, Vec<u64>>, CommandError> {
    let asked = context
        .of_station(annotation::KIND, None)
        .and(annotation::TARGET_KIND, Test::Eq, kind.name.clone())
        .and(annotation::VERDICT, Test::Eq, "returned");
    let mut by_record: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    for row in context.list(&asked)? {
        by_record.entry(text(&row.fields, annotation::TARGET).to_owned()).or_default().push(row.created_ms);
    }
    Ok(by_record)
}
