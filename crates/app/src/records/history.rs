//! The history of a record: who, when, on which PC, from what to what, readable. It reads only.

use changelog::{Op, Payload, Ref};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::HistoryEntry;
use ts_rs::TS;

use crate::kernel::context::{Context, codes, kind_named, some_text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::readings;
use crate::kernel::request::RecordRef;
use crate::records::labels::{self, Titles};
use crate::records::view::is_empty;
use domain::dictionary::Kind;

/// One change of a record.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct HistoryStep {
    /// When, in milliseconds.
    pub at_ms: u64,
    /// The PC's clock was doubtful.
    pub doubtful: bool,
    /// Name of who did it.
    pub author: String,
    /// Name of the device.
    pub device: String,
    /// What was done.
    pub act: Act,
    /// For reading: which page or which fields.
    pub note: Option<String>,
    /// Field by field.
    pub changes: Vec<FieldChange>,
    /// The change itself.
    #[ts(type = "[string, number, string]")]
    pub reference: Ref,
}

/// What a change did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Act {
    /// 新建
    Created,
    /// 修改
    Changed,
    /// 删除
    Deleted,
    /// 恢复
    Restored,
    /// 查看
    Read,
    /// 清除
    Erased,
}

/// From what to what, in one field.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct FieldChange {
    /// Field name.
    pub field: String,
    /// Its Chinese label.
    pub label: String,
    /// Readable text before; empty when there was nothing.
    pub from: String,
    /// Readable text after; empty when cleared.
    pub to: String,
    /// Both are masked.
    pub masked: bool,
}

/// The history of a record, newest first.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct HistoryAnswer {
    /// Each change.
    pub steps: Vec<HistoryStep>,
}

/// Who changed what, from what to what; reading too.
pub(crate) fn history(pc: &Pc, request: RecordRef) -> Result<HistoryAnswer, CommandError> {
    let context = Context::of(pc)?;
    let kind = kind_named(&request.kind)?;
    let entries = context.store.history(&request.kind, &request.id)?;
    let values: Vec<&Payload> = entries.iter().flat_map(|entry| [&entry.fields, &entry.before]).collect();
    let titles = Titles::for_fields(&context, kind, &values)?;
    let first =
        entries.iter().filter(|entry| entry.op == Op::Set).min_by_key(|entry| entry.hlc).map(|entry| entry.reference);
    let mut steps: Vec<(changelog::Hlc, HistoryStep)> = Vec::new();
    for entry in &entries {
        let created = first.as_ref() == Some(&entry.reference);
        steps.push((entry.hlc, step(&context, kind, entry, created, &titles)));
    }
    steps.sort_by_key(|(hlc, _)| std::cmp::Reverse(*hlc));
    Ok(HistoryAnswer { steps: steps.into_iter().map(|(_, step)| step).collect() })
}

fn step(context: &Context, kind: &Kind, entry: &HistoryEntry, created: bool, titles: &Titles) -> HistoryStep {
    HistoryStep {
        at_ms: entry.hlc.ms,
        doubtful: entry.doubtful,
        author: context.staff_name(&entry.author),
        device: context.device_name(&entry.device),
        act: act(entry, created),
        note: note(kind, entry),
        changes: match entry.op {
            Op::Set => changes(context, kind, entry, titles),
            _ => Vec::new(),
        },
        reference: entry.reference,
    }
}

fn act(entry: &HistoryEntry, created: bool) -> Act {
    match (&entry.op, entry.fields.get("deleted_reason")) {
        (Op::Access, _) => Act::Read,
        (Op::Erase, _) => Act::Erased,
        (_, Some(reason)) if !is_empty(reason) => Act::Deleted,
        (_, Some(_)) => Act::Restored,
        _ if created => Act::Created,
        _ => Act::Changed,
    }
}

fn note(kind: &Kind, entry: &HistoryEntry) -> Option<String> {
    match entry.op {
        Op::Access => Some(reading_words(Some(kind), &entry.fields)),
        _ => some_text(&entry.fields, "deleted_reason"),
    }
}

/// What an `access` change says was read, and which fields of it.
pub(crate) fn reading_words(kind: Option<&Kind>, said: &Payload) -> String {
    let what = some_text(said, readings::WHAT).unwrap_or_else(|| "查看".to_owned());
    let label =
        |name: &String| kind.and_then(|kind| kind.field(name)).map_or(name.clone(), |field| field.label.clone());
    let asked: Vec<String> = codes(said, readings::FIELDS).iter().map(label).collect();
    if asked.is_empty() { what } else { format!("{what}：{}", asked.join("、")) }
}

fn changes(context: &Context, kind: &Kind, entry: &HistoryEntry, titles: &Titles) -> Vec<FieldChange> {
    let mut changes = Vec::new();
    for (name, to) in entry.fields.iter().filter(|(name, _)| *name != "deleted_reason") {
        let from = entry.before.get(name).unwrap_or(&Value::Null);
        changes.push(match kind.field(name) {
            Some(field) => {
                let (hidden_from, hidden_to) =
                    (labels::masked(context, field, from), labels::masked(context, field, to));
                let masked = hidden_from.is_some() || hidden_to.is_some();
                let shown = |hidden: &Option<Value>, value| {
                    labels::readable(context, field, hidden.as_ref().unwrap_or(value), titles)
                };
                let (from, to) = (shown(&hidden_from, from), shown(&hidden_to, to));
                FieldChange { field: name.clone(), label: field.label.clone(), from, to, masked }
            }
            None if name == "provisional" => {
                let shown = |value: &Value| if value.as_bool() == Some(true) { "暂存" } else { "正式" }.to_owned();
                FieldChange {
                    field: name.clone(),
                    label: "状态".to_owned(),
                    from: shown(from),
                    to: shown(to),
                    masked: false,
                }
            }
            None => {
                let shown = |value: &Value| {
                    value
                        .as_str()
                        .map(str::to_owned)
                        .unwrap_or_else(|| if value.is_null() { String::new() } else { value.to_string() })
                };
                FieldChange {
                    field: name.clone(),
                    label: name.clone(),
                    from: shown(from),
                    to: shown(to),
                    masked: false,
                }
            }
        });
    }
    let place =
        |change: &FieldChange| kind.fields.iter().position(|field| field.name == change.field).unwrap_or(usize::MAX);
    changes.sort_by_key(place);
    changes
}
