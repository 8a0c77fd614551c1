//! Writing records of any kind: save, delete with a reason, bring back, and settle a conflict. Each is one
//! save of the store. Rules live in `domain`; this asks them and refuses what they call an error.

use std::collections::BTreeMap;

use changelog::{Op, Payload, Ref};
use domain::numbering;
use domain::service::Standing;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Row, Write};
use ts_rs::TS;

use crate::app::App;
use crate::attachments;
use crate::drafts;
use crate::duty::{Duty, kind_named, text};
use crate::error::{CommandError, ErrorCode, FieldFinding};
use crate::views::{self, RecordRef, RecordView, Seen};
use crate::writing::{self, Form};

/// A form to be saved.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SaveRequest {
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
    pub provisional: bool,
    /// The draft that this save makes superfluous.
    #[serde(default)]
    pub draft: Option<String>,
}

/// A saved record.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SaveAnswer {
    /// The record as it now stands.
    pub record: RecordView,
    /// Warnings that did not hinder the save.
    pub findings: Vec<FieldFinding>,
}

/// Deletes a record; it can be brought back.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct DeleteRequest {
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
pub struct ResolveRequest {
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
    /// The changes that the user saw in this field; when absent all live ones.
    #[serde(default)]
    #[ts(type = "Array<[string, number, string]>", optional)]
    pub seen: Vec<Ref>,
}

/// Saves a form. Kinds whose saving does more than that (visits, reports, closing) have commands of their own
/// and are led there.
pub fn save(app: &App, request: SaveRequest) -> Result<SaveAnswer, CommandError> {
    let duty = Duty::of(app)?;
    let kind = kind_named(&request.kind)?;
    match (request.kind.as_str(), &request.id) {
        ("visit", _) => return Err(elsewhere("visits.save")),
        ("case", None) => return Err(elsewhere("cases.open")),
        ("closure", _) if !request.provisional => return Err(elsewhere("cases.close")),
        ("staff", _) => return Err(elsewhere("staff.add")),
        ("review", _) => return Err(elsewhere("reviews.save")),
        ("attachment", None) => return Err(elsewhere("attachments.save")),
        ("means_survey", None) => return Err(elsewhere("means.save")),
        ("monthly_brief", _) => return Err(elsewhere("briefs.freeze")),
        ("activity_participant", _) => return Err(elsewhere("activities.sign_in")),
        ("session_attendance", _) => return Err(elsewhere("groups.attend")),
        ("kpi_target" | "kpi_sub_target", _) => return Err(elsewhere("targets.save")),
        ("kpi_manual_adjust", _) => return Err(elsewhere("targets.adjust")),
        ("holiday_calendar", _) => return Err(elsewhere("calendars.save")),
        ("import_batch", _) => return Err(elsewhere("ledgers.run")),
        ("recipient", _) if request.fields.contains_key("merged_into") => return Err(elsewhere("merges.merge")),
        _ => {}
    }
    guard_case_stage(&request)?;
    attachments::guard(&request)?;
    let form = Form { id: request.id, fields: request.fields, seen: request.seen, provisional: request.provisional };
    let ready = match request.kind.as_str() {
        "annotation" => return annotate(&duty, form, request.draft.as_deref()),
        "mandatory_report" => crate::reports::ready(&duty, form)?,
        "consent" => crate::recipients::register::ready_consent(&duty, form)?,
        "group_member" => crate::groups::ready_member(&duty, form)?,
        "volunteer" => crate::volunteers::ready(&duty, form)?,
        "volunteer_service" => crate::volunteers::services::ready_service(&duty, form)?,
        _ => writing::ready(&duty, kind, form)?,
    };
    let mut findings = ready.findings;
    if kind.field("approval_no").is_some() && crate::visits::standing(&duty, &ready.whole)? == Standing::Counted {
        findings.retain(|finding| finding.field != "approval_no");
    }
    let audience = duty.audience(kind, &ready.station);
    let mut writes: Vec<Write> = ready.write.into_iter().collect();
    if request.kind == "mandatory_report" {
        writes.extend(crate::reports::visit_follows(&duty, &ready.id, &ready.whole)?);
    }
    if !writes.is_empty() {
        let unnumbered = |(field, _): &(&str, &str)| text(&ready.whole, field).is_empty();
        let number = numbered(&request.kind).filter(unnumbered);
        duty.save_numbered(audience, writes, number.map(|(field, series)| (ready.id.as_str(), field, series)))?;
    }
    drafts::settle(&duty, request.draft.as_deref())?;
    let record = views::view(&duty, &duty.row(&request.kind, &ready.id)?)?;
    Ok(SaveAnswer { record, findings })
}

/// Field and series of the kinds whose records get a number when they are first saved.
fn numbered(kind: &str) -> Option<(&'static str, &'static str)> {
    match kind {
        "supervision_record" => Some(("record_no", numbering::SUPERVISION)),
        "group" => Some(("plan_no", numbering::GROUP)),
        "community_activity" => Some(("plan_no", numbering::ACTIVITY)),
        _ => None,
    }
}

fn elsewhere(command: &str) -> CommandError {
    CommandError::new(ErrorCode::BadRequest, format!("这种记录要用 {command} 保存。"))
}

/// Stage and number of a case move by the rules of `cases.advance` only.
fn guard_case_stage(request: &SaveRequest) -> Result<(), CommandError> {
    let ruled = ["stage", "case_no", "stage_date", "reopened_no", "archived_date"];
    if request.kind == "case" && ruled.iter().any(|field| request.fields.contains_key(*field)) {
        return Err(elsewhere("cases.advance"));
    }
    Ok(())
}

/// The county's comment goes to the station of the record it is about.
fn annotate(duty: &Duty, form: Form, draft: Option<&str>) -> Result<SaveAnswer, CommandError> {
    let kind = kind_named("annotation")?;
    let target = {
        let text = |name| crate::duty::text(&form.fields, name);
        match &form.id {
            Some(id) => duty.row("annotation", id)?,
            None => duty.row(text("target_kind"), text("target"))?,
        }
    };
    let ready = writing::ready(duty, kind, form)?;
    if let Some(write) = ready.write {
        duty.save(duty.audience(kind, &target.station), vec![write])?;
    }
    drafts::settle(duty, draft)?;
    let record = views::view(duty, &duty.row("annotation", &ready.id)?)?;
    Ok(SaveAnswer { record, findings: ready.findings })
}

/// Deletes a record, saying why.
pub fn delete(app: &App, request: DeleteRequest) -> Result<RecordView, CommandError> {
    let duty = Duty::of(app)?;
    let reason = request.reason.trim();
    if reason.is_empty() {
        return Err(CommandError::invalid_field("deleted_reason", "请写明删除的原因。"));
    }
    if reason.chars().count() > 500 {
        return Err(CommandError::invalid_field("deleted_reason", "删除原因请控制在 500 字以内。"));
    }
    let row = duty.row(&request.kind, &request.id)?;
    set_one(&duty, &row, "deleted_reason", reason.into(), request.seen)
}

/// Brings a deleted record back.
pub fn undelete(app: &App, request: RecordRef) -> Result<RecordView, CommandError> {
    let duty = Duty::of(app)?;
    let row = duty.row(&request.kind, &request.id)?;
    set_one(&duty, &row, "deleted_reason", Value::Null, Seen::new())
}

fn set_one(duty: &Duty, row: &Row, field: &str, value: Value, seen: Seen) -> Result<RecordView, CommandError> {
    let kind = kind_named(&row.kind)?;
    duty.must_write(kind, &row.station)?;
    crate::targets::must_change(duty, row)?;
    let fields = Payload::from_iter([(field.to_owned(), value)]);
    let seen = writing::seen_of(row, seen, &fields);
    let write = Write { kind: row.kind.clone(), record: row.id.clone(), op: Op::Set, fields, seen };
    duty.save(duty.audience(kind, &row.station), vec![write])?;
    views::view(duty, &duty.row(&row.kind, &row.id)?)
}

/// Settles a conflict by an ordinary change that overwrites every value the user saw.
pub fn resolve(app: &App, request: ResolveRequest) -> Result<RecordView, CommandError> {
    let duty = Duty::of(app)?;
    let kind = kind_named(&request.kind)?;
    let row = duty.row(&request.kind, &request.id)?;
    duty.must_write(kind, &row.station)?;
    crate::targets::must_change(&duty, &row)?;
    let conflicts = duty.store.conflicts()?;
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
        (None, Some(typed)) => typed_value(&duty, kind, &row, &request.field, typed)?,
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
    duty.save(duty.audience(kind, &row.station), vec![write])?;
    views::view(&duty, &duty.row(&row.kind, &row.id)?)
}

fn typed_value(
    duty: &Duty,
    kind: &domain::dictionary::Kind,
    row: &Row,
    field: &str,
    typed: Value,
) -> Result<Value, CommandError> {
    let fields = Payload::from_iter([(field.to_owned(), typed)]);
    let checked = writing::check(duty, kind, &row.fields, fields, row.provisional);
    let own: Vec<FieldFinding> = checked.findings.into_iter().filter(|finding| finding.field == field).collect();
    writing::refuse_errors(&own)?;
    Ok(checked.fields.get(field).cloned().unwrap_or(Value::Null))
}
