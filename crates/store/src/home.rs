//! The home of a record: the one audience whose changes make it, that of its first change. Which is the first no single stamp decides, for a
//! device may write any: within a log time never goes back, so a change is no older than anything that stands before it there; and a log that
//! its device began later, or without saying what it follows, is no older than the log that was there. Changes of other audiences are kept,
//! passed on, barred and named in quarantine.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

use changelog::{Hlc, LogId, Opening, Ref};
use rusqlite::{Connection, params};
use serde::Deserialize;

use crate::error::{Result, broken_inside};
use crate::fold::Known;
use crate::opening::log_number;
use crate::project::RecordKey;
use crate::writing::BUILT_MS;

/// Why such a change does not count.
pub(crate) const REASON: &str = "这条记录属于另一个站点，写入没有采用。请联系县里核对。";

/// What is known of the times of logs, within one transaction.
#[derive(Default)]
pub(crate) struct Homes(HashMap<LogId, Times>);

/// The time that each place of a log has at least, and that all of it has.
#[derive(Default)]
struct Times {
    places: Vec<(u64, Hlc)>,
    floor: Hlc,
}

#[derive(Deserialize)]
struct Stamp {
    hlc: Hlc,
    doubtful: bool,
}

/// Whether changes of more than one audience speak of the record.
pub(crate) fn is_mixed(known: &[Known]) -> bool {
    known.iter().any(|change| change.audience != known[0].audience)
}

impl Homes {
    /// The audience of the first of these changes.
    pub(crate) fn of(&mut self, connection: &Connection, known: &[Known]) -> Result<Option<String>> {
        let mut first = None;
        for change in known {
            let header = &change.header;
            let doubtful = header.doubtful || header.hlc.ms < BUILT_MS;
            let age = (doubtful, self.no_older(connection, change)?, change.reference);
            if first.as_ref().is_none_or(|(known, _)| age < *known) {
                first = Some((age, &change.audience));
            }
        }
        Ok(first.map(|(_, audience)| audience.clone()))
    }

    /// The newest sound stamp up to the change's place in its log.
    fn no_older(&mut self, connection: &Connection, change: &Known) -> Result<Hlc> {
        let log = change.reference.log;
        let times = match self.0.entry(log) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                let (places, floor) = (times(connection, &log)?, floor(connection, &log)?);
                place.insert(Times { places, floor })
            }
        };
        let before = times.places.partition_point(|(seq, _)| *seq <= change.reference.seq);
        let newest = before.checked_sub(1).map_or(Hlc::default(), |place| times.places[place].1);
        Ok(newest.max(times.floor).max(change.header.hlc))
    }
}

/// A device has one log of an audience that follows no other. Whatever else it writes there came later than all of that.
fn floor(connection: &Connection, log: &LogId) -> Result<Hlc> {
    let mut statement = connection.prepare_cached(
        "SELECT other.log, (SELECT payload FROM changes WHERE log = other.id AND seq = 1 LIMIT 1) FROM logs this
         JOIN logs other ON other.device = this.device AND other.audience = this.audience WHERE this.log = ?1",
    )?;
    let found = statement.query_map([log.0], |row| Ok((LogId(row.get(0)?), row.get::<_, Option<String>>(1)?)))?;
    let follows_none = |payload: &Option<String>| {
        let opening = payload.as_deref().and_then(|text| serde_json::from_str::<Opening>(text).ok());
        opening.is_some_and(|opening| opening.predecessor.is_none())
    };
    let found = found.collect::<rusqlite::Result<Vec<_>>>()?;
    let first: Vec<LogId> =
        found.into_iter().filter(|(_, payload)| follows_none(payload)).map(|(log, _)| log).collect();
    if first == [*log] {
        return Ok(Hlc::default());
    }
    let newest = first.iter().filter(|first| *first != log).map(|first| times(connection, first));
    newest
        .map(|times| Ok(times?.last().map_or(Hlc::default(), |(_, hlc)| *hlc)))
        .try_fold(Hlc::default(), |all, one: Result<Hlc>| Ok(all.max(one?)))
}

/// Places of a log at which its time moves on.
fn times(connection: &Connection, log: &LogId) -> Result<Vec<(u64, Hlc)>> {
    let Some(number) = log_number(connection, log)? else { return Ok(Vec::new()) };
    let mut statement = connection.prepare_cached("SELECT seq, header FROM changes WHERE log = ?1 ORDER BY seq")?;
    let mut rows = statement.query([number])?;
    let (mut times, mut newest): (Vec<(u64, Hlc)>, Hlc) = Default::default();
    while let Some(row) = rows.next()? {
        let header = row.get_ref(1)?.as_str().map_err(|_| broken_inside("changes"))?;
        let stamp: Stamp = serde_json::from_str(header).map_err(|_| broken_inside("changes"))?;
        if !stamp.doubtful && stamp.hlc > newest {
            newest = stamp.hlc;
            times.push((row.get::<_, i64>(0)? as u64, newest));
        }
    }
    Ok(times)
}

/// Notes which of a record's changes are at home: the others are barred and named. Gives those that were not named before.
pub(crate) fn mark(connection: &Connection, known: &[Known], home: &str) -> Result<BTreeSet<String>> {
    let mut named = BTreeSet::new();
    for change in known {
        let (log, seq) = (log_number(connection, &change.reference.log)?, change.reference.seq as i64);
        let place = change.reference.to_string();
        let at = "log = ?1 AND seq = ?2 AND substr(head, 1, 8) = ?3";
        if change.audience == home {
            let sql = format!("UPDATE changes SET barred = NULL WHERE {at} AND barred = ?4");
            let values = params![log, seq, change.reference.head.as_slice(), REASON];
            if connection.prepare_cached(&sql)?.execute(values)? > 0 {
                connection.execute("DELETE FROM quarantine WHERE place = ?1 AND reason = ?2", [&place, REASON])?;
            }
        } else {
            let sql = format!("UPDATE changes SET barred = ?4 WHERE {at} AND barred IS NULL");
            let values = params![log, seq, change.reference.head.as_slice(), REASON];
            if connection.prepare_cached(&sql)?.execute(values)? > 0 {
                connection.execute("INSERT OR REPLACE INTO quarantine VALUES ('', ?1, ?2)", [&place, REASON])?;
                named.insert(place);
            }
        }
    }
    Ok(named)
}

/// Records that are named as written by others than their own, if one of these logs has a sibling: what is known of the times of a device may
/// have changed who was the first.
pub(crate) fn to_judge_again(connection: &Connection, logs: &BTreeSet<i64>) -> Result<BTreeSet<RecordKey>> {
    let siblings =
        "SELECT 1 FROM logs this JOIN logs other ON other.device = this.device AND other.audience = this.audience
                    WHERE this.id = ?1 AND other.id <> this.id";
    let mut statement = connection.prepare_cached(siblings)?;
    let mut any = false;
    for log in logs {
        any |= statement.exists([log])?;
    }
    let mut records = BTreeSet::new();
    if any {
        let mut statement = connection.prepare_cached("SELECT place FROM quarantine WHERE reason = ?1")?;
        let places =
            statement.query_map([REASON], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
        let sql =
            "SELECT c.header, c.record FROM changes c JOIN logs l ON l.id = c.log WHERE l.log = ?1 AND c.seq = ?2";
        for change in places.iter().filter_map(|place| place.parse::<Ref>().ok()) {
            let found = connection
                .prepare_cached(sql)?
                .query_map(params![change.log.0, change.seq as i64], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<rusqlite::Result<Vec<(String, String)>>>()?;
            for (header, record) in found {
                records.insert((changelog::header::kind(&header)?, record));
            }
        }
    }
    Ok(records)
}
