//! 数据体检: a rolling self-check. Each call looks at the file and at one slice of the log and the tables, and remembers where it stopped.

use changelog::{Change, Head, chain};
use domain::dictionary::dictionary;
use rusqlite::{Connection, OptionalExtension, params_from_iter};
use serde::Serialize;

use crate::columns::table;
use crate::error::Result;
use crate::fold::fold;
use crate::project::{known, row_values};
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
        let segment = chains(&reader, &mut report)?;
        let record = tables(&reader, &mut report)?;
        report.round_done = segment.is_none() && record.is_none();
        drop(reader);
        self.transact(|transaction| {
            settings::put(transaction, SEGMENT, &segment.unwrap_or(0).into())?;
            settings::put(transaction, RECORD, &record.unwrap_or_default().into())
        })?;
        Ok(report)
    }
}

/// Verifies signed segments from where the last check stopped. Gives where this one stops, None at the end.
fn chains(connection: &Connection, report: &mut CheckReport) -> Result<Option<i64>> {
    let after = settings::get(connection, SEGMENT)?.and_then(|value| value.as_i64()).unwrap_or(0);
    for stored in stored_segments::segments(connection, "s.id > ?1", [after])? {
        let range = &stored.signed.segment;
        let changes = stored_segments::changes(connection, stored.log, range.from, range.to, &range.head_after)?;
        report.changes += changes.len() as u64;
        if !holds(&range.head_before, &range.head_after, &changes) {
            let text = format!(
                "{} 的第 {}–{} 条记录前后对不上，可能有磁盘损坏。请从备份恢复，或重新导入这一段。",
                range.log, range.from, range.to
            );
            report.findings.push(text);
        }
        if report.changes >= CHANGES_AT_ONCE {
            return Ok(Some(stored.id));
        }
    }
    Ok(None)
}

fn holds(before: &Head, after: &Head, changes: &[Change]) -> bool {
    let end = changes.iter().try_fold(*before, |head, change| {
        let next = chain::head_after(&head, &change.header_bytes, &change.payload_hash());
        (next == change.head).then_some(next)
    });
    end == Some(*after)
}

/// Compares rows with what the log says they are.
fn tables(connection: &Connection, report: &mut CheckReport) -> Result<Option<String>> {
    let after =
        settings::get(connection, RECORD)?.and_then(|value| value.as_str().map(str::to_string)).unwrap_or_default();
    let records = rebuild::records(connection, &after, RECORDS_AT_ONCE)?;
    for (name, record) in &records {
        let Some(kind) = dictionary().kind(name) else {
            continue;
        };
        let folded = fold(&known(connection, name, record)?);
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
            let text = format!("“{}”有一条记录（{record}）与历史不一致。请在“数据体检”页点“重建数据表”。", kind.label);
            report.findings.push(text);
        }
    }
    Ok(if records.len() < RECORDS_AT_ONCE { None } else { records.last().map(|(_, record)| record.clone()) })
}
