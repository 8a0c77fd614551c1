//! Making the plan of an import: layout, rows, then people or visits. It writes nothing.

use std::collections::BTreeMap;

use domain::ledger_import::RowOf;

use crate::features::ledger_import::layout::{Layout, TableFile};
use crate::features::ledger_import::plan::{Fate, Plan};
use crate::features::ledger_import::types::{LedgerChoices, RowFate};
use crate::features::ledger_import::{person_plan, rows, visit_plan};
use crate::kernel::context::Context;
use crate::kernel::error::CommandError;

/// Makes the plan for a file as chosen.
pub(crate) fn plan(context: &Context, file: &TableFile, choices: &LedgerChoices) -> Result<Plan, CommandError> {
    let layout = Layout::of(file, choices);
    let rows = rows::rows(file, &layout, choices, context.today);
    let row_of = layout.ledger.row;
    let mut plan = Plan {
        layout,
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
    match row_of {
        RowOf::Person => person_plan::people(context, rows.data, choices, &mut plan)?,
        RowOf::Visit => visit_plan::visits(context, rows.data, choices, &mut plan)?,
    }
    Ok(plan)
}
