//! Figures of cases: the five numbers (docs/rules.md), those open at the end, leads, follow-ups, referrals and reports.

use std::collections::{BTreeSet, HashSet};

use chrono::NaiveDate;

use super::{Counting, List, ids};
use crate::brief::CaseFact;
use crate::fields::{case, follow_up, mandatory_report, progress_note, referral};

impl Counting<'_> {
    /// 个案五数, open at the end, and what stands around them.
    pub(super) fn cases(&self, list: &mut List) {
        let period = self.period;
        let counted = || self.facts.cases.iter().filter(|case| case.service.counted);
        let new: Vec<_> = counted().filter(|case| case.open_date.is_some_and(|day| period.contains(day))).collect();
        let new_ids: HashSet<&str> = new.iter().map(|case| case.id.as_str()).collect();
        let followed: BTreeSet<&String> = self.notes.iter().map(|(_, case)| &case.id).collect();
        list.count("case.followed", "跟进个案", "个", case::KIND, ids(followed));
        list.count(
            "case.sessions",
            "跟进节数",
            "节",
            progress_note::KIND,
            ids(self.notes.iter().map(|(note, _)| &note.id)),
        );
        list.count("case.new", "新增个案", "个", case::KIND, ids(new.iter().map(|case| &case.id)));
        let of_new = self.notes.iter().filter(|(_, case)| new_ids.contains(case.id.as_str()));
        list.count(
            "case.new_sessions",
            "新增个案节数",
            "节",
            progress_note::KIND,
            ids(of_new.map(|(note, _)| &note.id)),
        );
        let counted_ids: HashSet<&str> = counted().map(|case| case.id.as_str()).collect();
        let closed =
            self.facts.closures.iter().filter(|c| period.contains(c.date) && counted_ids.contains(c.case.as_str()));
        let closed: BTreeSet<&String> = closed.map(|closure| &closure.case).collect();
        list.count("case.closed", "结案", "个", case::KIND, ids(closed));
        let none = Vec::new();
        let open =
            counted().filter(|case| is_open(case, self.closed.get(case.id.as_str()).unwrap_or(&none), period.to));
        list.count("case.open_at_end", "期末在案", "个", case::KIND, ids(open.map(|case| &case.id)));
        let (notes, times) = (ids(self.notes.iter().map(|(note, _)| &note.id)), Self::present(&self.notes));
        list.sum("case.person_times", "个案服务人次", "人次", progress_note::KIND, notes.clone(), times);
        let minutes = self.notes.iter().map(|(note, _)| u64::from(note.minutes)).sum();
        list.sum("case.minutes", "个案服务时长", "分钟", progress_note::KIND, notes, minutes);
        let leads = self.facts.cases.iter().filter(|case| case.lead_date.is_some_and(|day| period.contains(day)));
        list.count("case.leads", "个案线索", "条", case::KIND, ids(leads.map(|case| &case.id)));
        let follow_ups = self.facts.follow_ups.iter().filter(|event| period.contains(event.date));
        list.count("follow_up.count", "结案后跟进", "次", follow_up::KIND, ids(follow_ups.map(|event| &event.id)));
        let referrals = self.facts.referrals.iter().filter(|event| period.contains(event.date));
        list.count("referral.count", "转介", "次", referral::KIND, ids(referrals.map(|event| &event.id)));
        let reports = self.facts.reports.iter().filter(|event| period.contains(event.date));
        list.count(
            "mandatory_report.count",
            "强制报告",
            "件",
            mandatory_report::KIND,
            ids(reports.map(|event| &event.id)),
        );
    }
}

/// In hand (在案) on a day: opened by then, not past the work by its stage, and not closed by then unless reopened since. `closed`: the
/// days of its closure reports.
fn is_open(case: &CaseFact, closed: &[NaiveDate], day: NaiveDate) -> bool {
    let last = closed.iter().copied().filter(|closed| *closed <= day).max();
    let reopened = case.reopened_date.filter(|reopened| *reopened <= day);
    case.open_date.is_some_and(|opened| opened <= day)
        && case.ended.is_none_or(|ended| ended > day)
        && last.is_none_or(|last| reopened.is_some_and(|reopened| reopened >= last))
}

/// Whether a note was written after the case was closed (结案后的跟进, no session): closed before that day, not reopened by then, and
/// not closed again afterwards, which it could not be without having been reopened.
pub(super) fn is_after_closing(case: &CaseFact, closed: &[NaiveDate], day: NaiveDate) -> bool {
    let Some(last) = closed.iter().copied().filter(|closed| *closed < day).max() else {
        return false;
    };
    let reopened = case.reopened_date.is_some_and(|reopened| last <= reopened && reopened <= day);
    !reopened && !closed.iter().any(|closed| *closed >= day)
}
