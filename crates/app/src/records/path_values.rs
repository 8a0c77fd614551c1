//! Values for paper and ledgers, looked up along the paths of `domain::path` and masked for whoever they are for. Records
//! that many rows refer to are fetched in one query per kind. It reads only; that something was read is recorded elsewhere.

pub(crate) mod care;
pub(crate) mod people;
pub(crate) mod work;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use domain::dictionary::{Field, FieldType, Kind, Sensitivity, dictionary};
use domain::fields::{recipient, recipient_category, staff};
use domain::mask::{self, Viewer};
use domain::path::{self, End, Path};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Query, Row, Test};
use ts_rs::TS;

use crate::kernel::context::{Context, text};
use crate::kernel::error::CommandError;
use crate::kernel::role::Role;
use crate::records::labels::{self, Titles};
use crate::records::path_values::people::People;

/// For whom a paper or a ledger is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Privacy {
    /// Stays in the station: masked as on this person's own screen.
    Inside,
    /// Leaves the station: everything personal is masked, everything sensitive left out.
    Outside,
    /// Complete, ID numbers too; for supervisors and the county only.
    Full,
}

/// Stands for a sensitive value on paper that leaves the station.
pub(crate) const LEFT_OUT: &str = "（略）";

/// Looks values up.
pub(crate) struct Reading<'a> {
    pub(crate) context: &'a Context<'a>,
    /// Who looks; nobody is kept from anything when absent.
    viewer: Option<Viewer>,
    /// By kind and id; the newest record that belongs to another, by its kind and the other's id.
    rows: RefCell<BTreeMap<(String, String), Option<Row>>>,
    pub(crate) people: People,
}

impl<'a> Reading<'a> {
    /// For this privacy; by default the station's own at a station, masked at the county.
    pub(crate) fn new(context: &'a Context<'a>, privacy: Option<Privacy>) -> Result<Reading<'a>, CommandError> {
        let own = match context.person.role {
            Role::Worker => Viewer::Worker,
            Role::Supervisor => Viewer::Supervisor,
            Role::County => Viewer::County,
        };
        let usual = if context.is_county() { Privacy::Outside } else { Privacy::Inside };
        let viewer = match privacy.unwrap_or(usual) {
            Privacy::Inside => Some(own),
            Privacy::Outside => Some(Viewer::Outside),
            Privacy::Full if own.may_export_full() => None,
            Privacy::Full => {
                return Err(CommandError::not_allowed(
                    "完整号码只有站长（督导）或县级人员可以打印、导出。可以先打印遮住号码的，再手写补上。",
                ));
            }
        };
        Ok(Reading { context, viewer, rows: RefCell::default(), people: People::default() })
    }

    /// Nothing is masked.
    pub(crate) fn is_full(&self) -> bool {
        self.viewer.is_none()
    }

    /// Leaves the station.
    pub(crate) fn is_outside(&self) -> bool {
        self.viewer == Some(Viewer::Outside)
    }

    /// The mask of a value, when it is masked.
    pub(crate) fn hidden(&self, field: &Field, value: &Value) -> Option<String> {
        let viewer = self.viewer?;
        match value {
            Value::Null => None,
            Value::String(words) => mask::masked(field, words, viewer),
            // Codes and numbers have no pattern to mask by.
            _ if viewer == Viewer::Outside && field.sensitivity != Sensitivity::Plain => Some(LEFT_OUT.to_owned()),
            _ => None,
        }
    }

    /// Readable text of a field, masked where it is.
    pub(crate) fn field_text(&self, field: &Field, value: &Value) -> Result<String, CommandError> {
        if let Some(hidden) = self.hidden(field, value) {
            return Ok(hidden);
        }
        let mut titles = Titles::default();
        if let (FieldType::Reference, Some(refers), Some(id)) = (field.kind, &field.refers, value.as_str())
            && refers != staff::KIND
            && !id.is_empty()
        {
            if let (Some(kind), Some(row)) = (dictionary().kind(refers), self.fetch(refers, id)?) {
                return Ok(labels::plain_title(self.context, kind, &row.fields));
            }
            titles.add(self.context, refers, &[id.to_owned()])?;
        }
        Ok(labels::readable(self.context, field, value, &titles))
    }

    /// Readable text of what stands at the end of a path; empty where the path breaks off. `number` is the row's own.
    pub(crate) fn text(&self, row: &Row, path: &Path, number: usize) -> Result<String, CommandError> {
        let Some((kind, row)) = self.follow(row, path)? else {
            return Ok(String::new());
        };
        match &path.end {
            End::Field(name) => match kind.field(name) {
                Some(field) => self.field_text(field, row.fields.get(name).unwrap_or(&Value::Null)),
                None => Ok(String::new()),
            },
            End::Computed(computed) => self.computed(*computed, &row, number),
        }
    }

    /// The value at the end of a path as it is stored; nothing for values worked out or masked.
    pub(crate) fn value(&self, row: &Row, path: &Path) -> Result<Option<Value>, CommandError> {
        let End::Field(name) = &path.end else {
            return Ok(None);
        };
        let Some((kind, row)) = self.follow(row, path)? else {
            return Ok(None);
        };
        let value = row.fields.get(name).cloned();
        Ok(match (kind.field(name), value) {
            (Some(field), Some(value)) if self.hidden(field, &value).is_none() => Some(value),
            _ => None,
        })
    }

    fn follow(&self, row: &Row, path: &Path) -> Result<Option<(&'static Kind, Row)>, CommandError> {
        let Some(mut kind) = dictionary().kind(&row.kind) else {
            return Ok(None);
        };
        let mut row = row.clone();
        for step in &path.through {
            let (next, described) = match (kind.field(step), path::belonging(kind, step)) {
                (Some(field), _) => {
                    let refers = field.refers.as_deref().unwrap_or_default();
                    (self.fetch(refers, text(&row.fields, step))?, dictionary().kind(refers))
                }
                (None, Some(belonging)) => (self.newest(belonging, &row.id)?, Some(belonging)),
                (None, None) => (None, None),
            };
            let (Some(next), Some(described)) = (next, described) else {
                return Ok(None);
            };
            (row, kind) = (next, described);
        }
        Ok(Some((kind, row)))
    }

    /// A record by id, from what was fetched before.
    pub(crate) fn fetch(&self, kind: &str, id: &str) -> Result<Option<Row>, CommandError> {
        if id.is_empty() {
            return Ok(None);
        }
        let key = (kind.to_owned(), id.to_owned());
        if let Some(known) = self.rows.borrow().get(&key) {
            return Ok(known.clone());
        }
        let found = self.context.store.row(kind, id)?;
        self.rows.borrow_mut().insert(key, found.clone());
        Ok(found)
    }

    /// Fetches what many rows refer to along these paths, in one query per step.
    pub(crate) fn prepare(&self, rows: &[Row], paths: &[&Path]) -> Result<(), CommandError> {
        let steps: BTreeSet<&[String]> =
            paths.iter().flat_map(|path| (1..=path.through.len()).map(|length| &path.through[..length])).collect();
        // Shorter paths come first in the set, so the records in between are there.
        for through in steps {
            let (last, before) = (&through[through.len() - 1], &through[..through.len() - 1]);
            let to = Path { through: before.to_vec(), end: End::Field(last.clone()) };
            let (mut refers, mut belonging, mut ids) = (None, None, BTreeSet::new());
            for row in rows {
                if let Some((kind, row)) = self.follow(row, &to)? {
                    refers = kind.field(last).and_then(|field| field.refers.clone());
                    belonging = path::belonging(kind, last);
                    ids.insert(if refers.is_some() { text(&row.fields, last).to_owned() } else { row.id });
                }
            }
            ids.remove("");
            let ids: Vec<String> = ids.into_iter().collect();
            match (refers, belonging) {
                (Some(refers), _) => self.fetch_all(&refers, &ids)?,
                (None, Some(belonging)) => self.fetch_newest(belonging, &ids)?,
                (None, None) => {}
            }
        }
        let people = paths.iter().filter(|path| matches!(path.end, End::Computed(_)));
        for path in people {
            let mut ids = BTreeSet::new();
            for row in rows {
                ids.extend(
                    self.follow(row, path)?.filter(|(kind, _)| kind.name == recipient::KIND).map(|(_, row)| row.id),
                );
            }
            self.people.load(self.context, &ids.into_iter().collect::<Vec<_>>())?;
        }
        Ok(())
    }

    fn fetch_all(&self, kind: &str, ids: &[String]) -> Result<(), CommandError> {
        let found = self.context.list_in(&Query { deleted: true, ..Query::of(kind) }, "id", ids)?;
        let mut rows = self.rows.borrow_mut();
        for id in ids {
            rows.insert((kind.to_owned(), id.clone()), None);
        }
        for row in found {
            rows.insert((kind.to_owned(), row.id.clone()), Some(row));
        }
        Ok(())
    }

    /// The newest final record of a kind that belongs to another; of categories the one in force that the ledger is about.
    fn newest(&self, kind: &'static Kind, owner: &str) -> Result<Option<Row>, CommandError> {
        let key = (kind.name.clone(), owner.to_owned());
        if !self.rows.borrow().contains_key(&key) {
            self.fetch_newest(kind, std::slice::from_ref(&key.1))?;
        }
        Ok(self.rows.borrow().get(&key).cloned().flatten())
    }

    fn fetch_newest(&self, kind: &'static Kind, owners: &[String]) -> Result<(), CommandError> {
        let parent = kind.parent.as_deref().unwrap_or_default();
        let day = kind.fields.iter().find(|field| field.kind == FieldType::Date).map(|field| field.name.as_str());
        let query = Query::of(&kind.name).finals();
        let found =
            self.context.list_in(&day.into_iter().fold(query, |query, day| query.by(day, false)), parent, owners)?;
        let mut rows = self.rows.borrow_mut();
        for owner in owners {
            rows.insert((kind.name.clone(), owner.clone()), None);
        }
        for row in found
            .into_iter()
            .filter(|row| kind.name != recipient_category::KIND || self.people.is_meant(self.context, row))
        {
            rows.insert((kind.name.clone(), text(&row.fields, parent).to_owned()), Some(row));
        }
        Ok(())
    }

    /// Records that belong to one, in the order of a field.
    pub(crate) fn children(&self, kind: &str, by: &str, owner: &str, order: &str) -> Result<Vec<Row>, CommandError> {
        if owner.is_empty() {
            return Ok(Vec::new());
        }
        let query = Query::of(kind).and(by, Test::Eq, owner);
        let query = if order.is_empty() { query } else { query.by(order, false) };
        self.context.list(&query.by("created_ms", false))
    }
}
