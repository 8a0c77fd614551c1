//! Saving a form of any kind, deleting, bringing back and settling: what `records::save` does, with what the features ask of their own
//! kinds. It decides nothing itself.

use crate::features::recipients::register;
use crate::features::visits::reports;
use crate::features::volunteers::{self, services};
use crate::features::{agreements, attachments, groups, handover, money, staff, staff_files, targets};
use crate::kernel::context::{Context, kind_named};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::request::RecordRef;
use crate::records::check::{self, Form};
use crate::records::save::{self, DeleteRequest, ResolveRequest, SaveAnswer, SaveRequest};
use crate::records::view::RecordView;
use crate::records::{consents, kinship};
use domain::fields::{filing, report_submission, yearly_evaluation};
use store::Row;

/// Saves a form. Kinds whose saving does more than that (visits, closing) have commands of their own and are led there.
pub(crate) fn save(pc: &Pc, request: SaveRequest) -> Result<SaveAnswer, CommandError> {
    let context = Context::of(pc)?;
    let kind = kind_named(&request.kind)?;
    save::refuse_elsewhere(&context, kind, &request)?;
    attachments::guard(&request)?;
    let draft = request.draft;
    let form = Form { id: request.id, fields: request.fields, seen: request.seen, provisional: request.provisional };
    let mut ready = match kind.name.as_str() {
        "agreement" => agreements::ready(&context, form)?,
        "agreement_change" => agreements::ready_change(&context, form)?,
        "agreement_station" => agreements::ready_station(&context, form)?,
        "agreement_target" => agreements::agreed_targets::ready(&context, form)?,
        "appropriation" => money::over::ready_appropriation(&context, form)?,
        "expense" => money::over::ready_expense(&context, form)?,
        "filing" => agreements::ready_following(&context, kind, form, filing::FILED_DATE)?,
        "report_submission" => agreements::ready_following(&context, kind, form, report_submission::SUBMITTED_DATE)?,
        "yearly_evaluation" => agreements::ready_following(&context, kind, form, yearly_evaluation::DATE)?,
        "pay_confirmation" => staff_files::ready_pay(&context, form)?,
        "annotation" => return save::annotate(&context, form, draft.as_deref()),
        "mandatory_report" => reports::ready(&context, form)?,
        "attachment" => consents::ready_attachment(&context, form)?,
        "referral" => consents::ready_referral(&context, form)?,
        "consent" => register::ready_consent(&context, form)?,
        "group_member" => groups::ready_member(&context, form)?,
        "staff_file" => staff_files::ready(&context, form)?,
        "volunteer" => volunteers::ready(&context, form)?,
        "volunteer_service" => services::ready_service(&context, form)?,
        _ => check::ready(&context, kind, form)?,
    };
    ready.findings.extend(kinship::of_ready(&context, kind, &ready)?);
    let follows = match kind.name.as_str() {
        "agreement_change" if !request.provisional => agreements::termination::change_follows(&context, &ready)?,
        "mandatory_report" => {
            let visit = reports::visit_follows(&context, &ready.id, &ready.whole)?;
            visit.into_iter().chain(reports::risk_follows(&context, &ready)?).collect()
        }
        _ => Vec::new(),
    };
    save::save(&context, kind, ready, follows, draft.as_deref())
}

/// Deletes a record, saying why.
pub(crate) fn delete(pc: &Pc, request: DeleteRequest) -> Result<RecordView, CommandError> {
    save::delete(&Context::of(pc)?, request, must_delete, agreements::termination::deletion_follows)
}

/// Brings a deleted record back.
pub(crate) fn undelete(pc: &Pc, request: RecordRef) -> Result<RecordView, CommandError> {
    save::undelete(&Context::of(pc)?, request, must_change, agreements::termination::deletion_follows)
}

/// Settles a conflict by an ordinary change that overwrites every value the user saw.
pub(crate) fn resolve(pc: &Pc, request: ResolveRequest) -> Result<RecordView, CommandError> {
    save::resolve(&Context::of(pc)?, request, must_change)
}

/// What features refuse of their own kinds.
fn must_change(context: &Context, row: &Row) -> Result<(), CommandError> {
    targets::must_change(context, row)?;
    handover::must_change(row)
}

/// The same of deleting, which takes an account away for good.
fn must_delete(context: &Context, row: &Row) -> Result<(), CommandError> {
    must_change(context, row)?;
    staff::must_delete(context, row)
}
