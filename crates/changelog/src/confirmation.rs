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
    /// Identities that the place had before, sealed alike: what was sealed to them can be read and nothing else follows from them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sealed_former: Vec<String>,
}

impl Confirmation {
    /// Seals the station's identity to the device.
    pub fn new(roster: SignedRoster, station_identity: &Identity, device: &DevicePublic) -> Result<Confirmation> {
        let sealed_identity = sealed_to(device, &station_identity.to_secret())?;
        Ok(Confirmation { device: device.id.clone(), roster, sealed_identity, sealed_former: Vec::new() })
    }

    /// With the identities that the place had before, so that what was sealed to them can be read.
    pub fn with_former(mut self, secrets: &[String], device: &DevicePublic) -> Result<Confirmation> {
        self.sealed_former = secrets.iter().map(|secret| sealed_to(device, secret)).collect::<Result<_>>()?;
        Ok(self)
    }

    /// The identities that the place had before.
    pub fn former(&self, keys: &DeviceKeys) -> Result<Vec<Identity>> {
        self.sealed_former.iter().take(MOST_FORMER).map(|sealed| opened(keys, sealed)).collect()
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
        let identity = opened(keys, &self.sealed_identity)?;
        let expected = roster.recipient_of(device.station.as_deref());
        if expected != Some(identity.recipient()) { Err(Error::BadConfirmation) } else { Ok((roster, identity)) }
    }
}

/// A place that was given more keys than this has other troubles.
const MOST_FORMER: usize = 100;

fn sealed_to(device: &DevicePublic, secret: &str) -> Result<String> {
    Ok(STANDARD.encode(seal::to_recipients(std::slice::from_ref(&device.recipient), secret.as_bytes())?))
}

fn opened(keys: &DeviceKeys, sealed: &str) -> Result<Identity> {
    let sealed = STANDARD.decode(sealed).map_err(|_| Error::BadDocument)?;
    let plain = seal::open(&[keys.identity.to_secret()], &sealed, 1024)?;
    Identity::from_secret(std::str::from_utf8(&plain).map_err(|_| Error::BadKey)?)
}
