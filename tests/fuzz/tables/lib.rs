//! Tables of others, read by the very files of `crates/documents`; nothing is written here.
#![allow(dead_code, unused_imports, reason = "a part of a crate")]

#[path = "../../../crates/documents/src/csv_reader.rs"]
mod csv_reader;
#[path = "../../../crates/documents/src/ole_guard.rs"]
mod ole_guard;
#[path = "../../../crates/documents/src/open_quotes.rs"]
mod open_quotes;
#[path = "../../../crates/documents/src/package_reader.rs"]
mod package_reader;
#[path = "../../../crates/documents/src/table_error.rs"]
mod table_error;
#[path = "../../../crates/documents/src/table_reader.rs"]
mod table_reader;
#[path = "../../../crates/documents/src/web_reader.rs"]
mod web_reader;
#[path = "../../../crates/documents/src/workbook_reader.rs"]
mod workbook_reader;

pub use table_reader::read_table;
