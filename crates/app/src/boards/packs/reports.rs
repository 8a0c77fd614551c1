//! Frozen reports of a pack: of its stations every kind, of the county those that put stations side by side. What they say goes without names; what
//! a report of the county says of stations that were not drawn stays out.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use domain::books;
use domain::dates;
use domain::de_identify::Identifying;
use domain::fields::{monthly_brief, report};
use domain::period::Period;
use store::Row;

use crate::boards::packs::content::{self, Manifest, PackReport, PackStation};
use crate::boards::reports::kept;
use crate::boards::reports::types::{ReportCell, ReportSection, ReportView, SectionPart};
use crate::kernel::context::{Context, text};
use crate::kernel::error::CommandError;

/// The newest frozen version of each report of the year.
pub(super) fn of_year(
    context: &Context,
    words: &Identifying,
    stations: &[PackStation],
    year: i32,
) -> Result<Vec<PackReport>, CommandError> {
    let codes: BTreeSet<&str> = stations.iter().map(|one| one.code.as_str()).collect();
    let mut newest: BTreeMap<(String, String, String, String), Row> = BTreeMap::new();
    for kind in [monthly_brief::KIND, report::KIND] {
        let finals = context.of_station(kind, None).finals();
        for row in context.list(&finals.by(report::VERSION, false))? {
            if row.station.is_empty() || codes.contains(row.station.as_str()) {
                newest.insert(key(&row), row);
            }
        }
    }
    let packed = newest.into_iter().filter_map(|((station, _, period, _), row)| {
        // What a newer program froze cannot be read here, nor counted.
        let view = kept::content(context, &row).ok()?;
        Some(packed(words, &codes, (station, period), &row, view))
    });
    Ok(packed.filter(|one| is_of(one, year)).collect())
}

/// Whose it is, of which outline and period, and what it rests on.
fn key(row: &Row) -> (String, String, String, String) {
    let of = |field: &str| text(&row.fields, field).to_owned();
    match row.kind.as_str() {
        monthly_brief::KIND => {
            (row.station.clone(), monthly_brief::KIND.to_owned(), of(monthly_brief::MONTH), String::new())
        }
        _ => (row.station.clone(), of(report::OUTLINE), of(report::PERIOD), of(report::SUBJECT)),
    }
}

/// It tells of the year: its days touch it, or it is called by it.
fn is_of(report: &PackReport, year: i32) -> bool {
    match span(report) {
        Some(span) => span.from.year() <= year && year <= span.to.year(),
        None => report.period.starts_with(&year.to_string()),
    }
}

fn packed(
    words: &Identifying,
    codes: &BTreeSet<&str>,
    (station, period): (String, String),
    row: &Row,
    view: ReportView,
) -> PackReport {
    let of = |field: &str| text(&row.fields, field);
    PackReport {
        id: row.id.clone(),
        title: words.out_of(of(report::TITLE)),
        span: view.spans.map(|spans| (spans.this.from.to_string(), spans.this.to.to_string())),
        version: u64::from(kept::number(row, report::VERSION)).max(1),
        frozen: of(report::FROZEN_DATE).to_owned(),
        heads: content::fingerprint(of(report::HEADS).as_bytes()),
        lines: view.sections.iter().flat_map(|section| lines(section, codes)).collect(),
        sections: view.sections.into_iter().map(|one| (one.heading, words.out_of(&one.text))).collect(),
        figures: view.figures.into_iter().map(|one| (one.code, one.value)).collect(),
        station,
        period,
    }
}

/// Cells of tables that tell a figure of a station in the pack.
fn lines(section: &ReportSection, codes: &BTreeSet<&str>) -> Vec<(String, String, String)> {
    let rows = section.parts.iter().flat_map(|part| match part {
        SectionPart::Table(table) => table.rows.as_slice(),
        _ => &[],
    });
    let line = |cell: &ReportCell| {
        let station = cell.station.clone().filter(|station| codes.contains(station.as_str()))?;
        Some((station, cell.figure.clone()?, cell.text.clone()))
    };
    rows.flat_map(|row| &row.cells).filter_map(line).collect()
}

/// The days that a report counts; a brief of an older pack is called by its month.
pub(super) fn span(report: &PackReport) -> Option<Period> {
    match &report.span {
        Some((from, to)) => Some(Period { from: dates::stored(from)?, to: dates::stored(to)? }),
        None if report.figures.is_empty() => None,
        None => books::named(&report.period).map(|(period, _)| period),
    }
}

/// The days by which its figures can be counted anew; else why they cannot.
pub(super) fn counted_over(manifest: &Manifest, report: &PackReport) -> Result<Period, &'static str> {
    let span = span(report).ok_or("这种报告不取数，只供查看。")?;
    let (until, frozen) = (dates::stored(&manifest.until), dates::stored(&report.frozen));
    let from = dates::stored(&manifest.from).or_else(|| NaiveDate::from_ymd_opt(manifest.year, 1, 1));
    match () {
        () if from.is_none_or(|from| span.from < from) || until.is_none_or(|until| until < span.to) => {
            Err("它的期间超出包里记录的期间，只供查看，不重新计算。")
        }
        () if frozen.is_some_and(|frozen| frozen < span.to) => Err("定稿时期间还没有过完，只供查看，不重新计算。"),
        // Births are kept to the month.
        () if span.to.succ_opt().is_some_and(|next| next.day() != 1) => {
            Err("它的期间不在月末结束，包里的出生日期只到月份，只供查看，不重新计算。")
        }
        () => Ok(span),
    }
}
