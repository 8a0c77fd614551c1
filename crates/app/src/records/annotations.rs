//! Comments on records: what the county wrote and what the supervisor judged.

use domain::fields::{annotation, review};
use store::Query;

use crate::kernel::context::Context;
use crate::kernel::error::CommandError;
use crate::records::view::{self, RecordView};

/// What the county wrote about these records, and the supervisor's verdicts on them, newest first.
pub(crate) fn annotations_of(context: &Context, targets: &[String]) -> Result<Vec<RecordView>, CommandError> {
    let mut notes = Vec::new();
    for kind in [annotation::KIND, review::KIND] {
        notes.extend(view::views(context, kind, &context.list_in(&Query::of(kind), annotation::TARGET, targets)?)?);
    }
    notes.sort_by_key(|note| std::cmp::Reverse(note.created_ms));
    Ok(notes)
}
