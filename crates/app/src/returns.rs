//! 退回: what the county sent back and the station has not touched since. Before and after are told by the
//! changes' own clocks, which count on when a PC's clock stands behind, not by the time of day.

use changelog::{Hlc, Op};

use crate::duty::{Duty, text};
use crate::error::CommandError;
use crate::views::RecordView;

/// Whether a comment is a return that still waits for the station.
pub(crate) fn is_open(duty: &Duty, note: &RecordView) -> Result<bool, CommandError> {
    let returned = text(&note.fields, "verdict") == "returned" && text(&note.fields, "settled_date").is_empty();
    if !returned || note.deleted_reason.is_some() {
        return Ok(false);
    }
    let written = last_change(duty, "annotation", &note.id)?;
    let mended = last_change(duty, text(&note.fields, "target_kind"), text(&note.fields, "target"))?;
    Ok(mended <= written)
}

fn last_change(duty: &Duty, kind: &str, id: &str) -> Result<Option<Hlc>, CommandError> {
    let entries = duty.store.history(kind, id)?;
    Ok(entries.iter().filter(|entry| entry.op == Op::Set).map(|entry| entry.hlc).max())
}
