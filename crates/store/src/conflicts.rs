//! Fields that two people changed apart: every live value, for a person to choose. Resolving is an ordinary save that saw them all.

use std::collections::BTreeSet;

use changelog::{Hlc, Ref};
use rusqlite::Connection;
use serde::Serialize;
use serde_json::Value;

use crate::error::{Result, broken_inside};
use crate::project::RecordKey;

/// One field in conflict.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Conflict {
    /// Record kind.
    pub kind: String,
    /// Record id.
    pub record: String,
    /// Field.
    pub field: String,
    /// The values, the one that is shown first.
    pub values: Vec<ConflictValue>,
}

/// One of its values.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ConflictValue {
    /// The change it came with; all of them together are the `seen` of the save that resolves it.
    pub reference: Ref,
    /// The value.
    pub value: Value,
    /// Staff id of its author.
    pub author: String,
    /// When, by the author's clock.
    pub hlc: Hlc,
    /// That clock could not be right.
    pub doubtful: bool,
    /// Device id.
    pub device: String,
    /// This is the one shown.
    pub winner: bool,
}

/// Fields in conflict among these records.
pub(crate) fn count_of(connection: &Connection, records: &BTreeSet<RecordKey>) -> Result<u64> {
    let sql = "SELECT count(DISTINCT field) FROM conflicts WHERE kind = ?1 AND record = ?2";
    let mut statement = connection.prepare_cached(sql)?;
    let mut all = 0;
    for (kind, record) in records {
        all += statement.query_row([kind, record], |row| row.get::<_, i64>(0))? as u64;
    }
    Ok(all)
}

/// All conflicts, those of one record together.
pub(crate) fn all(connection: &Connection) -> Result<Vec<Conflict>> {
    let mut statement = connection.prepare_cached(
        "SELECT kind, record, field, log, seq, head, value, ms, n, doubtful, author, device, winner FROM conflicts
         ORDER BY kind, record, field, winner DESC, ms DESC, n DESC, log, seq",
    )?;
    let mut rows = statement.query([])?;
    let mut all: Vec<Conflict> = Vec::new();
    while let Some(row) = rows.next()? {
        let (kind, record, field): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let (log, seq, head): (String, i64, String) = (row.get(3)?, row.get(4)?, row.get(5)?);
        let value: String = row.get(6)?;
        let value = ConflictValue {
            reference: format!("{log}:{seq}:{head}").parse()?,
            value: serde_json::from_str(&value).map_err(|_| broken_inside("conflicts"))?,
            hlc: Hlc { ms: row.get::<_, i64>(7)? as u64, n: row.get(8)? },
            doubtful: row.get(9)?,
            author: row.get(10)?,
            device: row.get(11)?,
            winner: row.get(12)?,
        };
        match all.last_mut() {
            Some(last) if last.kind == kind && last.record == record && last.field == field => last.values.push(value),
            _ => all.push(Conflict { kind, record, field, values: vec![value] }),
        }
    }
    Ok(all)
}
