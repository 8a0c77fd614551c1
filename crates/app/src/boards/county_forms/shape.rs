//! Shape of a form: what stands in its file, to point at, and which of the places pointed out do not fit it.

use documents::{TemplateError, TemplateSheet, check_cell, is_document, placeholders, template_sheets};
use domain::county_form::{Mapping, Source, guess};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{MOST_BYTES, not_a_template};
use crate::kernel::context::Context;
use crate::kernel::error::CommandError;
use crate::kernel::files::FileIn;
use crate::kernel::pc::Pc;

/// What stands in a form.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct FormShape {
    /// It is a Word document; else a workbook.
    pub word: bool,
    /// The sheets of a workbook.
    pub sheets: Vec<FormSheet>,
    /// The placeholders of a Word document.
    pub placeholders: Vec<FormPlaceholder>,
}

/// A sheet.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct FormSheet {
    /// Name on its tab.
    pub name: String,
    /// Rows shown.
    pub rows: u32,
    /// Columns shown.
    pub columns: u32,
    /// It is protected, and stays so.
    pub protected: bool,
    /// Cells that say something or are merged.
    pub cells: Vec<FormCell>,
}

/// A cell.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct FormCell {
    /// Row, from 1.
    pub row: u32,
    /// Column, from 1.
    pub column: u32,
    /// Rows it covers.
    pub row_span: u32,
    /// Columns it covers.
    pub column_span: u32,
    /// What it says.
    pub text: String,
    /// It is a formula and cannot be filled.
    pub formula: bool,
}

/// A placeholder.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct FormPlaceholder {
    /// What stands between the brackets.
    pub name: String,
    /// What it most likely means.
    pub guess: Option<Source>,
}

/// Reads a file that somebody wants to use as a form.
pub(crate) fn read(pc: &Pc, request: FileIn) -> Result<FormShape, CommandError> {
    Context::of(pc)?;
    let bytes = request.read(MOST_BYTES).map_err(|_| not_a_template(TemplateError::TooLarge))?;
    of(&bytes).map_err(not_a_template)
}

/// What stands in these bytes.
pub(super) fn of(bytes: &[u8]) -> Result<FormShape, TemplateError> {
    if is_document(bytes) {
        let placeholder = |name: String| FormPlaceholder { guess: guess(&name), name };
        let placeholders = placeholders(bytes)?.into_iter().map(placeholder).collect();
        return Ok(FormShape { word: true, sheets: Vec::new(), placeholders });
    }
    let sheets = template_sheets(bytes)?.into_iter().map(sheet).collect();
    Ok(FormShape { word: false, sheets, placeholders: Vec::new() })
}

fn sheet(sheet: TemplateSheet) -> FormSheet {
    let cell = |one: documents::TemplateCell| FormCell {
        row: one.row,
        column: one.column,
        row_span: one.spans.0,
        column_span: one.spans.1,
        text: one.text,
        formula: one.formula,
    };
    FormSheet {
        name: sheet.name,
        rows: sheet.rows,
        columns: sheet.columns,
        protected: sheet.protected,
        cells: sheet.cells.into_iter().map(cell).collect(),
    }
}

/// Places that the file does not have (any more), or that cannot be filled.
pub(super) fn problems(bytes: &[u8], mapping: &Mapping) -> Vec<String> {
    if is_document(bytes) {
        let there = placeholders(bytes).unwrap_or_default();
        let gone = mapping.words.iter().filter(|one| !there.contains(&one.name));
        return gone.map(|one| format!("模板里没有 {{{{{}}}}}，可能已改名或删除", one.name)).collect();
    }
    let cells = mapping.cells.iter().map(|one| (one.sheet.clone(), one.cell.clone()));
    let lists = mapping.lists.iter().flat_map(|list| {
        list.columns.iter().map(|one| (list.sheet.clone(), format!("{}{}", one.column, list.first_row)))
    });
    let places: Vec<(String, String)> = cells.chain(lists).collect();
    match check_cell(bytes, &places) {
        Ok(wrong) => wrong.iter().map(ToString::to_string).collect(),
        Err(error) => vec![error.to_string()],
    }
}
