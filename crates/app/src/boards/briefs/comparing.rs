//! Differences of a re-issued brief: what it changed against the version before it. Reads only.

use std::collections::BTreeMap;

use domain::fields::monthly_brief;
use serde_json::Value;
use store::{Row, Test};

use crate::boards::briefs::issued::content;
use crate::boards::briefs::types::{BriefComparison, BriefDifference, BriefId, BriefView};
use crate::boards::briefs::{KIND, version};
use crate::kernel::context::{Context, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;

/// What a version changed against the one before it.
pub(crate) fn compare(pc: &Pc, request: BriefId) -> Result<BriefComparison, CommandError> {
    let context = Context::of(pc)?;
    let newer = context.row(KIND, &request.id)?;
    let month = text(&newer.fields, monthly_brief::MONTH).to_owned();
    let before = context
        .of_station(KIND, Some(&newer.station))
        .and(monthly_brief::MONTH, Test::Eq, month)
        .by(monthly_brief::VERSION, true);
    let number = |row: &Row| row.fields.get(monthly_brief::VERSION).and_then(Value::as_u64).unwrap_or(0);
    let older = context.list(&before)?.into_iter().find(|row| number(row) < number(&newer));
    let (mut differences, mut changes) = (Vec::new(), 0);
    if let Some(older) = &older {
        differences = differing(&content(older)?, &content(&newer)?);
        changes = changes_between(older, &newer);
    }
    Ok(BriefComparison {
        older: older.map(|row| version(&context, &row)),
        newer: version(&context, &newer),
        differences,
        changes,
    })
}

fn differing(older: &BriefView, newer: &BriefView) -> Vec<BriefDifference> {
    let figures =
        |view: &BriefView| view.figures.iter().map(|one| (one.label.clone(), one.value.clone())).collect::<Vec<_>>();
    let sections =
        |view: &BriefView| view.sections.iter().map(|one| (one.heading.clone(), one.text.clone())).collect::<Vec<_>>();
    let mut found = Vec::new();
    for (old, new) in [(figures(older), figures(newer)), (sections(older), sections(newer))] {
        let value =
            |list: &[(String, String)], label: &str| list.iter().find(|one| one.0 == label).map(|one| one.1.clone());
        let gone = old.iter().filter(|one| value(&new, &one.0).is_none());
        for (label, _) in new.iter().chain(gone) {
            let (from, to) = (value(&old, label).unwrap_or_default(), value(&new, label).unwrap_or_default());
            if from != to {
                found.push(BriefDifference { label: label.clone(), from, to });
            }
        }
    }
    found
}

/// Changes in the log between two versions, from the places they were computed from.
fn changes_between(older: &Row, newer: &Row) -> u64 {
    let places = |row: &Row| -> BTreeMap<String, u64> {
        let heads: Vec<(String, u64, String)> =
            serde_json::from_str(text(&row.fields, monthly_brief::HEADS)).unwrap_or_default();
        heads.into_iter().map(|(log, seq, _)| (log, seq)).collect()
    };
    let before = places(older);
    places(newer).iter().map(|(log, seq)| seq.saturating_sub(before.get(log).copied().unwrap_or(0))).sum()
}
