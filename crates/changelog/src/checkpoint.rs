//! The county's checkpoint: up to here your logs are in the county's database. Signed by a county device.

use serde::{Deserialize, Serialize};

use crate::{
    error::Result,
    fingerprint::Fingerprint,
    ids::{Head, LogId},
    keys::Purpose,
    roster::Roster,
    shape,
    signed::{Document, Signed},
};

/// How far one checkpoint's number may be beyond the newest that is known: a county device that draws the last number there is must not be
/// able to stop the others from signing.
pub const MOST_AHEAD: u64 = 1 << 32;

/// What the county has taken in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// County id.
    pub county: String,
    /// Grows with every checkpoint of the county.
    pub number: u64,
    /// The county device that signs.
    pub device: String,
    /// Its time.
    pub time_ms: u64,
    /// Up to where each log is taken in: (log, seq, head).
    pub places: Vec<(LogId, u64, Head)>,
    /// What these come to for each audience; none from an older county.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fingerprints: Vec<Fingerprint>,
    /// The hub's epoch, and the number of the last bundle that had been taken from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hub: Option<(String, u64)>,
}

impl Document for Checkpoint {
    const PURPOSE: Purpose = Purpose::Checkpoint;
}

/// A checkpoint with a county device's signature.
pub type SignedCheckpoint = Signed<Checkpoint>;

impl Signed<Checkpoint> {
    /// The checkpoint, if a county device of this roster, not revoked, signed it.
    pub fn verify(&self, roster: &Roster) -> Result<Checkpoint> {
        let claimed = self.unchecked()?;
        let checkpoint = self.check(&roster.county_signer(&claimed.county, &claimed.device)?.verifying_key)?;
        let places = checkpoint.places.iter().map(|place| place.1);
        let numbers = checkpoint.hub.iter().map(|(_, number)| *number).chain([checkpoint.number]);
        shape::check_document(places.chain(numbers), checkpoint.time_ms)?;
        Ok(checkpoint)
    }
}
