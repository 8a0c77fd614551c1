//! Visits (走访): saving one, with what the rules ask of it: R11
//! (area and catalogue), R20 (effective or not), R23 (harm to a minor is reported to the police).

pub(crate) mod defaults;
pub(crate) mod month;
pub(crate) mod reports;

use std::collections::BTreeMap;

use changelog::{Op, Payload};
use domain::fields::{mandatory_report as mandatory_report_fields, recipient, visit as visit_fields};
use domain::mandatory_report;
use domain::service::Standing;
use domain::visit;
use serde::{Deserialize, Serialize};
use store::{Query, Test, Write};
use ts_rs::TS;

use crate::kernel::context::{Context, codes, date, kind_named, text};
use crate::kernel::error::{CommandError, FieldFinding};
use crate::kernel::pc::Pc;
use crate::people;
use crate::records::check::{self, Checked, Form};
use crate::records::view::{self, RecordView, Seen, is_empty};
use crate::records::{drafts, service};

/// A visit to be saved, with the police report where one is due.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct VisitSaveRequest {
    /// The visit; none makes a new one.
    #[serde(default)]
    pub id: Option<String>,
    /// Fields to set.
    pub fields: Payload,
    /// The `refs` of the view.
    #[serde(default)]
    #[ts(as = "Option<BTreeMap<String, Vec<(String, u64, String)>>>", optional)]
    pub seen: Seen,
    /// Save as 暂存.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub provisional: bool,
    /// The mandatory report (强制报告), as far as filled.
    #[serde(default)]
    pub report: Option<ReportPart>,
    /// The draft that this save makes superfluous.
    #[serde(default)]
    pub draft: Option<String>,
}

/// The mandatory report within a visit's form.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub(crate) struct ReportPart {
    /// The report; none makes a new one, or takes the visit's.
    pub id: Option<String>,
    /// Fields to set.
    #[ts(as = "Option<_>", optional)]
    pub fields: Payload,
    /// The `refs` of the view.
    #[ts(as = "Option<BTreeMap<String, Vec<(String, u64, String)>>>", optional)]
    pub seen: Seen,
}

/// A saved visit.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct VisitSaveAnswer {
    /// The visit as it now stands; `provisional` says whether it is final.
    pub record: RecordView,
    /// The mandatory report, when one is due.
    pub report: Option<RecordView>,
    /// Why it stays 暂存, in sentences; empty when it is final.
    pub stays_provisional: Vec<String>,
    /// Counts as an effective visit (R20).
    pub effective: bool,
    /// Counts towards the indicators (R11); when not, `findings` says why.
    pub counts: bool,
    /// Warnings that did not hinder.
    pub findings: Vec<FieldFinding>,
}

/// Saves a visit, and with it the mandatory report where one is due.
pub(crate) fn save(pc: &Pc, request: VisitSaveRequest) -> Result<VisitSaveAnswer, CommandError> {
    let context = Context::of(pc)?;
    drafts::goes_with_save(&context, request.draft.as_deref());
    let kind = kind_named(visit_fields::KIND)?;
    let before = match &request.id {
        Some(id) => context.row(visit_fields::KIND, id)?.fields,
        None => Payload::new(),
    };
    let id = request.id.clone().unwrap_or_else(check::new_id);
    let typed = check::check(&context, kind, &before, request.fields.clone(), true);
    let person = match text(&typed.whole, visit_fields::RECIPIENT) {
        "" => None,
        recipient => Some(context.row(recipient::KIND, recipient)?),
    };
    let birth = person.as_ref().and_then(|person| people::birth(&context, &person.fields));
    let signs = codes(&typed.whole, visit_fields::HARM_SIGNS);
    let visited = date(&typed.whole, visit_fields::DATE).unwrap_or(context.today);
    let mut fields = filled_in(&context, request.fields, &typed, person.as_ref());
    let (mut report, mut stays) = (None, Vec::new());
    if mandatory_report::is_due(birth, visited, &signs) {
        fields.insert(visit_fields::RISK_LEVEL.into(), "red".into());
        let whole = check::check(&context, kind, &before, fields.clone(), true).whole;
        let ready = reports::of_visit(&context, &id, &whole, request.report)?;
        if let Err(finding) = mandatory_report::visit_may_be_final(birth, visited, &signs, Some(&ready.whole)) {
            stays.push(finding.message);
        }
        report = Some(ready);
    }
    let form =
        Form { id: request.id, fields, seen: request.seen, provisional: request.provisional || !stays.is_empty() };
    let mut ready = check::ready_as(&context, kind, form, Some(&id))?;
    let standing = service::standing(&context, kind, &ready.whole)?;
    service::told(&context, kind, &ready.whole, &mut ready.findings)?;
    check::refuse_errors(&ready.findings)?;

    let mut findings = ready.findings;
    let report_id = report.as_ref().map(|report| report.id.clone());
    let mut writes: Vec<Write> = ready.write.into_iter().collect();
    if let Some(report) = report {
        findings.extend(
            report
                .findings
                .into_iter()
                .map(|finding| FieldFinding { field: format!("report.{}", finding.field), ..finding }),
        );
        writes.extend(report.write);
    }
    writes.extend(risk_follows(&context, person.as_ref(), &id, &ready.whole)?);
    if !writes.is_empty() {
        context.save(context.audience(kind, &ready.station), writes)?;
    }
    drafts::settle(&context)?;
    let row = context.row(visit_fields::KIND, &id)?;
    Ok(VisitSaveAnswer {
        record: view::view(&context, &row)?,
        report: match report_id {
            Some(report) => Some(view::view(&context, &context.row(mandatory_report_fields::KIND, &report)?)?),
            None => None,
        },
        effective: !row.provisional && visit::is_effective(text(&row.fields, visit_fields::RESULT)),
        counts: !row.provisional && standing == Standing::Counted,
        stays_provisional: stays,
        findings,
    })
}

/// What the form need not ask: the household, who went.
fn filled_in(context: &Context, mut fields: Payload, typed: &Checked, person: Option<&store::Row>) -> Payload {
    let missing = |name: &str| typed.whole.get(name).is_none_or(is_empty);
    if missing(visit_fields::HOUSEHOLD)
        && let Some(household) = person.and_then(|person| person.fields.get(recipient::HOUSEHOLD))
    {
        fields.insert(visit_fields::HOUSEHOLD.into(), household.clone());
    }
    if missing(visit_fields::VISITOR_STAFF) {
        fields.insert(visit_fields::VISITOR_STAFF.into(), context.person.id.clone().into());
    }
    fields
}

/// The risk seen at the newest visit is the person's risk from then on.
fn risk_follows(
    context: &Context,
    person: Option<&store::Row>,
    visit: &str,
    whole: &Payload,
) -> Result<Option<Write>, CommandError> {
    let (Some(person), risk) = (person, text(whole, visit_fields::RISK_LEVEL)) else {
        return Ok(None);
    };
    let same = risk.is_empty() || text(&person.fields, recipient::RISK_LEVEL) == risk;
    if same || !context.may_write(kind_named(recipient::KIND)?, &person.station) {
        return Ok(None);
    }
    let later = Query::of(visit_fields::KIND)
        .and(visit_fields::RECIPIENT, Test::Eq, person.id.clone())
        .and("id", Test::Ne, visit)
        .and(visit_fields::DATE, Test::AtLeast, text(whole, visit_fields::DATE))
        .and(visit_fields::RISK_LEVEL, Test::NotNull, serde_json::Value::Null);
    if risk != "red" && context.store.count(&later)? > 0 {
        return Ok(None);
    }
    let fields = Payload::from_iter([(recipient::RISK_LEVEL.to_owned(), risk.into())]);
    let seen = check::seen_of(person, Default::default(), &fields);
    Ok(Some(Write { kind: recipient::KIND.to_owned(), record: person.id.clone(), op: Op::Set, fields, seen }))
}
