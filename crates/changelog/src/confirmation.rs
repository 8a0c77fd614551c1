//! The county's answer to a join request (`.hzc`): the new roster, and the station's private key sealed to that PC alone.
//! The key is believed only if it is the one the signed roster names.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};

use crate::{
    error::{Error, Result},
    ids::PublicKey,
    keys::{DeviceKeys, DevicePublic, Identity},
    roster::{Roster, SignedRoster},
    seal,
    signed::MAX_DOCUMENT,
};

/// Roster and sealed key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    /// The device that is confirmed.
    pub device: String,
    /// The roster that has it.
    pub roster: SignedRoster,
    /// The station's (or, for a county PC, the county's) age identity, sealed to the device; base64.
    pub sealed_identity: String,
}

impl Confirmation {
    /// Seals the station's identity to the device.
    pub fn new(roster: SignedRoster, station_identity: &Identity, device: &DevicePublic) -> Result<Confirmation> {
        let sealed =
            seal::to_recipients(std::slice::from_ref(&device.recipient), station_identity.to_secret().as_bytes())?;
        Ok(Confirmation { device: device.id.clone(), roster, sealed_identity: STANDARD.encode(sealed) })
    }

    /// The file.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        serde_json::to_vec(self).map_err(|_| Error::CannotWrite)
    }

    /// Reads the file.
    pub fn from_bytes(bytes: &[u8]) -> Result<Confirmation> {
        if bytes.len() > 2 * MAX_DOCUMENT {
            return Err(Error::TooLarge);
        }
        serde_json::from_slice(bytes).map_err(|_| Error::BadDocument)
    }

    /// Checks everything and gives the new roster and the identity of the station (or county).
    pub fn open(&self, keys: &DeviceKeys, pinned_root_key: &PublicKey, min_number: u64) -> Result<(Roster, Identity)> {
        let roster = self.roster.verify(pinned_root_key, min_number)?;
        let device = roster.device(&self.device).ok_or(Error::BadConfirmation)?;
        if device.public() != keys.public() {
            return Err(Error::BadConfirmation);
        }
        let sealed = STANDARD.decode(&self.sealed_identity).map_err(|_| Error::BadDocument)?;
        let plain = seal::open(&[keys.identity.to_secret()], &sealed, 1024)?;
        let identity = Identity::from_secret(std::str::from_utf8(&plain).map_err(|_| Error::BadKey)?)?;
        let expected = match &device.station {
            Some(code) => roster.station(code).map(|station| station.recipient.as_str()),
            None => Some(roster.county_recipient.as_str()),
        };
        if expected != Some(identity.recipient()) { Err(Error::BadConfirmation) } else { Ok((roster, identity)) }
    }
}
