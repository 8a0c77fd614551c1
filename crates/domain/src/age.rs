//! Age in full years (周岁, R04). A year is full on the birthday; who was born on 29 February turns on 1 March of a common year.

use chrono::{Datelike, NaiveDate};

/// Full years on a day; none before birth.
pub fn on(birth: NaiveDate, day: NaiveDate) -> Option<u32> {
    let years = day.year() - birth.year() - i32::from((day.month(), day.day()) < (birth.month(), birth.day()));
    u32::try_from(years).ok()
}

/// The day on which someone turns `years`.
pub fn turns(birth: NaiveDate, years: u32) -> Option<NaiveDate> {
    let year = birth.year().checked_add(i32::try_from(years).ok()?)?;
    birth.with_year(year).or_else(|| NaiveDate::from_ymd_opt(year, 3, 1))
}

/// Under 18 on that day (未成年人).
pub fn is_minor(birth: NaiveDate, day: NaiveDate) -> bool {
    on(birth, day).is_none_or(|age| age < 18)
}

/// Under 14 on that day: consent is the guardian's.
pub fn needs_guardian_consent(birth: NaiveDate, day: NaiveDate) -> bool {
    on(birth, day).is_none_or(|age| age < 14)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::stored;

    fn age(birth: &str, day: &str) -> Option<u32> {
        on(stored(birth).expect("birth"), stored(day).expect("day"))
    }

    #[test]
    fn r04_a_year_is_full_on_the_birthday() {
        assert_eq!(age("2009-09-01", "2025-08-31"), Some(15));
        assert_eq!(age("2009-09-01", "2025-09-01"), Some(16));
        assert_eq!(age("1952-03-15", "2026-03-14"), Some(73));
        assert_eq!(age("2026-11-23", "2026-11-23"), Some(0));
        assert_eq!(age("2026-11-23", "2026-11-22"), None);
        assert_eq!(age("1900-01-01", "2026-11-23"), Some(126));
    }

    #[test]
    fn r04_born_on_29_february_turns_on_1_march_of_a_common_year() {
        for (day, years) in [("2027-02-28", 14), ("2027-03-01", 15), ("2028-02-28", 15), ("2028-02-29", 16)] {
            assert_eq!(age("2012-02-29", day), Some(years), "{day}");
        }
        let birth = stored("2012-02-29").expect("birth");
        assert_eq!(turns(birth, 15), stored("2027-03-01"));
        assert_eq!(turns(birth, 16), stored("2028-02-29"));
    }

    #[test]
    fn minors_and_guardian_consent_end_on_the_birthday() {
        let birth = stored("2012-11-23").expect("birth");
        assert!(needs_guardian_consent(birth, stored("2026-11-22").expect("day")));
        assert!(!needs_guardian_consent(birth, stored("2026-11-23").expect("day")));
        assert!(is_minor(birth, stored("2030-11-22").expect("day")));
        assert!(!is_minor(birth, stored("2030-11-23").expect("day")));
    }
}
