//! Ledgers that come in: which there are, what their columns are called and which fields these fill, what people write for a
//! code. Read once from `schema/ledger_import/`, which is compiled in. Headers, columns, rows and cells are read by the other `ledger_*`
//! modules.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::dictionary::{Field, Kind, dictionary};

/// A target that takes whatever stands there as a line of the person's remark.
pub const NOTE: &str = "note";
/// The same for the remark of the ledger's category.
pub const CATEGORY_NOTE: &str = "category_note";
/// A column that is known and left out.
pub const LEFT_OUT: &str = "";
/// Type and grade of a disability in one cell.
pub const DISABILITY: &str = "category.disability";

/// One kind of ledger.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ledger {
    /// Identifier.
    pub name: String,
    /// Chinese name.
    pub label: String,
    /// What a row is.
    pub row: RowOf,
    /// Words in the title, the sheet's or the file's name that point to it.
    pub words: Vec<String>,
    /// Targets whose columns point to it.
    pub signs: Vec<String>,
    /// Category that everyone in it holds.
    #[serde(default)]
    pub category: Option<String>,
    /// Its own names of columns; they come before the common ones.
    pub columns: Vec<Names>,
    /// Its own words for codes, by code table; they come before the common ones.
    #[serde(default)]
    pub values: BTreeMap<String, BTreeMap<String, String>>,
}

/// What a row of a ledger is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowOf {
    /// A person, with categories and perhaps a household.
    Person,
    /// A visit to a person on file.
    Visit,
}

/// What a column that fills one target is called.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    /// `part.field`, or one of the targets above.
    pub to: String,
    /// Headers, as people write them.
    pub labels: Vec<String>,
    /// Only right behind a column of one of these targets.
    #[serde(default)]
    pub after: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Common {
    columns: Vec<Names>,
}

struct Schema {
    ledgers: Vec<Ledger>,
    common: Vec<Names>,
    values: BTreeMap<String, BTreeMap<String, String>>,
}

fn schema() -> &'static Schema {
    static SCHEMA: OnceLock<Schema> = OnceLock::new();
    macro_rules! file {
        ($name:literal) => {
            read(include_str!(concat!("../../../schema/ledger_import/", $name, ".toml")))
        };
    }
    SCHEMA.get_or_init(|| Schema {
        ledgers: vec![
            file!("roster"),
            file!("dibao"),
            file!("tekun"),
            file!("left_behind"),
            file!("child_in_difficulty"),
            file!("visits"),
        ],
        common: read::<Common>(include_str!("../../../schema/ledger_import/columns.toml")).columns,
        values: file!("values"),
    })
}

/// The files are part of the program: a broken one is a broken build, and a test reads them all.
fn read<T: serde::de::DeserializeOwned>(text: &str) -> T {
    toml::from_str(text).unwrap_or_else(|error| panic!("schema file compiled into the program: {error}"))
}

/// Every kind of ledger, the general one first.
pub fn ledgers() -> &'static [Ledger] {
    &schema().ledgers
}

/// A ledger by name.
pub fn ledger(name: &str) -> Option<&'static Ledger> {
    ledgers().iter().find(|ledger| ledger.name == name)
}

impl Ledger {
    /// Names of columns in the order in which they are tried.
    pub(crate) fn names(&self) -> impl Iterator<Item = &Names> {
        self.columns.iter().chain(&schema().common)
    }

    /// The kind whose own labels name columns too.
    pub(crate) fn own_kind(&self) -> &'static str {
        match self.row {
            RowOf::Person => "recipient",
            RowOf::Visit => "visit",
        }
    }

    /// What people write for codes of a table: this ledger's words, then the common ones.
    pub(crate) fn word<'a>(&'a self, table: &str, written: &str) -> Option<&'a str> {
        let of = |values: &'a BTreeMap<String, BTreeMap<String, String>>| values.get(table)?.get(written);
        of(&self.values).or_else(|| of(&schema().values)).map(String::as_str)
    }

    /// The targets that a column of it may be given by hand, with what to call them.
    pub fn targets(&self) -> Vec<(String, String)> {
        let parts: &[(&str, &str)] = match self.row {
            RowOf::Person => &[
                ("recipient", ""),
                ("category", "类别："),
                ("household", "家庭："),
                ("member", "成员："),
                ("head", "户主："),
            ],
            RowOf::Visit => &[("recipient", "对象："), ("visit", "")],
        };
        let mut all = Vec::new();
        for (part, prefix) in parts {
            let Some(kind) = kind_of(part) else { continue };
            for field in kind.fields.iter().filter(|field| may_fill(self.row, part, field)) {
                all.push((format!("{part}.{}", field.name), format!("{prefix}{}", field.label)));
            }
        }
        if self.row == RowOf::Person {
            all.push((DISABILITY.into(), "类别：残疾类别和等级（一格）".into()));
            all.push((NOTE.into(), "并入备注".into()));
            all.push((CATEGORY_NOTE.into(), "并入类别的备注".into()));
        }
        all
    }
}

fn may_fill(row: RowOf, part: &str, field: &Field) -> bool {
    let name = field.name.as_str();
    match (row, part) {
        (RowOf::Visit, "recipient") => matches!(name, "name" | "id_number" | "village" | "birth_date"),
        (_, "recipient") => !matches!(name, "household" | "created_worker" | "merged_into"),
        (_, "category") => name != "recipient",
        (_, "household") => name != "file_created",
        (_, "member") => matches!(name, "relation_to_head" | "counted" | "workplace"),
        (_, "head") => name == "id_number",
        (_, "visit") => !matches!(name, "recipient" | "household" | "case" | "harm_signs"),
        _ => false,
    }
}

/// The record kind of a target's first half.
pub fn kind_of(part: &str) -> Option<&'static Kind> {
    let name = match part {
        "recipient" | "head" => "recipient",
        "category" => "recipient_category",
        "household" => "household",
        "member" => "household_member",
        "visit" => "visit",
        _ => return None,
    };
    dictionary().kind(name)
}

/// The field that a target fills; none for notes and what is left out.
pub fn field_of(target: &str) -> Option<&'static Field> {
    let (part, field) = target.split_once('.')?;
    kind_of(part)?.field(field)
}

/// What to call a target.
pub fn label_of(target: &str) -> String {
    match target {
        LEFT_OUT => "不导入".into(),
        NOTE => "并入备注".into(),
        CATEGORY_NOTE => "并入类别的备注".into(),
        DISABILITY => "残疾类别和等级".into(),
        "head.id_number" => "户主身份证号".into(),
        _ => field_of(target).map_or_else(|| target.to_owned(), |field| field.label.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_and_every_code_of_the_files_exists() {
        let known = |to: &str| [LEFT_OUT, NOTE, CATEGORY_NOTE, DISABILITY].contains(&to) || field_of(to).is_some();
        for ledger in ledgers() {
            for names in ledger.names() {
                assert!(known(&names.to), "{}: {}", ledger.name, names.to);
                assert!(names.after.iter().all(|after| known(after)), "{}: {:?}", ledger.name, names.after);
            }
            assert!(ledger.signs.iter().all(|sign| known(sign)), "{}", ledger.name);
        }
        let all = ledgers().iter().flat_map(|ledger| &ledger.values).chain(&schema().values);
        for (table, words) in all {
            let table = dictionary().code_table(table).unwrap_or_else(|| panic!("{table}"));
            for (word, code) in words {
                assert!(table.entry(code).is_some(), "{}: {word} = {code}", table.name);
            }
        }
    }

    #[test]
    fn what_may_be_chosen_by_hand_can_be_filled() {
        for ledger in ledgers() {
            for (target, label) in ledger.targets() {
                assert!(!label.is_empty());
                assert!(field_of(&target).is_some() || [NOTE, CATEGORY_NOTE, DISABILITY].contains(&target.as_str()));
            }
        }
    }
}
