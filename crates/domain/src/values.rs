//! Values of a record as rules read them: a missing one and one of another type are the same.

use chrono::NaiveDate;
use serde_json::{Map, Value};

use crate::dates;

/// Fields of a record by name.
pub type Fields = Map<String, Value>;

/// A text field without surrounding blanks; empty when missing or of another type.
pub fn text<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.get(name).and_then(Value::as_str).unwrap_or("").trim()
}

/// The strings of a `codes` field.
pub fn codes(fields: &Fields, name: &str) -> Vec<String> {
    let list = fields.get(name).and_then(Value::as_array);
    list.map(|list| list.iter().filter_map(|code| code.as_str().map(str::to_owned)).collect()).unwrap_or_default()
}

/// A date field; none when missing or unreadable.
pub fn date(fields: &Fields, name: &str) -> Option<NaiveDate> {
    dates::stored(text(fields, name))
}

/// A number field.
pub fn number(fields: &Fields, name: &str) -> Option<i64> {
    fields.get(name).and_then(Value::as_i64)
}

/// Whether a value says nothing: none, blanks, an empty list.
pub fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(list) => list.is_empty(),
        _ => false,
    }
}
