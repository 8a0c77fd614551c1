//! Figures that moved since a report was frozen: the same rules count the records as they stood at its log places and as they stand now, and
//! the records that make the difference are named. It writes nothing.

use std::collections::BTreeSet;

use domain::books::{Frozen, named};
use domain::brief::{self, Changed, Figures};
use domain::brief_figures::figures;
use domain::period::Period;
use serde::{Deserialize, Serialize};
use store::{AsOf, Places};
use ts_rs::TS;

use crate::boards::books::moved_records;
pub(crate) use crate::boards::books::moved_records::MovedRecord;
use crate::kernel::context::{Context, kind_named, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::request::RecordRef;
use crate::records::closed_books::{as_frozen, places};
use crate::records::facts::{as_it_stood, gather};

/// What moved since a report was frozen.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct Moved {
    /// The period: `2026年10月`.
    pub label: String,
    /// Its name: `2026-10`.
    pub period: String,
    /// When it was frozen, in milliseconds.
    pub frozen_ms: u64,
    /// The books of the period are closed now: it was not opened again.
    pub closed: bool,
    /// The person at this PC may open it again.
    pub may_reopen: bool,
    /// Figures that are different now.
    pub lines: Vec<MovedLine>,
    /// The records that make the difference.
    pub records: Vec<MovedRecord>,
}

/// A figure that is different now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub(crate) struct MovedLine {
    /// Code of the figure.
    pub code: String,
    /// Label.
    pub label: String,
    /// 原报
    pub reported: String,
    /// 更正
    pub corrected: String,
    /// Places in the list of records of those behind it.
    pub records: Vec<u32>,
}

/// Lines that differ, and the records that make the difference.
pub(crate) type Difference = (Vec<MovedLine>, Vec<MovedRecord>);

/// What moved in the period of a frozen record.
pub(crate) fn of_record(pc: &Pc, request: RecordRef) -> Result<Option<Moved>, CommandError> {
    let context = Context::of(pc)?;
    let Some(closes) = kind_named(&request.kind)?.closes.as_ref() else { return Ok(None) };
    let row = context.row(&request.kind, &request.id)?;
    let Some(frozen) = as_frozen(&row, closes) else { return Ok(None) };
    let station = Some(row.station.as_str()).filter(|code| !code.is_empty());
    let since = context.store.touched_since(&places(text(&row.fields, &closes.heads)), station)?;
    let found = in_periods(&context, station, &since, std::slice::from_ref(&frozen))?.pop();
    let (lines, records) = found.unwrap_or_default();
    let closed = context.books()?.closed(&frozen.station, &frozen.name, context.now_ms).is_some();
    Ok(Some(Moved {
        label: named(&frozen.name).map(|(_, label)| label).unwrap_or_default(),
        frozen_ms: frozen.at_ms,
        closed,
        may_reopen: closed
            && context.own_station() == frozen.station
            && context.person.role != crate::kernel::role::Role::Worker,
        period: frozen.name,
        lines,
        records,
    }))
}

/// Lines and records that moved in each of these periods since some places, in their order.
pub(crate) fn in_periods(
    context: &Context,
    station: Option<&str>,
    since: &AsOf,
    periods: &[Frozen],
) -> Result<Vec<Difference>, CommandError> {
    let days = periods.iter().map(|one| one.period);
    let Some(span) = days.reduce(|one, other| Period { from: one.from.min(other.from), to: one.to.max(other.to) })
    else {
        return Ok(Vec::new());
    };
    if since.is_empty() {
        return Ok(periods.iter().map(|_| Default::default()).collect());
    }
    let now = gather(context, station, span)?;
    let then = as_it_stood(&context.as_of(since.clone()), station, span, &now)?;
    let of_period = |frozen: &Frozen| {
        let (before, after) = (figures(&then, frozen.period), figures(&now, frozen.period));
        let (mut lines, records) = between(context, since, frozen, &before, &after)?;
        lines.retain(|line| line.reported != line.corrected);
        Ok((lines, records))
    };
    periods.iter().map(of_period).collect()
}

/// Lines and records that differ between what stood and what stands: of a line that comes to the same other records may stand behind it.
pub(crate) fn between(
    context: &Context,
    since: &AsOf,
    frozen: &Frozen,
    before: &Figures,
    after: &Figures,
) -> Result<Difference, CommandError> {
    let mut changed = brief::compare(before, after);
    changed.retain(|one| is_shown(before, after, &one.code));
    let records = moved_records::of(context, since, frozen, &touched_by(&changed, before, after))?;
    let lines = changed.iter().map(|one| line(one, before, after, &records)).collect();
    Ok((lines, records))
}

/// Places of a frozen record.
pub(crate) fn places_of(row: &store::Row, heads: &str) -> Places {
    places(text(&row.fields, heads))
}

/// The main figures, and those of the areas: the long breakdowns say the same again.
fn is_shown(before: &Figures, after: &Figures, code: &str) -> bool {
    !after.get(code).or(before.get(code)).is_some_and(brief::Figure::is_breakdown)
}

fn ids<'f>(figures: &'f Figures, code: &str) -> impl Iterator<Item = &'f String> {
    figures.get(code).into_iter().flat_map(|figure| &figure.ids)
}

/// Ids behind figures that differ.
fn touched_by<'f>(changed: &[Changed], before: &'f Figures, after: &'f Figures) -> BTreeSet<&'f str> {
    let behind = changed.iter().flat_map(|one| ids(before, &one.code).chain(ids(after, &one.code)));
    behind.map(String::as_str).collect()
}

/// A figure that differs, with the records that were touched among those behind it; of persons those that served them too.
fn line(one: &Changed, before: &Figures, after: &Figures, records: &[MovedRecord]) -> MovedLine {
    let people: BTreeSet<&String> = one.came.iter().chain(&one.went).collect();
    // Of a plain count only what came or went makes a difference; of a sum also what was changed.
    let counts = |figures: &Figures| {
        let figure = figures.get(&one.code);
        figure.is_none_or(|figure| figure.whole.is_none() && figure.value == Some(figure.ids.len() as u64))
    };
    let behind: BTreeSet<&String> = match counts(before) && counts(after) {
        true => people.clone(),
        false => ids(before, &one.code).chain(ids(after, &one.code)).collect(),
    };
    let explains = |record: &MovedRecord| {
        behind.contains(&record.record.id) || record.person.as_ref().is_some_and(|person| people.contains(person))
    };
    let at = |(place, record): (usize, &MovedRecord)| explains(record).then(|| u32::try_from(place).ok()).flatten();
    MovedLine {
        code: one.code.clone(),
        label: one.label.clone(),
        reported: one.before.clone(),
        corrected: one.after.clone(),
        records: records.iter().enumerate().filter_map(at).collect(),
    }
}
