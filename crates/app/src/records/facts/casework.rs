//! Facts of casework that `domain::brief` counts: cases with their closure reports, progress notes, follow-ups. It counts nothing itself.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, NaiveTime};
use domain::brief::{CaseEvent, CaseFact, NoteFact};
use domain::case::{STAGES, Stage};
use domain::fields::{case, closure, follow_up, progress_note};
use domain::service::CountyItem;
use serde_json::Value;
use store::{Row, Test};

use crate::kernel::context::{date, text};
use crate::kernel::error::CommandError;
use crate::records::facts::reading::Reading;
use crate::records::service::service;

/// Cases that a day of the span can count, with all their closure reports: worked on, found, opened or closed within it, or in hand on its
/// first day or later. Those past the work before it are not read.
pub(crate) fn cases_of(
    reading: &Reading,
    notes: &[NoteFact],
    items: &[CountyItem],
) -> Result<(Vec<CaseFact>, Vec<CaseEvent>), CommandError> {
    let closed = reading.dated(closure::KIND, closure::DATE)?;
    let closed = closed.iter().filter_map(|row| event(row, CLOSURE)).map(|closure| closure.case);
    let named = Vec::from_iter(closed.chain(notes.iter().map(|note| note.case.clone())).collect::<BTreeSet<String>>());
    let (past, working): (Vec<_>, Vec<_>) =
        STAGES.map(|(_, code)| code).into_iter().partition(|code| is_past_work(code));
    let at = |stages: &[&str]| reading.all(case::KIND).and(case::STAGE, Test::In, stages.to_vec());
    let ended = at(&past).and(case::STAGE_DATE, Test::AtLeast, reading.span.from.to_string());
    let questions = [
        at(&working).and(case::OPEN_DATE, Test::NotNull, Value::Null),
        ended,
        // Nobody said when.
        at(&past).and(case::STAGE_DATE, Test::IsNull, Value::Null),
        reading.within(case::KIND, case::OPEN_DATE),
        reading.within(case::KIND, case::LEAD_DATE),
    ];
    let mut rows = reading.list_in(&reading.all(case::KIND), "id", &named)?;
    for question in &questions {
        rows.extend(reading.list(question)?);
    }
    let rows: BTreeMap<String, Row> = rows.into_iter().map(|row| (row.id.clone(), row)).collect();
    let closures =
        reading.list_in(&reading.all(closure::KIND), closure::CASE, &Vec::from_iter(rows.keys().cloned()))?;
    let closures = closures.iter().filter_map(|row| event(row, CLOSURE)).collect();
    Ok((rows.values().map(|row| case(row, items)).collect(), closures))
}

fn case(row: &Row, items: &[CountyItem]) -> CaseFact {
    CaseFact {
        id: row.id.clone(),
        recipient: text(&row.fields, case::RECIPIENT).to_owned(),
        lead_date: date(&row.fields, case::LEAD_DATE),
        open_date: date(&row.fields, case::OPEN_DATE),
        reopened_date: date(&row.fields, case::REOPENED_DATE).or_else(|| reopened_by(row)),
        ended: date(&row.fields, case::STAGE_DATE).filter(|_| is_past_work(text(&row.fields, case::STAGE))),
        service: service(row, items),
    }
}

/// Of a case reopened before the day was kept: the day of the stage in which it is in hand again.
fn reopened_by(row: &Row) -> Option<NaiveDate> {
    let again = row.fields.get(case::REOPENED_NO).and_then(Value::as_u64).unwrap_or(0) > 0;
    let open = Stage::parse(text(&row.fields, case::STAGE)).is_some_and(Stage::is_open);
    date(&row.fields, case::STAGE_DATE).filter(|_| again && open)
}

/// Closed, followed up or archived.
fn is_past_work(stage: &str) -> bool {
    matches!(Stage::parse(stage), Some(Stage::Closed | Stage::FollowingUp | Stage::Archived))
}

pub(crate) fn note(row: &Row) -> Option<NoteFact> {
    let clock = |field: &str| NaiveTime::parse_from_str(text(&row.fields, field), "%H:%M").ok();
    let minutes = clock(progress_note::START_TIME)
        .zip(clock(progress_note::END_TIME))
        .map_or(0, |(from, to)| (to - from).num_minutes().max(0));
    Some(NoteFact {
        id: row.id.clone(),
        case: text(&row.fields, progress_note::CASE).to_owned(),
        date: date(&row.fields, progress_note::DATE)?,
        present: row.fields.get(progress_note::RECIPIENTS_PRESENT).and_then(|value| value.as_u64()).unwrap_or(0) as u32,
        minutes: minutes as u32,
    })
}

/// The case and the day of a closure report, and of a follow-up.
pub(crate) const CLOSURE: [&str; 2] = [closure::CASE, closure::DATE];
pub(crate) const FOLLOW_UP: [&str; 2] = [follow_up::CASE, follow_up::DATE];

pub(crate) fn event(row: &Row, [case, day]: [&str; 2]) -> Option<CaseEvent> {
    Some(CaseEvent { id: row.id.clone(), case: text(&row.fields, case).to_owned(), date: date(&row.fields, day)? })
}
