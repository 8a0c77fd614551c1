//! Figures of cases: the five numbers (14-decisions), those open at the end, leads, follow-ups, referrals and reports.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;

use super::{Counting, List, ids};
use crate::brief::CaseFact;

impl Counting<'_> {
    /// 个案五数, open at the end, and what stands around them.
    pub(super) fn cases(&self, list: &mut List) {
        let period = self.period;
        let counted = || self.facts.cases.iter().filter(|case| case.service.counted);
        let new: Vec<_> = counted().filter(|case| case.open_date.is_some_and(|day| period.contains(day))).collect();
        let new_ids: HashSet<&str> = new.iter().map(|case| case.id.as_str()).collect();
        let followed: BTreeSet<&String> = self.notes.iter().map(|(_, case)| &case.id).collect();
        list.count("case.followed", "跟进个案", "个", "case", ids(followed));
        list.count(
            "case.sessions",
            "跟进节数",
            "节",
            "progress_note",
            ids(self.notes.iter().map(|(note, _)| &note.id)),
        );
        list.count("case.new", "新增个案", "个", "case", ids(new.iter().map(|case| &case.id)));
        let of_new = self.notes.iter().filter(|(_, case)| new_ids.contains(case.id.as_str()));
        list.count("case.new_sessions", "新增个案节数", "节", "progress_note", ids(of_new.map(|(note, _)| &note.id)));
        let counted_ids: HashSet<&str> = counted().map(|case| case.id.as_str()).collect();
        let closed =
            self.facts.closures.iter().filter(|c| period.contains(c.date) && counted_ids.contains(c.case.as_str()));
        let closed: BTreeSet<&String> = closed.map(|closure| &closure.case).collect();
        list.count("case.closed", "结案", "个", "case", ids(closed));
        let mut last_closed: HashMap<&str, NaiveDate> = HashMap::new();
        for closure in self.facts.closures.iter().filter(|closure| closure.date <= period.to) {
            let last = last_closed.entry(&closure.case).or_insert(closure.date);
            *last = closure.date.max(*last);
        }
        let open = counted().filter(|case| self.is_open_at_end(case, last_closed.get(case.id.as_str()).copied()));
        list.count("case.open_at_end", "期末在案", "个", "case", ids(open.map(|case| &case.id)));
        let (notes, times) = (ids(self.notes.iter().map(|(note, _)| &note.id)), Self::present(&self.notes));
        list.sum("case.person_times", "个案服务人次", "人次", "progress_note", notes.clone(), times);
        let minutes = self.notes.iter().map(|(note, _)| u64::from(note.minutes)).sum();
        list.sum("case.minutes", "个案服务时长", "分钟", "progress_note", notes, minutes);
        let leads = self.facts.cases.iter().filter(|case| case.lead_date.is_some_and(|day| period.contains(day)));
        list.count("case.leads", "个案线索", "条", "case", ids(leads.map(|case| &case.id)));
        let follow_ups = self.facts.follow_ups.iter().filter(|event| period.contains(event.date));
        list.count("follow_up.count", "结案后跟进", "次", "follow_up", ids(follow_ups.map(|event| &event.id)));
        let referrals = self.facts.referrals.iter().filter(|event| period.contains(event.date));
        list.count("referral.count", "转介", "次", "referral", ids(referrals.map(|event| &event.id)));
        let reports = self.facts.reports.iter().filter(|event| period.contains(event.date));
        list.count("mandatory_report.count", "强制报告", "件", "mandatory_report", ids(reports.map(|event| &event.id)));
    }

    /// Opened by the end, and not closed by the end unless reopened since.
    fn is_open_at_end(&self, case: &CaseFact, closed: Option<NaiveDate>) -> bool {
        let end = self.period.to;
        let reopened = case.reopened_date.filter(|day| *day <= end);
        case.open_date.is_some_and(|day| day <= end)
            && closed.is_none_or(|closed| reopened.is_some_and(|day| day >= closed))
    }
}
