//! Money of a station: what was spent says for what.

use chrono::NaiveDate;

use crate::fields::expense;
use crate::finding::Finding;
use crate::values::{Fields, text};

pub(crate) fn check(fields: &Fields, _provisional: bool, _today: NaiveDate) -> Vec<Finding> {
    let unnamed = text(fields, expense::FLOW) == "out" && text(fields, expense::EXPENSE_TYPE).is_empty();
    if unnamed {
        vec![Finding::warning(expense::EXPENSE_TYPE, "支出请选用途，台账按用途汇总")]
    } else {
        Vec::new()
    }
}
