//! The county's roster: who belongs to it, with which keys. Signed by the root key and numbered; a device takes only a
//! newer one. Recipients come from here and from nowhere else.

use serde::{Deserialize, Serialize};

use crate::{
    error::{Error, Result},
    header::Audience,
    ids::{Head, LogId, PublicKey},
    keys::{DevicePublic, Purpose},
    shape,
    signed::{Document, Signed},
};

/// The list of stations and devices of a county. Members that a newer program added are ignored here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roster {
    /// County id.
    pub county_id: String,
    /// County name as people write it.
    pub county_name: String,
    /// Six-digit division code.
    pub division: String,
    /// Grows with every roster.
    pub number: u64,
    /// When it was signed.
    pub time_ms: u64,
    /// Signs rosters.
    pub root_key: PublicKey,
    /// The county's age recipient.
    pub county_recipient: String,
    /// The recipient of the county's recovery key.
    pub recovery_recipient: String,
    /// The hub, when there is one.
    pub hub: Option<HubPlace>,
    /// The stations.
    pub stations: Vec<RosterStation>,
    /// The devices, revoked ones included.
    pub devices: Vec<RosterDevice>,
    /// What was done with devices and keys, the oldest first; empty in the rosters of older programs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<RosterEvent>,
}

/// Something that a roster did with a device or a key. Nothing is judged by it; it tells people what was done when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterEvent {
    /// `joined`, `revoked`, `counted` (a revoked device is believed further), `reinstated`, `rekeyed`; others by newer programs.
    pub did: String,
    /// The device; of a new key the station's code, or nothing for the county's.
    pub whom: Option<String>,
    /// Number of the roster that did it.
    pub number: u64,
    /// When that was signed.
    pub time_ms: u64,
}

/// Where the hub is and how to know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HubPlace {
    /// `https://…`
    pub url: String,
    /// SHA-256 of the certificate (DER), hex.
    pub pin: String,
    /// Signs receipts.
    pub key: PublicKey,
}

/// A station.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterStation {
    /// Station code.
    pub code: String,
    /// Station name.
    pub name: String,
    /// The station's age recipient.
    pub recipient: String,
}

/// A device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterDevice {
    /// Device id.
    pub id: String,
    /// Its station; none for a county device.
    pub station: Option<String>,
    /// The letter in numbers it gives.
    pub letter: String,
    /// What people call the PC.
    pub name: String,
    /// Checks its signatures.
    pub verifying_key: PublicKey,
    /// What is sealed to it alone.
    pub recipient: String,
    /// When revoked: how far its logs are believed. A log not listed is not believed at all.
    pub revoked: Option<Vec<Cut>>,
}

/// How far a revoked device's log is believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cut {
    /// The log.
    pub log: LogId,
    /// Its last believed change.
    pub seq: u64,
    /// The head there.
    pub head: Head,
}

impl Document for Roster {
    const PURPOSE: Purpose = Purpose::Roster;
}

/// A roster with the root key's signature.
pub type SignedRoster = Signed<Roster>;

impl Signed<Roster> {
    /// The roster, if the pinned root key signed it, it names that key, and its number is at least `min_number`.
    pub fn verify(&self, pinned_root_key: &PublicKey, min_number: u64) -> Result<Roster> {
        let roster = self.check(pinned_root_key)?;
        let cuts = roster.devices.iter().flat_map(|device| device.revoked.iter().flatten());
        shape::check_document(cuts.map(|cut| cut.seq).chain([roster.number]), roster.time_ms)?;
        if roster.root_key != *pinned_root_key
            || roster.devices.iter().any(|device| device.verifying_key.device_id() != device.id)
        {
            return Err(Error::BadDocument);
        }
        if roster.number < min_number { Err(Error::OlderRoster) } else { Ok(roster) }
    }
}

impl Roster {
    /// The device with this id.
    pub fn device(&self, id: &str) -> Option<&RosterDevice> {
        self.devices.iter().find(|device| device.id == id)
    }

    /// The county device that may sign for its county: listed, the county's own, not revoked.
    pub fn county_signer(&self, county: &str, device: &str) -> Result<&RosterDevice> {
        if county != self.county_id {
            return Err(Error::ForeignCounty);
        }
        let device = self.device(device).ok_or(Error::UnknownDevice)?;
        if !device.is_county() {
            return Err(Error::NotAllowed);
        }
        if device.revoked.is_some() { Err(Error::Revoked) } else { Ok(device) }
    }

    /// Notes what the next roster does; `time_ms` is when it is signed.
    pub fn note(&mut self, did: &str, whom: Option<&str>, time_ms: u64) {
        let event =
            RosterEvent { did: did.to_owned(), whom: whom.map(str::to_owned), number: self.number + 1, time_ms };
        self.events.push(event);
    }

    /// The last time that something was done with a device, or with the key of a place.
    pub fn last(&self, did: &str, whom: Option<&str>) -> Option<&RosterEvent> {
        self.events.iter().rev().find(|event| event.did == did && event.whom.as_deref() == whom)
    }

    /// The recipient of a station, or of the county itself.
    pub fn recipient_of(&self, station: Option<&str>) -> Option<&str> {
        match station {
            Some(code) => self.station(code).map(|station| station.recipient.as_str()),
            None => Some(&self.county_recipient),
        }
    }

    /// The station with this code.
    pub fn station(&self, code: &str) -> Option<&RosterStation> {
        self.stations.iter().find(|station| station.code == code)
    }

    /// For whom an audience's bundles are sealed: one list of recipients per bundle. A station: `[station, county]`. All:
    /// the same bundle once per station. County: `[county]`.
    pub fn recipients(&self, audience: &Audience) -> Result<Vec<Vec<String>>> {
        let with_county = |station: &RosterStation| vec![station.recipient.clone(), self.county_recipient.clone()];
        match audience {
            Audience::Station(code) => Ok(vec![with_county(self.station(code).ok_or(Error::NotAllowed)?)]),
            Audience::All => Ok(self.stations.iter().map(with_county).collect()),
            Audience::County => Ok(vec![vec![self.county_recipient.clone()]]),
        }
    }
}

impl RosterDevice {
    /// What the world may know of it.
    pub fn public(&self) -> DevicePublic {
        DevicePublic { id: self.id.clone(), verifying_key: self.verifying_key, recipient: self.recipient.clone() }
    }

    /// Whether it belongs to the county itself.
    pub fn is_county(&self) -> bool {
        self.station.is_none()
    }
}
