//! Between dictionary fields and typed columns: names, SQL of each kind's table, JSON to SQL and back. Every column name that
//! reaches SQL comes from here, that is from the dictionary, never from a caller.

use std::collections::HashMap;
use std::sync::OnceLock;

use domain::dictionary::{Field, FieldType, Kind, dictionary};
use rusqlite::types::{Value as Sql, ValueRef};
use serde_json::Value;

use crate::visited::derived;

/// Columns that every table has besides its fields, in the order of `Table::select`.
pub(crate) const BASE: [&str; 10] = [
    "id",
    "station",
    "provisional",
    "deleted_reason",
    "created_ms",
    "created_by",
    "updated_ms",
    "updated_by",
    "extra",
    "refs",
];

/// Fields whose own order would be by code point, each with the column beside it that sorts by pinyin.
pub(crate) fn order_columns(kind: &Kind) -> impl Iterator<Item = (&str, String)> {
    let fields = kind.fields.iter().filter(|field| field.by_pinyin);
    fields.map(|field| (field.name.as_str(), format!("{}_order", field.name)))
}

/// The column that a field is sorted by.
pub(crate) fn order_column(kind: &Kind, field: &str) -> String {
    let known = order_columns(kind).find(|(name, _)| *name == field);
    quoted(&known.map_or_else(|| field.to_owned(), |(_, column)| column))
}

/// What stands in such columns of a row, in the order of `Table::upsert`: after the fields.
pub(crate) fn order_values<'v>(kind: &Kind, value: impl Fn(&str) -> Option<&'v str>) -> Vec<Sql> {
    let key = |text: &str| Sql::Text(domain::names::sort_key(text));
    order_columns(kind).map(|(field, _)| value(field).map_or(Sql::Null, key)).collect()
}

/// The prepared SQL of one kind.
pub(crate) struct Table {
    /// Inserts or replaces a row: base columns, then fields in dictionary order, then what only sorts.
    pub upsert: String,
    /// `SELECT` of base columns and fields, up to and including `FROM`.
    pub select: String,
    /// The same with what records of other kinds give.
    pub select_all: String,
    pub delete: String,
}

/// The SQL of a kind; built once.
pub(crate) fn table(kind: &Kind) -> &'static Table {
    static TABLES: OnceLock<HashMap<&'static str, Table>> = OnceLock::new();
    &TABLES.get_or_init(|| dictionary().kinds.iter().map(|kind| (kind.name.as_str(), build(kind))).collect())
        [kind.name.as_str()]
}

fn build(kind: &Kind) -> Table {
    let fields = kind.fields.iter().map(|field| quoted(&field.name));
    let sorting = order_columns(kind).map(|(_, column)| quoted(&column));
    let names: Vec<String> = BASE.iter().map(|name| quoted(name)).chain(fields).chain(sorting).collect();
    let table = quoted(&kind.table);
    let marks = (1..=names.len()).map(|n| format!("?{n}")).collect::<Vec<_>>().join(",");
    let updates = names.iter().skip(1).map(|name| format!("{name}=excluded.{name}")).collect::<Vec<_>>().join(",");
    let columns = names.join(",");
    let fields: Vec<&Field> = kind.fields.iter().collect();
    Table {
        upsert: format!("INSERT INTO {table} ({columns}) VALUES ({marks}) ON CONFLICT (id) DO UPDATE SET {updates}"),
        select: select(kind, &fields),
        select_all: {
            let derived = derived(kind).iter().map(|column| format!(",{}", quoted(column))).collect::<String>();
            select(kind, &fields).replacen(" FROM ", &format!("{derived} FROM "), 1)
        },
        delete: format!("DELETE FROM {table} WHERE id = ?1"),
    }
}

/// `SELECT` of the base columns and these fields, up to and including `FROM`.
pub(crate) fn select(kind: &Kind, fields: &[&Field]) -> String {
    let names = BASE.iter().copied().chain(fields.iter().map(|field| field.name.as_str())).map(quoted);
    format!("SELECT {} FROM {}", names.collect::<Vec<_>>().join(","), quoted(&kind.table))
}

/// The same without what only pages show: of `extra` and `refs` nothing is read, and of some fields only (`part`) nothing of when and by whom,
/// so that an index which holds them answers alone.
pub(crate) fn select_bare(kind: &Kind, fields: &[&Field], part: bool) -> String {
    let left_out = if part { &BASE[4..] } else { &BASE[8..] };
    let names = left_out.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(",");
    select(kind, fields).replacen(&names, &vec!["NULL"; left_out.len()].join(","), 1)
}

/// A name as SQL wants it: `case` is a word of SQL, and nothing here trusts a name to be plain.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The column value of a field's JSON value; None when the value is not of the field's type (it then goes to `extra`, whole).
pub(crate) fn to_column(kind: FieldType, value: &Value) -> Option<Sql> {
    match (kind, value) {
        (_, Value::Null) => Some(Sql::Null),
        (FieldType::Integer | FieldType::Money, Value::Number(number)) => number.as_i64().map(Sql::Integer),
        (FieldType::Codes, Value::Array(_)) | (FieldType::Attachment, Value::Object(_)) => {
            Some(Sql::Text(crate::project::canonical(value)))
        }
        (FieldType::Integer | FieldType::Money | FieldType::Codes | FieldType::Attachment, _) => None,
        (_, Value::String(text)) => Some(Sql::Text(text.clone())),
        _ => None,
    }
}

/// A column's value as JSON.
pub(crate) fn to_json(kind: FieldType, value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Integer(number) => Value::from(number),
        ValueRef::Text(text) => match kind {
            FieldType::Codes | FieldType::Attachment => serde_json::from_slice(text).unwrap_or(Value::Null),
            _ => Value::from(String::from_utf8_lossy(text)),
        },
        _ => Value::Null,
    }
}

/// A JSON value as a parameter of a comparison.
pub(crate) fn to_parameter(value: &Value) -> Sql {
    match value {
        Value::Null => Sql::Null,
        Value::Bool(yes) => Sql::Integer(i64::from(*yes)),
        Value::Number(number) => {
            number.as_i64().map_or_else(|| Sql::Real(number.as_f64().unwrap_or(0.0)), Sql::Integer)
        }
        Value::String(text) => Sql::Text(text.clone()),
        other => Sql::Text(other.to_string()),
    }
}
