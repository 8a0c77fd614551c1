//! Corrections that a report carries (更正): figures of earlier closed periods that moved since they were last reported, with what was done, naming
//! nobody. What a report said stays said: the next one goes on from there. The brief corrects months, the county's quarterly report quarters.

use std::collections::BTreeMap;

use domain::books::{Act, Frozen, named, told};
use store::Row;

use crate::boards::books::moved::{in_periods, places_of};
use crate::boards::reports::about::About;
use crate::boards::reports::kept;
use crate::boards::reports::types::{
    ReportColumn, ReportCorrection, ReportDifference, ReportSection, ReportTable, ReportTableRow, SectionPart,
};
use crate::kernel::context::{Context, kind_named};
use crate::kernel::error::CommandError;

/// How many days back earlier periods are looked at.
const LOOKED_BACK: i64 = 400;

/// What a report has to correct of the periods before it; none of a report that closes no books.
pub(super) fn of(context: &Context, about: &About) -> Result<Option<Vec<ReportCorrection>>, CommandError> {
    let kind = kind_named(&about.outline.kind)?;
    let (Some(closes), Some(spans)) = (&kind.closes, about.spans) else { return Ok(None) };
    if closes.only.values().any(|outline| *outline != about.outline.name) {
        return Ok(None);
    }
    let (books, station) = (context.books()?, about.station.clone().unwrap_or_default());
    let earlier = |frozen: &&Frozen| {
        let days = (spans.this.from - frozen.period.to).num_days();
        frozen.station == station && frozen.kind == kind.name && (1..=LOOKED_BACK).contains(&days)
    };
    let closed = |frozen: &&Frozen| books.closed(&station, &frozen.name, context.now_ms).is_some();
    let closed: Vec<&Frozen> = books.periods().filter(earlier).filter(closed).collect();
    if closed.is_empty() {
        return Ok(Some(Vec::new()));
    }
    let reports = reports(context, about, &station)?;
    // The periods by the report that spoke of them last: what moved since is read once for all of them.
    let mut by_report: BTreeMap<usize, Vec<Frozen>> = BTreeMap::new();
    for frozen in closed {
        let spoke = |report: &Report| report.name == frozen.name || report.corrects && report.name > frozen.name;
        if let Some(last) = reports.iter().rposition(|report| report.name != about.period && spoke(report)) {
            by_report.entry(last).or_default().push(frozen.clone());
        }
    }
    let mut found = Vec::new();
    let asked = Some(station.as_str()).filter(|code| !code.is_empty());
    for (report, periods) in by_report {
        let since = context.store.touched_since(&places_of(&reports[report].row, &closes.heads), asked)?;
        let moved = in_periods(context, asked, &since, &periods)?;
        for (frozen, (lines, records)) in periods.iter().zip(moved) {
            let acts: Vec<Act> = records.iter().map(|record| record.done).collect();
            let line = |line: crate::boards::books::moved::MovedLine| ReportDifference {
                label: line.label,
                from: line.reported,
                to: line.corrected,
            };
            let lines: Vec<ReportDifference> = lines.into_iter().map(line).collect();
            if !lines.is_empty() {
                let label = named(&frozen.name).map(|(_, label)| label).unwrap_or_default();
                found.push(ReportCorrection { period: frozen.name.clone(), label, lines, why: told(&acts) });
            }
        }
    }
    found.sort_by(|one, other| one.period.cmp(&other.period));
    Ok(Some(found))
}

/// The section that carries them; none where there is nothing to correct.
pub(super) fn section(corrections: &[ReportCorrection], number: Option<&&str>) -> Option<ReportSection> {
    if corrections.is_empty() {
        return None;
    }
    let heading = "以前数据更正";
    let column = |title: &str, width: f64, number: bool| ReportColumn { title: title.to_owned(), width, number };
    let rows = corrections.iter().flat_map(|one| {
        one.lines.iter().map(|line| ReportTableRow {
            cells: [&one.label, &line.label, &line.from, &line.to].map(|text| text.clone().into()).into(),
        })
    });
    let why = corrections.iter().map(|one| format!("{}更正原因：{}。", one.label, one.why));
    Some(ReportSection {
        key: "corrections".to_owned(),
        heading: number.map_or_else(|| heading.to_owned(), |number| format!("{number}、{heading}")),
        text: why.collect::<Vec<_>>().join("\n"),
        annex: false,
        parts: vec![SectionPart::Table(ReportTable {
            caption: "更正表".to_owned(),
            columns: vec![
                column("所属期", 1.4, false),
                column("指标", 3.0, false),
                column("原报", 1.0, true),
                column("更正", 1.0, true),
            ],
            rows: rows.collect(),
            note: String::new(),
        })],
    })
}

/// A frozen version, and whether it spoke of earlier periods.
struct Report {
    row: Row,
    name: String,
    corrects: bool,
}

/// The frozen versions of this report's outline by the same side, the oldest first.
fn reports(context: &Context, about: &About, station: &str) -> Result<Vec<Report>, CommandError> {
    let mut rows = kept::of_outline(context, &about.outline.kind, &about.outline.name)?;
    rows.retain(|row| row.station == station && !row.provisional);
    rows.sort_by_key(|row| (row.created_ms, kept::number(row, domain::fields::report::VERSION)));
    let report = |short: Row| {
        let name = kept::key(&short).1;
        let row = context.row(&short.kind, &short.id)?;
        let corrects = kept::content(context, &row).is_ok_and(|view| view.corrections.is_some());
        Ok(Report { row, name, corrects })
    };
    rows.into_iter().map(report).collect()
}
