//! Signed documents that a device keeps: the roster, the hub's receipts, the county's checkpoints. What they say of our logs moves the
//! three states, and proves another copy of this database when they name what we never wrote.

use changelog::change::MAX_INTEGER;
use changelog::checkpoint::MOST_AHEAD;
use changelog::{Checkpoint, Head, LogId, Receipt, Roster, SegmentRange, SignedCheckpoint, SignedReceipt};
use rusqlite::{Connection, OptionalExtension, params};

use crate::delivery::{DELIVERED, TAKEN};
use crate::device::Device;
use crate::error::{Result, StoreError};
use crate::fingerprints;

/// A receipt, verified: the bundle is at the hub. Gives whether it names changes of ours that are not here.
pub(crate) fn put_receipt(connection: &Connection, receipt: &Receipt, signed: &SignedReceipt) -> Result<bool> {
    connection.execute(
        "INSERT OR REPLACE INTO receipts VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            receipt.epoch,
            receipt.number as i64,
            receipt.time_ms as i64,
            receipt.bundle_sha256,
            text(signed.to_bytes()?)
        ],
    )?;
    connection.execute("UPDATE outbox SET receipt = 1 WHERE sha256 = ?1", [&receipt.bundle_sha256])?;
    vouched(connection, receipt.time_ms)?;
    reached_all(connection, DELIVERED, &receipt.places)
}

/// A checkpoint, verified. Gives whether it names changes of ours that are not here.
pub(crate) fn put_checkpoint(
    connection: &Connection,
    checkpoint: &Checkpoint,
    signed: &SignedCheckpoint,
) -> Result<bool> {
    if checkpoint.number > newest_number(connection)? + MOST_AHEAD {
        return Err(changelog::Error::BadShape.into());
    }
    let before = fingerprints::newest_of(connection, &checkpoint.device)?;
    if before.as_ref().is_some_and(|before| before.number > checkpoint.number) {
        return Ok(false);
    }
    fingerprints::fallen_behind(connection, checkpoint, before.as_ref())?;
    connection.execute(
        "INSERT OR REPLACE INTO checkpoints VALUES (?1, ?2, ?3, ?4)",
        params![checkpoint.device, checkpoint.number as i64, checkpoint.time_ms as i64, text(signed.to_bytes()?)],
    )?;
    // What a device says takes the place of what it said before.
    connection.execute(
        "DELETE FROM checkpoints WHERE device = ?1 AND number < (SELECT max(number) FROM checkpoints WHERE device = ?1)",
        [&checkpoint.device],
    )?;
    vouched(connection, checkpoint.time_ms)?;
    let copy = reached_all(connection, TAKEN, &checkpoint.places)?;
    fingerprints::settle(connection)?;
    Ok(copy)
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_default()
}

/// Hub or county stand for this time.
fn vouched(connection: &Connection, time_ms: u64) -> Result<()> {
    connection
        .execute("UPDATE clock SET newest_ms = max(newest_ms, ?1)", [time_ms.min(changelog::Hlc::MAX_MS) as i64])?;
    Ok(())
}

fn reached_all(connection: &Connection, state: i64, places: &[(LogId, u64, Head)]) -> Result<bool> {
    let mut copy = false;
    for (log, seq, head) in places {
        copy |= !reached(connection, state, log, *seq, head)? && is_current(connection, log)?;
    }
    Ok(copy)
}

fn is_current(connection: &Connection, log: &LogId) -> Result<bool> {
    Ok(connection.prepare_cached("SELECT 1 FROM logs WHERE log = ?1 AND own = 1 AND current = 1")?.exists([log.0])?)
}

/// Notes that hub or county hold a log up to this place. False when the place is not here: then nothing is noted.
pub(crate) fn reached(connection: &Connection, state: i64, log: &LogId, seq: u64, head: &Head) -> Result<bool> {
    let found: Option<(i64, bool)> = connection
        .prepare_cached("SELECT l.id, l.forked FROM logs l JOIN changes c ON c.log = l.id WHERE l.log = ?1 AND c.seq = ?2 AND c.head = ?3")?
        .query_row(params![log.0, seq as i64, head.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((id, forked)) = found else {
        return Ok(false);
    };
    let column = if state == TAKEN { "taken_to" } else { "delivered_to" };
    connection
        .prepare_cached(&format!("UPDATE logs SET {column} = max({column}, ?2) WHERE id = ?1"))?
        .execute(params![id, seq as i64])?;
    if !forked {
        // One branch: an earlier place says nothing that this one does not.
        connection
            .prepare_cached("DELETE FROM places WHERE state = ?1 AND log = ?2 AND seq < ?3")?
            .execute(params![state, id, seq as i64])?;
    }
    connection
        .prepare_cached("INSERT OR IGNORE INTO places VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![state, id, seq as i64, head.0])?;
    Ok(true)
}

/// The hub does not hold a log from the beginning of this range on.
pub(crate) fn unreached(connection: &Connection, range: &SegmentRange) -> Result<()> {
    let before = range.from.saturating_sub(1) as i64;
    let sql = "UPDATE logs SET delivered_to = min(delivered_to, ?2) WHERE log = ?1 RETURNING id";
    let log: Option<i64> =
        connection.prepare_cached(sql)?.query_row(params![range.log.0, before], |row| row.get(0)).optional()?;
    if let Some(log) = log {
        connection
            .prepare_cached("DELETE FROM places WHERE state = ?1 AND log = ?2 AND seq > ?3")?
            .execute(params![DELIVERED, log, before])?;
    }
    Ok(())
}

/// Bundles that need not be kept: the hub has them; or there is no hub and the county has everything in them.
pub(crate) fn drop_settled(connection: &Connection, roster: &Roster) -> Result<()> {
    let mut settled = Vec::new();
    let mut statement = connection.prepare_cached("SELECT sha256, receipt, places FROM outbox")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (sha256, receipt, places): (String, bool, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let places: Vec<(LogId, u64, Head)> = serde_json::from_str(&places).unwrap_or_default();
        let mut taken = true;
        for (log, seq, _) in &places {
            let sql = "SELECT taken_to >= ?2 AND NOT forked FROM logs WHERE log = ?1";
            taken &= connection
                .prepare_cached(sql)?
                .query_row(params![log.0, *seq as i64], |row| row.get(0))
                .optional()?
                .unwrap_or(false);
        }
        if taken && (receipt || roster.hub.is_none()) {
            settled.push(sha256);
        }
    }
    drop(rows);
    for sha256 in settled {
        connection.execute("DELETE FROM outbox WHERE sha256 = ?1", [sha256])?;
    }
    Ok(())
}

/// The newest receipt's epoch and number: a hub that shows another epoch, or a smaller number, has lost bundles.
pub(crate) fn newest_receipt(connection: &Connection) -> Result<Option<(String, u64)>> {
    let sql = "SELECT epoch, number FROM receipts ORDER BY rowid DESC LIMIT 1";
    Ok(connection.query_row(sql, [], |row| Ok((row.get(0)?, row.get::<_, i64>(1)? as u64))).optional()?)
}

/// The newest checkpoint known.
pub(crate) fn newest_checkpoint(connection: &Connection) -> Result<Option<SignedCheckpoint>> {
    let sql = "SELECT signed FROM checkpoints WHERE number < ?1 ORDER BY number DESC, time_ms DESC LIMIT 1";
    let found: Option<String> = connection.query_row(sql, [MAX_INTEGER as i64], |row| row.get(0)).optional()?;
    Ok(found.map(|text| SignedCheckpoint::from_bytes(text.as_bytes())).transpose()?)
}

/// Forgets what the hub confirmed, because it has lost it: every own segment is sealed and sent again.
pub(crate) fn refill(connection: &Connection) -> Result<()> {
    connection.execute("UPDATE outbox SET receipt = 0", [])?;
    // What was erased the county sends, so that a hub which has been told of it need not ask who seals without the payload.
    connection
        .execute("DELETE FROM sealed WHERE sha256 NOT IN (SELECT sha256 FROM outbox UNION SELECT 'erased')", [])?;
    connection.execute("UPDATE logs SET delivered_to = 0", [])?;
    connection.execute("DELETE FROM places WHERE state = ?1", [DELIVERED])?;
    connection.execute("DELETE FROM receipts", [])?;
    crate::blob_table::refill(connection)
}

/// The newest checkpoint's number. What older programs let in beyond all counting does not count.
fn newest_number(connection: &Connection) -> Result<u64> {
    let sql = "SELECT coalesce(max(number), 0) FROM checkpoints WHERE number < ?1";
    Ok(connection.query_row(sql, [MAX_INTEGER as i64], |row| row.get::<_, i64>(0))? as u64)
}

/// The county signs how far it holds every log.
pub(crate) fn make_checkpoint(
    connection: &Connection,
    device: &Device,
    now_ms: u64,
    hub: Option<(String, u64)>,
) -> Result<SignedCheckpoint> {
    if device.info.station.is_some() {
        return Err(StoreError::NotAllowed("只有县里的电脑可以签发入库回执。".into()));
    }
    // A restored database knows fewer numbers than have been given.
    let number = (newest_number(connection)? + 1).max(u64::from(device.info.life.saturating_sub(1)) << 20);
    let held = fingerprints::held(connection)?;
    let fingerprints = fingerprints::of(&held);
    let places = held.into_iter().map(|(log, _, seq, head)| (log, seq, head)).collect();
    let (county, device_id) = (device.info.county_id.clone(), device.info.id.clone());
    let checkpoint = Checkpoint { county, number, device: device_id, time_ms: now_ms, places, fingerprints, hub };
    let signed = SignedCheckpoint::sign(&checkpoint, &device.keys.signing)?;
    put_checkpoint(connection, &checkpoint, &signed)?;
    Ok(signed)
}

/// How far every log is held: (log, audience, seq, head), every branch of a forked one.
pub(crate) fn heads(connection: &Connection) -> Result<Vec<(LogId, changelog::Audience, u64, Head)>> {
    let mut statement = connection.prepare_cached(
        "SELECT log, audience, tip_seq, tip_head FROM logs WHERE forked = 0 AND tip_seq > 0
         UNION ALL
         SELECT l.log, l.audience, c.seq, c.head FROM logs l JOIN changes c ON c.log = l.id
         WHERE l.forked = 1 AND NOT EXISTS (SELECT 1 FROM changes n WHERE n.log = c.log AND n.seq = c.seq + 1 AND n.before = c.head)
         ORDER BY 1, 3, 4",
    )?;
    let found = statement.query_map([], |row| {
        Ok((LogId(row.get(0)?), row.get::<_, String>(1)?, row.get::<_, i64>(2)? as u64, Head(row.get(3)?)))
    })?;
    found
        .map(|row| {
            row.map_err(StoreError::from).and_then(|(log, audience, seq, head)| Ok((log, audience.parse()?, seq, head)))
        })
        .collect()
}
