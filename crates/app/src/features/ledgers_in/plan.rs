//! What an import would write: every row gets exactly one fate, every person or visit the changes of one unit that is saved
//! whole. The same plan is shown before and run afterwards. It writes nothing.

use std::collections::BTreeMap;

use changelog::Payload;
use domain::ledger_in::RowOf;
use domain::ledger_sheet::Book;
use serde_json::Value;
use store::Write;

use crate::features::ledgers_in::rows::{self, ReadRow};
use crate::features::ledgers_in::types::{LedgerChoices, QuestionView, RowCounts, RowFate, ValueView};
use crate::features::ledgers_in::{person_plan, visit_plan};
use crate::kernel::context::{Context, kind_named};
use crate::kernel::error::{CommandError, FindingLevel};
use crate::records::check::{self, Form};

/// What is saved together: a person with categories and household, or a visit.
#[derive(Default)]
pub(crate) struct Unit {
    /// The rows it comes from.
    pub(crate) rows: Vec<u32>,
    pub(crate) writes: Vec<Write>,
    /// Which writes get a file number.
    pub(crate) numbered: Vec<usize>,
    pub(crate) created: u32,
    pub(crate) updated: u32,
    pub(crate) provisional: bool,
}

/// Everything an import would do.
pub(crate) struct Plan {
    pub(crate) units: Vec<Unit>,
    /// Every row of the sheet.
    pub(crate) fates: BTreeMap<u32, Fate>,
    pub(crate) questions: Vec<QuestionView>,
    pub(crate) values: Vec<ValueView>,
    /// Row, name, remark.
    pub(crate) warnings: Vec<(u32, String, String)>,
}

/// What becomes of a row, why, and whose it is.
#[derive(Clone, Debug)]
pub(crate) struct Fate {
    pub(crate) fate: RowFate,
    pub(crate) reasons: Vec<String>,
    pub(crate) name: String,
}

impl Plan {
    pub(crate) fn counts(&self) -> RowCounts {
        let of = |fate: RowFate| self.fates.values().filter(|found| found.fate == fate).count() as u32;
        RowCounts {
            rows: self.fates.len() as u32,
            stored: of(RowFate::Stored),
            merged: of(RowFate::Merged),
            reported: of(RowFate::Reported),
            skipped: of(RowFate::Skipped),
        }
    }
}

/// Makes the plan for a sheet as chosen.
pub(crate) fn plan(
    context: &Context,
    book: &Book,
    file_name: &str,
    choices: &LedgerChoices,
) -> Result<Plan, CommandError> {
    let layout = rows::layout(book, file_name, choices);
    let rows = rows::rows(&layout, choices, context.today);
    let mut plan = Plan {
        units: Vec::new(),
        fates: BTreeMap::new(),
        questions: Vec::new(),
        values: rows.values,
        warnings: Vec::new(),
    };
    for (row, why) in rows.skipped {
        let fate = Fate { fate: RowFate::Skipped, reasons: vec![why.to_owned()], name: String::new() };
        plan.fates.insert(row, fate);
    }
    for row in &rows.data {
        let fate = Fate { fate: RowFate::Stored, reasons: Vec::new(), name: row.name().to_owned() };
        plan.fates.insert(row.number, fate);
    }
    match layout.ledger.row {
        RowOf::Person => person_plan::people(context, layout.ledger, rows.data, choices, &mut plan)?,
        RowOf::Visit => visit_plan::visits(context, rows.data, choices, &mut plan)?,
    }
    Ok(plan)
}

impl Plan {
    /// Gives a row back with its reasons.
    pub(crate) fn report(&mut self, row: u32, reasons: Vec<String>) {
        if let Some(fate) = self.fates.get_mut(&row) {
            (fate.fate, fate.reasons) = (RowFate::Reported, reasons);
        }
    }

    /// Says that a row went into another record.
    pub(crate) fn merge(&mut self, row: u32, reason: String) {
        if let Some(fate) = self.fates.get_mut(&row) {
            (fate.fate, fate.reasons) = (RowFate::Merged, vec![reason]);
        }
    }

    pub(crate) fn warn(&mut self, row: &ReadRow, remarks: impl IntoIterator<Item = String>) {
        for remark in remarks {
            self.warnings.push((row.number, row.name().to_owned(), remark));
        }
    }
}

/// A record ready to be written, or why it cannot be.
pub(crate) struct Piece {
    pub(crate) write: Option<Write>,
    pub(crate) provisional: bool,
    pub(crate) warnings: Vec<String>,
}

/// Checks a record as its form would; what only lacks something required becomes 暂存. The error says what is wrong.
pub(crate) fn piece(
    context: &Context,
    kind: &str,
    id: Option<&str>,
    new: Option<&str>,
    fields: Payload,
    was_provisional: bool,
) -> Result<Result<Piece, Vec<String>>, CommandError> {
    let form = |provisional| Form { id: id.map(str::to_owned), fields: fields.clone(), provisional, ..Form::default() };
    let kind = kind_named(kind)?;
    let mut ready = check::ready_as(context, kind, form(was_provisional), new)?;
    let errors = |findings: &[crate::kernel::error::FieldFinding]| -> Vec<String> {
        let all = findings.iter().filter(|finding| finding.level == FindingLevel::Error);
        all.map(|finding| finding.message.clone()).collect()
    };
    let missing = errors(&ready.findings);
    let mut warnings = Vec::new();
    let provisional = was_provisional || !missing.is_empty();
    if !missing.is_empty() {
        ready = check::ready_as(context, kind, form(true), new)?;
        let wrong = errors(&ready.findings);
        if !wrong.is_empty() {
            return Ok(Err(wrong));
        }
        warnings.push(format!("{}，先存为暂存，补全后再转正式", missing.join("；")));
    }
    let remarks = ready.findings.iter().filter(|finding| finding.level == FindingLevel::Warning);
    warnings.extend(remarks.map(|finding| finding.message.clone()));
    Ok(Ok(Piece { write: ready.write, provisional, warnings }))
}

/// A staff member of the station by the name written; the names that are nobody's come back.
pub(crate) struct StaffNames(BTreeMap<String, String>);

impl StaffNames {
    pub(crate) fn load(context: &Context) -> Result<StaffNames, CommandError> {
        let rows = context.store.columns(&store::Query::of("staff"), &["id", "name"])?;
        let pairs = rows.iter().filter_map(|row| match row.as_slice() {
            [Value::String(id), Value::String(name)] => Some((name.clone(), id.clone())),
            _ => None,
        });
        Ok(StaffNames(pairs.collect()))
    }

    /// The first of the names written that is somebody's, and all the others.
    pub(crate) fn find(&self, written: &str) -> (Option<String>, Vec<String>) {
        let (mut found, mut others) = (None, Vec::new());
        for name in domain::ledger_cells::pieces(written) {
            match self.0.get(&name) {
                Some(id) if found.is_none() => found = Some(id.clone()),
                _ => others.push(name),
            }
        }
        (found, others)
    }
}
