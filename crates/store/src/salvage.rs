//! Salvage: after a restore, what the damaged database that was replaced still gives. The log first: what goes on from where the backup ends is
//! taken in as if it came from elsewhere. Own changes behind a hole are written once more, if nobody else has them; the hole is said to be
//! lost. It does nothing where the database was whole: then somebody wanted the older state.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use changelog::segment::whole_saves;
use changelog::{
    Audience, Body, Change, Head, LogId, Op, Opened, Opening, Ref, Salts, SegmentOfChanges, SignedSegment,
};
use rusqlite::Connection;

use crate::device::Device;
use crate::error::{Result, StoreError};
use crate::import::Import;
use crate::imported::Route;
use crate::log_row::LogRow;
use crate::opening;
use crate::restoring::{SALVAGING, aside_named};
use crate::rollback_guard;
use crate::save::{Save, Write};
use crate::wreck::{Found, Wreck};
use crate::{Store, drafts, waiting};

/// Under which name what is brought in stands in the tables that name bundles.
const SALVAGED: &str = "salvaged";
/// About as many changes in a segment.
const MOST_CHANGES: usize = 10_000;
const MOST_BYTES: usize = 16 << 20;

/// What the wreck has and the restored database has not, log by log, in order.
type Logs = BTreeMap<LogId, BTreeMap<u64, Vec<Found>>>;

impl Store {
    /// Finishes what a restore has begun. Cut off, it begins anew at the next opening: what is here is passed over.
    pub(crate) fn salvage(&self) -> Result<()> {
        let marker = self.dir.join(SALVAGING);
        let folder = match std::fs::read(&marker) {
            Ok(name) => self.dir.join(aside_named(&name)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        if let Some(mut wreck) = Wreck::find(&folder, &self.key) {
            self.bring(&mut wreck, &folder)?;
        }
        disk::remove(&marker)?;
        Ok(disk::sync_folder(&self.dir)?)
    }

    fn bring(&self, wreck: &mut Wreck<'_>, folder: &Path) -> Result<()> {
        let (mut logs, mut numbers): (Logs, HashMap<i64, LogId>) = Default::default();
        let reader = self.reader()?;
        wreck.changes(|number, found| {
            let (log, seq) = (found.change.header.log, found.change.header.seq);
            numbers.insert(number, log);
            if !waiting::is_here(&reader, &log, seq, &found.change.head)? {
                logs.entry(log).or_default().entry(seq).or_default().push(found);
            }
            Ok(())
        })?;
        let segments = wreck.segments(|number| numbers.get(&number).copied())?;
        let device = self.current_device();
        let mut opened: Vec<Opened> = Vec::new();
        for (log, changes) in &mut logs {
            match standing(&reader, &device, log, changes)? {
                Some((seq, head)) => opened.extend(signed_anew(&device, changes, seq, head)?.into_iter().map(Ok)),
                None => opened.extend(as_signed(log, changes, &segments).into_iter().map(Ok)),
            }
        }
        drop(reader);
        let roster = self.roster();
        self.transact(|transaction| {
            let mut import = Import::begin(transaction, &device, &roster)?;
            import.bundle(SALVAGED, opened, Route::Stick)?;
            import.finish()?;
            // It has been sent to nobody.
            transaction.execute("DELETE FROM sealed WHERE sha256 = ?1", [SALVAGED])?;
            Ok(())
        })?;
        self.behind_holes(wreck, &logs, folder)?;
        for draft in wreck.drafts()? {
            let newer =
                self.draft_get(&draft.author, &draft.key)?.is_some_and(|known| known.saved_ms >= draft.saved_ms);
            if !newer {
                self.transact(|transaction| drafts::put(transaction, &draft))?;
            }
        }
        Ok(())
    }

    /// What of the own logs could not be taken in, because something before it cannot be read.
    fn behind_holes(&self, wreck: &mut Wreck<'_>, logs: &Logs, folder: &Path) -> Result<()> {
        let (device, reader) = (self.current_device(), self.reader()?);
        let guard = rollback_guard::read(folder).ok().flatten();
        let ends = guard.into_iter().flat_map(|guard| guard.logs);
        let ends: HashMap<LogId, (u64, Head)> =
            ends.filter_map(|end| Some((end.log.parse().ok()?, (end.seq, end.head.parse().ok()?)))).collect();
        let (mut holes, mut left) = (Vec::new(), Vec::new());
        let nothing = BTreeMap::new();
        let known: BTreeSet<&LogId> = logs.keys().chain(ends.keys()).collect();
        for log in known {
            let changes = logs.get(log).unwrap_or(&nothing);
            let row = LogRow::find(&reader, log)?;
            let own = ends.contains_key(log) || is_own(row.as_ref(), &device, changes);
            let Some(audience) = row.as_ref().map(|row| row.audience.clone()).or_else(|| audience(&device, changes))
            else {
                continue;
            };
            if !own {
                continue;
            }
            let delivered = wreck.delivered_to(log);
            let mut to = row.map_or(0, |row| row.tip_seq);
            for found in changes.range(to + 1..).map(|(_, beside)| &beside[0]) {
                let seq = found.change.header.seq;
                if seq > to + 1 {
                    holes.push((log.to_string(), to + 1, seq - 1, found.before.to_string()));
                }
                to = seq;
                if seq > delivered {
                    left.push((audience.clone(), &found.change));
                }
            }
            if let Some((end, head)) = ends.get(log).filter(|(end, _)| *end > to) {
                holes.push((log.to_string(), to + 1, *end, head.to_string()));
            }
        }
        drop(reader);
        self.transact(|transaction| opening::note_holes(transaction, &holes))?;
        self.write_once_more(&device, left)
    }

    /// The saves as they were, with their authors and what those had seen, as new changes of this life.
    fn write_once_more(&self, device: &Device, mut left: Vec<(Audience, &Change)>) -> Result<()> {
        left.sort_by_key(|(_, change)| change.header.hlc);
        let (mut at, mut new): (usize, HashMap<Ref, Ref>) = Default::default();
        while at < left.len() {
            let (audience, first) = &left[at];
            let same = |next: &(Audience, &Change)| {
                let (header, before) = (&next.1.header, &first.header);
                (header.log, &header.author) == (before.log, &before.author)
            };
            let rest = left[at..].iter().take_while(|next| same(next)).position(|(_, change)| change.header.rest == 0);
            let save = &left[at..at + rest.map_or(1, |place| place + 1)];
            at += save.len();
            let changes: Vec<&Change> =
                save.iter().map(|(_, change)| *change).filter(|change| change.header.op != Op::Open).collect();
            let writes = changes.iter().filter_map(|change| write_of(change, &new)).collect();
            let (author, now_ms) = (first.header.author.clone(), first.header.hlc.ms);
            let save = Save { audience: audience.clone(), author, now_ms, writes, number: None };
            match self.transact(|transaction| crate::save::save(transaction, device, &save, &[])) {
                Ok((saved, written)) => {
                    if saved.refs.len() == changes.len() {
                        new.extend(changes.iter().map(|change| change.reference()).zip(saved.refs));
                    }
                    self.now_stands(written);
                }
                // It cannot be written by this program or this PC any more.
                Err(StoreError::NotAllowed(_) | StoreError::Request(_) | StoreError::Refused(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

fn write_of(change: &Change, new: &HashMap<Ref, Ref>) -> Option<Write> {
    let header = &change.header;
    let renamed = |refs: &Vec<Ref>| refs.iter().map(|seen| *new.get(seen).unwrap_or(seen)).collect();
    Some(Write {
        kind: header.kind.clone(),
        record: header.record.clone(),
        op: header.op.clone(),
        fields: change.payload()?,
        seen: header.overwrites.iter().map(|(field, refs)| (field.clone(), renamed(refs))).collect(),
    })
}

/// Where an own log stands in the restored database; none for the logs of others.
fn standing(
    connection: &Connection,
    device: &Device,
    log: &LogId,
    changes: &BTreeMap<u64, Vec<Found>>,
) -> Result<Option<(u64, Head)>> {
    let row = LogRow::find(connection, log)?;
    let own = is_own(row.as_ref(), device, changes);
    Ok(own.then(|| row.map_or((0, Head::ZERO), |row| (row.tip_seq, row.tip_head))))
}

fn is_own(row: Option<&LogRow>, device: &Device, changes: &BTreeMap<u64, Vec<Found>>) -> bool {
    let opened_here = || opening_of(changes).is_some_and(|opening| opening.device == device.info.id);
    row.map_or_else(opened_here, |row| row.own)
}

fn opening_of(changes: &BTreeMap<u64, Vec<Found>>) -> Option<Opening> {
    Opening::read(&changes.get(&1)?.first()?.change).ok()
}

/// For whom an own log is of which the restored database knows nothing.
fn audience(device: &Device, changes: &BTreeMap<u64, Vec<Found>>) -> Option<Audience> {
    let own = device.info.station.clone().map(Audience::Station);
    opening_of(changes).map(|opening| opening.audience).or(own)
}

/// What goes on from a place, unbroken and in whole saves: this device wrote it, and signs it. It is taken out of the rest.
fn signed_anew(
    device: &Device,
    changes: &mut BTreeMap<u64, Vec<Found>>,
    mut seq: u64,
    mut head: Head,
) -> Result<Vec<SegmentOfChanges>> {
    let (mut run, mut before) = (Vec::new(), head);
    while let Some(next) = changes.get(&(seq + 1)).and_then(|beside| beside.iter().find(|found| found.before == head)) {
        run.push(next.change.clone());
        (seq, head) = (seq + 1, next.change.head);
    }
    while run.last().is_some_and(|change| change.header.rest > 0) {
        run.pop();
    }
    for change in &run {
        changes.remove(&change.header.seq);
    }
    let mut segments = Vec::new();
    for piece in whole_saves(&run, MOST_CHANGES, MOST_BYTES)? {
        let rest = run.split_off(piece.len());
        let piece = std::mem::replace(&mut run, rest);
        let salts = Salts::List(piece.iter().map(|change| salt(&change.body)).collect());
        let segment = SegmentOfChanges::sign(&device.info.county_id, &device.keys, before, salts, piece)?;
        before = segment.signed.segment.head_after;
        segments.push(segment);
    }
    Ok(segments)
}

fn salt(body: &Body) -> Option<changelog::Salt> {
    match body {
        Body::Kept { salt, .. } => Some(*salt),
        Body::Erased { .. } => None,
    }
}

/// Segments of others of which every change is there.
fn as_signed(log: &LogId, changes: &BTreeMap<u64, Vec<Found>>, segments: &[SignedSegment]) -> Vec<SegmentOfChanges> {
    let whole = |signed: &SignedSegment| {
        let range = &signed.segment;
        let mut run = Vec::new();
        let mut head = range.head_after;
        for seq in (range.from..=range.to).rev() {
            let found = changes.get(&seq)?.iter().find(|found| found.change.head == head)?;
            head = found.before;
            run.push(found.change.clone());
        }
        run.reverse();
        (head == range.head_before).then(|| SegmentOfChanges::re_emitted(signed.clone(), run))
    };
    segments.iter().filter(|signed| signed.segment.log == *log).filter_map(whole).collect()
}
