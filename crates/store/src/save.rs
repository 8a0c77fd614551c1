//! A save: what the user changed becomes changes of one log, in one transaction with tables, search index and clock. What the
//! user saw (`seen`) becomes `overwrites` of the fields that are written; what the user left alone is not written.

use std::collections::BTreeMap;

use changelog::header::MAX_OVERWRITES;
use changelog::{Audience, Op, Payload, Ref};
use domain::numbering::Number;
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;

use crate::authority::barred;
use crate::device::Device;
use crate::error::{Result, StoreError};
use crate::fold::{Folded, Known, fold, in_conflict};
use crate::project::{Projection, known, known_from};
use crate::query::kind_named;
use crate::writing::{Entry, Writing};

/// Everything one person saves at once: all of it or nothing.
#[derive(Debug, Clone)]
pub struct Save {
    /// For whom; one save has one audience.
    pub audience: Audience,
    /// Staff id.
    pub author: String,
    /// The PC's time.
    pub now_ms: u64,
    /// What is written.
    pub writes: Vec<Write>,
    /// A number to be given to one of the writes.
    pub number: Option<Numbering>,
}

/// One record in a save.
#[derive(Debug, Clone)]
pub struct Write {
    /// Record kind.
    pub kind: String,
    /// Record id (UUID).
    pub record: String,
    /// `Set`, `Access`, or `Erase` (county only; see `Store::erase`).
    pub op: Op,
    /// Fields; null clears one. For `Access` whatever describes it.
    pub fields: Payload,
    /// Per field the refs that the form was opened with (`Row::refs`). A field without them counts as never seen.
    pub seen: BTreeMap<String, Vec<Ref>>,
}

/// Asks for the next number of a series, without gaps per device letter.
#[derive(Debug, Clone)]
pub struct Numbering {
    /// Which write gets it.
    pub write: usize,
    /// Into which field.
    pub field: String,
    /// Station code.
    pub station: String,
    /// `domain::numbering::CASE`, `FILE`…
    pub series: String,
    /// Year.
    pub year: i32,
}

/// What was saved.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Saved {
    /// The changes, in order; empty when nothing had changed.
    pub refs: Vec<Ref>,
    /// The number given, if one was asked for.
    pub number: Option<String>,
}

/// A write as it goes into the log.
struct Planned {
    write: Write,
    overwrites: BTreeMap<String, Vec<Ref>>,
    known: Vec<Known>,
}

/// Performs the save inside the caller's transaction. Gives how far the log has come, if anything was written.
pub(crate) fn save(
    connection: &Connection,
    device: &Device,
    save: &Save,
    numbers: &[Numbering],
) -> Result<(Saved, Option<crate::rollback_guard::LogHead>)> {
    if !device.may_write_for(&save.audience) {
        return Err(StoreError::NotAllowed("这台电脑只能写本站的记录，没有保存。请在该站的电脑上填写。".into()));
    }
    // Numbers name their writes by place, so they are given before writes to one record become one.
    let mut writes = save.writes.clone();
    for asked in numbers {
        give_number(connection, device, asked, &mut writes)?;
    }
    let mut writes = merged(&writes);
    let number = match &save.number {
        Some(asked) => Some(give_number(connection, device, asked, &mut writes)?),
        None => None,
    };
    let mut planned = Vec::new();
    for write in writes {
        planned.extend(plan(connection, device, &save.audience, write)?);
    }
    if planned.is_empty() {
        return Ok((Saved::default(), None));
    }

    let audience = save.audience.to_string();
    let mut projection = Projection::begin(connection);
    let mut writing = Writing::begin(connection, device, &save.audience, &save.author, save.now_ms)?;
    let (mut refs, mut erased) = (Vec::with_capacity(planned.len()), false);
    let mut rest = planned.len() as u32;
    for mut item in planned {
        rest -= 1;
        let Write { kind, record, op, fields, .. } = &item.write;
        let overwrites = std::mem::take(&mut item.overwrites);
        let change = writing.write(Entry { kind, record, op: op.clone(), overwrites, payload: fields, rest })?;
        refs.push(change.reference());
        match op {
            Op::Set => {
                let new = item.known.is_empty();
                item.known.push(known_from(&change, fields, &audience, &device.info.id));
                projection.write(kind_named(kind)?, record, fold(&item.known).as_ref(), new)?;
            }
            Op::Erase => {
                crate::erase::apply(connection, fields)?;
                writing.forget_seed();
                erased = true;
            }
            _ => {}
        }
    }
    projection.finish()?;
    if erased {
        crate::erase::finish(connection)?;
    }
    crate::search_buffer::settle(connection)?;
    let written = crate::rollback_guard::LogHead {
        log: writing.log.to_string(),
        seq: writing.seq,
        head: writing.head.to_string(),
    };
    writing.finish()?;
    Ok((Saved { refs, number }, Some(written)))
}

/// Two writes to one record in one save are one write; the later value of a field stands.
fn merged(writes: &[Write]) -> Vec<Write> {
    let mut all: Vec<Write> = Vec::with_capacity(writes.len());
    for write in writes {
        let same = |known: &&mut Write| {
            write.op == Op::Set && known.op == Op::Set && known.kind == write.kind && known.record == write.record
        };
        match all.iter_mut().find(same) {
            Some(known) => {
                known.fields.extend(write.fields.clone());
                known.seen.extend(write.seen.clone());
            }
            None => all.push(write.clone()),
        }
    }
    all
}

fn plan(connection: &Connection, device: &Device, audience: &Audience, mut write: Write) -> Result<Option<Planned>> {
    if write.op != Op::Set {
        check_authority(device, audience, &write)?;
        return Ok(Some(Planned { write, overwrites: BTreeMap::new(), known: Vec::new() }));
    }
    let kind = kind_named(&write.kind)?;
    let known = known(connection, &kind.name, &write.record)?;
    let folded = fold(&known);
    if folded.as_ref().is_some_and(|folded| folded.audience != audience.to_string()) {
        return Err(StoreError::NotAllowed("这条记录属于另一个站点，没有保存。请在它所属的站点修改。".into()));
    }
    let mut overwrites = BTreeMap::new();
    let mut fields = Payload::new();
    for (field, value) in std::mem::take(&mut write.fields) {
        let mut seen = write.seen.remove(&field).unwrap_or_default();
        seen.sort_unstable();
        seen.dedup();
        if untouched(&field, &value, &seen, folded.as_ref(), &known) {
            continue;
        }
        seen.truncate(MAX_OVERWRITES);
        if !seen.is_empty() {
            overwrites.insert(field.clone(), seen);
        }
        fields.insert(field, value);
    }
    if fields.is_empty() && !known.is_empty() {
        return Ok(None);
    }
    write.fields = fields;
    check_authority(device, audience, &write)?;
    Ok(Some(Planned { write, overwrites, known }))
}

/// Whether the user left the field as it was. If what was seen is what stands, compare with what stands; if others have changed the
/// field meanwhile, compare with what was seen, so that a form sent back whole does not contradict a change its author never saw.
fn untouched(field: &str, value: &Value, seen: &[Ref], folded: Option<&Folded>, known: &[Known]) -> bool {
    let live = folded.and_then(|folded| folded.fields.get(field)).map(Vec::as_slice).unwrap_or_default();
    let mut standing: Vec<Ref> = live.iter().map(|live| live.reference).collect();
    standing.sort_unstable();
    if standing == seen {
        return match live {
            [] => value.is_null(),
            live => !in_conflict(live) && live[0].value == *value,
        };
    }
    if seen.is_empty() {
        return value.is_null();
    }
    seen.iter().all(|reference| {
        let change = known.iter().find(|known| known.reference == *reference);
        change.and_then(|change| change.payload.as_ref()).and_then(|payload| payload.get(field)) == Some(value)
    })
}

fn check_authority(device: &Device, audience: &Audience, write: &Write) -> Result<()> {
    match barred(&write.op, &write.kind, audience, device.info.station.is_none()) {
        Some(reason) => Err(StoreError::NotAllowed(format!("{reason}没有保存。请由有权的一方填写。"))),
        None => Ok(()),
    }
}

/// The next number of this letter, written into its field.
fn give_number(connection: &Connection, device: &Device, asked: &Numbering, writes: &mut [Write]) -> Result<String> {
    let write = writes.get_mut(asked.write).ok_or_else(|| StoreError::Request("编号没有对应的记录".into()))?;
    let last = last_number(connection, &asked.station, &asked.series, asked.year, &device.info.letter)?;
    let number = Number {
        station: asked.station.clone(),
        series: asked.series.clone(),
        year: asked.year,
        letter: device.info.letter.clone(),
        seq: last + 1,
    };
    connection.execute(
        "INSERT OR REPLACE INTO numbers (station, series, year, letter, last) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![asked.station, asked.series, asked.year, device.info.letter, number.seq],
    )?;
    write.fields.insert(asked.field.clone(), Value::from(number.to_string()));
    Ok(number.to_string())
}

/// The last number given under a letter.
pub(crate) fn last_number(
    connection: &Connection,
    station: &str,
    series: &str,
    year: i32,
    letter: &str,
) -> Result<u32> {
    let sql = "SELECT last FROM numbers WHERE station = ?1 AND series = ?2 AND year = ?3 AND letter = ?4";
    Ok(connection.query_row(sql, params![station, series, year, letter], |row| row.get(0)).optional()?.unwrap_or(0))
}
