//! Monthly briefs as records: their month. What they say: brief.rs.

use chrono::NaiveDate;

use crate::fields::monthly_brief;
use crate::finding::Finding;
use crate::period::Month;
use crate::values::{Fields, text};

pub(crate) fn check(fields: &Fields, _provisional: bool, _today: NaiveDate) -> Vec<Finding> {
    let month = text(fields, monthly_brief::MONTH);
    if month.is_empty() || Month::parse(month).is_some() {
        return Vec::new();
    }
    vec![Finding::error(monthly_brief::MONTH, "月份应写成 2026-11 的样子")]
}
