//! The Excel writer. Text is always written as text, so that 18 digits stay 18 digits and "=…" never becomes a formula.

use std::ops::ControlFlow;

use chrono::Datelike;
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook as Book, Worksheet, XlsxError};

use crate::error::{Error, Result};
use crate::text;
use crate::workbook::{ColumnKind, Sheet, Value, Workbook};

/// What one cell of Excel holds at most.
const CELL_LIMIT: usize = 32_767;
/// Beyond this Excel rounds whole numbers.
const EXACT: u64 = 999_999_999_999_999;
const FONT: &str = "宋体";
/// So many rows are written between two words of it.
const TOLD: usize = 500;

/// Writes a workbook.
pub fn xlsx(workbook: &Workbook) -> Result<Vec<u8>> {
    xlsx_told(workbook, &mut |_| ControlFlow::Continue(()))
}

/// The same of one whose rows are many: tells how many are written, again and again, and ends with `Error::Stopped` when it is to.
pub fn xlsx_told(workbook: &Workbook, told: &mut dyn FnMut(usize) -> ControlFlow<()>) -> Result<Vec<u8>> {
    let mut written = 0;
    let mut row = || {
        written += 1;
        if written % TOLD == 0 { told(written) } else { ControlFlow::Continue(()) }
    };
    let mut book = Book::new();
    let mut names = Vec::new();
    for sheet in &workbook.sheets {
        let worksheet = book.add_worksheet();
        let name = tab_name(&sheet.name, &names);
        worksheet.set_name(&name)?;
        names.push(name.to_lowercase());
        write_sheet(worksheet, sheet, &mut row)?;
    }
    if workbook.sheets.is_empty() {
        book.add_worksheet();
    }
    Ok(book.save_to_buffer()?)
}

fn write_sheet(to: &mut Worksheet, sheet: &Sheet, told: &mut dyn FnMut() -> ControlFlow<()>) -> Result<()> {
    let last = sheet.columns.len().saturating_sub(1) as u16;
    let mut row = 0;
    if !sheet.title.is_empty() {
        let format = Format::new()
            .set_font_name("黑体")
            .set_font_size(16)
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter);
        write_span(to, row, 0, last, &sheet.title, &format)?;
        to.set_row_height(row, 30)?;
        row += 1;
    }
    let first_header = row;
    let header = cell_format().set_bold().set_align(FormatAlign::Center).set_text_wrap();
    for group in &sheet.groups {
        write_group(to, row, last, group, &header)?;
        row += 1;
    }
    for (place, column) in sheet.columns.iter().enumerate() {
        to.write_string_with_format(row, place as u16, text::clean(&column.title), &header)?;
        to.set_column_width(place as u16, column.width.clamp(4.0, 100.0))?;
    }
    let first_row = row + 1;
    let formats: Vec<Format> = sheet.columns.iter().map(|column| format_of(column.kind)).collect();
    for (offset, cells) in sheet.rows.iter().enumerate() {
        let row = first_row + offset as u32;
        for (place, column) in sheet.columns.iter().enumerate() {
            let value = cells.get(place).unwrap_or(&Value::Empty);
            write_cell(to, row, place as u16, column.kind, value, &formats[place])?;
        }
        if told().is_break() {
            return Err(Error::Stopped);
        }
    }
    if sheet.filter && !sheet.columns.is_empty() {
        to.autofilter(first_row - 1, 0, first_row - 1 + sheet.rows.len() as u32, last)?;
    }
    if !sheet.note.is_empty() {
        let format = Format::new().set_font_name(FONT).set_font_size(10).set_text_wrap();
        write_span(to, first_row + sheet.rows.len() as u32, 0, last, &sheet.note, &format)?;
    }
    to.set_freeze_panes(first_row, 0)?;
    to.set_repeat_rows(first_header, first_row - 1)?;
    to.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
    to.set_margins(0.6, 0.6, 0.8, 0.7, 0.3, 0.4).set_print_center_horizontally(true);
    to.set_footer("&C第 &P 页 共 &N 页");
    Ok(())
}

fn write_group(
    to: &mut Worksheet,
    row: u32,
    last: u16,
    group: &[String],
    format: &Format,
) -> std::result::Result<(), XlsxError> {
    let mut place = 0;
    while place <= last {
        let label = group.get(place as usize).map(String::as_str).unwrap_or_default();
        let mut end = place;
        while end < last && group.get(end as usize + 1).is_none_or(|next| next.is_empty()) {
            end += 1;
        }
        write_span(to, row, place, end, label, format)?;
        place = end + 1;
    }
    Ok(())
}

fn write_span(
    to: &mut Worksheet,
    row: u32,
    first: u16,
    last: u16,
    label: &str,
    format: &Format,
) -> std::result::Result<(), XlsxError> {
    let label = text::clean(label);
    if first == last {
        to.write_string_with_format(row, first, label, format)?;
    } else {
        // `merge_range` would read digits as a number: merge empty, then write the text.
        to.merge_range(row, first, row, last, "", format)?;
        to.write_string_with_format(row, first, label, format)?;
    }
    Ok(())
}

fn write_cell(
    to: &mut Worksheet,
    row: u32,
    column: u16,
    kind: ColumnKind,
    value: &Value,
    format: &Format,
) -> std::result::Result<(), XlsxError> {
    match (kind, value) {
        (_, Value::Empty) => to.write_blank(row, column, format)?,
        (ColumnKind::Integer | ColumnKind::Number, Value::Integer(number)) if number.unsigned_abs() <= EXACT => {
            to.write_number_with_format(row, column, *number as f64, format)?
        }
        (ColumnKind::Money, Value::Integer(fen)) if fen.unsigned_abs() <= EXACT => {
            to.write_number_with_format(row, column, *fen as f64 / 100.0, format)?
        }
        (ColumnKind::Number, Value::Decimal(number)) if number.is_finite() => {
            to.write_number_with_format(row, column, *number, format)?
        }
        (ColumnKind::Percent, Value::Share(share)) if share.is_finite() => {
            to.write_number_with_format(row, column, *share, format)?
        }
        (ColumnKind::Date, Value::Date(date)) if (1900..=9999).contains(&date.year()) => {
            let day = ExcelDateTime::from_ymd(date.year() as u16, date.month() as u8, date.day() as u8)?;
            to.write_datetime_with_format(row, column, &day, format)?
        }
        (_, other) => to.write_string_with_format(row, column, as_text(other), &format_of(ColumnKind::Text))?,
    };
    Ok(())
}

fn as_text(value: &Value) -> String {
    match value {
        Value::Empty => String::new(),
        Value::Text(text) => shortened(text::clean(text)),
        Value::Integer(number) => number.to_string(),
        Value::Decimal(number) => number.to_string(),
        Value::Share(share) => share.to_string(),
        Value::Date(date) => date.format("%Y-%m-%d").to_string(),
    }
}

fn shortened(text: String) -> String {
    const ENDING: &str = "……（内容过长，已截断）";
    if text.encode_utf16().count() <= CELL_LIMIT {
        return text;
    }
    let kept: String = text.chars().take(CELL_LIMIT / 2 - ENDING.chars().count()).collect();
    kept + ENDING
}

fn cell_format() -> Format {
    Format::new()
        .set_font_name(FONT)
        .set_font_size(11)
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::VerticalCenter)
}

fn format_of(kind: ColumnKind) -> Format {
    let format = cell_format();
    match kind {
        ColumnKind::Text => format.set_num_format("@").set_text_wrap(),
        ColumnKind::Integer => format.set_num_format("0"),
        ColumnKind::Number => format.set_num_format("General"),
        ColumnKind::Money => format.set_num_format("#,##0.00"),
        ColumnKind::Date => format.set_num_format("yyyy-mm-dd").set_align(FormatAlign::Center),
        ColumnKind::Percent => format.set_num_format("0.0%"),
    }
}

/// A tab name that Excel takes: none of its forbidden characters, at most 31 long, unlike the others.
fn tab_name(wanted: &str, taken: &[String]) -> String {
    let clean = text::clean(wanted);
    let allowed = clean.chars().map(|c| if r"[]:*?/\".contains(c) || c == '\n' { '_' } else { c });
    let mut name: String = allowed.take(24).collect();
    name = name.trim_matches(|c| c == '\'' || c == ' ').to_owned();
    if name.is_empty() {
        name = "表".to_owned();
    }
    let free = |name: &String| !taken.contains(&name.to_lowercase());
    let numbered = (2..).map(|number| format!("{name}({number})"));
    std::iter::once(name.clone()).chain(numbered).find(free).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_told_as_they_are_written_and_nothing_is_made_of_one_that_is_stopped() {
        let rows = vec![vec![Value::from("甲")]; 1200];
        let sheet = Sheet { columns: vec![crate::Column::new("名", ColumnKind::Text, 8.0)], rows, ..Sheet::default() };
        let workbook = Workbook { sheets: vec![sheet.clone(), sheet] };
        let mut seen = Vec::new();
        let whole = xlsx_told(&workbook, &mut |written| {
            seen.push(written);
            ControlFlow::Continue(())
        });
        assert_eq!((seen, whole.expect("whole").starts_with(b"PK")), (vec![500, 1000, 1500, 2000], true));
        let stopped = xlsx_told(&workbook, &mut |written| match written {
            1500 => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        });
        assert!(matches!(stopped, Err(Error::Stopped)), "{stopped:?}");
    }

    #[test]
    fn tab_names_that_excel_forbids_are_mended_and_stay_apart() {
        assert_eq!(tab_name("2026/11 走访[内部]", &[]), "2026_11 走访_内部_");
        assert_eq!(tab_name("", &[]), "表");
        assert_eq!(tab_name("走访", &["走访".to_owned()]), "走访(2)");
    }
}
