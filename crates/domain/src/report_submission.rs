//! Reports that were handed in: a period is written as the deadlines name it, or what is due for it would stay due.

use chrono::NaiveDate;

use crate::deadlines::{Each, rules};
use crate::fields::report_submission::{KIND, PERIOD, REPORT_TYPE};
use crate::finding::Finding;
use crate::values::{Fields, text};

pub(crate) fn check(fields: &Fields, _provisional: bool, today: NaiveDate) -> Vec<Finding> {
    let period = text(fields, PERIOD);
    let Some(each) = each(text(fields, REPORT_TYPE)).filter(|each| !period.is_empty() && !each.names(period)) else {
        return Vec::new();
    };
    let example = each.of(today).map(|(name, _)| name).unwrap_or_default();
    vec![Finding::error(PERIOD, format!("所属期应写成 {example} 的样子，期限才能了结"))]
}

/// The periods that a type of report is due for; none for reports of an agreement, and others.
fn each(report_type: &str) -> Option<Each> {
    rules().iter().find_map(|rule| {
        let by = rule.settled_by.as_ref().filter(|by| by.kind == KIND)?;
        by.only.get(REPORT_TYPE)?.codes().iter().any(|code| code == report_type).then_some(rule.each)?
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::dates::stored;

    #[test]
    fn a_period_is_written_as_its_deadline_names_it() {
        let said = |report_type: &str, period: &str| {
            let fields = json!({ "report_type": report_type, "period": period });
            let found = check(fields.as_object().expect("map"), false, stored("2026-11-30").expect("day"));
            found.into_iter().map(|one| (one.field, one.message)).next()
        };
        for (report_type, period) in [
            ("quarterly", "2026-Q3"),
            ("half_year", "2026-H1"),
            ("self_evaluation", "2026"),
            ("mid_term", "2026年上半年"),
            ("other", "第三期"),
            ("quarterly", ""),
        ] {
            assert_eq!(said(report_type, period), None, "{report_type} {period}");
        }
        for (report_type, period, example) in [
            ("quarterly", "2026年三季度", "2026-Q4"),
            ("quarterly", "2026-Q5", "2026-Q4"),
            ("half_year", "2026-Q1", "2026-H2"),
            ("self_evaluation", "2026年", "2026"),
        ] {
            let words = format!("所属期应写成 {example} 的样子，期限才能了结");
            assert_eq!(said(report_type, period), Some((PERIOD.to_owned(), words)), "{report_type} {period}");
        }
    }
}
