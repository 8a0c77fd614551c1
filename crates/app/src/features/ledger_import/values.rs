//! Values met in columns whose content is checked, with what they became, and what was chosen by hand for those that cannot be read.

use std::collections::BTreeMap;

use domain::dictionary::{Field, FieldType, dictionary};
use domain::ledger_cells::{self, Read};
use domain::ledger_import;
use domain::ledger_sheet::Cell;
use serde_json::Value;

use crate::features::ledger_import::types::{LedgerChoices, ValueView};

/// The cell with what was chosen for its value, or for the pieces of it.
pub(crate) fn replaced(choices: &LedgerChoices, target: &str, field: &Field, cell: &Cell) -> Option<Cell> {
    let chosen = |raw: &str| choices.values.iter().find(|choice| choice.to == target && choice.raw == raw);
    let said = cell.text();
    if let Some(choice) = chosen(&said) {
        return Some(Cell::Text(choice.value.clone()));
    }
    if field.kind != FieldType::Codes {
        return None;
    }
    let pieces = ledger_cells::pieces(&said);
    if !pieces.iter().any(|piece| chosen(piece).is_some()) {
        return None;
    }
    let kept = pieces.iter().map(|piece| chosen(piece).map_or(piece.as_str(), |choice| &choice.value));
    Some(Cell::Text(kept.filter(|piece| !piece.is_empty()).collect::<Vec<_>>().join("、")))
}

/// Values met in columns whose content is checked, with what they became.
#[derive(Default)]
pub(crate) struct Values(BTreeMap<(String, String), ValueView>);

impl Values {
    /// Notes what a cell of a row became.
    pub(crate) fn note(&mut self, row: u32, target: &str, field: &Field, cell: &Cell, read: &Read, chosen: bool) {
        let coded = matches!(field.kind, FieldType::Code | FieldType::Codes);
        let (becomes, why, raw) = match read {
            Read::Value(value) if coded => (Some(readable(field, value)), String::new(), cell.text()),
            // Only codes are worth a look when they were understood.
            Read::Value(_) => return,
            Read::Nothing if chosen => (Some(String::new()), String::new(), cell.text()),
            Read::Nothing => return,
            Read::Bad { why, .. } if why.contains("丢失精度") || cell.fault().is_some() => return,
            Read::Bad { why, raw } => (None, why.clone(), raw.clone()),
        };
        let view = self.0.entry((target.to_owned(), raw.clone())).or_insert_with(|| ValueView {
            to: target.to_owned(),
            label: ledger_import::label_of(target),
            raw,
            becomes,
            why,
            count: 0,
            row,
            table: field.codes.clone(),
            chosen: None,
        });
        view.count += 1;
    }

    /// A value that cannot be read and keeps no row back after all.
    pub(crate) fn settled(&mut self, target: &str, raw: &str) {
        let key = (target.to_owned(), raw.to_owned());
        if let Some(view) = self.0.get_mut(&key).filter(|view| view.becomes.is_none()) {
            view.count -= 1;
            if view.count == 0 {
                self.0.remove(&key);
            }
        }
    }

    /// Those that cannot be read first.
    pub(crate) fn views(self, choices: &LedgerChoices) -> Vec<ValueView> {
        let mut views: Vec<ValueView> = self.0.into_values().collect();
        for choice in &choices.values {
            match views.iter_mut().find(|view| view.to == choice.to && view.raw == choice.raw) {
                Some(view) => view.chosen = Some(choice.value.clone()),
                // A piece of a cell: shown so that the choice can be taken back.
                None => {
                    let Some(field) = ledger_import::field_of(&choice.to) else { continue };
                    let table = field.codes.clone();
                    let label = |code: &str| {
                        table.as_deref().map_or(code.to_owned(), |table| dictionary().label(table, code).to_owned())
                    };
                    views.push(ValueView {
                        to: choice.to.clone(),
                        label: ledger_import::label_of(&choice.to),
                        raw: choice.raw.clone(),
                        becomes: Some(label(&choice.value)),
                        why: String::new(),
                        count: 0,
                        row: 0,
                        table,
                        chosen: Some(choice.value.clone()),
                    });
                }
            }
        }
        views.sort_by(|one, other| {
            let key = |view: &ValueView| (view.becomes.is_some(), view.to.clone(), std::cmp::Reverse(view.count));
            key(one).cmp(&key(other))
        });
        views
    }
}

fn readable(field: &Field, value: &Value) -> String {
    let table = field.codes.as_deref().unwrap_or("");
    let codes: Vec<&str> = match value {
        Value::Array(list) => list.iter().filter_map(Value::as_str).collect(),
        other => other.as_str().into_iter().collect(),
    };
    codes.iter().map(|code| dictionary().label(table, code)).collect::<Vec<_>>().join("、")
}
