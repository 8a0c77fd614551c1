//! Files of one person: which were merged into which, and questions over all of them. It reads; merging itself is
//! `features/merging.rs`.

use domain::fields::{recipient, visit};
use domain::merges::Merges;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use store::{Query, Test};

use crate::kernel::context::Context;
use crate::kernel::error::CommandError;
use crate::kernel::guarded_store::GuardedStore;

/// Reads who was merged into whom, from the living files.
pub(crate) fn load(store: &GuardedStore) -> Result<Merges, CommandError> {
    // Asked as a range, which only the index on merged files answers: NOT NULL is no way into an index.
    let query = Query::of(recipient::KIND).and(recipient::MERGED_INTO, Test::AtLeast, "");
    let mut went = BTreeMap::new();
    for row in store.columns(&query, &["id", recipient::MERGED_INTO])? {
        if let [Value::String(from), Value::String(to)] = row.as_slice() {
            went.insert(from.clone(), to.clone());
        }
    }
    if went.is_empty() {
        return Ok(Merges::default());
    }
    let targets: Vec<String> = went.values().cloned().collect();
    let there = store.columns(&Query::of(recipient::KIND).and("id", Test::In, targets), &["id"])?;
    let there: BTreeSet<&str> = there.iter().filter_map(|row| row.first()?.as_str()).collect();
    Ok(Merges::of(&went, |id| there.contains(id)))
}

impl Context<'_> {
    /// Files that were merged, as they stand now; read once.
    pub(crate) fn merges(&self) -> Result<Rc<Merges>, CommandError> {
        self.kept(|| load(&self.store))
    }
}

/// Records of a kind that belong to a person.
pub(crate) fn of_person(kind: &str, id: &str) -> Query {
    Query::of(kind).and(visit::RECIPIENT, Test::Eq, id)
}

/// The same under every file that was merged into this one.
pub(crate) fn of_same_person(context: &Context, kind: &str, id: &str) -> Result<Query, CommandError> {
    Ok(Query::of(kind).and(visit::RECIPIENT, Test::In, context.merges()?.same_person(id)))
}
