//! Outcome of reading a cell.

use serde_json::Value;

/// What a cell comes to.
#[derive(Debug, Clone, PartialEq)]
pub enum Read {
    /// Nothing stands there.
    Nothing,
    /// A value in its stored form.
    Value(Value),
    /// Cannot be read: why, in Chinese, and the part that was not understood.
    Bad {
        /// What is wrong.
        why: String,
        /// The piece of the cell that was not understood.
        raw: String,
    },
}

pub(super) fn bad(why: impl Into<String>, raw: &str) -> Read {
    Read::Bad { why: why.into(), raw: raw.to_owned() }
}
