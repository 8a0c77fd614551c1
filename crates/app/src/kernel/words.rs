//! Words for pages: labels of codes, a code with its label, a count with its label, shortened lines.

use domain::dictionary::dictionary;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A code with its label.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub(crate) struct CodeLabel {
    /// The code.
    pub code: String,
    /// Its Chinese label.
    pub label: String,
}

/// A value with how many have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub(crate) struct CountOf {
    /// The value.
    pub value: String,
    /// Its label.
    pub label: String,
    /// How many.
    pub count: u64,
}

/// Label of a code of a table; the code itself when unknown.
pub(crate) fn label(table: &str, code: &str) -> String {
    dictionary().label(table, code).to_owned()
}

/// At most so many characters, with an ellipsis.
pub(crate) fn shortened(words: &str, most: usize) -> String {
    let line = words.lines().next().unwrap_or("");
    if line.chars().count() <= most && line.len() == words.len() {
        return line.to_owned();
    }
    let mut short: String = line.chars().take(most).collect();
    short.push('…');
    short
}

/// Label of a code of a table, as the dictionary has it; empty for none.
pub(crate) fn code_label(table: &str, code: &str) -> String {
    if code.is_empty() { String::new() } else { dictionary().label(table, code).to_owned() }
}
