//! Appending changes to an own log inside a save's transaction: the log of this life for the audience (minted when it is first
//! needed), the clock, salts and the chain. Nothing else appends own changes.

use std::collections::BTreeMap;

use changelog::{Audience, Change, Clock, Head, Header, Hlc, LogId, Op, Opening, Payload, Ref, SaltSeed};
use rusqlite::{Connection, OptionalExtension, params};

use crate::device::Device;
use crate::error::{Result, broken_inside};

/// No honest clock is before this: the program did not exist. Moved forward with each release.
pub(crate) const BUILT_MS: u64 = 1_767_196_800_000; // 2026-01-01 in China

/// An open own log within one transaction.
pub(crate) struct Writing<'a> {
    connection: &'a Connection,
    author: &'a str,
    now_ms: u64,
    clock: Clock,
    newest_ms: u64,
    id: i64,
    pub log: LogId,
    pub seq: u64,
    pub head: Head,
    sets: i64,
    seed: SaltSeed,
}

/// What one change says.
pub(crate) struct Entry<'e> {
    pub kind: &'e str,
    pub record: &'e str,
    pub op: Op,
    pub overwrites: BTreeMap<String, Vec<Ref>>,
    pub payload: &'e Payload,
    pub rest: u32,
}

impl<'a> Writing<'a> {
    pub(crate) fn begin(
        connection: &'a Connection,
        device: &Device,
        audience: &Audience,
        author: &'a str,
        now_ms: u64,
    ) -> Result<Writing<'a>> {
        let (clock, newest_ms) = read_clock(connection)?;
        let found = connection
            .prepare_cached("SELECT id, log, tip_seq, tip_head, tip_sets, seed FROM logs WHERE audience = ?1 AND current = 1 AND own = 1")?
            .query_row([audience.to_string()], |row| {
                Ok((row.get::<_, i64>(0)?, LogId(row.get(1)?), row.get::<_, i64>(2)? as u64, Head(row.get(3)?), row.get::<_, i64>(4)?, row.get::<_, Option<[u8; 32]>>(5)?))
            })
            .optional()?;
        let writing = |id, log, seq, head, sets, seed: Option<[u8; 32]>| {
            let seed = seed.map_or_else(SaltSeed::random, SaltSeed::from_bytes);
            Writing { connection, author, now_ms, clock, newest_ms, id, log, seq, head, sets, seed }
        };
        match found {
            Some((id, log, seq, head, sets, seed)) => Ok(writing(id, log, seq, head, sets, seed)),
            None => {
                let log = LogId::random();
                connection.execute(
                    "INSERT INTO logs (log, audience, device, own, current, tip_head, signed_head) VALUES (?1, ?2, ?3, 1, 1, ?4, ?4)",
                    params![log.0, audience.to_string(), device.info.id, Head::ZERO.0],
                )?;
                let mut writing = writing(connection.last_insert_rowid(), log, 0, Head::ZERO, 0, None);
                writing.open(device, audience)?;
                Ok(writing)
            }
        }
    }

    /// The first change of a new log, a save of its own: whose log it is, and which one it follows.
    fn open(&mut self, device: &Device, audience: &Audience) -> Result<()> {
        let predecessor = self
            .connection
            .query_row(
                "SELECT log, tip_seq, tip_head FROM logs WHERE audience = ?1 AND own = 1 AND current = 0 ORDER BY id DESC LIMIT 1",
                [audience.to_string()],
                |row| Ok(Ref { log: LogId(row.get(0)?), seq: row.get::<_, i64>(1)? as u64, head: Head(row.get(2)?).short() }),
            )
            .optional()?;
        let reason = device.info.reason.clone();
        let opening = Opening { device: device.info.id.clone(), audience: audience.clone(), reason, predecessor };
        let (hlc, doubtful) = self.tick();
        let (header, payload) = opening.to_change(self.log, self.author, hlc, doubtful, 0)?;
        self.append(header, &payload).map(drop)
    }

    fn tick(&mut self) -> (Hlc, bool) {
        self.clock.tick(self.now_ms, BUILT_MS, self.newest_ms)
    }

    /// Appends one change.
    pub(crate) fn write(&mut self, entry: Entry<'_>) -> Result<Change> {
        let (hlc, doubtful) = self.tick();
        let header = Header {
            v: 1,
            log: self.log,
            seq: self.seq + 1,
            rest: entry.rest,
            hlc,
            doubtful,
            author: self.author.to_string(),
            kind: entry.kind.to_string(),
            record: entry.record.to_string(),
            op: entry.op,
            overwrites: entry.overwrites,
        };
        self.append(header, entry.payload)
    }

    fn append(&mut self, header: Header, payload: &Payload) -> Result<Change> {
        let salt = self.seed.salt(&self.log, header.seq);
        let change = Change::write(header, payload, salt, &self.head)?;
        self.sets += i64::from(change.header.op == Op::Set);
        insert(self.connection, self.id, &change, &self.head, self.sets, None)?;
        self.seq = change.header.seq;
        self.head = change.head;
        Ok(change)
    }

    /// The seed so far opens what has just been erased; whatever follows in the segment has another.
    pub(crate) fn forget_seed(&mut self) {
        self.seed = SaltSeed::random();
    }

    /// Writes back where log and clock stand.
    pub(crate) fn finish(self) -> Result<()> {
        self.connection
            .prepare_cached("UPDATE logs SET tip_seq = ?2, tip_head = ?3, tip_sets = ?4, seed = ?5 WHERE id = ?1")?
            .execute(params![self.id, self.seq as i64, self.head.0, self.sets, self.seed.to_bytes()])?;
        write_clock(self.connection, &self.clock)
    }
}

/// Puts a change into the log. The caller has made sure that its place with this head is free.
pub(crate) fn insert(
    connection: &Connection,
    log: i64,
    change: &Change,
    before: &Head,
    sets: i64,
    barred: Option<&str>,
) -> Result<()> {
    let (payload, salt, hash) = match &change.body {
        changelog::Body::Kept { payload_bytes, salt } => (Some(payload_bytes.as_str()), Some(salt.0), None),
        changelog::Body::Erased { payload_hash } => (None, None, Some(*payload_hash)),
    };
    connection
        .prepare_cached(
            "INSERT INTO changes (log, seq, head, before, sets, op, record, header, payload, salt, payload_hash, barred)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )?
        .execute(params![
            log,
            change.header.seq as i64,
            change.head.0,
            before.0,
            sets,
            change.header.op.as_str(),
            change.header.record,
            change.header_bytes,
            payload,
            salt,
            hash,
            barred
        ])?;
    Ok(())
}

/// The clock and the newest time that hub or county vouched for.
pub(crate) fn read_clock(connection: &Connection) -> Result<(Clock, u64)> {
    connection
        .prepare_cached("SELECT ms, n, newest_ms FROM clock")?
        .query_row([], |row| {
            let last = Hlc { ms: row.get::<_, i64>(0)? as u64, n: row.get(1)? };
            Ok((Clock { last }, row.get::<_, i64>(2)? as u64))
        })
        .optional()?
        .ok_or_else(|| broken_inside("clock"))
}

pub(crate) fn write_clock(connection: &Connection, clock: &Clock) -> Result<()> {
    connection
        .prepare_cached("UPDATE clock SET ms = ?1, n = ?2")?
        .execute(params![clock.last.ms as i64, clock.last.n])?;
    Ok(())
}
