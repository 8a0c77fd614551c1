//! Inspections: what was found wrong has its day.

use chrono::NaiveDate;

use crate::fields::inspection;
use crate::finding::Finding;
use crate::values::{Fields, text};

/// What was found must be put right by a day.
pub(crate) fn check(fields: &Fields, _provisional: bool, _today: NaiveDate) -> Vec<Finding> {
    let mut findings = Vec::new();
    let found = !text(fields, inspection::PROBLEMS).is_empty() && text(fields, inspection::RECTIFIED_DATE).is_empty();
    if found && text(fields, inspection::DUE_DATE).is_empty() {
        findings.push(Finding::warning(inspection::DUE_DATE, "有问题还没整改的，请填整改期限，到期前会提醒"));
    }
    findings
}
