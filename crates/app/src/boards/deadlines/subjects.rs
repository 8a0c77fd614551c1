//! Subjects of deadlines, and what has settled them, read from the records that a rule names. Each kind is read once. Whose a record is says
//! the record; an agreement's station names its station itself, because the county writes it.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use changelog::Payload;
use chrono::{Months, NaiveDate};
use domain::deadlines::{Each, Of, Rule, SettledBy, Where};
use domain::dictionary::Kind;
use domain::fields::{agreement, agreement_station};
use store::{Query, Row};

use super::Subject;
use crate::boards::briefs::reporting;
use crate::kernel::context::{Context, date, kind_named, text};
use crate::kernel::error::CommandError;
use crate::kernel::request::RecordRef;
use crate::records::labels::{self, Titles};
use crate::records::returns;

/// How long back a report that nobody handed in is still owed.
const OWED_MONTHS: u32 = 12;

/// Rows by kind, each read once.
pub(super) struct Reading<'a> {
    context: &'a Context<'a>,
    rows: RefCell<BTreeMap<String, Rc<Vec<Row>>>>,
    begun: BTreeMap<String, NaiveDate>,
    /// The first day of the periods that are looked at.
    since: NaiveDate,
    /// Ids of records that the county sent back: what is not mended yet settles nothing.
    returned: BTreeSet<String>,
}

impl<'a> Reading<'a> {
    pub(super) fn new(context: &'a Context<'a>, since: Option<NaiveDate>) -> Result<Reading<'a>, CommandError> {
        let returned = returns::of_county(context)?.into_iter().map(|one| one.target.id).collect();
        let owed = context.today.checked_sub_months(Months::new(OWED_MONTHS)).unwrap_or(context.today);
        let since = since.unwrap_or(owed);
        Ok(Reading { context, rows: RefCell::default(), begun: reporting::begun(context)?, since, returned })
    }

    /// What a rule makes due: for this station, or at the county for itself and every station.
    pub(super) fn subjects(&self, rule: &Rule) -> Result<Vec<Subject>, CommandError> {
        match (&rule.of, rule.each) {
            (Some(of), _) => self.of_records(rule, of),
            (None, Some(each)) => self.of_periods(rule, each),
            (None, None) => Ok(Vec::new()),
        }
    }

    /// Final, living records of a kind.
    fn of(&self, kind: &str) -> Result<Rc<Vec<Row>>, CommandError> {
        let known = self.rows.borrow().get(kind).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let query = Query { provisional: Some(false), ..self.context.of_station(kind, None) };
        let rows = Rc::new(self.context.list(&query.only(&kind_named(kind)?.short_fields()))?);
        self.rows.borrow_mut().insert(kind.to_owned(), rows.clone());
        Ok(rows)
    }

    fn of_records(&self, rule: &Rule, of: &Of) -> Result<Vec<Subject>, CommandError> {
        let (kind, mut found) = (kind_named(&of.kind)?, Vec::new());
        let rows = self.of(&of.kind)?;
        let titles = Titles::for_rows(self.context, kind, &rows)?;
        for row in rows.iter().filter(|row| has_codes(&row.fields, &of.only)) {
            let station = if rule.owes.station() { owing(row) } else { String::new() };
            let ended = of.unless.as_ref().map(|path| self.at(kind, row, path)).transpose()?.flatten();
            let Some(from) = self.at(kind, row, &of.from)?.filter(|_| ended.is_none() && self.shows(&station)) else {
                continue;
            };
            let record = RecordRef { kind: row.kind.clone(), id: row.id.clone() };
            let settled = match (&rule.settled_field, &rule.settled_by) {
                (Some(field), _) => date(&row.fields, field).map(|day| (day, record.clone())),
                (None, Some(by)) => {
                    let count = by.count.as_ref().and_then(|field| row.fields.get(field)?.as_u64());
                    self.settled(by, &station, from, count.unwrap_or(1), |one| linked(by, kind, row, one))?
                }
                (None, None) => None,
            };
            let title = labels::title(self.context, kind, &row.fields, &titles);
            found.push(Subject { station, title, record: Some(record), from, settled });
        }
        Ok(found)
    }

    fn of_periods(&self, rule: &Rule, each: Each) -> Result<Vec<Subject>, CommandError> {
        let mut owing = Vec::new();
        if rule.owes.county() && self.context.is_county() {
            owing.push(String::new());
        }
        if rule.owes.station() {
            owing.extend(self.context.stations().into_iter().map(|station| station.code));
        }
        let (today, mut found) = (self.context.today, Vec::new());
        for station in owing {
            let Some(began) = self.began(&station)? else { continue };
            for (name, period) in each.between(began.max(self.since), today) {
                let Some(by) = &rule.settled_by else { continue };
                let of_it = |one: &Row| by.period.as_ref().is_some_and(|field| text(&one.fields, field) == name);
                let settled = self.settled(by, &station, period.from, 1, of_it)?;
                found.push(Subject { station: station.clone(), title: name, record: None, from: period.to, settled });
            }
        }
        Ok(found)
    }

    /// Whether this PC shows what a station (the county: empty) owes.
    fn shows(&self, station: &str) -> bool {
        match &self.context.station {
            Some(own) => own == station,
            None => true,
        }
    }

    /// Since when reports are owed: a station's as its briefs are (`briefs::reporting`), the county's from the first agreement of all.
    fn began(&self, station: &str) -> Result<Option<NaiveDate>, CommandError> {
        if station.is_empty() {
            let agreements = self.of(agreement::KIND)?;
            return Ok(agreements.iter().filter_map(|row| date(&row.fields, agreement::START_DATE)).min());
        }
        Ok(self.begun.get(station).copied())
    }

    /// The record that settled what counts from a day: the first, or of so many that it takes the last.
    fn settled(
        &self,
        by: &SettledBy,
        station: &str,
        from: NaiveDate,
        takes: u64,
        fits: impl Fn(&Row) -> bool,
    ) -> Result<Option<(NaiveDate, RecordRef)>, CommandError> {
        let gone = |row: &Row| {
            self.returned.contains(&row.id)
                || by.unless.as_ref().and_then(|field| date(&row.fields, field)).is_some_and(|gone| gone < from)
        };
        let rows = self.of(&by.kind)?;
        let mut done: Vec<(NaiveDate, &Row)> = rows
            .iter()
            .filter(|row| row.station == station && !gone(row) && has_codes(&row.fields, &by.only) && fits(row))
            .filter_map(|row| Some((date(&row.fields, &by.date)?, row)))
            .collect();
        done.sort_by(|one, other| (one.0, &one.1.id).cmp(&(other.0, &other.1.id)));
        let last = done.get(takes.max(1) as usize - 1);
        Ok(last.map(|(day, row)| (*day, RecordRef { kind: row.kind.clone(), id: row.id.clone() })))
    }

    /// The date of a field, or of the owner's: `agreement.sign_date`.
    fn at(&self, kind: &Kind, row: &Row, path: &str) -> Result<Option<NaiveDate>, CommandError> {
        let Some((reference, field)) = path.split_once('.') else {
            return Ok(date(&row.fields, path));
        };
        let Some(owner) = kind.refers_to(reference) else { return Ok(None) };
        let id = text(&row.fields, reference);
        Ok(self.of(owner)?.iter().find(|row| row.id == id).and_then(|row| date(&row.fields, field)))
    }
}

/// Whose it is: the station that a record names, or the one it belongs to.
fn owing(row: &Row) -> String {
    match row.kind.as_str() {
        agreement_station::KIND => text(&row.fields, agreement_station::STATION_CODE).to_owned(),
        _ => row.station.clone(),
    }
}

/// A record settles the one that it names, or the owner of that one.
fn linked(by: &SettledBy, kind: &Kind, subject: &Row, row: &Row) -> bool {
    let Some(link) = &by.link else { return true };
    let named = text(&row.fields, link);
    let owner = kind.parent.as_ref().map(|parent| text(&subject.fields, parent));
    named == subject.id || owner.is_some_and(|owner| !owner.is_empty() && named == owner)
}

fn has_codes(fields: &Payload, only: &Where) -> bool {
    only.iter().all(|(field, codes)| codes.codes().iter().any(|code| code == text(fields, field)))
}
