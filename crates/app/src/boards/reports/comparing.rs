//! Differences of a re-issued report: what it changed against the version before it. Reads only.

use std::collections::BTreeMap;

use domain::fields::report;
use store::Row;

use crate::boards::reports::kept::{content, number, row, siblings, version};
use crate::boards::reports::types::{ReportComparison, ReportDifference, ReportId, ReportView, SectionPart};
use crate::kernel::context::{Context, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;

/// What a version changed against the one before it.
pub(crate) fn compare(pc: &Pc, request: ReportId) -> Result<ReportComparison, CommandError> {
    let context = Context::of(pc)?;
    let newer = row(&context, &request.id)?;
    let before = |one: &Row| number(one, report::VERSION) < number(&newer, report::VERSION);
    let older = siblings(&context, &newer)?.into_iter().find(before);
    let older = older.map(|one| context.row(&one.kind, &one.id)).transpose()?;
    let (mut differences, mut changes) = (Vec::new(), 0);
    if let Some(older) = &older {
        differences = differing(&content(&context, older)?, &content(&context, &newer)?);
        changes = changes_between(older, &newer);
    }
    Ok(ReportComparison {
        older: older.map(|row| version(&context, &row)).transpose()?,
        newer: version(&context, &newer)?,
        differences,
        changes,
    })
}

type Said = Vec<(String, String)>;

fn differing(older: &ReportView, newer: &ReportView) -> Vec<ReportDifference> {
    let mut found = Vec::new();
    for say in [figures, sections, tables] {
        let (old, new) = (say(older), say(newer));
        let value = |list: &Said, label: &str| list.iter().find(|one| one.0 == label).map(|one| one.1.clone());
        let gone = old.iter().filter(|one| value(&new, &one.0).is_none());
        for (label, _) in new.iter().chain(gone) {
            let (from, to) = (value(&old, label).unwrap_or_default(), value(&new, label).unwrap_or_default());
            if from != to {
                found.push(ReportDifference { label: label.clone(), from, to });
            }
        }
    }
    found
}

fn figures(view: &ReportView) -> Said {
    view.figures.iter().map(|one| (one.label.clone(), one.value.clone())).collect()
}

fn sections(view: &ReportView) -> Said {
    view.sections.iter().map(|one| (one.heading.clone(), one.text.clone())).collect()
}

/// Rows of tables by their first cells, as many as tell a row from the others.
fn tables(view: &ReportView) -> Said {
    let mut said = Said::new();
    for part in view.sections.iter().flat_map(|section| &section.parts) {
        let SectionPart::Table(table) = part else { continue };
        for row in &table.rows {
            let cells: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
            let again = |keys: usize| {
                let same = |other: &&crate::boards::reports::types::ReportTableRow| {
                    other.cells.iter().take(keys).map(|cell| cell.text.as_str()).eq(cells.iter().copied().take(keys))
                };
                table.rows.iter().filter(same).count() > 1
            };
            let keys = (1..cells.len()).find(|keys| !again(*keys)).unwrap_or(1.min(cells.len()));
            let label = format!("{} · {}", table.caption, cells[..keys].join(" "));
            said.push((label, cells[keys..].join("，")));
        }
    }
    said
}

/// Changes in the log between two versions, from the places they were computed from.
fn changes_between(older: &Row, newer: &Row) -> u64 {
    let places = |row: &Row| -> BTreeMap<String, u64> {
        let heads: Vec<(String, u64, String)> =
            serde_json::from_str(text(&row.fields, report::HEADS)).unwrap_or_default();
        heads.into_iter().map(|(log, seq, _)| (log, seq)).collect()
    };
    let before = places(older);
    places(newer).iter().map(|(log, seq)| seq.saturating_sub(before.get(log).copied().unwrap_or(0))).sum()
}
