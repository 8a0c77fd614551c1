//! Values the county sets for all its stations, from a date, with the document they rest on.

use std::collections::{BTreeMap, BTreeSet};

use changelog::{Audience, Op, Payload};
use chrono::NaiveDate;
use domain::fields::county_parameter;
use domain::parameters::{Parameter, ParameterOption, ParameterType, parameter, parameters};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::{Query, Row, Save, Store, Write};
use ts_rs::TS;

use crate::kernel::context::Context;
use crate::kernel::error::{CommandError, FieldFinding};
use crate::kernel::pc::Pc;
use crate::kernel::request::Nothing;

/// A parameter.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ParameterRow {
    /// Record id.
    pub id: String,
    /// Name as the program knows it, for example `brief_due_day`.
    pub name: String,
    /// Its Chinese label.
    pub label: String,
    /// Value.
    pub value: String,
    /// In force from this date on.
    pub effective_from: String,
    /// Document it rests on.
    pub document_no: String,
    /// In force today.
    pub current: bool,
}

/// A parameter the program asks for.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct KnownParameter {
    /// Name as the program knows it.
    pub name: String,
    /// Chinese label.
    pub label: String,
    /// What to type.
    pub hint: String,
    /// Used where the county has set nothing.
    pub default: String,
    /// Where the parameter and its default come from.
    pub source: String,
    /// Values to choose from; none: it is typed.
    pub options: Vec<ParameterChoice>,
}

/// A value that may be chosen.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ParameterChoice {
    /// As it is kept.
    pub value: String,
    /// As it is read.
    pub label: String,
}

/// All parameters.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct Parameters {
    /// What has been set, newest first.
    pub rows: Vec<ParameterRow>,
    /// What the program asks for.
    pub known: Vec<KnownParameter>,
}

/// Sets a parameter from a date on.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct SaveParameter {
    /// Name as the program knows it.
    pub name: String,
    /// Value.
    pub value: String,
    /// In force from this date on.
    pub effective_from: String,
    /// Document it rests on.
    #[serde(default)]
    #[ts(optional)]
    pub document_no: Option<String>,
}

/// Lists what has been set and what the program asks for.
pub(crate) fn list(pc: &Pc, _: Nothing) -> Result<Parameters, CommandError> {
    let store = pc.session()?.store;
    let known = parameters().iter().map(|known| KnownParameter {
        name: known.name.clone(),
        label: known.label.clone(),
        hint: known.hint.clone(),
        default: known.default.clone(),
        source: known.source.clone(),
        options: options(known),
    });
    let today = pc.today();
    let mut seen = BTreeSet::new();
    let rows = settings(&store)?.into_iter().map(|row| {
        let text = |field: &str| row.fields.get(field).and_then(Value::as_str).unwrap_or("").to_owned();
        let (name, from) = (text(county_parameter::NAME), text(county_parameter::EFFECTIVE_FROM));
        let label = parameter(&name).map_or_else(|| name.clone(), |known| known.label.clone());
        let current = in_force(&from, today) && seen.insert(name.clone());
        ParameterRow {
            id: row.id.clone(),
            label,
            value: text(county_parameter::VALUE),
            document_no: text(county_parameter::DOCUMENT_NO),
            effective_from: from,
            name,
            current,
        }
    });
    Ok(Parameters { rows: rows.collect(), known: known.collect() })
}

/// Sets a parameter from a date on; what was in force before stays readable.
pub(crate) fn save(pc: &Pc, request: SaveParameter) -> Result<Nothing, CommandError> {
    let session = pc.session()?;
    let value = request.value.trim();
    let mut findings = Vec::new();
    if request.name.trim().is_empty() {
        findings.push(FieldFinding::error(county_parameter::NAME, "请选择参数。"));
    }
    if domain::dates::parse(&request.effective_from, pc.today()).is_err() {
        findings.push(FieldFinding::error(county_parameter::EFFECTIVE_FROM, "请填写生效日期，如 2026-01-01。"));
    }
    if let Some(message) = parameter(request.name.trim()).and_then(|known| known.wrong(value)) {
        findings.push(FieldFinding::error(county_parameter::VALUE, message));
    }
    if !findings.is_empty() {
        return Err(CommandError::invalid(findings));
    }
    let mut fields = Payload::new();
    fields.insert(county_parameter::NAME.into(), json!(request.name.trim()));
    fields.insert(county_parameter::VALUE.into(), json!(value));
    let date = domain::dates::parse(&request.effective_from, pc.today()).ok().map(|date| date.to_string());
    fields.insert(county_parameter::EFFECTIVE_FROM.into(), json!(date));
    if let Some(document) = request.document_no.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        fields.insert(county_parameter::DOCUMENT_NO.into(), json!(document));
    }
    let record = uuid::Uuid::new_v4().to_string();
    let write = Write { kind: county_parameter::KIND.into(), record, op: Op::Set, fields, seen: BTreeMap::new() };
    let author = session.person.id.clone();
    session.store.save(Save {
        audience: Audience::All,
        author,
        now_ms: pc.now_ms(),
        writes: vec![write],
        number: None,
    })?;
    pc.events.changed(&[county_parameter::KIND]);
    Ok(Nothing {})
}

/// The value in force today, or the program's default.
pub(crate) fn value(pc: &Pc, store: &Store, name: &str) -> Result<String, CommandError> {
    let today = pc.today();
    let text = |row: &Row, field: &str| row.fields.get(field).and_then(Value::as_str).unwrap_or("").to_owned();
    let set = settings(store)?.into_iter().find(|row| {
        text(row, county_parameter::NAME) == name && in_force(&text(row, county_parameter::EFFECTIVE_FROM), today)
    });
    let default = || parameter(name).map_or_else(String::new, |known| known.default.clone());
    Ok(set.map_or_else(default, |row| text(&row, county_parameter::VALUE)))
}

/// All settings, the latest in force first.
fn settings(store: &Store) -> Result<Vec<Row>, CommandError> {
    Ok(store
        .list(&Query::of(county_parameter::KIND).by(county_parameter::EFFECTIVE_FROM, true).by("created_ms", true))?)
}

fn in_force(from: &str, today: NaiveDate) -> bool {
    from.parse::<NaiveDate>().is_ok_and(|from| from <= today)
}

fn options(known: &Parameter) -> Vec<ParameterChoice> {
    let ParameterType::Choice(options) = &known.of else {
        return Vec::new();
    };
    let choice = |one: &ParameterOption| ParameterChoice { value: one.value.clone(), label: one.label.clone() };
    options.iter().map(choice).collect()
}

impl Context<'_> {
    /// A parameter of the county, in force today, or the program's default.
    pub(crate) fn parameter(&self, name: &str) -> Result<String, CommandError> {
        value(self.pc, &self.store, name)
    }

    /// The same, where it is a number.
    pub(crate) fn number_parameter(&self, name: &str) -> Result<Option<u32>, CommandError> {
        Ok(self.parameter(name)?.trim().parse().ok())
    }
}
