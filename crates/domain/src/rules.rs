//! Rules across the fields of one record: which kind has which, and those that the dictionary says of any date. A rule that needs other
//! records (closing, R23 for a visit) is asked by the use case, not here.

use chrono::NaiveDate;

use crate::dictionary::Kind;
use crate::finding::Finding;
use crate::values::{Fields, date, text};
use crate::{
    agreement, agreement_target, appropriation, attachment, case, category, child_guardianship, closure,
    community_activity, community_org, consent, county_year_param, evaluation, expense, fields, gift, group, household,
    inspection, kpi, mandatory_report, means_survey, monthly_brief, parent_contact_check, plan_goal, recipient,
    referral, report_outline, report_submission, resource_linkage, self_care, service, staff_file, station_plan,
    training, visit, volunteer,
};

/// Fields, whether it is 暂存, today → what is to be said.
type Check = fn(&Fields, bool, NaiveDate) -> Vec<Finding>;

macro_rules! rules {
    ($($kind:ident: $check:path,)*) => { &[$((fields::$kind::KIND, $check)),*] };
}

/// Kinds that have rules of their own.
const RULES: &[(&str, Check)] = rules! {
    administrative_work: training::check,
    agreement: agreement::check,
    agreement_target: agreement_target::check,
    appropriation: appropriation::check,
    attachment: attachment::check,
    case: case::check,
    child_guardianship: child_guardianship::check,
    closure: closure::check,
    community_activity: community_activity::check,
    community_org: community_org::check,
    consent: consent::check,
    consultation: service::check,
    county_year_param: county_year_param::check,
    errand: service::check,
    evaluation_item: evaluation::check_item,
    evaluation_scheme: evaluation::check_scheme,
    expense: expense::check,
    gift_receipt: gift::check_receipt,
    group: service::check,
    group_evaluation: group::check_evaluation,
    group_session: group::check_session,
    household_member: household::check_member,
    inspection: inspection::check,
    kpi_target: kpi::check,
    mandatory_report: mandatory_report::check,
    means_survey: means_survey::check,
    monthly_brief: monthly_brief::check,
    pay_confirmation: staff_file::check_pay,
    parent_contact_check: parent_contact_check::check,
    plan_goal: plan_goal::check,
    publicity: service::check,
    recipient: recipient::check,
    recipient_agreement: consent::check,
    recipient_category: category::check,
    referral: referral::check,
    report_outline: report_outline::check_record,
    report_submission: report_submission::check,
    resource_beneficiary: resource_linkage::check_beneficiary,
    resource_linkage: resource_linkage::check,
    self_care_assessment: self_care::check,
    self_evaluation: evaluation::check_year,
    self_evaluation_score: evaluation::check_score,
    staff_file: staff_file::check,
    station_plan_item: station_plan::check_item,
    survey_asset: means_survey::check_asset,
    survey_expense: means_survey::check_expense,
    survey_income: means_survey::check_income,
    survey_member: recipient::identified,
    training: training::check,
    training_attendee: training::check_attendee,
    visit: visit::check,
    volunteer: recipient::identified,
    volunteer_service: volunteer::check_service,
    volunteer_training: training::check,
};

/// Findings of a kind's own rules, and of its dates and times.
pub(crate) fn check(kind: &Kind, fields: &Fields, provisional: bool, today: NaiveDate) -> Vec<Finding> {
    let own = RULES.iter().find(|(name, _)| *name == kind.name);
    let mut findings = own.map(|(_, check)| check(fields, provisional, today)).unwrap_or_default();
    findings.extend(dates(kind, fields, today));
    findings.extend(time_order(fields));
    findings
}

/// Days that have been are not later than today, and none is before the one it follows.
fn dates(kind: &Kind, fields: &Fields, today: NaiveDate) -> Vec<Finding> {
    let mut findings = Vec::new();
    for field in &kind.fields {
        let Some(day) = date(fields, &field.name) else { continue };
        if field.past && day > today {
            findings.push(Finding::warning(&field.name, format!("{}晚于今天，请核对", field.label)));
        }
        let before = field.not_before.as_deref().and_then(|name| kind.field(name));
        if let Some(before) = before.filter(|before| date(fields, &before.name).is_some_and(|earlier| day < earlier)) {
            findings.push(Finding::error(&field.name, format!("{}早于{}，请核对", field.label, before.label)));
        }
    }
    findings
}

fn time_order(fields: &Fields) -> Option<Finding> {
    let (start, end) = (text(fields, fields::visit::START_TIME), text(fields, fields::visit::END_TIME));
    let both = start.len() == 5 && end.len() == 5;
    (both && end < start).then(|| Finding::warning(fields::visit::END_TIME, "结束时间早于开始时间，请核对"))
}

#[cfg(test)]
mod tests;
