//! A workbook of somebody else as a form: what stands in it, and the same filled, its styles, merged cells, widths, print areas and protection
//! kept. What formulas come to is left to whoever opens it. Editing is umya-spreadsheet's; here is only where what goes.

use std::collections::BTreeSet;
use std::io::{Cursor, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use umya_spreadsheet::reader::xlsx::read_reader;
use umya_spreadsheet::writer::xlsx::write_writer;
use umya_spreadsheet::{Workbook, Worksheet};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::package_reader::{Package, position};
use crate::table_reader::read_table;
use crate::template_error::TemplateError;
use crate::workbook::Value;

/// The most rows and columns of a sheet that are shown to point at.
const SHOWN: (u32, u32) = (80, 40);

/// A sheet of a form, as far as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateSheet {
    /// Name on its tab.
    pub name: String,
    /// Cells by row and column, counted from 1: only those that say something or belong to a merged one.
    pub cells: Vec<TemplateCell>,
    /// Rows that are shown.
    pub rows: u32,
    /// Columns that are shown.
    pub columns: u32,
    /// It is protected; it may be filled all the same, and stays protected.
    pub protected: bool,
}

/// A cell of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateCell {
    /// Row, from 1.
    pub row: u32,
    /// Column, from 1.
    pub column: u32,
    /// How many rows and columns it covers, where it is a merged one.
    pub spans: (u32, u32),
    /// What it says.
    pub text: String,
    /// It works something out.
    pub formula: bool,
}

/// A value for one cell.
#[derive(Debug, Clone, PartialEq)]
pub struct CellFill {
    /// Sheet.
    pub sheet: String,
    /// `B7`.
    pub cell: String,
    /// What goes there.
    pub value: Value,
}

/// Rows for a part of a sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct RowsFill {
    /// Sheet.
    pub sheet: String,
    /// The first row to fill, from 1.
    pub first_row: u32,
    /// How many rows the form has for them; more are put in below the first, in its style.
    pub reserved: u32,
    /// Letters of the columns, in the order of the values.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<Value>>,
}

/// What stands in a workbook, to point at.
pub fn template_sheets(bytes: &[u8]) -> Result<Vec<TemplateSheet>, TemplateError> {
    Ok(open(bytes)?.sheet_collection().iter().map(shape).collect())
}

/// Checks that a place can be filled: it is there, is no formula, and is no hidden part of a merged cell.
pub fn check_cell(bytes: &[u8], places: &[(String, String)]) -> Result<Vec<TemplateError>, TemplateError> {
    let book = open(bytes)?;
    Ok(places.iter().filter_map(|(sheet, cell)| fillable(&book, sheet, cell).err()).collect())
}

/// The workbook with these values in it. Everything is checked before anything is written.
pub fn fill_workbook(bytes: &[u8], cells: &[CellFill], rows: &[RowsFill]) -> Result<Vec<u8>, TemplateError> {
    let mut book = open(bytes)?;
    for one in cells {
        fillable(&book, &one.sheet, &one.cell)?;
    }
    for table in rows {
        for column in &table.columns {
            fillable(&book, &table.sheet, &format!("{column}{}", table.first_row))?;
        }
    }
    for one in cells {
        let (row, column) = place(&one.sheet, &one.cell)?;
        put(sheet_mut(&mut book, &one.sheet)?, (column, row), &one.value);
    }
    // From the last table up, so that rows that are put in move none that is still to be filled.
    let mut tables: Vec<&RowsFill> = rows.iter().collect();
    tables.sort_by_key(|table| std::cmp::Reverse(table.first_row));
    for table in tables {
        fill_rows(&mut book, table)?;
    }
    forget_results(&mut book);
    let mut written = Vec::new();
    catch_unwind(AssertUnwindSafe(|| write_writer(&book, &mut written)))
        .map_err(|_| TemplateError::Damaged)?
        .map_err(|_| TemplateError::Damaged)?;
    computed_when_opened(&written)
}

fn open(bytes: &[u8]) -> Result<Workbook, TemplateError> {
    if !bytes.starts_with(b"PK") {
        read_table(bytes)?;
        return Err(TemplateError::NotATemplate);
    }
    if !Package::open(bytes)?.is_workbook() {
        return Err(TemplateError::NotATemplate);
    }
    let read = catch_unwind(AssertUnwindSafe(|| read_reader(Cursor::new(bytes), true)));
    read.map_err(|_| TemplateError::Damaged)?.map_err(|_| TemplateError::Damaged)
}

fn merged(sheet: &Worksheet) -> Vec<((u32, u32), (u32, u32))> {
    let ranges = sheet.merge_cells().iter().filter_map(|range| {
        let said = range.range();
        let (from, to) = said.split_once(':')?;
        let corner =
            |text: &str| position(&text.replace('$', "")).map(|(row, column)| (row as u32 + 1, column as u32 + 1));
        Some((corner(from)?, corner(to)?))
    });
    ranges.collect()
}

fn shape(sheet: &Worksheet) -> TemplateSheet {
    let (columns, rows) = sheet.highest_column_and_row();
    let (rows, columns) = (rows.clamp(1, SHOWN.0), columns.clamp(1, SHOWN.1));
    let merged = merged(sheet);
    let mut cells: Vec<TemplateCell> = Vec::new();
    for row in 1..=rows {
        for column in 1..=columns {
            let range = merged.iter().find(|(from, _)| *from == (row, column));
            let cell = sheet.cell((column, row));
            let text = cell.map(|cell| cell.value().into_owned()).unwrap_or_default();
            let formula = cell.is_some_and(|cell| !cell.formula().is_empty());
            if range.is_some() || formula || !text.is_empty() {
                let spans = range.map_or((1, 1), |(from, to)| (to.0 - from.0 + 1, to.1 - from.1 + 1));
                cells.push(TemplateCell { row, column, spans, text, formula });
            }
        }
    }
    let protected = sheet.sheet_protection().is_some();
    TemplateSheet { name: sheet.name().to_owned(), cells, rows, columns, protected }
}

fn place(sheet: &str, cell: &str) -> Result<(u32, u32), TemplateError> {
    let missing = || TemplateError::NoCell(sheet.to_owned(), cell.to_owned());
    let (row, column) = position(cell).ok_or_else(missing)?;
    Ok((u32::try_from(row + 1).map_err(|_| missing())?, u32::try_from(column + 1).map_err(|_| missing())?))
}

fn fillable(book: &Workbook, sheet: &str, cell: &str) -> Result<(), TemplateError> {
    let (row, column) = place(sheet, cell)?;
    let found = book.sheet_by_name(sheet).map_err(|_| TemplateError::NoSheet(sheet.to_owned()))?;
    let (columns, rows) = found.highest_column_and_row();
    if row > rows || column > columns {
        return Err(TemplateError::NoCell(sheet.to_owned(), cell.to_owned()));
    }
    let within = |((top, left), (bottom, right)): &((u32, u32), (u32, u32))| {
        (*top..=*bottom).contains(&row) && (*left..=*right).contains(&column) && (*top, *left) != (row, column)
    };
    if let Some(((top, left), _)) = merged(found).into_iter().find(within) {
        let first = format!("{}{top}", letters(left));
        return Err(TemplateError::Merged(sheet.to_owned(), cell.to_owned(), first));
    }
    match found.cell((column, row)).is_some_and(|cell| !cell.formula().is_empty()) {
        true => Err(TemplateError::Formula(sheet.to_owned(), cell.to_owned())),
        false => Ok(()),
    }
}

/// `AB` for 28.
fn letters(mut column: u32) -> String {
    let mut letters = String::new();
    while column > 0 {
        letters.insert(0, char::from(b'A' + u8::try_from((column - 1) % 26).unwrap_or(0)));
        column = (column - 1) / 26;
    }
    letters
}

fn sheet_mut<'b>(book: &'b mut Workbook, name: &str) -> Result<&'b mut Worksheet, TemplateError> {
    book.sheet_by_name_mut(name).map_err(|_| TemplateError::NoSheet(name.to_owned()))
}

/// Sets the value alone; the style stays.
fn put(sheet: &mut Worksheet, at: (u32, u32), value: &Value) {
    let cell = sheet.cell_mut(at);
    match value {
        Value::Empty => drop(cell.set_value_string("")),
        Value::Text(text) => drop(cell.set_value_string(text.clone())),
        Value::Integer(number) => drop(cell.set_value_number(*number as f64)),
        Value::Decimal(number) | Value::Share(number) => drop(cell.set_value_number(*number)),
        Value::Date(day) => drop(cell.set_value_string(day.to_string())),
    };
}

fn fill_rows(book: &mut Workbook, table: &RowsFill) -> Result<(), TemplateError> {
    let needed = u32::try_from(table.rows.len()).unwrap_or(u32::MAX);
    let reserved = table.reserved.max(1);
    if needed > reserved {
        // Within the reserved rows, so that a sum below or around them grows; all in the style of the first.
        let at = table.first_row + reserved - u32::from(reserved > 1);
        let at = if reserved > 1 { at } else { table.first_row + 1 };
        book.insert_new_row(&table.sheet, at, needed - reserved);
        copy_style(sheet_mut(book, &table.sheet)?, table.first_row, at, needed - reserved);
    }
    let mut columns = Vec::new();
    for column in &table.columns {
        columns.push(place(&table.sheet, &format!("{column}1"))?.1);
    }
    let sheet = sheet_mut(book, &table.sheet)?;
    for (row, values) in (table.first_row..).zip(&table.rows) {
        for (column, value) in columns.iter().zip(values) {
            put(sheet, (*column, row), value);
        }
    }
    Ok(())
}

fn copy_style(sheet: &mut Worksheet, from: u32, first: u32, count: u32) {
    let columns = sheet.highest_column_and_row().0;
    let styles: Vec<_> =
        (1..=columns).map(|column| sheet.cell((column, from)).map(|cell| cell.style().clone())).collect();
    let height = sheet.row_dimension(from).map(umya_spreadsheet::Row::height);
    for row in first..first + count {
        for (column, style) in (1..=columns).zip(&styles) {
            if let Some(style) = style {
                sheet.cell_mut((column, row)).set_style(style.clone());
            }
        }
        if let Some(height) = height.filter(|height| *height > 0.0) {
            sheet.row_dimension_mut(row).set_height(height);
        }
    }
}

/// What formulas came to before is nobody's answer any more.
fn forget_results(book: &mut Workbook) {
    for sheet in book.sheet_collection_mut() {
        for cell in sheet.cells_mut() {
            if !cell.formula().is_empty() {
                cell.set_formula_result_default("");
            }
        }
    }
}

/// The same file, asking whoever opens it to work out every formula.
fn computed_when_opened(bytes: &[u8]) -> Result<Vec<u8>, TemplateError> {
    let damaged = |_| TemplateError::Damaged;
    let mut from = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let mut names = BTreeSet::new();
    for place in 0..from.len() {
        let name = from.by_index_raw(place).map_err(damaged)?.name().to_owned();
        if !names.insert(name.clone()) {
            continue;
        }
        if name != "xl/workbook.xml" {
            to.raw_copy_file(from.by_index_raw(place).map_err(damaged)?).map_err(damaged)?;
            continue;
        }
        let mut xml = String::new();
        let read = from.by_index(place).map_err(damaged)?.read_to_string(&mut xml);
        read.map_err(|_| TemplateError::Damaged)?;
        let xml = match xml.contains("<calcPr ") {
            true => xml.replacen("<calcPr ", "<calcPr fullCalcOnLoad=\"1\" ", 1),
            false => xml.replacen("</workbook>", "<calcPr fullCalcOnLoad=\"1\"/></workbook>", 1),
        };
        to.start_file(name, options).map_err(damaged)?;
        to.write_all(xml.as_bytes()).map_err(|_| TemplateError::Damaged)?;
    }
    Ok(to.finish().map_err(damaged)?.into_inner())
}
