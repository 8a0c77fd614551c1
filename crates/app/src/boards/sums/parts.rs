//! Figures of a period by station: as they were reported, as they are now with files taken apart that were merged since, and as they are now; and
//! the county's own. A station has reported a period when reports of it cover every day; what it knew then is what stood at the last of them.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use domain::books::Frozen;
use domain::brief::{Facts, Figure, Figures};
use domain::brief_figures::figures;
use domain::fields::recipient;
use domain::period::{Month, Period};
use domain::sums::{Equation, Term};
use serde_json::Value;
use store::AsOf;

use crate::boards::books::moved::{Difference, between, places_of};
use crate::kernel::context::{Context, kind_named, text};
use crate::kernel::error::CommandError;
use crate::records::facts::{OfStations, as_it_stood};

/// A station's figures.
pub(crate) struct Part {
    pub(crate) station: String,
    /// The last report of the period, and what was touched since; none before it has reported all of it.
    pub(crate) since: Option<(Frozen, AsOf)>,
    then: Option<Figures>,
    /// As they are now, without merges made since.
    pub(crate) apart: Figures,
    pub(crate) now: Figures,
    /// Files merged since: which, into which.
    pub(crate) merged: Vec<(String, String)>,
    moved: OnceCell<Difference>,
}

impl Part {
    /// As they were reported; now, where they were not.
    pub(crate) fn reported(&self) -> &Figures {
        self.then.as_ref().unwrap_or(&self.apart)
    }

    /// Lines and records that moved since it had reported, worked out once for all figures; none before it has reported.
    pub(crate) fn moved(&self, context: &Context, period: Period) -> Result<Option<&Difference>, CommandError> {
        let Some((frozen, since)) = &self.since else { return Ok(None) };
        if self.moved.get().is_none() {
            let of_period = Frozen { period, ..frozen.clone() };
            let found = between(context, since, &of_period, self.reported(), &self.apart)?;
            self.moved.get_or_init(|| found);
        }
        Ok(self.moved.get())
    }
}

/// All of them.
pub(crate) struct Parts {
    pub(crate) period: Period,
    pub(crate) stations: Vec<Part>,
    pub(crate) county: Figures,
    /// Who is one person in any station (R25).
    pub(crate) persons: HashMap<String, String>,
}

impl Parts {
    pub(crate) fn gather(context: &Context, period: Period) -> Result<Parts, CommandError> {
        let of_stations = OfStations::gather(context, period)?;
        Ok(Parts::beside(context, of_stations, period, |all| (figures(all, period), ()))?.0)
    }

    /// The same from facts that were read already, over a span that holds the period. The county's figures, and what else is to be counted
    /// of all the facts, are counted beside the stations', on another core.
    pub(crate) fn beside<C: Send>(
        context: &Context,
        mut of_stations: OfStations,
        period: Period,
        county: impl FnOnce(&Facts) -> (Figures, C) + Send,
    ) -> Result<(Parts, C), CommandError> {
        let nothing = of_stations.all.nothing();
        let all = std::mem::replace(&mut of_stations.all, nothing);
        let ((county, counted), stations) = std::thread::scope(|scope| {
            let county = scope.spawn(|| county(&all));
            let mut stations = Vec::new();
            for station in context.stations() {
                let facts = of_stations.of(&station.code);
                stations.push(part(context, station.code, &facts, period)?);
            }
            let county = county.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            Ok::<_, CommandError>((county, stations))
        })?;
        let mut parts = Parts { period, stations, county, persons: of_stations.persons };
        parts.stations.sort_by(|one, other| one.station.cmp(&other.station));
        Ok((parts, counted))
    }

    /// A figure as an equation. People whom several stations counted are told apart by who they are; what remains is unexplained.
    pub(crate) fn equation(&self, code: &str) -> Equation {
        let value = |figures: &Figures| figures.value(code).map_or(0, |value| i64::try_from(value).unwrap_or(i64::MAX));
        let term = |part: &Part| Term {
            reported: value(part.reported()),
            corrected: value(&part.apart),
            now: value(&part.now),
        };
        Equation {
            terms: self.stations.iter().map(term).collect(),
            county: value(&self.county),
            twice: i64::try_from(self.counted_again(code).len()).unwrap_or(i64::MAX),
        }
    }

    /// Records of people behind the stations' figures that the county counts under another: of a person at two stations the second.
    pub(crate) fn counted_again(&self, code: &str) -> Vec<(&str, &str)> {
        let of_people = |figure: &&Figure| figure.value == Some(figure.ids.len() as u64);
        let Some(county) = self.county.get(code).filter(of_people) else { return Vec::new() };
        let own = self.stations.iter().filter_map(|part| Some((part.station.as_str(), part.now.get(code)?)));
        // Where the stations add up to the county nobody was counted again: so it is of everything but people.
        if own.clone().filter_map(|(_, figure)| figure.value).sum::<u64>() == county.ids.len() as u64 {
            return Vec::new();
        }
        let counted: HashSet<&str> = county.ids.iter().map(String::as_str).collect();
        let behind = own.flat_map(|(station, figure)| figure.ids.iter().map(move |id| (station, id.as_str())));
        behind.filter(|(_, id)| !counted.contains(id)).collect()
    }

    /// Who a record is of, the same key for the same person in any station.
    pub(crate) fn person<'a>(&'a self, id: &'a str) -> &'a str {
        self.persons.get(id).map_or(id, String::as_str)
    }
}

fn part(context: &Context, station: String, facts: &Facts, period: Period) -> Result<Part, CommandError> {
    let now = figures(facts, period);
    let Some(frozen) = reported(context, &station, period)? else {
        return Ok(Part {
            station,
            since: None,
            then: None,
            apart: now.clone(),
            now,
            merged: Vec::new(),
            moved: OnceCell::new(),
        });
    };
    let row = context.row(&frozen.kind, &frozen.record)?;
    let heads = kind_named(&frozen.kind)?.closes.as_ref().map(|closes| closes.heads.clone()).unwrap_or_default();
    let since = context.store.touched_since(&places_of(&row, &heads), Some(&station))?;
    let counted = |as_of: &AsOf| match as_of.is_empty() {
        true => Ok::<_, CommandError>(now.clone()),
        false => Ok(figures(&as_it_stood(&context.as_of(as_of.clone()), Some(&station), period, facts)?, period)),
    };
    let (apart, merged) = merged_since(context, &since)?;
    Ok(Part {
        then: Some(counted(&since)?),
        apart: counted(&apart)?,
        merged,
        since: Some((frozen, since)),
        now,
        station,
        moved: OnceCell::new(),
    })
}

/// The last of the reports that together cover every month of the period.
fn reported(context: &Context, station: &str, period: Period) -> Result<Option<Frozen>, CommandError> {
    let books = context.books()?;
    let own = |frozen: &&Frozen| {
        frozen.station == station && !frozen.period.to.lt(&period.from) && frozen.period.from <= period.to
    };
    let within: Vec<&Frozen> = books.periods().filter(own).collect();
    let mut month = Month::of(period.from);
    while month.first() <= period.to {
        let days = month.period();
        if !within.iter().any(|one| one.period.contains(days.from) && one.period.contains(days.to)) {
            return Ok(None);
        }
        month = month.plus(1);
    }
    Ok(within.into_iter().max_by_key(|one| one.at_ms).cloned())
}

/// The records as they are, but files apart that were merged since; and which these are.
fn merged_since(context: &Context, since: &AsOf) -> Result<(AsOf, Vec<(String, String)>), CommandError> {
    let mut now = std::collections::BTreeMap::new();
    for (id, _) in since.touched(recipient::KIND) {
        now.extend(context.store.row(recipient::KIND, id)?.map(|row| (id.clone(), row)));
    }
    let went = |row: &store::Row| text(&row.fields, recipient::MERGED_INTO).to_owned();
    let merged: Vec<(String, String)> = since
        .touched(recipient::KIND)
        .filter_map(|(id, touched)| {
            let into = went(now.get(id)?);
            let before = touched.before.as_ref().map(went).unwrap_or_default();
            (!into.is_empty() && into != before).then(|| (id.clone(), into))
        })
        .collect();
    let apart = since.only(recipient::KIND, |id, touched| {
        let mut row = now.get(id)?.clone();
        let before = touched.before.as_ref().map(went).unwrap_or_default();
        if went(&row) == before {
            return None;
        }
        row.fields
            .insert(recipient::MERGED_INTO.to_owned(), if before.is_empty() { Value::Null } else { before.into() });
        row.fields.retain(|_, value| !value.is_null());
        Some(row)
    });
    Ok((apart, merged))
}
