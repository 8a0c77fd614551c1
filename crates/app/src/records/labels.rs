//! Readable text of values: labels of codes, names of people and records behind references, dates as
//! written, masked values as masks. What is masked for whom says `domain::mask`.

use std::collections::{BTreeMap, BTreeSet};

use changelog::Payload;
use domain::amounts;
use domain::dictionary::{Field, FieldType, Kind, dictionary};
use domain::fields::{group_session, staff};
use domain::mask::{self, Viewer};
use serde_json::Value;
use store::{Query, Row};

use crate::kernel::context::{Context, text};
use crate::kernel::error::CommandError;
use crate::kernel::role::Role;
use crate::kernel::words::{label, shortened};
use crate::records::dictionary::{FIGURE_TABLE, STATION_TABLE, figure_label};

/// Readable titles of the records that values refer to, fetched in one query per kind.
#[derive(Default)]
pub(crate) struct Titles(BTreeMap<(String, String), String>);

impl Titles {
    /// Titles of everything that these rows refer to.
    pub(crate) fn for_rows(context: &Context, kind: &Kind, rows: &[Row]) -> Result<Titles, CommandError> {
        let fields: Vec<&Payload> = rows.iter().map(|row| &row.fields).collect();
        Titles::for_fields(context, kind, &fields)
    }

    /// Titles of everything that these fields refer to.
    pub(crate) fn for_fields(context: &Context, kind: &Kind, rows: &[&Payload]) -> Result<Titles, CommandError> {
        let mut wanted: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for field in kind.fields.iter().filter(|field| field.kind == FieldType::Reference) {
            let Some(refers) = field.refers.as_deref().filter(|refers| *refers != staff::KIND) else {
                continue;
            };
            let ids = rows.iter().map(|fields| text(fields, &field.name)).filter(|id| !id.is_empty());
            wanted.entry(refers).or_default().extend(ids.map(str::to_owned));
        }
        let mut titles = Titles::default();
        for (refers, ids) in wanted.into_iter().filter(|(_, ids)| !ids.is_empty()) {
            titles.add(context, refers, &ids.into_iter().collect::<Vec<_>>())?;
        }
        Ok(titles)
    }

    /// Adds the titles of some records of one kind.
    pub(crate) fn add(&mut self, context: &Context, kind: &str, ids: &[String]) -> Result<(), CommandError> {
        let Some(described) = dictionary().kind(kind) else {
            return Ok(());
        };
        for row in context.list_in(&Query { deleted: true, ..Query::of(kind) }, "id", ids)? {
            let title = plain_title(context, described, &row.fields);
            self.0.insert((kind.to_owned(), row.id), title);
        }
        Ok(())
    }

    /// Title of a record, when it was fetched.
    pub(crate) fn of(&self, kind: &str, id: &str) -> Option<&str> {
        self.0.get(&(kind.to_owned(), id.to_owned())).map(String::as_str)
    }
}

/// A record's title without what it refers to.
pub(crate) fn plain_title(context: &Context, kind: &Kind, fields: &Payload) -> String {
    title(context, kind, fields, &Titles::default())
}

/// A short readable name of a record: its title fields, masked where they are masked.
pub(crate) fn title(context: &Context, kind: &Kind, fields: &Payload, titles: &Titles) -> String {
    let mut parts = Vec::new();
    for field in kind.title.iter().filter_map(|name| kind.field(name)) {
        let value = fields.get(&field.name).unwrap_or(&Value::Null);
        let hidden = masked(context, field, value);
        let mut words = readable(context, field, hidden.as_ref().unwrap_or(value), titles);
        if field.name == group_session::SESSION_NO && !words.is_empty() {
            words = format!("第 {words} 节");
        }
        if !words.is_empty() {
            parts.push(shortened(&words, 40));
        }
    }
    if parts.is_empty() { kind.label.clone() } else { parts.join(" ") }
}

/// Readable text of one value.
pub(crate) fn readable(context: &Context, field: &Field, value: &Value, titles: &Titles) -> String {
    match (&field.kind, value) {
        (_, Value::Null) => String::new(),
        (FieldType::Code, Value::String(code)) if field.codes.as_deref() == Some(STATION_TABLE) => {
            context.station_name(code)
        }
        (FieldType::Code, Value::String(code)) if field.codes.as_deref() == Some(FIGURE_TABLE) => {
            domain::kpi::choice(code).map_or_else(|| code.clone(), figure_label)
        }
        (FieldType::Code, Value::String(code)) => code_label(field, code),
        (FieldType::Codes, Value::Array(list)) => {
            let labels: Vec<String> =
                list.iter().filter_map(Value::as_str).map(|code| code_label(field, code)).collect();
            labels.join("、")
        }
        (FieldType::Reference, Value::String(id)) if field.refers.as_deref() == Some(staff::KIND) => {
            context.staff_name(id)
        }
        (FieldType::Reference, Value::String(id)) => {
            let refers = field.refers.as_deref().unwrap_or_default();
            titles.of(refers, id).unwrap_or("（还没有同步到的记录）").to_owned()
        }
        (FieldType::Money, Value::Number(cents)) => {
            format!("{} 元", amounts::yuan_apart(i128::from(cents.as_i64().unwrap_or(0))))
        }
        (FieldType::Integer, Value::Number(number)) if field.unit.is_some() => {
            field.unit.map_or_else(String::new, |unit| unit.shown(number.as_i64().unwrap_or(0)))
        }
        (FieldType::Attachment, _) => "附件".to_owned(),
        (_, Value::String(words)) => words.clone(),
        (_, Value::Number(number)) => number.to_string(),
        (_, Value::Bool(yes)) => if *yes { "是" } else { "否" }.to_owned(),
        (_, other) => other.to_string(),
    }
}

fn code_label(field: &Field, code: &str) -> String {
    label(field.codes.as_deref().unwrap_or_default(), code)
}

/// Readable labels of all codes and references of a record, leaving out what is masked.
pub(crate) fn labels(
    context: &Context,
    kind: &Kind,
    fields: &Payload,
    masked: &[String],
    titles: &Titles,
) -> BTreeMap<String, String> {
    let wants = |field: &&Field| {
        matches!(field.kind, FieldType::Code | FieldType::Codes | FieldType::Reference | FieldType::Money)
            || field.unit.is_some()
    };
    let shown = kind.fields.iter().filter(wants).filter(|field| !masked.contains(&field.name));
    shown
        .map(|field| {
            (field.name.clone(), readable(context, field, fields.get(&field.name).unwrap_or(&Value::Null), titles))
        })
        .filter(|(_, words)| !words.is_empty())
        .collect()
}

/// The value as this person sees it before asking for it, when it is masked; which are, says `domain::mask`.
pub(crate) fn masked(context: &Context, field: &Field, value: &Value) -> Option<Value> {
    mask::masked(field, value.as_str()?, viewer(context)).map(Value::String)
}

/// Whether this person sees the values of a field only masked.
pub(crate) fn is_masked(context: &Context, field: &Field) -> bool {
    mask::masked(field, "0", viewer(context)).is_some()
}

fn viewer(context: &Context) -> Viewer {
    match context.person.role {
        Role::Worker => Viewer::Worker,
        Role::Supervisor => Viewer::Supervisor,
        Role::County => Viewer::County,
    }
}
