//! Working days as this PC knows them: the years the program came with, and what the county has sent down since.

use domain::fields::holiday_calendar;
use domain::working_days::{Calendar, Holiday, YearPlan};
use serde_json::Value;
use store::{Query, Row};

use crate::kernel::context::{Context, text};
use crate::kernel::error::CommandError;

pub(crate) const KIND: &str = holiday_calendar::KIND;

/// The working days as this PC knows them.
pub(crate) fn calendar(context: &Context) -> Result<Calendar, CommandError> {
    Ok(Calendar::built_in().with(sent_down(context)?))
}

/// Years that the county has sent down; of two for one year the later stands.
pub(crate) fn sent_down(context: &Context) -> Result<Vec<YearPlan>, CommandError> {
    Ok(context.list(&Query::of(KIND).by("created_ms", false))?.iter().filter_map(plan).collect())
}

/// A year as its record keeps it: a line `2027-01-01 2027-01-03 元旦` for each run of days off, a line for each day worked.
fn plan(row: &Row) -> Option<YearPlan> {
    let off = text(&row.fields, holiday_calendar::OFF).lines().map(|line| {
        let mut words = line.splitn(3, ' ');
        let (from, to) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
        Some(Holiday { name: words.next().unwrap_or_default().to_owned(), from, to })
    });
    let work = text(&row.fields, holiday_calendar::WORK).lines().map(|line| line.parse().ok());
    Some(YearPlan {
        year: row.fields.get(holiday_calendar::YEAR).and_then(Value::as_i64)? as i32,
        notice: text(&row.fields, holiday_calendar::NOTICE).to_owned(),
        off: off.collect::<Option<_>>()?,
        work: work.collect::<Option<_>>()?,
    })
}
