//! Saving records of any kind: save, delete with a reason, bring back, and settle a conflict. Each is one save of the store. Rules
//! live in `domain`; what a feature adds for its own kinds is handed in from above (`saving.rs`).

use std::collections::BTreeMap;

use changelog::{Op, Payload, Ref};
use domain::dictionary::Kind;
use domain::fields::{annotation, case, recipient};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Row, Write};
use ts_rs::TS;

use crate::kernel::context::{Context, kind_named, text};
use crate::kernel::error::{CommandError, ErrorCode, FieldFinding};
use crate::kernel::request::RecordRef;
use crate::records::check::{self, Form, Ready};
use crate::records::view::{self, RecordView, Seen};
use crate::records::{drafts, service};

/// Refuses a change of a record by whoever may not; of kinds that a feature guards.
pub(crate) type Guard = fn(&Context, &Row) -> Result<(), CommandError>;

/// What goes into the same save when a record is deleted (true) or brought back.
pub(crate) type Follows = fn(&Context, &Row, bool) -> Result<Vec<Write>, CommandError>;

/// A form to be saved.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct SaveRequest {
    /// Record kind.
    pub kind: String,
    /// The record; none makes a new one.
    #[serde(default)]
    pub id: Option<String>,
    /// Fields to set; null clears; fields not sent stay as they are.
    pub fields: Payload,
    /// The `refs` of the view that the form was opened with.
    #[serde(default)]
    #[ts(as = "Option<BTreeMap<String, Vec<(String, u64, String)>>>", optional)]
    pub seen: Seen,
    /// Save as 暂存.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub provisional: bool,
    /// The draft that this save makes superfluous.
    #[serde(default)]
    pub draft: Option<String>,
}

/// A saved record.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct SaveAnswer {
    /// The record as it now stands.
    pub record: RecordView,
    /// Warnings that did not hinder the save.
    pub findings: Vec<FieldFinding>,
}

/// Deletes a record; it can be brought back.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct DeleteRequest {
    /// Record kind.
    pub kind: String,
    /// Record id.
    pub id: String,
    /// Why, in the user's words.
    pub reason: String,
    /// The `refs` of the view.
    #[serde(default)]
    #[ts(as = "Option<BTreeMap<String, Vec<(String, u64, String)>>>", optional)]
    pub seen: Seen,
}

/// Settles a conflict: one of the values, or a new one.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct ResolveRequest {
    /// Record kind.
    pub kind: String,
    /// Record id.
    pub id: String,
    /// Field in conflict.
    pub field: String,
    /// The value to keep, by its change.
    #[serde(default)]
    #[ts(type = "[string, number, string] | null", optional)]
    pub choose: Option<Ref>,
    /// Or another value, typed.
    #[serde(default)]
    #[ts(optional)]
    pub value: Option<Value>,
    /// Or all of them together.
    #[serde(default)]
    #[ts(as = "Option<bool>", optional)]
    pub all: bool,
    /// The changes that the user saw in this field; when absent all live ones.
    #[serde(default)]
    #[ts(type = "Array<[string, number, string]>", optional)]
    pub seen: Vec<Ref>,
}

/// Refuses what a command of its own saves, and says which. Kinds whose saving does more than that are led there.
pub(crate) fn refuse_elsewhere(context: &Context, kind: &Kind, request: &SaveRequest) -> Result<(), CommandError> {
    if let Some(command) = kind.door_for(request.id.is_none(), request.provisional) {
        return Err(elsewhere(command));
    }
    if let (Some(id), Some(_), true) = (&request.id, kind.door_for(false, false), request.provisional)
        && context.store.row(&kind.name, id)?.is_some_and(|row| !row.provisional)
    {
        let detail = format!("{}已经是正式的，不能再退回暂存。改好后请直接保存。", kind.label);
        return Err(CommandError::new(ErrorCode::BadRequest, detail));
    }
    if kind.name == recipient::KIND && request.fields.contains_key(recipient::MERGED_INTO) {
        return Err(elsewhere("merges.merge"));
    }
    guard_case_stage(request)
}

/// Saves what is ready, with what follows from it, in one save; gives the record as it then stands.
pub(crate) fn save(
    context: &Context,
    kind: &Kind,
    ready: Ready,
    follows: Vec<Write>,
    draft: Option<&str>,
) -> Result<SaveAnswer, CommandError> {
    let mut findings = ready.findings;
    service::told(context, kind, &ready.whole, &mut findings)?;
    let audience = context.audience(kind, &ready.station);
    let writes: Vec<Write> = ready.write.into_iter().chain(follows).collect();
    drafts::goes_with_save(context, draft);
    if !writes.is_empty() {
        let number = kind.number.as_ref().filter(|number| text(&ready.whole, &number.field).is_empty());
        let given = number.map(|number| (ready.id.as_str(), number.field.as_str(), number.series.as_str()));
        context.save_numbered(audience, writes, given)?;
    }
    drafts::settle(context)?;
    let record = view::view(context, &context.row(&kind.name, &ready.id)?)?;
    Ok(SaveAnswer { record, findings })
}

fn elsewhere(command: &str) -> CommandError {
    CommandError::new(ErrorCode::BadRequest, format!("这种记录要用 {command} 保存。"))
}

/// Stage and number of a case move by the rules of `cases.advance` only.
fn guard_case_stage(request: &SaveRequest) -> Result<(), CommandError> {
    let ruled = [case::STAGE, case::CASE_NO, case::STAGE_DATE, case::REOPENED_NO, case::ARCHIVED_DATE];
    if request.kind == case::KIND && ruled.iter().any(|field| request.fields.contains_key(*field)) {
        return Err(elsewhere("cases.advance"));
    }
    Ok(())
}

/// The county's comment goes to the station of the record it is about.
pub(crate) fn annotate(context: &Context, form: Form, draft: Option<&str>) -> Result<SaveAnswer, CommandError> {
    let kind = kind_named(annotation::KIND)?;
    let target = {
        let text = |name| crate::kernel::context::text(&form.fields, name);
        match &form.id {
            Some(id) => context.row(annotation::KIND, id)?,
            None => context.row(text(annotation::TARGET_KIND), text(annotation::TARGET))?,
        }
    };
    let ready = check::ready(context, kind, form)?;
    drafts::goes_with_save(context, draft);
    if let Some(write) = ready.write {
        context.save(context.audience(kind, &target.station), vec![write])?;
    }
    drafts::settle(context)?;
    let record = view::view(context, &context.row(annotation::KIND, &ready.id)?)?;
    Ok(SaveAnswer { record, findings: ready.findings })
}

/// Deletes a record, saying why.
pub(crate) fn delete(
    context: &Context,
    request: DeleteRequest,
    guard: Guard,
    follows: Follows,
) -> Result<RecordView, CommandError> {
    let reason = request.reason.trim();
    if reason.is_empty() {
        return Err(CommandError::invalid_field("deleted_reason", "请写明删除的原因。"));
    }
    if reason.chars().count() > 500 {
        return Err(CommandError::invalid_field("deleted_reason", "删除原因请控制在 500 字以内。"));
    }
    let row = context.row(&request.kind, &request.id)?;
    let also = follows(context, &row, true)?;
    set_one(context, &row, reason.into(), request.seen, (guard, also))
}

/// Brings a deleted record back.
pub(crate) fn undelete(
    context: &Context,
    request: RecordRef,
    guard: Guard,
    follows: Follows,
) -> Result<RecordView, CommandError> {
    let row = context.row(&request.kind, &request.id)?;
    let also = follows(context, &row, false)?;
    set_one(context, &row, Value::Null, Seen::new(), (guard, also))
}

fn set_one(
    context: &Context,
    row: &Row,
    value: Value,
    seen: Seen,
    (guard, also): (Guard, Vec<Write>),
) -> Result<RecordView, CommandError> {
    let kind = kind_named(&row.kind)?;
    context.must_write(kind, &row.station)?;
    guard(context, row)?;
    let fields = Payload::from_iter([("deleted_reason".to_owned(), value)]);
    let seen = check::seen_of(row, seen, &fields);
    let write = Write { kind: row.kind.clone(), record: row.id.clone(), op: Op::Set, fields, seen };
    let writes = std::iter::once(write).chain(also).collect();
    context.save(context.audience(kind, &row.station), writes)?;
    view::view(context, &context.row(&row.kind, &row.id)?)
}

/// Settles a conflict by an ordinary change that overwrites every value the user saw.
pub(crate) fn resolve(context: &Context, request: ResolveRequest, guard: Guard) -> Result<RecordView, CommandError> {
    let kind = kind_named(&request.kind)?;
    let row = context.row(&request.kind, &request.id)?;
    context.must_write(kind, &row.station)?;
    guard(context, &row)?;
    let conflicts = context.store.conflicts()?;
    let conflict =
        conflicts.into_iter().find(|one| one.kind == row.kind && one.record == row.id && one.field == request.field);
    let Some(conflict) = conflict else {
        return Err(CommandError::new(
            ErrorCode::NotFound,
            "这一项已经没有不同的说法了，可能别人已经处理。请刷新后查看。",
        ));
    };
    let value = match (&request.choose, request.value) {
        (Some(chosen), _) => match conflict.values.iter().find(|value| &value.reference == chosen) {
            Some(found) => found.value.clone(),
            None => {
                return Err(CommandError::new(ErrorCode::NotFound, "选中的那个值已经变了，请刷新后再选。"));
            }
        },
        (None, None) if request.all => {
            let together = view::joined(context, kind.field(&request.field), &conflict.values);
            let together =
                together.ok_or_else(|| CommandError::invalid_field(&request.field, "这一项只能留一个，请选定。"))?;
            typed_value(context, kind, &row, &request.field, together)?
        }
        (None, Some(typed)) => typed_value(context, kind, &row, &request.field, typed)?,
        (None, None) => {
            return Err(CommandError::invalid_field(&request.field, "请选择保留哪一个，或填写新的内容。"));
        }
    };
    let all: Vec<Ref> = conflict.values.iter().map(|value| value.reference).collect();
    let refs = if request.seen.is_empty() { all } else { request.seen };
    let write = Write {
        kind: row.kind.clone(),
        record: row.id.clone(),
        op: Op::Set,
        fields: Payload::from_iter([(request.field.clone(), value)]),
        seen: BTreeMap::from([(request.field, refs)]),
    };
    context.save(context.audience(kind, &row.station), vec![write])?;
    view::view(context, &context.row(&row.kind, &row.id)?)
}

fn typed_value(context: &Context, kind: &Kind, row: &Row, field: &str, typed: Value) -> Result<Value, CommandError> {
    let fields = Payload::from_iter([(field.to_owned(), typed)]);
    let checked = check::check(context, kind, &row.fields, fields, row.provisional);
    let own: Vec<FieldFinding> = checked.findings.into_iter().filter(|finding| finding.field == field).collect();
    check::refuse_errors(&own)?;
    Ok(checked.fields.get(field).cloned().unwrap_or(Value::Null))
}
