//! 痕迹资料: services of a station that lack their record or a photo so many days after their day (`domain::traces`). Which kinds these are the
//! dictionary says: those that are planned and held. Photos are linked to them already; nothing is collected.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::dictionary::{Kind, dictionary};
use domain::fields::{attachment, community_activity};
use domain::parameters::EVIDENCE_DAYS;
use domain::period::Period;
use domain::traces::{Lack, Service, lack};
use serde::{Deserialize, Serialize};
use store::{Query, Row, Test};
use ts_rs::TS;

use crate::kernel::context::{Context, date, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::request::RecordRef;
use crate::records::labels::{self, Titles};

/// The table of what came of something planned.
const EVENT_STATE: &str = "event_state";

/// Asks for what lacks.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub(crate) struct TracesRequest {
    /// Year; this year when absent.
    pub year: Option<i32>,
    /// Only of this station, for the county.
    pub station: Option<String>,
}

/// Services of a year as they are filed.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
pub(crate) struct Traces {
    /// So many days a service has for its record and photo.
    pub days: u32,
    /// Services whose days are over.
    pub services: u32,
    /// Of these with record and photo.
    pub whole: u32,
    /// The others, the oldest first.
    pub lacking: Vec<LackingService>,
}

/// A service that lacks something.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct LackingService {
    /// The record.
    pub record: RecordRef,
    /// Station code.
    pub station: String,
    /// What it is.
    pub title: String,
    /// Its day.
    pub date: String,
    /// What lacks: 没有记录, 没有照片.
    pub lacks: String,
}

/// What lacks in a year.
pub(crate) fn get(pc: &Pc, request: TracesRequest) -> Result<Traces, CommandError> {
    let context = Context::of(pc)?;
    let year = request.year.unwrap_or(chrono::Datelike::year(&context.today));
    let Some(span) = domain::period::year(year) else { return Ok(Traces::default()) };
    of_station(&context, request.station.as_deref(), span)
}

/// Services of a station, or of all, within a span.
pub(crate) fn of_station(context: &Context, station: Option<&str>, span: Period) -> Result<Traces, CommandError> {
    let days = context.number_parameter(EVIDENCE_DAYS)?.unwrap_or(7);
    let mut traces = Traces { days, ..Traces::default() };
    for kind in dictionary().kinds.iter().filter(|kind| state_field(kind).is_some()) {
        of_kind(context, kind, station, span, &mut traces)?;
    }
    traces.lacking.sort_by(|one, other| (&one.date, &one.title).cmp(&(&other.date, &other.title)));
    Ok(traces)
}

fn of_kind(
    context: &Context,
    kind: &'static Kind,
    station: Option<&str>,
    span: Period,
    traces: &mut Traces,
) -> Result<(), CommandError> {
    let finals = context.of_station(&kind.name, station).finals();
    let mut rows = context.list(&finals.only(&kind.short_fields()))?;
    rows.retain(|row| day(kind, row).is_some_and(|day| span.contains(day)));
    let photographed = photographed(context, &rows)?;
    let titles = Titles::for_rows(context, kind, &rows)?;
    for row in &rows {
        let (Some(day), Some(state)) = (day(kind, row), state_field(kind)) else { continue };
        let service = Service {
            held: text(&row.fields, state) == "held",
            cancelled: text(&row.fields, state) == "cancelled",
            day,
            photo: photographed.contains(&row.id),
        };
        let over = Service { held: false, photo: false, ..service };
        if lack(over, traces.days, context.today).is_none() {
            continue;
        }
        traces.services += 1;
        let Some(lack) = lack(service, traces.days, context.today) else {
            traces.whole += 1;
            continue;
        };
        traces.lacking.push(LackingService {
            record: RecordRef { kind: kind.name.clone(), id: row.id.clone() },
            station: row.station.clone(),
            title: format!("{} {}", kind.label, labels::title(context, kind, &row.fields, &titles)),
            date: day.to_string(),
            lacks: match lack {
                Lack::Record => "没有记录",
                Lack::Photo => "没有照片",
            }
            .to_owned(),
        });
    }
    Ok(())
}

fn state_field(kind: &Kind) -> Option<&str> {
    let field = kind.fields.iter().find(|field| field.codes.as_deref() == Some(EVENT_STATE));
    field.filter(|_| kind.counts_in_month).map(|field| field.name.as_str())
}

/// The day it was held, or else the one it is planned for.
fn day(kind: &Kind, row: &Row) -> Option<NaiveDate> {
    let held = kind.date.as_deref().and_then(|field| date(&row.fields, field));
    held.or_else(|| date(&row.fields, community_activity::PLAN_DATE))
}

fn photographed(context: &Context, rows: &[Row]) -> Result<BTreeSet<String>, CommandError> {
    let mut found = BTreeSet::new();
    for part in rows.chunks(500) {
        let ids: Vec<String> = part.iter().map(|row| row.id.clone()).collect();
        let photos = Query::of(attachment::KIND).and(attachment::TARGET, Test::In, ids);
        let photos = context.store.columns(&photos, &[attachment::TARGET])?;
        found.extend(photos.into_iter().flatten().filter_map(|id| id.as_str().map(str::to_owned)));
    }
    Ok(found)
}
