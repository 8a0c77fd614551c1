//! The row of a log while something is imported into it: where it stands, and how it moves on. Own logs and others' alike.

use changelog::{Audience, Head, LogId, Segment};
use rusqlite::{Connection, OptionalExtension, params};

use crate::error::Result;
use crate::imported::Route;

/// A log as the import sees it.
pub(crate) struct LogRow {
    pub id: i64,
    pub audience: Audience,
    pub device: String,
    pub own: bool,
    pub current: bool,
    pub forked: bool,
    pub tip_seq: u64,
    pub tip_head: Head,
    pub tip_sets: i64,
    pub signed_to: u64,
}

impl LogRow {
    /// The log, if anything of it is here.
    pub(crate) fn find(connection: &Connection, log: &LogId) -> Result<Option<LogRow>> {
        let found = connection
            .prepare_cached("SELECT id, audience, own, current, forked, tip_seq, tip_head, tip_sets, signed_to, device FROM logs WHERE log = ?1")?
            .query_row([log.0], |row| {
                let row_of = |audience| -> rusqlite::Result<LogRow> {
                    Ok(LogRow {
                        id: row.get(0)?,
                        audience,
                        device: row.get(9)?,
                        own: row.get(2)?,
                        current: row.get(3)?,
                        forked: row.get(4)?,
                        tip_seq: row.get::<_, i64>(5)? as u64,
                        tip_head: Head(row.get(6)?),
                        tip_sets: row.get(7)?,
                        signed_to: row.get::<_, i64>(8)? as u64,
                    })
                };
                let audience: String = row.get(1)?;
                Ok(audience.parse::<Audience>().map(row_of))
            })
            .optional()?;
        match found {
            Some(row) => Ok(Some(row??)),
            None => Ok(None),
        }
    }

    /// Notes a log of which the first segment has come. `own_device`: a log of this device that it has lost is its own all the same.
    pub(crate) fn create(
        connection: &Connection,
        own_device: &str,
        range: &Segment,
        audience: &Audience,
    ) -> Result<LogRow> {
        connection.execute(
            "INSERT INTO logs (log, audience, device, own, current, tip_head, signed_head) VALUES (?1, ?2, ?3, ?4, 0, ?5, ?5)",
            params![range.log.0, audience.to_string(), range.device, range.device == own_device, Head::ZERO.0],
        )?;
        LogRow::find(connection, &range.log)?.ok_or_else(|| crate::error::broken_inside("logs"))
    }

    /// Where the log stands now: its tip if the branch went on, how far it is signed, and that the hub has it.
    pub(crate) fn move_on(
        &self,
        connection: &Connection,
        range: &Segment,
        goes_on: bool,
        sets: i64,
        route: Route,
    ) -> Result<()> {
        if goes_on && range.to > self.tip_seq {
            connection
                .prepare_cached("UPDATE logs SET tip_seq = ?2, tip_head = ?3, tip_sets = ?4 WHERE id = ?1")?
                .execute(params![self.id, range.to as i64, range.head_after.0, sets])?;
        }
        // For an own log: what another copy of this database has signed of our own branch need not be signed again.
        if goes_on && range.from <= self.signed_to + 1 && range.to > self.signed_to {
            connection
                .prepare_cached("UPDATE logs SET signed_to = ?2, signed_head = ?3 WHERE id = ?1")?
                .execute(params![self.id, range.to as i64, range.head_after.0])?;
        }
        if route == Route::Hub {
            crate::signed_documents::reached(
                connection,
                crate::delivery::DELIVERED,
                &range.log,
                range.to,
                &range.head_after,
            )?;
        }
        Ok(())
    }

    /// How many `set` changes its branch holds up to a place.
    pub(crate) fn sets_at(&self, connection: &Connection, seq: u64, head: &Head) -> Result<i64> {
        if seq == 0 {
            return Ok(0);
        }
        if *head == self.tip_head {
            return Ok(self.tip_sets);
        }
        let sql = "SELECT sets FROM changes WHERE log = ?1 AND seq = ?2 AND head = ?3";
        Ok(connection.prepare_cached(sql)?.query_row(params![self.id, seq as i64, head.0], |row| row.get(0))?)
    }
}
