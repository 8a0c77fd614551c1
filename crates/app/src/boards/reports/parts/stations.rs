//! Stations side by side: a line each, with the county's own count below, which is no sum where people are counted once (R25).

use domain::brief::Figure;

use super::shapes::{bars as bars_of, named, numbers, words};
use crate::boards::reports::gathered::Gathered;
use crate::boards::reports::types::{ReportCell, ReportTable, ReportTableRow, SectionPart};
use crate::kernel::context::Context;

/// A line for each station, a column for each figure.
pub(super) fn table(context: &Context, caption: &str, only: &[String], all: &Gathered) -> Option<SectionPart> {
    let county = &all.brief.this;
    let figures: Vec<&Figure> =
        only.iter().filter_map(|code| named(std::iter::once(county).chain(all.stations.values()), code)).collect();
    let column = |figure: &&Figure| numbers(&format!("{}（{}）", figure.full_label(), figure.unit), 1.0);
    let line = |name: String, station: Option<&str>| {
        let of = station.map_or(Some(county), |code| all.stations.get(code));
        let cell = |figure: &&Figure| ReportCell {
            text: of.and_then(|of| of.get(&figure.code)).map_or("—".to_owned(), Figure::text),
            figure: Some(figure.code.clone()),
            station: station.map(str::to_owned),
        };
        ReportTableRow { cells: std::iter::once(name.into()).chain(figures.iter().map(cell)).collect() }
    };
    let stations = context.stations();
    let mut rows: Vec<ReportTableRow> = stations.iter().map(|one| line(one.name.clone(), Some(&one.code))).collect();
    if rows.is_empty() {
        return None;
    }
    rows.push(line("全县".to_owned(), None));
    // Why its figures are no sum of the stations': an equation for each of them that is none.
    let equations = all.equations.iter().filter(|(code, _)| only.contains(code)).map(|(_, words)| words.as_str());
    let whole = figures.iter().any(|figure| figure.unit == "人");
    let note = if whole {
        "全县人数按人去重，同一人在两个站只计一次，可能小于各站之和。"
    } else {
        ""
    };
    Some(SectionPart::Table(ReportTable {
        caption: caption.to_owned(),
        columns: std::iter::once(words("站点", 2.4)).chain(figures.iter().map(column)).collect(),
        rows,
        note: [note].into_iter().filter(|note| !note.is_empty()).chain(equations).collect::<Vec<_>>().join("\n"),
    }))
}

/// One figure of every station.
pub(super) fn bars(context: &Context, caption: &str, code: &str, all: &Gathered) -> Option<SectionPart> {
    let figure = named(all.stations.values(), code)?;
    let value = |station: &str| all.stations.get(station).and_then(|of| of.value(code)).unwrap_or(0);
    let stations = context.stations();
    let values = stations.iter().map(|one| (one.name.clone(), value(&one.code))).collect();
    Some(bars_of(caption, &figure.unit, values))
}
