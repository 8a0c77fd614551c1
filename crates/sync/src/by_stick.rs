//! Bundles that came by stick and are not at the hub: whoever took them in brings them there. Their author may never come again, and the other
//! PCs of the station ask nobody but the hub.

use changelog::{Limits, SegmentRange, bundle};
use store::{Imported, Route, Store};

use crate::context::Run;
use crate::error::SyncError;
use crate::joining;
use crate::push;
use crate::refill::everything;

/// The local setting with what came by stick since the hub was last looked through for it.
const CAME: &str = "sync.by_stick";

/// Takes in a bundle that came by stick, in a file of its own or in the county's reply.
pub(crate) fn import(store: &Store, bytes: &[u8]) -> Result<Imported, SyncError> {
    let imported = store.import(bytes, Route::Stick)?;
    note(store, bytes)?;
    Ok(imported)
}

fn note(store: &Store, bytes: &[u8]) -> Result<(), SyncError> {
    let roster = store.roster();
    if roster.hub.is_none() {
        return Ok(()); // One that is set up later gets everything.
    }
    let Ok(envelope) = bundle::verify(bytes, &Limits::default(), &roster) else { return Ok(()) };
    let mut came: Vec<SegmentRange> = joining::get(store, CAME)?;
    came.extend(envelope.segments.into_iter().filter(|range| !came.contains(range)).collect::<Vec<_>>());
    joining::put(store, CAME, &came)
}

/// Whether anything came.
pub(crate) fn any(store: &Store) -> Result<bool, SyncError> {
    Ok(!joining::get::<Vec<SegmentRange>>(store, CAME)?.is_empty())
}

/// Brings what of it the hub has not.
pub(crate) fn bring(run: &mut Run<'_>) -> Result<(), SyncError> {
    let came: Vec<SegmentRange> = joining::get(run.store, CAME)?;
    let listed = everything(run)?.into_iter().filter(|listed| !listed.dropped);
    let there: Vec<SegmentRange> = listed.flat_map(|listed| listed.segments).collect();
    // A segment is what its author signed: it is there as it is, or it is not.
    let same = |one: &SegmentRange, other: &SegmentRange| {
        (one.log, one.to, one.head_after) == (other.log, other.to, other.head_after) && one.from >= other.from
    };
    let away: Vec<SegmentRange> =
        came.iter().filter(|range| !there.iter().any(|known| same(range, known))).cloned().collect();
    let bundles = run.store.reseal(&[], &away)?;
    push::bring(run, bundles)?;
    let mut left: Vec<SegmentRange> = joining::get(run.store, CAME)?;
    left.retain(|range| !came.contains(range));
    joining::put(run.store, CAME, &left)
}
