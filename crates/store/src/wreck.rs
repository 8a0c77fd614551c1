//! A wreck: a database with pages that cannot be read, asked row by row, so that whatever still stands in it is found. It only reads, and
//! believes no change that does not hash to its head.

use std::path::{Path, PathBuf};

use changelog::{Body, Change, Head, LogId, Salt, Segment, Signature, SignedSegment, chain};
use rusqlite::{Connection, Row, params};

use crate::connection::{DATABASE, connect_to_read};
use crate::drafts::{self, Draft};
use crate::error::Result;
use crate::key::DatabaseKey;

/// Rows asked for in one question, as long as none fails.
const AT_ONCE: i64 = 500;
/// So many rows in turn that cannot be read are passed one by one (a page holds fewer); after that in ever greater steps.
const ONE_BY_ONE: u32 = 400;

/// A database that is damaged somewhere.
pub(crate) struct Wreck<'a> {
    path: PathBuf,
    key: &'a DatabaseKey,
    /// None after a page that did not read: from then on a connection may refuse everything.
    connection: Option<Connection>,
}

/// A change as it stands there.
pub(crate) struct Found {
    pub before: Head,
    pub change: Change,
}

impl<'a> Wreck<'a> {
    /// The database of a folder, if there is one and not all of it can be read.
    pub(crate) fn find(folder: &Path, key: &'a DatabaseKey) -> Option<Wreck<'a>> {
        let path = folder.join(DATABASE);
        let mut wreck = path.exists().then_some(Wreck { path, key, connection: None })?;
        let sound =
            wreck.ask(|connection| connection.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0)));
        (sound.as_deref() != Some("ok")).then_some(wreck)
    }

    fn ask<T>(&mut self, question: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Option<T> {
        let connection = match self.connection.take() {
            Some(connection) => connection,
            None => connect_to_read(&self.path, self.key).ok()?,
        };
        let answer = question(&connection).ok()?;
        self.connection = Some(connection);
        Some(answer)
    }

    /// The rows of a table that can be read, in the order of their ids, which are the first column. `sql` asks for those after an id (?1), so
    /// many (?2).
    fn rows<T>(
        &mut self,
        sql: &str,
        read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
        mut take: impl FnMut(T) -> Result<()>,
    ) -> Result<()> {
        let (mut after, mut at_once, mut missed) = (0i64, AT_ONCE, 0);
        loop {
            let found = self.ask(|connection| {
                let mut statement = connection.prepare_cached(sql)?;
                let rows =
                    statement.query_map(params![after, at_once], |row| Ok((row.get::<_, i64>(0)?, read(row)?)))?;
                rows.collect::<rusqlite::Result<Vec<_>>>()
            });
            match found {
                Some(rows) => {
                    let Some((last, _)) = rows.last() else { return Ok(()) };
                    (after, at_once, missed) = (*last, AT_ONCE.min(2 * at_once), 0);
                    rows.into_iter().try_for_each(|(_, row)| take(row))?;
                }
                None if at_once > 1 => at_once = 1,
                None => {
                    missed += 1;
                    let step = 1i64 << missed.max(ONE_BY_ONE).saturating_sub(ONE_BY_ONE).min(40);
                    if step >= 1 << 40 {
                        return Ok(());
                    }
                    after += step;
                }
            }
        }
    }

    /// Every change that can be read and is what its author wrote; with the number of its log there.
    pub(crate) fn changes(&mut self, mut take: impl FnMut(i64, Found) -> Result<()>) -> Result<()> {
        let sql = "SELECT id, log, before, head, header, payload, salt, payload_hash FROM changes WHERE id > ?1 ORDER BY id LIMIT ?2";
        let read = |row: &Row<'_>| {
            let body = match row.get::<_, Option<String>>(5)? {
                Some(payload_bytes) => Body::Kept { payload_bytes, salt: Salt(row.get(6)?) },
                None => Body::Erased { payload_hash: row.get(7)? },
            };
            Ok((row.get::<_, i64>(1)?, Head(row.get(2)?), Head(row.get(3)?), row.get::<_, String>(4)?, body))
        };
        self.rows(sql, read, |(log, before, head, header, body)| {
            let Ok(change) = Change::from_stored(header, body, head) else { return Ok(()) };
            let sound = chain::head_after(&before, &change.header_bytes, &change.payload_hash()) == head;
            if sound { take(log, Found { before, change }) } else { Ok(()) }
        })
    }

    /// Every signed segment that can be read; `log_of` knows the logs by their numbers there.
    pub(crate) fn segments(&mut self, log_of: impl Fn(i64) -> Option<LogId>) -> Result<Vec<SignedSegment>> {
        let sql = "SELECT id, log, county, device, from_seq, to_seq, head_before, head_after, signature FROM segments
                   WHERE id > ?1 ORDER BY id LIMIT ?2";
        let read = |row: &Row<'_>| {
            let segment = Segment {
                county: row.get(2)?,
                device: row.get(3)?,
                log: LogId([0; 16]),
                from: row.get::<_, i64>(4)? as u64,
                to: row.get::<_, i64>(5)? as u64,
                head_before: Head(row.get(6)?),
                head_after: Head(row.get(7)?),
            };
            Ok((row.get::<_, i64>(1)?, SignedSegment { segment, signature: Signature(row.get(8)?) }))
        };
        let mut all = Vec::new();
        self.rows(sql, read, |(log, mut signed)| {
            if let Some(log) = log_of(log) {
                signed.segment.log = log;
                all.push(signed);
            }
            Ok(())
        })?;
        Ok(all)
    }

    /// How far hub or county hold a log, as far as that can be read.
    pub(crate) fn delivered_to(&mut self, log: &LogId) -> u64 {
        let sql = "SELECT max(delivered_to, taken_to) FROM logs WHERE log = ?1";
        self.ask(|connection| connection.query_row(sql, [log.0], |row| row.get::<_, i64>(0))).unwrap_or(0) as u64
    }

    /// What was being typed.
    pub(crate) fn drafts(&mut self) -> Result<Vec<Draft>> {
        let sql = format!("SELECT rowid, {} FROM drafts WHERE rowid > ?1 ORDER BY rowid LIMIT ?2", drafts::COLUMNS);
        let mut all = Vec::new();
        self.rows(
            &sql,
            |row| Ok(drafts::read(row, 1)),
            |draft| {
                all.extend(draft.ok());
                Ok(())
            },
        )?;
        Ok(all)
    }
}
