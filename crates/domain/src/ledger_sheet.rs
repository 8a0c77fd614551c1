//! What a workbook of somebody else looks like once it has been read: sheets of cells, with what its reader noticed. Plain
//! values only: `documents` makes them out of files, the other `ledger_*` modules make records out of them.

use chrono::NaiveDateTime;

/// A workbook, or a text file taken as one sheet.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Book {
    /// Its sheets in order, hidden ones too.
    pub sheets: Vec<Sheet>,
    /// Serial dates count from 1904 instead of 1900.
    pub epoch_1904: bool,
    /// What the person should know about the reading, in Chinese.
    pub notes: Vec<String>,
}

/// One sheet. Rows and columns are counted from 0; row 0 is the first row of the sheet even when it is empty.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sheet {
    /// Name on the tab.
    pub name: String,
    /// The tab is hidden.
    pub hidden: bool,
    /// Cells by row; merged cells are filled with the value of their first cell.
    pub rows: Vec<Vec<Cell>>,
    /// How many merged areas were filled.
    pub merged: usize,
    /// Hidden rows; read like any other.
    pub hidden_rows: Vec<usize>,
    /// Hidden columns; read like any other.
    pub hidden_columns: Vec<usize>,
}

/// One cell.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Text.
    Text(String),
    /// A number as Excel keeps it: about fifteen digits.
    Number(f64),
    /// A number that is shown as a date or time.
    Moment(NaiveDateTime),
    /// A formula that failed, such as `#REF!`.
    Error(String),
}

impl Cell {
    /// Whether nothing can be seen in it.
    pub fn is_empty(&self) -> bool {
        match self {
            Cell::Empty => true,
            Cell::Text(text) => text.chars().all(|c| c.is_whitespace() || crate::identity::is_invisible(c)),
            _ => false,
        }
    }

    /// What a person sees in it, blanks at the ends cut.
    pub fn text(&self) -> String {
        match self {
            Cell::Empty => String::new(),
            Cell::Text(text) => {
                let seen: String = text.chars().filter(|c| !crate::identity::is_invisible(*c)).collect();
                seen.trim().to_owned()
            }
            Cell::Number(number) => plain(*number),
            Cell::Moment(moment) if moment.time() == chrono::NaiveTime::MIN => moment.date().to_string(),
            Cell::Moment(moment) => moment.format("%Y-%m-%d %H:%M").to_string(),
            Cell::Error(error) => error.clone(),
        }
    }
}

/// A number without a needless `.0`; one that Excel would show as 4.3E+17 likewise.
pub(crate) fn plain(number: f64) -> String {
    if number.abs() >= 1e15 {
        let digits = format!("{number:.5e}").to_uppercase();
        return digits.replacen('E', "E+", 1);
    }
    if number.fract() == 0.0 { format!("{}", number as i64) } else { format!("{number}") }
}

impl Sheet {
    /// How many columns the widest row has.
    pub fn width(&self) -> usize {
        self.rows.iter().map(Vec::len).max().unwrap_or(0)
    }

    /// A cell; outside of the sheet all is empty.
    pub fn cell(&self, row: usize, column: usize) -> &Cell {
        const NOTHING: &Cell = &Cell::Empty;
        self.rows.get(row).and_then(|row| row.get(column)).unwrap_or(NOTHING)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_shows_what_a_person_sees() {
        assert_eq!(Cell::Number(45721.0).text(), "45721");
        assert_eq!(Cell::Number(3.5).text(), "3.5");
        assert_eq!(Cell::Number(430121199001010031.0).text(), "4.30121E+17");
        assert_eq!(Cell::Text(" \u{200b}张三\u{3000}".into()).text(), "张三");
        assert!(Cell::Text("\u{feff} \u{3000}".into()).is_empty());
    }
}
