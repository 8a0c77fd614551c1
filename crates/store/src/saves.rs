//! Changes that were saved together with another: an import names its own changes by standing at the head of each of its saves, and so
//! does a merge. A save is never split by a segment, so this holds on every replica. Read from the log; nothing here writes.

use std::collections::BTreeMap;

use changelog::{Head, Header, LogId, Op, Payload, Ref};
use rusqlite::{Connection, params};

use crate::error::{Result, broken_inside};

/// One `set` change of a save.
#[derive(Debug, Clone, PartialEq)]
pub struct SavedChange {
    /// The change.
    pub reference: Ref,
    /// Record kind.
    pub kind: String,
    /// Record id.
    pub record: String,
    /// What was written; empty once erased.
    pub fields: Payload,
    /// What its author had seen in these fields.
    pub overwrites: BTreeMap<String, Vec<Ref>>,
}

/// The saves that begin with a change of this record that wrote `field`, the oldest first; without that change itself.
pub(crate) fn headed_by(
    connection: &Connection,
    kind: &str,
    record: &str,
    field: &str,
) -> Result<Vec<Vec<SavedChange>>> {
    let mut heads = Vec::new();
    let mut statement = connection.prepare_cached(
        "SELECT c.log, l.log, c.seq, c.head, c.header, c.payload FROM changes c JOIN logs l ON l.id = c.log
         WHERE c.record = ?1 AND c.op = 'set' AND c.barred IS NULL",
    )?;
    let mut rows = statement.query([record])?;
    while let Some(row) = rows.next()? {
        let header = Header::read(row.get_ref(4)?.as_str().map_err(|_| broken_inside("changes"))?)?;
        let payload = payload(row.get(5)?)?;
        if header.kind == kind && payload.contains_key(field) {
            heads.push((
                header.hlc,
                row.get::<_, i64>(0)?,
                LogId(row.get(1)?),
                header.seq,
                Head(row.get(3)?),
                header.rest,
            ));
        }
    }
    heads.sort_by_key(|(hlc, _, log, seq, _, _)| (*hlc, *log, *seq));
    heads.into_iter().map(|(_, id, log, seq, head, rest)| rest_of(connection, id, log, seq, head, rest)).collect()
}

/// The changes of a save behind its first. A fork is not followed: the chain of heads tells whose save it is.
fn rest_of(connection: &Connection, id: i64, log: LogId, seq: u64, head: Head, rest: u32) -> Result<Vec<SavedChange>> {
    let mut statement = connection.prepare_cached(
        "SELECT seq, head, before, header, payload FROM changes WHERE log = ?1 AND seq > ?2 AND seq <= ?3 ORDER BY seq",
    )?;
    let mut rows = statement.query(params![id, seq as i64, (seq + u64::from(rest)) as i64])?;
    let (mut before, mut all) = (head, Vec::with_capacity(rest as usize));
    while let Some(row) = rows.next()? {
        if Head(row.get(2)?) != before {
            continue;
        }
        before = Head(row.get(1)?);
        let header = Header::read(row.get_ref(3)?.as_str().map_err(|_| broken_inside("changes"))?)?;
        if header.op == Op::Set {
            all.push(SavedChange {
                reference: Ref { log, seq: header.seq, head: before.short() },
                kind: header.kind,
                record: header.record,
                fields: payload(row.get(4)?)?,
                overwrites: header.overwrites,
            });
        }
    }
    Ok(all)
}

fn payload(text: Option<String>) -> Result<Payload> {
    let read = text.as_deref().map(serde_json::from_str).transpose();
    Ok(read.map_err(|_| broken_inside("changes"))?.unwrap_or_default())
}
