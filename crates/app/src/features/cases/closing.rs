//! Closing a case behind its gate (R21): the report becomes final and the stage moves in one save, or nothing
//! happens and everything missing is named. The rule is `domain::closure`.

use std::collections::BTreeMap;

use changelog::Payload;
use domain::case::{self, Stage};
use domain::closure::{self, Verdict};
use domain::fields::{case as case_fields, closure as closure_fields, progress_note};
use serde::{Deserialize, Serialize};
use store::{Row, Write};
use ts_rs::TS;

use crate::features::cases::file::{self, CaseView, Papers};
use crate::features::cases::moves::{save, stage_of};
use crate::kernel::context::{Context, kind_named, text};
use crate::kernel::error::{CommandError, ErrorCode, FieldFinding};
use crate::kernel::pc::Pc;
use crate::kernel::request::RecordRef;
use crate::kernel::role::Role;
use crate::records::check::{self, Form, Ready};
use crate::records::drafts;
use crate::records::verdicts::verdict;
use crate::records::view::Seen;

/// Closing.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct CaseCloseRequest {
    /// Case id.
    pub id: String,
    /// The closure record, when it was begun before.
    #[serde(default)]
    pub closure: Option<String>,
    /// Its fields: date, reason, signatures …
    pub fields: Payload,
    /// The `refs` of the closure record.
    #[serde(default)]
    #[ts(as = "Option<BTreeMap<String, Vec<(String, u64, String)>>>", optional)]
    pub seen: Seen,
    /// Close although something is missing: supervisors, crisis cases, with `forced_note`.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub force: bool,
    /// The draft that this save makes superfluous.
    #[serde(default)]
    pub draft: Option<String>,
}

/// Closes a case: the closure report becomes final and the stage moves in one save, behind the gate of R21. The report of a case that is
/// closed already is mended through the same gate. Whoever closes as the supervisor has reviewed the report by that.
pub(crate) fn close(pc: &Pc, request: CaseCloseRequest) -> Result<CaseView, CommandError> {
    let context = Context::of(pc)?;
    drafts::goes_with_save(&context, request.draft.as_deref());
    let row = context.row(case_fields::KIND, &request.id)?;
    context.must_write(kind_named(case_fields::KIND)?, &row.station)?;
    let papers = Papers::of(&context, &row.id)?;
    let stage = stage_of(&row)?;
    let mending = is_mending(&papers, stage, request.closure.as_deref());
    if !mending {
        case::advance(stage, Stage::Closed, papers.progress(&row))
            .map_err(|refusal| CommandError::invalid_field(refusal.field, refusal.message))?;
    }
    let report = closure_report(&context, &papers, &row, &request)?;
    let supervises = context.person.role == Role::Supervisor;
    may_close(&papers.file(&row, Some(&report.whole)), supervises, mending, request.force)?;
    check::refuse_errors(&report.findings)?;
    let day = text(&report.whole, closure_fields::DATE).to_owned();
    let mut fields = Payload::new();
    if !mending {
        fields.insert(case_fields::STAGE.to_owned(), Stage::Closed.code().into());
    }
    if !mending || stage == Stage::Closed {
        fields.insert(case_fields::STAGE_DATE.to_owned(), day.into());
    }
    let case = check::ready(
        &context,
        kind_named(case_fields::KIND)?,
        Form { id: Some(row.id.clone()), fields, seen: Seen::new(), provisional: row.provisional && mending },
    )?;
    let target = RecordRef { kind: closure_fields::KIND.to_owned(), id: report.id.clone() };
    let mut writes: Vec<Write> = report.write.into_iter().chain(case.write).collect();
    if supervises && !writes.is_empty() {
        writes.extend(verdict(&context, target, "approved", String::new())?.write);
    }
    save(&context, case.station, writes, &row.id, text(&row.fields, case_fields::CASE_NO).is_empty())?;
    drafts::settle(&context)?;
    file::view(&context, &context.row(case_fields::KIND, &row.id)?)
}

/// Whether the report of a closed case is written again, for example because it was returned.
fn is_mending(papers: &Papers, stage: Stage, closure: Option<&str>) -> bool {
    let closed = matches!(stage, Stage::Closed | Stage::FollowingUp | Stage::Archived);
    closed && papers.all(closure_fields::KIND).iter().any(|row| Some(row.id.as_str()) == closure && !row.provisional)
}

fn may_close(file: &closure::CaseFile, supervises: bool, mending: bool, force: bool) -> Result<(), CommandError> {
    if mending {
        let missing = closure::missing_of_report(file);
        return if missing.is_empty() { Ok(()) } else { Err(lacking("结案报告还缺", missing, None)) };
    }
    match closure::judge(file, if supervises { "supervisor" } else { "worker" }) {
        Verdict::Complete => Ok(()),
        Verdict::Forced(_) if force => Ok(()),
        Verdict::Forced(missing) => Err(lacking("还不能结案，缺", missing, Some("危机个案可强制结案，请确认后再提交"))),
        Verdict::Refused { missing, advice } => Err(lacking("还不能结案，缺", missing, advice)),
    }
}

/// The closure report as it would be final; sessions and minutes counted where not typed.
fn closure_report(
    context: &Context,
    papers: &Papers,
    case: &Row,
    request: &CaseCloseRequest,
) -> Result<Ready, CommandError> {
    let begun = papers.all(closure_fields::KIND).iter().rfind(|row| row.provisional).map(|row| row.id.clone());
    let id = request.closure.clone().or(begun);
    let before =
        papers.all(closure_fields::KIND).iter().find(|row| Some(&row.id) == id.as_ref()).map(|row| &row.fields);
    let notes: Vec<&Row> = papers.all(progress_note::KIND).iter().filter(|row| !row.provisional).collect();
    let minutes: u64 = notes.iter().filter_map(|row| file::minutes(&row.fields)).sum();
    let mut fields = request.fields.clone();
    fields.insert(closure_fields::CASE.into(), case.id.clone().into());
    for (name, counted) in [(closure_fields::SESSIONS, notes.len() as u64), (closure_fields::MINUTES, minutes)] {
        let typed = fields.contains_key(name) || before.is_some_and(|before| before.contains_key(name));
        if !typed {
            fields.insert(name.into(), counted.into());
        }
    }
    if before.is_none_or(|before| text(before, closure_fields::DATE).is_empty()) {
        fields.entry(closure_fields::DATE).or_insert_with(|| context.today_text().into());
    }
    let form = Form { id, fields, seen: request.seen.clone(), provisional: false };
    check::ready_with_findings(context, kind_named(closure_fields::KIND)?, form)
}

fn lacking(what: &str, missing: Vec<closure::Missing>, advice: Option<&str>) -> CommandError {
    let list: Vec<String> = missing.iter().map(|missing| missing.label.clone()).collect();
    let mut detail = format!("{what}：{}。", list.join("、"));
    if let Some(advice) = advice {
        detail.push_str(advice);
        detail.push('。');
    }
    let finding = |missing: closure::Missing| {
        FieldFinding::error(missing.field.unwrap_or(missing.kind), format!("缺{}", missing.label))
    };
    let fields = missing.into_iter().map(finding).collect();
    CommandError { code: ErrorCode::Invalid, detail, fields }
}
