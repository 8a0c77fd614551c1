//! The record dictionary: every kind of record with its fields, and every code table, read once from the TOML files under
//! `schema/` that are compiled in. It must not hold rules: those stand in the modules named after their kind.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::schema_files::{CODES, RECORDS, read_all};

/// Everything the program knows about its records.
#[derive(Debug, Clone, Serialize)]
pub struct Dictionary {
    /// Record kinds, owners before what they own.
    pub kinds: Vec<Kind>,
    /// Code tables.
    pub codes: Vec<CodeTable>,
}

/// One record kind: a form to the user, a table to the store.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// Identifier, as in the glossary.
    pub name: String,
    /// Chinese name of the form.
    pub label: String,
    /// Table of `schema/device/01*.sql`.
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

/// A part of a form under one heading.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Identifier within the kind.
    pub name: String,
    /// Heading.
    pub label: String,
}

/// One field of a record kind. Name and type never change once released.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Identifier, column name and JSON member.
    pub name: String,
    /// Chinese label.
    pub label: String,
    /// Type.
    pub kind: FieldType,
    /// Code table of a `code` or `codes` field.
    #[serde(default)]
    pub codes: Option<String>,
    /// Kind that a reference points to.
    #[serde(default)]
    pub refers: Option<String>,
    /// Must be filled before the record is final.
    #[serde(default)]
    pub required: bool,
    /// How closely its value is kept.
    #[serde(default)]
    pub sensitivity: Sensitivity,
    /// How its value is masked, where it is (see `mask.rs`).
    #[serde(default)]
    pub mask: Option<MaskStyle>,
    /// Section of the form.
    pub section: String,
    /// Dictionary version it came with.
    #[serde(default = "first_version")]
    pub since: u32,
    /// What to type, shown beside the field.
    #[serde(default)]
    pub hint: Option<String>,
    /// Greatest length in characters.
    #[serde(default)]
    pub max: Option<usize>,
    /// The unit an integer is typed and shown in, where that is not the unit it is kept in.
    #[serde(default)]
    pub unit: Option<Unit>,
}

/// A unit an integer is typed and shown in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Kept in minutes, typed and shown in hours (小时、学时): 150 is 2.5.
    Hours,
}

/// Type of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldType {
    /// One line.
    Text,
    /// Several lines.
    LongText,
    /// A whole number.
    Integer,
    /// An amount in 分.
    Money,
    /// `2025-03-05`.
    Date,
    /// `10:20`.
    Time,
    /// One code of a table.
    Code,
    /// Several codes of a table.
    Codes,
    /// The id of another record.
    Reference,
    /// A file.
    Attachment,
}

/// How closely a value is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sensitivity {
    /// Nothing special.
    #[default]
    Plain,
    /// Personal information.
    Personal,
    /// Sensitive personal information in the sense of the law (health, minors, beliefs…).
    Sensitive,
}

/// How a value is masked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MaskStyle {
    /// `430121********0031`.
    IdNumber,
    /// `138****5678`.
    Phone,
    /// Down to the village, no further.
    Address,
}

/// A code table. Codes are permanent: an old one stays readable, with the day it ended.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodeTable {
    /// Identifier.
    pub name: String,
    /// Chinese name.
    pub label: String,
    /// Grows with every change of the table.
    pub version: u32,
    /// Values outside the table are allowed (a county's own items, words of one's own).
    #[serde(default)]
    pub open: bool,
    /// Codes in the order in which they are offered.
    pub entries: Vec<Code>,
}

/// One code.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Code {
    /// The stored value.
    pub code: String,
    /// What is shown.
    pub label: String,
    /// First day it may be chosen.
    #[serde(default)]
    pub since: Option<String>,
    /// Last day it may be chosen; it stays readable after.
    #[serde(default)]
    pub until: Option<String>,
    /// What it stands under: the area of a service item, the group of a category.
    #[serde(default)]
    pub group: Option<String>,
    /// Offered first; the others stand behind 更多.
    #[serde(default)]
    pub common: bool,
}

fn first_version() -> u32 {
    1
}

/// The dictionary of this program version.
pub fn dictionary() -> &'static Dictionary {
    static DICTIONARY: OnceLock<Dictionary> = OnceLock::new();
    DICTIONARY.get_or_init(|| Dictionary { kinds: read_all(RECORDS), codes: read_all(CODES) })
}

impl Dictionary {
    /// A kind by name.
    pub fn kind(&self, name: &str) -> Option<&Kind> {
        self.kinds.iter().find(|kind| kind.name == name)
    }

    /// A code table by name.
    pub fn code_table(&self, name: &str) -> Option<&CodeTable> {
        self.codes.iter().find(|table| table.name == name)
    }

    /// What to show for a code; an unknown one is shown as it is.
    pub fn label<'a>(&'a self, table: &str, code: &'a str) -> &'a str {
        self.code_table(table).and_then(|table| table.entry(code)).map_or(code, |entry| &entry.label)
    }
}

impl Kind {
    /// A field by name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

impl Unit {
    /// A kept value as it is shown, without the unit's name: 150 minutes are `2.5`, 50 are `0.83`.
    pub fn shown(self, value: i64) -> String {
        let Unit::Hours = self;
        crate::brief::printed(value.max(0) as u64, "小时")
    }
}

impl CodeTable {
    /// An entry by code.
    pub fn entry(&self, code: &str) -> Option<&Code> {
        self.entries.iter().find(|entry| entry.code == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_are_shown_as_hours() {
        for (minutes, shown) in
            [(150, "2.5"), (60, "1"), (0, "0"), (50, "0.83"), (20, "0.33"), (45, "0.75"), (6000, "100")]
        {
            assert_eq!(Unit::Hours.shown(minutes), shown);
        }
    }
}
