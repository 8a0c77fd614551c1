//! Tables in text and in web pages.

pub fn enter(data: &[u8]) {
    if !data.starts_with(b"PK") && !data.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        read(data);
    }
}

/// Reads a table and what stands in its cells, as an import does.
pub fn read(data: &[u8]) {
    let Ok(book) = documents::read_table(data) else { return };
    for cell in book.sheets.iter().flat_map(|sheet| &sheet.rows).flatten() {
        let _ = (cell.text(), cell.fault());
    }
}
