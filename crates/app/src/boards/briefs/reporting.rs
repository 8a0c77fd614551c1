//! Reporting of a month: stations with a frozen brief, and those that owe one because they had begun to work by then. The board, the
//! page of briefs and 工作台 ask here.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::fields::{case, monthly_brief, visit};
use domain::period::Month;
use store::Query;

use crate::boards::briefs::types::OwingStation;
use crate::kernel::context::{Context, date, text};
use crate::kernel::error::CommandError;
use crate::records::returns;

/// Frozen briefs and first days of the stations that are here.
pub(crate) struct Reporting {
    frozen: BTreeSet<(String, String)>,
    begun: BTreeMap<String, NaiveDate>,
    stations: Vec<OwingStation>,
}

impl Reporting {
    pub(crate) fn of(context: &Context) -> Result<Reporting, CommandError> {
        let briefs = Query { provisional: Some(false), ..context.of_station(monthly_brief::KIND, None) };
        let briefs = context.list(&briefs.only(&[monthly_brief::MONTH]))?;
        // A returned brief is owed again until a newer version takes its place.
        let returned = returns::of_kind(context, monthly_brief::KIND)?;
        let standing = briefs.iter().filter(|row| !returned.contains_key(&row.id));
        let frozen = standing.map(|row| (row.station.clone(), text(&row.fields, monthly_brief::MONTH).to_owned()));
        let (mut begun, mut stations) = (BTreeMap::new(), Vec::new());
        for station in &context.store.roster().stations {
            stations.push(OwingStation { code: station.code.clone(), name: station.name.clone() });
            begun.extend(first_day(context, &station.code)?.map(|day| (station.code.clone(), day)));
        }
        stations.sort_by(|one, other| one.code.cmp(&other.code));
        Ok(Reporting { frozen: frozen.collect(), begun, stations })
    }

    /// A station has frozen a brief of the month.
    pub(crate) fn has_frozen(&self, station: &str, month: Month) -> bool {
        self.frozen.contains(&(station.to_owned(), month.to_string()))
    }

    /// A station had begun to work by the end of the month; before that it owes no brief.
    pub(crate) fn had_begun(&self, station: &str, month: Month) -> bool {
        self.begun.get(station).is_some_and(|day| *day <= month.last())
    }

    /// Stations that owe the month's brief and have frozen none.
    pub(crate) fn owing(&self, month: Month) -> Vec<OwingStation> {
        let owes = |one: &&OwingStation| self.had_begun(&one.code, month) && !self.has_frozen(&one.code, month);
        self.stations.iter().filter(owes).cloned().collect()
    }
}

/// The first day on which a station visited somebody or took a lead.
fn first_day(context: &Context, station: &str) -> Result<Option<NaiveDate>, CommandError> {
    let first = |kind: &str, field: &'static str| {
        let dated = context.of_station(kind, Some(station)).and(field, store::Test::AtLeast, "1900-01-01");
        let one = Query { limit: Some(1), ..dated.only(&[field]).by(field, false) };
        Ok::<_, CommandError>(context.list(&one)?.first().and_then(|row| date(&row.fields, field)))
    };
    let days = [first(visit::KIND, visit::DATE)?, first(case::KIND, case::LEAD_DATE)?];
    Ok(days.into_iter().flatten().min())
}
