//! Days and times of cells: the usual spellings, Excel's serial numbers from 1900 and from 1904.

use chrono::{Days, NaiveDate};

use super::outcome::{Read, bad};
use crate::dates::{self, DateError};
use crate::identity::half_width;
use crate::ledger_sheet::Cell;

pub(super) fn date(cell: &Cell, epoch_1904: bool, today: NaiveDate) -> Read {
    let found = match cell {
        Cell::Moment(moment) => in_range(moment.date()),
        Cell::Number(number) => from_number(*number, epoch_1904, today),
        _ => {
            let text = half_width(&cell.text());
            // 2025-03-05 00:00:00 as databases write it.
            let day =
                text.split_once([' ', 'T']).filter(|(_, rest)| rest.contains(':')).map_or(text.as_str(), |cut| cut.0);
            match day.trim().parse::<f64>() {
                Ok(number) if day.trim().len() != 8 && !day.contains('.') => from_number(number, epoch_1904, today),
                _ if !has_year(day) => Err(DateError::Unreadable),
                _ => dates::parse(day, today),
            }
        }
    };
    match found {
        Ok(date) => Read::Value(date.to_string().into()),
        Err(error) => bad(error.to_string(), &cell.text()),
    }
}

/// A year and a month without a day, as a column 出生年月 often holds: 1948.3, 1948年3月, 194803.
pub fn is_year_and_month(text: &str) -> bool {
    let text = half_width(text);
    let parts: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let (year, month) = match parts.as_slice() {
        [year, month] if year.len() == 4 && month.len() <= 2 => (*year, *month),
        [both] if both.len() == 6 => both.split_at(4),
        _ => return false,
    };
    let within = |text: &str, from: u32, to: u32| text.parse().is_ok_and(|number: u32| (from..=to).contains(&number));
    within(year, 1900, 2100) && within(month, 1, 12)
}

/// A day as Excel shows one that was typed as something else: 3月2日, 2-Mar, Mar-02, 2026/3/2.
pub(super) fn is_day_in_words(text: &str) -> bool {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let text = half_width(text).to_lowercase();
    let number = |part: &str| !part.is_empty() && part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
    if let Some((month, day)) = text.strip_suffix('日').and_then(|text| text.split_once('月')) {
        let month = month.split_once('年').map_or(month, |(_, month)| month);
        return number(month) && number(day);
    }
    let parts: Vec<&str> = text.split(['-', '/']).collect();
    let months = parts.iter().filter(|part| MONTHS.contains(part)).count();
    let numbers = parts.iter().filter(|part| number(part)).count();
    match parts.len() {
        2 => months == 1 && numbers == 1,
        3 => months <= 1 && months + numbers == 3 && (months == 1 || parts[0].len() == 4),
        _ => false,
    }
}

/// 3-5 and 昨天 mean something while typing today, not in a table of last year.
fn has_year(text: &str) -> bool {
    let first: String = text.chars().filter(|c| !c.is_whitespace()).take_while(char::is_ascii_digit).collect();
    let parts = text.split(['-', '.', '/', '年', '月', '。', '—', '–']).filter(|part| !part.trim().is_empty()).count();
    first.len() >= 4 || parts >= 3
}

fn in_range(date: NaiveDate) -> Result<NaiveDate, DateError> {
    dates::in_range(date).then_some(date).ok_or(DateError::OutOfRange)
}

/// 20250305 or a serial number of Excel, which counts days from 1900 (with its 29 February 1900) or from 1904.
fn from_number(number: f64, epoch_1904: bool, today: NaiveDate) -> Result<NaiveDate, DateError> {
    if number.fract() == 0.0 && (19_000_101.0..=21_001_231.0).contains(&number) {
        return dates::parse(&format!("{}", number as u64), today);
    }
    // A year alone, or 195203, is no day.
    if !(1.0..100_000.0).contains(&number) {
        return Err(if (100_000.0..1_000_000.0).contains(&number) {
            DateError::ShortYear
        } else {
            DateError::Unreadable
        });
    }
    if (1900.0..=2100.0).contains(&number) {
        return Err(DateError::Unreadable);
    }
    let days = number as u64;
    let (base, days) = match (epoch_1904, days) {
        (true, days) => (NaiveDate::from_ymd_opt(1904, 1, 1), days),
        (false, days @ ..60) => (NaiveDate::from_ymd_opt(1899, 12, 31), days),
        (false, days) => (NaiveDate::from_ymd_opt(1899, 12, 30), days),
    };
    let date = base.and_then(|base| base.checked_add_days(Days::new(days)));
    date.ok_or(DateError::OutOfRange).and_then(in_range)
}

pub(super) fn time(cell: &Cell) -> Read {
    let found = match cell {
        Cell::Moment(moment) => Some(moment.format("%H:%M").to_string()),
        Cell::Number(number) if (0.0..1.0).contains(number) => {
            let minutes = (number * 1440.0).round() as u32;
            Some(format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60))
        }
        _ => dates::time(&cell.text()),
    };
    found.map_or_else(|| bad("应为 24 小时制的时间，如 10:20", &cell.text()), |time| Read::Value(time.into()))
}
