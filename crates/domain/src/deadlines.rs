//! Dates by which something must be done that follow from another date: filing an agreement (R05), workers in the station (R06), the
//! yearly self-evaluation (R09). Fixed dates are never shifted for holidays; terms of months are (docs/rules.md).

use chrono::NaiveDate;

use crate::dates::add_months;
use crate::working_days::{Calendar, MissingYear};

/// R05: working days from signing an agreement to filing it with the city (policy 七(三)).
pub const FILING_WORKING_DAYS: u32 = 15;

/// R05: the last day for filing an agreement signed that day.
pub fn filing_due(signed: NaiveDate, calendar: &Calendar) -> Result<NaiveDate, MissingYear> {
    calendar.after(signed, FILING_WORKING_DAYS)
}

/// R06: the last day for the workers to be in the station: the corresponding day of the next month, or its last day where there
/// is none; a day off moves on.
pub fn arrival_due(signed: NaiveDate, calendar: &Calendar) -> Result<NaiveDate, MissingYear> {
    let due = add_months(signed, 1).ok_or(MissingYear(i32::MAX))?;
    calendar.on_or_after(due)
}

/// R09: how a year's self-evaluation (绩效自评) stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SelfEvaluation {
    /// Nothing to say today.
    Quiet,
    /// So many days are left; said on the 1st, 8th, 15th, 22nd and 29th of November.
    Remind(i64),
    /// So many days late; said every day.
    Overdue(i64),
    /// Handed in, so many days late (0: in time).
    Submitted(i64),
}

/// R09: due on 30 November of its year, holidays or not.
pub fn self_evaluation(year: i32, submitted: Option<NaiveDate>, today: NaiveDate) -> SelfEvaluation {
    let november = |day| NaiveDate::from_ymd_opt(year, 11, day).unwrap_or(today);
    let due = november(30);
    match submitted {
        Some(submitted) => SelfEvaluation::Submitted((submitted - due).num_days().max(0)),
        None if today > due => SelfEvaluation::Overdue((today - due).num_days()),
        None if [1, 8, 15, 22, 29].map(november).contains(&today) => SelfEvaluation::Remind((due - today).num_days()),
        None => SelfEvaluation::Quiet,
    }
}

impl std::fmt::Display for SelfEvaluation {
    /// `逾期 5 天`; empty when there is nothing to say.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            SelfEvaluation::Quiet => Ok(()),
            SelfEvaluation::Remind(left) => write!(f, "还有 {left} 天"),
            SelfEvaluation::Overdue(days) => write!(f, "逾期 {days} 天"),
            SelfEvaluation::Submitted(0) => f.write_str("已提交"),
            SelfEvaluation::Submitted(days) => write!(f, "迟交 {days} 天"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::stored;

    fn day(text: &str) -> NaiveDate {
        stored(text).expect(text)
    }

    #[test]
    fn r05_fifteen_working_days_after_signing() {
        let calendar = Calendar::built_in();
        for (signed, due) in [
            ("2025-09-22", "2025-10-17"),
            ("2025-03-03", "2025-03-24"),
            ("2025-01-20", "2025-02-14"),
            ("2025-04-25", "2025-05-20"),
            ("2026-02-10", "2026-03-09"),
            ("2026-09-18", "2026-10-15"),
        ] {
            assert_eq!(filing_due(day(signed), &calendar), Ok(day(due)), "{signed}");
        }
        assert_eq!(filing_due(day("2026-12-15"), &calendar), Err(MissingYear(2027)));
    }

    #[test]
    fn r06_one_month_after_signing_and_on_a_working_day() {
        let calendar = Calendar::built_in();
        for (signed, due) in [
            ("2025-01-31", "2025-02-28"),
            ("2025-09-05", "2025-10-09"),
            ("2025-03-03", "2025-04-03"),
            ("2025-12-31", "2026-02-02"),
            ("2025-08-28", "2025-09-28"),
            ("2026-01-15", "2026-02-24"),
            ("2026-10-28", "2026-11-30"),
        ] {
            assert_eq!(arrival_due(day(signed), &calendar), Ok(day(due)), "{signed}");
        }
        assert_eq!(arrival_due(day("2026-12-10"), &calendar), Err(MissingYear(2027)));
    }

    #[test]
    fn r09_the_self_evaluation_is_due_at_the_end_of_november() {
        let at = |today: &str| self_evaluation(2025, None, day(today)).to_string();
        assert_eq!(at("2025-12-05"), "逾期 5 天");
        assert_eq!(at("2025-12-01"), "逾期 1 天");
        assert_eq!(at("2026-01-01"), "逾期 32 天");
        for (today, said) in [
            ("2025-11-01", "还有 29 天"),
            ("2025-11-08", "还有 22 天"),
            ("2025-11-15", "还有 15 天"),
            ("2025-11-22", "还有 8 天"),
            ("2025-11-29", "还有 1 天"),
        ] {
            assert_eq!(at(today), said);
        }
        for quiet in ["2025-10-31", "2025-11-02", "2025-11-30"] {
            assert_eq!(at(quiet), "", "{quiet}: the 30th, a Sunday, is not shifted and not yet late");
        }
    }

    #[test]
    fn r09_handing_in_ends_the_reminders_and_says_how_late_it_was() {
        let at = |submitted: &str| self_evaluation(2025, Some(day(submitted)), day("2025-12-20")).to_string();
        assert_eq!((at("2025-11-30"), at("2025-12-03")), ("已提交".into(), "迟交 3 天".into()));
        assert_eq!(at("2025-10-15"), "已提交");
    }
}
