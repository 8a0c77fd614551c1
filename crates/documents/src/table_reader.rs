//! Reading somebody else's table: xlsx, xls, csv (any of the usual encodings), told apart by their bytes and not by their
//! names. Bytes in, plain cells out; what cannot be read is refused with what to do about it. It judges no content.

use std::panic::catch_unwind;

use domain::ledger_sheet::Book;

use crate::table_error::{MOST_BYTES, TableError};
use crate::{csv_reader, workbook_reader};

/// Reads a table from the bytes of a file.
pub fn read_table(bytes: &[u8]) -> Result<Book, TableError> {
    if bytes.is_empty() {
        return Err(TableError::Empty);
    }
    if bytes.len() > MOST_BYTES {
        return Err(TableError::TooLarge);
    }
    // calamine trusts the offsets inside a workbook and panics over some damaged ones (`tests/tables.rs` shows it).
    let book = match bytes {
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => catch_unwind(|| workbook_reader::xlsx(bytes)),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => catch_unwind(|| workbook_reader::ole(bytes)),
        _ => Ok(csv_reader::text(bytes)),
    }
    .unwrap_or(Err(TableError::Damaged))?;
    let seen = book.sheets.iter().any(|sheet| sheet.rows.iter().flatten().any(|cell| !cell.is_empty()));
    if seen { Ok(book) } else { Err(TableError::Empty) }
}
