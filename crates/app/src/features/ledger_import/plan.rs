//! The plan of an import: every row gets exactly one fate, every person or visit the changes of one unit that is saved
//! whole. It is a value, made once for what is chosen, shown, and saved as it was shown. It writes nothing.

use std::collections::BTreeMap;

use changelog::Payload;
use domain::fields::staff;
use serde_json::Value;
use store::Write;

use crate::features::ledger_import::layout::Layout;
use crate::features::ledger_import::rows::ReadRow;
use crate::features::ledger_import::types::{QuestionView, RowCounts, RowFate, ValueView};
use crate::kernel::context::{Context, kind_named};
use crate::kernel::error::{CommandError, FieldFinding, FindingLevel};
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
    pub(crate) layout: Layout,
    pub(crate) units: Vec<Unit>,
    /// Every row of the sheet.
    pub(crate) fates: BTreeMap<u32, Fate>,
    pub(crate) questions: Vec<QuestionView>,
    pub(crate) values: Vec<ValueView>,
    /// Row, name, remark.
    pub(crate) warnings: Vec<(u32, String, String)>,
}

/// What becomes of a row, why, and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
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

impl Plan {
    /// Whether another plan says the same of every row; new records bear other ids in it.
    pub(crate) fn says_the_same(&self, other: &Plan) -> bool {
        let units = |plan: &Plan| {
            let said = plan.units.iter().map(|unit| (unit.rows.clone(), unit.created, unit.updated, unit.provisional));
            said.collect::<Vec<_>>()
        };
        self.fates == other.fates && self.questions == other.questions && units(self) == units(other)
    }

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

/// A record ready to be written.
pub(crate) struct Piece {
    pub(crate) write: Option<Write>,
    pub(crate) provisional: bool,
    pub(crate) warnings: Vec<String>,
}

/// Why a unit was not planned.
pub(crate) enum NotPlanned {
    /// Its rows are given back, with these reasons.
    GivenBack(Vec<String>),
    /// The program could not go on.
    Failed(CommandError),
}

impl From<CommandError> for NotPlanned {
    fn from(error: CommandError) -> NotPlanned {
        NotPlanned::Failed(error)
    }
}

/// A record that a row asks for.
pub(crate) enum Wanted<'a> {
    /// A new one with this id.
    New(&'a str),
    /// Additions to this one, which may be 暂存.
    OnFile { id: &'a str, provisional: bool },
}

/// Checks a record as its form would; what only lacks something required becomes 暂存.
pub(crate) fn piece(context: &Context, kind: &str, wanted: Wanted, fields: Payload) -> Result<Piece, NotPlanned> {
    let (id, new, was_provisional) = match wanted {
        Wanted::New(id) => (None, Some(id), false),
        Wanted::OnFile { id, provisional } => (Some(id), None, provisional),
    };
    let form = |provisional| Form { id: id.map(str::to_owned), fields: fields.clone(), provisional, ..Form::default() };
    let kind = kind_named(kind)?;
    let mut ready = check::ready_as(context, kind, form(was_provisional), new)?;
    let errors = |findings: &[FieldFinding]| -> Vec<String> {
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
            return Err(NotPlanned::GivenBack(wrong));
        }
        warnings.push(format!("{}，先存为暂存，补全后再转正式", missing.join("；")));
    }
    let remarks = ready.findings.iter().filter(|finding| finding.level == FindingLevel::Warning);
    warnings.extend(remarks.map(|finding| finding.message.clone()));
    Ok(Piece { write: ready.write, provisional, warnings })
}

/// A staff member of the station by the name written; the names that are nobody's come back.
pub(crate) struct StaffNames(BTreeMap<String, String>);

impl StaffNames {
    pub(crate) fn load(context: &Context) -> Result<StaffNames, CommandError> {
        let rows = context.store.columns(&store::Query::of(staff::KIND), &["id", staff::NAME])?;
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
