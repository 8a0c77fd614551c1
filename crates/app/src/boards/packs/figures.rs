//! Figures of a pack: of the year and of each of its months, of one station. The county and the viewer count by this one function.

use chrono::NaiveDate;
use domain::brief::Figures;
use domain::brief_figures::figures;
use domain::period::{Month, Period};

use crate::boards::packs::content::PackFigure;
use crate::kernel::context::Context;
use crate::kernel::error::CommandError;
use crate::records::facts::gather;

/// Figures by period (`2026`, `2026-11`), up to a day that ends a month.
pub(super) fn of_station(
    context: &Context,
    station: &str,
    year: i32,
    until: NaiveDate,
) -> Result<Vec<(String, Figures)>, CommandError> {
    let Some(whole) = domain::period::year(year) else { return Ok(Vec::new()) };
    let span = Period { from: whole.from, to: until };
    let facts = gather(context, Some(station), span)?;
    let mut counted = vec![(year.to_string(), figures(&facts, span))];
    let mut month = Month::of(whole.from);
    while month.last() <= until {
        counted.push((month.to_string(), figures(&facts, month.period())));
        month = month.plus(1);
    }
    Ok(counted)
}

/// The same as lines.
pub(super) fn lines(station: &str, counted: &[(String, Figures)]) -> Vec<PackFigure> {
    let of = |(period, figures): &(String, Figures)| {
        let line = |figure: &domain::brief::Figure| PackFigure {
            station: station.to_owned(),
            period: period.clone(),
            code: figure.code.clone(),
            label: figure.label.clone(),
            unit: figure.unit.clone(),
            text: figure.text(),
        };
        figures.figures.iter().map(line).collect::<Vec<_>>()
    };
    counted.iter().flat_map(of).collect()
}
