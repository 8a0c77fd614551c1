//! Shapes that parts of a report take: tables of plain texts, and charts of plain values.

use domain::brief::{Figure, Figures};
use domain::period::Month;
use domain::rate::Rate;

use crate::boards::reports::types::{
    ChartKind, ChartSeries, ReportChart, ReportColumn, ReportTable, ReportTableRow, SectionPart,
};

pub(super) fn values<'a>(figures: impl Iterator<Item = &'a Figure>) -> Vec<(String, u64)> {
    figures.map(|figure| (figure.label.clone(), figure.value.unwrap_or(0))).collect()
}

/// Twelve months: effective visits and person-times.
pub(in crate::boards::reports) fn trend_of(caption: &str, points: Vec<(String, u64, u64)>) -> SectionPart {
    let month = |name: &str| Month::parse(name).map_or(name.to_owned(), |month| format!("{}月", month.number()));
    let series = |name: &str, values: Vec<u64>| ChartSeries { name: name.to_owned(), values };
    SectionPart::Chart(ReportChart {
        kind: ChartKind::Line,
        caption: caption.to_owned(),
        categories: points.iter().map(|(name, ..)| month(name)).collect(),
        series: vec![
            series("服务人次", points.iter().map(|(_, _, times)| *times).collect()),
            series("有效走访", points.iter().map(|(_, visits, _)| *visits).collect()),
        ],
        unit: "人次".to_owned(),
        shares: Vec::new(),
    })
}

/// Shares of the four areas.
pub(in crate::boards::reports) fn areas_of(caption: &str, values: Vec<(String, u64)>) -> SectionPart {
    let whole = values.iter().map(|(_, value)| *value).sum::<u64>() as usize;
    let shares = values.iter().map(|(_, value)| Rate { part: *value as usize, whole }.to_string()).collect();
    let SectionPart::Chart(chart) = bars(caption, "人次", values) else { return SectionPart::Photos {} };
    SectionPart::Chart(ReportChart { kind: ChartKind::Ring, shares, ..chart })
}

/// People by category, the most first.
pub(in crate::boards::reports) fn categories_of(caption: &str, mut values: Vec<(String, u64)>) -> SectionPart {
    values.sort_by_key(|(_, value)| std::cmp::Reverse(*value));
    bars(caption, "人", values)
}

pub(super) fn bars(caption: &str, unit: &str, values: Vec<(String, u64)>) -> SectionPart {
    SectionPart::Chart(ReportChart {
        kind: ChartKind::Bar,
        caption: caption.to_owned(),
        categories: values.iter().map(|(label, _)| label.clone()).collect(),
        series: vec![ChartSeries { name: unit.to_owned(), values: values.iter().map(|(_, value)| *value).collect() }],
        unit: unit.to_owned(),
        shares: Vec::new(),
    })
}

/// A table of plain texts; none where it has no rows.
pub(super) fn table(
    caption: &str,
    columns: Vec<ReportColumn>,
    rows: Vec<Vec<String>>,
    note: &str,
) -> Option<SectionPart> {
    let row = |cells: Vec<String>| ReportTableRow { cells: cells.into_iter().map(Into::into).collect() };
    let rows: Vec<ReportTableRow> = rows.into_iter().map(row).collect();
    (!rows.is_empty())
        .then(|| SectionPart::Table(ReportTable { caption: caption.to_owned(), columns, rows, note: note.to_owned() }))
}

pub(super) fn words(title: &str, width: f64) -> ReportColumn {
    ReportColumn { title: title.to_owned(), width, number: false }
}

pub(super) fn numbers(title: &str, width: f64) -> ReportColumn {
    ReportColumn { title: title.to_owned(), width, number: true }
}

/// A figure's label and unit, from whichever period has it.
pub(super) fn named<'a>(mut all: impl Iterator<Item = &'a Figures>, code: &str) -> Option<&'a Figure> {
    all.find_map(|figures| figures.get(code))
}
