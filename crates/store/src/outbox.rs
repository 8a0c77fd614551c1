//! The outbox: sealed bundles as files, from when they are sealed until the hub has them (or, where there is no hub, until the county
//! has confirmed them). A lost, swept or rotten file is no loss: its segments are sealed again from the log.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use changelog::{Audience, Head, Limits, LogId, Purpose, Roster, SegmentOfChanges, bundle};
use rusqlite::{Connection, params};
use serde::Serialize;

use crate::device::Device;
use crate::error::Result;
use crate::stored_segments::{self, Stored};

/// The folder's name.
pub(crate) const FOLDER: &str = "outbox";

/// One sealed bundle.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OutboxItem {
    /// SHA-256 of its ciphertext, as the envelope names it.
    pub sha256: String,
    /// The file.
    pub path: PathBuf,
    /// Audience of what is inside.
    pub audience: Audience,
    /// For whom a bundle for all is sealed.
    pub station: Option<String>,
    /// Bytes.
    pub len: u64,
    /// How many segments.
    pub segments: u64,
    /// The hub has given its receipt.
    pub receipt: bool,
}

/// What is to be sealed for one target.
pub(crate) struct Job {
    pub audience: Audience,
    /// '' unless the audience is all.
    pub station: String,
    pub recipients: Vec<String>,
    pub segments: Vec<Stored>,
}

/// What has been signed and not yet been sealed for everyone it is for.
pub(crate) fn jobs(connection: &Connection, roster: &Roster) -> Result<Vec<Job>> {
    let audiences: Vec<String> = connection
        .prepare_cached("SELECT DISTINCT audience FROM logs WHERE own = 1 ORDER BY audience")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let mut jobs = Vec::new();
    for audience in audiences {
        let audience: Audience = audience.parse()?;
        for (station, recipients) in targets(roster, &audience)? {
            let condition = "l.own = 1 AND l.audience = ?1 AND NOT EXISTS (SELECT 1 FROM sealed d WHERE d.segment = s.id AND d.station = ?2)";
            let segments = stored_segments::segments(connection, condition, params![audience.to_string(), station])?;
            jobs.push(Job { audience: audience.clone(), station, recipients, segments });
        }
    }
    Ok(jobs)
}

/// For whom an audience's bundles are sealed: each with its recipients.
pub(crate) fn targets(roster: &Roster, audience: &Audience) -> Result<Vec<(String, Vec<String>)>> {
    let lists = roster.recipients(audience)?;
    let names: Vec<String> = match audience {
        Audience::All => roster.stations.iter().map(|station| station.code.clone()).collect(),
        _ => vec![String::new()],
    };
    Ok(names.into_iter().zip(lists).collect())
}

/// Seals as much of a job as fits into one file. Gives its bytes and how many segments it holds.
pub(crate) fn seal(
    connection: &Connection,
    device: &Device,
    job: &Job,
    fresh: &HashMap<i64, SegmentOfChanges>,
) -> Result<(Vec<u8>, usize)> {
    let run = stored_segments::load_run(connection, &job.segments, fresh)?;
    let count = run.len();
    Ok((stored_segments::seal(device, &job.recipients, run)?, count))
}

/// Writes a sealed bundle, which is on the disk when this returns.
pub(crate) fn keep(dir: &Path, job: &Job, bytes: &[u8], segments: usize) -> Result<OutboxItem> {
    let (envelope, _) = bundle::envelope(bytes, &Limits::default())?;
    let path = path_of(dir, &envelope.sha256);
    disk::write(&path, bytes)?;
    Ok(OutboxItem {
        sha256: envelope.sha256,
        path,
        audience: job.audience.clone(),
        station: (!job.station.is_empty()).then(|| job.station.clone()),
        len: bytes.len() as u64,
        segments: segments as u64,
        receipt: false,
    })
}

/// Notes a sealed bundle, inside the caller's transaction.
pub(crate) fn note(connection: &Connection, job: &Job, segments: &[Stored], item: &OutboxItem) -> Result<()> {
    let places: Vec<(LogId, u64, Head)> = segments
        .iter()
        .map(|stored| &stored.signed.segment)
        .map(|segment| (segment.log, segment.to, segment.head_after))
        .collect();
    connection.execute(
        "INSERT OR REPLACE INTO outbox (sha256, audience, station, size, segments, receipt, places) VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6)",
        params![
            item.sha256,
            item.audience.to_string(),
            job.station,
            item.len as i64,
            item.segments as i64,
            serde_json::to_string(&places).unwrap_or_default()
        ],
    )?;
    for stored in segments {
        connection.execute(
            "INSERT OR REPLACE INTO sealed VALUES (?1, ?2, ?3)",
            params![stored.id, job.station, item.sha256],
        )?;
    }
    Ok(())
}

/// What is in the outbox, the oldest first. A file that is gone is left out; `sweep` sees to it.
pub(crate) fn list(connection: &Connection, dir: &Path) -> Result<Vec<OutboxItem>> {
    let mut statement = connection
        .prepare_cached("SELECT sha256, audience, station, size, segments, receipt FROM outbox ORDER BY rowid")?;
    let mut rows = statement.query([])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let (sha256, audience, station): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let path = path_of(dir, &sha256);
        if path.exists() {
            all.push(OutboxItem {
                path,
                sha256,
                audience: audience.parse()?,
                station: (!station.is_empty()).then_some(station),
                len: row.get::<_, i64>(3)? as u64,
                segments: row.get::<_, i64>(4)? as u64,
                receipt: row.get(5)?,
            });
        }
    }
    Ok(all)
}

/// Whether these are the bytes that this device sealed under that hash: envelope and signature too, which the hash does not cover.
pub(crate) fn is_whole(bytes: &[u8], sha256: &str, device: &Device) -> bool {
    let key = &device.info.public.verifying_key;
    bundle::envelope(bytes, &Limits::default()).is_ok_and(|(envelope, sealed)| {
        let signed = key.check(Purpose::Bundle, sealed.envelope_line, &sealed.signature);
        envelope.sha256 == sha256 && signed.is_ok()
    })
}

/// Forgets a bundle, so that its segments are sealed again.
pub(crate) fn let_go(connection: &Connection, sha256: &str) -> Result<()> {
    connection.execute("DELETE FROM sealed WHERE sha256 = ?1", [sha256])?;
    connection.execute("DELETE FROM outbox WHERE sha256 = ?1", [sha256])?;
    Ok(())
}

/// Makes table and folder agree: a row without a file is sealed again next time, a file without a row goes.
pub(crate) fn sweep(connection: &Connection, dir: &Path) -> Result<()> {
    let rows: Vec<String> = connection
        .prepare_cached("SELECT sha256 FROM outbox")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for sha256 in rows.iter().filter(|sha256| !path_of(dir, sha256).exists()) {
        let_go(connection, sha256)?;
    }
    for entry in std::fs::read_dir(dir.join(FOLDER)).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !rows.iter().any(|sha256| name == format!("{sha256}.hzb")) {
            disk::remove(&entry.path())?;
        }
    }
    Ok(())
}

pub(crate) fn path_of(dir: &Path, sha256: &str) -> PathBuf {
    dir.join(FOLDER).join(format!("{sha256}.hzb"))
}
