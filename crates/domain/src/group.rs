//! Group work (R19): sessions, person-times and persons, when a group is new, under way, finished or completed, its attendance
//! rate and its comparison of tests. Facts hold only final records; what was planned and not held counts in nothing.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::Serialize;

use crate::fields::{group_evaluation, group_session};
use crate::finding::Finding;
use crate::period::Period;
use crate::rate::Rate;
use crate::service::ServiceFact;
use crate::values::{Fields, date, number, text};

/// A group with what belongs to it.
#[derive(Debug, Clone, Default)]
pub struct GroupFact {
    /// Record id.
    pub id: String,
    /// Area, item and whether it counts (R11).
    pub service: ServiceFact,
    /// 计划节数; 0 where unknown.
    pub planned_sessions: u32,
    /// 计划末节日期
    pub planned_end: Option<NaiveDate>,
    /// 结束日期, typed when it ended (early).
    pub ended: Option<NaiveDate>,
    /// Has a final evaluation.
    pub evaluated: bool,
    /// Its members.
    pub members: Vec<MemberFact>,
    /// Its sessions, planned and held; not the cancelled ones.
    pub sessions: Vec<SessionFact>,
}

/// A member of a group.
#[derive(Debug, Clone, Default)]
pub struct MemberFact {
    /// Record id.
    pub id: String,
    /// Recipient, or empty: then the member is a person of her own.
    pub recipient: String,
    /// 入组日期: expected from this day on.
    pub joined: Option<NaiveDate>,
    /// 退组日期: from this day on no longer expected.
    pub left: Option<NaiveDate>,
    /// 前测分
    pub pre: Option<i64>,
    /// 后测分
    pub post: Option<i64>,
}

/// A session of a group.
#[derive(Debug, Clone, Default)]
pub struct SessionFact {
    /// Record id.
    pub id: String,
    /// Day.
    pub date: NaiveDate,
    /// Took place.
    pub held: bool,
    /// Ids of the members who were there, each once.
    pub present: BTreeSet<String>,
}

/// What a county may set about counting groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct GroupRules {
    /// The number of groups goes by the month of the last session, not of the first.
    pub by_last_session: bool,
    /// `min_sessions_per_group`: with fewer held sessions a group is not completed.
    pub min_sessions: u32,
    /// `min_members_per_group`: with fewer members who came at least once a group is not completed.
    pub min_members: u32,
}

impl MemberFact {
    /// Was to come on a day (应到): joined by then and not yet left.
    pub fn is_expected(&self, day: NaiveDate) -> bool {
        self.joined.is_none_or(|joined| joined <= day) && self.left.is_none_or(|left| day < left)
    }
}

impl GroupFact {
    /// Sessions that took place.
    pub fn held(&self) -> impl Iterator<Item = &SessionFact> {
        self.sessions.iter().filter(|session| session.held)
    }

    /// Day of the first held session (首节).
    pub fn first(&self) -> Option<NaiveDate> {
        self.held().map(|session| session.date).min()
    }

    /// Day of the last held session.
    pub fn last_held(&self) -> Option<NaiveDate> {
        self.held().map(|session| session.date).max()
    }

    /// Nothing more will come: said so, evaluated, or as many sessions held as planned.
    pub fn is_finished(&self) -> bool {
        let held = self.held().count() as u32;
        self.ended.is_some() || self.evaluated || self.planned_sessions > 0 && held >= self.planned_sessions
    }

    /// Day of the last session (末节): the last held one of a finished group, else the last that is planned.
    pub fn last(&self) -> Option<NaiveDate> {
        if self.is_finished() {
            return self.last_held();
        }
        self.sessions.iter().map(|session| session.date).chain(self.planned_end).max()
    }

    /// Opened in a period: its first session lies there.
    pub fn is_new(&self, period: Period) -> bool {
        self.first().is_some_and(|day| period.contains(day))
    }

    /// Under way (在组): the period meets the time between first and last session.
    pub fn is_under_way(&self, period: Period) -> bool {
        self.first().zip(self.last()).is_some_and(|(first, last)| first <= period.to && period.from <= last)
    }

    /// Counted as a group of the period: by its first session, or where the county says so by its last.
    pub fn is_of(&self, period: Period, rules: GroupRules) -> bool {
        if rules.by_last_session {
            return self.is_finished() && self.last_held().is_some_and(|day| period.contains(day));
        }
        self.is_new(period)
    }

    /// Completed (完成): finished, with as many sessions and members as the county asks.
    pub fn is_completed(&self, rules: GroupRules) -> bool {
        let came: BTreeSet<&str> = self.held().flat_map(|session| session.present.iter().map(String::as_str)).collect();
        let sessions = self.held().count() as u32;
        self.is_finished() && sessions >= rules.min_sessions.max(1) && came.len() as u32 >= rules.min_members
    }

    /// Members who were to come to a session (应到) and who came (实到). Who came though not expected is expected after all.
    pub fn attendance_of(&self, session: &SessionFact) -> Rate {
        let came = |member: &&MemberFact| session.present.contains(&member.id);
        let expected = self.members.iter().filter(|member| member.is_expected(session.date) || came(member));
        Rate { part: self.members.iter().filter(came).count(), whole: expected.count() }
    }

    /// Attendance rate (出勤率): Σ 实到 ÷ Σ 应到 over the held sessions.
    pub fn attendance(&self) -> Rate {
        self.held().map(|session| self.attendance_of(session)).fold(Rate { part: 0, whole: 0 }, |sum, one| Rate {
            part: sum.part + one.part,
            whole: sum.whole + one.whole,
        })
    }

    /// Stage code of table `group_stage` that the next session has by its place among the planned ones.
    pub fn stage_of_session(number: u32, planned: u32) -> &'static str {
        match (number, planned.max(1)) {
            (0, _) => "preparing",
            (1, _) => "forming",
            (number, planned) if number >= planned => "ending",
            (number, planned) if number * 2 <= planned => "transition",
            _ => "mature",
        }
    }

    /// The comparison of tests over the members who have both scores.
    pub fn tests(&self) -> Option<Tests> {
        let both: Vec<(i64, i64)> = self.members.iter().filter_map(|member| member.pre.zip(member.post)).collect();
        let members = both.len() as i64;
        (members > 0).then(|| Tests {
            members: members as u32,
            pre: Mean::of(both.iter().map(|(pre, _)| pre).sum(), members),
            post: Mean::of(both.iter().map(|(_, post)| post).sum(), members),
            higher: both.iter().filter(|(pre, post)| post > pre).count() as u32,
            lower: both.iter().filter(|(pre, post)| post < pre).count() as u32,
        })
    }
}

/// Scores before and after (前测、后测) of the members who have both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tests {
    /// How many have both.
    pub members: u32,
    /// Mean before.
    pub pre: Mean,
    /// Mean after.
    pub post: Mean,
    /// Scored higher after.
    pub higher: u32,
    /// Scored lower after.
    pub lower: u32,
}

/// A mean, exact to tenths, rounded half up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Mean {
    /// In tenths.
    pub tenths: i64,
}

impl Mean {
    fn of(sum: i64, count: i64) -> Mean {
        Mean { tenths: (sum * 20 + count).div_euclid(count * 2) }
    }
}

impl std::fmt::Display for Mean {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.tenths / 10, self.tenths % 10)
    }
}

/// A satisfaction mean as typed: 1 to 5 with at most two decimals, in hundredths.
pub fn satisfaction(typed: &str) -> Option<u32> {
    let (whole, rest) = typed.trim().split_once('.').unwrap_or((typed.trim(), ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() != 1 || rest.len() > 2 || !digits(whole) || !digits(rest) {
        return None;
    }
    let hundredths: u32 = format!("{whole}{rest:0<2}").parse().ok()?;
    (100..=500).contains(&hundredths).then_some(hundredths)
}

/// How often each member of a group came, by member id.
pub fn times_by_member(group: &GroupFact) -> BTreeMap<&str, u32> {
    let mut times = BTreeMap::new();
    for member in group.held().flat_map(|session| &session.present) {
        *times.entry(member.as_str()).or_default() += 1;
    }
    times
}

/// A satisfaction mean is a number from 1 to 5, and nobody hands in more sheets than were handed out.
pub(crate) fn satisfaction_asked(fields: &Fields) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mean = text(fields, group_evaluation::SATISFACTION_MEAN);
    if !mean.is_empty() && satisfaction(mean).is_none() {
        findings.push(Finding::error(group_evaluation::SATISFACTION_MEAN, "满意度均分应在 1 到 5 之间，如 4.6"));
    }
    if number(fields, group_evaluation::SURVEY_RETURNED)
        .zip(number(fields, group_evaluation::SURVEY_SENT))
        .is_some_and(|(returned, sent)| returned > sent)
    {
        findings.push(Finding::warning(group_evaluation::SURVEY_RETURNED, "回收数多于发放数，请核对"));
    }
    findings
}

/// Findings of a session.
pub(crate) fn check_session(fields: &Fields, _provisional: bool, today: NaiveDate) -> Vec<Finding> {
    let future = text(fields, group_session::STATE) == "held"
        && date(fields, group_session::DATE).is_some_and(|date| date > today);
    let message = "日期晚于今天，还没开的一节请把“开展情况”选为“计划中”";
    if future { vec![Finding::error(group_session::DATE, message)] } else { Vec::new() }
}

/// Findings of an evaluation.
pub(crate) fn check_evaluation(fields: &Fields, _provisional: bool, _today: NaiveDate) -> Vec<Finding> {
    satisfaction_asked(fields)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::stored;
    use crate::period::Month;

    fn day(text: &str) -> NaiveDate {
        stored(text).expect(text)
    }

    fn month(text: &str) -> Period {
        Month::parse(text).expect(text).period()
    }

    fn session(date: &str, held: bool, present: &[&str]) -> SessionFact {
        let present = present.iter().map(|id| (*id).to_owned()).collect();
        SessionFact { id: date.into(), date: day(date), held, present }
    }

    fn member(id: &str) -> MemberFact {
        MemberFact { id: id.into(), ..MemberFact::default() }
    }

    fn group(planned: u32, sessions: Vec<SessionFact>) -> GroupFact {
        GroupFact { id: "g".into(), planned_sessions: planned, sessions, ..GroupFact::default() }
    }

    #[test]
    fn r19_a_group_across_months_is_new_in_its_first_month_only_and_under_way_in_each() {
        let group = group(
            3,
            vec![session("2026-03-28", true, &[]), session("2026-04-18", true, &[]), session("2026-05-09", true, &[])],
        );
        let months = ["2026-02", "2026-03", "2026-04", "2026-05", "2026-06"];
        assert_eq!(months.map(|text| group.is_new(month(text))), [false, true, false, false, false]);
        assert_eq!(months.map(|text| group.is_under_way(month(text))), [false, true, true, true, false]);
        let by_end = GroupRules { by_last_session: true, ..GroupRules::default() };
        assert_eq!(months.map(|text| group.is_of(month(text), by_end)), [false, false, false, true, false]);
        assert_eq!(
            months.map(|text| group.is_of(month(text), GroupRules::default())),
            [false, true, false, false, false]
        );
    }

    #[test]
    fn r19_a_last_session_not_yet_held_stands_as_planned() {
        let mut group = group(4, vec![session("2026-03-28", true, &[]), session("2026-06-06", false, &[])]);
        assert!(group.is_under_way(month("2026-05")) && !group.is_under_way(month("2026-07")));
        group.planned_end = Some(day("2026-08-01"));
        assert!(group.is_under_way(month("2026-08")), "the plan says August");
        assert!(!group.is_of(month("2026-06"), GroupRules { by_last_session: true, ..GroupRules::default() }));
        group.ended = Some(day("2026-04-02"));
        assert!(group.is_under_way(month("2026-03")) && !group.is_under_way(month("2026-04")), "it ended early");
    }

    #[test]
    fn r19_a_group_of_which_nothing_was_held_is_neither_new_nor_under_way() {
        let planned = group(4, vec![session("2026-03-28", false, &[])]);
        assert!(!planned.is_new(month("2026-03")) && !planned.is_under_way(month("2026-03")));
        assert!(!planned.is_finished());
    }

    #[test]
    fn r19_below_the_countys_minimum_a_group_is_not_completed() {
        let rules = GroupRules { min_sessions: 4, min_members: 5, by_last_session: false };
        let of = |sessions: usize, members: &[&str], planned: u32| {
            let dates = ["2026-03-01", "2026-03-08", "2026-03-15", "2026-03-22"];
            group(planned, dates[..sessions].iter().map(|date| session(date, true, members)).collect())
        };
        let five = ["a", "b", "c", "d", "e"];
        assert!(of(4, &five, 4).is_completed(rules));
        assert!(!of(3, &five, 3).is_completed(rules), "three sessions are too few");
        assert!(!of(4, &five[..4], 4).is_completed(rules), "four members are too few");
        assert!(!of(4, &five, 6).is_completed(rules), "it goes on");
        assert!(of(3, &five[..1], 3).is_completed(GroupRules::default()), "without a minimum");
        assert!(!group(4, vec![]).is_completed(GroupRules::default()));
    }

    #[test]
    fn attendance_counts_whom_a_session_could_expect() {
        let mut late = member("late");
        late.joined = Some(day("2026-03-08"));
        let mut gone = member("gone");
        gone.left = Some(day("2026-03-08"));
        let group = GroupFact {
            members: vec![member("a"), late, gone],
            ..group(
                3,
                vec![
                    session("2026-03-01", true, &["a", "gone"]),
                    session("2026-03-08", true, &["a"]),
                    session("2026-03-15", false, &[]),
                ],
            )
        };
        let rate = group.attendance();
        assert_eq!((rate.part, rate.whole, rate.to_string().as_str()), (3, 4, "75%"));
        let first = group.attendance_of(&group.sessions[0]);
        assert_eq!((first.part, first.whole), (2, 2), "who joins later is not expected yet");
        assert_eq!(times_by_member(&group), BTreeMap::from([("a", 2), ("gone", 1)]));
    }

    #[test]
    fn who_came_unexpected_is_expected_and_nobody_gives_a_dash() {
        let mut gone = member("gone");
        gone.left = Some(day("2026-03-01"));
        let came = GroupFact { members: vec![gone], ..group(1, vec![session("2026-03-01", true, &["gone"])]) };
        assert_eq!(came.attendance().to_string(), "100%");
        assert_eq!(group(1, vec![session("2026-03-01", true, &[])]).attendance().to_string(), "—");
    }

    #[test]
    fn the_stage_follows_from_the_place_of_the_session() {
        let of_six: Vec<_> = (0..=7).map(|number| GroupFact::stage_of_session(number, 6)).collect();
        assert_eq!(
            of_six,
            ["preparing", "forming", "transition", "transition", "mature", "mature", "ending", "ending"]
        );
        let table = crate::dictionary::dictionary().code_table("group_stage").expect("table");
        assert!(of_six.iter().all(|code| table.entry(code).is_some()));
        assert_eq!(GroupFact::stage_of_session(1, 0), "forming");
    }

    #[test]
    fn tests_are_compared_over_those_who_have_both() {
        let scored = |id: &str, pre, post| MemberFact { pre, post, ..member(id) };
        let group = GroupFact {
            members: vec![
                scored("a", Some(10), Some(14)),
                scored("b", Some(12), Some(12)),
                scored("c", Some(11), Some(9)),
                scored("d", Some(99), None),
            ],
            ..GroupFact::default()
        };
        let tests = group.tests().expect("three have both");
        assert_eq!((tests.members, tests.higher, tests.lower), (3, 1, 1));
        assert_eq!((tests.pre.to_string(), tests.post.to_string()), ("11.0".into(), "11.7".into()));
        assert_eq!(GroupFact::default().tests(), None);
        assert_eq!(Mean::of(1, 20).to_string(), "0.1", "half a tenth rounds up");
    }

    #[test]
    fn a_satisfaction_mean_lies_between_one_and_five() {
        assert_eq!(["5", "4.6", "4.65", "1.0"].map(satisfaction), [Some(500), Some(460), Some(465), Some(100)]);
        for wrong in ["", "0.9", "5.1", "46", "4.655", "4,6", "四", "-4", "4.x"] {
            assert_eq!(satisfaction(wrong), None, "{wrong}");
        }
    }
}
