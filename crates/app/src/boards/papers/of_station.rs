//! Papers of a whole station: what it has on its registers today, and what the compliance check finds. Which registers says the paper.

use domain::paper::{List, Paper};
use store::Row;

use crate::boards::compliance;
use crate::boards::papers::form::texts_of;
use crate::kernel::context::Context;
use crate::kernel::error::CommandError;
use crate::records::path_values::Reading;

/// The rows of the lists of a paper; of a blank one only what is printed on it before anybody writes.
pub(super) fn lists(
    reading: &Reading,
    paper: &Paper,
    station: Option<&str>,
) -> Result<Vec<Vec<Vec<String>>>, CommandError> {
    let rows = |list: &List| match (list.computed, station) {
        (true, station) => compliance_rows(reading.context, station),
        (false, None) => Ok(Vec::new()),
        (false, Some(station)) => texts_of(reading, list, &records(reading.context, list, station)?),
    };
    paper.lists.iter().map(rows).collect()
}

/// Final records of a station that are in force today where the list asks for it, in the order of the list.
fn records(context: &Context, list: &List, station: &str) -> Result<Vec<Row>, CommandError> {
    let Some(kind) = &list.kind else { return Ok(Vec::new()) };
    let mut rows = finals(context, kind, &list.order, station)?;
    rows.retain(|row| list.in_force.as_ref().is_none_or(|span| span.holds(&row.fields, context.today)));
    Ok(rows)
}

/// Final records of a kind of a station, in the order of a field.
pub(super) fn finals(context: &Context, kind: &str, order: &str, station: &str) -> Result<Vec<Row>, CommandError> {
    let query = context.of_station(kind, Some(station)).finals();
    let query = if order.is_empty() { query } else { query.by(order, false) };
    context.list(&query.by("created_ms", false))
}

/// A line for each thing checked; of no station without what it has.
fn compliance_rows(context: &Context, station: Option<&str>) -> Result<Vec<Vec<String>>, CommandError> {
    let line = |(at, (title, check)): (usize, (String, compliance::CheckView))| {
        let (have, whole, lacks) = match station {
            Some(_) if check.whole => (check.text, "齐备", String::new()),
            Some(_) => (check.text, "不齐", check.lacks.join("、")),
            None => (String::new(), "", String::new()),
        };
        let number = (at + 1).to_string();
        vec![number, title, check.clause, have, whole.to_owned(), lacks, String::new()]
    };
    Ok(compliance::of_station(context, station)?.into_iter().enumerate().map(line).collect())
}
