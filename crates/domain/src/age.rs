//! Age in full years (周岁, R04), the only one there is: a year is full on the birthday, who was born on 29 February turns on 1 March of
//! a common year, and a dead person's age stands still at the death. Nobody's age is guessed: without a birth date, or with one
//! after the day asked, there is none, and every question whether someone is under or over so many years is answered with no.

use chrono::{Datelike, NaiveDate};

/// From this age on a person is of age (民法典 17); under it a minor (未成年人).
pub const OF_AGE: u32 = 18;
/// Under this age consent is the guardian's (个人信息保护法 31).
pub const CONSENTS: u32 = 14;
/// Under this age nobody is taken on (劳动法 15).
pub const MAY_BE_EMPLOYED: u32 = 16;
/// From this age on a person is elderly (老年人权益保障法 2).
pub const ELDERLY: u32 = 60;
/// From this age on an elderly person is 高龄.
pub const SENIOR: u32 = 80;

/// Full years on a day, or at the death where that came first.
pub fn on(birth: Option<NaiveDate>, death: Option<NaiveDate>, day: NaiveDate) -> Option<u32> {
    let birth = birth.filter(|birth| *birth <= day)?;
    let day = death.map_or(day, |death| death.min(day));
    let years = day.year() - birth.year() - i32::from((day.month(), day.day()) < (birth.month(), birth.day()));
    u32::try_from(years).ok()
}

/// Known to be under so many years.
pub fn under(birth: Option<NaiveDate>, death: Option<NaiveDate>, day: NaiveDate, years: u32) -> bool {
    on(birth, death, day).is_some_and(|age| age < years)
}

/// Known to be at least so many years old.
pub fn at_least(birth: Option<NaiveDate>, death: Option<NaiveDate>, day: NaiveDate, years: u32) -> bool {
    on(birth, death, day).is_some_and(|age| age >= years)
}

/// Known to be a minor on that day.
pub fn is_minor(birth: Option<NaiveDate>, death: Option<NaiveDate>, day: NaiveDate) -> bool {
    under(birth, death, day, OF_AGE)
}

/// Known to be so young on the day of signing that the guardian consents.
pub fn guardian_consents(birth: Option<NaiveDate>, death: Option<NaiveDate>, day: NaiveDate) -> bool {
    under(birth, death, day, CONSENTS)
}

/// The day on which someone turns `years`.
pub fn turns(birth: NaiveDate, years: u32) -> Option<NaiveDate> {
    let year = birth.year().checked_add(i32::try_from(years).ok()?)?;
    birth.with_year(year).or_else(|| NaiveDate::from_ymd_opt(year, 3, 1))
}

/// The last birthday of those who are at least `years` on a day: a question to a table instead of to every person.
pub fn born_by(day: NaiveDate, years: u32) -> Option<NaiveDate> {
    let year = day.year().checked_sub(i32::try_from(years).ok()?)?;
    day.with_year(year).or_else(|| NaiveDate::from_ymd_opt(year, 2, 28))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::stored;

    fn age(birth: &str, day: &str) -> Option<u32> {
        on(stored(birth), None, stored(day).expect("day"))
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
        let (birth, day) = (stored("2012-11-23"), |text| stored(text).expect("day"));
        assert!(guardian_consents(birth, None, day("2026-11-22")));
        assert!(!guardian_consents(birth, None, day("2026-11-23")));
        assert!(is_minor(birth, None, day("2030-11-22")));
        assert!(!is_minor(birth, None, day("2030-11-23")));
    }

    #[test]
    fn an_age_that_is_not_known_is_neither_under_nor_over_anything() {
        let day = stored("2026-11-23").expect("day");
        for birth in [None, stored("2026-11-24"), stored("2062-01-01")] {
            assert_eq!(on(birth, None, day), None);
            assert!(!is_minor(birth, None, day) && !guardian_consents(birth, None, day));
            assert!(!under(birth, None, day, ELDERLY) && !at_least(birth, None, day, 0));
        }
    }

    #[test]
    fn a_dead_persons_age_stands_still_at_the_death() {
        let (birth, death, day) = (stored("1920-03-01"), stored("1999-08-01"), |text| stored(text).expect("day"));
        assert_eq!(on(birth, death, day("2026-11-23")), Some(79));
        assert_eq!(on(birth, death, day("1990-03-01")), Some(70), "before the death the age of that day");
        assert!(is_minor(stored("2010-01-01"), stored("2020-01-01"), day("2040-01-01")), "who died a child stays one");
        assert_eq!(on(birth, stored("1919-01-01"), day("2026-11-23")), None, "a death before birth says nothing");
    }

    #[test]
    fn r04_who_was_born_by_that_day_is_at_least_so_old() {
        let all = || NaiveDate::from_ymd_opt(2008, 1, 1).expect("day").iter_days().take(1_600);
        for day in ["2026-02-28", "2026-03-01", "2028-02-28", "2028-02-29", "2028-03-01", "2026-12-31"] {
            let day = stored(day).expect("day");
            let last = born_by(day, 16).expect("day");
            assert!(all().all(|birth| (birth <= last) == at_least(Some(birth), None, day, 16)), "{day}");
        }
    }
}
