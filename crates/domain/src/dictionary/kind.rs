//! Record kinds, each told whole by its file in `schema/records`: what a record is, and where and how the program shows, numbers,
//! begins, counts and saves one. What is valid is said by the kind's rules, not here.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Field, FieldType, Responsible};

/// One record kind: a form to the user, a table to the store.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// Identifier, as in the glossary.
    pub name: String,
    /// Chinese name of the form.
    pub label: String,
    /// Its table on a device.
    pub table: String,
    /// Which side may write it; every replica checks this.
    pub writer: Writer,
    /// The audience its changes are written for.
    pub audience: HomeAudience,
    /// Fields that together make the title of a record.
    pub title: Vec<String>,
    /// Sections of the form, in order.
    pub sections: Vec<Section>,
    /// Fields, in order.
    pub fields: Vec<Field>,
    /// The field that refers to the owner, where there is one.
    #[serde(default)]
    pub parent: Option<String>,
    /// Where it stands wherever kinds stand in a row; without it after all others, by name.
    #[serde(default = "last")]
    pub order: u32,
    /// The field that dates a record.
    #[serde(default)]
    pub date: Option<String>,
    /// The field that says which member of staff did it.
    #[serde(default)]
    pub worker: Option<String>,
    /// Whose work a record is, and how long; without it nobody's that is handed over.
    #[serde(default)]
    pub responsible: Option<Responsible>,
    /// Roles that may read its records; without any, everybody whom the record reaches. What belongs to a record is kept as closely.
    #[serde(default)]
    pub readers: Vec<String>,
    /// Where only some may read: the field that names the member of staff whose own record it is, who may read it too.
    #[serde(default)]
    pub own: Option<String>,
    /// The number that a record gets when it is first saved.
    #[serde(default)]
    pub number: Option<Number>,
    /// The command that saves it, where it is not the one of all plain forms.
    #[serde(default)]
    pub door: Option<Door>,
    /// How it stands in the timeline of the person it is about; without it it does not.
    #[serde(default)]
    pub timeline: Option<Timeline>,
    /// For whom a record that is 暂存 is listed until it is finished.
    #[serde(default)]
    pub provisional: Listed,
    /// Its records count in the figures of the month that its date falls in, 暂存 ones do not.
    #[serde(default)]
    pub counts_in_month: bool,
    /// The figure of the brief that says how many of its records count (R11), where that is all there is to count.
    #[serde(default)]
    pub counted: Option<Counted>,
    /// Where a record opens, where that does not follow from its page or its owner.
    #[serde(default)]
    pub opens: Option<Opens>,
    /// What a new record begins with.
    #[serde(default)]
    pub begins: Begins,
    /// The page of its own that a plain register has.
    #[serde(default)]
    pub page: Option<Page>,
    /// Its final records close the books of a period.
    #[serde(default)]
    pub closes: Option<Closes>,
}

/// How a record closes the books of a period: a station's own, or the county's those of every station.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closes {
    /// The field that names the period: `2026-11`, `2026-Q4`.
    pub period: String,
    /// The field with the places of the logs that its figures were computed from.
    pub heads: String,
    /// Only records that say this do.
    #[serde(default, rename = "where")]
    pub only: std::collections::BTreeMap<String, String>,
}

/// Who may write a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Writer {
    /// Devices of the station.
    Station,
    /// Devices of the county.
    County,
    /// Both.
    Both,
}

/// The audience a kind is at home in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HomeAudience {
    /// One station and the county.
    Station,
    /// Every station.
    All,
    /// The county only.
    County,
}

/// A number that people see.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Number {
    /// Field that holds it.
    pub field: String,
    /// Its series (numbering.rs).
    pub series: String,
}

/// A way of saving that does more than to keep a form.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Door {
    /// Name of the command.
    pub command: String,
    /// When it has to be taken.
    #[serde(default)]
    pub when: When,
}

/// When a door has to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// Always.
    #[default]
    Always,
    /// For a new record.
    New,
    /// For a record that is not 暂存.
    Final,
}

/// A record in the timeline of the person it is about.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timeline {
    /// Fields of the line's title; none: the record's own title.
    #[serde(default)]
    pub title: Vec<String>,
    /// Fields of what is said a little more.
    #[serde(default)]
    pub detail: Vec<String>,
}

/// A figure that is a number of records.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counted {
    /// Its permanent code: `errand.count`.
    pub figure: String,
    /// Its name, in the table and in the draft of the brief.
    pub label: String,
    /// What its records are counted in: 件, 次.
    pub unit: String,
}

/// For whom a 暂存 record is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Listed {
    /// For nobody: it is seen with its owner, or told by a list of its own.
    #[default]
    Nobody,
    /// For everybody at its station, on 工作台.
    Station,
}

/// Addresses of pages. `{id}` stands for the record, `{field}` for the value of a field, in a new record for its owner.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opens {
    /// Of a record, and of a new one that has an owner.
    pub record: String,
    /// Of a new record, where that is another; `{owner}` stands for its owner.
    #[serde(default)]
    pub new: Option<String>,
    /// Of a new record without an owner, where that is another.
    #[serde(default)]
    pub alone: Option<String>,
}

/// What a new record begins with.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Begins {
    /// Fields that get the person at this PC.
    #[serde(default)]
    pub mine: Vec<String>,
    /// Fields that get today.
    #[serde(default)]
    pub today: Vec<String>,
    /// Fields that are as in the last record of the person at this PC.
    #[serde(default)]
    pub as_last: Vec<String>,
    /// What it nearly always is.
    #[serde(default)]
    pub usual: Map<String, Value>,
    /// Field of the record → field of the person it is about.
    #[serde(default)]
    pub of_recipient: std::collections::BTreeMap<String, String>,
}

/// A tab on a page, with a table of the kind's records.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// The page: `groups` (小组与活动), `volunteers` (志愿与资源), `office` (站务).
    pub on: String,
    /// Name of the tab in addresses.
    pub tab: String,
    /// Its title; none: the kind's label.
    #[serde(default)]
    pub label: Option<String>,
    /// Word for one record, as in 登记资源; none: the kind's label.
    #[serde(default)]
    pub noun: Option<String>,
    /// Columns of the table; without any the page brings its own.
    #[serde(default)]
    pub columns: Vec<PageColumn>,
    /// Leafed through by the year of the kind's date.
    #[serde(default)]
    pub year: bool,
    /// The ledger it is exported as.
    #[serde(default)]
    pub ledger: Option<String>,
    /// What is said where there is nothing yet, and first in the page's help.
    #[serde(default)]
    pub hint: String,
    /// What the help says besides.
    #[serde(default)]
    pub help: String,
}

/// A column of a page's table.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageColumn {
    /// Field.
    pub field: String,
    /// Width in pixels.
    pub width: u32,
    /// Takes what room is left.
    #[serde(default)]
    pub grow: bool,
}

fn last() -> u32 {
    u32::MAX
}

/// A part of a form under one heading.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Identifier within the kind.
    pub name: String,
    /// Heading.
    pub label: String,
}

impl Kind {
    /// A field by name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Names of all fields but long texts: as much of a record as lists and rules look at.
    pub fn short_fields(&self) -> Vec<&str> {
        let short = self.fields.iter().filter(|field| field.kind != FieldType::LongText);
        short.map(|field| field.name.as_str()).collect()
    }

    /// The kind that a reference field points to.
    pub fn refers_to(&self, field: &str) -> Option<&str> {
        self.field(field)?.refers.as_deref()
    }

    /// The kind that owns its records.
    pub fn owner(&self) -> Option<&str> {
        self.refers_to(self.parent.as_deref()?)
    }

    /// The field that says which person a record is about.
    pub fn person(&self) -> Option<&Field> {
        let person = |field: &&Field| field.kind == FieldType::Reference && field.name == "recipient";
        self.fields.iter().find(person)
    }

    /// The two fields that name the record it stands on, where that may be one of any kind: the kind, and the id.
    pub fn on_any(&self) -> Option<(&str, &str)> {
        let name = |name: &str| self.field(name).map(|field| field.name.as_str());
        Some((name("target_kind")?, name("target")?))
    }

    /// The command that a form has to be saved by, where it is not the one of all plain forms.
    pub fn door_for(&self, new: bool, provisional: bool) -> Option<&str> {
        let door = self.door.as_ref()?;
        let taken = match door.when {
            When::Always => true,
            When::New => new,
            When::Final => !provisional,
        };
        taken.then_some(door.command.as_str())
    }
}
