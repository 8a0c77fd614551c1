//! The hub's receipt: these places of these logs are safely on my disk. Signed and numbered; it says nothing about what is
//! inside, which the hub cannot read.

use serde::{Deserialize, Serialize};

use crate::{
    error::{Error, Result},
    ids::{Head, LogId, PublicKey},
    keys::Purpose,
    roster::Roster,
    shape,
    signed::{Document, Signed},
};

/// What the hub confirms after fsync.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// County id.
    pub county: String,
    /// The hub's key.
    pub hub_key: PublicKey,
    /// One life of the hub's store; another epoch means it was rebuilt and wants refilling.
    pub epoch: String,
    /// Counts within the epoch; a number that goes back means the hub was rolled back.
    pub number: u64,
    /// The hub's time.
    pub time_ms: u64,
    /// SHA-256 of the bundle's ciphertext as in its envelope, hex.
    pub bundle_sha256: String,
    /// Up to where each log is held: (log, to, head).
    pub places: Vec<(LogId, u64, Head)>,
}

impl Document for Receipt {
    const PURPOSE: Purpose = Purpose::Receipt;
}

/// A receipt with the hub's signature.
pub type SignedReceipt = Signed<Receipt>;

impl Signed<Receipt> {
    /// The receipt, if the hub of this roster signed it.
    pub fn verify(&self, roster: &Roster) -> Result<Receipt> {
        let hub = roster.hub.as_ref().ok_or(Error::BadSignature)?;
        let receipt = self.check(&hub.key)?;
        shape::check_document(receipt.places.iter().map(|place| place.1).chain([receipt.number]), receipt.time_ms)?;
        if receipt.county != roster.county_id {
            return Err(Error::ForeignCounty);
        }
        if receipt.hub_key != hub.key { Err(Error::BadDocument) } else { Ok(receipt) }
    }
}
