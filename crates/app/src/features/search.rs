//! Finding anything by characters, pinyin, initials, last four digits of the ID number or village.
//! The store does the searching; names of pages are the interface's own.

use std::collections::{BTreeMap, BTreeSet};

use domain::fields::recipient;
use serde::{Deserialize, Serialize};
use store::{Hit, Query, Row};
use ts_rs::TS;

use crate::kernel::context::{Context, kind_named, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::request::Nothing;
use crate::people;

/// What to look for.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct FindRequest {
    /// What was typed.
    pub text: String,
    /// Only these kinds; all searchable ones when empty.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub kinds: Vec<String>,
    /// At most this many (default 20).
    #[serde(default)]
    pub limit: Option<u32>,
}

/// Something found.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct Found {
    /// Record kind.
    pub kind: String,
    /// 服务对象, 个案 …
    pub kind_label: String,
    /// Record id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// A line to tell namesakes apart, masked.
    pub detail: String,
}

/// What was found.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct FindAnswer {
    /// Best first.
    pub found: Vec<Found>,
}

/// Finds persons, cases and other records.
pub(crate) fn find(pc: &Pc, request: FindRequest) -> Result<FindAnswer, CommandError> {
    let context = Context::of(pc)?;
    let words = request.text.trim();
    if words.is_empty() {
        return Ok(FindAnswer { found: Vec::new() });
    }
    let kinds: Vec<&str> = request.kinds.iter().map(String::as_str).collect();
    for kind in &kinds {
        kind_named(kind)?;
    }
    let hits = context.store.search(words, &kinds, request.limit.unwrap_or(20).min(200) as usize)?;
    let mut found: Vec<Found> = Vec::new();
    let found_people = hits.iter().filter(|hit| hit.kind == recipient::KIND).map(|hit| &hit.id);
    let people = people_of(&context, found_people)?;
    for hit in hits {
        let hit = standing(&context, &people, hit)?;
        if found.iter().any(|known| known.kind == hit.kind && known.id == hit.id) {
            continue;
        }
        found.push(Found {
            kind_label: kind_named(&hit.kind).map(|kind| kind.label.clone()).unwrap_or_default(),
            kind: hit.kind,
            id: hit.id,
            title: hit.title,
            detail: hit.detail,
        });
    }
    Ok(FindAnswer { found })
}

/// Whom the person at this PC opened last, the last first: told before anything is typed.
pub(crate) fn recent(pc: &Pc, _: Nothing) -> Result<FindAnswer, CommandError> {
    let context = Context::of(pc)?;
    let opened = people::recent::opened(&context)?;
    let people = people_of(&context, opened.iter())?;
    let merges = context.merges()?;
    let mut found: Vec<Found> = Vec::new();
    for id in opened.iter().map(|id| merges.standing(id)) {
        if let Some(person) = people.get(id).filter(|_| found.iter().all(|known| known.id != id)) {
            found.push(Found {
                kind: recipient::KIND.to_owned(),
                kind_label: kind_named(recipient::KIND)?.label.clone(),
                id: id.to_owned(),
                title: text(&person.fields, recipient::NAME).to_owned(),
                detail: people::told_apart(&context, &person.fields),
            });
        }
    }
    Ok(FindAnswer { found })
}

/// The files of these people, as far as a line names them; of a merged one the file that stands for it.
fn people_of<'i>(
    context: &Context,
    ids: impl Iterator<Item = &'i String>,
) -> Result<BTreeMap<String, Row>, CommandError> {
    let merges = context.merges()?;
    let ids: BTreeSet<String> = ids.map(|id| merges.standing(id).to_owned()).collect();
    let ids: Vec<String> = ids.into_iter().collect();
    let read = [vec![recipient::NAME], people::telling_apart()].concat();
    let rows = context.list_in(&Query::of(recipient::KIND).only(&read), "id", &ids)?;
    Ok(rows.into_iter().map(|row| (row.id.clone(), row)).collect())
}

/// A person is told apart from namesakes; a merged file is found as the one that stands for it, saying by which name it was found.
fn standing(context: &Context, people: &BTreeMap<String, Row>, hit: Hit) -> Result<Hit, CommandError> {
    let stands = context.merges()?.standing(&hit.id).to_owned();
    let Some(person) = people.get(&stands).filter(|_| hit.kind == recipient::KIND) else { return Ok(hit) };
    let detail = people::told_apart(context, &person.fields);
    if stands == hit.id {
        return Ok(Hit { detail, ..hit });
    }
    let detail = format!("{detail} 含已合并的档案“{}”", hit.title);
    Ok(Hit { kind: hit.kind, id: stands, title: text(&person.fields, recipient::NAME).to_owned(), detail })
}
