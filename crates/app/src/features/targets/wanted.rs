//! Targets as they were set: what is wanted of a station over a span, from records of county and supervisor. How far they are is measured in
//! `progress.rs`.

use std::collections::BTreeMap;

use changelog::Payload;
use chrono::{Datelike, NaiveDate};
use domain::fields::{kpi_manual_adjust, kpi_sub_target, kpi_target};
use domain::period::Period;
use serde_json::Value;
use store::{Query, Row, Test};

use crate::kernel::context::{Context, text};
use crate::kernel::error::CommandError;
use crate::kernel::role::Role;

/// A target that somebody set, whoever and where.
pub(super) struct Wanted {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) by_county: bool,
    /// 依据
    pub(super) document_no: String,
    pub(super) editable: bool,
    /// The agreement that asks for it.
    pub(super) agreement: Option<String>,
    /// What it is counted over.
    pub(super) span: Period,
    pub(super) subs: Vec<WantedSub>,
}

/// What it counts.
pub(super) struct WantedSub {
    pub(super) id: String,
    pub(super) figure: String,
    /// As the figure is kept.
    pub(super) target: u64,
    /// What was added by hand.
    pub(super) adjusts: Vec<Row>,
}

impl Wanted {
    /// The day up to which it is counted on a day.
    pub(super) fn until(&self, today: NaiveDate) -> NaiveDate {
        today.clamp(self.span.from, self.span.to)
    }
}

/// How many a field says, as the figure is kept.
pub(super) fn count(fields: &Payload, name: &str) -> u64 {
    fields.get(name).and_then(Value::as_u64).unwrap_or(0)
}

/// A target as its records say it, with its sub-targets and what was added by hand.
pub(super) struct SetTarget {
    pub(super) row: Row,
    pub(super) subs: Vec<(Row, Vec<Row>)>,
}

/// The targets of a calendar year that county and supervisor set: the county's first, then by number and name.
pub(super) fn set_in(context: &Context, station: &str, year: Period) -> Result<Vec<Wanted>, CommandError> {
    let wanted = |target: SetTarget| Wanted {
        name: text(&target.row.fields, kpi_target::NAME).to_owned(),
        by_county: is_by_county(&target.row),
        document_no: text(&target.row.fields, kpi_target::DOCUMENT_NO).to_owned(),
        editable: may_change(context, &target.row),
        agreement: None,
        span: year,
        subs: target.subs.into_iter().map(sub).collect(),
        id: target.row.id,
    };
    Ok(set_for(context, station, year.from.year())?.into_iter().map(wanted).collect())
}

fn sub((row, adjusts): (Row, Vec<Row>)) -> WantedSub {
    WantedSub {
        figure: text(&row.fields, kpi_sub_target::FIGURE).to_owned(),
        target: count(&row.fields, kpi_sub_target::TARGET),
        id: row.id,
        adjusts,
    }
}

/// The same as records, to be changed.
pub(super) fn set_for(context: &Context, station: &str, year: i32) -> Result<Vec<SetTarget>, CommandError> {
    let targets = context.list(
        &context
            .of_station(kpi_target::KIND, Some(station))
            .and(kpi_target::YEAR, Test::Eq, year)
            .by("created_ms", false),
    )?;
    let ids = |rows: &[Row]| rows.iter().map(|row| row.id.clone()).collect::<Vec<_>>();
    let subs = context.list_in(
        &Query::of(kpi_sub_target::KIND).by("created_ms", false),
        kpi_sub_target::KPI_TARGET,
        &ids(&targets),
    )?;
    let mut adjusts: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for row in context.list_in(
        &Query::of(kpi_manual_adjust::KIND).by(kpi_manual_adjust::DATE, false),
        kpi_manual_adjust::KPI_SUB_TARGET,
        &ids(&subs),
    )? {
        adjusts.entry(text(&row.fields, kpi_manual_adjust::KPI_SUB_TARGET).to_owned()).or_default().push(row);
    }
    let mut of_target: BTreeMap<String, Vec<(Row, Vec<Row>)>> = BTreeMap::new();
    for sub in subs {
        let own = adjusts.remove(&sub.id).unwrap_or_default();
        of_target.entry(text(&sub.fields, kpi_sub_target::KPI_TARGET).to_owned()).or_default().push((sub, own));
    }
    let mut set: Vec<SetTarget> =
        targets.into_iter().map(|row| SetTarget { subs: of_target.remove(&row.id).unwrap_or_default(), row }).collect();
    set.sort_by_key(|target| {
        (
            !is_by_county(&target.row),
            target.row.fields.get(kpi_target::SEQ_NO).and_then(Value::as_i64).unwrap_or(i64::MAX),
        )
    });
    Ok(set)
}

/// Whether the county set it.
pub(super) fn is_by_county(target: &Row) -> bool {
    text(&target.fields, kpi_target::SET_BY) == "county"
}

/// What the county set only the county changes; at a station only the supervisor sets targets.
pub(super) fn may_change(context: &Context, target: &Row) -> bool {
    match context.person.role {
        Role::County => is_by_county(target),
        Role::Supervisor => !is_by_county(target) && context.station.as_deref() == Some(target.station.as_str()),
        Role::Worker => false,
    }
}
