//! Reading of facts: final, living records of one station or of all, within a span of days, each read once and without what only pages
//! show. It remembers whose each record is where facts of all stations are to be parted, and reads nothing again that was not touched since
//! the moment asked about. It counts nothing.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use domain::brief::Facts;
use domain::fields::{county_parameter, service_item};
use domain::period::Period;
use store::{Query, Row, Test};

use crate::kernel::context::{Context, text};
use crate::kernel::error::CommandError;

/// The fields of a kind that facts are made of; none: all.
type LookedAt = fn(&str) -> Vec<&'static str>;

/// Whose a row is, where facts are to be parted.
enum Owner<'c> {
    Station,
    /// A worker, a village: what a row says of it.
    By(Box<dyn Fn(&Row) -> String + 'c>),
}

/// Owner by record.
pub(crate) type Owners = HashMap<Arc<str>, Arc<str>>;

/// Texts that thousands of facts have in common, each kept once.
#[derive(Default)]
pub(crate) struct Shared(HashSet<Arc<str>>);

impl Shared {
    pub(crate) fn of(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.0.get(text) {
            return known.clone();
        }
        let new: Arc<str> = text.into();
        self.0.insert(new.clone());
        new
    }
}

/// Where facts of a kind stand among those of today, and the id of one.
type Known<T> = (fn(&Facts) -> &Vec<T>, fn(&T) -> &str);

/// Who reads, of which station, within which days.
pub(crate) struct Reading<'c> {
    pub(crate) context: &'c Context<'c>,
    station: Option<&'c str>,
    pub(crate) span: Period,
    looked_at: LookedAt,
    owners: Option<(Owner<'c>, RefCell<Owners>)>,
    today: Option<&'c Facts>,
}

/// What was read of half a span.
struct Half<T> {
    found: Vec<T>,
    owners: Vec<(Arc<str>, Arc<str>)>,
    shared: Shared,
}

impl<T> Default for Half<T> {
    fn default() -> Half<T> {
        Half { found: Vec::new(), owners: Vec::new(), shared: Shared::default() }
    }
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
        let owners = Some((Owner::Station, RefCell::default()));
        Reading { context, station: None, span, looked_at, owners, today: None }
    }

    /// Of one station with every field, to be parted by what `owner` says of a row.
    pub(crate) fn parted(
        context: &'c Context<'c>,
        station: &'c str,
        span: Period,
        owner: impl Fn(&Row) -> String + 'c,
    ) -> Reading<'c> {
        let owners = Some((Owner::By(Box::new(owner)), RefCell::default()));
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
        fact: impl FnMut(&Row) -> Option<T>,
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

    /// The same of a kind whose facts are made of a few texts and of which there are hundreds of thousands: where nobody asks more of a
    /// record, none is made of it, and the two halves of the span are read side by side.
    pub(crate) fn dated_texts<T: Clone + Send, const N: usize>(
        &self,
        dated: (&str, &str),
        known: Known<T>,
        fields: [&'static str; N],
        fact: impl Fn(Arc<str>, [&str; N], &mut Shared) -> Option<T> + Sync,
    ) -> Result<Vec<T>, CommandError> {
        let by_row = matches!(self.owners, Some((Owner::By(_), _)));
        if by_row || self.context.store.touched().is_some() {
            let mut shared = Shared::default();
            return self.dated_facts(dated, known, |row| {
                fact(row.id.as_str().into(), fields.map(|field| text(&row.fields, field)), &mut shared)
            });
        }
        let halves = self.span.halves().map(|half| self.between(dated, half));
        let owned = self.owners.is_some();
        let read = self.context.store.texts(&halves, fields, |half: &mut Half<T>, one| {
            let id: Arc<str> = one.id.into();
            if owned {
                half.owners.push((id.clone(), half.shared.of(one.station)));
            }
            half.found.extend(fact(id, one.fields, &mut half.shared));
        })?;
        let mut found = Vec::new();
        for half in read {
            found.extend(half.found);
            if let Some((_, owners)) = &self.owners {
                owners.borrow_mut().extend(half.owners);
            }
        }
        Ok(found)
    }

    /// Owner by record, of everything that was read.
    pub(crate) fn into_owners(self) -> Owners {
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
        self.between((kind, field), self.span)
    }

    fn between(&self, (kind, field): (&str, &str), days: Period) -> Query {
        let since = self.all(kind).and(field, Test::AtLeast, days.from.to_string());
        since.and(field, Test::AtMost, days.to.to_string())
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
            let of = |row: &Row| match owner {
                Owner::Station => row.station.as_str().into(),
                Owner::By(owner) => owner(row).into(),
            };
            owners.borrow_mut().extend(rows.iter().map(|row| (row.id.as_str().into(), of(row))));
        }
        rows
    }
}
