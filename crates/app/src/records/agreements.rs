//! Agreements of stations, as far as they are final: those that a station is under, and the stations of one. What follows from them is
//! its asker's.

use domain::agreement::term;
use domain::fields::{agreement, agreement_station};
use domain::period::Period;
use store::{Query, Row, Test};

use crate::kernel::context::{Context, text};
use crate::kernel::error::CommandError;

/// Those of a station with their terms, the newest first.
pub(crate) fn of_station(context: &Context, station: &str) -> Result<Vec<(Row, Period)>, CommandError> {
    let ids = links(context, agreement_station::STATION_CODE, station, agreement_station::AGREEMENT)?;
    let newest_first = Query { provisional: Some(false), ..Query::of(agreement::KIND) }.by(agreement::START_DATE, true);
    let rows = context.list_in(&newest_first, "id", &ids)?;
    Ok(rows.into_iter().filter_map(|row| term(&row.fields).map(|term| (row, term))).collect())
}

/// Codes of the stations of an agreement.
pub(crate) fn stations_of(context: &Context, agreement: &str) -> Result<Vec<String>, CommandError> {
    links(context, agreement_station::AGREEMENT, agreement, agreement_station::STATION_CODE)
}

/// What the final links say that name this one.
fn links(
    context: &Context,
    field: &'static str,
    value: &str,
    wanted: &'static str,
) -> Result<Vec<String>, CommandError> {
    let finals = Query { provisional: Some(false), ..Query::of(agreement_station::KIND) };
    let links = context.list(&finals.and(field, Test::Eq, value))?;
    Ok(links.iter().map(|link| text(&link.fields, wanted).to_owned()).collect())
}
