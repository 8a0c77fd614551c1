//! Corrections that a month's brief carries (更正): figures of earlier closed months that moved since they were last reported, with what was
//! done, naming nobody. What a brief said stays said: the next one goes on from there.

use std::collections::BTreeMap;

use domain::books::{Act, Frozen, named, told};
use domain::fields::monthly_brief;
use domain::period::Month;
use store::{Query, Row};

use crate::boards::books::moved::{in_periods, places_of};
use crate::boards::briefs::issued::content;
use crate::boards::briefs::types::{BriefCorrection, BriefDifference};
use crate::kernel::context::{Context, text};
use crate::kernel::error::CommandError;

/// How many months back are looked at.
const LOOKED_BACK: i32 = 12;

/// What the brief of a month has to correct of the months before it.
pub(crate) fn of_brief(context: &Context, station: &str, month: Month) -> Result<Vec<BriefCorrection>, CommandError> {
    let books = context.books()?;
    let first = month.plus(-LOOKED_BACK);
    let earlier = |frozen: &&Frozen| {
        frozen.station == station && frozen.period.month().is_some_and(|of| of >= first && of < month)
    };
    let closed: Vec<&Frozen> = books.periods().filter(earlier).collect();
    if closed.is_empty() {
        return Ok(Vec::new());
    }
    let reports = reports(context, station)?;
    // The months by the report that spoke of them last: what moved since is read once for all of them.
    let mut by_report: BTreeMap<usize, Vec<Frozen>> = BTreeMap::new();
    for frozen in closed.into_iter().filter(|one| books.closed(station, &one.name, context.now_ms).is_some()) {
        let spoke = |report: &Report| report.name == frozen.name || report.corrects && report.name > frozen.name;
        let own = month.to_string();
        if let Some(last) = reports.iter().rposition(|report| report.name != own && spoke(report)) {
            by_report.entry(last).or_default().push(frozen.clone());
        }
    }
    let mut found = Vec::new();
    for (report, months) in by_report {
        let since =
            context.store.touched_since(&places_of(&reports[report].row, monthly_brief::HEADS), Some(station))?;
        let moved = in_periods(context, Some(station), &since, &months)?;
        for (frozen, (lines, records)) in months.iter().zip(moved) {
            let acts: Vec<Act> = records.iter().map(|record| record.done).collect();
            let lines = lines.into_iter().map(|line| BriefDifference {
                label: line.label,
                from: line.reported,
                to: line.corrected,
            });
            let lines: Vec<BriefDifference> = lines.collect();
            if !lines.is_empty() {
                let label = named(&frozen.name).map(|(_, label)| label).unwrap_or_default();
                found.push(BriefCorrection { month: frozen.name.clone(), label, lines, why: told(&acts) });
            }
        }
    }
    found.sort_by(|one, other| one.month.cmp(&other.month));
    Ok(found)
}

/// A frozen brief, and whether it spoke of earlier months.
struct Report {
    row: Row,
    name: String,
    corrects: bool,
}

/// The station's frozen briefs, the oldest first.
fn reports(context: &Context, station: &str) -> Result<Vec<Report>, CommandError> {
    let frozen = Query { provisional: Some(false), ..context.of_station(monthly_brief::KIND, Some(station)) };
    let rows = context.list(&frozen.by("created_ms", false))?;
    let report = |row: Row| {
        let corrects = content(&row).is_ok_and(|view| view.corrections.is_some());
        Report { name: text(&row.fields, monthly_brief::MONTH).to_owned(), corrects, row }
    };
    Ok(rows.into_iter().map(report).collect())
}
