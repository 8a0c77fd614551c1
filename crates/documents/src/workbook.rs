//! The model of an Excel workbook: sheets of typed columns. ID numbers, phones and codes are `Text` and stay text.

use chrono::NaiveDate;

/// A workbook.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Workbook {
    /// Its sheets in order.
    pub sheets: Vec<Sheet>,
}

/// A sheet: title, header rows, rows; set up for A4 on its side with the header repeated on every page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sheet {
    /// Name on the tab; what Excel forbids is replaced.
    pub name: String,
    /// Title over the whole width; empty for none.
    pub title: String,
    /// Rows above the column titles that group them; an empty cell continues the group at its left.
    pub groups: Vec<Vec<String>>,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows; short rows are filled up with empty cells.
    pub rows: Vec<Vec<Value>>,
    /// Remark below the rows; empty for none.
    pub note: String,
    /// Its column titles can be filtered by (AutoFilter): for lists, not for tables that sum up.
    pub filter: bool,
}

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its title.
    pub title: String,
    /// What its cells hold.
    pub kind: ColumnKind,
    /// Width in characters of Excel (a Chinese character takes two).
    pub width: f64,
}

impl Column {
    /// A column.
    pub fn new(title: impl Into<String>, kind: ColumnKind, width: f64) -> Column {
        Column { title: title.into(), kind, width }
    }
}

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Text, whatever it looks like.
    Text,
    /// A whole number.
    Integer,
    /// A number, with places where it has them.
    Number,
    /// Money, given in 分, shown in 元.
    Money,
    /// A date.
    Date,
    /// A share, 0.5 shown as 50.0%.
    Percent,
}

/// A cell. What does not fit its column's kind is written as text, never bent.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value {
    /// Nothing.
    #[default]
    Empty,
    /// Text.
    Text(String),
    /// A whole number; 分 in a money column.
    Integer(i64),
    /// A number with places.
    Decimal(f64),
    /// A share.
    Share(f64),
    /// A date.
    Date(NaiveDate),
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.to_owned())
    }
}
impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(text)
    }
}
impl From<i64> for Value {
    fn from(number: i64) -> Value {
        Value::Integer(number)
    }
}
impl From<NaiveDate> for Value {
    fn from(date: NaiveDate) -> Value {
        Value::Date(date)
    }
}
impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Value {
        value.map(Into::into).unwrap_or_default()
    }
}
