//! Deadlines as files: a workbook, and a calendar (RFC 5545) that any calendar program opens. They hold what the page shows.

use chrono::NaiveDate;
use documents::{Column, ColumnKind, Sheet, Value, Workbook};
use domain::dates;
use icalendar::{Calendar, Component, Event, EventLike};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{DeadlineRow, DeadlinesRequest, all};
use crate::kernel::context::Context;
use crate::kernel::error::{CommandError, not_made};
use crate::kernel::files::{Destination, FileOut};
use crate::kernel::pc::Pc;

/// Takes the deadlines out as a file.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct DeadlinesOut {
    /// Which.
    pub asked: DeadlinesRequest,
    /// Where the file goes.
    pub place: Destination,
}

/// The list as xlsx.
pub(crate) fn workbook_file(pc: &Pc, request: DeadlinesOut) -> Result<FileOut, CommandError> {
    let context = Context::of(pc)?;
    let columns = [("站点", 28.0), ("事项", 26.0), ("对象", 30.0), ("期限", 12.0), ("状态", 14.0), ("依据", 40.0)];
    let cells = |row: DeadlineRow| -> Vec<Value> {
        let due = row.due.or(row.missing).unwrap_or_default();
        [row.station_name, row.label, row.subject, due, row.words, row.clause].map(Value::from).into()
    };
    let sheet = Sheet {
        name: "期限".into(),
        title: format!("期限表（{}）", context.today),
        groups: Vec::new(),
        columns: columns.map(|(title, width)| Column::new(title, ColumnKind::Text, width)).into(),
        rows: all(&context, &request.asked)?.into_iter().map(cells).collect(),
        note: String::new(),
        filter: true,
    };
    let bytes = documents::xlsx(&Workbook { sheets: vec![sheet] }).map_err(not_made)?;
    request.place.write(pc, &format!("期限表 {}.xlsx", context.today), bytes)
}

/// What is not settled as a calendar: a whole day for each, with the same uid however often it is taken out.
pub(crate) fn calendar_file(pc: &Pc, request: DeadlinesOut) -> Result<FileOut, CommandError> {
    let context = Context::of(pc)?;
    let mut calendar = Calendar::new().name("禾站期限").done();
    for row in all(&context, &DeadlinesRequest { settled: false, ..request.asked })? {
        let Some(day) = row.due.as_deref().and_then(dates::stored) else { continue };
        calendar.push(event(&row, day));
    }
    request.place.write(pc, &format!("期限 {}.ics", context.today), calendar.to_string().into_bytes())
}

fn event(row: &DeadlineRow, day: NaiveDate) -> Event {
    let subject = row.record.as_ref().map_or(row.subject.as_str(), |record| record.id.as_str());
    Event::new()
        .uid(&format!("{}-{}-{subject}@hezhan", row.rule, row.station))
        .summary(&format!("{}：{}", row.label, row.subject))
        .description(&format!("{}\n{}", row.station_name, row.clause))
        .all_day(day)
        .done()
}
