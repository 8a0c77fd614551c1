//! Fingerprints compared: what the county has signed that it holds, beside what is here. What is here and not there is sent once more, what is
//! there and not here is asked for; until it has come it is named, and no state says that it has.

use std::collections::BTreeMap;

use changelog::{Audience, Checkpoint, Fingerprint, Head, LogId, SegmentRange, SignedCheckpoint, SignedReceipt};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use crate::damage::{self, Place};
use crate::delivery::TAKEN;
use crate::device::{self, Device};
use crate::error::Result;
use crate::log_number::log_number;
use crate::{Store, settings, signed_documents, stored_segments, waiting};

/// Setting: what the county should hold by its own word, or once held, and does not.
const BEHIND: &str = "compare.behind";
/// Setting: of these, what has not been sent once more yet.
const TO_BRING: &str = "compare.to_bring";

/// A place of a log, with its audience.
pub(crate) type Held = (LogId, Audience, u64, Head);

/// Who lacks something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Lacks {
    /// The county has signed for it, and it is not here.
    Here,
    /// It is here, and is damaged or has a gap.
    Whole,
    /// It is here, and the county should have it and has not.
    County,
}

/// What one side holds of an audience and the other does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Who lacks it.
    pub lacks: Lacks,
    /// For whom it was written, where known.
    pub audience: Option<Audience>,
    /// The PC that wrote it, where known.
    pub device: Option<String>,
    /// The log.
    pub log: LogId,
    /// First change.
    pub from: u64,
    /// Last change.
    pub to: u64,
    /// Its head.
    pub head: Head,
    /// When the first of them was written; of what is not here, the last that is.
    pub since_ms: Option<u64>,
}

impl Store {
    /// How far every log is held whole: what is damaged or has a gap counts up to there.
    pub fn held(&self) -> Result<Vec<Held>> {
        held(&*self.reader()?)
    }

    /// Of each audience of this device, what is held here.
    pub fn fingerprints(&self) -> Result<Vec<Fingerprint>> {
        Ok(of(&self.held()?))
    }

    /// What differs between here and the county, as far as the county has said.
    pub fn differences(&self) -> Result<Vec<Difference>> {
        differences(&*self.reader()?, &self.current_device())
    }

    /// What the county has been found to lack since it was sent once more. Own segments of it are sealed with the next ones; given are the
    /// others', to be sealed again by whoever brings them. None when there is nothing.
    pub fn to_bring_again(&self) -> Result<Option<Vec<SegmentRange>>> {
        let reader = self.reader()?;
        let places = places(&reader, TO_BRING)?;
        let ranges = of_others(&reader, &places)?;
        Ok((!places.is_empty()).then_some(ranges))
    }

    /// What others wrote and the county lacks, as long as it lacks it: their own PCs may never come again.
    pub fn lacking_of_others(&self) -> Result<Vec<SegmentRange>> {
        let reader = self.reader()?;
        of_others(&reader, &places(&reader, BEHIND)?)
    }

    /// It has been sent once more.
    pub fn brought_again(&self) -> Result<()> {
        self.transact(|transaction| put(transaction, TO_BRING, &[]))
    }

    /// Whether this county device has said in its newest word more than it holds, or less: then it is to say it again.
    pub fn said_other_than_held(&self) -> Result<bool> {
        let reader = self.reader()?;
        let own = newest_of(&reader, &self.current_device().info.id)?;
        let held = held(&reader)?;
        Ok(own.is_some_and(|said| {
            said.places.iter().any(|(log, seq, _)| !held.iter().any(|(known, _, to, _)| known == log && to >= seq))
        }))
    }
}

fn of_others(connection: &Connection, places: &[Place]) -> Result<Vec<SegmentRange>> {
    let mut ranges = Vec::new();
    for place in places {
        let condition = "l.own = 0 AND l.log = ?1 AND s.from_seq <= ?3 AND s.to_seq >= ?2";
        let at = params![place.log.0, place.from as i64, place.to as i64];
        let found = stored_segments::segments(connection, condition, at)?;
        ranges.extend(found.iter().map(|stored| SegmentRange::from(&stored.signed.segment)));
    }
    Ok(ranges)
}

pub(crate) fn held(connection: &Connection) -> Result<Vec<Held>> {
    let mut heads = signed_documents::heads(connection)?;
    let mut whole: BTreeMap<LogId, u64> = BTreeMap::new();
    for place in damage::known(connection)? {
        let to = place.from.saturating_sub(1);
        whole.entry(place.log).and_modify(|known| *known = to.min(*known)).or_insert(to);
    }
    for (log, to) in whole {
        let Some((_, audience, ..)) = heads.iter().find(|(known, _, seq, _)| *known == log && *seq > to).cloned()
        else {
            continue;
        };
        heads.retain(|(known, _, seq, _)| *known != log || *seq <= to);
        let sql = "SELECT c.head FROM changes c JOIN logs l ON l.id = c.log WHERE l.log = ?1 AND c.seq = ?2";
        let mut statement = connection.prepare_cached(sql)?;
        let found = statement.query_map(params![log.0, to as i64], |row| Ok(Head(row.get(0)?)))?;
        for head in found {
            heads.push((log, audience.clone(), to, head?));
        }
    }
    heads.sort_unstable();
    heads.dedup();
    Ok(heads)
}

pub(crate) fn of(held: &[Held]) -> Vec<Fingerprint> {
    let mut by_audience: BTreeMap<String, Vec<(LogId, u64, Head)>> = BTreeMap::new();
    for (log, audience, seq, head) in held {
        by_audience.entry(audience.to_string()).or_default().push((*log, *seq, *head));
    }
    by_audience.into_iter().map(|(audience, places)| Fingerprint::of(audience, places)).collect()
}

fn differences(connection: &Connection, device: &Device) -> Result<Vec<Difference>> {
    let mut found = Vec::new();
    for place in damage::known(connection)? {
        found.push(difference(connection, Lacks::Whole, &place)?);
    }
    for place in places(connection, BEHIND)? {
        found.push(difference(connection, Lacks::County, &place)?);
    }
    let Some(signed) = signed_documents::newest_checkpoint(connection)? else { return Ok(found) };
    let checkpoint = signed.unchecked()?;
    let here = of(&held(connection)?);
    let mut same = Vec::new();
    let mut readable = Vec::new();
    for theirs in &checkpoint.fingerprints {
        let audience: Audience = theirs.audience.parse()?;
        if here.iter().any(|ours| ours.audience == theirs.audience && ours.hash == theirs.hash) {
            same.extend(&theirs.logs);
        } else if device.may_read(&audience) {
            readable.extend(theirs.logs.iter().map(|log| (*log, audience.clone())));
        }
    }
    for (log, seq, head) in &checkpoint.places {
        // Of an older county only the logs that have been heard of here are known to be ours.
        let audience = readable.iter().find(|(known, _)| known == log).map(|(_, audience)| audience.clone());
        let ours = audience.is_some() || log_number(connection, log)?.is_some();
        if same.contains(&log) || !ours || waiting::is_here(connection, log, *seq, head)? {
            continue;
        }
        let gap = waiting::gap_before(connection, log, *seq)?;
        let place = Place { log: *log, from: gap.from, to: *seq, head: *head };
        let named = difference(connection, Lacks::Here, &place)?;
        found.push(Difference { audience: named.audience.clone().or(audience), ..named });
    }
    Ok(found)
}

fn difference(connection: &Connection, lacks: Lacks, place: &Place) -> Result<Difference> {
    let sql = "SELECT audience, device FROM logs WHERE log = ?1";
    let known: Option<(String, String)> =
        connection.prepare_cached(sql)?.query_row([place.log.0], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let sql = "SELECT json_extract(c.header, '$.hlc[0]') FROM changes c JOIN logs l ON l.id = c.log
               WHERE l.log = ?1 AND c.seq IN (?2, ?2 - 1) ORDER BY c.seq DESC LIMIT 1";
    let since: Option<i64> = connection
        .prepare_cached(sql)?
        .query_row(params![place.log.0, place.from as i64], |row| row.get(0))
        .optional()?;
    let (audience, device) = known.map_or((None, None), |(audience, device)| (audience.parse().ok(), Some(device)));
    let Place { log, from, to, head } = *place;
    Ok(Difference { lacks, audience, device, log, from, to, head, since_ms: since.map(|ms| ms as u64) })
}

/// Before a county device's new word is kept: what it should hold by it, or by its word before, and does not. That is noted, the states follow,
/// and our own part of it goes out once more.
pub(crate) fn fallen_behind(
    connection: &Connection,
    checkpoint: &Checkpoint,
    before: Option<&Checkpoint>,
) -> Result<()> {
    if is_county(connection)? {
        return Ok(());
    }
    let mut should: BTreeMap<LogId, (u64, Head)> = BTreeMap::new();
    let mut expect = |log: LogId, seq: u64, head: Head| {
        let known = should.entry(log).or_insert((seq, head));
        if known.0 < seq {
            *known = (seq, head);
        }
    };
    before.iter().flat_map(|before| &before.places).for_each(|(log, seq, head)| expect(*log, *seq, *head));
    let told = before.and_then(|before| before.hub.as_ref());
    for (log, seq, head) in receipted(connection, checkpoint, told)? {
        expect(log, seq, head);
    }
    let (mut behind, mut new) = (places(connection, BEHIND)?, Vec::new());
    for (log, (seq, head)) in should {
        let covered = covered(connection, &checkpoint.places, &log)?;
        if seq <= covered || is_forked(connection, &log)? || !waiting::is_here(connection, &log, seq, &head)? {
            continue;
        }
        let place = Place { log, from: covered + 1, to: seq, head };
        let known = behind.iter().position(|known| known.log == log);
        if known.is_some_and(|at| behind[at].from <= place.from && behind[at].to >= place.to) {
            continue;
        }
        behind.retain(|known| known.log != log);
        behind.push(place.clone());
        new.push(place);
    }
    if new.is_empty() {
        return Ok(());
    }
    put(connection, BEHIND, &behind)?;
    let mut to_bring = places(connection, TO_BRING)?;
    to_bring.extend(new.iter().cloned());
    put(connection, TO_BRING, &to_bring)?;
    new.iter().try_for_each(|place| send_again(connection, place))
}

/// Own segments with something of this place: they are sealed anew.
fn send_again(connection: &Connection, place: &Place) -> Result<()> {
    let segments = "SELECT s.id FROM segments s JOIN logs l ON l.id = s.log
                    WHERE l.own = 1 AND l.log = ?1 AND s.from_seq <= ?3 AND s.to_seq >= ?2";
    let at = params![place.log.0, place.from as i64, place.to as i64];
    connection.execute(
        &format!("DELETE FROM outbox WHERE sha256 IN (SELECT sha256 FROM sealed WHERE segment IN ({segments}))"),
        at,
    )?;
    connection.execute(&format!("DELETE FROM sealed WHERE segment IN ({segments})"), at)?;
    Ok(())
}

/// After a new word of the county: of what it lacked, what it holds by now is forgotten; and the states are what its devices say together.
pub(crate) fn settle(connection: &Connection) -> Result<()> {
    let mut behind = places(connection, BEHIND)?;
    if behind.is_empty() {
        return Ok(());
    }
    let roster = device::signed_roster(connection)?.unchecked()?;
    let mut said = newest_of_each(connection)?;
    said.retain(|one| roster.device(&one.device).is_some_and(|device| device.revoked.is_none()));
    let places: Vec<(LogId, u64, Head)> = said.into_iter().flat_map(|one| one.places).collect();
    for place in &mut behind {
        place.from = place.from.max(covered(connection, &places, &place.log)? + 1);
        if let Some(log) = log_number(connection, &place.log)? {
            connection.execute("UPDATE logs SET taken_to = 0 WHERE id = ?1", [log])?;
            connection.execute("DELETE FROM places WHERE state = ?1 AND log = ?2", params![TAKEN, log])?;
        }
        for (log, seq, head) in places.iter().filter(|(log, ..)| *log == place.log) {
            signed_documents::reached(connection, TAKEN, log, *seq, head)?;
        }
    }
    behind.retain(|place| place.from <= place.to);
    put(connection, BEHIND, &behind)
}

/// How far these places lead in a log that is here.
fn covered(connection: &Connection, places: &[(LogId, u64, Head)], log: &LogId) -> Result<u64> {
    let mut to = 0;
    for (_, seq, head) in places.iter().filter(|(known, ..)| known == log) {
        if *seq > to && waiting::is_here(connection, log, *seq, head)? {
            to = *seq;
        }
    }
    Ok(to)
}

/// What the hub had confirmed to us and the county has taken from it by its own word, since its word before.
fn receipted(
    connection: &Connection,
    checkpoint: &Checkpoint,
    before: Option<&(String, u64)>,
) -> Result<Vec<(LogId, u64, Head)>> {
    let Some((epoch, number)) = &checkpoint.hub else { return Ok(Vec::new()) };
    let after = before.filter(|(known, _)| known == epoch).map_or(0, |(_, number)| *number);
    let sql = "SELECT signed FROM receipts WHERE epoch = ?1 AND number > ?2 AND number <= ?3";
    let mut statement = connection.prepare_cached(sql)?;
    let found = statement.query_map(params![epoch, after as i64, *number as i64], |row| row.get::<_, String>(0))?;
    let mut places = Vec::new();
    for signed in found {
        places.extend(SignedReceipt::from_bytes(signed?.as_bytes())?.unchecked()?.places);
    }
    Ok(places)
}

fn is_forked(connection: &Connection, log: &LogId) -> Result<bool> {
    let forked = "SELECT forked FROM logs WHERE log = ?1";
    Ok(connection.prepare_cached(forked)?.query_row([log.0], |row| row.get(0)).optional()?.unwrap_or(false))
}

fn is_county(connection: &Connection) -> Result<bool> {
    Ok(connection.query_row("SELECT station IS NULL FROM device", [], |row| row.get(0))?)
}

/// The newest word of a county device.
pub(crate) fn newest_of(connection: &Connection, device: &str) -> Result<Option<Checkpoint>> {
    Ok(newest_of_each(connection)?.into_iter().find(|one| one.device == device))
}

fn newest_of_each(connection: &Connection) -> Result<Vec<Checkpoint>> {
    let sql =
        "SELECT signed FROM checkpoints c WHERE number = (SELECT max(number) FROM checkpoints WHERE device = c.device)";
    let mut statement = connection.prepare_cached(sql)?;
    let found = statement.query_map([], |row| row.get::<_, String>(0))?;
    found.map(|signed| Ok(SignedCheckpoint::from_bytes(signed?.as_bytes())?.unchecked()?)).collect()
}

fn places(connection: &Connection, setting: &str) -> Result<Vec<Place>> {
    let found = settings::get(connection, setting)?;
    Ok(found.and_then(|value| serde_json::from_value(value).ok()).unwrap_or_default())
}

fn put(connection: &Connection, setting: &str, places: &[Place]) -> Result<()> {
    settings::put(connection, setting, &serde_json::to_value(places).unwrap_or_default())
}
