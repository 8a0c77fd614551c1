//! Monthly briefs as records: their month and issue. What they say: brief.rs.

use chrono::NaiveDate;

use crate::fields::monthly_brief;
use crate::finding::Finding;
use crate::period::Month;
use crate::values::{Fields, text};

/// 期号 of a month's brief unless she gives another: issues are numbered by the months of the year.
pub fn issue_no(month: Month) -> u32 {
    month.number()
}

pub(crate) fn check(fields: &Fields, _provisional: bool, _today: NaiveDate) -> Vec<Finding> {
    month_written(fields, monthly_brief::MONTH)
}

/// A month is written so that others find it.
pub(crate) fn month_written(fields: &Fields, field: &str) -> Vec<Finding> {
    let month = text(fields, field);
    if month.is_empty() || Month::parse(month).is_some() {
        return Vec::new();
    }
    vec![Finding::error(field, "月份应写成 2026-11 的样子")]
}
