//! The history of a record, read from the log: who, when, from what to what; also who looked.

use std::collections::{HashMap, HashSet};

use changelog::{Head, Header, Hlc, LogId, Op, Payload, Ref};
use rusqlite::Connection;
use serde::Serialize;
use serde_json::Value;

use crate::error::{Result, broken_inside};

/// One change of a record.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HistoryEntry {
    /// The change.
    pub reference: Ref,
    /// When, by its author's clock.
    pub hlc: Hlc,
    /// That clock could not be right.
    pub doubtful: bool,
    /// Staff id.
    pub author: String,
    /// Device id.
    pub device: String,
    /// What was done.
    pub op: Op,
    /// What was written; empty once erased.
    pub fields: Payload,
    /// What the author saw there before. Of several values seen (a conflict resolved) all, as an array.
    pub before: Payload,
    /// The content was erased by order of the county.
    pub erased: bool,
    /// Why it does not count, if its author had no authority.
    pub barred: Option<String>,
}

/// All changes of a record, the oldest first.
pub(crate) fn of(connection: &Connection, kind: &str, id: &str) -> Result<Vec<HistoryEntry>> {
    let mut statement = connection.prepare_cached(
        "SELECT l.log, c.head, c.header, c.payload, l.device, c.barred FROM changes c JOIN logs l ON l.id = c.log WHERE c.record = ?1",
    )?;
    let mut rows = statement.query([id])?;
    let mut all: Vec<(Header, HistoryEntry)> = Vec::new();
    while let Some(row) = rows.next()? {
        let header = Header::read(row.get_ref(2)?.as_str().map_err(|_| broken_inside("changes"))?)?;
        if header.kind != kind {
            continue;
        }
        let payload: Option<String> = row.get(3)?;
        let fields = payload.as_deref().map(serde_json::from_str).transpose().map_err(|_| broken_inside("changes"))?;
        let entry = HistoryEntry {
            reference: Ref { log: LogId(row.get(0)?), seq: header.seq, head: Head(row.get(1)?).short() },
            hlc: header.hlc,
            doubtful: header.doubtful,
            author: header.author.clone(),
            device: row.get(4)?,
            op: header.op.clone(),
            erased: fields.is_none(),
            fields: fields.unwrap_or_default(),
            before: Payload::new(),
            barred: row.get(5)?,
        };
        all.push((header, entry));
    }
    let written: HashMap<Ref, Payload> = all.iter().map(|(_, entry)| (entry.reference, entry.fields.clone())).collect();
    let mut entries: Vec<HistoryEntry> =
        all.into_iter().map(|(header, entry)| HistoryEntry { before: before(&header, &written), ..entry }).collect();
    entries.sort_by_key(|entry| (entry.hlc, entry.reference));
    Ok(entries)
}

/// Those of the records that somebody looked at in a way that begins with these words: which papers were printed.
pub(crate) fn looked_at(connection: &Connection, records: &[String], words: &str) -> Result<HashSet<String>> {
    let mut statement = connection.prepare_cached(
        "SELECT 1 FROM changes WHERE record = ?1 AND op = 'access' AND substr(json_extract(payload, '$.what'), 1, ?3) = ?2 LIMIT 1",
    )?;
    let length = words.chars().count() as i64;
    let mut found = HashSet::new();
    for record in records {
        if statement.exists((record, words, length))? {
            found.insert(record.clone());
        }
    }
    Ok(found)
}

fn before(header: &Header, written: &HashMap<Ref, Payload>) -> Payload {
    let seen = |field: &String, refs: &Vec<Ref>| {
        let mut values: Vec<Value> = refs.iter().filter_map(|seen| written.get(seen)?.get(field).cloned()).collect();
        values.dedup();
        match values.len() {
            0 => None,
            1 => values.pop(),
            _ => Some(Value::Array(values)),
        }
    };
    header.overwrites.iter().filter_map(|(field, refs)| Some((field.clone(), seen(field, refs)?))).collect()
}
