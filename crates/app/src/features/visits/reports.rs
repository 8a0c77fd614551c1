//! Mandatory reports (强制报告, R23) on their way into a save: by themselves, and beside the visit that found the signs.

use changelog::{Op, Payload};
use domain::fields::{mandatory_report as mandatory_report_fields, recipient, visit};
use domain::mandatory_report;
use store::{Query, Test, Write};

use crate::kernel::context::{Context, codes, kind_named, some_text, text};
use crate::kernel::error::CommandError;
use crate::records::check::{self, Form, Ready, warning};

/// A report ready to be saved: final as soon as nothing is missing, 暂存 until then, whatever was asked for. Nothing typed is lost.
pub(crate) fn ready(context: &Context, form: Form) -> Result<Ready, CommandError> {
    let kind = kind_named(mandatory_report_fields::KIND)?;
    let before = match &form.id {
        Some(id) => context.row(mandatory_report_fields::KIND, id)?.fields,
        None => Payload::new(),
    };
    let whole = check::check(context, kind, &before, form.fields.clone(), true).whole;
    let lacking = mandatory_report::missing(&whole);
    let mut ready = check::ready(context, kind, Form { provisional: !lacking.is_empty(), ..form })?;
    ready.findings.extend(lacking.into_iter().map(|field| warning(&field.name, format!("还缺“{}”", field.label))));
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

/// Whoever is reported to be harmed is at red risk from then on, until somebody says otherwise on the person's own page.
pub(crate) fn risk_follows(context: &Context, ready: &Ready) -> Result<Option<Write>, CommandError> {
    let named = |write: &Write| write.fields.contains_key(mandatory_report_fields::RECIPIENT);
    let person = text(&ready.whole, mandatory_report_fields::RECIPIENT);
    if person.is_empty() || !ready.write.as_ref().is_some_and(named) {
        return Ok(None);
    }
    let row = context.row(recipient::KIND, person)?;
    let red = text(&row.fields, recipient::RISK_LEVEL) == "red";
    if red || !context.may_write(kind_named(recipient::KIND)?, &row.station) {
        return Ok(None);
    }
    let fields = Payload::from_iter([(recipient::RISK_LEVEL.to_owned(), "red".into())]);
    let seen = check::seen_of(&row, Default::default(), &fields);
    Ok(Some(Write { kind: recipient::KIND.to_owned(), record: row.id, op: Op::Set, fields, seen }))
}

/// The report that a visit brings with it: what the visit tells, and what was filled in.
pub(crate) fn of_visit(
    context: &Context,
    id: &str,
    whole: &Payload,
    part: Option<crate::features::visits::ReportPart>,
) -> Result<Ready, CommandError> {
    let part = part.unwrap_or_default();
    let existing = match &part.id {
        Some(id) => Some(context.row(mandatory_report_fields::KIND, id)?),
        // The same visit may have found harm to another child of the house: that is another report.
        None => context
            .list(&Query::of(mandatory_report_fields::KIND).and(mandatory_report_fields::VISIT, Test::Eq, id))?
            .into_iter()
            .find(|row| text(&row.fields, mandatory_report_fields::RECIPIENT) == text(whole, visit::RECIPIENT)),
    };
    let mut fields = mandatory_report::found_in(visit::KIND, id, whole).unwrap_or_default();
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
