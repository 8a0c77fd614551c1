//! Rebuilding every projected table from the log. `rebuild(log) == tables` is what makes the tables a cache.

use domain::dictionary::dictionary;
use rusqlite::Connection;

use crate::columns::quoted;
use crate::error::Result;
use crate::project::{RecordKey, project_all};
use crate::search;

/// Empties and projects everything, inside the caller's transaction.
pub(crate) fn rebuild(connection: &Connection) -> Result<()> {
    for kind in &dictionary().kinds {
        connection.execute_batch(&format!("DELETE FROM {}", quoted(&kind.table)))?;
    }
    connection.execute_batch("DELETE FROM conflicts")?;
    search::clear(connection)?;
    project_all(connection, &records(connection, "", usize::MAX)?)?;
    crate::search_buffer::settle(connection)
}

/// Records of the log after a record id, in order of id: all of them, or a slice for the self-check.
pub(crate) fn records(connection: &Connection, after: &str, most: usize) -> Result<Vec<RecordKey>> {
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT json_extract(header, '$.kind'), record FROM changes WHERE op = 'set' AND record > ?1 ORDER BY record LIMIT ?2",
    )?;
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let found = statement.query_map(rusqlite::params![after, most], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}
