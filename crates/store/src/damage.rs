//! Damage in the log that a check has found: which segments no longer hash to what their authors signed. Whoever brings them again, by hub or
//! stick, mends them; the segments themselves say whether they are sound.

use changelog::{Change, Head, LogId, Salt, SegmentRange, chain};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

use crate::error::{Result, StoreError};
use crate::stored_segments::{self, Stored};
use crate::{Store, gaps, settings};

/// The setting with the damaged segments that are known.
const DAMAGED: &str = "check.damaged";

/// A segment by its place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Place {
    pub log: LogId,
    pub from: u64,
    pub to: u64,
    pub head: Head,
}

pub(crate) fn known(connection: &Connection) -> Result<Vec<Place>> {
    let found = settings::get(connection, DAMAGED)?;
    Ok(found.and_then(|value| serde_json::from_value(value).ok()).unwrap_or_default())
}

pub(crate) fn put(connection: &Connection, places: &[Place]) -> Result<()> {
    settings::put(connection, DAMAGED, &serde_json::to_value(places).unwrap_or_default())
}

/// Whether one of these ranges has damaged changes here.
pub(crate) fn touches(connection: &Connection, ranges: &[SegmentRange]) -> Result<bool> {
    let places = known(connection)?;
    let meets = |range: &SegmentRange| {
        places.iter().any(|place| place.log == range.log && place.from <= range.to && range.from <= place.to)
    };
    Ok(ranges.iter().any(meets))
}

/// After an import: what is sound again is damaged no more.
pub(crate) fn forget_mended(connection: &Connection) -> Result<()> {
    let places = known(connection)?;
    if places.is_empty() {
        return Ok(());
    }
    let mut left = Vec::new();
    for place in places {
        let at = params![place.log.0, place.from as i64, place.to as i64, place.head.0];
        let condition = "l.log = ?1 AND s.from_seq = ?2 AND s.to_seq = ?3 AND s.head_after = ?4";
        let mut sound = !gaps::meets(connection, &place)?;
        for stored in stored_segments::segments(connection, condition, at)? {
            sound = sound && is_sound(connection, &stored)?;
        }
        if !sound {
            left.push(place);
        }
    }
    put(connection, &left)
}

/// Whether a segment's changes still lead from its head before to its head after.
pub(crate) fn is_sound(connection: &Connection, stored: &Stored) -> Result<bool> {
    let range = &stored.signed.segment;
    let changes = match stored_segments::changes(connection, stored.log, range.from, range.to, &range.head_after) {
        Ok(changes) => changes,
        // A header that does not read any more.
        Err(StoreError::Changelog(_)) => return Ok(false),
        Err(other) => return Err(other),
    };
    Ok(holds(&range.head_before, &range.head_after, &changes))
}

fn holds(before: &Head, after: &Head, changes: &[Change]) -> bool {
    let end = changes.iter().try_fold(*before, |head, change| {
        let next = chain::head_after(&head, &change.header_bytes, &change.payload_hash());
        (next == change.head).then_some(next)
    });
    end == Some(*after)
}

/// Whether every change of a record hashes to its head.
pub(crate) fn changes_sound(connection: &Connection, record: &str) -> Result<bool> {
    let mut statement = connection.prepare_cached("SELECT id FROM changes WHERE record = ?1")?;
    for id in statement.query_map([record], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()? {
        if !change_sound(connection, id)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The same of one change.
pub(crate) fn change_sound(connection: &Connection, id: i64) -> Result<bool> {
    let sql = "SELECT before, head, header, payload, salt, payload_hash FROM changes WHERE id = ?1";
    Ok(connection.prepare_cached(sql)?.query_row([id], |row| {
        let (before, head) = (Head(row.get(0)?), Head(row.get(1)?));
        let (header, payload): (String, Option<String>) = (row.get(2)?, row.get(3)?);
        let hash = match payload {
            Some(payload) => chain::payload_hash(&Salt(row.get(4)?), &payload),
            None => row.get(5)?,
        };
        Ok(chain::head_after(&before, &header, &hash) == head)
    })?)
}

impl Store {
    /// Whether one of these ranges has changes that the last check found damaged here: then they are wanted once more.
    pub fn is_damaged(&self, ranges: &[SegmentRange]) -> Result<bool> {
        touches(&*self.reader()?, ranges)
    }

    /// How many segments are damaged here, as far as checks have found.
    pub fn damaged_segments(&self) -> Result<u64> {
        Ok(known(&*self.reader()?)?.len() as u64)
    }
}
