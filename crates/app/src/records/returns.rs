//! Returned records (退回): what the county sent back and the station has not touched since. Before and after are told by the
//! changes' own clocks, which count on when a PC's clock stands behind, not by the time of day.

use changelog::{Hlc, Op};
use domain::fields::annotation;

use crate::kernel::context::{Context, text};
use crate::kernel::error::CommandError;
use crate::records::view::RecordView;

/// Whether a comment is a return that still waits for the station.
pub(crate) fn is_open(context: &Context, note: &RecordView) -> Result<bool, CommandError> {
    let returned = text(&note.fields, annotation::VERDICT) == "returned"
        && text(&note.fields, annotation::SETTLED_DATE).is_empty();
    if !returned || note.deleted_reason.is_some() {
        return Ok(false);
    }
    let written = last_change(context, annotation::KIND, &note.id)?;
    let mended =
        last_change(context, text(&note.fields, annotation::TARGET_KIND), text(&note.fields, annotation::TARGET))?;
    Ok(mended <= written)
}

fn last_change(context: &Context, kind: &str, id: &str) -> Result<Option<Hlc>, CommandError> {
    let entries = context.store.history(kind, id)?;
    Ok(entries.iter().filter(|entry| entry.op == Op::Set).map(|entry| entry.hlc).max())
}
