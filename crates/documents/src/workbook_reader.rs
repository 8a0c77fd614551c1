//! Excel workbooks, new and old, by calamine: cells streamed with limits, merged areas filled, hidden rows and columns
//! noticed (in xlsx; old xls keeps that from us), the 1904 calendar told. Values only: formulas give what they last gave.

use std::io::Cursor;

use calamine::{Data, DataRef, ExcelDateTime, Reader, SheetVisible, Xls, XlsError, Xlsx, XlsxError};
use domain::ledger_sheet::{Book, Cell, Sheet};

use crate::ole_guard::guarded;
use crate::package_reader::Package;
use crate::table_error::{MOST_CELLS, MOST_COLUMNS, MOST_ROWS, TableError};

pub(crate) fn xlsx(bytes: &[u8]) -> Result<Book, TableError> {
    let mut package = Package::open(bytes)?;
    if !package.is_workbook() {
        return Err(TableError::NotATable);
    }
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsxError::Password => TableError::Encrypted,
        _ => TableError::Damaged,
    })?;
    let mut book = Book { epoch_1904: workbook.has_1904_epoch(), ..Book::default() };
    let mut room = MOST_CELLS;
    let tabs = workbook.sheets_metadata().to_vec();
    let parts = package.sheets();
    for (place, tab) in tabs.into_iter().enumerate() {
        let hidden = tab.visible != SheetVisible::Visible;
        let mut sheet = Sheet { name: tab.name.clone(), hidden, ..Sheet::default() };
        match streamed(&mut workbook, &tab.name, &mut sheet, &mut room) {
            Ok(()) => {}
            // A chart on a tab of its own is no sheet.
            Err(None) => continue,
            Err(Some(error)) => return Err(error),
        }
        let areas = workbook.merge_cells_by_sheet_name(&tab.name).unwrap_or_default();
        fill(&mut sheet, areas.iter().map(|area| (area.start, area.end)));
        if let Some(part) = parts.get(place) {
            let marks = package.marks(part);
            (sheet.hidden_rows, sheet.hidden_columns) = (marks.hidden_rows, marks.hidden_columns);
            for (row, column) in marks.uncomputed {
                place_cell(&mut sheet, row, column, Cell::Uncomputed)?;
            }
        }
        book.sheets.push(sheet);
    }
    Ok(book)
}

/// Cells one by one, so that a stray cell at the end of the sheet does not claim the memory of all before it.
fn streamed(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    sheet: &mut Sheet,
    room: &mut usize,
) -> Result<(), Option<TableError>> {
    let mut cells = workbook.worksheet_cells_reader(name).map_err(|error| match error {
        XlsxError::NotAWorksheet(_) | XlsxError::WorksheetNotFound(_) => None,
        _ => Some(TableError::Damaged),
    })?;
    while let Some(found) = cells.next_cell().map_err(|_| Some(TableError::Damaged))? {
        let (row, column) = found.get_position();
        let cell = match found.get_value() {
            DataRef::SharedString(text) => Cell::typed(text),
            other => value(Data::from(other.clone())),
        };
        // A row is as long as its last cell, whatever stands before it.
        let before = sheet.rows.get(row as usize).map_or(0, Vec::len);
        place_cell(sheet, row as usize, column as usize, cell).map_err(Some)?;
        let after = sheet.rows.get(row as usize).map_or(0, Vec::len);
        *room = room
            .checked_sub(after.saturating_sub(before))
            .ok_or_else(|| Some(TableError::SheetTooLarge(sheet.name.clone())))?;
    }
    Ok(())
}

pub(crate) fn ole(bytes: &[u8]) -> Result<Book, TableError> {
    let safe = guarded(bytes).map_err(|error| match error {
        TableError::Damaged => not_a_workbook(bytes),
        other => other,
    })?;
    let bytes = safe.as_slice();
    let mut workbook: Xls<_> = match Xls::new(Cursor::new(bytes)) {
        Ok(workbook) => workbook,
        Err(XlsError::Password) => return Err(TableError::Encrypted),
        // A new workbook with a password is an old container; Word files are too.
        Err(_) => {
            let locked = Xlsx::new(Cursor::new(bytes)).is_err_and(|error| matches!(error, XlsxError::Password));
            return Err(if locked { TableError::Encrypted } else { not_a_workbook(bytes) });
        }
    };
    let mut book = Book { epoch_1904: workbook.has_1904_epoch(), ..Book::default() };
    for tab in workbook.sheets_metadata().to_vec() {
        let hidden = tab.visible != SheetVisible::Visible;
        let mut sheet = Sheet { name: tab.name.clone(), hidden, ..Sheet::default() };
        let range = workbook.worksheet_range(&tab.name).map_err(|_| TableError::Damaged)?;
        let (top, left) = range.start().unwrap_or((0, 0));
        for (row, column, found) in range.used_cells() {
            place_cell(&mut sheet, top as usize + row, left as usize + column, value(found.clone()))?;
        }
        let areas = workbook.merge_cells_by_sheet_name(&tab.name).unwrap_or_default();
        fill(&mut sheet, areas.iter().map(|area| (area.start, area.end)));
        book.sheets.push(sheet);
    }
    Ok(book)
}

/// An old container that holds no workbook: something else, or a workbook cut off.
fn not_a_workbook(bytes: &[u8]) -> TableError {
    let names = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|window| window == wide)
    };
    if names("Workbook") || names("Book") { TableError::Damaged } else { TableError::NotATable }
}

fn place_cell(sheet: &mut Sheet, row: usize, column: usize, cell: Cell) -> Result<(), TableError> {
    if cell.is_empty() {
        return Ok(());
    }
    if row >= MOST_ROWS || column >= MOST_COLUMNS {
        return Err(TableError::SheetTooLarge(sheet.name.clone()));
    }
    if sheet.rows.len() <= row {
        sheet.rows.resize(row + 1, Vec::new());
    }
    let cells = &mut sheet.rows[row];
    if cells.len() <= column {
        cells.resize(column + 1, Cell::Empty);
    }
    cells[column] = cell;
    Ok(())
}

fn value(data: Data) -> Cell {
    match data {
        Data::Empty => Cell::Empty,
        Data::String(text) => Cell::typed(&text),
        Data::Int(number) => Cell::Number(number as f64),
        Data::Float(number) => Cell::Number(number),
        Data::Bool(yes) => Cell::Text(if yes { "是" } else { "否" }.to_owned()),
        Data::DateTime(moment) => moment_cell(&moment),
        Data::DateTimeIso(text) | Data::DurationIso(text) => Cell::Text(text.replace('T', " ")),
        Data::Error(error) => Cell::Error(error.to_string()),
    }
}

/// A date or time; what lies outside of the calendar stays the number it is.
fn moment_cell(moment: &ExcelDateTime) -> Cell {
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let date = chrono::NaiveDate::from_ymd_opt(year.into(), month.into(), day.into());
    match date.and_then(|date| date.and_hms_opt(hour.into(), minute.into(), second.into())) {
        Some(at) if moment.as_f64() >= 0.0 => Cell::Moment(at),
        _ => Cell::Number(moment.as_f64()),
    }
}

/// Gives every cell of a merged area the value of its first.
fn fill(sheet: &mut Sheet, areas: impl Iterator<Item = ((u32, u32), (u32, u32))>) {
    let (height, width) = (sheet.rows.len(), sheet.width());
    for ((top, left), (bottom, right)) in areas {
        let first = sheet.cell(top as usize, left as usize).clone();
        if first.is_empty() {
            continue;
        }
        sheet.merged += 1;
        for row in top as usize..=(bottom as usize).min(height.saturating_sub(1)) {
            for column in left as usize..=(right as usize).min(width.saturating_sub(1)) {
                if sheet.cell(row, column).is_empty() {
                    // Inside the sheet as it is: the limits hold already.
                    let _ = place_cell(sheet, row, column, first.clone());
                }
            }
        }
    }
}
