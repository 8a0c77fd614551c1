//! Goals of a service plan: how far one can be.

use chrono::NaiveDate;

use crate::fields::plan_goal;
use crate::finding::Finding;
use crate::values::{Fields, number};

pub(crate) fn check(fields: &Fields, _provisional: bool, _today: NaiveDate) -> Vec<Finding> {
    let over = number(fields, plan_goal::ATTAINMENT_PERCENT).is_some_and(|percent| percent > 100);
    if over {
        vec![Finding::error(plan_goal::ATTAINMENT_PERCENT, "达成百分比应在 0 到 100 之间")]
    } else {
        Vec::new()
    }
}
