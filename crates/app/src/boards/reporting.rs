//! Reporting of a month: stations with a frozen brief, and those that owe one because they had begun by then. The board, the page of briefs,
//! 工作台 and 期限 ask here.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::fields::{case, community_activity, group_session, monthly_brief, visit};
use domain::period::Month;
use serde::{Deserialize, Serialize};
use store::{Query, Test};
use ts_rs::TS;

use crate::kernel::context::{Context, date, text};
use crate::kernel::error::CommandError;
use crate::records::{agreements, returns};

/// A station that has not reported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub(crate) struct OwingStation {
    /// Station code.
    pub code: String,
    /// Name.
    pub name: String,
}

/// The day of the following month on which briefs are due, as the county has set it.
pub(crate) fn due_day(context: &Context) -> Result<u32, CommandError> {
    let set = context.number_parameter(domain::parameters::BRIEF_DUE_DAY)?;
    Ok(set.unwrap_or(domain::period::BRIEF_DUE_DAY))
}

/// The newest version of a month's brief.
pub(crate) struct Newest {
    pub(crate) id: String,
    /// It was sent back: owed again until a newer version takes its place.
    pub(crate) returned: bool,
}

/// Frozen briefs and first days of the stations that are here.
pub(crate) struct Reporting {
    newest: BTreeMap<(String, String), Newest>,
    begun: BTreeMap<String, Reports>,
    stations: Vec<OwingStation>,
}

/// The days between which a station reports.
#[derive(Clone, Copy)]
pub(crate) struct Reports {
    /// The first day of its first agreement, or the first day it worked where that was earlier.
    pub(crate) from: NaiveDate,
    /// The day on which its last agreement was ended; none while it goes on.
    pub(crate) until: Option<NaiveDate>,
}

impl Reporting {
    pub(crate) fn of(context: &Context) -> Result<Reporting, CommandError> {
        let briefs = context.of_station(monthly_brief::KIND, None).finals();
        let oldest_first = briefs.only(&[monthly_brief::MONTH]).by(monthly_brief::VERSION, false);
        let returned = returns::of_kind(context, monthly_brief::KIND)?;
        let newest = context.list(&oldest_first)?.into_iter().map(|row| {
            let month = text(&row.fields, monthly_brief::MONTH).to_owned();
            ((row.station, month), Newest { returned: returned.contains_key(&row.id), id: row.id })
        });
        let named = context.stations().into_iter().map(|one| OwingStation { code: one.code, name: one.name });
        let mut stations: Vec<OwingStation> = named.collect();
        stations.sort_by(|one, other| one.code.cmp(&other.code));
        Ok(Reporting { newest: newest.collect(), begun: begun(context)?, stations })
    }

    /// The newest version of a station's brief of the month.
    pub(crate) fn newest(&self, station: &str, month: Month) -> Option<&Newest> {
        self.newest.get(&(station.to_owned(), month.to_string()))
    }

    /// It stands: it was not sent back.
    pub(crate) fn stands(&self, station: &str, month: Month) -> bool {
        self.newest(station, month).is_some_and(|newest| !newest.returned)
    }

    /// A station had begun by the end of the month, and not ended before it: without either it owes no brief.
    pub(crate) fn had_begun(&self, station: &str, month: Month) -> bool {
        let at_work = |one: &Reports| one.from <= month.last() && one.until.is_none_or(|until| month.first() <= until);
        self.begun.get(station).is_some_and(at_work)
    }

    /// Any station that this PC shows had.
    pub(crate) fn had_any_begun(&self, month: Month) -> bool {
        self.begun.values().any(|one| one.from <= month.last())
    }

    /// A station owes the month's brief and has frozen none that stands.
    pub(crate) fn owes(&self, station: &str, month: Month) -> bool {
        self.had_begun(station, month) && !self.stands(station, month)
    }

    /// Stations that do.
    pub(crate) fn owing(&self, month: Month) -> Vec<OwingStation> {
        self.stations.iter().filter(|one| self.owes(&one.code, month)).cloned().collect()
    }
}

/// Since when, and until when, each station reports.
pub(crate) fn begun(context: &Context) -> Result<BTreeMap<String, Reports>, CommandError> {
    let mut begun = BTreeMap::new();
    for station in context.stations() {
        let agreed = agreements::first_day(context, &station.code)?;
        let first = agreed.into_iter().chain(first_day(context, &station.code)?).min();
        let until = agreements::ended_early(context, &station.code)?;
        begun.extend(first.map(|from| (station.code.clone(), Reports { from, until })));
    }
    Ok(begun)
}

/// The first day on which a station visited somebody, took a lead, met a group or held an activity.
fn first_day(context: &Context, station: &str) -> Result<Option<NaiveDate>, CommandError> {
    let of = |kind: &str| context.of_station(kind, Some(station));
    let first = |all: Query, field: &'static str| {
        let dated = all.and(field, Test::AtLeast, "1900-01-01");
        let one = Query { limit: Some(1), ..dated.only(&[field]).by(field, false) };
        Ok::<_, CommandError>(context.list(&one)?.first().and_then(|row| date(&row.fields, field)))
    };
    let days = [
        first(of(visit::KIND), visit::DATE)?,
        first(of(case::KIND), case::LEAD_DATE)?,
        first(of(group_session::KIND).and(group_session::STATE, Test::Eq, "held"), group_session::DATE)?,
        first(of(community_activity::KIND).and(community_activity::STATE, Test::Eq, "held"), community_activity::DATE)?,
    ];
    Ok(days.into_iter().flatten().min())
}
