//! Taking in a bundle: all or nothing in one transaction. Ten times, in any order, by both routes, is once. What cannot be applied yet
//! waits, what may not be applied is quarantined with its reason, and neither holds up the rest.

use std::collections::{BTreeMap, BTreeSet};

use changelog::{
    Audience, Change, Clock, Error, Head, Op, Opened, Opening, Roster, Segment, SegmentOfChanges, authority, bundle,
};
use domain::dictionary::dictionary;
use rusqlite::{Connection, OptionalExtension, params};

use crate::authority::barred;
use crate::barring::{FOREIGN, REVOKED};
use crate::columns::quoted;
use crate::device::Device;
use crate::error::Result;
use crate::fold::Known;
use crate::imported::{Imported, Route};
use crate::log_row::LogRow;
use crate::project::{Projection, RecordKey};
use crate::stored_segments::keep_segment;
use crate::waiting::{self, Gap};
use crate::writing::{BUILT_MS, insert, read_clock, write_clock};
use crate::{conflicts, damage, erase, home, revoked};

/// One import inside the caller's transaction.
pub(crate) struct Import<'a> {
    connection: &'a Connection,
    device: &'a Device,
    roster: &'a Roster,
    clock: Clock,
    newest_ms: u64,
    touched: BTreeSet<RecordKey>,
    /// All changes of records of which nothing was here before: these are projected without reading them back.
    new: BTreeMap<RecordKey, Vec<Known>>,
    erased: bool,
    /// A check has found damage: what is known is compared with what comes.
    mends: bool,
    /// Logs in which something new stands.
    grown: BTreeSet<i64>,
    /// Segments of revoked devices: bundle, log, the segment. Judged when all of the bundle is here.
    of_revoked: Vec<(String, i64, Segment)>,
    /// Another copy of this database is writing: how many lives to go on by.
    pub copy: Option<u32>,
    pub imported: Imported,
}

impl<'a> Import<'a> {
    pub(crate) fn begin(connection: &'a Connection, device: &'a Device, roster: &'a Roster) -> Result<Import<'a>> {
        let (clock, newest_ms) = read_clock(connection)?;
        let (touched, new, grown, of_revoked, imported) = Default::default();
        let (erased, copy, mends) = (false, None, !damage::known(connection)?.is_empty());
        Ok(Import {
            connection,
            device,
            roster,
            clock,
            newest_ms,
            touched,
            new,
            erased,
            mends,
            grown,
            of_revoked,
            copy,
            imported,
        })
    }

    /// Applies what can be applied. Gives what the rest waits for.
    pub(crate) fn bundle(&mut self, sha256: &str, opened: Vec<Opened>, route: Route) -> Result<Vec<Gap>> {
        let mut gaps = Vec::new();
        let mut good = Vec::new();
        for opened in opened {
            match opened {
                Ok(segment) => good.push(segment),
                Err(bad) => {
                    let place = format!("{}:{}-{}", bad.range.log, bad.range.from, bad.range.to);
                    if bad.reason == Error::NewerProgramNeeded {
                        // Nothing is wrong with it: it waits, whole, for the program that can read it.
                        gaps.push(Gap::Program(bundle::FORMATS));
                        self.imported.newer = true;
                        continue;
                    }
                    if bad.reason == Error::UnknownDevice {
                        gaps.push(Gap::Roster(self.roster.number));
                    }
                    self.quarantine(sha256, &place, &bad.reason.to_string())?;
                }
            }
        }
        good.sort_by_key(|segment| (segment.signed.segment.log, segment.signed.segment.from));
        for segment in good {
            let range = segment.signed.segment.clone();
            match self.segment(sha256, segment, route)? {
                Verdict::Done => {
                    // What had been set aside of it for want of a newer roster or program counts from here on.
                    let place = format!("{}:{}-{}", range.log, range.from, range.to);
                    self.connection
                        .prepare_cached("DELETE FROM quarantine WHERE place = ?1 AND reason <> ?2")?
                        .execute([&place, REVOKED])?;
                }
                Verdict::Waits(gap) => gaps.push(gap),
                Verdict::Refused(reason) => {
                    self.quarantine(sha256, &format!("{}:{}-{}", range.log, range.from, range.to), &reason.to_string())?
                }
            }
        }
        Ok(gaps)
    }

    /// Projects what was touched and writes the clock back.
    pub(crate) fn finish(mut self) -> Result<(Imported, Option<u32>)> {
        self.judge_revoked()?;
        for record in home::to_judge_again(self.connection, &self.grown)? {
            if !self.new.contains_key(&record) {
                self.touched.insert(record);
            }
        }
        let mut projection = Projection::begin(self.connection);
        if self.erased {
            // What was emptied meanwhile must not come from memory.
            self.touched.extend(std::mem::take(&mut self.new).into_keys());
            erase::project_erased(self.connection, &self.touched)?;
            erase::finish(self.connection)?;
            self.imported.conflicts += conflicts::count_of(self.connection, &self.touched)?;
        } else {
            projection.write_new(std::mem::take(&mut self.new))?;
            self.touched.iter().try_for_each(|record| projection.project(record))?;
            self.imported.conflicts += projection.conflicts;
        }
        let foreign = std::mem::take(&mut projection.foreign).into_iter();
        self.imported.quarantined.extend(foreign.map(|place| format!("{place}：{}", FOREIGN)));
        projection.finish()?;
        crate::search_buffer::settle(self.connection)?;
        write_clock(self.connection, &self.clock)?;
        damage::forget_mended(self.connection)?;
        self.imported.stations.sort_unstable();
        self.imported.stations.dedup();
        Ok((self.imported, self.copy))
    }

    fn segment(&mut self, sha256: &str, segment: SegmentOfChanges, route: Route) -> Result<Verdict> {
        let range = segment.signed.segment.clone();
        let audience = match (LogRow::find(self.connection, &range.log)?, range.from) {
            (Some(log), _) => log.audience,
            (None, 1) => Opening::read(&segment.changes[0])?.audience,
            (None, _) => return Ok(Verdict::Waits(gap(&range))),
        };
        if let Err(reason) = authority::may_write(self.roster, &range, &audience) {
            return Ok(Verdict::Refused(reason));
        }
        if !self.device.may_read(&audience) {
            return Ok(Verdict::Refused(Error::NotForUs));
        }
        if range.from > 1 && !waiting::is_here(self.connection, &range.log, range.from - 1, &range.head_before)? {
            return Ok(Verdict::Waits(gap(&range)));
        }
        if let Audience::Station(code) = &audience {
            self.imported.stations.push(code.clone());
        }
        self.apply(sha256, segment, audience, route)?;
        Ok(Verdict::Done)
    }

    fn apply(&mut self, sha256: &str, segment: SegmentOfChanges, audience: Audience, route: Route) -> Result<()> {
        let range = &segment.signed.segment;
        let author = self.roster.device(&range.device);
        let from_county = author.is_some_and(|device| device.is_county());
        let revoked = author.is_some_and(|device| device.revoked.is_some());
        let mut log = match LogRow::find(self.connection, &range.log)? {
            Some(log) => log,
            None => LogRow::create(self.connection, &self.device.info.id, range, &audience)?,
        };
        let mut before = range.head_before;
        let mut sets = log.sets_at(self.connection, range.from - 1, &before)?;
        // Whether the segment goes on from the tip; a branch beside it leaves the tip where it is.
        let mut goes_on = None;
        for change in &segment.changes {
            sets += i64::from(change.header.op == Op::Set);
            let may_be_known = log.forked || change.header.seq <= log.tip_seq;
            if may_be_known && self.known(&log, change)? {
                self.imported.already += 1;
            } else {
                goes_on.get_or_insert(before == log.tip_head);
                self.another_branch(&mut log, change)?;
                self.new_change(sha256, &log, change, &before, sets, Author { from_county, revoked })?;
            }
            before = change.head;
        }
        if goes_on.is_some() {
            self.grown.insert(log.id);
        }
        if revoked {
            self.of_revoked.push((sha256.to_owned(), log.id, range.clone()));
        }
        let id = keep_segment(self.connection, log.id, &segment.signed)?;
        if log.own && !matches!(audience, Audience::All) {
            self.connection
                .prepare_cached("INSERT OR IGNORE INTO sealed VALUES (?1, '', ?2)")?
                .execute(params![id, sha256])?;
        }
        log.move_on(self.connection, range, goes_on.unwrap_or(!log.forked), sets, route)
    }

    /// A change in a log of ours that we did not write: another copy of this database is alive.
    fn another_branch(&mut self, log: &mut LogRow, change: &Change) -> Result<()> {
        let mut beside: Option<Head> = None;
        if log.forked || change.header.seq <= log.tip_seq {
            let sql = "SELECT head FROM changes WHERE log = ?1 AND seq = ?2 LIMIT 1";
            let mut statement = self.connection.prepare_cached(sql)?;
            beside = statement
                .query_row(params![log.id, change.header.seq as i64], |row| row.get(0).map(Head))
                .optional()?;
        }
        if beside.is_some() && !log.forked {
            self.connection.execute("UPDATE logs SET forked = 1 WHERE id = ?1", [log.id])?;
            log.forked = true;
        }
        // At a place where nothing stands any more it is our own that comes back.
        let gap = beside.is_none() && !log.forked && change.header.seq <= log.tip_seq;
        if log.own && log.current && !gap {
            // Both copies find out in the end, and both would take the next letter. They tell themselves apart by the two heads
            // that both can see: the smaller goes on one life further, the greater two.
            let lives = if beside.is_some_and(|ours| ours > change.head) { 2 } else { 1 };
            self.copy.get_or_insert(lives);
        }
        Ok(())
    }

    fn new_change(
        &mut self,
        sha256: &str,
        log: &LogRow,
        change: &Change,
        before: &Head,
        sets: i64,
        author: Author,
    ) -> Result<()> {
        let header = &change.header;
        let mut reason = barred(&header.op, &header.kind, &log.audience, author.from_county);
        if let Some(reason) = &reason {
            self.quarantine(sha256, &change.reference().to_string(), reason)?;
        }
        if reason.is_none() && author.revoked {
            // Until it is known whether it leads to a cut.
            reason = Some(REVOKED.to_owned());
        }
        let erased = erase::is_erased(self.connection, &header.log, header.seq, &change.head.short())?;
        let first = self.is_first(change)?;
        if erased {
            insert(self.connection, log.id, &change.erased(), before, sets, reason.as_deref())?;
        } else {
            insert(self.connection, log.id, change, before, sets, reason.as_deref())?;
        }
        if reason.is_none() {
            match header.op {
                Op::Set => self.touch(log, change, erased, first)?,
                Op::Erase => self.erase(change)?,
                _ => {}
            }
        }
        if !author.revoked {
            self.clock.observe(header.hlc, header.doubtful, BUILT_MS, self.newest_ms);
        }
        let ms = header.hlc.ms;
        self.imported.applied += 1;
        self.imported.first_ms = Some(self.imported.first_ms.map_or(ms, |first| first.min(ms)));
        self.imported.last_ms = Some(self.imported.last_ms.map_or(ms, |last| last.max(ms)));
        Ok(())
    }

    /// Whether nothing of the change's record is here, in no log and of no kind; nor its row, whose changes may have been lost.
    fn is_first(&self, change: &Change) -> Result<bool> {
        let key = (change.header.kind.clone(), change.header.record.clone());
        if change.header.op != Op::Set || self.touched.contains(&key) || self.new.contains_key(&key) {
            return Ok(false);
        }
        let mut statement = self.connection.prepare_cached("SELECT 1 FROM changes WHERE record = ?1 LIMIT 1")?;
        if statement.exists([&key.1])? {
            return Ok(false);
        }
        let Some(kind) = dictionary().kind(&key.0) else { return Ok(true) };
        let row = format!("SELECT 1 FROM {} WHERE id = ?1", quoted(&kind.table));
        Ok(!self.connection.prepare_cached(&row)?.exists([&key.1])?)
    }

    /// A change that its record's row has to show.
    fn touch(&mut self, log: &LogRow, change: &Change, erased: bool, first: bool) -> Result<()> {
        let key = (change.header.kind.clone(), change.header.record.clone());
        if !first && !self.new.contains_key(&key) {
            self.touched.insert(key);
            return Ok(());
        }
        let payload = if erased { None } else { change.payload() };
        let (audience, device) = (log.audience.to_string(), log.device.clone());
        let (reference, header) = (change.reference(), change.header.clone());
        self.new.entry(key).or_default().push(Known { reference, header, payload, audience, device });
        Ok(())
    }

    fn erase(&mut self, change: &Change) -> Result<()> {
        for target in change.payload().map(|payload| erase::targets(&payload)).unwrap_or_default() {
            erase::erase_one(self.connection, &target, &mut self.touched)?;
        }
        self.erased = true;
        Ok(())
    }

    /// Whether the change is here with this head. One that came erased, without an order to erase it, is completed.
    fn known(&mut self, log: &LogRow, change: &Change) -> Result<bool> {
        let found = self
            .connection
            .prepare_cached("SELECT id, payload IS NULL FROM changes WHERE log = ?1 AND seq = ?2 AND head = ?3")?
            .query_row(params![log.id, change.header.seq as i64, change.head.0], |row| {
                Ok((row.get::<_, i64>(0)?, row.get::<_, bool>(1)?))
            })
            .optional()?;
        let Some((id, empty)) = found else {
            return Ok(false);
        };
        if self.mends && !damage::change_sound(self.connection, id)? {
            self.mend(id, change, empty)?;
            return Ok(true);
        }
        if let changelog::Body::Kept { payload_bytes, salt } = &change.body
            && empty
            && !erase::is_erased(self.connection, &change.header.log, change.header.seq, &change.head.short())?
        {
            let sql = "UPDATE changes SET payload = ?2, salt = ?3, payload_hash = NULL WHERE id = ?1";
            self.connection.execute(sql, params![id, payload_bytes, salt.0])?;
            self.touched.insert((change.header.kind.clone(), change.header.record.clone()));
        }
        Ok(true)
    }

    /// Puts back what a change was. Its head says that this is it; one that has been erased stays without its payload.
    fn mend(&mut self, id: i64, change: &Change, empty: bool) -> Result<()> {
        let sql = "UPDATE changes SET header = ?2, payload = ?3, salt = ?4, payload_hash = ?5, op = ?6, record = ?7 WHERE id = ?1";
        let (op, record) = (change.header.op.as_str(), &change.header.record);
        let header = &change.header_bytes;
        let mut update = self.connection.prepare_cached(sql)?;
        match &change.body {
            changelog::Body::Kept { payload_bytes, salt } if !empty => {
                update.execute(params![id, header, payload_bytes, salt.0, None::<[u8; 32]>, op, record])?;
            }
            _ => {
                let nothing = None::<String>;
                update.execute(params![id, header, nothing, nothing, change.payload_hash(), op, record])?;
            }
        }
        self.imported.mended += 1;
        self.touched.insert((change.header.kind.clone(), record.clone()));
        Ok(())
    }

    /// Of revoked devices what leads to their cuts counts, however it was cut into bundles; the rest is named.
    fn judge_revoked(&mut self) -> Result<()> {
        let segments = std::mem::take(&mut self.of_revoked);
        let devices: BTreeSet<&str> = segments.iter().map(|(_, _, segment)| segment.device.as_str()).collect();
        let (mut counted, before) = (BTreeSet::new(), erase::count(self.connection)?);
        for device in devices.into_iter().filter_map(|id| self.roster.device(id)) {
            revoked::judge(self.connection, device, &mut counted)?;
        }
        self.erased |= erase::count(self.connection)? > before;
        for record in counted {
            self.new.remove(&record);
            self.touched.insert(record);
        }
        for (sha256, log, range) in segments {
            if revoked::is_barred(self.connection, log, range.to, &range.head_after.0)? {
                self.quarantine(&sha256, &format!("{}:{}-{}", range.log, range.from, range.to), REVOKED)?;
            }
        }
        Ok(())
    }

    fn quarantine(&mut self, sha256: &str, place: &str, reason: &str) -> Result<()> {
        self.connection.execute("INSERT OR REPLACE INTO quarantine VALUES (?1, ?2, ?3)", [sha256, place, reason])?;
        crate::set_aside::note_sender(self.connection, sha256, &self.imported.sender)?;
        self.imported.quarantined.push(format!("{place}：{reason}"));
        Ok(())
    }
}

/// Who wrote a segment, as far as it matters to its changes.
#[derive(Clone, Copy)]
struct Author {
    from_county: bool,
    revoked: bool,
}

enum Verdict {
    Done,
    Waits(Gap),
    Refused(Error),
}

fn gap(range: &Segment) -> Gap {
    Gap::Change { log: range.log, seq: range.from - 1, head: range.head_before }
}
