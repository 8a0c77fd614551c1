//! Hints at the quality of records, for the supervisor: a plan without a goal, a closure without an evaluation, a case nobody has
//! written of for long, visits that tell the same in the same words. They are hints: nothing is refused for them.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::case::Stage;

/// Days without a progress note after which an open case is pointed out. `[DK]`
pub const SILENT_DAYS: i64 = 60;
/// Shorter texts are alike by chance (情况正常).
const SHORTEST: usize = 12;

/// What the hints look at in a case: final papers only.
#[derive(Debug, Clone, Default)]
pub struct CaseFacts {
    /// Stage of the case.
    pub stage: Option<Stage>,
    /// Service plans.
    pub plans: usize,
    /// Measurable goals.
    pub goals: usize,
    /// Outcome evaluations.
    pub evaluations: usize,
    /// Last progress note, else the day it was opened.
    pub last_written: Option<NaiveDate>,
}

/// A hint at a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseHint {
    /// 计划书没有具体目标
    PlanWithoutGoal,
    /// 已结案，没有评估表
    ClosureWithoutEvaluation,
    /// So many days without a progress note.
    Silent(i64),
}

/// What a supervisor would ask about in a case.
pub fn of_case(case: &CaseFacts, today: NaiveDate) -> Vec<CaseHint> {
    let mut hints = Vec::new();
    if case.plans > 0 && case.goals == 0 {
        hints.push(CaseHint::PlanWithoutGoal);
    }
    let closed = matches!(case.stage, Some(Stage::Closed | Stage::FollowingUp | Stage::Archived));
    if closed && case.evaluations == 0 {
        hints.push(CaseHint::ClosureWithoutEvaluation);
    }
    let working = case.stage.is_some_and(|stage| stage.is_open() && !matches!(stage, Stage::Lead | Stage::Intake));
    let silent = case.last_written.map(|day| (today - day).num_days()).filter(|days| *days > SILENT_DAYS);
    hints.extend(silent.filter(|_| working).map(CaseHint::Silent));
    hints
}

/// Visits whose texts say the same: groups of at least two ids, each in the order given. Spaces and punctuation make no
/// difference, and texts of fewer than twelve characters are left alone.
pub fn same_text<'a>(visits: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<Vec<&'a str>> {
    let mut alike: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (id, text) in visits {
        let words: String = text.chars().filter(|character| character.is_alphanumeric()).collect();
        if words.chars().count() >= SHORTEST {
            alike.entry(words).or_default().push(id);
        }
    }
    alike.into_values().filter(|ids| ids.len() > 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::stored;

    fn today() -> NaiveDate {
        stored("2026-11-25").expect("today")
    }

    #[test]
    fn a_plan_wants_a_goal() {
        let case = CaseFacts { stage: Some(Stage::Planning), plans: 1, ..CaseFacts::default() };
        assert_eq!(of_case(&case, today()), [CaseHint::PlanWithoutGoal]);
        assert_eq!(of_case(&CaseFacts { goals: 1, ..case.clone() }, today()), []);
        assert_eq!(of_case(&CaseFacts { plans: 0, ..case }, today()), [], "no plan yet is no hint");
    }

    #[test]
    fn a_closure_wants_an_evaluation_also_when_it_was_forced() {
        for stage in [Stage::Closed, Stage::FollowingUp, Stage::Archived] {
            let case = CaseFacts { stage: Some(stage), ..CaseFacts::default() };
            assert_eq!(of_case(&case, today()), [CaseHint::ClosureWithoutEvaluation]);
            assert_eq!(of_case(&CaseFacts { evaluations: 1, ..case }, today()), []);
        }
        assert_eq!(of_case(&CaseFacts { stage: Some(Stage::Evaluating), ..CaseFacts::default() }, today()), []);
    }

    #[test]
    fn an_open_case_is_not_forgotten() {
        let silent_since = |day: &str, stage| {
            let case = CaseFacts { stage: Some(stage), last_written: stored(day), ..CaseFacts::default() };
            of_case(&case, today())
        };
        assert_eq!(silent_since("2026-09-26", Stage::Intervening), [], "sixty days");
        assert_eq!(silent_since("2026-09-25", Stage::Intervening), [CaseHint::Silent(61)]);
        assert_eq!(silent_since("2026-01-01", Stage::Lead), [], "a lead is no case yet");
        assert_eq!(silent_since("2026-01-01", Stage::Rejected), []);
    }

    #[test]
    fn the_same_words_in_two_visits_are_shown_whatever_stands_between_them() {
        let text = "老人精神尚可，血压偏高，已提醒按时服药。";
        let spaced = "老人精神尚可 血压偏高 已提醒按时服药";
        let other = "老人精神尚可，血压正常，已提醒按时服药。";
        let found =
            same_text([("a", text), ("b", other), ("c", spaced), ("d", "情况正常"), ("e", "情况正常"), ("f", "")]);
        assert_eq!(found, [vec!["a", "c"]]);
    }
}
