//! Checks of how often parents keep in touch: the last contact against what was said.

use chrono::NaiveDate;

use crate::fields::parent_contact_check;
use crate::finding::Finding;
use crate::values::{Fields, date, text};

pub(crate) fn check(fields: &Fields, _provisional: bool, _today: NaiveDate) -> Vec<Finding> {
    let Some((date, last)) =
        date(fields, parent_contact_check::DATE).zip(date(fields, parent_contact_check::LAST_CONTACT))
    else {
        return Vec::new();
    };
    if last > date {
        return vec![Finding::error(parent_contact_check::LAST_CONTACT, "最近一次联系晚于核查日期，请核对")];
    }
    let long_ago = text(fields, parent_contact_check::WEEKLY) == "yes" && (date - last).num_days() > 7;
    let words = "最近一次联系已超过一周，与“每周至少联系一次”不符，请核对";
    if long_ago { vec![Finding::warning(parent_contact_check::WEEKLY, words)] } else { Vec::new() }
}
