//! Receipts and the other short documents that are signed: checkpoints, erasures, photos that the county holds. As they come, and as
//! signed by whoever signs such.

use changelog::{SignedCheckpoint, SignedErasure, SignedHeldPhotos, SignedReceipt};

use super::county::{county, signed};

pub fn enter(data: &[u8]) {
    let county = county();
    let (roster, pc) = (&county.roster, &county.pc.signing);
    for receipt in [SignedReceipt::from_bytes(data).ok(), signed(data, &county.hub)].into_iter().flatten() {
        let _ = receipt.verify(roster);
    }
    for checkpoint in [SignedCheckpoint::from_bytes(data).ok(), signed(data, pc)].into_iter().flatten() {
        let _ = checkpoint.verify(roster);
    }
    for erasure in [SignedErasure::from_bytes(data).ok(), signed(data, pc)].into_iter().flatten() {
        let _ = erasure.verify(roster);
    }
    for held in [SignedHeldPhotos::from_bytes(data).ok(), signed(data, pc)].into_iter().flatten() {
        let _ = held.verify(roster, &roster.stations[0].code);
    }
}
