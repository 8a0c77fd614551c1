//! Code tables: what may be chosen in a field, under permanent codes.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

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
    /// Their places by code, once somebody has asked.
    #[serde(skip)]
    places: OnceLock<HashMap<String, usize>>,
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

impl CodeTable {
    /// An entry by code.
    pub fn entry(&self, code: &str) -> Option<&Code> {
        let place = |(place, entry): (usize, &Code)| (entry.code.clone(), place);
        let places = self.places.get_or_init(|| self.entries.iter().enumerate().map(place).collect());
        places.get(code).map(|place| &self.entries[*place])
    }
}
