//! The way that changes have gone: 已保存 here, 已送达 (the hub's receipt), 县里已入库 (a county checkpoint). Exact: a receipt or
//! checkpoint names (log, seq, head), and in a forked log only what stands before that very head is covered.

use std::cell::RefCell;
use std::collections::HashMap;

use changelog::{LogId, Ref};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Result;

/// How far something has travelled: a change, a record, a photo or scan, a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// On this PC's disk.
    Saved,
    /// The hub has given its receipt, or handed it to us.
    Delivered,
    /// The county has signed that it holds it.
    TakenIn,
}

/// Own `set` changes by how far they have travelled; each change counts once, under the farthest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct SendCounts {
    /// Only here.
    pub saved: u64,
    /// At the hub, not yet at the county.
    pub delivered: u64,
    /// At the county.
    pub taken_in: u64,
}

struct LogDelivery {
    id: i64,
    forked: bool,
    delivered_to: u64,
    taken_to: u64,
}

/// The state of every log, read once for a list of rows. Changes of forked logs are looked up one by one, which is rare.
pub(crate) struct Deliveries<'a> {
    connection: &'a Connection,
    logs: HashMap<LogId, LogDelivery>,
    walked: RefCell<HashMap<Ref, Delivery>>,
}

impl<'a> Deliveries<'a> {
    pub(crate) fn load(connection: &'a Connection) -> Result<Deliveries<'a>> {
        let mut statement = connection.prepare_cached("SELECT log, id, forked, delivered_to, taken_to FROM logs")?;
        let logs = statement.query_map([], |row| {
            let reach = LogDelivery {
                id: row.get(1)?,
                forked: row.get(2)?,
                delivered_to: row.get::<_, i64>(3)? as u64,
                taken_to: row.get::<_, i64>(4)? as u64,
            };
            Ok((LogId(row.get(0)?), reach))
        })?;
        let logs = logs.collect::<rusqlite::Result<_>>()?;
        Ok(Deliveries { connection, logs, walked: RefCell::default() })
    }

    /// The least travelled of these changes decides: a row is delivered when all of it is.
    pub(crate) fn of(&self, changes: &[Ref]) -> Delivery {
        changes.iter().map(|change| self.of_one(change)).min().unwrap_or(Delivery::Saved)
    }

    fn of_one(&self, change: &Ref) -> Delivery {
        match self.logs.get(&change.log) {
            None => Delivery::Saved,
            Some(log) if log.forked => self.of_forked(log, change),
            Some(log) if change.seq <= log.taken_to => Delivery::TakenIn,
            Some(log) if change.seq <= log.delivered_to => Delivery::Delivered,
            Some(_) => Delivery::Saved,
        }
    }

    fn of_forked(&self, log: &LogDelivery, change: &Ref) -> Delivery {
        if let Some(state) = self.walked.borrow().get(change) {
            return *state;
        }
        let covered = |state: i64| covers(self.connection, state, log.id, change).unwrap_or(false);
        let state = match () {
            () if covered(TAKEN) => Delivery::TakenIn,
            () if covered(DELIVERED) => Delivery::Delivered,
            () => Delivery::Saved,
        };
        self.walked.borrow_mut().insert(*change, state);
        state
    }
}

/// `places.state` of receipts.
pub(crate) const DELIVERED: i64 = 1;
/// `places.state` of checkpoints.
pub(crate) const TAKEN: i64 = 2;

/// Whether a named place of a forked log stands on the branch that goes through this change.
fn covers(connection: &Connection, state: i64, log: i64, change: &Ref) -> Result<bool> {
    let found = connection
        .prepare_cached(
            "WITH RECURSIVE back (seq, head) AS (
               SELECT seq, head FROM places WHERE state = ?1 AND log = ?2 AND seq >= ?3
               UNION
               SELECT c.seq - 1, c.before FROM back b JOIN changes c ON c.log = ?2 AND c.seq = b.seq AND c.head = b.head
               WHERE b.seq > ?3)
             SELECT count(*) FROM back WHERE seq = ?3 AND substr(head, 1, 8) = ?4",
        )?
        .query_row(params![state, log, change.seq as i64, change.head.as_slice()], |row| row.get::<_, i64>(0))?;
    Ok(found > 0)
}

/// Own changes in sum. Constant time per log: `sets` counts along each branch.
pub(crate) fn counts(connection: &Connection) -> Result<SendCounts> {
    let mut statement = connection.prepare_cached(
        "SELECT l.tip_sets,
                coalesce((SELECT sets FROM changes c WHERE c.log = l.id AND c.seq = min(l.delivered_to, l.tip_seq) LIMIT 1), 0),
                coalesce((SELECT sets FROM changes c WHERE c.log = l.id AND c.seq = min(l.taken_to, l.tip_seq) LIMIT 1), 0)
         FROM logs l WHERE l.own = 1",
    )?;
    let mut rows = statement.query([])?;
    let mut counts = SendCounts::default();
    while let Some(row) = rows.next()? {
        let (all, delivered, taken): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let delivered = delivered.max(taken);
        counts.saved += (all - delivered).max(0) as u64;
        counts.delivered += (delivered - taken).max(0) as u64;
        counts.taken_in += taken.max(0) as u64;
    }
    Ok(counts)
}
