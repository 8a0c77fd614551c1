//! Rows of a pack: which kinds are in it, and what of a record stays when nobody is to be known by it. Refused by default: codes, numbers, days and
//! references that say nothing personal stay; words stay only of what was drawn, without names, villages and numbers.

use std::collections::BTreeSet;

use changelog::Payload;
use chrono::{Datelike, NaiveDate};
use domain::de_identify::Identifying;
use domain::dictionary::{Field, FieldType, HomeAudience, Kind, Sensitivity, dictionary};
use domain::fields::{
    activity_participant, administrative_work, case, closure, community_activity, community_org, consultation,
    county_parameter, errand, evaluation_item, evaluation_scheme, follow_up, gift_distribution, gift_receipt, group,
    group_evaluation, group_member, group_session, mandatory_report, needs_survey, news_item, plan_item_record,
    progress_note, publication, publicity, recipient, recipient_category, rectification, referral, resource_linkage,
    self_evaluation, self_evaluation_evidence, self_evaluation_score, service_item, session_attendance, station_plan,
    station_plan_item, survey_finding, training, visit, volunteer, volunteer_service,
};
use domain::on_file;
use serde_json::{Value, json};
use store::Row;

use crate::records::facts::looked_at;

/// Kinds in a pack: what figures are counted from, the plan, and the self-evaluation. What is not here leaves the county in no pack.
pub(super) const KINDS: [&str; 42] = [
    county_parameter::KIND,
    service_item::KIND,
    evaluation_scheme::KIND,
    evaluation_item::KIND,
    recipient::KIND,
    recipient_category::KIND,
    visit::KIND,
    case::KIND,
    progress_note::KIND,
    closure::KIND,
    follow_up::KIND,
    mandatory_report::KIND,
    referral::KIND,
    group::KIND,
    group_member::KIND,
    group_session::KIND,
    session_attendance::KIND,
    group_evaluation::KIND,
    community_activity::KIND,
    activity_participant::KIND,
    publicity::KIND,
    consultation::KIND,
    errand::KIND,
    volunteer::KIND,
    volunteer_service::KIND,
    resource_linkage::KIND,
    gift_distribution::KIND,
    gift_receipt::KIND,
    news_item::KIND,
    training::KIND,
    publication::KIND,
    administrative_work::KIND,
    community_org::KIND,
    needs_survey::KIND,
    survey_finding::KIND,
    station_plan::KIND,
    station_plan_item::KIND,
    plan_item_record::KIND,
    self_evaluation::KIND,
    self_evaluation_score::KIND,
    self_evaluation_evidence::KIND,
    rectification::KIND,
];

/// Kinds whose records are drawn to be read.
pub(super) const DRAWN: [&str; 8] = [
    visit::KIND,
    progress_note::KIND,
    closure::KIND,
    group_session::KIND,
    community_activity::KIND,
    consultation::KIND,
    publicity::KIND,
    resource_linkage::KIND,
];

/// Kinds about the station itself, whose words an evaluator needs and that tell of nobody served.
const OF_STATION: [&str; 9] = [
    needs_survey::KIND,
    survey_finding::KIND,
    station_plan::KIND,
    station_plan_item::KIND,
    plan_item_record::KIND,
    self_evaluation::KIND,
    self_evaluation_score::KIND,
    self_evaluation_evidence::KIND,
    rectification::KIND,
];

/// What stays of a record. `drawn`: its words too.
pub(super) fn cleaned(kind: &Kind, row: &Row, drawn: bool, words: &Identifying, today: NaiveDate) -> Payload {
    let needed: BTreeSet<&str> = looked_at(&kind.name).into_iter().collect();
    let told = drawn || OF_STATION.contains(&kind.name.as_str());
    let mut kept = Payload::new();
    for field in &kind.fields {
        let Some(value) = row.fields.get(&field.name).filter(|value| !value.is_null()) else { continue };
        if let Some(value) = kept_of(kind, field, value, needed.contains(field.name.as_str()), told, words) {
            kept.insert(field.name.clone(), value);
        }
    }
    if kind.name == recipient::KIND {
        // To the month: every figure is counted as of the last day of one.
        let birth = on_file::birth(&row.fields, today).and_then(|day| day.with_day(1));
        kept.insert(recipient::BIRTH_DATE.into(), json!(birth.map(|day| day.to_string())));
    }
    kept.retain(|_, value| !value.is_null());
    kept
}

fn kept_of(kind: &Kind, field: &Field, value: &Value, needed: bool, told: bool, words: &Identifying) -> Option<Value> {
    let plain = field.sensitivity == Sensitivity::Plain && field.mask.is_none() && !field.names_somebody;
    match field.kind {
        FieldType::Reference => Some(value.clone()),
        FieldType::Integer | FieldType::Money | FieldType::Date | FieldType::Time => {
            (plain || needed).then(|| value.clone())
        }
        FieldType::Code | FieldType::Codes => (plain || needed).then(|| coded(field, value, words)),
        FieldType::Text | FieldType::LongText if kind.audience == HomeAudience::All => plain.then(|| value.clone()),
        // A line of text is a name or a place as often as not: it stays only where it is about the station itself.
        FieldType::Text if !OF_STATION.contains(&kind.name.as_str()) => None,
        FieldType::Text | FieldType::LongText => {
            (plain && told).then(|| json!(words.out_of(value.as_str().unwrap_or_default())))
        }
        FieldType::Attachment => None,
    }
}

/// Codes; what somebody typed in place of one goes without names.
fn coded(field: &Field, value: &Value, words: &Identifying) -> Value {
    let table = field.codes.as_deref().and_then(|table| dictionary().code_table(table));
    let open = table.is_some_and(|table| table.open);
    let one = |code: &str| match open && table.is_some_and(|table| table.entry(code).is_none()) {
        true => words.out_of(code),
        false => code.to_owned(),
    };
    match value {
        Value::String(code) => json!(one(code)),
        Value::Array(list) => json!(list.iter().filter_map(Value::as_str).map(one).collect::<Vec<_>>()),
        other => other.clone(),
    }
}
