//! Mandatory reports (强制报告, R23): what stands unreported, so that nobody can overlook it, and the report
//! that a visit with signs of harm to a minor brings with it.

use changelog::{Op, Payload};
use domain::fields::{mandatory_report as mandatory_report_fields, visit};
use domain::mandatory_report;
use store::{Query, Test, Write};

use crate::kernel::context::{Context, codes, kind_named, some_text};
use crate::kernel::error::CommandError;
use crate::records::check::{self, Form, Ready, warning};

/// A report ready to be saved: final as soon as the report to the police is complete, 暂存 until then, whatever
/// was asked for. Nothing typed is lost.
pub(crate) fn ready(context: &Context, form: Form) -> Result<Ready, CommandError> {
    let kind = kind_named(mandatory_report_fields::KIND)?;
    let before = match &form.id {
        Some(id) => context.row(mandatory_report_fields::KIND, id)?.fields,
        None => Payload::new(),
    };
    let whole = check::check(context, kind, &before, form.fields.clone(), true).whole;
    let lacking = mandatory_report::missing(&whole);
    let mut ready = check::ready(context, kind, Form { provisional: !lacking.is_empty(), ..form })?;
    ready.findings.extend(lacking.into_iter().map(|finding| warning(&finding.field, finding.message)));
    Ok(ready)
}

/// The visit that waited for this report becomes final with it, when nothing else is missing.
pub(crate) fn visit_follows(context: &Context, report: &str, whole: &Payload) -> Result<Option<Write>, CommandError> {
    if !mandatory_report::missing(whole).is_empty() {
        return Ok(None);
    }
    let Some(visit) = some_text(whole, mandatory_report_fields::VISIT) else {
        return Ok(None);
    };
    let Some(row) =
        context.store.row(visit::KIND, &visit)?.filter(|row| row.provisional && row.deleted_reason.is_none())
    else {
        return Ok(None);
    };
    let others = Query { provisional: Some(true), ..Query::of(mandatory_report_fields::KIND) }.and(
        mandatory_report_fields::VISIT,
        Test::Eq,
        visit.clone(),
    );
    let others = context.store.count(&others.and("id", Test::Ne, report))?;
    let checked = check::check(context, kind_named(visit::KIND)?, &row.fields, Payload::new(), false);
    if others > 0 || check::refuse_errors(&checked.findings).is_err() {
        return Ok(None);
    }
    let fields = Payload::from_iter([("provisional".to_owned(), false.into())]);
    let seen = check::seen_of(&row, Default::default(), &fields);
    Ok(Some(Write { kind: visit::KIND.to_owned(), record: visit, op: Op::Set, fields, seen }))
}

/// The report that a visit brings with it: what the visit tells, and what was filled in.
pub(crate) fn of_visit(
    context: &Context,
    visit: &str,
    whole: &Payload,
    part: Option<crate::features::visits::ReportPart>,
) -> Result<Ready, CommandError> {
    let part = part.unwrap_or_default();
    let existing = match &part.id {
        Some(id) => Some(context.row(mandatory_report_fields::KIND, id)?),
        None => context
            .list(&Query::of(mandatory_report_fields::KIND).and(mandatory_report_fields::VISIT, Test::Eq, visit))?
            .into_iter()
            .next(),
    };
    let mut fields = mandatory_report::from_visit(visit, whole);
    if let Some(row) = &existing {
        // What stands in the report is the report's own; only newly seen signs are added.
        let mut signs = codes(&row.fields, mandatory_report_fields::SITUATION);
        signs.extend(
            codes(whole, visit::HARM_SIGNS).into_iter().filter(|sign| !signs.contains(sign)).collect::<Vec<_>>(),
        );
        fields.clear();
        fields.insert(mandatory_report_fields::SITUATION.into(), signs.into());
    }
    fields.extend(part.fields);
    ready(context, Form { id: existing.map(|row| row.id), fields, seen: part.seen, provisional: true })
}
