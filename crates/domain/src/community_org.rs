//! Community organisations: when one has a number.

use chrono::NaiveDate;

use crate::fields::community_org;
use crate::finding::Finding;
use crate::values::{Fields, text};

pub(crate) fn check(fields: &Fields, _provisional: bool, _today: NaiveDate) -> Vec<Finding> {
    let filed = matches!(text(fields, community_org::STAGE), "filed" | "registered");
    let missing = filed && text(fields, community_org::FILING_NO).is_empty();
    if missing {
        vec![Finding::warning(community_org::FILING_NO, "已备案或登记的，请补填登记或备案号")]
    } else {
        Vec::new()
    }
}
