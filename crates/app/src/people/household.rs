//! Relations within a household: who is its head, and what the code of a relation says.

use crate::kernel::words::label;

/// Head of the household, or the person the booklet is of.
pub(crate) fn is_head(relation: &str) -> bool {
    matches!(relation, "01" | "02")
}

/// Relation to the head, readable.
pub(crate) fn relation(code: &str) -> String {
    if code.is_empty() { String::new() } else { label("relation", code) }
}
