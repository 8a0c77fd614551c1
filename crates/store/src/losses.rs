//! Losses: what had been saved here and is gone, or is damaged, as far as is known: how much, since when, and who has said under a signature
//! that they hold it.

use changelog::{Head, LogId, SignedReceipt};
use rusqlite::{Connection, OptionalExtension, params};

use crate::Store;
use crate::error::Result;
use crate::{damage, opening, signed_documents, waiting};

/// A stretch of a log that is not here, or not whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// The log.
    pub log: LogId,
    /// How many changes are missing or damaged.
    pub changes: u64,
    /// They are here and do not hash to what was signed; else they are gone.
    pub damaged: bool,
    /// The time of the last change before them, which is whole: they were written after it.
    pub since_ms: Option<u64>,
    /// Of them the county holds, by its newest checkpoint.
    pub at_county: u64,
    /// Of them the hub holds, by its receipts.
    pub at_hub: u64,
}

impl Store {
    /// What is lost or damaged here and has not come back.
    pub fn losses(&self) -> Result<Vec<Loss>> {
        let reader = self.reader()?;
        let told = Told::read(&reader)?;
        let mut losses = Vec::new();
        for (log, from, to, head) in opening::noted_lost(&reader)? {
            let log: LogId = log.parse()?;
            if !waiting::is_here(&reader, &log, to, &head.parse::<Head>()?)? {
                let missing = opening::missing_of(&reader, &log, from, to)?;
                // What has come back joined on from the beginning.
                losses.push(told.loss(&reader, log, to + 1 - missing, missing, false)?);
            }
        }
        for place in damage::known(&reader)? {
            losses.push(told.loss(&reader, place.log, place.from, place.to + 1 - place.from, true)?);
        }
        Ok(losses)
    }
}

/// How far county and hub have said that they hold logs.
struct Told {
    county: Vec<(LogId, u64)>,
    hub: Vec<(LogId, u64)>,
}

impl Told {
    fn read(connection: &Connection) -> Result<Told> {
        let checkpoint = signed_documents::newest_checkpoint(connection)?;
        let county = checkpoint.map(|signed| signed.unchecked()).transpose()?.map(|known| known.places);
        let mut hub = Vec::new();
        let mut statement = connection.prepare_cached("SELECT signed FROM receipts")?;
        for signed in statement.query_map([], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()? {
            hub.extend(SignedReceipt::from_bytes(signed.as_bytes())?.unchecked()?.places);
        }
        let reach = |places: Vec<(LogId, u64, Head)>| places.into_iter().map(|(log, seq, _)| (log, seq)).collect();
        Ok(Told { county: county.map(reach).unwrap_or_default(), hub: reach(hub) })
    }

    fn loss(&self, connection: &Connection, log: LogId, from: u64, changes: u64, damaged: bool) -> Result<Loss> {
        let held = |told: &[(LogId, u64)]| {
            let to = told.iter().filter(|(known, _)| *known == log).map(|(_, to)| *to).max().unwrap_or(0);
            (to + 1).saturating_sub(from).min(changes)
        };
        let sql = "SELECT json_extract(c.header, '$.hlc[0]') FROM changes c JOIN logs l ON l.id = c.log WHERE l.log = ?1 AND c.seq = ?2 LIMIT 1";
        let since: Option<i64> = connection
            .prepare_cached(sql)?
            .query_row(params![log.0, from.saturating_sub(1) as i64], |row| row.get(0))
            .optional()?;
        let (at_county, at_hub) = (held(&self.county), held(&self.hub));
        Ok(Loss { log, changes, damaged, since_ms: since.map(|ms| ms as u64), at_county, at_hub })
    }
}
