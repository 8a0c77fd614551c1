//! Working days: weekends and the holidays and make-up workdays (调休上班) that the State Council announces for each year. What
//! is announced is data: `schema/calendar/`, and what the county has sent down since. A year without it gives no date, but says
//! which year is missing (R05).

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use crate::schema_files;

/// A run of days off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// 春节, 国庆节…
    pub name: String,
    /// First day off.
    pub from: NaiveDate,
    /// Last day off.
    pub to: NaiveDate,
}

/// What one notice says about one year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct YearPlan {
    /// The year.
    pub year: i32,
    /// Number of the notice (国办发明电〔2025〕7号); empty when it was not told.
    pub notice: String,
    /// Days off.
    pub off: Vec<Holiday>,
    /// Weekend days on which one works.
    pub work: Vec<NaiveDate>,
}

/// The year whose holidays nobody has told the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("缺 {0} 年节假日安排")]
pub struct MissingYear(pub i32);

/// The years that are known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    years: BTreeMap<i32, YearPlan>,
    off: BTreeSet<NaiveDate>,
    work: BTreeSet<NaiveDate>,
}

impl Calendar {
    /// The years this program version came with.
    pub fn built_in() -> Calendar {
        Calendar::of(schema_files::read_all(schema_files::CALENDAR))
    }

    /// A calendar of these years; of two plans for one year the later stands.
    pub fn of(plans: impl IntoIterator<Item = YearPlan>) -> Calendar {
        Calendar::default().with(plans)
    }

    /// The same with more years; a year that is known already is replaced.
    pub fn with(mut self, plans: impl IntoIterator<Item = YearPlan>) -> Calendar {
        self.years.extend(plans.into_iter().map(|plan| (plan.year, plan)));
        let (mut off, mut work) = (BTreeSet::new(), BTreeSet::new());
        for plan in self.years.values() {
            off.extend(plan.off.iter().flat_map(|one| one.from.iter_days().take_while(|day| *day <= one.to)));
            work.extend(plan.work.iter().copied());
        }
        Calendar { years: self.years, off, work }
    }

    /// The years that are known, in order.
    pub fn years(&self) -> impl Iterator<Item = &YearPlan> {
        self.years.values()
    }

    /// Whether one works on that day.
    pub fn is_workday(&self, day: NaiveDate) -> Result<bool, MissingYear> {
        if !self.years.contains_key(&day.year()) {
            return Err(MissingYear(day.year()));
        }
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        Ok(self.work.contains(&day) || !weekend && !self.off.contains(&day))
    }

    /// The nth working day after a day, which is itself not counted (民法典 201 条).
    pub fn after(&self, day: NaiveDate, working_days: u32) -> Result<NaiveDate, MissingYear> {
        let (mut at, mut left) = (day, working_days);
        while left > 0 {
            at = at.succ_opt().ok_or(MissingYear(day.year()))?;
            left -= u32::from(self.is_workday(at)?);
        }
        Ok(at)
    }

    /// The nth working day before a day, which is itself not counted.
    pub fn before(&self, day: NaiveDate, working_days: u32) -> Result<NaiveDate, MissingYear> {
        let (mut at, mut left) = (day, working_days);
        while left > 0 {
            at = at.pred_opt().ok_or(MissingYear(day.year()))?;
            left -= u32::from(self.is_workday(at)?);
        }
        Ok(at)
    }

    /// That day, or the first working day after it (民法典 203 条).
    pub fn on_or_after(&self, day: NaiveDate) -> Result<NaiveDate, MissingYear> {
        let mut at = day;
        while !self.is_workday(at)? {
            at = at.succ_opt().ok_or(MissingYear(day.year()))?;
        }
        Ok(at)
    }

    /// How many working days lie after the first day, up to and including the last; 0 when it is not later.
    pub fn between(&self, first: NaiveDate, last: NaiveDate) -> Result<u32, MissingYear> {
        let mut count = 0;
        for day in first.iter_days().skip(1).take_while(|day| *day <= last) {
            count += u32::from(self.is_workday(day)?);
        }
        Ok(count)
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
    fn the_years_that_came_with_the_program_say_which_notice_they_rest_on() {
        let calendar = Calendar::built_in();
        let known: Vec<_> = calendar.years().map(|plan| (plan.year, plan.notice.as_str())).collect();
        assert_eq!(known, [(2025, "国办发明电〔2024〕12号"), (2026, "国办发明电〔2025〕7号")]);
        for plan in calendar.years() {
            assert!(plan.off.iter().all(|one| one.from <= one.to && one.from.year() == plan.year), "{}", plan.year);
            let weekend = |day: &NaiveDate| matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
            assert!(plan.work.iter().all(weekend), "{}: one is made to work on weekends only", plan.year);
        }
    }

    #[test]
    fn the_years_have_as_many_working_days_as_the_calendar_says() {
        // 365 days, less 104 weekend days, less weekdays off, plus make-up days: 2025 has 18 + 5, 2026 has 19 + 6.
        let calendar = Calendar::built_in();
        assert_eq!(calendar.between(day("2024-12-31"), day("2025-12-31")), Ok(248));
        assert_eq!(calendar.between(day("2025-12-31"), day("2026-12-31")), Ok(248));
    }

    #[test]
    fn holidays_weekends_and_make_up_days_are_told_apart() {
        let calendar = Calendar::built_in();
        for (text, works) in [
            ("2025-01-01", false),
            ("2025-01-26", true),
            ("2025-02-05", true),
            ("2025-06-02", false),
            ("2025-09-28", true),
            ("2025-10-08", false),
            ("2025-10-11", true),
            ("2025-10-12", false),
            ("2026-01-04", true),
            ("2026-02-14", true),
            ("2026-02-16", false),
            ("2026-09-20", true),
            ("2026-10-10", true),
            ("2026-11-25", true),
        ] {
            assert_eq!(calendar.is_workday(day(text)), Ok(works), "{text}");
        }
    }

    #[test]
    fn ten_working_days_go_around_the_holidays() {
        let calendar = Calendar::built_in();
        for (from, to) in [
            ("2025-09-26", "2025-10-16"),
            ("2025-01-24", "2025-02-13"),
            ("2025-04-30", "2025-05-19"),
            ("2026-02-13", "2026-03-05"),
            ("2026-09-30", "2026-10-20"),
            ("2026-11-25", "2026-12-09"),
        ] {
            assert_eq!(calendar.after(day(from), 10), Ok(day(to)), "{from}");
            assert_eq!(calendar.between(day(from), day(to)), Ok(10), "{from}");
        }
        assert_eq!(calendar.after(day("2026-05-02"), 0), Ok(day("2026-05-02")), "no working day is the day itself");
        assert_eq!(calendar.between(day("2026-05-09"), day("2026-05-01")), Ok(0));
    }

    #[test]
    fn a_last_day_that_is_a_day_off_moves_on() {
        let calendar = Calendar::built_in();
        for (from, to) in [
            ("2025-10-05", "2025-10-09"),
            ("2025-09-28", "2025-09-28"),
            ("2026-02-15", "2026-02-24"),
            ("2026-11-28", "2026-11-30"),
        ] {
            assert_eq!(calendar.on_or_after(day(from)), Ok(day(to)), "{from}");
        }
    }

    #[test]
    fn a_year_nobody_has_told_gives_no_date_and_is_named() {
        let calendar = Calendar::built_in();
        assert_eq!(calendar.after(day("2026-12-25"), 10), Err(MissingYear(2027)));
        assert_eq!(calendar.after(day("2026-12-01"), 10), Ok(day("2026-12-15")), "as long as it is not needed");
        assert_eq!(calendar.on_or_after(day("2024-05-01")), Err(MissingYear(2024)));
        assert_eq!(MissingYear(2027).to_string(), "缺 2027 年节假日安排");
    }

    #[test]
    fn a_year_told_later_is_used_and_replaces_the_one_before() {
        let plan = |off: &[(&str, &str)]| YearPlan {
            year: 2027,
            notice: String::new(),
            off: off.iter().map(|(from, to)| Holiday { name: "元旦".into(), from: day(from), to: day(to) }).collect(),
            work: Vec::new(),
        };
        let calendar = Calendar::built_in().with([plan(&[("2027-01-01", "2027-01-03")])]);
        assert_eq!(calendar.after(day("2026-12-25"), 10), Ok(day("2027-01-11")));
        let corrected = calendar.with([plan(&[("2027-01-01", "2027-01-04")])]);
        assert_eq!(corrected.after(day("2026-12-25"), 10), Ok(day("2027-01-12")));
        assert_eq!(corrected.years().count(), 3);
    }
}
