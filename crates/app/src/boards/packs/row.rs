//! Rows of a pack: which kinds are in it, and what of a record stays when nobody is to be known by it. Refused by default: codes, numbers, days and
//! references that say nothing personal stay; words stay only of what was drawn, without names, villages and numbers.

use std::collections::BTreeSet;

use changelog::Payload;
use chrono::{Datelike, NaiveDate};
use domain::de_identify::Identifying;
use domain::dictionary::{Field, FieldType, HomeAudience, Kind, Sensitivity, dictionary};
use domain::fields::{
    activity_participant, administrative_work, agreement, agreement_station, agreement_target, agreement_target_adjust,
    case, closure, community_activity, community_org, consultation, county_parameter, disclosure, equipment, errand,
    evaluation_item, evaluation_scheme, follow_up, gift_distribution, gift_receipt, group, group_evaluation,
    group_member, group_session, holiday_calendar, kpi_manual_adjust, kpi_sub_target, kpi_target, mandatory_report,
    needs_survey, news_item, pay_confirmation, plan_item_record, premises_room, progress_note, publication, publicity,
    recipient, recipient_category, rectification, referral, resource_linkage, rule_book, self_evaluation,
    self_evaluation_evidence, self_evaluation_score, service_item, session_attendance, sign_plate, staff_file,
    station_plan, station_plan_item, survey_finding, training, visit, volunteer, volunteer_service,
};
use domain::on_file;
use serde_json::{Value, json};
use store::Row;

use crate::records::facts::looked_at;

/// What of a kind's records is in a pack.
#[derive(Clone, Copy)]
enum Keeps {
    /// What says nothing personal; words only of what was drawn.
    Counted,
    /// Its words too, without names: it is about the station itself and tells of nobody served.
    Told,
    /// These fields, and nothing else.
    Only(&'static [&'static str]),
}

/// Kinds in a pack: what figures are counted from, the plan and the self-evaluation, and what targets and 合规检查 look at. What is not here
/// leaves the county in no pack.
const KINDS: [(&str, Keeps); 57] = [
    (county_parameter::KIND, Keeps::Counted),
    (service_item::KIND, Keeps::Counted),
    (evaluation_scheme::KIND, Keeps::Counted),
    (evaluation_item::KIND, Keeps::Counted),
    (recipient::KIND, Keeps::Counted),
    (recipient_category::KIND, Keeps::Counted),
    (visit::KIND, Keeps::Counted),
    (case::KIND, Keeps::Counted),
    (progress_note::KIND, Keeps::Counted),
    (closure::KIND, Keeps::Counted),
    (follow_up::KIND, Keeps::Counted),
    (mandatory_report::KIND, Keeps::Counted),
    (referral::KIND, Keeps::Counted),
    (group::KIND, Keeps::Counted),
    (group_member::KIND, Keeps::Counted),
    (group_session::KIND, Keeps::Counted),
    (session_attendance::KIND, Keeps::Counted),
    (group_evaluation::KIND, Keeps::Counted),
    (community_activity::KIND, Keeps::Counted),
    (activity_participant::KIND, Keeps::Counted),
    (publicity::KIND, Keeps::Counted),
    (consultation::KIND, Keeps::Counted),
    (errand::KIND, Keeps::Counted),
    (volunteer::KIND, Keeps::Counted),
    (volunteer_service::KIND, Keeps::Counted),
    (resource_linkage::KIND, Keeps::Counted),
    (gift_distribution::KIND, Keeps::Counted),
    (gift_receipt::KIND, Keeps::Counted),
    (news_item::KIND, Keeps::Counted),
    (training::KIND, Keeps::Counted),
    (publication::KIND, Keeps::Counted),
    (administrative_work::KIND, Keeps::Counted),
    (community_org::KIND, Keeps::Counted),
    (needs_survey::KIND, Keeps::Told),
    (survey_finding::KIND, Keeps::Told),
    (station_plan::KIND, Keeps::Told),
    (station_plan_item::KIND, Keeps::Told),
    (plan_item_record::KIND, Keeps::Told),
    (self_evaluation::KIND, Keeps::Told),
    (self_evaluation_score::KIND, Keeps::Told),
    (self_evaluation_evidence::KIND, Keeps::Told),
    (rectification::KIND, Keeps::Told),
    (premises_room::KIND, Keeps::Only(&[premises_room::ROOM_TYPE, premises_room::OWN_USE, premises_room::ROOM_STATE])),
    (equipment::KIND, Keeps::Only(&[equipment::EQUIPMENT_TYPE, equipment::EQUIPMENT_STATE])),
    (rule_book::KIND, Keeps::Only(&[rule_book::BOOK_TYPE, rule_book::IN_FORCE_DATE, rule_book::ENDED_DATE])),
    (sign_plate::KIND, Keeps::Only(&[sign_plate::SIGN_TYPE, sign_plate::HUNG_DATE, sign_plate::REMOVED_DATE])),
    (disclosure::KIND, Keeps::Only(&[disclosure::ITEM, disclosure::YEAR, disclosure::DATE])),
    (
        staff_file::KIND,
        Keeps::Only(&[
            staff_file::ARRIVAL_DATE,
            staff_file::LEFT_DATE,
            staff_file::CERTIFICATE,
            staff_file::CERTIFIED_DATE,
            staff_file::CONTRACT_UNTIL,
            staff_file::INSURANCES,
        ]),
    ),
    (
        pay_confirmation::KIND,
        Keeps::Only(&[pay_confirmation::STAFF_FILE, pay_confirmation::MONTH, pay_confirmation::PAID]),
    ),
    (holiday_calendar::KIND, Keeps::Only(&[holiday_calendar::YEAR, holiday_calendar::OFF, holiday_calendar::WORK])),
    (
        agreement::KIND,
        Keeps::Only(&[agreement::SIGN_DATE, agreement::START_DATE, agreement::END_DATE, agreement::TERMINATED_DATE]),
    ),
    (
        agreement_station::KIND,
        Keeps::Only(&[agreement_station::AGREEMENT, agreement_station::STATION_CODE, agreement_station::AGREED_STAFF]),
    ),
    (
        agreement_target::KIND,
        Keeps::Only(&[
            agreement_target::AGREEMENT,
            agreement_target::NAME,
            agreement_target::FIGURE,
            agreement_target::TARGET,
            agreement_target::STATION_CODE,
            agreement_target::FROM_DATE,
        ]),
    ),
    (
        agreement_target_adjust::KIND,
        Keeps::Only(&[
            agreement_target_adjust::AGREEMENT_TARGET,
            agreement_target_adjust::DATE,
            agreement_target_adjust::AMOUNT,
        ]),
    ),
    (kpi_target::KIND, Keeps::Only(&[kpi_target::YEAR, kpi_target::NAME, kpi_target::SET_BY, kpi_target::SEQ_NO])),
    (kpi_sub_target::KIND, Keeps::Only(&[kpi_sub_target::KPI_TARGET, kpi_sub_target::FIGURE, kpi_sub_target::TARGET])),
    (
        kpi_manual_adjust::KIND,
        Keeps::Only(&[kpi_manual_adjust::KPI_SUB_TARGET, kpi_manual_adjust::DATE, kpi_manual_adjust::AMOUNT]),
    ),
];

/// Their names, in the order in which they are written.
pub(super) fn kinds() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|(kind, _)| *kind)
}

fn keeps(kind: &str) -> Keeps {
    KINDS.iter().find(|(known, _)| *known == kind).map_or(Keeps::Only(&[]), |(_, keeps)| *keeps)
}

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

/// What stays of a record. `drawn`: its words too.
pub(super) fn cleaned(kind: &Kind, row: &Row, drawn: bool, words: &Identifying, today: NaiveDate) -> Payload {
    let needed: BTreeSet<&str> = looked_at(&kind.name).into_iter().collect();
    let keeps = keeps(&kind.name);
    let mut kept = Payload::new();
    for field in &kind.fields {
        let Some(value) = row.fields.get(&field.name).filter(|value| !value.is_null()) else { continue };
        let value = match keeps {
            Keeps::Only(fields) => fields.contains(&field.name.as_str()).then(|| named(field, value, words)),
            _ => kept_of(kind, field, value, needed.contains(field.name.as_str()), (keeps, drawn), words),
        };
        kept.extend(value.map(|value| (field.name.clone(), value)));
    }
    if kind.name == recipient::KIND {
        // To the month: every figure is counted as of the last day of one.
        let birth = on_file::birth(&row.fields, today).and_then(|day| day.with_day(1));
        kept.insert(recipient::BIRTH_DATE.into(), json!(birth.map(|day| day.to_string())));
    }
    kept.retain(|_, value| !value.is_null());
    kept
}

/// A field that is named: as it is, but for words, which go without names.
fn named(field: &Field, value: &Value, words: &Identifying) -> Value {
    match (field.kind, value.as_str()) {
        (FieldType::Text | FieldType::LongText, Some(text)) => json!(words.out_of(text)),
        _ => value.clone(),
    }
}

fn kept_of(
    kind: &Kind,
    field: &Field,
    value: &Value,
    needed: bool,
    (keeps, drawn): (Keeps, bool),
    words: &Identifying,
) -> Option<Value> {
    let of_station = matches!(keeps, Keeps::Told);
    let plain = field.sensitivity == Sensitivity::Plain && field.mask.is_none() && !field.names_somebody;
    match field.kind {
        FieldType::Reference => Some(value.clone()),
        FieldType::Integer | FieldType::Money | FieldType::Date | FieldType::Time => {
            (plain || needed).then(|| value.clone())
        }
        FieldType::Code | FieldType::Codes => (plain || needed).then(|| coded(field, value, words)),
        FieldType::Text | FieldType::LongText if kind.audience == HomeAudience::All => plain.then(|| value.clone()),
        // A line of text is a name or a place as often as not: it stays only where it is about the station itself.
        FieldType::Text if !of_station => None,
        FieldType::Text | FieldType::LongText => {
            (plain && (drawn || of_station)).then(|| json!(words.out_of(value.as_str().unwrap_or_default())))
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
