//! Stations that something is lacking at: briefs of the period that they owe, and what the policy asks of each (`boards/compliance`).

use domain::period::{Month, Period};

use super::shapes::{table as plain, words};
use crate::boards::compliance;
use crate::boards::reporting::{Reporting, due_day};
use crate::boards::reports::about::About;
use crate::boards::reports::types::SectionPart;
use crate::kernel::context::Context;
use crate::kernel::error::CommandError;

/// A line for each station that lacks something.
pub(super) fn table(context: &Context, about: &About, caption: &str) -> Result<Option<SectionPart>, CommandError> {
    let Some(spans) = about.spans else { return Ok(None) };
    let (reporting, day) = (Reporting::of(context)?, due_day(context)?);
    let mut rows = Vec::new();
    let then = about.then(context);
    let checked = compliance::of_stations(&then)?;
    for line in checked.stations {
        let owed = months(spans.this)
            .filter(|month| month.brief_due(day) < context.today && reporting.owes(&line.station, *month));
        let owed: Vec<String> = owed.map(Month::label).collect();
        let lacking = checked.labels.iter().zip(line.checks).filter(|(_, check)| !check.lacks.is_empty());
        let lacks: Vec<String> =
            lacking.map(|(label, check)| format!("{label}（{}）", check.lacks.join("、"))).collect();
        if !owed.is_empty() || !lacks.is_empty() {
            rows.push(vec![line.name, owed.join("、"), lacks.join("；")]);
        }
    }
    let columns = vec![words("站点", 2.0), words("缺报的简报", 1.6), words("缺项", 3.0)];
    let note = format!("缺项是 {} 的情况，缺报的简报查到 {}。", then.today, context.today);
    Ok(plain(caption, columns, rows, &note))
}

fn months(period: Period) -> impl Iterator<Item = Month> {
    let last = Month::of(period.to);
    (0..).map(move |at| Month::of(period.from).plus(at)).take_while(move |month| *month <= last)
}
