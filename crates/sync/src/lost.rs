//! What rotted at the hub is brought again by whoever has it: bundles sealed anew from the log, photos from their files. Until then the
//! states do not say that the hub has it.

use store::BlobRef;

use crate::context::Run;
use crate::error::SyncError;
use crate::push::upload;

/// Brings what is here of what the hub has lost. Photos wait for their turn at the end of the run.
pub(crate) fn bring_lost(run: &mut Run<'_>) -> Result<(), SyncError> {
    let lost = run.client.lost()?;
    for listed in lost.bundles {
        run.store.lost_at_hub(&listed.segments)?;
        // Sealed by one who has not all of it, the bundle could not take the other's place.
        if !run.store.holds(&listed.segments)? {
            continue;
        }
        let bundles = run.store.reseal(&[], &listed.segments)?;
        let total = bundles.iter().map(|bytes| bytes.len() as u64).sum();
        let mut done = 0;
        for bytes in bundles {
            match upload(run, &bytes, done, total) {
                Ok(receipt) => run.store.accept_receipt(&receipt)?,
                Err(SyncError::Refused { message, .. }) => run.problem(message),
                Err(error) => return Err(error),
            }
            done += bytes.len() as u64;
        }
        run.outcome.brought_again += 1;
    }
    let blobs = lost.blobs.into_iter().map(|lost| BlobRef { station: lost.station, blob: lost.name });
    for file in blobs {
        if run.store.blob_state(&file.blob)?.here {
            run.store.blob_lost_at_hub(&file.blob)?;
            run.lost_photos.push(file);
        }
    }
    Ok(())
}
