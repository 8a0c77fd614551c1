//! Segments and their changes as the log holds them, ready to be sealed or sent on. Reads only.

use std::borrow::Cow;
use std::collections::HashMap;

use changelog::{
    Body, Change, Head, LogId, Program, Salt, Segment, SegmentOfChanges, Signature, SignedSegment, bundle,
};
use rusqlite::{Connection, params};

use crate::device::Device;
use crate::error::Result;

/// Changes in one bundle, and their bytes before compression: below the format's limits however badly they compress.
const MOST_CHANGES: usize = 100_000;
const MOST_BYTES: usize = 56 << 20;

/// A signed segment in the database.
pub(crate) struct Stored {
    pub id: i64,
    pub log: i64,
    pub signed: SignedSegment,
}

/// Changes `from ..= to` of the branch that ends in `head_after`.
pub(crate) fn changes(connection: &Connection, log: i64, from: u64, to: u64, head_after: &Head) -> Result<Vec<Change>> {
    const COLUMNS: &str = "c.header, c.payload, c.salt, c.payload_hash, c.head";
    let forked: bool =
        connection.prepare_cached("SELECT forked FROM logs WHERE id = ?1")?.query_row([log], |row| row.get(0))?;
    let sql = if forked {
        format!(
            "WITH RECURSIVE back (id, seq, before) AS (
               SELECT id, seq, before FROM changes WHERE log = ?1 AND seq = ?3 AND head = ?4
               UNION ALL
               SELECT c.id, c.seq, c.before FROM back b JOIN changes c ON c.log = ?1 AND c.seq = b.seq - 1 AND c.head = b.before
               WHERE b.seq > ?2)
             SELECT {COLUMNS} FROM back b JOIN changes c ON c.id = b.id ORDER BY c.seq"
        )
    } else {
        format!(
            "SELECT {COLUMNS} FROM changes c WHERE c.log = ?1 AND c.seq BETWEEN ?2 AND ?3 AND ?4 IS NOT NULL ORDER BY c.seq"
        )
    };
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(params![log, from as i64, to as i64, head_after.0])?;
    let mut all = Vec::with_capacity((to + 1).saturating_sub(from).min(1 << 20) as usize);
    while let Some(row) = rows.next()? {
        let body = match row.get::<_, Option<String>>(1)? {
            Some(payload_bytes) => Body::Kept { payload_bytes, salt: Salt(row.get(2)?) },
            None => Body::Erased { payload_hash: row.get(3)? },
        };
        all.push(Change::from_stored(row.get(0)?, body, Head(row.get(4)?))?);
    }
    Ok(all)
}

/// Signed segments that a condition on `s` (segments) and `l` (logs) selects, in the order in which they were written or came.
pub(crate) fn segments(connection: &Connection, condition: &str, values: impl rusqlite::Params) -> Result<Vec<Stored>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT s.id, s.log, s.county, s.device, l.log, s.from_seq, s.to_seq, s.head_before, s.head_after, s.signature
         FROM segments s JOIN logs l ON l.id = s.log WHERE {condition} ORDER BY s.id"
    ))?;
    let found = statement.query_map(values, |row| {
        let segment = Segment {
            county: row.get(2)?,
            device: row.get(3)?,
            log: LogId(row.get(4)?),
            from: row.get::<_, i64>(5)? as u64,
            to: row.get::<_, i64>(6)? as u64,
            head_before: Head(row.get(7)?),
            head_after: Head(row.get(8)?),
        };
        Ok(Stored {
            id: row.get(0)?,
            log: row.get(1)?,
            signed: SignedSegment { segment, signature: Signature(row.get(9)?) },
        })
    })?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// The segment with its changes, salts one by one.
pub(crate) fn with_changes(connection: &Connection, stored: &Stored) -> Result<SegmentOfChanges> {
    let range = &stored.signed.segment;
    let changes = changes(connection, stored.log, range.from, range.to, &range.head_after)?;
    Ok(SegmentOfChanges::re_emitted(stored.signed.clone(), changes))
}

/// Keeps a signed segment; the same one twice is once.
pub(crate) fn keep_segment(connection: &Connection, log: i64, signed: &SignedSegment) -> Result<i64> {
    let range = &signed.segment;
    let key = params![log, range.from as i64, range.to as i64, range.head_after.0];
    connection
        .prepare_cached(
            "INSERT INTO segments (log, from_seq, to_seq, head_after, head_before, county, device, signature)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (log, from_seq, to_seq, head_after) DO NOTHING",
        )?
        .execute(params![
            log,
            range.from as i64,
            range.to as i64,
            range.head_after.0,
            range.head_before.0,
            range.county,
            range.device,
            signed.signature.0
        ])?;
    let sql = "SELECT id FROM segments WHERE log = ?1 AND from_seq = ?2 AND to_seq = ?3 AND head_after = ?4";
    Ok(connection.prepare_cached(sql)?.query_row(key, |row| row.get(0))?)
}

/// As many of these segments, from the first on, as one bundle can hold, and at least one. `fresh`: segments just signed, which need not
/// be read again and still have their seed.
pub(crate) fn load_run<'a>(
    connection: &Connection,
    stored: &[Stored],
    fresh: &'a HashMap<i64, SegmentOfChanges>,
) -> Result<Vec<Cow<'a, SegmentOfChanges>>> {
    let (mut run, mut count, mut bytes) = (Vec::new(), 0, 0);
    for stored in stored {
        let segment = match fresh.get(&stored.id) {
            Some(segment) => Cow::Borrowed(segment),
            None => Cow::Owned(with_changes(connection, stored)?),
        };
        count += segment.changes.len();
        bytes += segment.changes.iter().map(Change::size).sum::<usize>();
        if !run.is_empty() && (count > MOST_CHANGES || bytes > MOST_BYTES) {
            break;
        }
        run.push(segment);
    }
    Ok(run)
}

/// Seals a run; a single segment, the usual case, without copying it.
pub(crate) fn seal(device: &Device, recipients: &[String], run: Vec<Cow<'_, SegmentOfChanges>>) -> Result<Vec<u8>> {
    let (county, keys, program) = (&device.info.county_id, &device.keys, Program::this());
    if let [one] = run.as_slice() {
        return Ok(bundle::seal(county, keys, recipients, std::slice::from_ref(one.as_ref()), Some(&program))?);
    }
    let owned: Vec<SegmentOfChanges> = run.into_iter().map(Cow::into_owned).collect();
    Ok(bundle::seal(county, keys, recipients, &owned, Some(&program))?)
}
