//! Moving a case: a new lead, the next stage, reopening. The rules are `domain::case`; the number comes from
//! the store within the same save. Closing is `cases/closing.rs`.

use std::collections::BTreeMap;

use changelog::Payload;
use domain::case::{self, Stage};
use domain::fields::{case as case_fields, recipient};
use domain::numbering;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Row, Write};
use ts_rs::TS;

use crate::features::cases::file::{self, CaseView, Papers};
use crate::kernel::context::{Context, kind_named, text};
use crate::kernel::error::{CommandError, ErrorCode, FieldFinding};
use crate::kernel::pc::{Pc, local_time};
use crate::kernel::words::label;
use crate::people::same_person::of_person;
use crate::records::check::{self, Form, warning};
use crate::records::view::Seen;
use crate::records::{drafts, kinship};

/// A new lead.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct CaseOpenRequest {
    /// The person.
    pub recipient: String,
    /// Fields of the lead (source, reason, urgency …).
    pub fields: Payload,
    /// Open it at once as a case with a number, in the intake stage (接案), instead of leaving it a lead.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub intake: bool,
    /// The draft that this save makes superfluous.
    #[serde(default)]
    pub draft: Option<String>,
}

/// To another stage.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct CaseAdvanceRequest {
    /// Case id.
    pub id: String,
    /// The stage to go to.
    pub to: String,
    /// When; today when absent.
    #[serde(default)]
    pub date: Option<String>,
    /// Why, where the move asks for it (not taken on, reopened, crisis).
    #[serde(default)]
    pub note: Option<String>,
    /// The `refs` of the case.
    #[serde(default)]
    #[ts(as = "Option<BTreeMap<String, Vec<(String, u64, String)>>>", optional)]
    pub seen: Seen,
}

/// A new case.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct CaseOpenAnswer {
    /// Its file.
    pub case: CaseView,
    /// Warnings that did not hinder.
    pub findings: Vec<FieldFinding>,
}

/// Opens a lead, or a case in intake.
pub(crate) fn open(pc: &Pc, request: CaseOpenRequest) -> Result<CaseOpenAnswer, CommandError> {
    let context = Context::of(pc)?;
    drafts::goes_with_save(&context, request.draft.as_deref());
    let person = context.row(recipient::KIND, &request.recipient)?;
    let id = check::new_id();
    let mut fields = request.fields;
    let mut default = |name: &str, value: Value| {
        if fields.get(name).is_none_or(crate::records::view::is_empty) && !crate::records::view::is_empty(&value) {
            fields.insert(name.to_owned(), value);
        }
    };
    default(case_fields::LEAD_DATE, context.today_text().into());
    default(case_fields::ASSIGNED_WORKER, context.person.id.clone().into());
    default(case_fields::RISK_LEVEL, person.fields.get(recipient::RISK_LEVEL).cloned().unwrap_or(Value::Null));
    let stage = if request.intake { Stage::Intake } else { Stage::Lead };
    fields.insert(case_fields::RECIPIENT.into(), request.recipient.clone().into());
    fields.insert(case_fields::STAGE.into(), stage.code().into());
    let lead_date = fields.get(case_fields::LEAD_DATE).cloned().unwrap_or(Value::Null);
    fields.insert(case_fields::STAGE_DATE.into(), lead_date);
    fields.remove(case_fields::CASE_NO);
    let mut ready =
        check::ready_as(&context, kind_named(case_fields::KIND)?, Form { fields, ..Form::default() }, Some(&id))?;
    check::refuse_errors(&ready.findings)?;
    if has_open_case(&context, &request.recipient)? {
        ready.findings.push(warning(case_fields::RECIPIENT, "这位服务对象已有在办的个案，请确认是否需要另开一案。"));
    }
    ready.findings.extend(kinship::of_ready(&context, kind_named(case_fields::KIND)?, &ready)?);
    save(&context, ready.station.clone(), ready.write.into_iter().collect(), &id, request.intake)?;
    drafts::settle(&context)?;
    let case = file::view(&context, &context.row(case_fields::KIND, &id)?)?;
    Ok(CaseOpenAnswer { case, findings: ready.findings })
}

fn has_open_case(context: &Context, recipient: &str) -> Result<bool, CommandError> {
    let ended = ["rejected", "referred", "closed", "following_up", "archived"];
    let rows = context.list(&of_person(case_fields::KIND, recipient))?;
    Ok(rows.iter().any(|row| !ended.contains(&text(&row.fields, case_fields::STAGE))))
}

/// Moves a case to another stage.
pub(crate) fn advance(pc: &Pc, request: CaseAdvanceRequest) -> Result<CaseView, CommandError> {
    let context = Context::of(pc)?;
    let row = context.row(case_fields::KIND, &request.id)?;
    context.must_write(kind_named(case_fields::KIND)?, &row.station)?;
    let (from, to) = (stage_of(&row)?, parse(&request.to)?);
    if to == Stage::Closed {
        return Err(CommandError::invalid_field(case_fields::STAGE, "结案请填写结案报告，由“结案”办理。"));
    }
    let day = match request.date.as_deref().filter(|typed| !typed.trim().is_empty()) {
        Some(typed) => domain::dates::parse(typed, context.today)
            .map_err(|error| CommandError::invalid_field(case_fields::STAGE_DATE, error.to_string()))?,
        None => context.today,
    };
    let note = request.note.as_deref().map(str::trim).filter(|note| !note.is_empty());
    let fields = moved(&context, &row, to, &day.to_string(), note);
    let mut after = row.clone();
    after.fields.extend(fields.clone());
    let progress = Papers::of(&context, &row.id)?.progress(&after);
    case::advance(from, to, progress).map_err(|refusal| CommandError::invalid_field(refusal.field, refusal.message))?;
    let numbered = text(&row.fields, case_fields::CASE_NO).is_empty() && !matches!(to, Stage::Lead | Stage::Archived);
    let form = Form { id: Some(row.id.clone()), fields, seen: request.seen, provisional: false };
    let ready = check::ready(&context, kind_named(case_fields::KIND)?, form)?;
    save(&context, ready.station, ready.write.into_iter().collect(), &row.id, numbered)?;
    file::view(&context, &context.row(case_fields::KIND, &row.id)?)
}

/// The fields that a move sets.
fn moved(context: &Context, row: &Row, to: Stage, day: &str, note: Option<&str>) -> Payload {
    let mut fields = Payload::new();
    let mut set = |name: &str, value: Value| fields.insert(name.to_owned(), value);
    set(case_fields::STAGE, to.code().into());
    set(case_fields::STAGE_DATE, day.into());
    match (to, note) {
        (Stage::Intervening, Some(note)) => {
            set(case_fields::EMERGENCY_REASON, note.into());
            set(case_fields::EMERGENCY_DATE, day.into());
            set(case_fields::EMERGENCY_TIME, local_time(context.now_ms).format("%H:%M").to_string().into());
        }
        (Stage::Reopened, note) => {
            set(case_fields::REOPENED_REASON, note.map_or(Value::Null, Value::from));
            let times = row.fields.get(case_fields::REOPENED_NO).and_then(Value::as_i64).unwrap_or(0);
            set(case_fields::REOPENED_NO, (times + 1).into());
            set(case_fields::REOPENED_DATE, day.into());
        }
        (_, Some(note)) => {
            let before = text(&row.fields, case_fields::REMARK);
            let line = format!("{day} {}：{note}", label("stage", to.code()));
            set(case_fields::REMARK, if before.is_empty() { line } else { format!("{before}\n{line}") }.into());
        }
        (_, None) => {}
    }
    match to {
        Stage::Open if text(&row.fields, case_fields::OPEN_DATE).is_empty() => {
            drop(set(case_fields::OPEN_DATE, day.into()))
        }
        Stage::Archived => drop(set(case_fields::ARCHIVED_DATE, day.into())),
        _ => {}
    }
    fields
}

pub(crate) fn save(
    context: &Context,
    station: String,
    writes: Vec<Write>,
    case: &str,
    numbered: bool,
) -> Result<(), CommandError> {
    if writes.is_empty() {
        return Ok(());
    }
    let audience = context.audience(kind_named(case_fields::KIND)?, &station);
    context.save_numbered(audience, writes, numbered.then_some((case, case_fields::CASE_NO, numbering::CASE)))?;
    Ok(())
}

pub(crate) fn stage_of(row: &Row) -> Result<Stage, CommandError> {
    parse(text(&row.fields, case_fields::STAGE))
}

fn parse(code: &str) -> Result<Stage, CommandError> {
    Stage::parse(code)
        .ok_or_else(|| CommandError::new(ErrorCode::BadRequest, "这个版本的程序不认识这个阶段，请更新程序。"))
}
