//! Reading of facts: final, living records of one station or of all, within a span of days, each read once and without what only pages
//! show. It remembers whose each record is where facts of all stations are to be parted, and reads nothing again that was not touched since
//! the moment asked about. It counts nothing.

use std::cell::RefCell;
use std::collections::HashMap;

use domain::brief::Facts;
use domain::fields::{county_parameter, service_item};
use domain::period::Period;
use store::{Query, Row, Test};

use crate::kernel::context::Context;
use crate::kernel::error::CommandError;

/// The fields of a kind that facts are made of; none: all.
type LookedAt = fn(&str) -> Vec<&'static str>;

/// Whose a row is, where facts are to be parted: a station, a worker, a village.
type Owner<'c> = Box<dyn Fn(&Row) -> String + 'c>;

/// Where facts of a kind stand among those of today, and the id of one.
type Known<T> = (fn(&Facts) -> &Vec<T>, fn(&T) -> &String);

/// Who reads, of which station, within which days.
pub(crate) struct Reading<'c> {
    pub(crate) context: &'c Context<'c>,
    station: Option<&'c str>,
    pub(crate) span: Period,
    looked_at: LookedAt,
    owners: Option<(Owner<'c>, RefCell<HashMap<String, String>>)>,
    today: Option<&'c Facts>,
}

/// By what the county counts every record: where it was touched, nothing counts as it does today.
const COUNTED_BY: [&str; 2] = [service_item::KIND, county_parameter::KIND];

impl<'c> Reading<'c> {
    /// Of one station, or of all taken together.
    pub(crate) fn of(
        context: &'c Context<'c>,
        station: Option<&'c str>,
        span: Period,
        looked_at: LookedAt,
    ) -> Reading<'c> {
        Reading { context, station, span, looked_at, owners: None, today: None }
    }

    /// Of all stations, to be parted.
    pub(crate) fn of_each(context: &'c Context<'c>, span: Period, looked_at: LookedAt) -> Reading<'c> {
        let owner: Owner<'c> = Box::new(|row| row.station.clone());
        Reading { context, station: None, span, looked_at, owners: Some((owner, RefCell::default())), today: None }
    }

    /// Of one station with every field, to be parted by what `owner` says of a row.
    pub(crate) fn parted(
        context: &'c Context<'c>,
        station: &'c str,
        span: Period,
        owner: impl Fn(&Row) -> String + 'c,
    ) -> Reading<'c> {
        let owners = Some((Box::new(owner) as Owner<'c>, RefCell::default()));
        Reading { context, station: Some(station), span, looked_at: |_| Vec::new(), owners, today: None }
    }

    /// Of a moment that the context asks about, with the same question's facts of today.
    pub(crate) fn with_today(self, today: &'c Facts) -> Reading<'c> {
        Reading { today: Some(today), ..self }
    }

    /// The facts of today, where none of these kinds was touched since the moment asked about.
    pub(crate) fn untouched(&self, kinds: &[&str]) -> Option<&'c Facts> {
        let touched = self.context.store.touched()?;
        let same = |kind: &&str| touched.touched(kind).next().is_none();
        self.today.filter(|_| COUNTED_BY.iter().chain(kinds).all(same))
    }

    /// What is made of these kinds: as it is today, where none of them was touched.
    pub(crate) fn unless_touched<T>(
        &self,
        kinds: &[&str],
        today: impl FnOnce(&Facts) -> T,
        read: impl FnOnce() -> Result<T, CommandError>,
    ) -> Result<T, CommandError> {
        self.untouched(kinds).map_or_else(read, |facts| Ok(today(facts)))
    }

    /// Facts of a kind's records dated within the span; of those that were not touched what is known of them today.
    pub(crate) fn dated_facts<T: Clone>(
        &self,
        (kind, field): (&str, &str),
        (today, id): Known<T>,
        fact: impl Fn(&Row) -> Option<T>,
    ) -> Result<Vec<T>, CommandError> {
        let query = self.within(kind, field);
        let (mut known, rows) = match (self.untouched(&[]), self.context.store.touched()) {
            (Some(facts), Some(touched)) => {
                let known = today(facts).iter().filter(|one| touched.of(kind, id(one)).is_none());
                (known.cloned().collect(), self.context.store.stood(&query)?)
            }
            _ => (Vec::new(), self.list(&query)?),
        };
        known.extend(rows.iter().filter_map(fact));
        Ok(known)
    }

    /// Owner by record, of everything that was read.
    pub(crate) fn into_owners(self) -> HashMap<String, String> {
        self.owners.map(|(_, owners)| owners.into_inner()).unwrap_or_default()
    }

    /// All records of a kind.
    pub(crate) fn all(&self, kind: &str) -> Query {
        self.context.of_station(kind, self.station).only(&(self.looked_at)(kind)).bare().finals()
    }

    /// Those dated on the first day of the span or later.
    pub(crate) fn since(&self, kind: &str, field: &str) -> Query {
        self.all(kind).and(field, Test::AtLeast, self.span.from.to_string())
    }

    /// Those dated within the span.
    pub(crate) fn within(&self, kind: &str, field: &str) -> Query {
        self.since(kind, field).and(field, Test::AtMost, self.span.to.to_string())
    }

    /// The same, read.
    pub(crate) fn dated(&self, kind: &str, field: &str) -> Result<Vec<Row>, CommandError> {
        self.list(&self.within(kind, field))
    }

    /// The records that answer.
    pub(crate) fn list(&self, query: &Query) -> Result<Vec<Row>, CommandError> {
        Ok(self.owned(self.context.list(query)?))
    }

    /// Records of a kind that belong to these.
    pub(crate) fn list_in(&self, query: &Query, field: &str, ids: &[String]) -> Result<Vec<Row>, CommandError> {
        Ok(self.owned(self.context.list_in(query, field, ids)?))
    }

    fn owned(&self, rows: Vec<Row>) -> Vec<Row> {
        if let Some((owner, owners)) = &self.owners {
            owners.borrow_mut().extend(rows.iter().map(|row| (row.id.clone(), owner(row))));
        }
        rows
    }
}
