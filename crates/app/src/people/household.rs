//! Relations within a household: what the code of a relation says. Who lives there and who heads it: `people/on_file.rs`.

use crate::kernel::words::label;

/// Relation to the head, readable.
pub(crate) fn relation(code: &str) -> String {
    if code.is_empty() { String::new() } else { label("relation", code) }
}
