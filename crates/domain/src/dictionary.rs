//! The record dictionary: every kind of record with its fields, and every code table, read once from the TOML files under
//! `schema/` that are compiled in. It must not hold rules: those stand in the modules named after their kind.

mod code_table;
mod field;
mod kind;
mod responsible;

use std::collections::HashMap;
use std::sync::OnceLock;

use serde::Serialize;

pub use code_table::{Code, CodeTable};
pub use field::{ByReview, Field, FieldType, MaskStyle, OnlyIf, Sensitivity, Unit};
pub use kind::{
    Begins, Closes, Counted, Door, HomeAudience, Kind, Listed, Number, Opens, Page, PageColumn, Section, Timeline,
    When, Writer,
};
pub use responsible::{Judged, Responsible};

use crate::schema_files::{CODES, RECORDS, read_all};

/// Everything the program knows about its records.
#[derive(Debug, Clone, Serialize)]
pub struct Dictionary {
    /// Record kinds, owners before what they own.
    pub kinds: Vec<Kind>,
    /// Code tables.
    pub codes: Vec<CodeTable>,
    /// Places of both by name: rules look them up for every record that they judge.
    #[serde(skip)]
    places: [HashMap<String, usize>; 2],
}

/// The dictionary of this program version.
pub fn dictionary() -> &'static Dictionary {
    static DICTIONARY: OnceLock<Dictionary> = OnceLock::new();
    DICTIONARY.get_or_init(|| {
        let (kinds, codes): (Vec<Kind>, Vec<CodeTable>) = (read_all(RECORDS), read_all(CODES));
        let of_kinds = kinds.iter().enumerate().map(|(place, kind)| (kind.name.clone(), place)).collect();
        let of_codes = codes.iter().enumerate().map(|(place, table)| (table.name.clone(), place)).collect();
        Dictionary { kinds, codes, places: [of_kinds, of_codes] }
    })
}

impl Dictionary {
    /// A kind by name.
    pub fn kind(&self, name: &str) -> Option<&Kind> {
        self.places[0].get(name).map(|place| &self.kinds[*place])
    }

    /// Kinds in the order in which they stand in a row.
    pub fn in_order(&self) -> Vec<&Kind> {
        let mut kinds: Vec<&Kind> = self.kinds.iter().collect();
        kinds.sort_by(|one, other| (one.order, &one.name).cmp(&(other.order, &other.name)));
        kinds
    }

    /// Kinds whose records say what was done for one person: they stand in her timeline.
    pub fn about_a_person(&self) -> impl Iterator<Item = &Kind> {
        self.in_order().into_iter().filter(|kind| kind.timeline.is_some() && kind.person().is_some())
    }

    /// A code table by name.
    pub fn code_table(&self, name: &str) -> Option<&CodeTable> {
        self.places[1].get(name).map(|place| &self.codes[*place])
    }

    /// What to show for a code; an unknown one is shown as it is.
    pub fn label<'a>(&'a self, table: &str, code: &'a str) -> &'a str {
        self.code_table(table).and_then(|table| table.entry(code)).map_or(code, |entry| &entry.label)
    }
}
