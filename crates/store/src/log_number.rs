//! Numbers of logs: the row id under which a log's changes stand.

use changelog::LogId;
use rusqlite::{Connection, OptionalExtension};

use crate::error::Result;

/// A number a log has: the row id under which its changes stand.
pub(crate) fn log_number(connection: &Connection, log: &LogId) -> Result<Option<i64>> {
    Ok(connection
        .prepare_cached("SELECT id FROM logs WHERE log = ?1")?
        .query_row([log.0], |row| row.get(0))
        .optional()?)
}
