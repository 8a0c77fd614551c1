//! Gaps in the log: changes, or the signed segments they stand in, that should be here and are not. They are damage like any other: noted, not
//! vouched for, and brought again by whoever has them.

use changelog::{Head, LogId};
use rusqlite::{Connection, params};

use crate::damage::Place;
use crate::error::Result;

/// A log as far as gaps are looked for.
struct Log {
    id: i64,
    log: LogId,
    forked: bool,
    tip_seq: u64,
    tip_head: Head,
    /// How far segments must reach: what is not signed yet stands in none.
    signed: (u64, Head),
}

/// Gaps of the logs after this one, until so many changes have been counted; and the last log that was looked at, if it was not the last of all.
pub(crate) fn look(connection: &Connection, after: i64, at_once: u64) -> Result<(Vec<Place>, Option<i64>)> {
    let (mut found, mut counted) = (Vec::new(), 0);
    for log in logs(connection, "id > ?1", after)? {
        found.extend(of(connection, &log)?);
        counted += log.tip_seq;
        if counted >= at_once {
            return Ok((found, Some(log.id)));
        }
    }
    Ok((found, None))
}

/// Whether a place meets a gap of its log.
pub(crate) fn meets(connection: &Connection, place: &Place) -> Result<bool> {
    let Some(id) = crate::log_number::log_number(connection, &place.log)? else { return Ok(true) };
    for log in logs(connection, "id = ?1", id)? {
        if of(connection, &log)?.iter().any(|gap| gap.from <= place.to && place.from <= gap.to) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn logs(connection: &Connection, condition: &str, value: i64) -> Result<Vec<Log>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT id, log, forked, tip_seq, tip_head, own, signed_to, signed_head FROM logs WHERE {condition} ORDER BY id"
    ))?;
    let found = statement.query_map([value], |row| {
        let tip = (row.get::<_, i64>(3)? as u64, Head(row.get(4)?));
        let signed = if row.get(5)? { (row.get::<_, i64>(6)? as u64, Head(row.get(7)?)) } else { tip };
        let (id, log, forked) = (row.get(0)?, LogId(row.get(1)?), row.get(2)?);
        Ok(Log { id, log, forked, tip_seq: tip.0, tip_head: tip.1, signed })
    })?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

fn of(connection: &Connection, log: &Log) -> Result<Vec<Place>> {
    let mut found = of_changes(connection, log)?;
    for gap in of_segments(connection, log)? {
        if !found.contains(&gap) {
            found.push(gap);
        }
    }
    Ok(found)
}

fn of_changes(connection: &Connection, log: &Log) -> Result<Vec<Place>> {
    let count = "SELECT count(*) FROM changes WHERE log = ?1";
    let count: i64 = connection.prepare_cached(count)?.query_row([log.id], |row| row.get(0))?;
    if !log.forked && count as u64 == log.tip_seq {
        return Ok(Vec::new());
    }
    let mut statement = connection.prepare_cached(
        "SELECT c.seq, c.before, (SELECT coalesce(max(p.seq), 0) FROM changes p WHERE p.log = ?1 AND p.seq < c.seq) FROM changes c
         WHERE c.log = ?1 AND c.seq > 1
           AND NOT EXISTS (SELECT 1 FROM changes p WHERE p.log = ?1 AND p.seq = c.seq - 1 AND p.head = c.before)",
    )?;
    let place = |from: u64, to: u64, head: Head| Place { log: log.log, from: from.min(to), to, head };
    let gaps = statement.query_map([log.id], |row| {
        let (seq, before, last): (i64, [u8; 32], i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok(place(last as u64 + 1, seq as u64 - 1, Head(before)))
    })?;
    let mut found: Vec<Place> = gaps.collect::<rusqlite::Result<_>>()?;
    if log.tip_seq > 0 && !crate::waiting::is_here(connection, &log.log, log.tip_seq, &log.tip_head)? {
        let last = "SELECT coalesce(max(seq), 0) FROM changes WHERE log = ?1";
        let last: i64 = connection.prepare_cached(last)?.query_row([log.id], |row| row.get(0))?;
        found.push(place(last as u64 + 1, log.tip_seq, log.tip_head));
    }
    Ok(found)
}

fn of_segments(connection: &Connection, log: &Log) -> Result<Vec<Place>> {
    let mut statement = connection.prepare_cached(
        "SELECT from_seq, to_seq, head_before FROM segments WHERE log = ?1 ORDER BY from_seq, to_seq",
    )?;
    let mut rows = statement.query(params![log.id])?;
    let (mut covered, mut found) = (0, Vec::new());
    let place = |from, to, head| Place { log: log.log, from, to, head };
    while let Some(row) = rows.next()? {
        let (from, to) = (row.get::<_, i64>(0)? as u64, row.get::<_, i64>(1)? as u64);
        if from > covered + 1 {
            found.push(place(covered + 1, from - 1, Head(row.get(2)?)));
        }
        covered = covered.max(to);
    }
    if covered < log.signed.0 {
        found.push(place(covered + 1, log.signed.0, log.signed.1));
    }
    Ok(found)
}
