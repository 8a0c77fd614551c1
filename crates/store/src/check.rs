//! 数据体检: a rolling self-check. Each call looks at one slice of the log and the tables, and remembers where it stopped; a whole round, and what was
//! found last, can be told at any time.

use domain::dictionary::dictionary;
use rusqlite::{Connection, OptionalExtension, params_from_iter};
use serde::{Deserialize, Serialize};

use crate::columns::table;
use crate::damage::{self, Place};
use crate::device::{pc_name, signed_roster};
use crate::error::{Result, StoreError};
use crate::fold::fold;
use crate::project::{RecordKey, known, project_all, row_values};
use crate::{Store, gaps, rebuild, settings, stored_segments};

const SEGMENT: &str = "check.segment";
const RECORD: &str = "check.record";
const LOG: &str = "check.log";
const ROUND: &str = "check.round";
/// Changes and records looked at in one call.
const CHANGES_AT_ONCE: u64 = 5_000;
const RECORDS_AT_ONCE: usize = 500;
/// Signed segments read, and changes counted, in one call.
const SEGMENTS_AT_ONCE: usize = 500;
const COUNTED_AT_ONCE: u64 = 100_000;
/// Findings that are remembered.
const REMEMBERED: usize = 20;

/// What a check found.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct CheckReport {
    /// What is wrong and what to do; empty when all is well.
    pub findings: Vec<String>,
    /// Changes whose chain was verified this time.
    pub changes: u64,
    /// Records whose rows were compared this time.
    pub records: u64,
    /// The end was reached: the next check begins at the beginning.
    pub round_done: bool,
}

/// How far the rolling check is, over all its calls.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CheckRound {
    /// When everything had been looked at once, the last time.
    pub done_ms: Option<u64>,
    /// Changes and records looked at in that round.
    pub of_last: (u64, u64),
    /// The same of the round that is under way.
    pub so_far: (u64, u64),
    /// What was found last, with the time, the newest first.
    pub found: Vec<(u64, String)>,
}

impl Store {
    /// Checks the file and the next slice.
    pub fn check(&self) -> Result<CheckReport> {
        let mut report = CheckReport::default();
        let answer: String = self.reader()?.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        if answer != "ok" {
            report.findings.push("数据库文件有损坏。请马上备份，并从最近的备份恢复。".into());
        }
        self.look(report, None)
    }

    /// Checks the next slice, as often as there is time for it, and remembers what it found.
    pub fn look_over(&self, now_ms: u64) -> Result<CheckReport> {
        self.look(CheckReport::default(), Some(now_ms))
    }

    /// How far the rolling check is and what it found.
    pub fn check_round(&self) -> Result<CheckRound> {
        round(&*self.reader()?)
    }

    /// Lets the next check begin at the beginning.
    pub fn check_anew(&self) -> Result<()> {
        self.transact(|transaction| put_positions(transaction, None, None, None))
    }

    fn look(&self, mut report: CheckReport, remembered_at: Option<u64>) -> Result<CheckReport> {
        let reader = self.reader()?;
        let (mut damaged, mut rows) = (damage::known(&reader)?, Vec::new());
        let log = whole_logs(&reader, &mut report, &mut damaged)?;
        let segment = chains(&reader, &mut report, &mut damaged)?;
        let record = tables(&reader, &mut report, &mut rows)?;
        report.round_done = log.is_none() && segment.is_none() && record.is_none();
        drop(reader);
        self.transact(|transaction| {
            // A row is only a cache: what the log says of it, where the log itself is sound, is written again.
            project_all(transaction, &rows)?;
            damage::put(transaction, &damaged)?;
            if let Some(now_ms) = remembered_at {
                remember(transaction, &report, now_ms)?;
            }
            put_positions(transaction, log, segment, record)
        })?;
        Ok(report)
    }
}

fn round(connection: &Connection) -> Result<CheckRound> {
    let round = settings::get(connection, ROUND)?;
    Ok(round.and_then(|value| serde_json::from_value(value).ok()).unwrap_or_default())
}

fn remember(connection: &Connection, report: &CheckReport, now_ms: u64) -> Result<()> {
    let mut round = round(connection)?;
    round.so_far = (round.so_far.0 + report.changes, round.so_far.1 + report.records);
    if report.round_done {
        (round.done_ms, round.of_last, round.so_far) = (Some(now_ms), round.so_far, (0, 0));
    }
    let new = report.findings.iter().filter(|finding| !round.found.iter().any(|(_, known)| known == *finding));
    let new: Vec<(u64, String)> = new.map(|finding| (now_ms, finding.clone())).collect();
    round.found.splice(0..0, new);
    round.found.truncate(REMEMBERED);
    settings::put(connection, ROUND, &serde_json::to_value(&round).unwrap_or_default())
}

fn put_positions(
    connection: &Connection,
    log: Option<i64>,
    segment: Option<i64>,
    record: Option<String>,
) -> Result<()> {
    settings::put(connection, LOG, &log.unwrap_or(0).into())?;
    settings::put(connection, SEGMENT, &segment.unwrap_or(0).into())?;
    settings::put(connection, RECORD, &record.unwrap_or_default().into())
}

/// Looks for gaps in the logs from where the last check stopped. Gives where this one stops, None at the end.
fn whole_logs(connection: &Connection, report: &mut CheckReport, damaged: &mut Vec<Place>) -> Result<Option<i64>> {
    let after = settings::get(connection, LOG)?.and_then(|value| value.as_i64()).unwrap_or(0);
    let (found, stopped) = gaps::look(connection, after, COUNTED_AT_ONCE)?;
    for place in found.into_iter().filter(|place| place.from <= place.to) {
        let whose = whose(connection, &place)?;
        report.findings.push(format!("{whose}写的第 {}–{} 条记录不在本机了。{GET_BACK}", place.from, place.to));
        if !damaged.contains(&place) {
            damaged.push(place);
        }
    }
    Ok(stopped)
}

/// The PC that wrote a place, by its station, letter and name.
fn whose(connection: &Connection, place: &Place) -> Result<String> {
    let sql = "SELECT device FROM logs WHERE log = ?1";
    let device: String = connection.prepare_cached(sql)?.query_row([place.log.0], |row| row.get(0))?;
    let roster = signed_roster(connection)?.unchecked()?;
    Ok(pc_name(&roster, &device))
}

/// What brings back what is damaged or gone.
const GET_BACK: &str =
    "联网后会自动从信箱取回；只用 U 盘时，请把县里的回执文件或另一台电脑导出的文件再导入一次。取回之前请先备份。";

/// Verifies signed segments from where the last check stopped. Gives where this one stops, None at the end.
fn chains(connection: &Connection, report: &mut CheckReport, damaged: &mut Vec<Place>) -> Result<Option<i64>> {
    let after = settings::get(connection, SEGMENT)?.and_then(|value| value.as_i64()).unwrap_or(0);
    let slice = format!(
        "s.id > ?1 AND s.id <= (SELECT max(id) FROM (SELECT id FROM segments WHERE id > ?1 ORDER BY id LIMIT {SEGMENTS_AT_ONCE}))"
    );
    let slice = stored_segments::segments(connection, &slice, [after])?;
    let (read, mut last) = (slice.len(), 0);
    for stored in slice {
        last = stored.id;
        let range = &stored.signed.segment;
        let place = Place { log: range.log, from: range.from, to: range.to, head: range.head_after };
        damaged.retain(|known| *known != place);
        report.changes += range.count().unwrap_or(0);
        if !damage::is_sound(connection, &stored)? {
            let whose = whose(connection, &place)?;
            let text =
                format!("{whose}写的第 {}–{} 条记录前后对不上，可能有磁盘损坏。{GET_BACK}", range.from, range.to);
            report.findings.push(text);
            damaged.push(place);
        }
        if report.changes >= CHANGES_AT_ONCE {
            return Ok(Some(stored.id));
        }
    }
    Ok((read == SEGMENTS_AT_ONCE).then_some(last))
}

/// Compares rows with what the log says they are.
fn tables(connection: &Connection, report: &mut CheckReport, mend: &mut Vec<RecordKey>) -> Result<Option<String>> {
    let after =
        settings::get(connection, RECORD)?.and_then(|value| value.as_str().map(str::to_string)).unwrap_or_default();
    let records = rebuild::records(connection, &after, RECORDS_AT_ONCE)?;
    for (name, record) in &records {
        let Some(kind) = dictionary().kind(name) else {
            continue;
        };
        let folded = match known(connection, name, record) {
            Ok(known) => fold(&known),
            // The chain has said so already.
            Err(StoreError::Changelog(_)) => continue,
            Err(error) => return Err(error),
        };
        let wanted = folded.map(|folded| row_values(kind, record, &folded));
        let found = connection
            .prepare_cached(&format!("{} WHERE id = ?1", table(kind).select))?
            .query_row(params_from_iter([record]), |row| {
                (0..row.as_ref().column_count())
                    .map(|place| row.get::<_, rusqlite::types::Value>(place))
                    .collect::<rusqlite::Result<Vec<_>>>()
            })
            .optional()?;
        report.records += 1;
        if wanted != found {
            let sound = damage::changes_sound(connection, record)?;
            let what = if sound { "已按历史改回" } else { "它的历史也有损坏，取回之后再核对" };
            let text = format!("“{}”有一条记录（{record}）与历史不一致，{what}。", kind.label);
            if sound {
                mend.push((name.clone(), record.clone()));
            }
            report.findings.push(text);
        }
    }
    Ok(if records.len() < RECORDS_AT_ONCE { None } else { records.last().map(|(_, record)| record.clone()) })
}
