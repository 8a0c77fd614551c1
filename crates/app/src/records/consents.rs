//! Consents of people, brought from the store for `domain::consent` to decide. Every door through which a person's data leaves the station
//! or is seen in full asks here; who goes through without consent is a supervisor with a reason, which is kept.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::consent::{Refusal, Signed, Use, may_use};
use domain::fields::{
    activity_participant, attachment, case, community_activity, consent, group, group_member, group_session, recipient,
    recipient_agreement, referral,
};
use domain::names;
use serde_json::Value;
use store::{Query, Row, Test};

use crate::kernel::context::{Context, date, kind_named, some_text, text};
use crate::kernel::error::{CommandError, FieldFinding};
use crate::kernel::role::Role;
use crate::records::check::{self, Form, Ready};

/// Those of these people whose data may not be used for this on that day, and why.
pub(crate) fn refusals(
    context: &Context,
    people: &BTreeSet<String>,
    used: Use,
    day: NaiveDate,
) -> Result<BTreeMap<String, Refusal>, CommandError> {
    let merges = context.merges()?;
    let files: BTreeSet<String> = people.iter().flat_map(|id| merges.same_person(id)).collect();
    let files: Vec<String> = files.into_iter().collect();
    let finals = |kind: &str| Query::of(kind).finals();
    let mut signed: BTreeMap<String, Vec<Signed>> = BTreeMap::new();
    for row in context.list_in(&finals(consent::KIND), consent::RECIPIENT, &files)? {
        let person = text(&row.fields, consent::RECIPIENT).to_owned();
        signed.entry(person).or_default().extend(Signed::consent(&row.fields));
    }
    let cases: BTreeMap<String, String> = context
        .list_in(&Query::of(case::KIND), case::RECIPIENT, &files)?
        .into_iter()
        .map(|row| (row.id, text(&row.fields, case::RECIPIENT).to_owned()))
        .collect();
    let ids: Vec<String> = cases.keys().cloned().collect();
    for row in context.list_in(&finals(recipient_agreement::KIND), recipient_agreement::CASE, &ids)? {
        if let Some(person) = cases.get(text(&row.fields, recipient_agreement::CASE)) {
            signed.entry(person.clone()).or_default().extend(Signed::agreement(&row.fields));
        }
    }
    let mut refused = BTreeMap::new();
    for person in people {
        let own = merges.same_person(person);
        let own: Vec<Signed> = own.iter().filter_map(|file| signed.get(file)).flatten().cloned().collect();
        if let Err(refusal) = may_use(&own, used, day) {
            refused.insert(person.clone(), refusal);
        }
    }
    Ok(refused)
}

/// Whose data each of these records tells, by record: the person, the person of the case, everybody of a group or an activity.
pub(crate) fn people_of(context: &Context, rows: &[Row]) -> Result<BTreeMap<String, BTreeSet<String>>, CommandError> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let (mut cases, mut groups, mut activities) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for row in rows {
        let kind = kind_named(&row.kind)?;
        let direct = kind.person().and_then(|field| some_text(&row.fields, &field.name));
        let of = |kind: &str, field: &str| match row.kind == kind {
            true => Some(row.id.clone()),
            false => some_text(&row.fields, field),
        };
        if row.kind == recipient::KIND {
            found.entry(row.id.clone()).or_default().insert(row.id.clone());
        } else if let Some(person) = direct {
            found.entry(row.id.clone()).or_default().insert(person);
        } else if kind.owner() == Some(case::KIND) {
            cases.insert(row.id.clone(), text(&row.fields, recipient_agreement::CASE).to_owned());
        } else if kind.owner() == Some(group::KIND) || row.kind == group::KIND {
            groups.extend(of(group::KIND, group_session::GROUP).map(|group| (row.id.clone(), group)));
        } else if row.kind == community_activity::KIND {
            activities.insert(row.id.clone(), row.id.clone());
        }
    }
    let mut through = |owned: BTreeMap<String, String>, kind: &str, owner: &str, person: &str| {
        let owners: Vec<String> = owned.values().cloned().collect();
        let rows = context.list_in(&Query::of(kind), owner, &owners)?;
        for (record, of) in owned {
            let id = |row: &Row| if owner == "id" { row.id.clone() } else { text(&row.fields, owner).to_owned() };
            let people = rows.iter().filter(|row| id(row) == of).filter_map(|row| some_text(&row.fields, person));
            found.entry(record).or_default().extend(people);
        }
        Ok::<_, CommandError>(())
    };
    through(cases, case::KIND, "id", case::RECIPIENT)?;
    through(groups, group_member::KIND, group_member::GROUP, group_member::RECIPIENT)?;
    through(activities, activity_participant::KIND, activity_participant::ACTIVITY, activity_participant::RECIPIENT)?;
    Ok(found)
}

/// Records among these that tell of somebody whose data may not be used for this today: why, by record.
pub(crate) fn refused_records(
    context: &Context,
    rows: &[Row],
    used: Use,
) -> Result<BTreeMap<String, Refusal>, CommandError> {
    let people = people_of(context, rows)?;
    let all: BTreeSet<String> = people.values().flatten().cloned().collect();
    let refused = refusals(context, &all, used, context.today)?;
    let why = |people: &BTreeSet<String>| people.iter().find_map(|person| refused.get(person)).cloned();
    Ok(people.iter().filter_map(|(record, people)| Some((record.clone(), why(people)?))).collect())
}

/// Whether everybody a record tells of has agreed to this; nothing where it tells of nobody on file.
pub(crate) fn all_agree(context: &Context, row: &Row, used: Use) -> Result<Option<bool>, CommandError> {
    let rows = std::slice::from_ref(row);
    if people_of(context, rows)?.values().all(BTreeSet::is_empty) {
        return Ok(None);
    }
    Ok(Some(refused_records(context, rows, used)?.is_empty()))
}

/// The reason for which a supervisor goes on without consent; nobody else may.
pub(crate) fn overriding(context: &Context, reason: Option<&str>, field: &str) -> Result<Option<String>, CommandError> {
    let Some(reason) = reason.map(str::trim).filter(|reason| !reason.is_empty()) else {
        return Ok(None);
    };
    match context.person.role {
        Role::Worker => Err(only_the_supervisor(field)),
        Role::Supervisor | Role::County => Ok(Some(reason.to_owned())),
    }
}

fn only_the_supervisor(field: &str) -> CommandError {
    CommandError::invalid_field(field, "没有同意还要使用，只能由站长（督导）写明理由。请先取得同意，或请站长来做。")
}

/// A referral ready to be saved: after consent was withdrawn it is not final either, and only a supervisor writes why it must be.
pub(crate) fn ready_referral(context: &Context, form: Form) -> Result<Ready, CommandError> {
    let provisional = form.provisional;
    let writes_reason = changes(context, referral::KIND, &form, referral::CONSENT_OVERRIDE)?;
    let mut ready = check::ready_with_findings(context, kind_named(referral::KIND)?, form)?;
    if writes_reason && context.person.role != Role::Supervisor {
        return Err(only_the_supervisor(referral::CONSENT_OVERRIDE));
    }
    let day = date(&ready.whole, referral::REFERRAL_DATE).unwrap_or(context.today);
    let person = BTreeSet::from_iter(some_text(&ready.whole, referral::RECIPIENT));
    let refused = refusals(context, &person, Use::Referral, day)?.into_values().next();
    let overridden = !text(&ready.whole, referral::CONSENT_OVERRIDE).is_empty();
    if let (Some(refusal), false, false) = (refused, provisional, overridden) {
        let words = format!("{}，{}", refusal.words(), domain::referral::WITHOUT_CONSENT);
        ready.findings.push(FieldFinding::error(referral::CONSENT_SIGNED, words));
    }
    check::refuse_errors(&ready.findings)?;
    Ok(ready)
}

/// What is said of a photo, ready to be saved: it is marked for publication only with consent to that.
pub(crate) fn ready_attachment(context: &Context, form: Form) -> Result<Ready, CommandError> {
    let writes_reason = changes(context, attachment::KIND, &form, attachment::PUBLIC_OVERRIDE)?;
    let marks = changes(context, attachment::KIND, &form, attachment::PUBLIC)?;
    let mut ready = check::ready_with_findings(context, kind_named(attachment::KIND)?, form)?;
    if writes_reason && context.person.role != Role::Supervisor {
        return Err(only_the_supervisor(attachment::PUBLIC_OVERRIDE));
    }
    let overridden = !text(&ready.whole, attachment::PUBLIC_OVERRIDE).is_empty();
    if marks && text(&ready.whole, attachment::PUBLIC) == "yes" && !overridden {
        let of = (text(&ready.whole, attachment::TARGET_KIND), text(&ready.whole, attachment::TARGET));
        let target: Vec<Row> = context.store.row(of.0, of.1)?.into_iter().collect();
        if let Some(refusal) = refused_records(context, &target, Use::Public)?.into_values().next() {
            let words = format!(
                "{}，不能标为公开使用。请先取得同意；确有必要时由站长（督导）写明“未经同意公开的理由”",
                refusal.words()
            );
            ready.findings.push(FieldFinding::error(attachment::PUBLIC, words));
        }
    }
    check::refuse_errors(&ready.findings)?;
    Ok(ready)
}

/// Whether a form writes something else into a field than stands there.
fn changes(context: &Context, kind: &str, form: &Form, field: &str) -> Result<bool, CommandError> {
    let Some(typed) = form.fields.get(field).map(|value| value.as_str().unwrap_or("").trim().to_owned()) else {
        return Ok(false);
    };
    let before = form.id.as_deref().map(|id| context.row(kind, id)).transpose()?;
    Ok(typed != before.map(|row| text(&row.fields, field).to_owned()).unwrap_or_default())
}

/// Living people on file whose names stand in a text and who may not be told of as a typical case.
pub(crate) fn named_against_consent(context: &Context, told: &str) -> Result<Vec<String>, CommandError> {
    let own = context.own_station();
    let told = names::same(told);
    if told.is_empty() {
        return Ok(Vec::new());
    }
    let all = context.of_station(recipient::KIND, Some(&own));
    let people = context.list(&all.and(recipient::NAME, Test::NotNull, Value::Null).only(&[recipient::NAME]))?;
    let named = people.into_iter().filter(|row| {
        let name = names::same(text(&row.fields, recipient::NAME));
        name.chars().count() > 1 && told.contains(&name)
    });
    let named: BTreeSet<String> = named.map(|row| row.id).collect();
    Ok(refusals(context, &named, Use::TypicalCase, context.today)?.into_keys().collect())
}
