//! Context of a use case of records: who asks, at which store, on which day, and who may write what. Queries and saves go through
//! here, so that audience and author are chosen in one place. It knows no record kind; what people and records add to it (merged files,
//! staff names, parameters) stands in their storeys.

use std::any::{Any, TypeId};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use changelog::{Audience, Op, Payload, RosterStation};
use chrono::{Datelike, NaiveDate};
use domain::dictionary::{HomeAudience, Kind, Writer, dictionary};
use domain::period::Month;
pub(crate) use domain::validate::{codes, text};
use store::{AsOf, Numbering, Query, Row, Save, Saved, Store, Test, Write};

use crate::kernel::error::{CommandError, ErrorCode};
use crate::kernel::guarded_store::GuardedStore;
use crate::kernel::pc::Pc;
use crate::kernel::role::{Person, Role};

/// Who asks, where and when.
pub(crate) struct Context<'a> {
    pub(crate) pc: &'a Pc,
    /// The store, as far as this person may read it.
    pub(crate) store: GuardedStore,
    pub(crate) person: Person,
    pub(crate) station: Option<String>,
    pub(crate) now_ms: u64,
    pub(crate) today: NaiveDate,
    /// The draft that the next save makes superfluous.
    pub(crate) draft: RefCell<Option<String>>,
    kept: RefCell<BTreeMap<TypeId, Rc<dyn Any>>>,
}

impl<'a> Context<'a> {
    /// The unlocked person, or the refusal that shows the unlock page.
    pub(crate) fn of(pc: &'a Pc) -> Result<Context<'a>, CommandError> {
        let session = pc.session()?;
        Ok(Context {
            pc,
            store: GuardedStore::new(session.store, session.person.clone()),
            person: session.person,
            station: session.station,
            now_ms: pc.now_ms(),
            today: pc.today(),
            draft: RefCell::default(),
            kept: RefCell::default(),
        })
    }

    /// The same question asked before these records were touched: for reading only, by the rules and the day of today.
    pub(crate) fn as_of(&self, as_of: AsOf) -> Context<'a> {
        Context {
            store: self.store.as_of(as_of),
            person: self.person.clone(),
            station: self.station.clone(),
            draft: RefCell::default(),
            kept: RefCell::default(),
            ..*self
        }
    }

    /// The same question on an earlier day: what was in force, due or counted then, of the records that are here now.
    pub(crate) fn on(&self, day: NaiveDate) -> Context<'a> {
        Context {
            store: self.store.again(),
            person: self.person.clone(),
            station: self.station.clone(),
            today: day,
            draft: RefCell::default(),
            kept: RefCell::default(),
            ..*self
        }
    }

    /// Somebody who reads a store that is not this PC's own, as of a day: an opened pack.
    pub(crate) fn over(pc: &'a Pc, store: Arc<Store>, person: Person, today: NaiveDate) -> Context<'a> {
        Context {
            pc,
            store: GuardedStore::new(store, person.clone()),
            person,
            station: None,
            now_ms: pc.now_ms(),
            today,
            draft: RefCell::default(),
            kept: RefCell::default(),
        }
    }

    /// Something that is read once and kept for the rest of the use case: one of each type.
    pub(crate) fn kept<T: Any>(&self, read: impl FnOnce() -> Result<T, CommandError>) -> Result<Rc<T>, CommandError> {
        let known = self.kept.borrow().get(&TypeId::of::<T>()).cloned();
        if let Some(known) = known.and_then(|known| known.downcast().ok()) {
            return Ok(known);
        }
        let made = Rc::new(read()?);
        self.kept.borrow_mut().insert(TypeId::of::<T>(), made.clone());
        Ok(made)
    }

    pub(crate) fn is_county(&self) -> bool {
        self.person.role == Role::County
    }

    pub(crate) fn today_text(&self) -> String {
        self.today.to_string()
    }

    /// Whether the person may write a record of that kind and station.
    pub(crate) fn may_write(&self, kind: &Kind, station: &str) -> bool {
        match kind.writer {
            Writer::County => self.is_county(),
            Writer::Both => self.is_county() || self.station.as_deref() == Some(station),
            Writer::Station => !self.is_county() && self.station.as_deref() == Some(station),
        }
    }

    pub(crate) fn must_write(&self, kind: &Kind, station: &str) -> Result<(), CommandError> {
        if self.may_write(kind, station) {
            return Ok(());
        }
        Err(CommandError::not_allowed(match (&kind.writer, self.is_county()) {
            (Writer::Station, true) => {
                format!("{}由站点填写，县级只能查看和批注。", kind.label)
            }
            (Writer::County, false) => format!("{}由县级填写，站点只能查看。", kind.label),
            _ => "这条记录属于别的站点，只能查看。".to_owned(),
        }))
    }

    /// The log that a record of that kind and station belongs to.
    pub(crate) fn audience(&self, kind: &Kind, station: &str) -> Audience {
        match kind.audience {
            HomeAudience::All => Audience::All,
            HomeAudience::County => Audience::County,
            HomeAudience::Station if station.is_empty() => Audience::County,
            HomeAudience::Station => Audience::Station(station.to_owned()),
        }
    }

    /// The station a new record of this person belongs to; empty at the county.
    pub(crate) fn own_station(&self) -> String {
        self.station.clone().unwrap_or_default()
    }

    /// Stations that this PC shows: its own, at the county all.
    pub(crate) fn stations(&self) -> Vec<RosterStation> {
        let roster = self.store.roster();
        let shown = roster.stations.iter().filter(|one| self.station.as_ref().is_none_or(|own| *own == one.code));
        shown.cloned().collect()
    }

    pub(crate) fn row(&self, kind: &str, id: &str) -> Result<Row, CommandError> {
        let label = kind_named(kind)?.label.clone();
        self.store.row(kind, id)?.ok_or_else(|| CommandError::not_found(&label))
    }

    pub(crate) fn list(&self, query: &Query) -> Result<Vec<Row>, CommandError> {
        Ok(self.store.list(query)?)
    }

    /// Records of a kind that an answer may be made of: those of the station asked for, or of all that this PC holds, which is one station's
    /// at a station and every station's at the county. Lists, boards, registers, ledgers and figures begin here, and nobody else
    /// narrows by a station.
    pub(crate) fn of_station(&self, kind: &str, asked: Option<&str>) -> Query {
        let code = asked.map(str::trim).filter(|code| !code.is_empty());
        match code {
            Some(code) => Query::of(kind).and("station", Test::Eq, code),
            None => Query::of(kind),
        }
    }

    /// Rows whose `field` is one of the values, however many; no question without values.
    pub(crate) fn list_in(&self, query: &Query, field: &str, values: &[String]) -> Result<Vec<Row>, CommandError> {
        let mut rows = Vec::new();
        if !values.is_empty() {
            rows = self.store.list(&query.clone().and(field, Test::In, values.to_vec()))?;
        }
        Ok(rows)
    }

    pub(crate) fn save(&self, audience: Audience, writes: Vec<Write>) -> Result<Saved, CommandError> {
        self.save_numbered(audience, writes, None)
    }

    /// Saves and gives one of the written records the next number of a series: (record, field, series).
    pub(crate) fn save_numbered(
        &self,
        audience: Audience,
        writes: Vec<Write>,
        number: Option<(&str, &str, &str)>,
    ) -> Result<Saved, CommandError> {
        let number = number.and_then(|(record, field, series)| {
            Some(Numbering {
                write: writes.iter().position(|write| write.record == record)?,
                field: field.to_owned(),
                station: self.own_station(),
                series: series.to_owned(),
                year: self.today.year(),
            })
        });
        let kinds: Vec<String> =
            writes.iter().filter(|write| write.op == Op::Set).map(|write| write.kind.clone()).collect();
        self.store.must_write(&writes)?;
        let save = Save { audience, author: self.person.id.clone(), now_ms: self.now_ms, writes, number };
        let draft = self.draft.borrow().clone();
        let saved = self.store.save_settling(save, draft.as_deref())?;
        *self.draft.borrow_mut() = None;
        if !saved.refs.is_empty() {
            self.changed(kinds.iter().map(String::as_str));
        }
        Ok(saved)
    }

    /// Tells the pages that records of these kinds are no longer what they show.
    pub(crate) fn changed<'k>(&self, kinds: impl Iterator<Item = &'k str>) {
        let kinds: Vec<&str> = kinds.collect::<BTreeSet<_>>().into_iter().collect();
        if !kinds.is_empty() {
            self.pc.events.changed(&kinds);
        }
    }

    /// Name of a station, from the roster; its code when the roster does not list it.
    pub(crate) fn station_name(&self, code: &str) -> String {
        let roster = self.store.roster();
        let found = roster.stations.iter().find(|station| station.code == code);
        found.map(|station| station.name.clone()).unwrap_or_else(|| code.to_owned())
    }

    /// A PC by its place, letter and name, from the roster.
    pub(crate) fn pc_name(&self, id: &str) -> String {
        store::pc_name(&self.store.roster(), id)
    }

    /// A PC by the name it gave itself.
    pub(crate) fn device_name(&self, id: &str) -> String {
        let roster = self.store.roster();
        let found = roster.devices.iter().find(|device| device.id == id);
        found.map(|device| device.name.clone()).unwrap_or_else(|| id.to_owned())
    }
}

/// A kind of the dictionary, or the refusal that the interface is of another version.
pub(crate) fn kind_named(name: &str) -> Result<&'static Kind, CommandError> {
    let unknown = || CommandError::new(ErrorCode::BadRequest, "这个版本的程序没有这种记录，请重启或更新程序。");
    dictionary().kind(name).ok_or_else(unknown)
}

/// The text of a field that is not empty.
pub(crate) fn some_text(fields: &Payload, name: &str) -> Option<String> {
    Some(text(fields, name)).filter(|value| !value.is_empty()).map(str::to_owned)
}

/// The date of a field.
pub(crate) fn date(fields: &Payload, name: &str) -> Option<NaiveDate> {
    domain::dates::stored(text(fields, name))
}

/// Dated within the month.
pub(crate) fn between(query: Query, field: &str, month: Month) -> Query {
    query.and(field, Test::AtLeast, month.first().to_string()).and(field, Test::AtMost, month.last().to_string())
}
