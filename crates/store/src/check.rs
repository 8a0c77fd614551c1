//! 数据体检: a rolling self-check. Each call looks at the file and at one slice of the log and the tables, and remembers where it stopped.

use domain::dictionary::dictionary;
use rusqlite::{Connection, OptionalExtension, params_from_iter};
use serde::Serialize;

use crate::columns::table;
use crate::damage::{self, Place};
use crate::error::{Result, StoreError};
use crate::fold::fold;
use crate::project::{RecordKey, known, project_all, row_values};
use crate::{Store, rebuild, settings, stored_segments};

const SEGMENT: &str = "check.segment";
const RECORD: &str = "check.record";
/// Changes and records looked at in one call.
const CHANGES_AT_ONCE: u64 = 5_000;
const RECORDS_AT_ONCE: usize = 500;

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

impl Store {
    /// Checks the file and the next slice.
    pub fn check(&self) -> Result<CheckReport> {
        let mut report = CheckReport::default();
        let reader = self.reader()?;
        let answer: String = reader.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        if answer != "ok" {
            report.findings.push("数据库文件有损坏。请马上备份，并从最近的备份恢复。".into());
        }
        let (mut damaged, mut rows) = (damage::known(&reader)?, Vec::new());
        let segment = chains(&reader, &mut report, &mut damaged)?;
        let record = tables(&reader, &mut report, &mut rows)?;
        report.round_done = segment.is_none() && record.is_none();
        drop(reader);
        self.transact(|transaction| {
            // A row is only a cache: what the log says of it, where the log itself is sound, is written again.
            project_all(transaction, &rows)?;
            damage::put(transaction, &damaged)?;
            settings::put(transaction, SEGMENT, &segment.unwrap_or(0).into())?;
            settings::put(transaction, RECORD, &record.unwrap_or_default().into())
        })?;
        Ok(report)
    }
}

/// Verifies signed segments from where the last check stopped. Gives where this one stops, None at the end.
fn chains(connection: &Connection, report: &mut CheckReport, damaged: &mut Vec<Place>) -> Result<Option<i64>> {
    let after = settings::get(connection, SEGMENT)?.and_then(|value| value.as_i64()).unwrap_or(0);
    for stored in stored_segments::segments(connection, "s.id > ?1", [after])? {
        let range = &stored.signed.segment;
        let place = Place { log: range.log, from: range.from, to: range.to, head: range.head_after };
        damaged.retain(|known| *known != place);
        report.changes += range.count().unwrap_or(0);
        if !damage::is_sound(connection, &stored)? {
            let text = format!(
                "{} 的第 {}–{} 条记录前后对不上，可能有磁盘损坏。联网后会自动从信箱取回；只用 U 盘时，请把县里的回执文件或另一台电脑导出的文件再导入一次。取回之前请先备份。",
                range.log, range.from, range.to
            );
            report.findings.push(text);
            damaged.push(place);
        }
        if report.changes >= CHANGES_AT_ONCE {
            return Ok(Some(stored.id));
        }
    }
    Ok(None)
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
