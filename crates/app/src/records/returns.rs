//! Returned records (退回): what the county or the supervisor sent back and the station has not mended since, with what was asked. Before
//! and after are told by the changes' own clocks, which count on when a PC's clock stands behind, not by the time of day. Mended is what
//! was written anew, what the station says it has mended (`features/handing_in.rs`), and a report that a newer version has taken the place of.

use std::collections::BTreeMap;

use changelog::{Hlc, Op};
use domain::fields::{annotation, monthly_brief, report, review as review_fields};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Query, Row, Test};
use ts_rs::TS;

use crate::kernel::context::{Context, kind_named, text};
use crate::kernel::error::CommandError;
use crate::kernel::request::RecordRef;
use crate::records::reviews::{self, ReviewState};

/// A return that still waits for the station.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub(crate) struct Returned {
    /// The comment or verdict.
    pub annotation: String,
    /// What it is about.
    pub target: RecordRef,
    /// What is asked.
    pub text: String,
    /// Name of who asks.
    pub who: String,
    /// The county asks; otherwise the supervisor.
    pub by_county: bool,
    /// When, in milliseconds.
    pub at_ms: u64,
}

/// Returns of the county that wait for the station, the newest first.
pub(crate) fn of_county(context: &Context) -> Result<Vec<Returned>, CommandError> {
    open(context, returns())
}

/// Those on records of one kind, by record.
pub(crate) fn of_kind(context: &Context, kind: &str) -> Result<BTreeMap<String, Returned>, CommandError> {
    let found = open(context, returns().and(annotation::TARGET_KIND, Test::Eq, kind))?;
    Ok(found.into_iter().rev().map(|one| (one.target.id.clone(), one)).collect())
}

/// What was asked of one record, by the county and by the supervisor, the newest first.
pub(crate) fn of_record(context: &Context, row: &Row) -> Result<Vec<Returned>, CommandError> {
    let mut found = open(context, returns().and(annotation::TARGET, Test::Eq, row.id.clone()))?;
    found.extend(by_supervisor(context, row)?);
    found.sort_by_key(|one| std::cmp::Reverse(one.at_ms));
    Ok(found)
}

/// The supervisor's return of a paper, when nobody has written it since.
pub(crate) fn by_supervisor(context: &Context, row: &Row) -> Result<Option<Returned>, CommandError> {
    let judged = reviews::judged(context, std::slice::from_ref(row))?.remove(&row.id);
    let returned = judged.filter(|judged| judged.state() == ReviewState::Returned).and_then(|judged| judged.newest);
    Ok(returned.map(|verdict| Returned {
        annotation: verdict.id.clone(),
        target: RecordRef { kind: row.kind.clone(), id: row.id.clone() },
        text: text(&verdict.fields, review_fields::TEXT).to_owned(),
        who: context.staff_name(&verdict.created_by),
        by_county: false,
        at_ms: verdict.created_ms,
    }))
}

fn returns() -> Query {
    Query::of(annotation::KIND)
        .and(annotation::VERDICT, Test::Eq, "returned")
        .and(annotation::SETTLED_DATE, Test::IsNull, Value::Null)
        .by("created_ms", true)
}

fn open(context: &Context, notes: Query) -> Result<Vec<Returned>, CommandError> {
    let mut found = Vec::new();
    for note in context.list(&notes)? {
        let target = RecordRef {
            kind: text(&note.fields, annotation::TARGET_KIND).to_owned(),
            id: text(&note.fields, annotation::TARGET).to_owned(),
        };
        if kind_named(&target.kind).is_err() {
            continue;
        }
        let row = context.store.row(&target.kind, &target.id)?.filter(|row| row.deleted_reason.is_none());
        let Some(row) = row else { continue };
        if mended(context, &row)? > last_change(context, annotation::KIND, &note.id)? {
            continue;
        }
        found.push(Returned {
            text: text(&note.fields, annotation::TEXT).to_owned(),
            who: context.staff_name(&note.created_by),
            by_county: true,
            at_ms: note.created_ms,
            annotation: note.id,
            target,
        });
    }
    Ok(found)
}

/// When the station last worked on a record, or said so.
fn mended(context: &Context, row: &Row) -> Result<Option<Hlc>, CommandError> {
    let mut last = last_change(context, &row.kind, &row.id)?;
    let answers = Query::of(review_fields::KIND).and(review_fields::TARGET, Test::Eq, row.id.clone());
    for answer in context.list(&answers.and(review_fields::VERDICT, Test::Eq, "answered"))? {
        last = last.max(last_change(context, review_fields::KIND, &answer.id)?);
    }
    let same: &[&'static str] = match row.kind.as_str() {
        monthly_brief::KIND => &[monthly_brief::MONTH],
        report::KIND => &[report::OUTLINE, report::PERIOD, report::SUBJECT],
        _ => &[],
    };
    if !same.is_empty() {
        let own = context.of_station(&row.kind, Some(&row.station)).only(same);
        let is_version = |one: &Row| {
            one.station == row.station && same.iter().all(|field| text(&one.fields, field) == text(&row.fields, field))
        };
        for version in context.list(&own)?.iter().filter(|one| is_version(one)) {
            last = last.max(last_change(context, &row.kind, &version.id)?);
        }
    }
    Ok(last)
}

fn last_change(context: &Context, kind: &str, id: &str) -> Result<Option<Hlc>, CommandError> {
    let entries = context.store.history(kind, id)?;
    Ok(entries.iter().filter(|entry| entry.op == Op::Set).map(|entry| entry.hlc).max())
}
