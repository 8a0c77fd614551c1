//! Agreements of stations, as far as they are final: those that a station is under, and the stations of one. What follows from them is
//! its asker's.

use changelog::Payload;
use chrono::NaiveDate;
use domain::agreement::term;
use domain::fields::{agreement, agreement_station};
use domain::finding::Finding;
use domain::period::Period;
use store::{Query, Row, Test};

use crate::kernel::context::{Context, date, text};
use crate::kernel::error::CommandError;

/// Those of a station with their terms, the newest first.
pub(crate) fn of_station(context: &Context, station: &str) -> Result<Vec<(Row, Period)>, CommandError> {
    let ids = links(context, agreement_station::STATION_CODE, station, agreement_station::AGREEMENT)?;
    let newest_first = Query::of(agreement::KIND).finals().by(agreement::START_DATE, true);
    let rows = context.list_in(&newest_first, "id", &ids)?;
    Ok(rows.into_iter().filter_map(|row| term(&row.fields).map(|term| (row, term))).collect())
}

/// Since when a station is under agreements: the first day of its first.
pub(crate) fn first_day(context: &Context, station: &str) -> Result<Option<NaiveDate>, CommandError> {
    Ok(of_station(context, station)?.into_iter().map(|(_, term)| term.from).min())
}

/// The last day of a station whose newest agreement was ended before its term; none where it runs out as agreed, or none was ended.
pub(crate) fn ended_early(context: &Context, station: &str) -> Result<Option<NaiveDate>, CommandError> {
    let last = of_station(context, station)?.into_iter().max_by_key(|(_, term)| (term.to, term.from));
    Ok(last.filter(|(row, _)| date(&row.fields, agreement::TERMINATED_DATE).is_some()).map(|(_, term)| term.to))
}

/// Days of a record that follows from an agreement lie before it was signed: what is wrong with each.
pub(crate) fn before_signing(
    context: &Context,
    whole: &Payload,
    reference: &str,
    days: &[&str],
) -> Result<Vec<Finding>, CommandError> {
    let row = context.store.row(agreement::KIND, text(whole, reference))?.filter(|row| row.deleted_reason.is_none());
    let Some(signed) = row.and_then(|row| date(&row.fields, agreement::SIGN_DATE)) else { return Ok(Vec::new()) };
    let early = days.iter().filter(|name| date(whole, name).is_some_and(|day| day < signed));
    Ok(early.map(|name| Finding::error(name, format!("早于协议签订日期（{signed}），请核对"))).collect())
}

/// When the first agreement of a station was signed.
pub(crate) fn first_signing(context: &Context, station: &str) -> Result<Option<NaiveDate>, CommandError> {
    let rows = of_station(context, station)?;
    Ok(rows.iter().filter_map(|(row, _)| date(&row.fields, agreement::SIGN_DATE)).min())
}

/// The agreement of a station that is in force on a day, with its term.
pub(crate) fn in_force(
    context: &Context,
    station: &str,
    day: NaiveDate,
) -> Result<Option<(Row, Period)>, CommandError> {
    Ok(of_station(context, station)?.into_iter().find(|(_, term)| term.contains(day)))
}

/// How many workers an agreement says for a station.
pub(crate) fn agreed_staff(context: &Context, station: &str, agreement: &Row) -> Result<Option<u64>, CommandError> {
    let finals = Query::of(agreement_station::KIND).finals();
    let links = finals.and(agreement_station::STATION_CODE, Test::Eq, station);
    let links = context.list(&links.and(agreement_station::AGREEMENT, Test::Eq, agreement.id.clone()))?;
    Ok(links.first().and_then(|link| link.fields.get(agreement_station::AGREED_STAFF)?.as_u64()))
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
    let finals = Query::of(agreement_station::KIND).finals();
    let links = context.list(&finals.and(field, Test::Eq, value))?;
    Ok(links.iter().map(|link| text(&link.fields, wanted).to_owned()).collect())
}
