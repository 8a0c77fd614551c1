//! Numbers of cells: amounts and counts, identity cards, telephones, and long numbers from which Excel has taken digits.

use chrono::NaiveDate;

use super::outcome::{Read, bad};
use crate::identity::{self, IdNumber, half_width};
use crate::ledger_sheet::Cell;
use crate::number_in_text::telephones;

/// Why a number that Excel has destroyed is refused, and what to do.
const DAMAGED_ID: &str =
    "身份证号在原表里已丢失精度（被 Excel 当成数字存了），无法还原，请重新提供：把该列设为“文本”后重新录入";

/// The same for any other long number.
pub(super) const LOST_DIGITS: &str =
    "这个长数字在原表里已丢失精度（被 Excel 当成数字存了），无法还原：请把该列设为“文本”后重新录入";

/// The first telephone number of a cell as it is kept, and the whole cell where it says more: another number, whose it is.
pub fn phone(text: &str) -> (String, Option<String>) {
    match telephones(text).as_slice() {
        [] => (text.to_owned(), None),
        [only] if only.range == (0..text.len()) => (only.plain.clone(), None),
        [first, ..] => (first.plain.clone(), Some(text.to_owned())),
    }
}

/// A number of so many digits that Excel has rounded it, as a bank account or a file number: shown as 6.2E+18, or with noughts from the
/// sixteenth digit on.
pub fn lost_digits(cell: &Cell) -> bool {
    let noughts = |text: &str| {
        let digits = half_width(text);
        digits.len() >= 18
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && digits[15..].bytes().all(|byte| byte == b'0')
    };
    is_float(cell) || matches!(cell, Cell::Text(_)) && noughts(&cell.text())
}

/// A number of more than fifteen digits as Excel keeps or shows it.
fn is_float(cell: &Cell) -> bool {
    match cell {
        Cell::Number(number) => number.abs() >= 1e15,
        Cell::Text(_) => {
            let text = half_width(&cell.text()).to_uppercase();
            let Some((mantissa, exponent)) = text.split_once("E+") else { return false };
            let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
            number(mantissa) && exponent.parse::<u32>().is_ok_and(|exponent| exponent >= 10)
        }
        _ => false,
    }
}

/// A number that was typed as text and is shown as one.
pub(super) fn whole(text: &str) -> String {
    text.strip_suffix(".0").filter(|rest| rest.chars().all(|c| c.is_ascii_digit())).unwrap_or(text).to_owned()
}

/// A whole number or an amount; what people write behind it (人, 元, 岁) is dropped.
pub(super) fn number(text: &str, times: i64) -> Read {
    let plain = half_width(text).replace([',', ' '], "");
    let plain = plain.trim_end_matches(['人', '元', '岁', '户', '个', '次']).trim_start_matches(['¥', '￥']);
    let exact = plain.parse::<f64>().ok().map(|value| value * times as f64).filter(|value| (0.0..1e12).contains(value));
    match exact {
        Some(value) if (value - value.round()).abs() < 1e-6 => Read::Value((value.round() as i64).into()),
        _ => bad("应为数字", text),
    }
}

/// An ID number, unless Excel has destroyed it. A wrong one is kept: that is a warning of the form, not a refusal.
pub(super) fn id_number(cell: &Cell) -> Read {
    if is_damaged(cell) {
        return bad(DAMAGED_ID, &cell.text());
    }
    let cleaned = identity::clean(&cell.text());
    let cleaned = whole(&cleaned);
    if cleaned.is_empty() { Read::Nothing } else { Read::Value(cleaned.into()) }
}

/// Whether a number has lost its last digits in Excel: a number cell of more than fifteen digits, 4.30121E+17, or eighteen
/// digits with a wrong check digit that end in 000 or are just what a float can hold. A text ending in 000 whose check digit is
/// right is a good number.
pub fn is_damaged(cell: &Cell) -> bool {
    if is_float(cell) {
        return true;
    }
    let text = identity::clean(&cell.text());
    let text = text.strip_suffix(".0").unwrap_or(&text);
    let Ok(value) = text.parse::<u64>() else { return false };
    if text.len() != 18 || matches!(identity::check(text, far_future()), IdNumber::Valid(_)) {
        return false;
    }
    let right_digit =
        matches!(identity::check(text, far_future()), IdNumber::Invalid { reason } if !reason.contains("校验位"));
    !right_digit && (text.ends_with("000") || value as f64 as u64 == value)
}

/// A birth date after today is another fault than a lost digit.
fn far_future() -> NaiveDate {
    NaiveDate::from_ymd_opt(2100, 12, 31).unwrap_or_default()
}
