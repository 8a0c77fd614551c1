//! Subjects of deadlines, and what has settled them, read from the records that a rule names. Each kind is read once. Whose a record is says
//! the record; an agreement's station names its station itself, because the county writes it.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use changelog::Payload;
use chrono::{Months, NaiveDate};
use domain::deadlines::{Each, Of, OfEach, OneOf, Rule, SettledBy, Where};
use domain::dictionary::Kind;
use domain::fields::{agreement, agreement_station, report_submission};
use domain::period::Period;
use serde_json::Value;
use store::{Query, Row, Test};

use crate::boards::compliance;
use crate::boards::reporting::{self, Reports};
use crate::kernel::context::{Context, date, kind_named, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::local_time;
use crate::kernel::request::RecordRef;
use crate::records::labels::{self, Titles};
use crate::records::returns;

/// What makes something due, before the rule says when.
pub(super) struct Subject {
    pub(super) station: String,
    pub(super) title: String,
    pub(super) record: Option<RecordRef>,
    pub(super) agreement: Option<String>,
    pub(super) from: NaiveDate,
    pub(super) settled: Option<(NaiveDate, RecordRef)>,
}

/// How long back a report that nobody handed in is still owed.
const OWED_MONTHS: u32 = 12;

type ByKind = BTreeMap<String, Rc<Vec<Row>>>;

/// Rows by kind, each read once.
pub(super) struct Reading<'a> {
    context: &'a Context<'a>,
    /// As far as they may be shown.
    shown: RefCell<ByKind>,
    /// All of them, where they settle something.
    whole: RefCell<ByKind>,
    begun: BTreeMap<String, Reports>,
    /// The first day of the periods that are looked at.
    since: NaiveDate,
    /// Ids of records that the county sent back: what is not mended yet settles nothing.
    returned: BTreeSet<String>,
    /// What of each check is missing, by station and check; worked out when a rule asks.
    lacking: OnceCell<Lacking>,
    settled_too: bool,
}

/// How a period stands that takes a record for each of several.
enum ForEach {
    /// There was nobody to take one.
    Nobody,
    /// Each has one; the last of these.
    Done(NaiveDate, RecordRef),
    /// The first that lacks one.
    Lacks(RecordRef),
}

type Lacking = BTreeMap<(String, &'static str), Vec<String>>;

impl<'a> Reading<'a> {
    /// `settled_too`: also what its own record says is done. `since`: the first day of the periods looked at, instead of the last twelve months.
    pub(super) fn new(
        context: &'a Context<'a>,
        settled_too: bool,
        since: Option<NaiveDate>,
    ) -> Result<Reading<'a>, CommandError> {
        let returned = returns::of_county(context)?.into_iter().map(|one| one.target.id).collect();
        let owed = context.today.checked_sub_months(Months::new(OWED_MONTHS)).unwrap_or(context.today);
        Ok(Reading {
            context,
            shown: RefCell::default(),
            whole: RefCell::default(),
            begun: reporting::begun(context)?,
            since: since.unwrap_or(owed),
            returned,
            lacking: OnceCell::new(),
            settled_too,
        })
    }

    /// What a rule makes due: for this station, or at the county for itself and every station.
    pub(super) fn subjects(&self, rule: &Rule) -> Result<Vec<Subject>, CommandError> {
        match (&rule.of, rule.each) {
            (Some(of), _) => self.of_records(rule, of),
            (None, Some(each)) => self.of_periods(rule, each),
            (None, None) => Ok(Vec::new()),
        }
    }

    /// Final, living records of a kind, as far as they may be shown.
    fn of(&self, kind: &str) -> Result<Rc<Vec<Row>>, CommandError> {
        self.read(kind, false)
    }

    /// Final, living records of a kind; all of them where they settle something, which does not depend on who asks.
    fn read(&self, kind: &str, whole: bool) -> Result<Rc<Vec<Row>>, CommandError> {
        let read = if whole { &self.whole } else { &self.shown };
        let known = read.borrow().get(kind).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let query = self.finals(kind_named(kind)?);
        let rows = if whole { self.context.store.whole().list(&query)? } else { self.context.list(&query)? };
        let rows = Rc::new(rows);
        read.borrow_mut().insert(kind.to_owned(), rows.clone());
        Ok(rows)
    }

    fn finals(&self, kind: &'static Kind) -> Query {
        self.context.of_station(&kind.name, None).finals().only(&kind.short_fields())
    }

    /// Whether a record says what a rule asks of it.
    fn says(&self, fields: &Payload, only: &Where) -> Result<bool, CommandError> {
        for (field, wanted) in only {
            let set = match wanted {
                OneOf::Parameter { parameter } => self.context.parameter(parameter)?,
                OneOf::Code(_) | OneOf::Codes(_) => String::new(),
            };
            if !fields.get(field).is_some_and(|said| wanted.holds(said, |_| set.clone())) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn of_records(&self, rule: &Rule, of: &Of) -> Result<Vec<Subject>, CommandError> {
        let (kind, mut found) = (kind_named(&of.kind)?, Vec::new());
        let rows = match &rule.settled_field {
            Some(field) if !self.settled_too => {
                Rc::new(self.context.list(&self.finals(kind).and(field, Test::IsNull, Value::Null))?)
            }
            _ => self.of(&of.kind)?,
        };
        let titles = Titles::for_rows(self.context, kind, &rows)?;
        for row in rows.iter() {
            if !self.says(&row.fields, &of.only)? || of.is_whole(&row.fields) {
                continue;
            }
            let station = if rule.owes.station() { owing(row) } else { String::new() };
            let ended = of.unless.as_ref().map(|path| self.at(kind, row, path)).transpose()?.flatten();
            let Some(from) = self.at(kind, row, &of.from)?.filter(|_| ended.is_none() && self.shows(&station)) else {
                continue;
            };
            let record = RecordRef { kind: row.kind.clone(), id: row.id.clone() };
            let own = rule.settled_field.as_ref().and_then(|field| date(&row.fields, field));
            let settled = match (own, &rule.settled_by) {
                (Some(day), _) => Some((day, record.clone())),
                (None, Some(by)) => {
                    let count = by.count.as_ref().and_then(|field| row.fields.get(field)?.as_u64());
                    self.settled(by, &station, from, count.unwrap_or(1), |one| linked(by, kind, row, one))?
                }
                (None, None) => None,
            };
            let title = match &rule.check {
                Some(check) => self.lacks(&station, &check.name)?.map(|lacks| format!("缺{}", lacks.join("、"))),
                None => Some(labels::title(self.context, kind, &row.fields, &titles)),
            };
            let Some(title) = title else { continue };
            found.push(Subject { station, title, record: Some(record), agreement: agreement_of(row), from, settled });
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
            let until = began.until.map_or(today, |until| until.min(today));
            for (name, period) in each.between(began.from.max(self.since), until) {
                let Some(by) = &rule.settled_by else { continue };
                if let Some(each) = &by.of_each {
                    // The first that lacks one is where it is entered, for whoever may open it.
                    let open = self.context.store.is_open(kind_named(&each.kind)?);
                    let (settled, record) = match self.settled_for_each(by, each, &station, &name, period)? {
                        ForEach::Nobody => continue,
                        ForEach::Done(day, record) => (Some((day, record)), None),
                        ForEach::Lacks(record) => (None, Some(record).filter(|_| open)),
                    };
                    found.push(Subject {
                        station: station.clone(),
                        title: name,
                        record,
                        agreement: None,
                        from: period.to,
                        settled,
                    });
                    continue;
                }
                let of_it = |one: &Row| by.period.as_ref().is_some_and(|field| text(&one.fields, field) == name);
                let settled = self.settled(by, &station, period.from, 1, of_it)?;
                found.push(Subject {
                    station: station.clone(),
                    title: name,
                    record: None,
                    agreement: None,
                    from: period.to,
                    settled,
                });
            }
        }
        Ok(found)
    }

    /// What of a check is missing at a station.
    fn lacks(&self, station: &str, check: &str) -> Result<Option<&Vec<String>>, CommandError> {
        let lacking = match self.lacking.get() {
            Some(known) => known,
            None => {
                let worked_out = compliance::lacking(self.context)?;
                self.lacking.get_or_init(|| worked_out)
            }
        };
        Ok(lacking.iter().find(|((of, name), _)| of == station && *name == check).map(|(_, lacks)| lacks))
    }

    /// Everything that names a period, whoever asks: of kinds that grow no more is read than that.
    fn named(&self, by: &SettledBy, name: &str) -> Result<Rc<Vec<Row>>, CommandError> {
        let Some(field) = &by.period else { return Ok(Rc::default()) };
        let key = format!("{} {name}", by.kind);
        let known = self.whole.borrow().get(&key).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let query = self.finals(kind_named(&by.kind)?).and(field, Test::Eq, name);
        let rows = Rc::new(self.context.store.whole().list(&query)?);
        self.whole.borrow_mut().insert(key, rows.clone());
        Ok(rows)
    }

    /// What settled a period that takes a record for each of several.
    fn settled_for_each(
        &self,
        by: &SettledBy,
        each: &OfEach,
        station: &str,
        name: &str,
        period: Period,
    ) -> Result<ForEach, CommandError> {
        let (subjects, rows) = (self.read(&each.kind, true)?, self.named(by, name)?);
        let there = |row: &&Row| row.station == station && each.is_there(&row.fields, period);
        let named = |row: &Row| RecordRef { kind: row.kind.clone(), id: row.id.clone() };
        let mut last: Option<(NaiveDate, RecordRef)> = None;
        for subject in subjects.iter().filter(there) {
            let of_it = |one: &&Row| text(&one.fields, &each.link) == subject.id;
            let mut done = None;
            for row in rows.iter().filter(of_it) {
                if self.says(&row.fields, &by.only)? {
                    let written = || local_time(row.created_ms).date_naive();
                    done = Some((date(&row.fields, &by.date).unwrap_or_else(written), named(row)));
                }
            }
            let Some(done) = done else { return Ok(ForEach::Lacks(named(subject))) };
            last = Some(last.filter(|last| last.0 >= done.0).unwrap_or(done));
        }
        Ok(last.map_or(ForEach::Nobody, |(day, record)| ForEach::Done(day, record)))
    }

    /// Whether this PC shows what a station (the county: empty) owes.
    fn shows(&self, station: &str) -> bool {
        match &self.context.station {
            Some(own) => own == station,
            None => true,
        }
    }

    /// Since when, and until when, reports are owed: a station's as its briefs are (`reporting`), the county's from the first agreement
    /// of all.
    fn began(&self, station: &str) -> Result<Option<Reports>, CommandError> {
        if station.is_empty() {
            let agreements = self.of(agreement::KIND)?;
            let first = agreements.iter().filter_map(|row| date(&row.fields, agreement::START_DATE)).min();
            return Ok(first.map(|from| Reports { from, until: None }));
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
            self.is_returned(row)
                || by.unless.as_ref().and_then(|field| date(&row.fields, field)).is_some_and(|gone| gone < from)
        };
        let rows = self.read(&by.kind, true)?;
        let mut done: Vec<(NaiveDate, &Row)> = Vec::new();
        for row in rows.iter().filter(|row| row.station == station && !gone(row) && fits(row)) {
            if self.says(&row.fields, &by.only)? {
                done.extend(date(&row.fields, &by.date).map(|day| (day, row)));
            }
        }
        done.sort_by(|one, other| (one.0, &one.1.id).cmp(&(other.0, &other.1.id)));
        let last = done.get(takes.max(1) as usize - 1);
        Ok(last.map(|(day, row)| (*day, RecordRef { kind: row.kind.clone(), id: row.id.clone() })))
    }

    /// It was sent back, or the report that it hands in was.
    fn is_returned(&self, row: &Row) -> bool {
        let report = (row.kind == report_submission::KIND).then(|| text(&row.fields, report_submission::REPORT));
        self.returned.contains(&row.id) || report.is_some_and(|report| self.returned.contains(report))
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

/// The agreement that a record is, or that names its station.
fn agreement_of(row: &Row) -> Option<String> {
    match row.kind.as_str() {
        agreement::KIND => Some(row.id.clone()),
        agreement_station::KIND => Some(text(&row.fields, agreement_station::AGREEMENT).to_owned()),
        _ => None,
    }
}

/// A record settles the one that it names, or the owner of that one.
fn linked(by: &SettledBy, kind: &Kind, subject: &Row, row: &Row) -> bool {
    let Some(link) = &by.link else { return true };
    let named = text(&row.fields, link);
    let owner = kind.parent.as_ref().map(|parent| text(&subject.fields, parent));
    named == subject.id || owner.is_some_and(|owner| !owner.is_empty() && named == owner)
}
