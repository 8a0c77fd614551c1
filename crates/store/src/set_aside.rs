//! Changes set aside on arrival (隔离): whose each is, when it was written, of which kind, and why. One that has been let in since stands no more,
//! whatever was noted when it came.

use changelog::{Header, LogId};
use rusqlite::{Connection, OptionalExtension, params};

use crate::barring::REVOKED;
use crate::error::Result;
use crate::log_number::log_number;
use crate::{Store, settings};

/// Setting: who had sealed the bundles of which something was set aside, by their hash.
const SENDERS: &str = "quarantine.senders";

/// What lets in after all what was set aside.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Remedy {
    /// The county counts what the PC wrote after it was lost, or takes the PC back.
    CountAfterLoss,
    /// Nothing: its author had no right to write it there, and writes it once more where she has.
    WriteAgain,
    /// A newer roster, by itself.
    NewerRoster,
    /// The same from its PC once more, whole.
    #[default]
    SendAgain,
}

/// One thing that was set aside.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SetAside {
    /// Where it stands: log and changes, as far as that is known.
    pub place: String,
    /// Why, in Chinese.
    pub reason: String,
    /// What lets it in after all.
    pub remedy: Remedy,
    /// The PC that wrote it; of what could not be read the one that sealed it.
    pub device: Option<String>,
    /// Kind of the record, of a single change.
    pub kind: Option<String>,
    /// Staff id of its author, of a single change.
    pub author: Option<String>,
    /// How many changes.
    pub changes: u64,
    /// When the first of them was written.
    pub written_ms: Option<u64>,
}

impl Store {
    /// Everything that is set aside.
    pub fn set_aside(&self) -> Result<Vec<SetAside>> {
        all(&*self.reader()?)
    }

    /// Tries again what waits for a newer roster, program or key. Gives how many changes came in.
    pub fn try_set_aside_again(&self) -> Result<u64> {
        Ok(self.import_ready()?.applied)
    }
}

/// Remembers who sealed a bundle of which something is set aside.
pub(crate) fn note_sender(connection: &Connection, sha256: &str, sender: &str) -> Result<()> {
    let mut senders = settings::get(connection, SENDERS)?.unwrap_or_else(|| serde_json::json!({}));
    if let Some(known) = senders.as_object_mut()
        && !sender.is_empty()
        && known.get(sha256).is_none()
    {
        known.insert(sha256.to_owned(), sender.into());
        settings::put(connection, SENDERS, &senders)?;
    }
    Ok(())
}

pub(crate) fn all(connection: &Connection) -> Result<Vec<SetAside>> {
    let senders = settings::get(connection, SENDERS)?.unwrap_or_default();
    let mut statement =
        connection.prepare_cached("SELECT sha256, place, reason FROM quarantine ORDER BY place, sha256")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let mut found: Vec<SetAside> = Vec::new();
    for row in rows {
        let (sha256, place, reason): (String, String, String) = row?;
        let sender = senders[&sha256].as_str().map(str::to_owned);
        let remedy = remedy(&place, &reason);
        let start = SetAside { place: place.clone(), reason, remedy, device: sender, ..SetAside::default() };
        let one = match parts(&place) {
            None => Some(start),
            Some((log, from, to)) => at_place(connection, start, &log, from, to)?,
        };
        found.extend(one.filter(|one| !found.iter().any(|known| known.place == one.place && !place.is_empty())));
    }
    Ok(found)
}

/// A single change stands aside for want of a right alone; a segment or a bundle for what its reason says.
fn remedy(place: &str, reason: &str) -> Remedy {
    let says = |error: changelog::Error| reason == error.to_string();
    if reason == REVOKED || says(changelog::Error::Revoked) {
        Remedy::CountAfterLoss
    } else if place.matches(':').count() == 2 || says(changelog::Error::NotAllowed) {
        Remedy::WriteAgain
    } else if says(changelog::Error::UnknownDevice) {
        Remedy::NewerRoster
    } else {
        Remedy::SendAgain
    }
}

/// `log:from-to` or `log:seq:head`.
fn parts(place: &str) -> Option<(LogId, u64, u64)> {
    let (log, rest) = place.split_once(':')?;
    let log = log.parse().ok()?;
    let (from, to) = match (rest.split_once('-'), rest.split_once(':')) {
        (Some((from, to)), _) => (from, to),
        (None, Some((seq, _))) => (seq, seq),
        _ => return None,
    };
    Some((log, from.parse().ok()?, to.parse().ok()?))
}

/// Filled with what is known of the place; nothing when it counts by now.
fn at_place(connection: &Connection, start: SetAside, log: &LogId, from: u64, to: u64) -> Result<Option<SetAside>> {
    let one = SetAside { changes: (to + 1).saturating_sub(from), ..start };
    let Some(number) = log_number(connection, log)? else { return Ok(Some(one)) };
    let counts = "SELECT 1 FROM changes WHERE log = ?1 AND seq = ?2 AND barred IS NULL";
    if connection.prepare_cached(counts)?.exists(params![number, to as i64])? {
        return Ok(None);
    }
    let device: String =
        connection.prepare_cached("SELECT device FROM logs WHERE id = ?1")?.query_row([number], |row| row.get(0))?;
    let header = "SELECT header FROM changes WHERE log = ?1 AND seq >= ?2 AND seq <= ?3 ORDER BY seq LIMIT 1";
    let header: Option<String> = connection
        .prepare_cached(header)?
        .query_row(params![number, from as i64, to as i64], |row| row.get(0))
        .optional()?;
    let header = header.and_then(|header| Header::read(&header).ok());
    let single = header.as_ref().filter(|_| from == to);
    Ok(Some(SetAside {
        device: Some(device),
        kind: single.map(|header| header.kind.clone()),
        author: single.map(|header| header.author.clone()),
        written_ms: header.map(|header| header.hlc.ms),
        ..one
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lets_it_in_is_told_by_the_kind_of_the_reason() {
        let of = |place: &str, error: changelog::Error| remedy(place, &error.to_string());
        assert_eq!(remedy("log:2-4", REVOKED), Remedy::CountAfterLoss);
        assert_eq!(of("log:2-4", changelog::Error::Revoked), Remedy::CountAfterLoss);
        assert_eq!(remedy("log:2:head", "站点无权写“年度指标”。"), Remedy::WriteAgain);
        assert_eq!(of("log:2-4", changelog::Error::NotAllowed), Remedy::WriteAgain);
        assert_eq!(of("log:2-4", changelog::Error::UnknownDevice), Remedy::NewerRoster);
        assert_eq!(of("", changelog::Error::WrongHash), Remedy::SendAgain);
    }
}
