//! The county's word to its hub that changes have been erased: whatever bundle still carries one of them gives way to those
//! named here, in which they were sealed again without their payloads. It holds refs and hashes, nothing of what was said.

use serde::{Deserialize, Serialize};

use crate::{
    bundle::SegmentRange,
    error::Result,
    ids::Ref,
    keys::Purpose,
    roster::Roster,
    shape,
    signed::{Document, Signed},
};

/// What has been erased, and what takes its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erasure {
    /// County id.
    pub county: String,
    /// The county device that signs.
    pub device: String,
    /// Its time.
    pub time_ms: u64,
    /// The erased changes.
    pub changes: Vec<Ref>,
    /// SHA-256 of the files that take the place of those that carry them, hex.
    pub bundles: Vec<String>,
}

impl Document for Erasure {
    const PURPOSE: Purpose = Purpose::Erasure;
}

/// An erasure with a county device's signature.
pub type SignedErasure = Signed<Erasure>;

impl Signed<Erasure> {
    /// The erasure, if a county device of this roster, not revoked, signed it.
    pub fn verify(&self, roster: &Roster) -> Result<Erasure> {
        let claimed = self.unchecked()?;
        let erasure = self.check(&roster.county_signer(&claimed.county, &claimed.device)?.verifying_key)?;
        shape::check_document(erasure.changes.iter().map(|change| change.seq), erasure.time_ms)?;
        Ok(erasure)
    }
}

/// Whether a segment may carry the change. Of a forked log either branch may: from outside nobody can tell them apart.
pub fn may_carry(range: &SegmentRange, change: &Ref) -> bool {
    range.log == change.log && (range.from..=range.to).contains(&change.seq)
}
