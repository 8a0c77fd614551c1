//! Terms: by when something is due, and on which days it is spoken of beforehand. Terms of months and of working days end on a
//! working day (R05, R06); fixed days and days counted from a period are never shifted.

use chrono::{Datelike, Days, NaiveDate};
use serde::Deserialize;

use crate::dates::add_months;
use crate::period::{Month, Period, Spans, half_year, quarter, year};
use crate::working_days::{Calendar, MissingYear};

/// A term.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Term {
    /// The day itself.
    On,
    /// So many working days after it (R05).
    WorkingDays(u32),
    /// The corresponding day so many months later, or the last of a shorter month; a day off moves on (R06).
    Months(Amount),
    /// So many days after it.
    DaysAfter(Amount),
    /// So many days before it.
    DaysBefore(Amount),
    /// A day of the year that it lies in: `11-30` (R09).
    DayOfYear(String),
}

/// A number, or the county's parameter that says it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Amount {
    /// A number.
    Number(u32),
    /// Name of a parameter.
    Parameter(String),
}

/// When something is spoken of before it is due.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Remind {
    /// So many days before, the earliest first.
    Days(Vec<u32>),
    /// So many working days before.
    WorkingDays(Vec<u32>),
    /// Every week from that day of the year on.
    WeeklyFrom(String),
}

/// Periods that something is due for, each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Each {
    /// Months.
    Month,
    /// Quarters.
    Quarter,
    /// Half years.
    HalfYear,
    /// Years.
    Year,
}

impl Term {
    /// The parameter that a number of it comes from.
    pub fn parameter(&self) -> Option<&str> {
        match self {
            Term::Months(amount) | Term::DaysAfter(amount) | Term::DaysBefore(amount) => amount.parameter(),
            Term::On | Term::WorkingDays(_) | Term::DayOfYear(_) => None,
        }
    }

    /// The last day, counted from that day; `number` says the value of the term's parameter.
    pub fn due(&self, from: NaiveDate, number: Option<u32>, calendar: &Calendar) -> Result<NaiveDate, MissingYear> {
        let beyond = MissingYear(i32::MAX);
        let number = |amount: &Amount| match amount {
            Amount::Number(number) => *number,
            Amount::Parameter(_) => number.unwrap_or_default(),
        };
        match self {
            Term::On => Ok(from),
            Term::WorkingDays(days) => calendar.after(from, *days),
            Term::Months(months) => {
                let months = i32::try_from(number(months)).map_err(|_| beyond)?;
                calendar.on_or_after(add_months(from, months).ok_or(beyond)?)
            }
            Term::DaysAfter(days) => from.checked_add_days(Days::new(number(days).into())).ok_or(beyond),
            Term::DaysBefore(days) => from.checked_sub_days(Days::new(number(days).into())).ok_or(beyond),
            Term::DayOfYear(day) => day_of_year(from.year(), day).ok_or(beyond),
        }
    }
}

impl Amount {
    fn parameter(&self) -> Option<&str> {
        match self {
            Amount::Number(_) => None,
            Amount::Parameter(name) => Some(name),
        }
    }
}

impl Remind {
    /// The days on which it is spoken of before it is due, in order. A day that a missing calendar cannot tell is left out.
    pub fn days(&self, due: NaiveDate, calendar: &Calendar) -> Vec<NaiveDate> {
        match self {
            Remind::Days(days) => {
                days.iter().filter_map(|days| due.checked_sub_days(Days::new((*days).into()))).collect()
            }
            Remind::WorkingDays(days) => days.iter().filter_map(|days| calendar.before(due, *days).ok()).collect(),
            Remind::WeeklyFrom(day) => {
                let first = day_of_year(due.year(), day).unwrap_or(due);
                first.iter_weeks().take_while(|day| *day < due).collect()
            }
        }
    }
}

impl Each {
    /// The period that a day lies in, and what it is called in records: `2026-11`, `2026-Q4`, `2026-H2`, `2026`.
    pub fn of(self, day: NaiveDate) -> Option<(String, Period)> {
        let (in_year, month) = (day.year(), day.month0());
        let (name, period) = match self {
            Each::Month => (Month::of(day).to_string(), Some(Month::of(day).period())),
            Each::Quarter => (format!("{in_year}-Q{}", month / 3 + 1), quarter(in_year, month / 3 + 1)),
            Each::HalfYear => (format!("{in_year}-H{}", month / 6 + 1), half_year(in_year, month / 6 + 1)),
            Each::Year => (in_year.to_string(), year(in_year)),
        };
        Some((name, period?))
    }

    /// Whether a period is called so.
    pub fn names(self, name: &str) -> bool {
        self.named(name).is_some()
    }

    /// The period of that name.
    pub fn named(self, name: &str) -> Option<Period> {
        let in_year = name.get(..4).and_then(|digits| digits.parse().ok()).and_then(year)?;
        self.between(in_year.from, in_year.to).into_iter().find(|(known, _)| known == name).map(|(_, period)| period)
    }

    /// What a report of the period of that name compares.
    pub fn spans(self, name: &str) -> Option<Spans> {
        let this = self.named(name)?;
        let previous = this.from.pred_opt().and_then(|day| self.of(day)).map(|(_, period)| period);
        let to_date = Period { from: year(this.to.year())?.from, to: this.to };
        Some(Spans { this, previous, year_to_date: Some(to_date).filter(|_| self != Each::Year) })
    }

    /// What a period is called: 2026年11月, 2026年第四季度, 2026年上半年, 2026年度.
    pub fn label(self, period: Period) -> String {
        let (in_year, month) = (period.from.year(), period.from.month0() as usize);
        match self {
            Each::Month => Month::of(period.from).label(),
            Each::Quarter => format!("{in_year}年第{}季度", ["一", "二", "三", "四"][month / 3]),
            Each::HalfYear => format!("{in_year}年{}半年", ["上", "下"][month / 6]),
            Each::Year => format!("{in_year}年度"),
        }
    }

    /// The periods from the one a day lies in to the one another does, oldest first.
    pub fn between(self, from: NaiveDate, to: NaiveDate) -> Vec<(String, Period)> {
        let mut found = Vec::new();
        let mut at = from;
        while at <= to {
            let Some((name, period)) = self.of(at) else { break };
            let Some(next) = period.to.succ_opt() else { break };
            found.push((name, period));
            at = next;
        }
        found
    }
}

fn day_of_year(year: i32, day: &str) -> Option<NaiveDate> {
    crate::dates::stored(&format!("{year:04}-{day}"))
}
