//! Reporting periods: month, quarter, half year, year, those that a report compares, and when a month's brief is due. Fixed dates are never shifted for
//! holidays (R06).

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// First and last day, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Period {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

impl Period {
    /// The days up to its middle, and those after it.
    pub fn halves(self) -> [Period; 2] {
        let middle = self.from + (self.to - self.from) / 2;
        [Period { from: self.from, to: middle }, Period { from: middle + chrono::Days::new(1), to: self.to }]
    }

    /// Whether they have a day in common.
    pub fn meets(&self, other: &Period) -> bool {
        self.from <= other.to && other.from <= self.to
    }

    /// Whether a day lies within.
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.to
    }

    /// The calendar month this is, if it is exactly one.
    pub fn month(&self) -> Option<Month> {
        let month = Month::of(self.from);
        (month.period() == *self).then_some(month)
    }
}

/// A calendar month; written `2026-11`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    first: NaiveDate,
}

impl Month {
    /// The month a day lies in.
    pub fn of(day: NaiveDate) -> Month {
        Month { first: day.with_day(1).unwrap_or(day) }
    }

    /// Reads `2026-11`.
    pub fn parse(text: &str) -> Option<Month> {
        let first = (text.len() == 7).then(|| crate::dates::stored(&format!("{text}-01"))).flatten()?;
        crate::dates::in_range(first).then_some(Month { first })
    }

    /// First day.
    pub fn first(self) -> NaiveDate {
        self.first
    }

    /// Last day.
    pub fn last(self) -> NaiveDate {
        self.plus(1).first.pred_opt().unwrap_or(self.first)
    }

    /// The month so many later (or earlier).
    pub fn plus(self, months: i32) -> Month {
        Month { first: crate::dates::add_months(self.first, months).unwrap_or(self.first) }
    }

    /// Year.
    pub fn year(self) -> i32 {
        self.first.year()
    }

    /// 1 to 12.
    pub fn number(self) -> u32 {
        self.first.month()
    }

    /// All of it.
    pub fn period(self) -> Period {
        Period { from: self.first, to: self.last() }
    }

    /// From January to the end of this month (本年累计).
    pub fn year_to_date(self) -> Period {
        Period { from: self.first.with_month(1).unwrap_or(self.first), to: self.last() }
    }

    /// The twelve months that end with this one, oldest first.
    pub fn twelve(self) -> impl Iterator<Item = Month> {
        (-11..=0).map(move |back| self.plus(back))
    }

    /// When its brief is due: the given day of the next month (its last day where the month is shorter).
    pub fn brief_due(self, day: u32) -> NaiveDate {
        let next = self.plus(1);
        next.first.with_day(day.max(1)).unwrap_or(next.last())
    }

    /// `2026年11月`.
    pub fn label(self) -> String {
        format!("{}年{}月", self.year(), self.number())
    }
}

/// Day of the next month on which a brief is due unless the county sets another.
pub const BRIEF_DUE_DAY: u32 = 5;

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.number())
    }
}

/// The periods that a report compares: its own, the one before, and the year up to its last day, where these are others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Spans {
    /// Its own.
    pub this: Period,
    /// The one before.
    pub previous: Option<Period>,
    /// The year up to its last day.
    pub year_to_date: Option<Period>,
}

impl Spans {
    /// Of one period alone.
    pub fn of(this: Period) -> Spans {
        Spans { this, previous: None, year_to_date: None }
    }

    /// The twelve months that end with its last one, or with this one where that is still to come; oldest first.
    pub fn trend(&self, today: NaiveDate) -> impl Iterator<Item = Month> {
        Month::of(self.this.to.min(today).max(self.this.from)).twelve()
    }

    /// From the earliest day that any of them looks at to the last.
    pub fn whole(&self, today: NaiveDate) -> Period {
        let starts = [self.previous, self.year_to_date].into_iter().flatten().map(|period| period.from);
        let from = starts.chain(self.trend(today).map(Month::first)).fold(self.this.from, NaiveDate::min);
        Period { from, to: Month::of(self.this.to).last() }
    }
}

/// A quarter, 1 to 4.
pub fn quarter(year: i32, number: u32) -> Option<Period> {
    months(year, number.checked_sub(1)?.checked_mul(3)? + 1, 3)
}

/// A half year, 1 or 2.
pub fn half_year(year: i32, number: u32) -> Option<Period> {
    months(year, number.checked_sub(1)?.checked_mul(6)? + 1, 6)
}

/// A whole year.
pub fn year(year: i32) -> Option<Period> {
    months(year, 1, 12)
}

fn months(year: i32, first: u32, count: i32) -> Option<Period> {
    let month = Month::of(NaiveDate::from_ymd_opt(year, first, 1)?);
    Some(Period { from: month.first(), to: month.plus(count - 1).last() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::stored;

    fn month(text: &str) -> Month {
        Month::parse(text).expect(text)
    }

    #[test]
    fn months_know_their_ends_and_neighbours() {
        assert_eq!(month("2028-02").last(), stored("2028-02-29").expect("date"));
        assert_eq!(month("2026-01").plus(-1).to_string(), "2025-12");
        assert_eq!(month("2026-12").plus(1).to_string(), "2027-01");
        assert_eq!(month("2026-11").label(), "2026年11月");
        assert_eq!(month("2026-11").period().month(), Some(month("2026-11")));
        assert_eq!(quarter(2026, 4).expect("quarter").month(), None);
        for text in ["2026-13", "2026-1", "202611", "", "1899-12", "二零二六-1"] {
            assert!(Month::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn halves_of_a_period_are_all_of_it_once() {
        for (from, to, ends) in [
            ("2026-01-01", "2026-01-04", "2026-01-02"),
            ("2026-01-01", "2026-01-05", "2026-01-03"),
            ("2026-01-01", "2026-01-01", "2026-01-01"),
        ] {
            let day = |text: &str| stored(text).expect("date");
            let [first, second] = Period { from: day(from), to: day(to) }.halves();
            assert_eq!((first.from, first.to, second.to), (day(from), day(ends), day(to)));
            assert_eq!(second.from, day(ends).succ_opt().expect("date"));
        }
    }

    #[test]
    fn a_brief_is_due_on_the_fifth_and_a_holiday_does_not_shift_it() {
        assert_eq!(month("2025-09").brief_due(BRIEF_DUE_DAY), stored("2025-10-05").expect("National Day holiday"));
        assert_eq!(month("2026-11").brief_due(BRIEF_DUE_DAY), stored("2026-12-05").expect("a Saturday"));
        assert_eq!(month("2026-12").brief_due(BRIEF_DUE_DAY), stored("2027-01-05").expect("date"));
        assert_eq!(month("2026-01").brief_due(31), stored("2026-02-28").expect("short month"));
    }

    #[test]
    fn quarters_halves_and_years_have_their_ends() {
        let ends = |period: Option<Period>| period.map(|p| (p.from.to_string(), p.to.to_string()));
        let pair = |a: &str, b: &str| Some((a.to_owned(), b.to_owned()));
        assert_eq!(ends(quarter(2026, 1)), pair("2026-01-01", "2026-03-31"));
        assert_eq!(ends(quarter(2026, 4)), pair("2026-10-01", "2026-12-31"));
        assert_eq!(ends(half_year(2026, 2)), pair("2026-07-01", "2026-12-31"));
        assert_eq!(ends(year(2028)), pair("2028-01-01", "2028-12-31"));
        assert_eq!((quarter(2026, 0), quarter(2026, 5), half_year(2026, 3)), (None, None, None));
        assert_eq!(ends(Some(month("2026-11").year_to_date())), pair("2026-01-01", "2026-11-30"));
    }

    #[test]
    fn the_trend_has_twelve_months_oldest_first() {
        let names: Vec<_> = month("2026-03").twelve().map(|m| m.to_string()).collect();
        assert_eq!((names.len(), names[0].as_str(), names[11].as_str()), (12, "2025-04", "2026-03"));
    }
}
