//! The supervisor's review of a paper: which papers are reviewed, whether a verdict still holds, and what the fields say that belong to
//! the review. A verdict is about the paper as it stood: a paper written anew wants a new one.

use serde_json::{Map, Value};

use crate::dictionary::{ByReview, Kind};
use crate::fields::{assessment, closure, service_plan};
use crate::finding::Finding;
use crate::values::is_empty;

/// Papers that wait for the supervisor: assessment, plan, closure.
pub const REVIEWED: [&str; 3] = [assessment::KIND, service_plan::KIND, closure::KIND];

/// Whether the supervisor may judge papers of a kind: those that wait for her, and those with fields that only she fills.
pub fn may_be_reviewed(kind: &Kind) -> bool {
    REVIEWED.contains(&kind.name.as_str()) || kind.fields.iter().any(|field| field.by_review.is_some())
}

/// How a paper stands with the supervisor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Not looked at since it was last written.
    Waiting,
    /// Approved as it stands.
    Approved,
    /// Returned, and not written since.
    Returned,
}

/// A verdict: when it was last written (milliseconds of the change's own clock) and its code of `review_verdict`.
#[derive(Debug, Clone, Copy)]
pub struct Verdict<'a> {
    /// Milliseconds of the change's clock.
    pub at_ms: u64,
    /// `approved`, `returned`, or `answered`: mended, says the station, look again.
    pub code: &'a str,
}

/// How a paper of this kind that was last written at `written_ms` stands after these verdicts, in whatever order they come. Of two
/// verdicts at the same moment the return counts: a paper looked at once too often harms nobody. What does not wait for the supervisor
/// (a group's plan, which goes on being written as the group goes on) stays approved until she says otherwise.
pub fn standing(kind: &str, written_ms: u64, verdicts: &[Verdict]) -> Standing {
    let lasts = !REVIEWED.contains(&kind);
    let newest = verdicts.iter().max_by_key(|verdict| (verdict.at_ms, verdict.code == "returned"));
    match newest {
        Some(verdict) if verdict.code == "approved" && (lasts || verdict.at_ms >= written_ms) => Standing::Approved,
        Some(verdict) if verdict.code == "returned" && verdict.at_ms >= written_ms => Standing::Returned,
        _ => Standing::Waiting,
    }
}

/// What a field of the review says, from how the paper stands and the words and the day of the newest verdict.
pub fn says(part: ByReview, standing: Standing, words: &str, day: &str) -> Value {
    match (part, standing) {
        (ByReview::Approval, Standing::Approved) => "yes".into(),
        (ByReview::Approval, Standing::Returned) => "no".into(),
        (ByReview::Opinion, _) if !words.is_empty() => words.into(),
        (ByReview::Date, Standing::Approved) if !day.is_empty() => day.into(),
        _ => Value::Null,
    }
}

/// Fields of the review that a form brings otherwise than they stand: they are not typed.
pub fn typed(kind: &Kind, before: &Map<String, Value>, fields: &Map<String, Value>) -> Vec<Finding> {
    let differs = |name: &str| match (before.get(name), fields.get(name)) {
        (_, None) => false,
        (Some(old), Some(new)) => old != new && !(is_empty(old) && is_empty(new)),
        (None, Some(new)) => !is_empty(new),
    };
    let own = kind.fields.iter().filter(|field| field.by_review.is_some() && differs(&field.name));
    own.map(|field| {
        let words =
            format!("“{}”由督导（站长）审核后自动写入，不能在表里填；请用“审核”通过、退回或写意见", field.label);
        Finding::error(&field.name, words)
    })
    .collect()
}

/// What a verdict lacks: a return without a word helps nobody.
pub fn missing(verdict: &str, text: &str) -> Option<&'static str> {
    (verdict == "returned" && text.trim().is_empty()).then_some("退回时请写明要改什么。")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn after(written_ms: u64, verdicts: &[(u64, &str)]) -> Standing {
        of(assessment::KIND, written_ms, verdicts)
    }

    fn of(kind: &str, written_ms: u64, verdicts: &[(u64, &str)]) -> Standing {
        let verdicts: Vec<Verdict> = verdicts.iter().map(|(at_ms, code)| Verdict { at_ms: *at_ms, code }).collect();
        standing(kind, written_ms, &verdicts)
    }

    #[test]
    fn a_paper_said_to_be_mended_waits_again() {
        assert_eq!(after(10, &[(20, "returned"), (30, "answered")]), Standing::Waiting);
        assert_eq!(after(10, &[(20, "returned"), (30, "answered"), (40, "returned")]), Standing::Returned);
    }

    #[test]
    fn a_plan_that_goes_on_being_written_stays_approved_and_a_returned_one_was_mended() {
        assert_eq!(of("group", 30, &[(20, "approved")]), Standing::Approved);
        assert_eq!(of("group", 30, &[(20, "returned")]), Standing::Waiting);
        assert_eq!(of("group", 10, &[(20, "approved"), (25, "returned")]), Standing::Returned);
    }

    #[test]
    fn fields_of_the_review_follow_it() {
        let said = |part, standing| says(part, standing, "写得细", "2026-11-23");
        assert_eq!(said(ByReview::Approval, Standing::Approved), json!("yes"));
        assert_eq!(said(ByReview::Approval, Standing::Returned), json!("no"));
        assert_eq!(said(ByReview::Approval, Standing::Waiting), Value::Null);
        assert_eq!(said(ByReview::Opinion, Standing::Waiting), json!("写得细"));
        assert_eq!(said(ByReview::Date, Standing::Approved), json!("2026-11-23"));
        assert_eq!(said(ByReview::Date, Standing::Returned), Value::Null);
    }

    #[test]
    fn nobody_types_what_the_review_says_and_what_stood_there_before_stays() {
        let kind = crate::dictionary::dictionary().kind("service_plan").expect("kind");
        let map = |value: Value| value.as_object().expect("object").clone();
        let refused = |before: Value, fields: Value| -> Vec<String> {
            typed(kind, &map(before), &map(fields)).into_iter().map(|finding| finding.field).collect()
        };
        assert_eq!(
            refused(json!({}), json!({"supervisor_approval": "yes", "supervisor_opinion": "好", "strategy": "链接"})),
            ["supervisor_approval", "supervisor_opinion"]
        );
        assert_eq!(refused(json!({"supervisor_approval": "yes"}), json!({"supervisor_approval": "yes"})), [""; 0]);
        assert_eq!(refused(json!({"supervisor_approval": "yes"}), json!({"supervisor_approval": null})).len(), 1);
        assert_eq!(refused(json!({}), json!({"supervisor_opinion": null})), [""; 0]);
    }

    #[test]
    fn every_field_of_a_supervisor_belongs_to_the_review_and_none_is_required() {
        let mut found = Vec::new();
        for kind in &crate::dictionary::dictionary().kinds {
            for field in &kind.fields {
                assert!(field.by_review.is_none() || !field.required, "{} {}", kind.name, field.name);
                // The record of a supervision session is the supervision itself, often by somebody from outside.
                let hers = ["supervisor_approval", "supervisor_opinion", "supervisor_signed", "approval_date"];
                if hers.contains(&field.name.as_str()) && kind.name != "supervision_record" {
                    assert!(field.by_review.is_some(), "{} {}", kind.name, field.name);
                    found.push(kind.name.as_str());
                }
            }
        }
        found.dedup();
        assert_eq!(found.len(), 8, "{found:?}");
    }

    #[test]
    fn a_paper_waits_until_it_is_looked_at() {
        assert_eq!(after(10, &[]), Standing::Waiting);
        assert_eq!(after(10, &[(20, "approved")]), Standing::Approved);
        assert_eq!(after(10, &[(20, "returned")]), Standing::Returned);
    }

    #[test]
    fn a_paper_written_anew_waits_again() {
        assert_eq!(after(30, &[(20, "approved")]), Standing::Waiting);
        assert_eq!(after(30, &[(20, "returned")]), Standing::Waiting);
        assert_eq!(after(30, &[(20, "returned"), (40, "approved")]), Standing::Approved);
    }

    #[test]
    fn the_newest_verdict_counts_in_whatever_order_they_arrive() {
        assert_eq!(after(10, &[(40, "approved"), (20, "returned")]), Standing::Approved);
        assert_eq!(after(10, &[(20, "approved"), (20, "returned")]), Standing::Returned);
        assert_eq!(after(10, &[(20, "a newer program's verdict")]), Standing::Waiting);
    }

    #[test]
    fn a_return_says_why() {
        assert!(missing("returned", " \n").is_some());
        assert_eq!((missing("returned", "补写量表"), missing("approved", "")), (None, None));
    }

    #[test]
    fn every_reviewed_paper_is_a_kind_and_every_verdict_a_code() {
        let dictionary = crate::dictionary::dictionary();
        assert!(REVIEWED.iter().all(|kind| dictionary.kind(kind).is_some()));
        let table = dictionary.code_table("review_verdict").expect("table");
        assert!(["approved", "returned"].iter().all(|code| table.entry(code).is_some()));
    }
}
