//! Tables of web pages, which many systems give out under the name .xls. Read by html5ever's tokens: every table that holds no
//! other is a sheet, cells over several rows or columns are filled like merged ones. What the page runs or fetches is ignored.

use std::cell::RefCell;
use std::collections::BTreeMap;

use domain::ledger_sheet::{Book, Cell, Sheet};
use html5ever::tokenizer::states::{Rawtext, ScriptData};
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

use crate::table_error::{MOST_COLUMNS, MOST_ROWS, TableError};

/// Whether a text is a web page.
pub(crate) fn is_page(text: &str) -> bool {
    let start: String = text.trim_start().chars().take(200).collect::<String>().to_lowercase();
    ["<html", "<!doctype html", "<table", "<meta", "<head", "<body", "<style", "<div"]
        .iter()
        .any(|mark| start.starts_with(mark))
        || start.starts_with("<?xml") && start.contains("<html")
}

/// The tables of a page; a page without one (a frame around other files) is refused.
pub(crate) fn book(page: &str) -> Result<Book, TableError> {
    let tokenizer = Tokenizer::new(Tables::default(), TokenizerOpts::default());
    let waiting = BufferQueue::default();
    waiting.push_back(page.into());
    let _ = tokenizer.feed(&waiting);
    tokenizer.end();
    let mut tables = tokenizer.sink.0.into_inner();
    tables.close_all();
    if tables.too_large {
        return Err(TableError::SheetTooLarge("网页表格".into()));
    }
    // A table of one cell lays out a page.
    let mut sheets: Vec<Sheet> = tables.done.into_iter().filter(|sheet| sheet.width() > 1).collect();
    if sheets.is_empty() {
        return Err(TableError::WebPage);
    }
    for (place, sheet) in sheets.iter_mut().enumerate() {
        sheet.name = format!("网页表格{}", place + 1);
    }
    let notes = vec!["这个文件其实是网页（名字却像 Excel 文件），已按其中的表格读取，请核对。".into()];
    Ok(Book { sheets, epoch_1904: false, notes })
}

#[derive(Default)]
struct Tables(RefCell<Reading>);

#[derive(Default)]
struct Reading {
    open: Vec<Table>,
    done: Vec<Sheet>,
    too_large: bool,
}

/// A table being read.
#[derive(Default)]
struct Table {
    sheet: Sheet,
    cell: Option<OpenCell>,
    /// Cells that reach down: rows still to fill and the text, by column.
    below: BTreeMap<usize, (usize, Cell)>,
    holds_table: bool,
}

struct OpenCell {
    text: String,
    columns: usize,
    rows: usize,
}

impl TokenSink for Tables {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut reading = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) => return reading.tag(&tag),
            Token::CharacterTokens(text) => reading.text(&text),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl Reading {
    fn tag(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let begins = tag.kind == TagKind::StartTag;
        match &*tag.name {
            "script" if begins => return TokenSinkResult::RawData(ScriptData),
            "style" if begins => return TokenSinkResult::RawData(Rawtext),
            "table" if begins => {
                if let Some(outer) = self.open.last_mut() {
                    outer.holds_table = true;
                }
                self.open.push(Table::default());
            }
            "table" => self.close(),
            "tr" => {
                let hidden = begins && is_hidden(tag);
                self.in_table(|table| table.row(begins, hidden));
            }
            "td" | "th" => {
                let span = |name| attribute(tag, name).and_then(|text| text.trim().parse().ok()).unwrap_or(1);
                let (columns, rows) = (span("colspan"), span("rowspan"));
                self.in_table(|table| {
                    let fits = table.end_cell();
                    table.cell = begins.then(|| OpenCell { text: String::new(), columns, rows });
                    fits
                });
            }
            "br" | "p" | "div" => self.text("\u{2028}"),
            _ => {}
        }
        TokenSinkResult::Continue
    }

    fn in_table(&mut self, change: impl FnOnce(&mut Table) -> bool) {
        if let Some(table) = self.open.last_mut() {
            self.too_large |= !change(table);
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(cell) = self.open.last_mut().and_then(|table| table.cell.as_mut()) {
            cell.text.push_str(text);
        }
    }

    fn close(&mut self) {
        if let Some(mut table) = self.open.pop() {
            self.too_large |= !table.row(false, false);
            if !table.holds_table {
                self.done.push(table.sheet);
            }
        }
    }

    fn close_all(&mut self) {
        while !self.open.is_empty() {
            self.close();
        }
    }
}

impl Table {
    /// Ends the row that is open and begins another; false when there are too many.
    fn row(&mut self, begins: bool, hidden: bool) -> bool {
        let fits = self.end_cell();
        if begins {
            if self.sheet.rows.len() >= MOST_ROWS {
                return false;
            }
            if hidden {
                self.sheet.hidden_rows.push(self.sheet.rows.len());
            }
            self.sheet.rows.push(Vec::new());
            return fits && self.filled_from_above();
        }
        fits
    }

    /// Fills the places at the end of the row that a cell above reaches down to.
    fn filled_from_above(&mut self) -> bool {
        loop {
            let Some(row) = self.sheet.rows.last_mut() else { return true };
            let Some((left, cell)) = self.below.get_mut(&row.len()) else { return true };
            if *left == 0 {
                return true;
            }
            *left -= 1;
            row.push(cell.clone());
            if row.len() > MOST_COLUMNS {
                return false;
            }
        }
    }

    fn end_cell(&mut self) -> bool {
        let Some(cell) = self.cell.take() else { return true };
        if self.sheet.rows.is_empty() {
            self.sheet.rows.push(Vec::new());
        }
        let lines = cell.text.split('\u{2028}').map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
        let text = lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
        let value = Cell::typed(&text);
        let (columns, rows) = (cell.columns.clamp(1, MOST_COLUMNS), cell.rows.clamp(1, MOST_ROWS));
        if (columns > 1 || rows > 1) && !value.is_empty() {
            self.sheet.merged += 1;
        }
        for _ in 0..columns {
            let Some(row) = self.sheet.rows.last_mut() else { return true };
            if row.len() >= MOST_COLUMNS {
                return false;
            }
            self.below.insert(row.len(), (rows - 1, value.clone()));
            row.push(value.clone());
        }
        self.filled_from_above()
    }
}

fn attribute(tag: &Tag, name: &str) -> Option<String> {
    tag.attrs.iter().find(|attribute| &*attribute.name.local == name).map(|attribute| attribute.value.to_string())
}

fn is_hidden(tag: &Tag) -> bool {
    let style = attribute(tag, "style").unwrap_or_default().to_lowercase();
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
    style.contains("display:none") || attribute(tag, "hidden").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(page: &str) -> Vec<Vec<String>> {
        let book = book(page).expect("a table");
        book.sheets[0].rows.iter().map(|row| row.iter().map(Cell::text).collect()).collect()
    }

    #[test]
    fn cells_over_rows_and_columns_are_filled_and_what_runs_is_ignored() {
        let page = "<html><style>td{x:1}</style><script>'<table>'</script><table><tr><th colspan=2>低保&amp;特困</th><th>备注\
            <tr style='display : none'><td rowspan=2>禾守根<td>一<br>二<td>&nbsp;</td></tr><tr><td>'0123<td>丙</table>";
        assert_eq!(
            rows(page),
            [["低保&特困", "低保&特困", "备注"], ["禾守根", "一\n二", ""], ["禾守根", "0123", "丙"]]
        );
        let book = book(page).expect("a table");
        assert_eq!((book.sheets[0].merged, book.sheets[0].hidden_rows.clone()), (2, vec![1]));
    }

    #[test]
    fn a_table_that_lays_out_the_page_is_not_taken_for_one() {
        let page = "<table><tr><td>菜单<td><table><tr><td>姓名<td>村</tr></table></td></tr></table>";
        assert_eq!(rows(page), [["姓名", "村"]]);
        assert_eq!(book("<html><frameset><frame src=1.htm></frameset></html>"), Err(TableError::WebPage));
    }
}
