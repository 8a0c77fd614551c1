//! A workbook of somebody else once it has been read: sheets of cells, with what its reader noticed. Plain
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
    /// A formula whose result is not in the file: the program that wrote it computes nothing.
    Uncomputed,
}

impl Cell {
    /// What somebody typed, without the marks by which Excel is told that it is text: `="0123"`, `'0123`.
    pub fn typed(text: &str) -> Cell {
        const APOSTROPHES: [char; 5] = ['\'', '\u{2018}', '\u{2019}', '`', '\u{ff07}'];
        const QUOTES: [char; 4] = ['"', '\u{201c}', '\u{201d}', '\u{ff02}'];
        let bare = text.trim();
        let in_quotes = |text: &str| text.strip_prefix(QUOTES)?.strip_suffix(QUOTES).map(str::to_owned);
        let formula = bare.strip_prefix(['=', '\u{ff1d}']).map(str::trim_start).and_then(in_quotes);
        let marked = |inner: &str| {
            inner.len() != bare.len()
                && inner.chars().all(|c| c.is_ascii_digit() || matches!(c, 'X' | 'x' | '-' | ' ' | '+' | '.'))
        };
        let without = |marks: &[char]| Some(bare.trim_matches(marks)).filter(|inner| marked(inner)).map(str::to_owned);
        // Only before it: the mark that makes a text of what is typed. 'a nickname' has it on both sides.
        let before = || bare.strip_prefix(APOSTROPHES).filter(|rest| !rest.ends_with(APOSTROPHES)).map(str::to_owned);
        if text.is_empty() {
            return Cell::Empty;
        }
        let inner = formula.map(|quoted| quoted.replace("\"\"", "\""));
        let inner = inner.or_else(|| without(&APOSTROPHES)).or_else(|| without(&QUOTES)).or_else(before);
        Cell::Text(inner.unwrap_or_else(|| text.to_owned()))
    }

    /// Why nothing can be read from it, for the person who has the file.
    pub fn fault(&self) -> Option<String> {
        match self {
            Cell::Error(error) => Some(format!("单元格是公式错误 {error}，请在原表改正")),
            Cell::Uncomputed => {
                Some("公式没有算过，文件里没有结果。请用 Excel 或 WPS 打开原表，保存一次后再导入".into())
            }
            _ => None,
        }
    }

    /// Whether nothing can be seen in it.
    pub fn is_empty(&self) -> bool {
        match self {
            Cell::Empty => true,
            Cell::Text(text) => !text.chars().any(is_seen),
            _ => false,
        }
    }

    /// What a person sees in it, blanks at the ends cut.
    pub fn text(&self) -> String {
        match self {
            Cell::Empty | Cell::Uncomputed => String::new(),
            Cell::Text(text) => {
                let seen: String = text.chars().filter(|c| c.is_whitespace() || is_seen(*c)).collect();
                seen.trim().to_owned()
            }
            Cell::Number(number) => plain(*number),
            Cell::Moment(moment) if moment.time() == chrono::NaiveTime::MIN => moment.date().to_string(),
            Cell::Moment(moment) => moment.format("%Y-%m-%d %H:%M").to_string(),
            Cell::Error(error) => error.clone(),
        }
    }
}

/// Whether a character shows: no blank, nothing of no width, no control character.
fn is_seen(c: char) -> bool {
    !c.is_whitespace() && !c.is_control() && !crate::identity::is_invisible(c)
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

    /// A sheet of these texts, for tests.
    #[cfg(test)]
    pub(crate) fn of_texts(rows: &[&[&str]]) -> Sheet {
        let cell = |text: &&str| if text.is_empty() { Cell::Empty } else { Cell::Text((*text).to_owned()) };
        Sheet { rows: rows.iter().map(|row| row.iter().map(cell).collect()).collect(), ..Sheet::default() }
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
        assert!(Cell::Text("\u{feff} \u{3000}\u{1}".into()).is_empty());
        assert_eq!(Cell::Text("张\u{7}三\n李四".into()).text(), "张三\n李四");
        for unseen in ["\u{2066}", "\u{200e}", "\u{180e}", "\u{61c}", "\u{fffc}", "\u{3164}", "\u{feff}", "\u{7f}"] {
            assert_eq!(Cell::Text(format!("{unseen}张{unseen}三")).text(), "张三", "{unseen:?}");
        }
        assert_eq!(Cell::Text("葛\u{e0100}".into()).text(), "葛\u{e0100}", "a rare form of a character stays");
    }

    #[test]
    fn what_tells_excel_that_a_number_is_text_is_no_part_of_it() {
        for typed in [
            "=\"0731\"",
            " = \"0731\" ",
            "＝“0731”",
            "'0731",
            "\u{2018}0731\u{2019}",
            "`0731",
            "\"0731\"",
            "\t0731",
            "0731",
        ] {
            assert_eq!(Cell::typed(typed).text(), "0731", "{typed}");
        }
        assert_eq!((Cell::typed("=\"3组\"").text(), Cell::typed("'3组").text()), ("3组".into(), "3组".into()));
        assert_eq!(Cell::typed("'老张'").text(), "'老张'", "a nickname keeps its marks");
        assert_eq!((Cell::typed(""), Cell::typed("=A1").text()), (Cell::Empty, "=A1".into()));
    }
}
