//! Closing the books (关账): periods that a frozen report closed, what was written into them afterwards (补录), and how long after its day a record
//! was written. Which record froze a period does not matter. It reads no clock: who asks says when something was written.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::deadlines::Each;
use crate::period::Period;

/// A period that a report froze.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frozen {
    /// Whose books it closes; empty: the county's, which closes those of every station.
    pub station: String,
    /// As records call it: `2026-11`, `2026-Q4`.
    pub name: String,
    /// Its days.
    pub period: Period,
    /// When it was frozen, in milliseconds.
    pub at_ms: u64,
    /// Kind of the record that froze it.
    pub kind: String,
    /// That record.
    pub record: String,
}

/// A closed period that was opened again, or whose report was sent back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reopened {
    /// Whose.
    pub station: String,
    /// The period.
    pub name: String,
    /// When, in milliseconds.
    pub at_ms: u64,
}

/// The books of all stations that are here.
#[derive(Debug, Clone, Default)]
pub struct Books {
    periods: BTreeMap<(String, String), Vec<Event>>,
}

#[derive(Debug, Clone)]
enum Event {
    Closed(Frozen),
    Opened(u64),
}

impl Event {
    fn at_ms(&self) -> u64 {
        match self {
            Event::Closed(frozen) => frozen.at_ms,
            Event::Opened(at_ms) => *at_ms,
        }
    }
}

impl Books {
    /// From what was frozen and what was opened again, in any order.
    pub fn of(frozen: Vec<Frozen>, reopened: Vec<Reopened>) -> Books {
        let mut periods: BTreeMap<(String, String), Vec<Event>> = BTreeMap::new();
        for one in frozen {
            periods.entry((one.station.clone(), one.name.clone())).or_default().push(Event::Closed(one));
        }
        for one in reopened {
            periods.entry((one.station, one.name)).or_default().push(Event::Opened(one.at_ms));
        }
        // Opened in the very moment of freezing was opened for it.
        periods.values_mut().for_each(|events| {
            events.sort_by_key(|event| (event.at_ms(), matches!(event, Event::Closed(_))));
        });
        Books { periods }
    }

    /// The freeze that keeps a period of a station closed at a moment.
    pub fn closed(&self, station: &str, name: &str, at_ms: u64) -> Option<&Frozen> {
        let events = self.periods.get(&(station.to_owned(), name.to_owned()))?;
        match events.iter().rev().find(|event| event.at_ms() <= at_ms)? {
            Event::Closed(frozen) => Some(frozen),
            Event::Opened(_) => None,
        }
    }

    /// The newest freeze of a period, whether it was opened since or not.
    pub fn newest(&self, station: &str, name: &str) -> Option<&Frozen> {
        let events = self.periods.get(&(station.to_owned(), name.to_owned()))?;
        events.iter().rev().find_map(|event| match event {
            Event::Closed(frozen) => Some(frozen),
            Event::Opened(_) => None,
        })
    }

    /// What makes a record a late one (补录): a report that had closed the books of its day when it was written. Of several the shortest period.
    pub fn late(&self, station: &str, day: NaiveDate, written_ms: u64) -> Option<&Frozen> {
        let of_it = self.periods.iter().filter(|((owner, _), _)| owner.is_empty() || owner == station);
        let holds = |events: &Vec<Event>| {
            events.iter().any(|event| matches!(event, Event::Closed(frozen) if frozen.period.contains(day)))
        };
        let closed = of_it
            .filter(|(_, events)| holds(events))
            .filter_map(|((owner, name), _)| self.closed(owner, name, written_ms))
            // What was written in the very moment is what the report was made of.
            .filter(|frozen| frozen.at_ms < written_ms);
        closed.min_by_key(|frozen| frozen.period.to - frozen.period.from)
    }

    /// The newest freezes, each period of each station once, oldest period first.
    pub fn periods(&self) -> impl Iterator<Item = &Frozen> {
        self.periods.keys().filter_map(|(station, name)| self.newest(station, name))
    }
}

/// The days of a period by its name, and how people call it.
pub fn named(name: &str) -> Option<(Period, String)> {
    let year = name.get(..4)?.parse::<i32>().ok()?;
    let within = crate::period::year(year)?;
    let each = match name.as_bytes().get(5) {
        None => Each::Year,
        Some(b'Q') => Each::Quarter,
        Some(b'H') => Each::HalfYear,
        Some(_) => Each::Month,
    };
    let (_, period) = each.between(within.from, within.to).into_iter().find(|(known, _)| known == name)?;
    let number = name.get(5..).unwrap_or_default().trim_start_matches(['Q', 'H', '0']);
    let part = match (each, number) {
        (Each::Year, _) => String::new(),
        (Each::Month, number) => format!("{number}月"),
        (Each::Quarter, number) => {
            format!("第{}季度", ["一", "二", "三", "四"].get(number.parse::<usize>().ok()? - 1)?)
        }
        (Each::HalfYear, "1") => "上半年".to_owned(),
        (Each::HalfYear, _) => "下半年".to_owned(),
    };
    Some((period, format!("{year}年{part}")))
}

/// How long after its day a record was written, in the classes that people read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bucket {
    /// What it is called.
    pub label: &'static str,
    /// The most days in it; none: any more.
    most: Option<i64>,
}

/// The classes, shortest first. What was written before its day (a plan kept at once) was written in time.
pub const BUCKETS: [Bucket; 5] = [
    Bucket { label: "当天", most: Some(0) },
    Bucket { label: "1–3 天", most: Some(3) },
    Bucket { label: "4–7 天", most: Some(7) },
    Bucket { label: "8–30 天", most: Some(30) },
    Bucket { label: "30 天以上", most: None },
];

/// The place of a delay among `BUCKETS`.
pub fn bucket(days: i64) -> usize {
    BUCKETS.iter().position(|bucket| bucket.most.is_none_or(|most| days <= most)).unwrap_or(BUCKETS.len() - 1)
}

/// What was done to a record after a report was frozen, most telling first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    /// Written after the freeze.
    Added,
    /// Written before it on another PC, and come since.
    CameLate,
    /// 暂存 then, final now.
    Finished,
    /// Final then, 暂存 or deleted now.
    Deleted,
    /// Deleted then, here again.
    Restored,
    /// This file went into another.
    Merged,
    /// Anything else.
    Changed,
}

impl Act {
    /// As it is said.
    pub fn label(self) -> &'static str {
        match self {
            Act::Added => "补录",
            Act::CameLate => "晚到",
            Act::Finished => "暂存转正式",
            Act::Deleted => "删除",
            Act::Restored => "恢复",
            Act::Merged => "合并",
            Act::Changed => "修改",
        }
    }
}

/// How a record stood: not here, or counted, 暂存, deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stood {
    /// Nothing was here.
    Absent,
    /// 暂存.
    Provisional,
    /// Deleted.
    Deleted,
    /// Final.
    Counted,
}

/// What was done between two standings; `written_ms` is when the record was first written, `merged` that it went into another since.
pub fn act(before: Stood, now: Stood, merged: bool, written_ms: u64, frozen_ms: u64) -> Act {
    match (before, now) {
        (Stood::Absent, _) if written_ms > frozen_ms => Act::Added,
        (Stood::Absent, _) => Act::CameLate,
        (Stood::Provisional, Stood::Counted) => Act::Finished,
        (Stood::Deleted, Stood::Counted | Stood::Provisional) => Act::Restored,
        (Stood::Counted | Stood::Provisional, Stood::Deleted | Stood::Absent)
        | (Stood::Counted, Stood::Provisional) => Act::Deleted,
        _ if merged => Act::Merged,
        _ => Act::Changed,
    }
}

/// How many of each, in words: `补录 2 条、修改 1 条`. It names nobody, so that a report may carry it.
pub fn told(acts: &[Act]) -> String {
    let mut counts: BTreeMap<Act, usize> = BTreeMap::new();
    acts.iter().for_each(|act| *counts.entry(*act).or_default() += 1);
    counts.iter().map(|(act, count)| format!("{} {count} 条", act.label())).collect::<Vec<_>>().join("、")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::stored;

    fn frozen(station: &str, name: &str, at_ms: u64) -> Frozen {
        let (period, _) = named(name).expect("a period");
        Frozen {
            station: station.into(),
            name: name.into(),
            period,
            at_ms,
            kind: "any".into(),
            record: format!("{name}@{at_ms}"),
        }
    }

    fn opened(station: &str, name: &str, at_ms: u64) -> Reopened {
        Reopened { station: station.into(), name: name.into(), at_ms }
    }

    fn late(books: &Books, day: &str, written: u64) -> Option<String> {
        books.late("a", stored(day).expect("a day"), written).map(|frozen| frozen.record.clone())
    }

    #[test]
    fn a_record_is_late_when_its_day_was_closed_as_it_was_written() {
        let books = Books::of(vec![frozen("a", "2026-10", 100)], vec![]);
        assert_eq!(late(&books, "2026-10-31", 101), Some("2026-10@100".to_owned()));
        assert_eq!(late(&books, "2026-10-31", 99), None, "written before");
        assert_eq!(late(&books, "2026-10-31", 100), None, "the report is made of it");
        assert_eq!(late(&books, "2026-11-01", 101), None, "another month");
        assert!(books.late("b", stored("2026-10-31").expect("a day"), 101).is_none(), "another station");
    }

    #[test]
    fn a_period_that_was_opened_again_takes_records_until_it_is_frozen_anew() {
        let all = vec![frozen("a", "2026-10", 300), frozen("a", "2026-10", 100)];
        let books = Books::of(all, vec![opened("a", "2026-10", 200)]);
        assert_eq!(late(&books, "2026-10-05", 150), Some("2026-10@100".to_owned()));
        assert_eq!(late(&books, "2026-10-05", 250), None);
        assert_eq!(late(&books, "2026-10-05", 301), Some("2026-10@300".to_owned()));
        assert!(books.closed("a", "2026-10", 250).is_none() && books.closed("a", "2026-10", 300).is_some());
        assert_eq!(books.newest("a", "2026-10").map(|one| one.at_ms), Some(300));
    }

    #[test]
    fn the_county_closes_a_quarter_for_every_station_whatever_record_froze_it() {
        let books = Books::of(vec![frozen("", "2026-Q4", 100), frozen("a", "2026-10", 50)], vec![]);
        assert_eq!(late(&books, "2026-10-05", 101), Some("2026-10@50".to_owned()), "the shortest period is said");
        assert_eq!(late(&books, "2026-11-05", 101), Some("2026-Q4@100".to_owned()));
        let reopened =
            Books::of(vec![frozen("", "2026-Q4", 100), frozen("a", "2026-10", 50)], vec![opened("a", "2026-10", 60)]);
        assert_eq!(late(&reopened, "2026-10-05", 101), Some("2026-Q4@100".to_owned()), "the quarter is still closed");
    }

    #[test]
    fn periods_are_called_as_people_do() {
        let label =
            |name: &str| named(name).map(|(period, label)| (period.from.to_string(), period.to.to_string(), label));
        let is = |from: &str, to: &str, label: &str| Some((from.to_owned(), to.to_owned(), label.to_owned()));
        assert_eq!(label("2026-10"), is("2026-10-01", "2026-10-31", "2026年10月"));
        assert_eq!(label("2026-Q3"), is("2026-07-01", "2026-09-30", "2026年第三季度"));
        assert_eq!(label("2026-H2"), is("2026-07-01", "2026-12-31", "2026年下半年"));
        assert_eq!(label("2026"), is("2026-01-01", "2026-12-31", "2026年"));
        for odd in ["", "2026-", "2026-13", "2026-Q5", "2026-Q0", "二零二六", "2026-1"] {
            assert_eq!(label(odd), None, "{odd}");
        }
    }

    #[test]
    fn delays_fall_into_their_classes() {
        let labels = [-3, 0, 1, 3, 4, 7, 8, 30, 31, 400].map(|days| BUCKETS[bucket(days)].label);
        assert_eq!(
            labels,
            ["当天", "当天", "1–3 天", "1–3 天", "4–7 天", "4–7 天", "8–30 天", "8–30 天", "30 天以上", "30 天以上"]
        );
    }

    #[test]
    fn what_was_done_since_is_told_by_how_a_record_stood() {
        let told_of = |before, now| act(before, now, false, 150, 100);
        assert_eq!(told_of(Stood::Absent, Stood::Counted), Act::Added);
        assert_eq!(act(Stood::Absent, Stood::Counted, false, 90, 100), Act::CameLate, "another PC wrote it before");
        assert_eq!(told_of(Stood::Provisional, Stood::Counted), Act::Finished);
        assert_eq!(told_of(Stood::Counted, Stood::Deleted), Act::Deleted);
        assert_eq!(told_of(Stood::Deleted, Stood::Counted), Act::Restored);
        assert_eq!(told_of(Stood::Counted, Stood::Counted), Act::Changed);
        assert_eq!(act(Stood::Counted, Stood::Counted, true, 1, 100), Act::Merged);
        assert_eq!(told(&[Act::Changed, Act::Added, Act::Added]), "补录 2 条、修改 1 条");
        assert_eq!(told(&[]), "");
    }
}
