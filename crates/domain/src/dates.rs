//! Dates as people type them: `20250305 2025-03-05 2025.3.5 2025/3/5 2025年3月5日 3-5 3月5日 今天 昨天 前天 明天`.
//! Two-digit years are refused: nobody can tell 52 for 1952 from 52 for 2052. What cannot be read is left as typed.

use chrono::{Datelike, Days, Months, NaiveDate};

/// Why a text is not a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// Year of two digits.
    #[error("年份请写四位，如 2025-03-05")]
    ShortYear,
    /// Reads like a date, but there is no such day.
    #[error("没有这一天，请核对月份和日期")]
    NoSuchDay,
    /// Outside 1900 to 2100.
    #[error("年份应在 1900 到 2100 之间，请核对")]
    OutOfRange,
    /// Anything else.
    #[error("日期看不懂，请填成 2025-03-05 或 20250305 这样的年月日")]
    Unreadable,
}

/// Reads a date as typed; a date without its year is in the year of `today`.
pub fn parse(typed: &str, today: NaiveDate) -> Result<NaiveDate, DateError> {
    let text: String = crate::identity::half_width(typed).chars().filter(|c| !c.is_whitespace()).collect();
    let back = |days| today.checked_sub_days(Days::new(days)).ok_or(DateError::OutOfRange);
    match text.as_str() {
        "今天" | "今日" => return back(0),
        "昨天" | "昨日" => return back(1),
        "前天" => return back(2),
        "明天" | "明日" => return today.succ_opt().ok_or(DateError::OutOfRange),
        _ => {}
    }
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    if digits(&text) {
        return match text.len() {
            8 => day(&text[..4], &text[4..6], &text[6..]),
            6 => Err(DateError::ShortYear),
            _ => Err(DateError::Unreadable),
        };
    }
    let text = text.strip_suffix(['日', '号']).unwrap_or(&text);
    let parts: Vec<&str> = text.split(['-', '.', '/', '年', '月', '\u{3002}', '—', '–']).collect();
    if parts.iter().any(|part| part.is_empty() || !digits(part)) {
        return Err(DateError::Unreadable);
    }
    match parts[..] {
        [year, month, of_month] => day(year, month, of_month),
        [month, of_month] if month.len() <= 2 => day(&today.year().to_string(), month, of_month),
        _ => Err(DateError::Unreadable),
    }
}

fn day(year: &str, month: &str, day: &str) -> Result<NaiveDate, DateError> {
    if year.len() < 4 {
        return Err(DateError::ShortYear);
    }
    let number = |text: &str| text.parse::<u32>().map_err(|_| DateError::Unreadable);
    if year.len() > 4 || month.len() > 2 || day.len() > 2 {
        return Err(DateError::Unreadable);
    }
    let date =
        NaiveDate::from_ymd_opt(number(year)? as i32, number(month)?, number(day)?).ok_or(DateError::NoSuchDay)?;
    in_range(date).then_some(date).ok_or(DateError::OutOfRange)
}

/// Whether a date can stand in a record at all.
pub fn in_range(date: NaiveDate) -> bool {
    (1900..=2100).contains(&date.year())
}

/// A stored date, `2025-03-05` and nothing else.
pub fn stored(text: &str) -> Option<NaiveDate> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else { return None };
    let number = |digits: &[&u8]| {
        digits.iter().try_fold(0, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + u32::from(**digit - b'0')))
    };
    let year = i32::try_from(number(&[y1, y2, y3, y4])?).ok()?;
    NaiveDate::from_ymd_opt(year, number(&[m1, m2])?, number(&[d1, d2])?)
}

/// A date plus or minus months: the corresponding day, or the last of the month where there is none.
pub fn add_months(date: NaiveDate, months: i32) -> Option<NaiveDate> {
    let by = Months::new(months.unsigned_abs());
    if months < 0 { date.checked_sub_months(by) } else { date.checked_add_months(by) }
}

/// A time of day as typed (`1020`, `10.20`, `10点20`, `9:5`) in the stored form `10:20`.
pub fn time(typed: &str) -> Option<String> {
    let text: String = crate::identity::half_width(typed).chars().filter(|c| !c.is_whitespace()).collect();
    let text = text.trim_end_matches('分');
    let (hour, minute) = match text.split_once([':', '.', '点', '时']) {
        Some((hour, "")) => (hour, "0"),
        Some((hour, "半")) => (hour, "30"),
        Some(parts) => parts,
        None if (3..=4).contains(&text.len()) && text.is_ascii() => text.split_at(text.len() - 2),
        None => return None,
    };
    let number = |text: &str| (text.len() <= 2).then(|| text.parse::<u32>().ok()).flatten();
    let (hour, minute) = (number(hour)?, number(minute)?);
    (hour < 24 && minute < 60).then(|| format!("{hour:02}:{minute:02}"))
}

/// A date as it is written in print: no leading zeros (GB/T 9704).
pub fn printed(date: NaiveDate) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        stored(text).expect("test date")
    }

    #[test]
    fn every_usual_spelling_is_the_same_day() {
        let today = date("2026-11-23");
        for typed in [
            "20250305",
            "2025-03-05",
            "2025.3.5",
            "2025/3/5",
            "2025年3月5日",
            "2025年03月05号",
            " 2025 - 3 - 5 ",
            "\u{ff12}\u{ff10}\u{ff12}\u{ff15}\u{ff0e}\u{ff13}\u{ff0e}\u{ff15}",
            "2025\u{3002}3\u{3002}5",
        ] {
            assert_eq!(parse(typed, today), Ok(date("2025-03-05")), "{typed}");
        }
    }

    #[test]
    fn a_stored_date_is_ten_characters_and_a_day_that_there_is() {
        assert_eq!(stored("2024-02-29"), NaiveDate::from_ymd_opt(2024, 2, 29));
        assert_eq!(stored("0001-01-01"), NaiveDate::from_ymd_opt(1, 1, 1));
        let none = [
            "",
            "2025-02-29",
            "2025-13-01",
            "2025-3-05",
            "2025/03/05",
            "+025-03-05",
            "2025-03- 5",
            "2025-03-05 ",
            "二五-3",
        ];
        for text in none {
            assert_eq!(stored(text), None, "{text}");
        }
    }

    #[test]
    fn a_date_without_a_year_is_in_this_year() {
        for typed in ["3-5", "3月5日", "3.5", "3/5", "03-05", "3月5"] {
            assert_eq!(parse(typed, date("2026-11-23")), Ok(date("2026-03-05")), "{typed}");
        }
    }

    #[test]
    fn words_count_from_today_even_across_the_year() {
        let today = date("2026-01-01");
        for (typed, day) in
            [("今天", "2026-01-01"), ("昨天", "2025-12-31"), ("前天", "2025-12-30"), ("明天", "2026-01-02")]
        {
            assert_eq!(parse(typed, today), Ok(date(day)), "{typed}");
        }
    }

    #[test]
    fn two_digit_years_are_refused() {
        for typed in ["25-3-5", "250305", "25.03.05", "52年3月5日"] {
            assert_eq!(parse(typed, date("2026-11-23")), Err(DateError::ShortYear), "{typed}");
        }
    }

    #[test]
    fn days_that_do_not_exist_and_far_years_are_named() {
        let today = date("2026-11-23");
        assert_eq!(parse("1987-02-29", today), Err(DateError::NoSuchDay));
        assert_eq!(parse("2-29", today), Err(DateError::NoSuchDay));
        assert_eq!(parse("20251301", today), Err(DateError::NoSuchDay));
        assert_eq!(parse("1899-12-31", today), Err(DateError::OutOfRange));
        assert_eq!(parse("2101-01-01", today), Err(DateError::OutOfRange));
        assert_eq!(parse("1900-01-01", today), Ok(date("1900-01-01")));
        assert_eq!(parse("2090-01-01", today), Ok(date("2090-01-01")));
        for typed in ["", "去年", "2025-", "20250", "2025-3-5-1", "2025-003-05", "😀"] {
            assert_eq!(parse(typed, today), Err(DateError::Unreadable), "{typed}");
        }
    }

    #[test]
    fn times_are_read_in_the_usual_spellings() {
        for (typed, stored) in [
            ("10:20", "10:20"),
            ("1020", "10:20"),
            ("9.5", "09:05"),
            ("9点", "09:00"),
            ("14点半", "14:30"),
            ("930", "09:30"),
        ] {
            assert_eq!(time(typed).as_deref(), Some(stored), "{typed}");
        }
        for typed in ["", "24:00", "10:60", "上午", "12345", "1:2:3", "二十"] {
            assert_eq!(time(typed), None, "{typed}");
        }
    }

    #[test]
    fn print_has_no_leading_zeros() {
        assert_eq!(printed(date("2025-03-05")), "2025年3月5日");
    }
}
