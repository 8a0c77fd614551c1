//! The month as 工作台, the county's board, the page of visits, the brief and its targets show it: counted once, by the rules of the
//! brief (R11, R19, R20, R25, 个案五数), from facts that somebody else gathered. It reads no table and decides nothing of its own.

use crate::brief::{Facts, Figures};
use crate::brief_figures::{Counting, People};
use crate::period::Month;

/// Visits of a month that count (R20), without those out of the catalogue (R11).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct VisitCounts {
    /// All of them, whatever came of it.
    pub visits: u64,
    /// 有效走访, in 人次.
    pub effective: u64,
    /// 上门次数.
    pub doors: u64,
    /// Persons effectively visited, one who has two files counted once (R25).
    pub people: u64,
}

/// The figures of a month.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MonthFigures {
    /// Visits.
    pub visits: VisitCounts,
    /// 服务人数
    pub persons: u64,
    /// 期末在册服务对象
    pub registered: u64,
    /// 新建档
    pub new_recipients: u64,
    /// 新增个案
    pub cases_new: u64,
    /// 期末在案
    pub cases_open: u64,
    /// 结案, each case once.
    pub cases_closed: u64,
    /// 跟进节数
    pub case_sessions: u64,
    /// 在组小组 (R19)
    pub groups: u64,
    /// 小组节数
    pub group_sessions: u64,
    /// 社区活动
    pub activities: u64,
    /// 社区活动人次
    pub activity_person_times: u64,
    /// 来访咨询, in 人次.
    pub consultations: u64,
}

/// Months that are counted from the same facts, whose people are looked up once.
pub struct Months<'f> {
    facts: &'f Facts,
    people: People<'f>,
}

impl<'f> Months<'f> {
    /// Of these facts.
    pub fn of(facts: &'f Facts) -> Months<'f> {
        Months { facts, people: People::of(facts) }
    }

    /// Counts a month. What the facts do not hold (a page that needs no register leaves it out) comes to 0.
    pub fn figures(&self, month: Month) -> MonthFigures {
        let counting = Counting::of(self.facts, &self.people, month.period());
        of_figures(counting.visit_counts(), &counting.numbers())
    }
}

/// Counts one month of them.
pub fn month_figures(facts: &Facts, month: Month) -> MonthFigures {
    Months::of(facts).figures(month)
}

/// Only the visits, of one worker or one station as the facts have them.
pub fn visit_counts(facts: &Facts, month: Month) -> VisitCounts {
    Counting::of(facts, &People::of(facts), month.period()).visit_counts()
}

fn of_figures(visits: VisitCounts, figures: &Figures) -> MonthFigures {
    let value = |code: &str| figures.value(code).unwrap_or(0);
    MonthFigures {
        visits,
        persons: value("service.persons"),
        registered: value("recipient.registered"),
        new_recipients: value("recipient.new"),
        cases_new: value("case.new"),
        cases_open: value("case.open_at_end"),
        cases_closed: value("case.closed"),
        case_sessions: value("case.sessions"),
        groups: value("group.under_way"),
        group_sessions: value("group.sessions"),
        activities: value("activity.count"),
        activity_person_times: value("activity.person_times"),
        consultations: value("consultation.person_times"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brief::{CaseEvent, CaseFact, NoteFact, RecipientFact, ServiceFact, VisitFact};
    use crate::brief_figures::figures;
    use crate::dates::stored;
    use crate::on_file::File;
    use chrono::NaiveDate;
    use std::sync::Arc;

    fn day(text: &str) -> NaiveDate {
        stored(text).expect(text)
    }

    fn month() -> Month {
        Month::of(day("2026-11-01"))
    }

    fn visit(id: &str, recipient: &str, mode: &str, result: &str, counted: bool) -> VisitFact {
        VisitFact {
            id: id.into(),
            recipient: recipient.into(),
            date: day("2026-11-10"),
            contact_mode: mode.into(),
            result: result.into(),
            service: ServiceFact { counted, ..ServiceFact::default() },
            ..VisitFact::default()
        }
    }

    #[test]
    fn visits_count_as_in_the_brief_and_a_person_of_two_files_once() {
        let file = |id: &str| RecipientFact { id: id.into(), person: "one".into(), ..RecipientFact::default() };
        let facts = Facts {
            recipients: vec![file("a"), file("b")],
            visits: [
                visit("1", "a", "home", "met", true),
                visit("2", "b", "phone", "met", true),
                visit("3", "a", "home", "not_home", true),
                visit("4", "a", "home", "met", false),
            ]
            .map(Arc::new)
            .into(),
            ..Facts::default()
        };
        let counts = VisitCounts { visits: 3, effective: 2, doors: 2, people: 1 };
        assert_eq!(visit_counts(&facts, month()), counts);
        let figures = figures(&facts, month().period());
        assert_eq!(figures.value("visit.effective"), Some(counts.effective));
        assert_eq!(figures.value("visit.door_knocks"), Some(counts.doors));
    }

    #[test]
    fn a_case_closed_twice_is_one_and_notes_after_closing_are_no_sessions() {
        let case = |reopened: Option<&str>| CaseFact {
            id: "c".into(),
            open_date: stored("2026-10-01"),
            reopened_date: reopened.and_then(stored),
            ..CaseFact::default()
        };
        let note =
            |id: &str, on: &str| NoteFact { id: id.into(), case: "c".into(), date: day(on), present: 1, minutes: 0 };
        let closure = |id: &str, on: &str| CaseEvent { id: id.into(), case: "c".into(), date: day(on) };
        let notes =
            vec![note("1", "2026-11-02"), note("2", "2026-11-05"), note("3", "2026-11-09"), note("4", "2026-11-28")];
        let of = |case: CaseFact, closures: Vec<CaseEvent>| {
            let facts = Facts { cases: vec![case], notes: notes.clone(), closures, ..Facts::default() };
            let figures = month_figures(&facts, month());
            (figures.case_sessions, figures.cases_closed, figures.cases_open)
        };
        assert_eq!(of(case(None), vec![]), (4, 0, 1));
        assert_eq!(
            of(case(None), vec![closure("x", "2026-11-05")]),
            (2, 1, 0),
            "on the day of closing it was still one"
        );
        let twice = vec![closure("x", "2026-11-05"), closure("y", "2026-11-20")];
        assert_eq!(of(case(Some("2026-11-08")), twice), (3, 1, 0), "the last one after the second closing");
        assert_eq!(of(case(Some("2026-11-08")), vec![closure("x", "2026-11-05")]), (4, 1, 1), "reopened and in hand");
        let stage_only = CaseFact { ended: stored("2026-11-05"), ..case(None) };
        let same_day = CaseFact { ended: stored("2026-11-20"), ..case(Some("2026-11-20")) };
        assert_eq!(
            of(same_day, vec![closure("x", "2026-11-05"), closure("y", "2026-11-20")]).2,
            0,
            "reopened and closed"
        );
        assert_eq!(of(stage_only, vec![]).2, 0, "the stage says so where there is no report");
    }

    #[test]
    fn a_merged_file_is_not_a_new_one_and_the_dead_are_not_registered() {
        let file = |id: &str, merged: bool, death: Option<&str>| RecipientFact {
            id: id.into(),
            file: File { created: stored("2026-11-03"), merged, death: death.and_then(stored), ..File::default() },
            ..RecipientFact::default()
        };
        let recipients = vec![file("a", false, None), file("b", true, None), file("c", false, Some("2026-11-30"))];
        let figures = month_figures(&Facts { recipients, ..Facts::default() }, month());
        assert_eq!((figures.new_recipients, figures.registered), (2, 1));
    }
}
