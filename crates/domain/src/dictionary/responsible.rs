//! Responsibility for records: which member of staff a record is the work of, and how long it is work that is not done. What is open when
//! she leaves is handed over; a kind says so by `responsible` in its dictionary file, and nothing else lists such kinds.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Whose work a record is.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Responsible {
    /// The field that refers to her; handing over changes it.
    pub field: String,
    /// What such work is counted in: 件, 人, 场.
    pub unit: String,
    /// It is work only where this field says something.
    #[serde(default)]
    pub since: Option<String>,
    /// It is done as soon as this field says something.
    #[serde(default)]
    pub until: Option<String>,
    /// It is work while each of these code fields says one of its codes.
    #[serde(default, rename = "while")]
    pub during: BTreeMap<String, Vec<String>>,
    /// What the rules say besides, where its own fields do not tell.
    #[serde(default)]
    pub judged: Option<Judged>,
    /// The date field by which it is to be done.
    #[serde(default)]
    pub due: Option<String>,
}

/// A rule that tells whether work is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Judged {
    /// A person who is on file (`on_file.rs`); due is her next visit.
    OnFile,
    /// A group of which more will come (`group.rs`).
    Group,
}
