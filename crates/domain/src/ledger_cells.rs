//! Cells of somebody's ledger, each read to the stored form of a field. Days, codes and numbers have a module each. What cannot be
//! read comes back with the reason; nothing is guessed.

mod codes;
mod days;
mod numbers;
mod outcome;

use chrono::NaiveDate;

use crate::dictionary::{Field, FieldType};
use crate::identity::half_width;
use crate::ledger_import::Ledger;
use crate::ledger_sheet::Cell;
use outcome::bad;

pub use codes::{code, disability, pieces};
pub use days::is_year_and_month;
pub use numbers::{is_damaged, lost_digits, phone};
pub use outcome::Read;

/// Why a date in a column of words is refused: 3-2 for a group has become 2 March.
pub const BECAME_DATE: &str =
    "这一格被 Excel 变成了日期，原来写的已看不出：请把该列设为“文本”后重新录入，或在这里改成原来的内容";

/// Reads a cell as a field of the dictionary. References stay the name that stands there.
pub fn read(ledger: &Ledger, field: &Field, cell: &Cell, epoch_1904: bool, today: NaiveDate) -> Read {
    let text = cell.text();
    if let Some(fault) = cell.fault() {
        return bad(fault, &text);
    }
    if text.is_empty() || is_dash(field, &text) {
        return Read::Nothing;
    }
    match field.kind {
        FieldType::Date => days::date(cell, epoch_1904, today),
        FieldType::Time => days::time(cell),
        FieldType::Integer => numbers::number(&text, 1),
        FieldType::Money => numbers::number(&text, 100),
        FieldType::Code => match code(ledger, field, &text) {
            Some(code) => Read::Value(code.into()),
            None => bad(format!("“{text}”不在“{}”的选项里", field.label), &text),
        },
        FieldType::Codes => codes::codes(ledger, field, &text),
        FieldType::Attachment => bad("这一项不能从表格导入", &text),
        FieldType::Text if field.name == "id_number" || field.name == "cert_no" => numbers::id_number(cell),
        FieldType::Text | FieldType::LongText if lost_digits(cell) => bad(numbers::LOST_DIGITS, &text),
        FieldType::Text if field.name != "remark" && matches!(cell, Cell::Moment(_)) => bad(BECAME_DATE, &text),
        FieldType::Text if field.name == "group_no" && days::is_day_in_words(&text) => bad(BECAME_DATE, &text),
        FieldType::Text if field.name.ends_with("phone") => Read::Value(phone(&text).0.into()),
        FieldType::Text | FieldType::LongText | FieldType::Reference => Read::Value(numbers::whole(&text).into()),
    }
}

/// Signs for "nothing here". 无 says so only where no word is expected.
fn is_dash(field: &Field, text: &str) -> bool {
    let text = half_width(text);
    let dash = text.chars().all(|c| matches!(c, '/' | '\\' | '-' | '—' | '–' | '－' | ' ' | '_'));
    let none = ["无", "暂无", "不详", "没有", "空", "N/A"].contains(&text.trim());
    let free = matches!(field.kind, FieldType::Text | FieldType::LongText);
    let number = field.name == "id_number" || field.name == "cert_no" || field.name.ends_with("phone");
    let has_no = field.codes.as_deref() == Some("yes_no");
    dash || none && (!free || number) && !has_no
}

#[cfg(test)]
mod tests;
