//! Readings as they are written: an `access` change says who read what. Of a single record it stands on the record; of many people shown by
//! one answer there is one change for each log, which names them by id and belongs to nobody's record, so that it outlives each of them.

use std::collections::BTreeMap;

use changelog::{Audience, Op, Payload};
use domain::validate::text;
use store::{Row, Write};

use crate::kernel::context::Context;
use crate::kernel::error::CommandError;

/// Kind of a change that says whom an answer showed: of no record, and so in no dictionary file.
pub(crate) const SHOWN: &str = "reading";
/// What was read, in words.
pub(crate) const WHAT: &str = "what";
/// Which fields.
pub(crate) const FIELDS: &str = "fields";
/// Whom an answer showed.
pub(crate) const PEOPLE: &str = "people";
/// What an opened file's `access` change says.
const OPENED: &str = "打开档案";
/// As many people as one change names: what is longer could not be sent.
const AT_ONCE: usize = 500;

impl Context<'_> {
    /// Records that this person has opened a file; once in half an hour is enough.
    pub(crate) fn record_opening(&self, row: &Row) -> Result<(), CommandError> {
        let since = self.now_ms.saturating_sub(30 * 60_000);
        let before = self.store.history(&row.kind, &row.id)?;
        let known = before.iter().any(|entry| {
            entry.op == Op::Access
                && entry.author == self.person.id
                && entry.hlc.ms >= since
                && text(&entry.fields, WHAT) == OPENED
        });
        if known { Ok(()) } else { self.record_reading(row, OPENED, &[]) }
    }

    /// Records that this person has read something: a file opened, values unmasked.
    pub(crate) fn record_reading(&self, row: &Row, what: &str, fields: &[String]) -> Result<(), CommandError> {
        self.save(self.audience_of_reading(&row.station), vec![reading(row, what, fields)]).map(|_| ())
    }

    /// The same of many records, in one save for each log that they belong to.
    pub(crate) fn record_readings(&self, read: &[(&Row, String)]) -> Result<(), CommandError> {
        let mut writes: Vec<(Audience, Vec<Write>)> = Vec::new();
        for (row, what) in read {
            let audience = self.audience_of_reading(&row.station);
            let write = reading(row, what, &[]);
            match writes.iter_mut().find(|(known, _)| *known == audience) {
                Some((_, own)) => own.push(write),
                None => writes.push((audience, vec![write])),
            }
        }
        writes.into_iter().try_for_each(|(audience, own)| self.save(audience, own).map(|_| ()))
    }

    /// Records whom an answer or a file showed: ids of people, by the station whose they are.
    pub(crate) fn record_shown(&self, what: &str, people: BTreeMap<String, Vec<String>>) -> Result<(), CommandError> {
        for (station, ids) in people {
            let write = |ids: &[String]| Write {
                kind: SHOWN.to_owned(),
                record: uuid::Uuid::now_v7().to_string(),
                op: Op::Access,
                fields: Payload::from_iter([(WHAT.to_owned(), what.into()), (PEOPLE.to_owned(), ids.into())]),
                seen: BTreeMap::new(),
            };
            self.save(self.audience_of_reading(&station), ids.chunks(AT_ONCE).map(write).collect())?;
        }
        Ok(())
    }

    fn audience_of_reading(&self, station: &str) -> Audience {
        match &self.station {
            Some(station) => Audience::Station(station.clone()),
            None if station.is_empty() => Audience::County,
            None => Audience::Station(station.to_owned()),
        }
    }
}

/// That a record was read, and what of it.
fn reading(row: &Row, what: &str, fields: &[String]) -> Write {
    let mut payload = Payload::from_iter([(WHAT.to_owned(), what.into())]);
    if !fields.is_empty() {
        payload.insert(FIELDS.into(), fields.into());
    }
    Write { kind: row.kind.clone(), record: row.id.clone(), op: Op::Access, fields: payload, seen: BTreeMap::new() }
}
