//! Fields of record kinds: type, label, who may see how much of it.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

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
    /// Least and greatest number that makes sense, both included: a year, square metres.
    #[serde(default)]
    pub between: Option<(i64, i64)>,
    /// The unit an integer is typed and shown in, where that is not the unit it is kept in.
    #[serde(default)]
    pub unit: Option<Unit>,
    /// A day that has been: one later than today is worth a second look.
    #[serde(default)]
    pub past: bool,
    /// The date field whose day this one cannot be before.
    #[serde(default)]
    pub not_before: Option<String>,
    /// Sorted by pinyin instead of by code point.
    #[serde(default)]
    pub by_pinyin: bool,
    /// It says that somebody has signed the paper: a record is signed when all of these that are asked of it say yes.
    #[serde(default)]
    pub signature: bool,
    /// It holds the name of somebody who is served, or of their family: taken out of what is told of cases (`de_identify.rs`).
    #[serde(default)]
    pub names_somebody: bool,
    /// It belongs to the supervisor's review: nobody types it, the review alone says it (`review.rs`).
    #[serde(default)]
    pub by_review: Option<ByReview>,
    /// Asked only where another field says one of these; elsewhere it is neither required nor kept.
    #[serde(default)]
    pub only_if: Option<OnlyIf>,
}

/// What of a review a field says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ByReview {
    /// Whether it was approved.
    Approval,
    /// Her words.
    Opinion,
    /// The day of the approval.
    Date,
}

/// What another field must say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OnlyIf {
    /// A code field of the same kind.
    pub field: String,
    /// Its codes.
    pub is: Vec<String>,
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

fn first_version() -> u32 {
    1
}

impl Field {
    /// Whether the field is asked of a record; as long as the field it hangs on says nothing, it is.
    pub fn is_asked(&self, fields: &Map<String, Value>) -> bool {
        self.only_if.as_ref().is_none_or(|only_if| {
            let said = crate::values::text(fields, &only_if.field);
            said.is_empty() || only_if.is.iter().any(|code| code == said)
        })
    }
}

impl Unit {
    /// A kept value as it is shown, without the unit's name: 150 minutes are `2.5`, 50 are `0.83`.
    pub fn shown(self, value: i64) -> String {
        let Unit::Hours = self;
        crate::amounts::printed(value.max(0) as u64, "小时")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_asked_where_the_one_it_hangs_on_says_so_or_nothing() {
        let visit = crate::dictionary::dictionary().kind("visit").expect("visit");
        let asked = |name: &str, result: &str| {
            let fields = serde_json::json!({ "result": result });
            visit.field(name).expect(name).is_asked(fields.as_object().expect("object"))
        };
        for result in ["met", "family_answered", ""] {
            assert!(asked("area", result) && asked("service_item", result) && asked("next_date", result), "{result}");
        }
        for result in ["not_home", "refused", "not_residing"] {
            assert!(!asked("area", result) && !asked("service_method", result) && asked("next_date", result));
        }
        for result in ["moved", "deceased"] {
            assert!(!asked("area", result) && !asked("next_date", result) && asked("observation_text", result));
        }
    }

    #[test]
    fn what_a_field_hangs_on_is_a_code_field_before_it_and_the_codes_exist() {
        let dictionary = crate::dictionary::dictionary();
        for kind in &dictionary.kinds {
            for (place, field) in kind.fields.iter().enumerate() {
                let Some(only_if) = &field.only_if else { continue };
                let on = kind.fields[..place].iter().find(|other| other.name == only_if.field);
                let table = on.and_then(|on| dictionary.code_table(on.codes.as_deref()?));
                let table = table.unwrap_or_else(|| panic!("{}.{}", kind.name, field.name));
                assert!(only_if.is.iter().all(|code| table.entry(code).is_some()), "{}.{}", kind.name, field.name);
            }
        }
    }

    #[test]
    fn minutes_are_shown_as_hours() {
        for (minutes, shown) in
            [(150, "2.5"), (60, "1"), (0, "0"), (50, "0.83"), (20, "0.33"), (45, "0.75"), (6000, "100")]
        {
            assert_eq!(Unit::Hours.shown(minutes), shown);
        }
    }
}
