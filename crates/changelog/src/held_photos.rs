//! The county's word on photos: these sealed files of a station it holds. Signed by a county device, as its checkpoint is.

use serde::{Deserialize, Serialize};

use crate::{
    error::{Error, Result},
    keys::Purpose,
    roster::Roster,
    shape,
    signed::{Document, Signed},
};

/// Which photos and scans of a station the county holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldPhotos {
    /// County id.
    pub county: String,
    /// The county device that signs.
    pub device: String,
    /// The station whose they are.
    pub station: String,
    /// Its time.
    pub time_ms: u64,
    /// Their names.
    pub photos: Vec<String>,
}

impl Document for HeldPhotos {
    const PURPOSE: Purpose = Purpose::HeldPhotos;
}

/// That word with a county device's signature.
pub type SignedHeldPhotos = Signed<HeldPhotos>;

impl Signed<HeldPhotos> {
    /// The names, if a county device of this roster, not revoked, signed them for this station.
    pub fn verify(&self, roster: &Roster, station: &str) -> Result<Vec<String>> {
        let claimed = self.unchecked()?;
        let held = self.check(&roster.county_signer(&claimed.county, &claimed.device)?.verifying_key)?;
        shape::check_document([], held.time_ms)?;
        if held.station == station { Ok(held.photos) } else { Err(Error::NotAllowed) }
    }
}
