//! Local settings: a name and a JSON value. Never synced.

use rusqlite::{Connection, OptionalExtension};
use serde_json::Value;

use crate::error::{Result, broken_inside};

pub(crate) fn get(connection: &Connection, name: &str) -> Result<Option<Value>> {
    let text: Option<String> = connection
        .prepare_cached("SELECT value FROM settings WHERE name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()?;
    text.map(|text| serde_json::from_str(&text).map_err(|_| broken_inside("settings"))).transpose()
}

pub(crate) fn put(connection: &Connection, name: &str, value: &Value) -> Result<()> {
    connection
        .prepare_cached("INSERT OR REPLACE INTO settings VALUES (?1, ?2)")?
        .execute([name, &value.to_string()])?;
    Ok(())
}
