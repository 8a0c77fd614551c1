//! Paper: Word, PDF and Excel files from plain values. A [`Document`] is written by two writers, [`pdf`] and [`docx`],
//! which agree on GB/T 9704 pages; a [`Workbook`] is written by [`xlsx`].
//! Forms of others (xlsx, docx) are filled without touching their styles ([`fill_workbook`], [`fill_document`]).
//! Tables of others (xlsx, xls, csv) are read by [`read_table`] into plain cells.
//! No SQL, no clock, no files: values in, bytes out. Masking personal data is the caller's business.

mod chart;
mod csv_reader;
mod document;
mod docx;
mod error;
mod fitting;
mod fonts;
#[cfg(test)]
mod forgotten;
mod form;
mod official;
mod ole_guard;
mod open_quotes;
mod package_reader;
mod page;
mod pages;
mod pdf;
mod scan;
mod signing;
mod table_error;
mod table_reader;
mod template_document;
mod template_error;
mod template_workbook;
mod text;
mod typesetting;
mod web_reader;
mod workbook;
mod workbook_reader;
mod xlsx;

pub use document::{
    Align, Block, Cell, Chart, ChartKind, Document, Imprint, Letterhead, Masthead, Photo, Series, SignatureKind,
    SignatureSpace, SmallPhoto, Table, TableColumn,
};
pub use docx::{Docx, docx};
pub use error::{Error, Result};
pub use form::{Answer, Filling, form};
pub use official::attachments;
pub use page::{PageSetup, PageStyle};
pub use pages::Pages;
pub use pdf::{Pdf, pdf};
pub use scan::scan_page;
pub use table_error::{MOST_BYTES, TableError};
pub use table_reader::read_table;
pub use template_document::{fill_document, is_document, placeholders};
pub use template_error::TemplateError;
pub use template_workbook::{
    CellFill, RowsFill, TemplateCell, TemplateSheet, check_cell, fill_workbook, template_sheets,
};
pub use workbook::{Column, ColumnKind, Sheet, Value, Workbook};
pub use xlsx::{xlsx, xlsx_told};
