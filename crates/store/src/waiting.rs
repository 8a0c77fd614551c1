//! Bundles that came before what they follow. They are kept whole and sealed, say what they wait for, and are applied by themselves
//! once that is here.

use changelog::{Head, LogId, bundle};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

use crate::device;
use crate::error::{Result, broken_inside};
use crate::log_number::log_number;

/// A gap: changes that others have and that are not here.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Missing {
    /// The log.
    pub log: LogId,
    /// First missing change.
    pub from: u64,
    /// Last missing change.
    pub to: u64,
}

/// What a waiting bundle waits for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) enum Gap {
    /// The change that its segment follows.
    Change { log: LogId, seq: u64, head: Head },
    /// A roster newer than this one, which may know the author's device.
    Roster(u64),
    /// A program that reads more formats than this many.
    Program(u64),
    /// The key of this recipient, which the roster names and which has not come yet.
    Key(String),
}

/// Room for bundles that only a newer program can read; beyond that they stay where they came from.
const MOST_FOR_PROGRAM: i64 = 256 << 20;

/// Keeps a bundle until its gaps are filled.
pub(crate) fn keep(connection: &Connection, sha256: &str, bytes: &[u8], route: &str, gaps: &[Gap]) -> Result<()> {
    connection.execute(
        "INSERT OR REPLACE INTO waiting VALUES (?1, ?2, ?3, ?4)",
        params![sha256, bytes, route, serde_json::to_string(gaps).unwrap_or_default()],
    )?;
    Ok(())
}

pub(crate) fn drop_bundle(connection: &Connection, sha256: &str) -> Result<()> {
    connection.execute("DELETE FROM waiting WHERE sha256 = ?1", [sha256])?;
    Ok(())
}

/// A waiting bundle that can no longer be read goes into quarantine.
pub(crate) fn refuse(connection: &Connection, sha256: &str, reason: &str) -> Result<()> {
    connection.execute("INSERT OR REPLACE INTO quarantine VALUES (?1, '', ?2)", [sha256, reason])?;
    drop_bundle(connection, sha256)
}

/// Bundles of which at least one gap is filled now: (sha256, bytes, route).
pub(crate) fn ready(connection: &Connection, roster: u64) -> Result<Vec<(String, Vec<u8>, String)>> {
    let mut ready = Vec::new();
    for (sha256, gaps) in all(connection)? {
        let mut filled = false;
        for gap in &gaps {
            filled |= match gap {
                Gap::Change { log, seq, head } => is_here(connection, log, *seq, head)?,
                Gap::Roster(number) => roster > *number,
                Gap::Program(formats) => bundle::FORMATS > *formats,
                Gap::Key(recipient) => device::has_key(connection, recipient)?,
            };
        }
        if filled {
            let sql = "SELECT bytes, route FROM waiting WHERE sha256 = ?1";
            let (bytes, route) = connection.query_row(sql, [&sha256], |row| Ok((row.get(0)?, row.get(1)?)))?;
            ready.push((sha256, bytes, route));
        }
    }
    Ok(ready)
}

/// Keeps what a newer program has sealed until that program is here. False when there is no more room for such.
pub(crate) fn keep_for_program(connection: &Connection, sha256: &str, bytes: &[u8], route: &str) -> Result<bool> {
    let gaps = [Gap::Program(bundle::FORMATS)];
    let sql = "SELECT coalesce(sum(length(bytes)), 0) FROM waiting WHERE gaps LIKE '%\"Program\"%' AND sha256 <> ?1";
    let taken: i64 = connection.query_row(sql, [sha256], |row| row.get(0))?;
    if taken + bytes.len() as i64 > MOST_FOR_PROGRAM {
        return Ok(false);
    }
    keep(connection, sha256, bytes, route, &gaps)?;
    Ok(true)
}

/// How many bundles wait for a newer program.
pub(crate) fn for_program(connection: &Connection) -> Result<u64> {
    let waits = |gaps: &Vec<Gap>| gaps.iter().any(|gap| matches!(gap, Gap::Program(_)));
    Ok(all(connection)?.iter().filter(|(_, gaps)| waits(gaps)).count() as u64)
}

/// The gaps by name, for a person or for asking the hub again.
pub(crate) fn missing(connection: &Connection) -> Result<Vec<Missing>> {
    let mut missing = Vec::new();
    for (_, gaps) in all(connection)? {
        for gap in gaps {
            if let Gap::Change { log, seq, head } = gap
                && !is_here(connection, &log, seq, &head)?
            {
                missing.push(gap_before(connection, &log, seq)?);
            }
        }
    }
    missing.sort_unstable();
    missing.dedup();
    Ok(missing)
}

/// From the newest known change of the log to the wanted one. On another branch of a fork only the wanted one is certain.
pub(crate) fn gap_before(connection: &Connection, log: &LogId, to: u64) -> Result<Missing> {
    let sql = "SELECT coalesce(max(c.seq), 0) FROM changes c JOIN logs l ON l.id = c.log WHERE l.log = ?1";
    let known: i64 = connection.query_row(sql, [log.0], |row| row.get(0))?;
    Ok(Missing { log: *log, from: (known as u64 + 1).min(to), to })
}

/// Whether a change is in the log.
pub(crate) fn is_here(connection: &Connection, log: &LogId, seq: u64, head: &Head) -> Result<bool> {
    let Some(number) = log_number(connection, log)? else {
        return Ok(false);
    };
    let mut statement = connection.prepare_cached("SELECT 1 FROM changes WHERE log = ?1 AND seq = ?2 AND head = ?3")?;
    Ok(statement.exists(params![number, seq as i64, head.0])?)
}

fn all(connection: &Connection) -> Result<Vec<(String, Vec<Gap>)>> {
    let mut statement = connection.prepare_cached("SELECT sha256, gaps FROM waiting ORDER BY rowid")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))?;
    let mut all = Vec::new();
    for row in rows {
        let (sha256, gaps) = row?;
        // A gap of a kind that only a newer program knows is never filled here, and breaks nothing.
        let gaps: Vec<serde_json::Value> = serde_json::from_str(&gaps).map_err(|_| broken_inside("waiting"))?;
        all.push((sha256, gaps.into_iter().filter_map(|gap| serde_json::from_value(gap).ok()).collect()));
    }
    Ok(all)
}
