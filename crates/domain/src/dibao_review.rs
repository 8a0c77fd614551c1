//! R22: when a household on minimum living (低保) is to be reviewed, and the R15 period of validity. Fixed periods are counted
//! by the corresponding day and are not postponed for holidays (docs/rules.md).

use chrono::{Days, NaiveDate};

use crate::dates::add_months;

/// How often households are reviewed; a county may set other numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cycle {
    /// 收入不固定且有劳动能力: every so many months.
    pub unsteady_months: u32,
    /// Everyone else: every so many months.
    pub steady_months: u32,
    /// Remind so many days before.
    pub remind_days: u32,
}

impl Default for Cycle {
    fn default() -> Self {
        Cycle { unsteady_months: 6, steady_months: 12, remind_days: 15 }
    }
}

/// A review to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The day by which it is due.
    pub on: NaiveDate,
    /// From this day it is spoken of.
    pub remind: NaiveDate,
}

/// When the next review is due after the last one. `unsteady`: income not fixed and able to work.
pub fn due(last: NaiveDate, unsteady: bool, cycle: Cycle) -> Option<Due> {
    let months = if unsteady { cycle.unsteady_months } else { cycle.steady_months };
    let on = add_months(last, i32::try_from(months).ok()?)?;
    Some(Due { on, remind: on.checked_sub_days(Days::new(u64::from(cycle.remind_days)))? })
}

/// R15: the last day on which a recognition of so many months holds: the day before the corresponding day; where the month
/// has no corresponding day, its last day less one.
pub fn valid_until(recognised: NaiveDate, months: u32) -> Option<NaiveDate> {
    add_months(recognised, i32::try_from(months).ok()?)?.pred_opt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::stored;

    fn day(text: &str) -> NaiveDate {
        stored(text).expect("day")
    }

    fn on(last: &str, unsteady: bool) -> String {
        due(day(last), unsteady, Cycle::default()).expect("due").on.to_string()
    }

    #[test]
    fn r22_the_example_of_the_handbook() {
        let found = due(day("2025-01-15"), true, Cycle::default()).expect("due");
        assert_eq!(found, Due { on: day("2025-07-15"), remind: day("2025-06-30") });
    }

    #[test]
    fn r22_half_a_year_or_a_year_and_never_postponed() {
        assert_eq!(on("2025-01-15", false), "2026-01-15");
        assert_eq!(on("2025-08-31", true), "2026-02-28");
        assert_eq!(on("2024-02-29", false), "2025-02-28");
        // A Saturday in the national holiday stays what it is.
        assert_eq!(on("2026-04-03", true), "2026-10-03");
    }

    #[test]
    fn r22_a_county_sets_its_own_numbers() {
        let quarterly = Cycle { unsteady_months: 3, steady_months: 6, remind_days: 30 };
        assert_eq!(
            due(day("2026-01-31"), true, quarterly),
            Some(Due { on: day("2026-04-30"), remind: day("2026-03-31") })
        );
        assert_eq!(due(day("2026-01-31"), false, quarterly).map(|due| due.on), Some(day("2026-07-31")));
    }

    #[test]
    fn r15_validity_ends_the_day_before_the_corresponding_day() {
        for (recognised, months, last) in [
            ("2025-03-10", 12, "2026-03-09"),
            ("2025-01-01", 12, "2025-12-31"),
            ("2024-02-29", 12, "2025-02-27"),
            ("2025-08-31", 6, "2026-02-27"),
            ("2025-03-10", 6, "2025-09-09"),
        ] {
            assert_eq!(valid_until(day(recognised), months), Some(day(last)), "{recognised}");
        }
    }
}
