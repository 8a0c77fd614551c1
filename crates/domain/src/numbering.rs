//! Numbers that people see: `{station}-{series}-{year}-{letter}{seq:04}`, as `43018111001-GA-2026-A0007`. Each device counts
//! for itself under its letter (`A`, in a later life of its database `A2`); a number is never reused and never changed.

use std::collections::HashMap;

/// Series of case numbers.
pub const CASE: &str = "GA";
/// Series of file numbers of recipients (档案号).
pub const FILE: &str = "DA";
/// Series of supervision records.
pub const SUPERVISION: &str = "DD";
/// Series of group numbers (小组).
pub const GROUP: &str = "XZ";
/// Series of activity numbers (社区活动).
pub const ACTIVITY: &str = "SQ";
/// Series of means surveys (家计调查).
pub const SURVEY: &str = "JJ";

/// The parts of a number.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Number {
    /// Station code.
    pub station: String,
    /// `GA`, `DA`…
    pub series: String,
    /// Year.
    pub year: i32,
    /// Letter of the device, with the number of its life from the second on.
    pub letter: String,
    /// Counts from 1, without gaps.
    pub seq: u32,
}

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // A letter that ends in a digit is set off, or A2 + 0007 could be read as A + 20007.
        let mark = if self.letter.ends_with(|c: char| c.is_ascii_digit()) { "-" } else { "" };
        write!(f, "{}-{}-{}-{}{mark}{:04}", self.station, self.series, self.year, self.letter, self.seq)
    }
}

impl Number {
    /// Reads a number as displayed.
    pub fn parse(text: &str) -> Option<Number> {
        let (station, series, year, letter, seq) = match text.split('-').collect::<Vec<_>>()[..] {
            [station, series, year, tail] => {
                let at = tail.find(|c: char| c.is_ascii_digit())?;
                (station, series, year, &tail[..at], &tail[at..])
            }
            [station, series, year, letter, seq] if letter.ends_with(|c: char| c.is_ascii_digit()) => {
                (station, series, year, letter, seq)
            }
            _ => return None,
        };
        let letter_ok =
            letter.starts_with(|c: char| c.is_ascii_uppercase()) && letter.chars().all(|c| c.is_ascii_alphanumeric());
        let digits = seq.len() >= 4 && seq.bytes().all(|byte| byte.is_ascii_digit());
        let number = Number {
            station: station.to_owned(),
            series: series.to_owned(),
            year: year.parse().ok()?,
            letter: letter.to_owned(),
            seq: seq.parse().ok()?,
        };
        (crate::station::is_code(station) && letter_ok && digits && number.to_string() == text).then_some(number)
    }
}

/// Numbers that stand on more than one record, to be marked 重号.
pub fn repeated<'a>(numbers: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let mut counts: HashMap<&str, u32> = HashMap::new();
    for number in numbers {
        *counts.entry(number).or_default() += 1;
    }
    let mut repeated: Vec<_> = counts.into_iter().filter(|(_, count)| *count > 1).map(|(number, _)| number).collect();
    repeated.sort_unstable();
    repeated
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(letter: &str, seq: u32) -> Number {
        Number { station: "43018111001".into(), series: CASE.into(), year: 2026, letter: letter.into(), seq }
    }

    #[test]
    fn a_number_reads_as_the_handbook_writes_it() {
        assert_eq!(number("A", 7).to_string(), "43018111001-GA-2026-A0007");
        assert_eq!(number("B", 12345).to_string(), "43018111001-GA-2026-B12345");
    }

    #[test]
    fn a_later_life_of_the_database_cannot_meet_an_earlier_one() {
        assert_eq!(number("A2", 7).to_string(), "43018111001-GA-2026-A2-0007");
        assert_ne!(number("A2", 7).to_string(), number("A", 20007).to_string());
    }

    #[test]
    fn what_is_displayed_can_be_read_back() {
        for number in
            [number("A", 1), number("A", 9999), number("A", 10000), number("A2", 7), number("A12", 31), number("AB", 3)]
        {
            assert_eq!(Number::parse(&number.to_string()), Some(number));
        }
        for text in
            ["", "大瑶-GA-2025-007", "43018111001-GA-2026-0007", "43018111001-GA-2026-A07", "43018111001-GA-2026-a0007"]
        {
            assert_eq!(Number::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_given_twice_is_marked() {
        assert_eq!(repeated(["a", "b", "a", "c", "b", "a"]), ["a", "b"]);
        assert_eq!(repeated(["a", "b"]), Vec::<&str>::new());
    }
}
