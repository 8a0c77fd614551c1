//! Closing segments: what is unsent of the own logs is signed, in pieces of whole saves. From then on salts stand only singly: the
//! seed travels inside the bundle and is dropped here.

use std::collections::HashMap;

use changelog::segment::whole_saves;
use changelog::{Body, Change, Head, LogId, SaltSeed, Salts, SegmentOfChanges};
use rusqlite::{Connection, params};

use crate::device::Device;
use crate::error::Result;
use crate::stored_segments;

/// Changes in one segment, about.
const MOST_CHANGES: usize = 50_000;
/// Bytes in one segment, about: one bundle must be able to hold it.
const MOST_BYTES: usize = 48 << 20;

/// Signs everything unsigned, inside the caller's transaction. Gives the new segments by their row, so that they need not be read
/// again to be sealed and may travel with the seed.
pub(crate) fn sign_open(connection: &Connection, device: &Device) -> Result<HashMap<i64, SegmentOfChanges>> {
    let mut statement = connection.prepare_cached(
        "SELECT id, log, signed_to, signed_head, tip_seq, tip_head, seed FROM logs WHERE own = 1 AND tip_seq > signed_to",
    )?;
    let open = statement.query_map([], |row| {
        Ok(Open {
            id: row.get(0)?,
            log: LogId(row.get(1)?),
            signed_to: row.get::<_, i64>(2)? as u64,
            before: Head(row.get(3)?),
            tip: row.get::<_, i64>(4)? as u64,
            tip_head: Head(row.get(5)?),
            seed: row.get::<_, Option<[u8; 32]>>(6)?.map(SaltSeed::from_bytes),
        })
    })?;
    let mut signed = HashMap::new();
    for open in open.collect::<rusqlite::Result<Vec<_>>>()? {
        sign_log(connection, device, open, &mut signed)?;
    }
    Ok(signed)
}

struct Open {
    id: i64,
    log: LogId,
    signed_to: u64,
    before: Head,
    tip: u64,
    tip_head: Head,
    seed: Option<SaltSeed>,
}

fn sign_log(
    connection: &Connection,
    device: &Device,
    open: Open,
    signed: &mut HashMap<i64, SegmentOfChanges>,
) -> Result<()> {
    let mut changes = stored_segments::changes(connection, open.id, open.signed_to + 1, open.tip, &open.tip_head)?;
    let pieces = whole_saves(&changes, MOST_CHANGES, MOST_BYTES)?;
    // A seed opens every salt it gave. One that reached over two segments would keep erasing in the one from being true while the
    // other still travels; then salts are listed.
    let seed = open.seed.filter(|seed| pieces.len() == 1 && gave_all(seed, &open.log, &changes));
    let mut before = open.before;
    for piece in pieces {
        let rest = changes.split_off(piece.len());
        let piece = std::mem::replace(&mut changes, rest);
        let salts = seed.clone().map_or_else(|| Salts::List(piece.iter().map(salt).collect()), Salts::Seed);
        let segment = SegmentOfChanges::sign(&device.info.county_id, &device.keys, before, salts, piece)?;
        before = segment.signed.segment.head_after;
        let id = stored_segments::keep_segment(connection, open.id, &segment.signed)?;
        signed.insert(id, segment);
    }
    connection.execute(
        "UPDATE logs SET signed_to = ?2, signed_head = ?3, seed = NULL WHERE id = ?1",
        params![open.id, open.tip as i64, before.0],
    )?;
    Ok(())
}

fn salt(change: &Change) -> Option<changelog::Salt> {
    match &change.body {
        Body::Kept { salt, .. } => Some(*salt),
        Body::Erased { .. } => None,
    }
}

fn gave_all(seed: &SaltSeed, log: &LogId, changes: &[Change]) -> bool {
    changes.iter().all(|change| salt(change) == Some(seed.salt(log, change.header.seq)))
}
