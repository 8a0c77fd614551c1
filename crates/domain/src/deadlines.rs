//! Deadlines that follow from a record or a period: (rule, subject, due, what settles it). The rules are data (`schema/deadlines.toml`);
//! what follows from them is worked out here and stored nowhere. Which records there are is not known here.

mod standing;
mod term;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;
use serde_json::Value;

use crate::dictionary::dictionary;
use crate::period::Period;
use crate::schema_files;
use crate::values::{Fields, codes, date};

pub use standing::{Standing, standing};
pub use term::{Amount, Each, Remind, Term};

/// A deadline rule.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its name.
    pub name: String,
    /// What is to be done by then.
    pub label: String,
    /// The clause it comes from.
    pub clause: String,
    /// Who owes it.
    pub owes: Owes,
    /// The records that make it due, one deadline each.
    #[serde(default)]
    pub of: Option<Of>,
    /// Or the periods.
    #[serde(default)]
    pub each: Option<Each>,
    /// By when, from the day of the record or the end of the period.
    pub term: Term,
    /// When it is spoken of beforehand.
    pub remind: Remind,
    /// The record that settles it.
    #[serde(default)]
    pub settled_by: Option<SettledBy>,
    /// It is a report that is handed in: punctuality is counted of it.
    #[serde(default)]
    pub report: bool,
    /// Or a check of what the station has (`compliance.rs`): nothing is due while nothing of it is missing.
    #[serde(default)]
    pub check: Option<OfCheck>,
    /// 工作台 lists it by itself: it is not among the near ones there.
    #[serde(default)]
    pub apart: bool,
    /// The field of the record itself whose date settles it, before any other record does. Without either it goes when the record says
    /// another day.
    #[serde(default)]
    pub settled_field: Option<String>,
}

/// Who owes something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Owes {
    /// The county.
    County,
    /// The station.
    Station,
    /// The county, and each station.
    Both,
}

impl Owes {
    /// Whether a station does.
    pub fn station(self) -> bool {
        matches!(self, Owes::Station | Owes::Both)
    }

    /// Whether the county does.
    pub fn county(self) -> bool {
        matches!(self, Owes::County | Owes::Both)
    }
}

/// What a field must say.
pub type Where = BTreeMap<String, OneOf>;

/// One code, or one of several, or the number that the county has set.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum OneOf {
    /// This one.
    Code(String),
    /// Any of these.
    Codes(Vec<String>),
    /// The value of a parameter.
    Parameter {
        /// Its name.
        parameter: String,
    },
}

impl OneOf {
    /// The codes; none where a parameter says it.
    pub fn codes(&self) -> &[String] {
        match self {
            OneOf::Code(code) => std::slice::from_ref(code),
            OneOf::Codes(codes) => codes,
            OneOf::Parameter { .. } => &[],
        }
    }

    /// Whether what a field says is one of them; `set` says the value of a parameter.
    pub fn holds(&self, said: &Value, set: impl Fn(&str) -> String) -> bool {
        match (self, said) {
            (OneOf::Parameter { parameter }, Value::Number(number)) => number.to_string() == set(parameter).trim(),
            (OneOf::Parameter { .. }, _) => false,
            (_, said) => self.codes().iter().any(|code| Some(code.as_str()) == said.as_str()),
        }
    }
}

/// Records that make something due. `from` and `unless` name a field, or one of the owner's: `agreement.sign_date`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Of {
    /// Kind.
    pub kind: String,
    /// The date that it counts from; nothing is due while it is empty.
    pub from: String,
    /// Nothing is due once this is filled.
    #[serde(default)]
    pub unless: Option<String>,
    /// Nothing is due once every code of this field's table is chosen: 五险.
    #[serde(default)]
    pub unless_whole: Option<String>,
    /// Only records that say this.
    #[serde(default, rename = "where")]
    pub only: Where,
}

/// A check of what a station has.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfCheck {
    /// Its name.
    pub name: String,
    /// The kind whose records make it whole.
    pub kind: String,
}

/// The record that settles a deadline.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SettledBy {
    /// Kind.
    pub kind: String,
    /// The day it was done.
    pub date: String,
    /// The field that names the record it settles; for a record of a station's agreement, the agreement.
    #[serde(default)]
    pub link: Option<String>,
    /// The field that names the period.
    #[serde(default)]
    pub period: Option<String>,
    /// The field of the subject that says how many such records it takes; without it one.
    #[serde(default)]
    pub count: Option<String>,
    /// It takes such a record for each of these: pay for everybody in post. A record without a day settles on the day it was written.
    #[serde(default)]
    pub of_each: Option<OfEach>,
    /// A record whose day of this name lies before the subject's does not count: who had left before has not arrived.
    #[serde(default)]
    pub unless: Option<String>,
    /// Only records that say this.
    #[serde(default, rename = "where")]
    pub only: Where,
}

/// Records that each take one of their own for a period: those that there were on any day of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfEach {
    /// Kind.
    pub kind: String,
    /// The field of the settling record that names one.
    pub link: String,
    /// The first day that there is one; never while it is empty.
    pub from: String,
    /// The first day that there is none any more.
    pub until: String,
}

impl OfEach {
    /// Whether there was one on any day of a period.
    pub fn is_there(&self, fields: &Fields, period: Period) -> bool {
        date(fields, &self.from).is_some_and(|from| from <= period.to)
            && date(fields, &self.until).is_none_or(|until| until > period.from)
    }
}

impl Of {
    /// Whether every code of the table that makes it whole is chosen.
    pub fn is_whole(&self, fields: &Fields) -> bool {
        self.unless_whole.as_ref().is_some_and(|name| {
            let table = dictionary().kind(&self.kind).and_then(|kind| kind.field(name)?.codes.as_deref());
            let chosen = codes(fields, name);
            let entries = table.and_then(|table| dictionary().code_table(table)).map(|table| &table.entries);
            entries.is_some_and(|entries| entries.iter().all(|entry| chosen.contains(&entry.code)))
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rules: Vec<Rule>,
}

/// Every rule, in the order of the file.
pub fn rules() -> &'static [Rule] {
    static RULES: OnceLock<Vec<Rule>> = OnceLock::new();
    RULES.get_or_init(|| schema_files::read::<File>(include_str!("../../../schema/deadlines.toml")).rules)
}

/// A rule by name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    rules().iter().find(|rule| rule.name == name)
}

#[cfg(test)]
mod tests;
