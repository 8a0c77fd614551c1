//! Record tables: made, widened and indexed as the dictionary says, because they are a cache of the log. Nothing is ever dropped but
//! an index, and no row is written here.

use std::collections::{BTreeMap, BTreeSet};

use domain::dictionary::{FieldType, Kind, Listed, dictionary};
use rusqlite::Connection;

use crate::columns::{order_columns, quoted};
use crate::error::Result;
use crate::visited::derived;

/// Indices that were chosen by hand, one a line.
const CHOSEN: &str = include_str!("../../../schema/device/indices.sql");

/// Brings the tables of every kind to what this program's dictionary says. A kind or column of a newer program stays as it is.
pub(crate) fn fit(connection: &Connection) -> Result<()> {
    for kind in &dictionary().kinds {
        let columns = columns(kind);
        let table = quoted(&kind.table);
        connection.execute_batch(&format!("CREATE TABLE IF NOT EXISTS {table} ({})", columns.join(", ")))?;
        let mut statement = connection.prepare("SELECT name FROM pragma_table_info(?1)")?;
        let here: BTreeSet<String> = statement
            .query_map([&kind.table], |row| Ok(quoted(&row.get::<_, String>(0)?)))?
            .collect::<rusqlite::Result<_>>()?;
        for column in columns.iter().filter(|column| !here.contains(name_of(column))) {
            connection.execute_batch(&format!("ALTER TABLE {table} ADD COLUMN {column}"))?;
        }
    }
    fit_indices(connection)
}

/// What the tables are made of, as text: another text means that tables have to be fitted and projected again.
pub(crate) fn described() -> String {
    let tables = dictionary().kinds.iter().map(|kind| format!("{} ({})", kind.table, columns(kind).join(", ")));
    tables.collect::<Vec<_>>().join("\n")
}

/// The indices, as text: another text means that they have to be fitted, and no more.
pub(crate) fn described_indices() -> String {
    Vec::from_iter(indices().into_values()).join("\n")
}

/// A kind's columns with their types: the dictionary's between those that every table has, then what only sorts, then what other
/// records give.
fn columns(kind: &Kind) -> Vec<String> {
    let field = |name: &str, kind: FieldType| {
        let number = matches!(kind, FieldType::Integer | FieldType::Money);
        format!("{} {}", quoted(name), if number { "INTEGER" } else { "TEXT" })
    };
    let first = ["\"id\" TEXT PRIMARY KEY", "\"station\" TEXT NOT NULL"].map(str::to_owned);
    let last = [
        "\"provisional\" INTEGER NOT NULL DEFAULT 0",
        "\"deleted_reason\" TEXT",
        "\"created_ms\" INTEGER",
        "\"created_by\" TEXT",
        "\"updated_ms\" INTEGER",
        "\"updated_by\" TEXT",
        "\"extra\" TEXT NOT NULL DEFAULT '{}'",
        "\"refs\" TEXT NOT NULL",
    ];
    let fields = kind.fields.iter().map(|of| field(&of.name, of.kind));
    let sorting = order_columns(kind).map(|(_, column)| field(&column, FieldType::Text));
    let derived = derived(kind).iter().map(|column| field(column, FieldType::Text));
    first.into_iter().chain(fields).chain(last.map(str::to_owned)).chain(sorting).chain(derived).collect()
}

/// The quoted name of a column's definition.
fn name_of(column: &str) -> &str {
    column.split_once(' ').map_or(column, |(name, _)| name)
}

/// Drops the indices of record tables that are not wanted (any more) and makes those that are missing.
fn fit_indices(connection: &Connection) -> Result<()> {
    let mut missing = indices();
    let mut statement =
        connection.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = ?1")?;
    let mut unwanted = Vec::new();
    for kind in &dictionary().kinds {
        let mut rows = statement.query([&kind.table])?;
        while let Some(row) = rows.next()? {
            let (name, sql): (String, Option<String>) = (row.get(0)?, row.get(1)?);
            // Without SQL it is the primary key's.
            match sql {
                Some(sql) if missing.get(&name) == Some(&sql) => drop(missing.remove(&name)),
                Some(_) => unwanted.push(name),
                None => {}
            }
        }
    }
    for name in unwanted {
        connection.execute_batch(&format!("DROP INDEX {}", quoted(&name)))?;
    }
    missing.into_values().try_for_each(|sql| Ok(connection.execute_batch(&sql)?))
}

/// Every index by name, as SQLite keeps its text: those chosen by hand, one on what 工作台 counts as 暂存, and one on a kind's owner and on
/// the date of a register that is leafed through by year, where none of them begins with it.
fn indices() -> BTreeMap<String, String> {
    let lines = CHOSEN.lines().filter(|line| line.starts_with("CREATE INDEX ")).map(|line| line.trim_end_matches(';'));
    let mut indices: BTreeMap<String, String> =
        lines.map(|line| (line.split(' ').nth(2).unwrap_or_default().to_owned(), line.to_owned())).collect();
    for kind in &dictionary().kinds {
        if kind.provisional == Listed::Station {
            let name = format!("{}_provisional", kind.table);
            let sql = format!("CREATE INDEX {name} ON {} (provisional) WHERE provisional = 1", quoted(&kind.table));
            indices.insert(name, sql);
        }
        let year = kind.page.as_ref().filter(|page| page.year).and(kind.date.as_ref());
        for field in kind.parent.iter().chain(year) {
            let chosen = [" (", " (\""].map(|open| format!(" ON {}{open}{field}", kind.table));
            let begins = |line: &String| {
                let rest = chosen.iter().find_map(|begin| line.split_once(begin.as_str()));
                rest.is_some_and(|(_, rest)| rest.starts_with(['"', ',', ')']) && !line.contains(" WHERE "))
            };
            if !indices.values().any(begins) {
                let name = format!("{}_by_{field}", kind.table);
                let sql = format!("CREATE INDEX {name} ON {} ({})", kind.table, quoted(field));
                indices.insert(name, sql);
            }
        }
    }
    indices
}
