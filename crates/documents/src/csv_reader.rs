//! Tables in text: UTF-8 with or without its mark, UTF-16, GB18030 (which holds GBK and GB2312), with commas, tabs or
//! semicolons. It guesses encoding and separator from the whole text and says what it took.

use domain::ledger_sheet::{Book, Cell, Sheet};
use encoding_rs::{Encoding, GB18030, UTF_8};

use crate::table_error::{MOST_COLUMNS, MOST_ROWS, TableError};
use crate::{open_quotes, web_reader};

/// How many rows are looked at to find the separator.
const LOOKED_AT: usize = 60;

/// A text of any kind: a table, a web page, or something that only looks like a table.
pub(crate) fn text(bytes: &[u8]) -> Result<Book, TableError> {
    let (text, encoding) = decoded(bytes)?;
    if web_reader::is_page(&text) {
        return web_reader::book(&text);
    }
    let start: String = text.trim_start().chars().take(400).collect::<String>().to_lowercase();
    if start.starts_with("mime-version:") || start.contains("content-type: multipart/related") {
        return Err(TableError::WebArchive);
    }
    if start.starts_with("<?xml") || start.starts_with("<workbook") {
        return Err(TableError::OldXml);
    }
    // Excel's own hint in the first line.
    let (hint, text) = match text.strip_prefix("sep=").and_then(|rest| rest.split_once('\n')) {
        Some((hint, rest)) => (hint.trim_end().bytes().next(), rest),
        None => (None, text.as_str()),
    };
    let separator = hint.unwrap_or_else(|| separator(text));
    let (text, torn) = open_quotes::closed(text, separator);
    let mut sheet = Sheet { name: "表格".into(), ..Sheet::default() };
    for record in records(&text, separator) {
        if sheet.rows.len() >= MOST_ROWS || record.len() > MOST_COLUMNS {
            return Err(TableError::SheetTooLarge(sheet.name));
        }
        sheet.rows.push(record);
    }
    let separated = match separator {
        b'\t' => "制表符",
        b';' => "分号",
        _ => "逗号",
    };
    let mut notes = vec![format!("文本文件，按 {encoding} 编码、{separated}分隔读取。")];
    if !torn.is_empty() {
        let rows = torn.iter().take(10).map(|row| row.to_string()).collect::<Vec<_>>().join("、");
        notes.push(format!(
            "第 {rows} 行{}有引号只有前一半，已略去这个引号、逐行读取，请核对这几行。",
            if torn.len() > 10 { "等" } else { "" }
        ));
    }
    Ok(Book { sheets: vec![sheet], epoch_1904: false, notes })
}

fn decoded(bytes: &[u8]) -> Result<(String, &'static str), TableError> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, broken) = encoding.decode_without_bom_handling(&bytes[mark..]);
        return if broken { Err(TableError::Encoding) } else { Ok((text.into_owned(), encoding.name())) };
    }
    if bytes.contains(&0) {
        return Err(TableError::NotATable);
    }
    for encoding in [UTF_8, GB18030] {
        if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) {
            // Pictures and programs are no text in any encoding; tables hold no control characters.
            let control = text.chars().filter(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')).count();
            let name = if encoding == UTF_8 { "UTF-8" } else { "GB18030（GBK）" };
            return if control > 3 { Err(TableError::NotATable) } else { Ok((text.into_owned(), name)) };
        }
    }
    let printed = bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r' | b'\t' | 0x20..=0x7e | 0x80..)).count();
    Err(if printed == bytes.len() { TableError::Encoding } else { TableError::NotATable })
}

/// The separator that gives the most columns to most rows.
fn separator(text: &str) -> u8 {
    let columns = |separator: u8| {
        let mut counts: Vec<usize> = records(text, separator).take(LOOKED_AT).map(|record| record.len()).collect();
        counts.sort_unstable();
        counts.get(counts.len() / 2).copied().unwrap_or(0)
    };
    let mut best = (b',', columns(b','));
    for other in [b'\t', b';'] {
        let found = columns(other);
        if found > best.1 {
            best = (other, found);
        }
    }
    best.0
}

fn records(text: &str, separator: u8) -> impl Iterator<Item = Vec<Cell>> + '_ {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let rows = std::iter::from_fn(move || {
        let begins = reader.position().line();
        reader.read_record(&mut record).ok().filter(|more| *more)?;
        // Empty lines, which the reader passes over, are rows too: the numbers that people see must agree.
        let own = 1 + record.iter().map(|field| field.matches('\n').count() as u64).sum::<u64>();
        let empty = (reader.position().line() - begins).saturating_sub(own) as usize;
        let cells = record.iter().map(Cell::typed).collect();
        Some(std::iter::repeat_n(Vec::new(), empty.min(MOST_ROWS)).chain(std::iter::once(cells)))
    });
    rows.flatten()
}
