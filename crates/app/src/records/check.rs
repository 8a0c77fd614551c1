//! Checking a form, on the way from a form to the writes of one save: clean, fill in what the ID number says, check by the dictionary
//! and the rules of the kind, keep only what has changed, and carry the refs that the form saw.

use std::collections::BTreeMap;

use changelog::{Op, Payload};
use domain::dictionary::Kind;
use domain::fields::recipient;
use domain::{review, validate};
use serde_json::Value;
use store::{Row, Write};
use uuid::Uuid;

use crate::kernel::context::{Context, text};
use crate::kernel::error::{CommandError, FieldFinding, FindingLevel};
use crate::people::villages;
use crate::records::dictionary::STATION_TABLE;
use crate::records::view::{Seen, is_empty};

/// A form after cleaning and checking.
pub(crate) struct Checked {
    /// What was typed, cleaned.
    pub(crate) fields: Payload,
    /// The whole record as it would stand.
    pub(crate) whole: Payload,
    /// What is wrong.
    pub(crate) findings: Vec<FieldFinding>,
}

/// A record ready to be saved.
pub(crate) struct Ready {
    pub(crate) id: String,
    pub(crate) station: String,
    pub(crate) whole: Payload,
    pub(crate) findings: Vec<FieldFinding>,
    /// None when nothing has changed.
    pub(crate) write: Option<Write>,
}

/// What a form brings.
#[derive(Default)]
pub(crate) struct Form {
    pub(crate) id: Option<String>,
    pub(crate) fields: Payload,
    pub(crate) seen: Seen,
    pub(crate) provisional: bool,
}

/// Cleans and checks what was typed against the record before it.
pub(crate) fn check(
    context: &Context,
    kind: &Kind,
    before: &Payload,
    mut fields: Payload,
    provisional: bool,
) -> Checked {
    let mut findings = Vec::new();
    fields.retain(|name, _| {
        let known = kind.field(name).is_some();
        if !known {
            findings.push(FieldFinding::error(name, "这个版本的程序没有这一项，没有保存它。请更新程序后再填。"));
        }
        known
    });
    validate::clean(kind, &mut fields, context.today);
    findings.extend(review::typed(kind, before, &fields));
    let mut whole = before.clone();
    whole.retain(|name, _| kind.field(name).is_some());
    for (name, value) in &fields {
        whole.insert(name.clone(), value.clone());
    }
    // What is not asked of such a record is not kept in it: no service where nobody was met.
    let unasked: Vec<&str> =
        kind.fields.iter().filter(|field| !field.is_asked(&whole)).map(|field| field.name.as_str()).collect();
    for name in unasked {
        if whole.remove(name).is_some_and(|value| !is_empty(&value)) {
            fields.insert(name.to_owned(), Value::Null);
        }
    }
    for (name, value) in derived(context, kind, &whole) {
        if whole.get(&name).is_none_or(is_empty) {
            fields.insert(name.clone(), value.clone());
            whole.insert(name, value);
        }
    }
    findings.extend(validate::check(kind, &whole, provisional, context.today));
    findings.extend(unknown_stations(context, kind, &fields));
    Checked { fields, whole, findings }
}

/// Stations that the roster does not list.
fn unknown_stations(context: &Context, kind: &Kind, typed: &Payload) -> Vec<FieldFinding> {
    let roster = context.store.roster();
    let named = kind.fields.iter().filter(|field| field.codes.as_deref() == Some(STATION_TABLE));
    let unknown = named.filter(|field| {
        let code = text(typed, &field.name);
        !code.is_empty() && roster.station(code).is_none()
    });
    let words = "没有这个社工站，请从列表里选择";
    unknown.map(|field| FieldFinding::error(&field.name, words)).collect()
}

/// Checks a form and makes the write of it; findings that are errors refuse it.
pub(crate) fn ready(context: &Context, kind: &Kind, form: Form) -> Result<Ready, CommandError> {
    let ready = ready_with_findings(context, kind, form)?;
    refuse_errors(&ready.findings)?;
    Ok(ready)
}

/// The same, leaving it to the caller what to do about errors.
pub(crate) fn ready_with_findings(context: &Context, kind: &Kind, form: Form) -> Result<Ready, CommandError> {
    ready_as(context, kind, form, None)
}

/// The same, with the id a new record is to have.
pub(crate) fn ready_as(
    context: &Context,
    kind: &Kind,
    mut form: Form,
    new: Option<&str>,
) -> Result<Ready, CommandError> {
    villages::spell(context, kind, &mut form.fields)?;
    let row = match &form.id {
        Some(id) => context.store.row(&kind.name, id)?,
        None => None,
    };
    if form.id.is_some() && row.is_none() {
        return Err(CommandError::not_found(&kind.label));
    }
    let station = row.as_ref().map_or_else(|| context.own_station(), |row| row.station.clone());
    context.must_write(kind, &station)?;
    let empty = Payload::new();
    let before = row.as_ref().map_or(&empty, |row| &row.fields);
    let checked = check(context, kind, before, form.fields, form.provisional);
    let mut fields = changed(before, checked.fields);
    let was_provisional = row.as_ref().is_some_and(|row| row.provisional);
    if was_provisional != form.provisional {
        fields.insert("provisional".into(), form.provisional.into());
    }
    let id = form.id.or_else(|| new.map(str::to_owned)).unwrap_or_else(new_id);
    let seen = match &row {
        Some(row) => seen_of(row, form.seen, &fields),
        None => BTreeMap::new(),
    };
    let write = (row.is_none() || !fields.is_empty()).then(|| Write {
        kind: kind.name.clone(),
        record: id.clone(),
        op: Op::Set,
        fields,
        seen,
    });
    Ok(Ready { id, station, whole: checked.whole, findings: checked.findings, write })
}

/// A new record's id; sorts by time.
pub(crate) fn new_id() -> String {
    Uuid::now_v7().to_string()
}

/// Only what differs from what stands there; empty and missing are the same.
fn changed(before: &Payload, fields: Payload) -> Payload {
    let differs = |name: &str, value: &Value| match before.get(name) {
        Some(old) => old != value && !(is_empty(old) && is_empty(value)),
        None => !is_empty(value),
    };
    fields
        .into_iter()
        .filter(|(name, value)| differs(name, value))
        .map(|(name, value)| (name, if is_empty(&value) { Value::Null } else { value }))
        .collect()
}

/// The refs that the form saw in the fields it changes. A form that says nothing at all was filled from the
/// record as it stands; a form that names some fields saw nothing in the others.
pub(crate) fn seen_of(row: &Row, seen: Seen, fields: &Payload) -> Seen {
    let from = if seen.is_empty() { &row.refs } else { &seen };
    fields.keys().filter_map(|name| Some((name.clone(), from.get(name)?.clone()))).collect()
}

/// Errors among the findings refuse the form.
pub(crate) fn refuse_errors(findings: &[FieldFinding]) -> Result<(), CommandError> {
    if findings.iter().any(|finding| finding.level == FindingLevel::Error) {
        let mut all = findings.to_vec();
        all.sort_by_key(|finding| finding.level == FindingLevel::Warning);
        return Err(CommandError::invalid(all));
    }
    Ok(())
}

/// A finding that does not hinder.
pub(crate) fn warning(field: &str, message: impl Into<String>) -> FieldFinding {
    FieldFinding::warning(field, message)
}

/// What the ID number says of sex and birth, for kinds that have these fields. Other papers say nothing.
pub(crate) fn derived(context: &Context, kind: &Kind, whole: &Payload) -> Payload {
    let mut derived = Payload::new();
    let other_paper = !matches!(text(whole, recipient::ID_TYPE), "" | "resident_id" | "household_register");
    if kind.field(recipient::ID_NUMBER).is_none() || other_paper {
        return derived;
    }
    if let Some(reading) = domain::on_file::read_id(text(whole, recipient::ID_NUMBER), context.today) {
        let found = [(recipient::SEX, reading.sex.to_owned()), (recipient::BIRTH_DATE, reading.birth.to_string())];
        for (name, value) in found.into_iter().filter(|(name, _)| kind.field(name).is_some()) {
            derived.insert(name.to_owned(), value.into());
        }
    }
    derived
}

/// What an ID number says, in a line: 女，1952-03-15 生，74 周岁，旧区划码（原怀化地区）.
pub(crate) fn id_note(context: &Context, id_number: &str) -> Option<String> {
    let reading = domain::on_file::read_id(id_number, context.today)?;
    let sex = if reading.sex == "1" { "男" } else { "女" };
    let mut parts = vec![sex.to_owned(), format!("{} 生", reading.birth)];
    parts.extend(domain::age::on(Some(reading.birth), None, context.today).map(|age| format!("{age} 周岁")));
    parts.extend(reading.notes);
    Some(parts.join("，"))
}
