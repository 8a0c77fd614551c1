//! Rebuilding every projected table from the log. `rebuild(log) == tables` is what makes the tables a cache.

use std::collections::BTreeSet;

use domain::dictionary::dictionary;
use rusqlite::Connection;

use crate::columns::quoted;
use crate::error::{Result, StoreError, broken_inside};
use crate::project::{Projection, RecordKey};
use crate::search;

/// Empties and projects everything, inside the caller's transaction.
pub(crate) fn rebuild(connection: &Connection) -> Result<()> {
    for kind in &dictionary().kinds {
        connection.execute_batch(&format!("DELETE FROM {}", quoted(&kind.table)))?;
    }
    connection.execute_batch("DELETE FROM conflicts")?;
    search::clear(connection)?;
    let mut projection = Projection::begin(connection);
    for record in records(connection, "", usize::MAX)? {
        match projection.project(&record) {
            // Damaged: its row is missing rather than wrong, until its history is whole again.
            Err(StoreError::Changelog(_)) => {}
            done => done?,
        }
    }
    projection.finish()?;
    crate::search_buffer::settle(connection)
}

/// Records of the log after a record id, in order of id: all of them, or a slice for the self-check. Kinds are read from the headers by the
/// parser that let them in; SQLite's own would stumble over what it takes for malformed.
pub(crate) fn records(connection: &Connection, after: &str, most: usize) -> Result<Vec<RecordKey>> {
    let mut statement = connection
        .prepare_cached("SELECT record, header FROM changes WHERE op = 'set' AND record > ?1 ORDER BY record")?;
    let mut rows = statement.query([after])?;
    let (mut all, mut kinds): (Vec<RecordKey>, BTreeSet<String>) = Default::default();
    let mut current = String::new();
    while let Some(row) = rows.next()? {
        let record = text(row.get_ref(0)?)?;
        if record != current {
            all.extend(std::mem::take(&mut kinds).into_iter().map(|kind| (kind, current.clone())));
            if all.len() >= most {
                return Ok(all);
            }
            current = record.to_owned();
        }
        // A header that does not read any more is the check's business; it must not keep anybody from the rest.
        kinds.extend(changelog::header::kind(text(row.get_ref(1)?)?));
    }
    all.extend(kinds.into_iter().map(|kind| (kind, current.clone())));
    Ok(all)
}

fn text(value: rusqlite::types::ValueRef<'_>) -> Result<&str> {
    value.as_str().map_err(|_| broken_inside("changes"))
}
