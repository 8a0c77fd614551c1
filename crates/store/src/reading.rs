//! Questions to a store: rows, lists, counts, conflicts, history, search, drafts, settings, numbers. Nothing here writes.

use std::collections::HashSet;

use changelog::Audience;
use serde_json::Value;

use crate::conflicts::{self, Conflict};
use crate::delivery::{self, SendCounts};
use crate::error::Result;
use crate::history::{self, HistoryEntry};
use crate::query::{self, Query, Texts};
use crate::rows::Row;
use crate::saves::{self, SavedChange};
use crate::search::{self, Hit};
use crate::{Draft, Store, drafts, hash, settings};

/// Fields that hold numbers given by `Save::number`.
const NUMBERED: [(&str, &str); 2] = [("case", "case_no"), ("recipient", "file_no")];

impl Store {
    /// One record, deleted or not.
    pub fn row(&self, kind: &str, id: &str) -> Result<Option<Row>> {
        query::row(&*self.reader()?, kind, id)
    }

    /// The records that answer.
    pub fn list(&self, query: &Query) -> Result<Vec<Row>> {
        query::list(&*self.reader()?, query)
    }

    /// A few fields of the records that answer, in no order, without reading the rest of them.
    pub fn columns(&self, query: &Query, fields: &[&str]) -> Result<Vec<Vec<Value>>> {
        query::columns(&*self.reader()?, query, fields)
    }

    /// Shows a few text fields of one record that answers after the other, in no order: for facts of hundreds of thousands.
    pub fn texts<const N: usize>(&self, query: &Query, fields: [&str; N], see: impl FnMut(Texts<'_, N>)) -> Result<()> {
        query::texts(&*self.reader()?, query, fields, see)
    }

    /// Every value that a field has among the records that answer, each once; of a field that an index begins with.
    pub fn values(&self, query: &Query, field: &str) -> Result<Vec<Value>> {
        query::values(&*self.reader()?, query, field)
    }

    /// How many answer.
    pub fn count(&self, query: &Query) -> Result<u64> {
        query::count(&*self.reader()?, query)
    }

    /// How many answer per value of a field.
    pub fn count_by(&self, query: &Query, field: &str) -> Result<Vec<(Value, u64)>> {
        query::count_by(&*self.reader()?, query, field)
    }

    /// Fields that two people changed apart.
    pub fn conflicts(&self) -> Result<Vec<Conflict>> {
        conflicts::all(&*self.reader()?)
    }

    /// Who changed (or looked at) a record when, from what to what.
    pub fn history(&self, kind: &str, id: &str) -> Result<Vec<HistoryEntry>> {
        history::of(&*self.reader()?, kind, id)
    }

    /// Those of the records that somebody looked at in a way that begins with these words.
    pub fn looked_at(&self, records: &[String], words: &str) -> Result<HashSet<String>> {
        history::looked_at(&*self.reader()?, records, words)
    }

    /// What was saved together with changes of this record that wrote `field` and stand at the head of their save: per save the
    /// other changes, the oldest save first.
    pub fn saves_headed_by(&self, kind: &str, record: &str, field: &str) -> Result<Vec<Vec<SavedChange>>> {
        saves::headed_by(&*self.reader()?, kind, record, field)
    }

    /// Finds records of these kinds (none: all): whole name first, then names that begin so, then any, then free text.
    pub fn search(&self, text: &str, kinds: &[&str], limit: usize) -> Result<Vec<Hit>> {
        search::find(&*self.reader()?, text, kinds, limit)
    }

    /// Own changes by how far they have travelled.
    pub fn counts(&self) -> Result<SendCounts> {
        delivery::counts(&*self.reader()?)
    }

    /// The number that a save would give next under this device's letter.
    pub fn next_number(&self, station: &str, series: &str, year: i32) -> Result<u32> {
        Ok(crate::save::last_number(&*self.reader()?, station, series, year, &self.device().letter)? + 1)
    }

    /// 重号: numbers that stand on more than one record, with the records. They stay as they are and are marked.
    pub fn duplicate_numbers(&self) -> Result<Vec<(String, Vec<String>)>> {
        let reader = self.reader()?;
        let mut all = Vec::new();
        for (kind, field) in NUMBERED {
            let kind = query::kind_named(kind)?;
            let (table, field) = (crate::columns::quoted(&kind.table), crate::columns::quoted(field));
            let mut statement = reader.prepare_cached(&format!(
                "SELECT {field}, json_group_array(id) FROM (SELECT {field}, id FROM {table} WHERE {field} <> '' ORDER BY id)
                 GROUP BY {field} HAVING count(*) > 1"
            ))?;
            let found = statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))?;
            for row in found {
                let (number, records) = row?;
                all.push((number, serde_json::from_str(&records).unwrap_or_default()));
            }
        }
        Ok(all)
    }

    /// One draft.
    pub fn draft_get(&self, author: &str, key: &str) -> Result<Option<Draft>> {
        drafts::get(&*self.reader()?, author, key)
    }

    /// A person's drafts, the newest first.
    pub fn draft_list(&self, author: &str) -> Result<Vec<Draft>> {
        drafts::list(&*self.reader()?, author)
    }

    /// A local setting.
    pub fn setting_get(&self, name: &str) -> Result<Option<Value>> {
        settings::get(&*self.reader()?, name)
    }

    /// One hash over all projected rows that this device holds.
    pub fn state_hash(&self) -> Result<String> {
        hash::state(&*self.reader()?, None)
    }

    /// One hash over the projected rows of an audience: the same on every replica with the same changes.
    pub fn state_hash_of(&self, audience: &Audience) -> Result<String> {
        hash::state(&*self.reader()?, Some(audience))
    }
}
