//! Workbooks of Excel: packages as they come; or parts written one behind another, each after a line `== name`, packed here, so that
//! checksums do not stand before the XML.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::csv::read;

pub fn enter(data: &[u8]) {
    if data.starts_with(b"PK") {
        return read(data);
    }
    let Ok(text) = std::str::from_utf8(data) else { return };
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for part in text.split("== ").skip(1) {
        let (name, content) = part.split_once('\n').unwrap_or((part, ""));
        let started = writer.start_file(name, SimpleFileOptions::default()).is_ok();
        if !started || writer.write_all(content.as_bytes()).is_err() {
            return;
        }
    }
    if let Ok(package) = writer.finish() {
        read(package.get_ref());
    }
}
