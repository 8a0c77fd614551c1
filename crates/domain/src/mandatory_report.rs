//! Mandatory report of harm to a minor (强制报告, R23): when it is due, what must stand before it may be final. Until then
//! visit and report are kept as 暂存: nothing typed is lost, nothing is counted, and the home page shows them in red.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use serde_json::{Map, Value};

use crate::age;
use crate::dictionary::{Field, dictionary};
use crate::fields::{consultation, group_session, intake, mandatory_report, visit};
use crate::finding::Finding;
use crate::values::{is_empty, text};

/// Whether what was ticked demands a report: any sign, in anyone not known to be of age. Whose age is not known is taken for a
/// minor: the signs are asked of minors only.
pub fn is_due(birth: Option<NaiveDate>, found: NaiveDate, signs: &[String]) -> bool {
    !signs.is_empty() && !age::at_least(birth, None, found, age::OF_AGE)
}

/// What a report still lacks, in the order of its form: the dictionary says what it requires. A report with any of it may only be 暂存.
pub fn missing(report: &Map<String, Value>) -> Vec<&'static Field> {
    let kind = dictionary().kind(mandatory_report::KIND);
    let required = kind.into_iter().flat_map(|kind| &kind.fields).filter(|field| field.required);
    required.filter(|field| report.get(&field.name).is_none_or(is_empty)).collect()
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

/// Checks that the dictionary alone cannot make.
pub fn check(report: &Map<String, Value>, _provisional: bool, today: NaiveDate) -> Vec<Finding> {
    let mut findings = Vec::new();
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

/// Fields of a record that tell something of a report, each with the field of the report that it fills.
fn told_by(kind: &str) -> &'static [(&'static str, &'static str)] {
    match kind {
        visit::KIND => &[
            (visit::RECIPIENT, mandatory_report::RECIPIENT),
            (visit::CASE, mandatory_report::CASE),
            (visit::DATE, mandatory_report::FOUND_DATE),
            (visit::START_TIME, mandatory_report::FOUND_TIME),
            (visit::HARM_SIGNS, mandatory_report::SITUATION),
            (visit::OBSERVATION_TEXT, mandatory_report::SITUATION_TEXT),
            (visit::VISITOR_STAFF, mandatory_report::REPORTER),
            (visit::ACTION_TAKEN, mandatory_report::MEASURES),
        ],
        consultation::KIND => &[
            (consultation::RECIPIENT, mandatory_report::RECIPIENT),
            (consultation::DATE, mandatory_report::FOUND_DATE),
            (consultation::CONTENT, mandatory_report::SITUATION_TEXT),
            (consultation::WORKER, mandatory_report::REPORTER),
            (consultation::ANSWER, mandatory_report::MEASURES),
        ],
        // What was written of the group is about others too: it is not copied into the report on one child.
        group_session::KIND => &[
            (group_session::DATE, mandatory_report::FOUND_DATE),
            (group_session::START_TIME, mandatory_report::FOUND_TIME),
            (group_session::WORKER, mandatory_report::REPORTER),
        ],
        intake::KIND => &[
            (intake::CASE, mandatory_report::CASE),
            (intake::DATE, mandatory_report::FOUND_DATE),
            (intake::REQUEST_TEXT, mandatory_report::SITUATION_TEXT),
            (intake::WORKER, mandatory_report::REPORTER),
        ],
        _ => &[],
    }
}

/// The fields of a report that the record tells in which the harm was found; none where harm is not found in such records. The rest is
/// asked of the worker.
pub fn found_in(kind: &str, id: &str, record: &Map<String, Value>) -> Option<Map<String, Value>> {
    let told = told_by(kind);
    if told.is_empty() {
        return None;
    }
    let mut report = Map::from_iter([(kind.to_owned(), id.into())]);
    for (from, to) in told {
        if let Some(value) = record.get(*from).filter(|value| !is_empty(value)) {
            report.insert((*to).to_owned(), value.clone());
        }
    }
    Some(report)
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
        report(json!({"recipient": "r1", "situation": ["alone"], "found_date": "2025-04-02", "found_time": "09:30",
            "police_date": "2025-04-02", "police_time": "10:20", "police_station": "派出所", "police_receiver": "受理人"}))
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
    fn r23_child_signs_time_unit_and_receiver_are_each_demanded_and_said_by_their_labels() {
        let fields = ["recipient", "found_date", "situation", "police_date", "police_time", "police_station"];
        for field in fields.into_iter().chain(["police_receiver"]) {
            let mut report = complete();
            report.insert(field.into(), json!("  "));
            let names: Vec<_> = missing(&report).into_iter().map(|lacking| lacking.name.as_str()).collect();
            assert_eq!(names, [field]);
        }
        assert!(missing(&complete()).is_empty());
        let half = report(json!({"recipient": "r1", "situation": ["alone"], "found_date": "2025-04-02",
            "police_date": "2025-04-02", "police_receiver": "警号 0123"}));
        let labels: Vec<_> = missing(&half).into_iter().map(|lacking| lacking.label.as_str()).collect();
        assert_eq!(labels.join("、"), "公安报告时间、受理单位");
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
    fn r23_the_report_takes_over_what_the_record_tells_in_which_harm_was_found() {
        for (kind, record, told) in [
            (
                "visit",
                json!({"recipient": "r1", "date": "2025-04-02", "start_time": null, "harm_signs": ["alone"]}),
                json!({"visit": "v1", "recipient": "r1", "found_date": "2025-04-02", "situation": ["alone"]}),
            ),
            (
                "consultation",
                json!({"recipient": "r1", "date": "2025-04-02", "content": "奶奶说孩子一个人过夜", "answer": ""}),
                json!({"consultation": "v1", "recipient": "r1", "found_date": "2025-04-02", "situation_text": "奶奶说孩子一个人过夜"}),
            ),
            (
                "group_session",
                json!({"group": "g1", "date": "2025-04-02", "start_time": "15:00", "process": "别人的事"}),
                json!({"group_session": "v1", "found_date": "2025-04-02", "found_time": "15:00"}),
            ),
            (
                "intake",
                json!({"case": "c1", "date": "2025-04-02", "request_text": "不敢回家", "worker": "s1"}),
                json!({"intake": "v1", "case": "c1", "found_date": "2025-04-02", "situation_text": "不敢回家", "reporter": "s1"}),
            ),
        ] {
            let report = found_in(kind, "v1", &report(record)).expect(kind);
            assert_eq!(Value::Object(report), told, "{kind}");
        }
        assert_eq!(found_in("errand", "v1", &Map::new()), None);
    }

    #[test]
    fn a_report_can_say_of_every_such_record_that_harm_was_found_there() {
        let kind = dictionary().kind("mandatory_report").expect("kind");
        for name in ["visit", "consultation", "group_session", "intake"] {
            assert_eq!(kind.refers_to(name), Some(name));
        }
    }
}
