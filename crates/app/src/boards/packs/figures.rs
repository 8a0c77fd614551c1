//! Figures of a pack, of one station: of the year and of each of its months, of the span of a frozen report, and how targets and 合规检查 stand. The
//! county and the viewer count by these functions alone.

use chrono::NaiveDate;
use domain::books;
use domain::brief::Figures;
use domain::brief_figures::figures;
use domain::dates;
use domain::period::{Month, Period};

use crate::boards::compliance;
use crate::boards::packs::content::PackFigure;
use crate::features::targets;
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

/// Figures of a span.
pub(super) fn over(context: &Context, station: &str, span: Period) -> Result<Figures, CommandError> {
    Ok(figures(&gather(context, Some(station), span)?, span))
}

/// What the code of a target's number begins with.
pub(super) const TARGET: &str = "target.";
/// What the code of a check of 合规检查 begins with.
pub(super) const COMPLIANCE: &str = "compliance.";

/// How targets and 合规检查 stand on the last day of a pack.
pub(super) fn standing(
    context: &Context,
    station: &str,
    year: i32,
    until: NaiveDate,
) -> Result<Vec<PackFigure>, CommandError> {
    let then = context.on(until);
    let line = |code: String, label: String, unit: &str, text: String| PackFigure {
        station: station.to_owned(),
        period: year.to_string(),
        code,
        label,
        unit: unit.to_owned(),
        text,
    };
    let mut all = Vec::new();
    for target in targets::of_station(&then, station, year)? {
        for sub in target.subs {
            let (code, label) = (format!("{TARGET}{}", sub.id), format!("指标 {}：{}", target.name, sub.label));
            all.push(line(code, label, &sub.unit, format!("{}/{}（{}）", sub.done_text, sub.target_text, sub.rate)));
        }
    }
    for (label, check) in compliance::of_station(&then, Some(station))? {
        all.push(line(format!("{COMPLIANCE}{label}"), format!("合规检查 {label}"), "", check.text));
    }
    Ok(all)
}

/// What a span is called: by its period where that has these days, else by its days.
pub(super) fn called(period: &str, span: Period) -> String {
    match books::named(period) {
        Some((days, _)) if days == span => period.to_owned(),
        _ => format!("{} 至 {}", span.from, span.to),
    }
}

/// The days of what `called` gives; a year up to the last day of the pack.
pub(super) fn days(called: &str, until: NaiveDate) -> Option<Period> {
    if let Some((from, to)) = called.split_once(" 至 ") {
        return Some(Period { from: dates::stored(from)?, to: dates::stored(to)? });
    }
    books::named(called).map(|(days, _)| Period { to: days.to.min(until), ..days })
}

/// A figure that is said and that this program version does not count.
pub(super) fn unknown(station: &str, period: &str, code: &str) -> PackFigure {
    let choice = domain::kpi::choice(code);
    PackFigure {
        station: station.to_owned(),
        period: period.to_owned(),
        code: code.to_owned(),
        label: choice.map_or_else(|| code.to_owned(), |choice| choice.label.clone()),
        unit: choice.map(|choice| choice.unit.clone()).unwrap_or_default(),
        text: String::new(),
    }
}
