//! Changes by device: how much has come that it wrote, when it wrote the last of it, and what of that does not count because it was revoked.

use rusqlite::Connection;

use crate::Store;
use crate::barring::REVOKED;
use crate::error::Result;

/// The changes of one device that are here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// How many.
    pub changes: u64,
    /// The time of the newest, by its own clock.
    pub newest_ms: u64,
    /// Of these written beyond how far a revoked device is believed.
    pub beyond: u64,
}

impl Store {
    /// What has come of a device.
    pub fn written_by(&self, device: &str) -> Result<Written> {
        of(&*self.reader()?, device)
    }
}

fn of(connection: &Connection, device: &str) -> Result<Written> {
    let sql = "SELECT count(*), coalesce(sum(c.barred = ?2), 0) FROM changes c JOIN logs l ON l.id = c.log WHERE l.device = ?1 AND c.op <> 'open'";
    let (changes, beyond): (i64, i64) =
        connection.prepare_cached(sql)?.query_row([device, REVOKED], |row| Ok((row.get(0)?, row.get(1)?)))?;
    // The newest of a log is its last: time never goes back in one.
    let sql = "SELECT coalesce(max(json_extract(c.header, '$.hlc[0]')), 0) FROM logs l JOIN changes c ON c.log = l.id AND c.seq = l.tip_seq WHERE l.device = ?1";
    let newest: i64 = connection.prepare_cached(sql)?.query_row([device], |row| row.get(0))?;
    Ok(Written { changes: changes as u64, newest_ms: newest as u64, beyond: beyond as u64 })
}
