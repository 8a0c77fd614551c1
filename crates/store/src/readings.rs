//! Readings: the `access` changes of the log, by time, whatever record they stand on. A change says what was read and, where one answer
//! showed many people, who they were; what that means is the caller's.

use changelog::{Audience, Head, Header, LogId, Payload, Ref};
use rusqlite::{Connection, params};
use serde_json::Value;

use crate::Store;
use crate::error::{Result, broken_inside};

/// One reading.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The change.
    pub reference: Ref,
    /// When, by its author's clock.
    pub at_ms: u64,
    /// That clock could not be right.
    pub doubtful: bool,
    /// Staff id of who read.
    pub author: String,
    /// Id of the PC it was read on.
    pub device: String,
    /// Code of the station whose record it is; none for the county's own.
    pub station: Option<String>,
    /// Kind of what was read.
    pub kind: String,
    /// Its id.
    pub record: String,
    /// What the change says of it.
    pub said: Payload,
}

impl Store {
    /// Readings from one moment until before another, the newest first. Those whose record was erased say nothing any more and are left out.
    pub fn readings(&self, from_ms: u64, until_ms: u64) -> Result<Vec<Reading>> {
        within(&*self.reader()?, from_ms, until_ms)
    }

    /// Kind of a record, by its id alone.
    pub fn kind_of(&self, record: &str) -> Result<Option<String>> {
        let reader = self.reader()?;
        let mut statement =
            reader.prepare_cached("SELECT header FROM changes WHERE record = ?1 AND op = 'set' LIMIT 1")?;
        let mut rows = statement.query([record])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let header: String = row.get(0)?;
        Ok(Some(changelog::header::kind(&header)?))
    }
}

fn within(connection: &Connection, from_ms: u64, until_ms: u64) -> Result<Vec<Reading>> {
    let mut statement = connection.prepare_cached(
        "SELECT l.log, c.head, c.header, c.payload, l.device, l.audience FROM changes c JOIN logs l ON l.id = c.log
         WHERE c.op = 'access' AND json_extract(c.header, '$.hlc[0]') >= ?1 AND json_extract(c.header, '$.hlc[0]') < ?2
         ORDER BY json_extract(c.header, '$.hlc[0]') DESC",
    )?;
    let mut rows = statement.query(params![from_ms as i64, i64::try_from(until_ms).unwrap_or(i64::MAX)])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let header = Header::read(row.get_ref(2)?.as_str().map_err(|_| broken_inside("changes"))?)?;
        let payload: Option<String> = row.get(3)?;
        let said: Option<Value> =
            payload.as_deref().map(serde_json::from_str).transpose().map_err(|_| broken_inside("changes"))?;
        let Some(Value::Object(said)) = said else { continue };
        let audience: String = row.get(5)?;
        found.push(Reading {
            reference: Ref { log: LogId(row.get(0)?), seq: header.seq, head: Head(row.get(1)?).short() },
            at_ms: header.hlc.ms,
            doubtful: header.doubtful,
            author: header.author.clone(),
            device: row.get(4)?,
            station: match audience.parse()? {
                Audience::Station(code) => Some(code),
                _ => None,
            },
            kind: header.kind.clone(),
            record: header.record.clone(),
            said,
        });
    }
    Ok(found)
}
