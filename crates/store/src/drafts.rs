//! 未提交草稿: what is being typed, so that it survives a crash. Local and encrypted, never in the log, never sent.

use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::{Result, broken_inside};

/// One unsubmitted form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// Staff id of whoever types; nobody else sees it.
    pub author: String,
    /// Names the form: a record id, or what the caller made up for a new one.
    pub key: String,
    /// Record kind.
    pub kind: String,
    /// The record being edited; None for a new one.
    pub record: Option<String>,
    /// Whatever the form wants back.
    pub body: Value,
    /// When it was put here.
    pub saved_ms: u64,
}

pub(crate) fn put(connection: &Connection, draft: &Draft) -> Result<()> {
    connection.prepare_cached("INSERT OR REPLACE INTO drafts VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?.execute(params![
        draft.author,
        draft.key,
        draft.kind,
        draft.record,
        draft.body.to_string(),
        draft.saved_ms as i64
    ])?;
    Ok(())
}

pub(crate) const COLUMNS: &str = "author, key, kind, record, body, saved_ms";

pub(crate) fn get(connection: &Connection, author: &str, key: &str) -> Result<Option<Draft>> {
    let sql = format!("SELECT {COLUMNS} FROM drafts WHERE author = ?1 AND key = ?2");
    connection.query_row(&sql, [author, key], |row| Ok(read(row, 0))).optional()?.transpose()
}

/// The author's drafts, the newest first.
pub(crate) fn list(connection: &Connection, author: &str) -> Result<Vec<Draft>> {
    let mut statement =
        connection.prepare_cached(&format!("SELECT {COLUMNS} FROM drafts WHERE author = ?1 ORDER BY saved_ms DESC"))?;
    let found = statement.query_map([author], |row| Ok(read(row, 0)))?;
    found.map(|draft| draft?).collect()
}

pub(crate) fn discard(connection: &Connection, author: &str, key: &str) -> Result<bool> {
    Ok(connection.execute("DELETE FROM drafts WHERE author = ?1 AND key = ?2", [author, key])? > 0)
}

/// Throws away every draft that edits a record or mentions it, whoever types it.
pub(crate) fn discard_about(connection: &Connection, record: &str) -> Result<()> {
    let sql = "DELETE FROM drafts WHERE record = ?1 OR instr(key, ?1) > 0 OR instr(body, ?1) > 0";
    connection.prepare_cached(sql)?.execute([record])?;
    Ok(())
}

/// From the columns after the first so many.
pub(crate) fn read(row: &rusqlite::Row<'_>, after: usize) -> Result<Draft> {
    let body: String = row.get(after + 4)?;
    Ok(Draft {
        author: row.get(after)?,
        key: row.get(after + 1)?,
        kind: row.get(after + 2)?,
        record: row.get(after + 3)?,
        body: serde_json::from_str(&body).map_err(|_| broken_inside("drafts"))?,
        saved_ms: row.get::<_, i64>(after + 5)? as u64,
    })
}
