//! Reading of facts: final, living records of one station or of all, within a span of days, each read once and without what only pages
//! show. It remembers whose each record is where facts of all stations are to be parted. It counts nothing.

use std::cell::RefCell;
use std::collections::HashMap;

use domain::period::Period;
use store::{Query, Row, Test};

use crate::kernel::context::Context;
use crate::kernel::error::CommandError;

/// The fields of a kind that facts are made of; none: all.
type LookedAt = fn(&str) -> Vec<&'static str>;

/// Whose a row is, where facts are to be parted: a station, a worker, a village.
type Owner<'c> = Box<dyn Fn(&Row) -> String + 'c>;

/// Who reads, of which station, within which days.
pub(crate) struct Reading<'c> {
    pub(crate) context: &'c Context<'c>,
    station: Option<&'c str>,
    pub(crate) span: Period,
    looked_at: LookedAt,
    owners: Option<(Owner<'c>, RefCell<HashMap<String, String>>)>,
}

impl<'c> Reading<'c> {
    /// Of one station, or of all taken together.
    pub(crate) fn of(
        context: &'c Context<'c>,
        station: Option<&'c str>,
        span: Period,
        looked_at: LookedAt,
    ) -> Reading<'c> {
        Reading { context, station, span, looked_at, owners: None }
    }

    /// Of all stations, to be parted.
    pub(crate) fn of_each(context: &'c Context<'c>, span: Period, looked_at: LookedAt) -> Reading<'c> {
        let owner: Owner<'c> = Box::new(|row| row.station.clone());
        Reading { context, station: None, span, looked_at, owners: Some((owner, RefCell::default())) }
    }

    /// Of one station with every field, to be parted by what `owner` says of a row.
    pub(crate) fn parted(
        context: &'c Context<'c>,
        station: &'c str,
        span: Period,
        owner: impl Fn(&Row) -> String + 'c,
    ) -> Reading<'c> {
        let owners = Some((Box::new(owner) as Owner<'c>, RefCell::default()));
        Reading { context, station: Some(station), span, looked_at: |_| Vec::new(), owners }
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
