//! Drafts (未提交草稿): what is being typed and not yet saved. Local, encrypted, never sent, one person's
//! own. Not to be confused with 暂存 records, which are saved and synced.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ts_rs::TS;

use crate::kernel::context::Context;
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::request::Nothing;

/// Keeps what is being typed.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct DraftPut {
    /// One key per form, for example `visit:new` or `recipient:<id>`.
    pub key: String,
    /// Record kind of the form.
    pub kind: String,
    /// The record, when it exists already.
    #[serde(default)]
    pub record: Option<String>,
    /// A title for the list of drafts.
    pub title: String,
    /// Whatever the form wants back.
    pub content: Value,
}

/// Names a draft.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct DraftKey {
    /// The form's key.
    pub key: String,
}

/// A draft as kept.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct Draft {
    /// The form's key.
    pub key: String,
    /// Record kind of the form.
    pub kind: String,
    /// The record, when it exists already.
    pub record: Option<String>,
    /// A title for the list of drafts.
    pub title: String,
    /// Whatever the form gave; null in lists.
    pub content: Value,
    /// When it was kept, in milliseconds.
    pub saved_ms: u64,
}

/// All own drafts, newest first.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct Drafts {
    /// Without their content.
    pub drafts: Vec<Draft>,
}

/// The draft asked for, when there is one.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct DraftAnswer {
    /// With its content.
    pub draft: Option<Draft>,
}

/// Keeps what is being typed.
pub(crate) fn put(pc: &Pc, request: DraftPut) -> Result<Nothing, CommandError> {
    let context = Context::of(pc)?;
    context.store.draft_put(&store::Draft {
        author: context.person.id.clone(),
        key: request.key,
        kind: request.kind,
        record: request.record,
        body: json!({ "title": request.title, "content": request.content }),
        saved_ms: context.now_ms,
    })?;
    Ok(Nothing {})
}

/// One draft.
pub(crate) fn get(pc: &Pc, request: DraftKey) -> Result<DraftAnswer, CommandError> {
    let context = Context::of(pc)?;
    let draft = context.store.draft_get(&context.person.id, &request.key)?;
    Ok(DraftAnswer { draft: draft.map(shown) })
}

/// Own drafts, newest first.
pub(crate) fn list(pc: &Pc, _: Nothing) -> Result<Drafts, CommandError> {
    Ok(Drafts { drafts: own(&Context::of(pc)?)? })
}

/// Throws a draft away.
pub(crate) fn discard(pc: &Pc, request: DraftKey) -> Result<Nothing, CommandError> {
    let context = Context::of(pc)?;
    context.store.draft_discard(&context.person.id, &request.key)?;
    Ok(Nothing {})
}

/// Own drafts without their content, newest first. Several people share a PC; each sees only her own.
pub(crate) fn own(context: &Context) -> Result<Vec<Draft>, CommandError> {
    let drafts = context.store.draft_list(&context.person.id)?;
    Ok(drafts.into_iter().map(|draft| Draft { content: Value::Null, ..shown(draft) }).collect())
}

/// Before a save: the draft that it makes superfluous goes in the save itself, or stays with what was not saved.
pub(crate) fn goes_with_save(context: &Context, key: Option<&str>) {
    *context.draft.borrow_mut() = key.map(str::to_owned);
}

/// Afterwards: where nothing had changed and so nothing was saved, the draft is superfluous all the same.
pub(crate) fn settle(context: &Context) -> Result<(), CommandError> {
    let left = context.draft.take();
    if let Some(key) = left {
        context.store.draft_discard(&context.person.id, &key)?;
    }
    Ok(())
}

fn shown(mut draft: store::Draft) -> Draft {
    Draft {
        title: draft.body["title"].as_str().unwrap_or_default().to_owned(),
        content: draft.body["content"].take(),
        key: draft.key,
        kind: draft.kind,
        record: draft.record,
        saved_ms: draft.saved_ms,
    }
}
