//! Mandatory report of harm to a minor (强制报告, R23): when it is due, what must stand before it may be final. Until then
//! visit and report are kept as 暂存: nothing typed is lost, nothing is counted, and the home page shows them in red.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use serde_json::{Map, Value};

use crate::age;
use crate::fields::{mandatory_report, visit};
use crate::finding::Finding;
use crate::values::text;

/// Whether what was ticked demands a report: any sign, in anyone not known to be of age. Whose age is not known is taken for a
/// minor: the signs are asked of minors only.
pub fn is_due(birth: Option<NaiveDate>, found: NaiveDate, signs: &[String]) -> bool {
    !signs.is_empty() && !age::at_least(birth, None, found, age::OF_AGE)
}

/// The three things about the report to the police without which it is not made.
const POLICE: [(&str, &str); 4] = [
    (mandatory_report::POLICE_DATE, "请填向公安机关报告的日期"),
    (mandatory_report::POLICE_TIME, "请填向公安机关报告的时间，如 10:20"),
    (mandatory_report::POLICE_STATION, "请填受理单位，如 大瑶派出所"),
    (mandatory_report::POLICE_RECEIVER, "请填受理人姓名或警号"),
];

/// What the report to the police still lacks; a record with any of it may only be 暂存.
pub fn missing(report: &Map<String, Value>) -> Vec<Finding> {
    let empty = |field: &&(&str, &str)| text(report, field.0).is_empty();
    POLICE.iter().filter(empty).map(|(field, message)| Finding::error(field, *message)).collect()
}

/// Whether a visit that found signs may be final: only beside a complete report.
pub fn visit_may_be_final(
    birth: Option<NaiveDate>,
    visited: NaiveDate,
    signs: &[String],
    report: Option<&Map<String, Value>>,
) -> Result<(), Finding> {
    if !is_due(birth, visited, signs) || report.is_some_and(|report| missing(report).is_empty()) {
        return Ok(());
    }
    Err(Finding::error(
        visit::HARM_SIGNS,
        "须先向公安机关报告并填写强制报告（时间、单位、受理人）；现在可以暂存，内容不会丢失",
    ))
}

/// Reporting first and visiting later is allowed; more than 24 hours apart deserves a look.
pub fn too_early(reported: NaiveDateTime, visited: NaiveDateTime) -> bool {
    (visited - reported).num_minutes() > 24 * 60
}

/// Checks that the dictionary alone cannot make. `provisional`: missing parts are no error yet.
pub fn check(report: &Map<String, Value>, provisional: bool, today: NaiveDate) -> Vec<Finding> {
    let mut findings = if provisional { Vec::new() } else { missing(report) };
    let when = |date: &str, time: &str| {
        let date = crate::dates::stored(text(report, date))?;
        let time = NaiveTime::parse_from_str(text(report, time), "%H:%M").unwrap_or_default();
        Some(date.and_time(time))
    };
    if let Some(reported) = when(mandatory_report::POLICE_DATE, mandatory_report::POLICE_TIME) {
        if reported.date() > today {
            findings.push(Finding::warning(mandatory_report::POLICE_DATE, "报告日期晚于今天，请核对"));
        }
        if when(mandatory_report::FOUND_DATE, mandatory_report::FOUND_TIME)
            .is_some_and(|found| too_early(reported, found))
        {
            findings.push(Finding::warning(mandatory_report::POLICE_DATE, "报告时间比发现时间早 24 小时以上，请核对"));
        }
    }
    findings
}

/// The fields of the report that a visit already tells; the rest is asked of the worker.
pub fn from_visit(visit_id: &str, visit: &Map<String, Value>) -> Map<String, Value> {
    let mut report = Map::new();
    report.insert(mandatory_report::VISIT.into(), visit_id.into());
    for (from, to) in [
        (visit::RECIPIENT, mandatory_report::RECIPIENT),
        (visit::CASE, mandatory_report::CASE),
        (visit::DATE, mandatory_report::FOUND_DATE),
        (visit::START_TIME, mandatory_report::FOUND_TIME),
        (visit::HARM_SIGNS, mandatory_report::SITUATION),
        (visit::OBSERVATION_TEXT, mandatory_report::SITUATION_TEXT),
        (visit::VISITOR_STAFF, mandatory_report::REPORTER),
        (visit::ACTION_TAKEN, mandatory_report::MEASURES),
    ] {
        if let Some(value) = visit.get(from).filter(|value| !value.is_null()) {
            report.insert(to.into(), value.clone());
        }
    }
    report
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::stored;
    use serde_json::json;

    fn day(text: &str) -> NaiveDate {
        stored(text).expect(text)
    }

    fn report(value: Value) -> Map<String, Value> {
        value.as_object().expect("object").clone()
    }

    fn complete() -> Map<String, Value> {
        report(json!({"found_date": "2025-04-02", "found_time": "09:30", "police_date": "2025-04-02",
            "police_time": "10:20", "police_station": "派出所", "police_receiver": "受理人"}))
    }

    #[test]
    fn r23_a_child_of_eight_alone_cannot_be_final_unreported() {
        let (birth, visited, signs) = (Some(day("2017-01-01")), day("2025-04-02"), vec!["alone".to_owned()]);
        let refused = visit_may_be_final(birth, visited, &signs, None).expect_err("refused");
        assert_eq!(refused.field, "harm_signs");
        let half = report(json!({"police_date": "2025-04-02", "police_time": "10:20", "police_station": "派出所"}));
        assert!(visit_may_be_final(birth, visited, &signs, Some(&half)).is_err());
        assert!(visit_may_be_final(birth, visited, &signs, Some(&complete())).is_ok());
    }

    #[test]
    fn r23_every_sign_triggers_in_everyone_under_18() {
        let table = crate::dictionary::dictionary().code_table("harm_sign").expect("table");
        for entry in &table.entries {
            let signs = [entry.code.clone()];
            assert!(is_due(Some(day("2008-11-24")), day("2026-11-23"), &signs), "{}: the day before 18", entry.code);
            assert!(!is_due(Some(day("2008-11-23")), day("2026-11-23"), &signs), "{}: 18 today", entry.code);
            assert!(is_due(None, day("2026-11-23"), &signs), "{}: age unknown", entry.code);
        }
        assert!(!is_due(Some(day("2017-01-01")), day("2025-04-02"), &[]));
    }

    #[test]
    fn r23_time_unit_and_receiver_are_each_demanded() {
        for field in ["police_date", "police_time", "police_station", "police_receiver"] {
            let mut report = complete();
            report.insert(field.into(), json!("  "));
            let fields: Vec<_> = missing(&report).into_iter().map(|finding| finding.field).collect();
            assert_eq!(fields, [field]);
        }
        assert!(missing(&complete()).is_empty());
        assert_eq!(missing(&Map::new()).len(), 4);
    }

    #[test]
    fn r23_a_provisional_report_is_kept_without_error() {
        let findings = check(&report(json!({"found_date": "2025-04-02"})), true, day("2025-04-02"));
        assert_eq!(findings, []);
        assert_eq!(check(&report(json!({"found_date": "2025-04-02"})), false, day("2025-04-02")).len(), 4);
    }

    #[test]
    fn r23_reporting_first_is_allowed_but_a_day_before_is_pointed_out() {
        let with = |date: &str, time: &str| {
            let mut report = complete();
            report.insert("police_date".into(), json!(date));
            report.insert("police_time".into(), json!(time));
            check(&report, false, day("2025-04-03"))
        };
        assert_eq!(with("2025-04-01", "09:30"), [], "exactly 24 hours before");
        assert_eq!(with("2025-04-02", "10:20"), []);
        assert!(with("2025-04-01", "09:29")[0].message.contains("24 小时"));
        assert!(with("2025-04-04", "08:00")[0].message.contains("晚于今天"));
        assert!(with("2025-04-01", "09:29").iter().all(|finding| !finding.is_error()));
    }

    #[test]
    fn r23_the_report_takes_over_what_the_visit_tells() {
        let visit =
            report(json!({"recipient": "r1", "date": "2025-04-02", "start_time": null, "harm_signs": ["alone"]}));
        let report = from_visit("v1", &visit);
        assert_eq!(
            Value::Object(report),
            json!({"visit": "v1", "recipient": "r1", "found_date": "2025-04-02", "situation": ["alone"]})
        );
    }
}
