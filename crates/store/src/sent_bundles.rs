//! Bundles that this PC has sealed, each with what is in it, when that was written, and how far it has come. Reads only.

use std::collections::BTreeMap;

use changelog::{Audience, Header};
use rusqlite::{Connection, OptionalExtension, params};

use crate::Store;
use crate::delivery::Delivery;
use crate::error::Result;

/// One sealed bundle.
#[derive(Debug, Clone, PartialEq)]
pub struct SentBundle {
    /// SHA-256 of its ciphertext.
    pub sha256: String,
    /// For whom it was written.
    pub audience: Audience,
    /// The station that what is for all was sealed to.
    pub station: Option<String>,
    /// Changes in it.
    pub changes: u64,
    /// How many of which kind; empty where there are very many.
    pub kinds: BTreeMap<String, u64>,
    /// When the first and the last of it were written.
    pub written_ms: (u64, u64),
    /// How far all of it has come.
    pub state: Delivery,
    /// Number and time of the hub's receipt.
    pub receipt: Option<(u64, u64)>,
}

/// As many segments as are looked through, and as many changes as are told by their kinds.
const SEGMENTS: usize = 2_000;
const TOLD: u64 = 2_000;

impl Store {
    /// Own `set` changes that stand in no bundle yet: counted as `SendCounts` are.
    pub fn unsealed(&self) -> Result<u64> {
        let sql = "SELECT count(*) FROM logs l JOIN changes c ON c.log = l.id AND c.seq > l.signed_to AND c.op = 'set' WHERE l.own = 1";
        Ok(self.reader()?.query_row(sql, [], |row| row.get::<_, i64>(0))? as u64)
    }

    /// The newest bundles, at most so many.
    pub fn sent_bundles(&self, most: usize) -> Result<Vec<SentBundle>> {
        newest(&*self.reader()?, most)
    }
}

fn newest(connection: &Connection, most: usize) -> Result<Vec<SentBundle>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT d.sha256, d.station, l.audience, l.id, s.from_seq, s.to_seq,
                l.forked = 0 AND s.to_seq <= l.delivered_to, l.forked = 0 AND s.to_seq <= l.taken_to
         FROM (SELECT segment, station, sha256 FROM sealed WHERE sha256 <> 'erased' ORDER BY segment DESC LIMIT {SEGMENTS}) d
         JOIN segments s ON s.id = d.segment JOIN logs l ON l.id = s.log WHERE l.own = 1 ORDER BY s.id DESC"
    ))?;
    let mut rows = statement.query([])?;
    let mut found: Vec<SentBundle> = Vec::new();
    while let Some(row) = rows.next()? {
        let (sha256, station, audience): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let at = match found.iter().position(|known| known.sha256 == sha256) {
            Some(at) => at,
            None if found.len() == most => continue,
            None => {
                found.push(SentBundle {
                    receipt: receipt(connection, &sha256)?,
                    sha256,
                    audience: audience.parse()?,
                    station: (!station.is_empty()).then_some(station),
                    changes: 0,
                    kinds: BTreeMap::new(),
                    written_ms: (u64::MAX, 0),
                    state: Delivery::TakenIn,
                });
                found.len() - 1
            }
        };
        let state = match (row.get(6)?, row.get(7)?) {
            (_, true) => Delivery::TakenIn,
            (true, false) => Delivery::Delivered,
            (false, false) => Delivery::Saved,
        };
        add(connection, &mut found[at], (row.get(3)?, row.get(4)?, row.get(5)?), state)?;
    }
    Ok(found)
}

fn add(connection: &Connection, bundle: &mut SentBundle, range: (i64, i64, i64), state: Delivery) -> Result<()> {
    let (log, from, to) = range;
    bundle.changes += (to + 1 - from) as u64;
    bundle.state = bundle.state.min(state);
    let all = bundle.changes <= TOLD;
    let headers = if all {
        "SELECT header FROM changes WHERE log = ?1 AND seq BETWEEN ?2 AND ?3"
    } else {
        bundle.kinds.clear();
        "SELECT header FROM changes WHERE log = ?1 AND seq IN (?2, ?3)"
    };
    let mut statement = connection.prepare_cached(headers)?;
    let headers = statement.query_map(params![log, from, to], |row| row.get::<_, String>(0))?;
    for header in headers {
        let Ok(header) = Header::read(&header?) else { continue };
        let (first, last) = bundle.written_ms;
        bundle.written_ms = (first.min(header.hlc.ms), last.max(header.hlc.ms));
        if all && header.op == changelog::Op::Set {
            *bundle.kinds.entry(header.kind).or_default() += 1;
        }
    }
    Ok(())
}

fn receipt(connection: &Connection, sha256: &str) -> Result<Option<(u64, u64)>> {
    let sql = "SELECT number, time_ms FROM receipts WHERE bundle = ?1 ORDER BY rowid DESC LIMIT 1";
    let found = connection.prepare_cached(sql)?.query_row([sha256], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    Ok(found.map(|(number, time): (i64, i64)| (number as u64, time as u64)))
}
