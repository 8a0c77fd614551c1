//! Erasing payloads for good, by order of the county. Header, `overwrites` and the payload's hash stay, so the chain still verifies;
//! the order itself is remembered, so that an old backup or a late bundle cannot bring the data back.

use std::collections::BTreeSet;

use changelog::{LogId, Payload, Ref, Salt, chain};
use rusqlite::{Connection, OptionalExtension, params};

use crate::blob_table;
use crate::error::Result;
use crate::project::{RecordKey, project_all};

/// The payload of an erase change: which changes lose theirs.
pub(crate) const CHANGES: &str = "changes";

/// Refs that an erase change names. What cannot be read names nothing.
pub(crate) fn targets(payload: &Payload) -> Vec<Ref> {
    payload.get(CHANGES).and_then(|value| serde_json::from_value(value.clone()).ok()).unwrap_or_default()
}

/// Carries out an erase change and projects what it touched. When the save's last one is through, `finish` follows.
pub(crate) fn apply(connection: &Connection, payload: &Payload) -> Result<()> {
    let mut touched = BTreeSet::new();
    for target in targets(payload) {
        erase_one(connection, &target, &mut touched)?;
    }
    project_erased(connection, &touched)
}

/// Projects records of which something was erased; photos and scans that no record names any more are forgotten with them.
pub(crate) fn project_erased(connection: &Connection, touched: &BTreeSet<RecordKey>) -> Result<()> {
    let attachments = touched.iter().filter(|(kind, _)| kind == "attachment");
    let files = attachments.filter_map(|(_, record)| blob_table::of_record(connection, record).transpose());
    let files = files.collect::<Result<Vec<_>>>()?;
    project_all(connection, touched)?;
    blob_table::forget_unnamed(connection, &files)
}

/// After all erasures of a save or an import: nothing of what went stays in the pages of the search index.
pub(crate) fn finish(connection: &Connection) -> Result<()> {
    crate::search::compact(connection)
}

/// Marks a segment in `sealed` that this device need not send again: whoever erased holds it and sends it without the payload.
const LEFT_TO_THE_COUNTY: &str = "erased";

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
    // The seed of an open segment would give the salt again: from here on the segment lists its salts.
    connection
        .execute("UPDATE logs SET seed = NULL WHERE id = ?1 AND signed_to < ?2", params![log, target.seq as i64])?;
    forget_bundles(connection, log, target.seq)?;
    let header = changelog::Header::read(&header)?;
    crate::drafts::discard_about(connection, &header.record)?;
    touched.insert((header.kind, header.record));
    Ok(())
}

/// How many orders are known here.
pub(crate) fn count(connection: &Connection) -> Result<i64> {
    Ok(connection.prepare_cached("SELECT count(*) FROM erasures")?.query_row([], |row| row.get(0))?)
}

/// Whether the county has ordered this change erased.
pub(crate) fn is_erased(connection: &Connection, log: &LogId, seq: u64, head: &[u8; 8]) -> Result<bool> {
    let mut statement =
        connection.prepare_cached("SELECT 1 FROM erasures WHERE log = ?1 AND seq = ?2 AND head = ?3")?;
    Ok(statement.exists(params![log.0, seq as i64, head.as_slice()])?)
}

/// Bundles on their way that still hold the payload: the next closing seals what else was in them again, and sweeps their files.
fn forget_bundles(connection: &Connection, log: i64, seq: u64) -> Result<()> {
    const CARRIES: &str = "SELECT id FROM segments WHERE log = ?1 AND ?2 BETWEEN from_seq AND to_seq";
    let bundles: Vec<String> = connection
        .prepare_cached(&format!(
            "SELECT DISTINCT sha256 FROM sealed WHERE segment IN ({CARRIES}) AND sha256 <> '{LEFT_TO_THE_COUNTY}'"
        ))?
        .query_map(params![log, seq as i64], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    connection
        .prepare_cached(&format!("UPDATE sealed SET sha256 = '{LEFT_TO_THE_COUNTY}' WHERE segment IN ({CARRIES})"))?
        .execute(params![log, seq as i64])?;
    for bundle in bundles {
        connection.execute("DELETE FROM sealed WHERE sha256 = ?1", [&bundle])?;
        connection.execute("DELETE FROM outbox WHERE sha256 = ?1", [&bundle])?;
    }
    Ok(())
}

/// Everything that the county has ordered erased, as far as it is known here.
pub(crate) fn orders(connection: &Connection) -> Result<Vec<Ref>> {
    let mut statement = connection.prepare_cached("SELECT log, seq, head FROM erasures")?;
    let found = statement.query_map([], |row| {
        Ok(Ref { log: LogId(row.get(0)?), seq: row.get::<_, i64>(1)? as u64, head: row.get(2)? })
    })?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}
