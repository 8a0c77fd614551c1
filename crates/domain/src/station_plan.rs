//! Things of a station's plan: one that a record tells of is done when the record is linked, not when somebody says so.

use chrono::NaiveDate;

use crate::fields::station_plan_item::{DONE_DATE, ITEM_STATE, RECORD_KIND};
use crate::finding::Finding;
use crate::values::{Fields, text};

/// The code of things that no record tells of.
const NO_RECORD: &str = "none";

pub(crate) fn check_item(fields: &Fields, _provisional: bool, _today: NaiveDate) -> Vec<Finding> {
    let done = text(fields, ITEM_STATE) == "done";
    match text(fields, RECORD_KIND) {
        "" | NO_RECORD if done && text(fields, DONE_DATE).is_empty() => {
            vec![Finding::warning(DONE_DATE, "已完成的请填完成日期，期限才能了结")]
        }
        "" | NO_RECORD => Vec::new(),
        _ if done => vec![Finding::warning(ITEM_STATE, "这件事由关联的记录了结，请到计划里关联记录")],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_a_record_tells_of_is_not_done_by_a_tick() {
        let said = |fields: serde_json::Value| {
            let found = check_item(fields.as_object().expect("map"), false, NaiveDate::default());
            found.into_iter().map(|one| one.field).next()
        };
        assert_eq!(said(json!({ "item_state": "done", "record_kind": "visit" })).as_deref(), Some(ITEM_STATE));
        assert_eq!(said(json!({ "item_state": "done", "record_kind": "none" })).as_deref(), Some(DONE_DATE));
        assert_eq!(said(json!({ "item_state": "done", "done_date": "2026-11-20" })), None);
        assert_eq!(said(json!({ "item_state": "planned", "record_kind": "visit" })), None);
    }
}
