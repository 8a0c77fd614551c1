//! Records as an interface shows them: values with sensitive ones masked, labels for codes and
//! names, the refs to give back as `seen`, conflicts with all their values, and how far it has travelled.
//! It reads; it never writes and never decides who may.

use std::collections::BTreeMap;

use changelog::{Payload, Ref};
use domain::dictionary::{FieldType, Kind, dictionary};
use domain::fields::staff;
pub(crate) use domain::values::is_empty;
use serde::{Deserialize, Serialize};
use serde_json::Value;
pub(crate) use store::Delivery;
use store::{Conflict, Row};
use ts_rs::TS;

use crate::kernel::context::{Context, kind_named};
use crate::kernel::error::CommandError;
use crate::records::closed_books::{self, WrittenLate};
use crate::records::labels::{self, Titles};
use crate::records::returns::{self, Returned};
use crate::records::reviews::{self, ReviewState};

/// Which changes a form saw in each field when it was opened; given back unchanged when saving.
pub(crate) type Seen = BTreeMap<String, Vec<Ref>>;

/// A record as a page shows it.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct RecordView {
    /// Record kind.
    pub kind: String,
    /// Record id.
    pub id: String,
    /// Station that the record belongs to; empty for records of the county or of all.
    pub station: String,
    /// A short readable name of the record, without masked values.
    pub title: String,
    /// Field values; personal and sensitive ones masked.
    pub fields: Payload,
    /// Names of the fields whose value is masked here; do not send them back unless retyped or revealed.
    pub masked: Vec<String>,
    /// Readable text of codes and references, by field.
    pub labels: BTreeMap<String, String>,
    /// Fields this program version does not know, kept and shown read-only.
    pub extra: Payload,
    /// Refs of the live values, to be given back as `seen`.
    #[ts(type = "Record<string, Array<[string, number, string]>>")]
    pub refs: Seen,
    /// 暂存: in the log and synced, but not counted.
    pub provisional: bool,
    /// Why it was deleted, when it is.
    pub deleted_reason: Option<String>,
    /// When it was first written, in milliseconds.
    pub created_ms: u64,
    /// Name of who wrote it first.
    pub created_by: String,
    /// When it was last written.
    pub updated_ms: u64,
    /// Name of who wrote it last.
    pub updated_by: String,
    /// Fields that two people changed apart.
    pub conflicted: Vec<String>,
    /// The conflicts with all their values; filled by `records.get`, empty in lists.
    pub conflicts: Vec<ConflictView>,
    /// How far it has travelled.
    pub state: Delivery,
    /// Whether the person at this PC may change it.
    pub editable: bool,
    /// How it stands with the supervisor, where she reviews such papers.
    pub review: Option<ReviewState>,
    /// What it was returned for and is not mended yet; filled where one record is shown, empty in lists.
    pub returned: Vec<Returned>,
    /// That it was written long after its day, or into a period that was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub late: Option<WrittenLate>,
}

/// A field that holds more than one live value.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ConflictView {
    /// Record kind.
    pub kind: String,
    /// Record id.
    pub record: String,
    /// Readable name of the record.
    pub title: String,
    /// Field name.
    pub field: String,
    /// Chinese label of the field.
    pub label: String,
    /// All live values, the one shown first.
    pub values: Vec<ConflictChoice>,
    /// Whether all of them can stand together, as one text or one choice of several.
    pub joinable: bool,
}

/// One of the live values of a field in conflict.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ConflictChoice {
    /// The change that holds this value.
    #[ts(type = "[string, number, string]")]
    pub reference: Ref,
    /// The value, masked where the field is.
    pub value: Value,
    /// Readable text of the value.
    pub text: String,
    /// Whether it is masked.
    pub masked: bool,
    /// What its author had seen there before; none where there was nothing, or where it must not be shown.
    pub saw: Option<String>,
    /// Name of who wrote it.
    pub author: String,
    /// Name of the device it was written on.
    pub device: String,
    /// When, in milliseconds.
    pub at_ms: u64,
    /// Whether it is the one shown.
    pub winner: bool,
}

/// One record with its conflicts and what it was returned for.
pub(crate) fn view(context: &Context, row: &Row) -> Result<RecordView, CommandError> {
    let kind = kind_named(&row.kind)?;
    let titles = Titles::for_rows(context, kind, std::slice::from_ref(row))?;
    let mut view = plain_view(context, kind, &reviews::told_one(context, row)?, &titles);
    view.review = reviews::shown(context, std::slice::from_ref(row))?.remove(&row.id);
    view.returned = returns::of_record(context, row)?;
    view.late = closed_books::written_late(context, row)?;
    if !view.conflicted.is_empty() {
        view.conflicts = conflicts_of(context, kind, row, &view.title)?;
    }
    Ok(view)
}

/// Many records of a kind, without their conflicts.
pub(crate) fn views(context: &Context, kind: &str, rows: &[Row]) -> Result<Vec<RecordView>, CommandError> {
    let kind = kind_named(kind)?;
    let titles = Titles::for_rows(context, kind, rows)?;
    let states = reviews::shown(context, rows)?;
    let one = |row: &Row| {
        let view = plain_view(context, kind, row, &titles);
        Ok(RecordView { review: states.get(&row.id).copied(), late: closed_books::written_late(context, row)?, ..view })
    };
    reviews::told(context, rows)?.iter().map(one).collect()
}

fn plain_view(context: &Context, kind: &Kind, row: &Row, titles: &Titles) -> RecordView {
    let (mut fields, mut masked) = (row.fields.clone(), Vec::new());
    for field in &kind.fields {
        if let Some(value) = fields.get_mut(&field.name)
            && let Some(hidden) = labels::masked(context, field, value)
        {
            *value = hidden;
            masked.push(field.name.clone());
        }
    }
    RecordView {
        kind: row.kind.clone(),
        id: row.id.clone(),
        station: row.station.clone(),
        title: labels::title(context, kind, &row.fields, titles),
        labels: labels::labels(context, kind, &row.fields, &masked, titles),
        fields,
        masked,
        extra: row.extra.clone(),
        refs: row.refs.clone(),
        provisional: row.provisional,
        deleted_reason: row.deleted_reason.clone(),
        created_ms: row.created_ms,
        created_by: context.staff_name(&row.created_by),
        updated_ms: row.updated_ms,
        updated_by: context.staff_name(&row.updated_by),
        conflicted: row.conflicted.clone(),
        conflicts: Vec::new(),
        state: row.state,
        editable: context.may_write(kind, &row.station),
        review: None,
        returned: Vec::new(),
        late: None,
    }
}

fn conflicts_of(context: &Context, kind: &Kind, row: &Row, title: &str) -> Result<Vec<ConflictView>, CommandError> {
    let all = context.store.conflicts()?;
    let own = all.iter().filter(|conflict| conflict.kind == row.kind && conflict.record == row.id);
    own.map(|conflict| conflict_view(context, kind, conflict, title)).collect()
}

/// A conflict with readable values, the one shown first.
pub(crate) fn conflict_view(
    context: &Context,
    kind: &Kind,
    conflict: &Conflict,
    title: &str,
) -> Result<ConflictView, CommandError> {
    let field = kind.field(&conflict.field);
    let history = context.store.history(&conflict.kind, &conflict.record)?;
    let mut values = Vec::new();
    for one in &conflict.values {
        let before = history.iter().find(|entry| entry.reference == one.reference);
        let before = before.and_then(|entry| entry.before.get(&conflict.field)).filter(|value| !is_empty(value));
        let mut titles = Titles::default();
        if let Some(refers) = field.and_then(|field| field.refers.as_deref()).filter(|refers| *refers != staff::KIND) {
            let ids = before.into_iter().chain([&one.value]).filter_map(Value::as_str).map(str::to_owned);
            titles.add(context, refers, &ids.collect::<Vec<_>>())?;
        }
        let hidden = field.and_then(|field| labels::masked(context, field, &one.value));
        let masked = hidden.is_some();
        let before =
            before.filter(|_| !masked).map(|value| conflict_text(context, field, &conflict.field, value, &titles));
        let value = hidden.unwrap_or_else(|| one.value.clone());
        values.push(ConflictChoice {
            reference: one.reference,
            text: conflict_text(context, field, &conflict.field, &value, &titles),
            value,
            masked,
            saw: before,
            author: context.staff_name(&one.author),
            device: context.device_name(&one.device),
            at_ms: one.hlc.ms,
            winner: one.winner,
        });
    }
    values.sort_by_key(|choice| !choice.winner);
    let label = match conflict.field.as_str() {
        "provisional" => "暂存".to_owned(),
        "deleted_reason" => "删除".to_owned(),
        name => field.map(|field| field.label.clone()).unwrap_or_else(|| name.to_owned()),
    };
    Ok(ConflictView {
        kind: conflict.kind.clone(),
        record: conflict.record.clone(),
        title: title.to_owned(),
        field: conflict.field.clone(),
        label,
        joinable: joined(context, field, &conflict.values).is_some(),
        values,
    })
}

/// All live values as one: texts one after another, choices of several together. None where only one can be true, or where they are masked.
pub(crate) fn joined(
    context: &Context,
    field: Option<&domain::dictionary::Field>,
    values: &[store::ConflictValue],
) -> Option<Value> {
    let field = field.filter(|field| !labels::is_masked(context, field))?;
    if !matches!(field.kind, FieldType::LongText | FieldType::Codes) {
        return None;
    }
    let mut parts: Vec<&str> = Vec::new();
    for value in values.iter().filter(|value| !is_empty(&value.value)) {
        let own = match &value.value {
            Value::Array(codes) => codes.iter().filter_map(Value::as_str).collect(),
            other => vec![other.as_str()?.trim()],
        };
        parts.extend(own.into_iter().filter(|one| !parts.contains(one)).collect::<Vec<_>>());
    }
    Some(if field.kind == FieldType::Codes { parts.into() } else { parts.join("\n").into() })
}

fn conflict_text(
    context: &Context,
    field: Option<&domain::dictionary::Field>,
    name: &str,
    value: &Value,
    titles: &Titles,
) -> String {
    match (field, name) {
        (_, "provisional") => if value.as_bool() == Some(true) { "暂存" } else { "正式" }.to_owned(),
        (_, "deleted_reason") => match value.as_str() {
            Some(reason) if !reason.is_empty() => format!("删除：{reason}"),
            _ => "保留".to_owned(),
        },
        _ if is_empty(value) => "（空）".to_owned(),
        (Some(field), _) => labels::readable(context, field, value, titles),
        (None, _) => value.as_str().map(str::to_owned).unwrap_or_else(|| value.to_string()),
    }
}

/// Conflicts of the whole store, readable, at most so many.
pub(crate) fn all_conflicts(context: &Context, most: usize) -> Result<Vec<ConflictView>, CommandError> {
    let all = context.store.conflicts()?;
    let mut shown = Vec::new();
    for conflict in all.iter().take(most) {
        let Some(kind) = dictionary().kind(&conflict.kind) else {
            continue;
        };
        let Some(row) = context.store.row(&conflict.kind, &conflict.record)? else {
            continue;
        };
        let titles = Titles::for_rows(context, kind, std::slice::from_ref(&row))?;
        let title = labels::title(context, kind, &row.fields, &titles);
        shown.push(conflict_view(context, kind, conflict, &title)?);
    }
    Ok(shown)
}
