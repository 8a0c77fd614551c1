//! The guarded store: a store as the person who asks may read it. Kinds whose dictionary file names `readers` are closed to everybody else,
//! but for her own record; so are what belongs to such a record and what stands on it (photos, remarks). Every answer about records is
//! read here, whichever command asks: lists come narrowed, a record asked for by its id is refused. It knows no kind and no rule.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Deref;
use std::rc::Rc;
use std::sync::Arc;
use std::thread::ScopedJoinHandle;

use changelog::{Op, Payload};
use domain::dictionary::{Kind, dictionary};
use domain::values::text;
use serde_json::Value;
use store::{AsOf, Conflict, HistoryEntry, Hit, Query, Result, Row, Store, StoreError, Test, Texts, Where, Write};

use crate::kernel::role::Person;

/// A store as one person may read it.
pub(crate) struct GuardedStore {
    store: Arc<Store>,
    reader: Person,
    /// Ids of the records of closed kinds that are the reader's own, each kind read once.
    own: RefCell<BTreeMap<String, Rc<Vec<String>>>>,
    /// What was touched since the moment that is asked about; none: now.
    as_of: Option<AsOf>,
}

impl Deref for GuardedStore {
    type Target = Store;

    fn deref(&self) -> &Store {
        &self.store
    }
}

impl GuardedStore {
    pub(crate) fn new(store: Arc<Store>, reader: Person) -> GuardedStore {
        GuardedStore { store, reader, own: RefCell::default(), as_of: None }
    }

    /// The same store as it stood before these records were touched: lists, columns, counts and single records.
    pub(crate) fn as_of(&self, as_of: AsOf) -> GuardedStore {
        GuardedStore { as_of: Some(as_of), ..GuardedStore::new(self.store.clone(), self.reader.clone()) }
    }

    /// The same store, as the same person reads it.
    pub(crate) fn again(&self) -> GuardedStore {
        GuardedStore { as_of: self.as_of.clone(), ..GuardedStore::new(self.store.clone(), self.reader.clone()) }
    }

    /// Everything that lies here, for a figure or a warning that tells of nobody: never for what is shown.
    pub(crate) fn whole(&self) -> &Store {
        &self.store
    }

    /// Whether the reader may read every record of a kind.
    pub(crate) fn is_open(&self, kind: &Kind) -> bool {
        kind.readers.is_empty() || kind.readers.iter().any(|role| role == self.reader.role.code())
    }

    /// One record, deleted or not; refused to whoever may not read it.
    pub(crate) fn row(&self, kind: &str, id: &str) -> Result<Option<Row>> {
        let touched = self.as_of.as_ref().and_then(|as_of| as_of.of(kind, id));
        let row = match touched {
            Some(touched) => touched.before.clone(),
            None => self.store.row(kind, id)?,
        };
        let Some(row) = row else { return Ok(None) };
        if self.may_read(kind, id, &row.fields)? { Ok(Some(row)) } else { Err(refused(kind)) }
    }

    /// The records that answer and may be read.
    pub(crate) fn list(&self, query: &Query) -> Result<Vec<Row>> {
        let narrowed = self.narrowed(query)?;
        match &self.as_of {
            Some(as_of) => self.store.list_as_of(&narrowed, as_of),
            None => self.store.list(&narrowed),
        }
    }

    /// What was touched since the moment that is asked about; none: it is now.
    pub(crate) fn touched(&self) -> Option<&AsOf> {
        self.as_of.as_ref()
    }

    /// Of the records touched since that moment, those that answered then and may be read.
    pub(crate) fn stood(&self, query: &Query) -> Result<Vec<Row>> {
        let narrowed = self.narrowed(query)?;
        self.as_of.as_ref().map_or_else(|| Ok(Vec::new()), |as_of| self.store.stood(&narrowed, as_of))
    }

    /// A few of their fields.
    pub(crate) fn columns(&self, query: &Query, fields: &[&str]) -> Result<Vec<Vec<Value>>> {
        let narrowed = self.narrowed(query)?;
        match &self.as_of {
            Some(as_of) => self.store.columns_as_of(&narrowed, fields, as_of),
            None => self.store.columns(&narrowed, fields),
        }
    }

    /// What comes of a few text fields of the records that answer: the first question here, every other beside it on a core of its own. Of now
    /// only.
    pub(crate) fn texts<const N: usize, T: Default + Send>(
        &self,
        questions: &[Query],
        fields: [&str; N],
        take: impl Fn(&mut T, Texts<'_, N>) + Sync,
    ) -> Result<Vec<T>> {
        let questions = questions.iter().map(|query| self.narrowed(query)).collect::<Result<Vec<_>>>()?;
        let (store, take) = (&*self.store, &take);
        let answer = |query: &Query| {
            let mut taken = T::default();
            store.texts(query, fields, |texts| take(&mut taken, texts))?;
            Ok(taken)
        };
        let Some((here, beside)) = questions.split_first() else { return Ok(Vec::new()) };
        std::thread::scope(|scope| {
            let beside: Vec<_> = beside.iter().map(|query| scope.spawn(|| answer(query))).collect();
            let join =
                |one: ScopedJoinHandle<'_, _>| one.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            std::iter::once(answer(here)).chain(beside.into_iter().map(join)).collect()
        })
    }

    /// How many they are.
    pub(crate) fn count(&self, query: &Query) -> Result<u64> {
        let narrowed = self.narrowed(query)?;
        match &self.as_of {
            Some(as_of) => Ok(self.store.columns_as_of(&narrowed, &["id"], as_of)?.len() as u64),
            None => self.store.count(&narrowed),
        }
    }

    /// How many they are per value of a field.
    pub(crate) fn count_by(&self, query: &Query, field: &str) -> Result<Vec<(Value, u64)>> {
        self.store.count_by(&*self.narrowed(query)?, field)
    }

    /// Fields that two people changed apart, of records that may be read.
    pub(crate) fn conflicts(&self) -> Result<Vec<Conflict>> {
        let mut shown = Vec::new();
        for conflict in self.store.conflicts()? {
            if self.may_read_record(&conflict.kind, &conflict.record)? {
                shown.push(conflict);
            }
        }
        Ok(shown)
    }

    /// Who changed a record when; refused to whoever may not read it.
    pub(crate) fn history(&self, kind: &str, id: &str) -> Result<Vec<HistoryEntry>> {
        if self.may_read_record(kind, id)? { self.store.history(kind, id) } else { Err(refused(kind)) }
    }

    /// What is found and may be read.
    pub(crate) fn search(&self, text: &str, kinds: &[&str], limit: usize) -> Result<Vec<Hit>> {
        let mut shown = Vec::new();
        for hit in self.store.search(text, kinds, limit)? {
            if self.may_read_record(&hit.kind, &hit.id)? {
                shown.push(hit);
            }
        }
        Ok(shown)
    }

    /// Refuses a save that changes what its writer may not read, or makes it such.
    pub(crate) fn must_write(&self, writes: &[Write]) -> Result<()> {
        for write in writes.iter().filter(|write| write.op == Op::Set && self.is_guarded(&write.kind)) {
            let before = self.store.row(&write.kind, &write.record)?;
            let mut fields = before.as_ref().map(|row| row.fields.clone()).unwrap_or_default();
            let known = before.is_none() || self.may_read(&write.kind, &write.record, &fields)?;
            fields.extend(write.fields.clone());
            if !known || !self.may_read(&write.kind, &write.record, &fields)? {
                return Err(refused(&write.kind));
            }
        }
        Ok(())
    }

    fn may_read_record(&self, kind: &str, id: &str) -> Result<bool> {
        if !self.is_guarded(kind) {
            return Ok(true);
        }
        match self.store.row(kind, id)? {
            Some(row) => self.may_read(kind, id, &row.fields),
            None => Ok(false),
        }
    }

    /// Whether some records of a kind may be closed to the reader.
    fn is_guarded(&self, kind: &str) -> bool {
        dictionary().kind(kind).is_some_and(|kind| {
            !self.is_open(kind)
                || kind.on_any().is_some() && dictionary().kinds.iter().any(|other| !self.is_open(other))
        })
    }

    fn may_read(&self, kind: &str, id: &str, fields: &Payload) -> Result<bool> {
        let Some(kind) = dictionary().kind(kind) else { return Ok(true) };
        if let Some((of, target)) = kind.on_any() {
            let closed = dictionary().kind(text(fields, of)).filter(|of| !self.is_open(of));
            let own = closed.map(|closed| self.own(closed)).transpose()?;
            return Ok(own.is_none_or(|own| own.iter().any(|own| own == text(fields, target))));
        }
        if self.is_open(kind) {
            return Ok(true);
        }
        let condition = self.own_only(kind)?;
        let said = if condition.field == "id" { id } else { text(fields, &condition.field) };
        Ok(match &condition.value {
            Value::Array(ids) => ids.iter().any(|one| one == said),
            one => one == said,
        })
    }

    /// The question, narrowed to what the reader may read.
    fn narrowed<'q>(&self, query: &'q Query) -> Result<Cow<'q, Query>> {
        let Some(kind) = dictionary().kind(&query.kind).filter(|kind| self.is_guarded(&kind.name)) else {
            return Ok(Cow::Borrowed(query));
        };
        let mut narrowed = query.clone();
        match kind.on_any() {
            Some((of, target)) if !self.asks_of_own(query, target)? => {
                let closed = dictionary().kinds.iter().filter(|other| !self.is_open(other));
                narrowed.wheres.extend(closed.map(|other| condition(of, Test::Ne, other.name.clone())));
            }
            Some(_) => {}
            None => narrowed.wheres.push(self.own_only(kind)?),
        }
        Ok(Cow::Owned(narrowed))
    }

    /// Whether a question is about what stands on the reader's own records, and on nothing else.
    fn asks_of_own(&self, query: &Query, target: &str) -> Result<bool> {
        let pinned = query.wheres.iter().find(|one| one.field == target && matches!(one.test, Test::Eq | Test::In));
        let ids: Vec<&str> = match pinned.map(|one| &one.value) {
            Some(Value::Array(ids)) => ids.iter().filter_map(Value::as_str).collect(),
            Some(one) => one.as_str().into_iter().collect(),
            None => Vec::new(),
        };
        let mut own = Vec::new();
        for closed in dictionary().kinds.iter().filter(|kind| !ids.is_empty() && !self.is_open(kind)) {
            own.push(self.own(closed)?);
        }
        Ok(!ids.is_empty() && ids.iter().all(|id| own.iter().any(|own| own.iter().any(|one| one == id))))
    }

    /// What a record of a closed kind must say to be the reader's own: her account, or an owner that is hers.
    fn own_only(&self, kind: &Kind) -> Result<Where> {
        if let Some(own) = &kind.own {
            return Ok(condition(own, Test::Eq, self.reader.id.clone()));
        }
        let owner = kind.owner().and_then(|owner| dictionary().kind(owner)).filter(|owner| !self.is_open(owner));
        Ok(match (&kind.parent, owner) {
            (Some(parent), Some(owner)) => condition(parent, Test::In, self.own(owner)?.to_vec()),
            _ => condition("id", Test::In, Vec::<String>::new()),
        })
    }

    fn own(&self, kind: &Kind) -> Result<Rc<Vec<String>>> {
        if let Some(known) = self.own.borrow().get(&kind.name) {
            return Ok(known.clone());
        }
        let mut query = Query { deleted: true, ..Query::of(&kind.name) };
        query.wheres.push(self.own_only(kind)?);
        let rows = self.store.columns(&query, &["id"])?;
        let ids = Rc::new(rows.iter().filter_map(|row| row[0].as_str().map(str::to_owned)).collect::<Vec<_>>());
        self.own.borrow_mut().insert(kind.name.clone(), ids.clone());
        Ok(ids)
    }
}

fn condition(field: &str, test: Test, value: impl Into<Value>) -> Where {
    Where { field: field.to_owned(), test, value: value.into() }
}

fn refused(kind: &str) -> StoreError {
    let label = dictionary().kind(kind).map_or(kind, |kind| &kind.label);
    StoreError::NotAllowed(format!("{label}涉及人事，只有站长（督导）、县级和本人可以查看。"))
}
