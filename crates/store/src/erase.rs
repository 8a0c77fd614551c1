//! Erasing payloads for good, by order of the county. Header, `overwrites` and the payload's hash stay, so the chain still verifies;
//! the order itself is remembered, so that an old backup or a late bundle cannot bring the data back.

use std::collections::BTreeSet;

use changelog::{LogId, Payload, Ref, Salt, chain};
use rusqlite::{Connection, OptionalExtension, params};

use crate::blobs;
use crate::error::Result;
use crate::project::{RecordKey, project_all};

/// The payload of an erase change: which changes lose theirs.
pub(crate) const CHANGES: &str = "changes";

/// Refs that an erase change names. What cannot be read names nothing.
pub(crate) fn targets(payload: &Payload) -> Vec<Ref> {
    payload.get(CHANGES).and_then(|value| serde_json::from_value(value.clone()).ok()).unwrap_or_default()
}

/// Carries out an erase change and projects what it touched.
pub(crate) fn apply(connection: &Connection, payload: &Payload) -> Result<()> {
    let mut touched = BTreeSet::new();
    for target in targets(payload) {
        erase_one(connection, &target, &mut touched)?;
    }
    project_erased(connection, &touched)?;
    crate::search::compact(connection)
}

/// Projects records of which something was erased; photos and scans that no record names any more are forgotten with them.
pub(crate) fn project_erased(connection: &Connection, touched: &BTreeSet<RecordKey>) -> Result<()> {
    let attachments = touched.iter().filter(|(kind, _)| kind == "attachment");
    let files = attachments.filter_map(|(_, record)| blobs::of_record(connection, record).transpose());
    let files = files.collect::<Result<Vec<_>>>()?;
    project_all(connection, touched)?;
    blobs::forget_unnamed(connection, &files)
}

/// Remembers the order and, if the change is here, empties it.
pub(crate) fn erase_one(connection: &Connection, target: &Ref, touched: &mut BTreeSet<RecordKey>) -> Result<()> {
    connection.prepare_cached("INSERT OR IGNORE INTO erasures VALUES (?1, ?2, ?3)")?.execute(params![
        target.log.0,
        target.seq as i64,
        target.head.as_slice()
    ])?;
    let found = connection
        .prepare_cached(
            "SELECT c.id, c.salt, c.payload, c.header, c.log FROM changes c JOIN logs l ON l.id = c.log
             WHERE l.log = ?1 AND c.seq = ?2 AND substr(c.head, 1, 8) = ?3 AND c.payload IS NOT NULL",
        )?
        .query_row(params![target.log.0, target.seq as i64, target.head.as_slice()], |row| {
            let salt: [u8; 16] = row.get(1)?;
            Ok((
                row.get::<_, i64>(0)?,
                Salt(salt),
                row.get::<_, String>(2)?,
                row.get::<_, String>(3)?,
                row.get::<_, i64>(4)?,
            ))
        })
        .optional()?;
    let Some((id, salt, payload, header, log)) = found else {
        return Ok(());
    };
    let hash = chain::payload_hash(&salt, &payload);
    connection.execute(
        "UPDATE changes SET payload = NULL, salt = NULL, payload_hash = ?2 WHERE id = ?1",
        params![id, hash],
    )?;
    // The seed of an open segment would give the salt again: from here on the segment lists its salts, and bundles already sealed
    // with it are sealed anew without the payload.
    connection
        .execute("UPDATE logs SET seed = NULL WHERE id = ?1 AND signed_to < ?2", params![log, target.seq as i64])?;
    forget_bundles(connection, log, target.seq)?;
    let header = changelog::Header::read(&header)?;
    touched.insert((header.kind, header.record));
    Ok(())
}

/// Whether the county has ordered this change erased.
pub(crate) fn is_erased(connection: &Connection, log: &LogId, seq: u64, head: &[u8; 8]) -> Result<bool> {
    let mut statement =
        connection.prepare_cached("SELECT 1 FROM erasures WHERE log = ?1 AND seq = ?2 AND head = ?3")?;
    Ok(statement.exists(params![log.0, seq as i64, head.as_slice()])?)
}

/// Outbox rows of bundles that still hold the payload; the next closing seals their segments again. Their files, no longer in
/// the outbox table, are swept then too.
fn forget_bundles(connection: &Connection, log: i64, seq: u64) -> Result<()> {
    let bundles: Vec<String> = connection
        .prepare_cached(
            "SELECT DISTINCT d.sha256 FROM sealed d JOIN segments s ON s.id = d.segment WHERE s.log = ?1 AND ?2 BETWEEN s.from_seq AND s.to_seq",
        )?
        .query_map(params![log, seq as i64], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for bundle in bundles {
        connection.execute("DELETE FROM sealed WHERE sha256 = ?1", [&bundle])?;
        connection.execute("DELETE FROM outbox WHERE sha256 = ?1", [&bundle])?;
    }
    Ok(())
}
