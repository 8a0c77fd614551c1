//! Next visit (R28): when somebody is to be visited, told by her newest visit, or by the day since when her file waits for its first
//! one. The one answer for 工作台, 服务对象, 走访, registers and ledgers; a day counted backwards is nobody's answer.

use chrono::{Days, NaiveDate};

use crate::dates::add_months;
use crate::visit::{Frequencies, Held, next_date};

/// The newest visit of somebody, whatever came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Newest {
    /// Its day.
    pub date: Option<NaiveDate>,
    /// Code of table `visit_result`.
    pub result: String,
    /// The next date that was set at it.
    pub next: Option<NaiveDate>,
}

/// Since when somebody who was never visited waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// 建档日期
    Filed(NaiveDate),
    /// The day on which she came in with a ledger, as the one at this place of so many, in the order of villages.
    Imported {
        /// 导入日
        day: NaiveDate,
        /// Counted from 0.
        place: usize,
        /// So many came in that day.
        of: usize,
    },
}

/// What of a person decides how often she is visited.
#[derive(Debug, Clone, Copy)]
pub struct Person<'a> {
    /// 出生日期
    pub birth: Option<NaiveDate>,
    /// Categories in force.
    pub held: &'a [Held],
    /// Code of table `risk_level`, or empty.
    pub risk: &'a str,
}

impl Person<'_> {
    fn after(&self, day: NaiveDate, result: &str, every: Frequencies) -> Option<NaiveDate> {
        next_date(day, result, self.birth, self.held, self.risk, every)
    }
}

/// The day: what the newest visit set, or else by frequency from it; of who was never visited by frequency since she waits. None
/// where there will be no visit (moved away, died).
pub fn due(newest: Option<&Newest>, since: Since, person: &Person<'_>, every: Frequencies) -> Option<NaiveDate> {
    match (newest, since) {
        (Some(newest), _) => newest.next.or_else(|| person.after(newest.date?, &newest.result, every)),
        (None, Since::Filed(day)) => person.after(day, "", every),
        (None, Since::Imported { day, place, of }) => {
            let last = person.after(day, "", every)?;
            Some(spread(day, last, place, of))
        }
    }
}

/// Many who came in together are spread evenly over the month that ends with the day by which all of them must have been visited: nobody
/// later than her frequency allows, and not all on one day.
fn spread(day: NaiveDate, last: NaiveDate, place: usize, of: usize) -> NaiveDate {
    let month = add_months(last, -1).map_or(day, |before| before.max(day));
    let days = (last - month).num_days().max(1) as usize;
    let earlier = of.saturating_sub(place + 1) * days / of.max(1);
    last.checked_sub_days(Days::new(earlier as u64)).unwrap_or(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::stored;

    fn day(text: &str) -> NaiveDate {
        stored(text).expect(text)
    }

    fn held(category: &str) -> Vec<Held> {
        vec![Held { category: category.into(), ..Held::default() }]
    }

    fn first(since: Since, category: &str, risk: &str) -> Option<NaiveDate> {
        due(None, since, &Person { birth: None, held: &held(category), risk }, Frequencies::default())
    }

    #[test]
    fn r28_who_was_never_visited_is_due_by_frequency_from_the_day_of_the_file() {
        let filed = Since::Filed(day("2026-08-20"));
        assert_eq!(first(filed, "dibao", ""), stored("2026-11-20"));
        assert_eq!(first(filed, "tekun", ""), stored("2026-09-20"));
        assert_eq!(first(filed, "dibao", "red"), stored("2026-08-27"));
    }

    #[test]
    fn r28_the_newest_visit_decides_by_its_next_date_or_else_by_frequency() {
        let person = Person { birth: None, held: &held("tekun"), risk: "" };
        let of = |next: Option<&str>, result: &str| {
            let newest = Newest { date: stored("2026-11-01"), result: result.into(), next: next.map(day) };
            due(Some(&newest), Since::Filed(day("2020-01-01")), &person, Frequencies::default())
        };
        assert_eq!(of(Some("2026-11-09"), "not_home"), stored("2026-11-09"));
        assert_eq!(of(None, "met"), stored("2026-12-01"));
        assert_eq!(of(None, "moved"), None);
        assert_eq!(of(None, "deceased"), None);
    }

    #[test]
    fn r28_many_who_came_in_together_are_spread_over_the_month_and_none_is_later_than_her_frequency() {
        let all = |category: &str, risk: &str| -> Vec<NaiveDate> {
            let at = |place| Since::Imported { day: day("2026-11-02"), place, of: 300 };
            (0..300).filter_map(|place| first(at(place), category, risk)).collect()
        };
        for (category, risk, begins, ends, most) in [
            ("dibao", "", "2027-01-03", "2027-02-02", 10),
            ("tekun", "", "2026-11-03", "2026-12-02", 10),
            ("dibao", "red", "2026-11-03", "2026-11-09", 43),
        ] {
            let days = all(category, risk);
            assert_eq!((days[0], days[299]), (day(begins), day(ends)), "{category} {risk}");
            assert!(days.is_sorted(), "the order of villages is the order of days");
            let on_one = days.chunk_by(|one, other| one == other).map(<[_]>::len).max();
            assert!(on_one <= Some(most), "{category} {risk}: {on_one:?}");
        }
        let alone = Since::Imported { day: day("2026-11-02"), place: 0, of: 1 };
        assert_eq!(first(alone, "dibao", ""), stored("2027-02-02"), "one alone is due by her frequency");
    }
}
