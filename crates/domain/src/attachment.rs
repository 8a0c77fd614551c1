//! Photos and scans as records: how one is turned.

use chrono::NaiveDate;

use crate::fields::attachment;
use crate::finding::Finding;
use crate::values::{Fields, number};

/// A photo is turned by quarters.
pub(crate) fn check(fields: &Fields, _provisional: bool, _today: NaiveDate) -> Vec<Finding> {
    let mut findings = Vec::new();
    let rotation = number(fields, attachment::ROTATION).unwrap_or(0);
    if ![0, 90, 180, 270].contains(&rotation) {
        findings.push(Finding::error(attachment::ROTATION, "照片只能转 90、180 或 270 度"));
    }
    findings
}
