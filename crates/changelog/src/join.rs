//! Joining a county: the file a station gets, sealed with a one-time code, and the request its PC sends back. The file
//! holds no private key; the request proves the file's secret to the county without showing it to the hub.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;

use crate::{
    error::{Error, Result},
    ids::{PublicKey, lowercase_hex, random_bytes},
    keys::{DeviceKeys, DevicePublic, Purpose},
    roster::{HubPlace, Roster, SignedRoster},
    seal,
    signed::{Document, MAX_DOCUMENT, Signed},
};

const CROCKFORD: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The code read out over the telephone: 16 characters, 80 bits.
#[derive(Clone, PartialEq, Eq)]
pub struct OneTimeCode(String);

impl OneTimeCode {
    /// A fresh code.
    pub fn random() -> OneTimeCode {
        let bytes: [u8; 16] = random_bytes();
        OneTimeCode(bytes.iter().map(|byte| char::from(CROCKFORD[usize::from(byte & 31)])).collect())
    }

    /// Reads a code as people type it: any case, full-width, with or without hyphens and spaces, O for 0, I or L for 1.
    pub fn parse(text: &str) -> Result<OneTimeCode> {
        let mut code = String::new();
        for c in text.chars() {
            let c = match c {
                '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
                c => c,
            };
            match c.to_ascii_uppercase() {
                '-' | '—' | '–' | '－' => {}
                c if c.is_whitespace() => {}
                'O' => code.push('0'),
                'I' | 'L' => code.push('1'),
                c if c.is_ascii() && CROCKFORD.contains(&(c as u8)) => code.push(c),
                _ => return Err(Error::BadCode),
            }
        }
        if code.len() == 16 { Ok(OneTimeCode(code)) } else { Err(Error::BadCode) }
    }
}

impl fmt::Display for OneTimeCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-{}-{}", &self.0[..4], &self.0[4..8], &self.0[8..12], &self.0[12..])
    }
}

impl fmt::Debug for OneTimeCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OneTimeCode(…)")
    }
}

/// The single-use secret of a join file. The hub sees only the admission derived from it, so it cannot forge a request.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EnrolmentSecret(String);

impl EnrolmentSecret {
    /// A fresh secret.
    pub fn random() -> EnrolmentSecret {
        EnrolmentSecret(hex::encode(random_bytes::<32>()))
    }

    /// What the PC shows the hub (`x-enrolment`), hex.
    pub fn admission(&self) -> String {
        hex::encode(tagged(b"hezhan v1 admission\0", &[self.0.as_bytes()]))
    }

    /// What the county tells the hub beforehand, hex.
    pub fn admission_hash(&self) -> String {
        hash_of_admission(&self.admission())
    }

    /// What the request shows the county: bound to the keys of one PC, hex.
    pub fn proof(&self, device: &DevicePublic) -> String {
        let keys = tagged(b"hezhan v1 joining keys\0", &[&device.verifying_key.0, device.recipient.as_bytes()]);
        hex::encode(tagged(b"hezhan v1 joining proof\0", &[self.0.as_bytes(), &keys]))
    }
}

/// The hub's side: the hash of an admission that a PC shows.
pub fn hash_of_admission(admission: &str) -> String {
    hex::encode(tagged(b"hezhan v1 admission hash\0", &[admission.as_bytes()]))
}

impl fmt::Debug for EnrolmentSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EnrolmentSecret(…)")
    }
}

/// What a station gets from the county (`.hzj`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinFile {
    /// County id.
    pub county_id: String,
    /// The county's root key, to be pinned.
    pub root_key: PublicKey,
    /// The roster.
    pub roster: SignedRoster,
    /// The hub, when there is one.
    pub hub: Option<HubPlace>,
    /// The station to join; none for a further PC of the county.
    pub station_code: Option<String>,
    /// The letter reserved for this PC.
    pub letter: String,
    /// Admits one join request.
    pub secret: EnrolmentSecret,
}

impl JoinFile {
    /// Seals it with the one-time code; see [`seal::CODE_WORK_FACTOR`].
    pub fn seal(&self, code: &OneTimeCode, work_factor: u8) -> Result<Vec<u8>> {
        let plain = serde_json::to_vec(self).map_err(|_| Error::CannotWrite)?;
        seal::with_passphrase(&code.0, work_factor, &plain)
    }

    /// Opens it and checks that its roster is signed by its root key and knows the station.
    pub fn open(bytes: &[u8], code: &OneTimeCode) -> Result<(JoinFile, Roster)> {
        if bytes.len() > 2 * MAX_DOCUMENT {
            return Err(Error::TooLarge);
        }
        let plain = seal::open_with_passphrase(&code.0, bytes, 2 * MAX_DOCUMENT)?;
        let file: JoinFile = serde_json::from_slice(&plain).map_err(|_| Error::BadDocument)?;
        lowercase_hex::<32>(&file.secret.0).map_err(|_| Error::BadDocument)?;
        let roster = file.roster.verify(&file.root_key, 0)?;
        if roster.county_id != file.county_id {
            return Err(Error::ForeignCounty);
        }
        if file.station_code.as_deref().is_some_and(|code| roster.station(code).is_none()) {
            return Err(Error::BadDocument);
        }
        Ok((file, roster))
    }
}

/// What the PC sends back (`.hzq`): its public keys, signed by itself, sealed to the county.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinRequest {
    /// County id.
    pub county_id: String,
    /// The station; none for a further PC of the county.
    pub station_code: Option<String>,
    /// The reserved letter.
    pub letter: String,
    /// The PC's public keys.
    pub device: DevicePublic,
    /// What people call the PC.
    pub name: String,
    /// Name of the person who joined with it; none from a program that did not say so yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// Their role, as the staff register has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// See [`EnrolmentSecret::proof`].
    pub proof: String,
    /// The PC's time.
    pub time_ms: u64,
}

impl Document for JoinRequest {
    const PURPOSE: Purpose = Purpose::JoinRequest;
}

impl JoinRequest {
    /// Signs with the PC's own key and seals to the county.
    pub fn seal(&self, keys: &DeviceKeys, county_recipient: &str) -> Result<Vec<u8>> {
        let signed = Signed::sign(self, &keys.signing)?;
        seal::to_recipients(&[county_recipient.to_owned()], &signed.to_bytes()?)
    }

    /// Opens a request: it must be signed by the very key it brings.
    pub fn open(bytes: &[u8], county_identities: &[String]) -> Result<JoinRequest> {
        if bytes.len() > MAX_REQUEST {
            return Err(Error::TooLarge);
        }
        let signed = Signed::<JoinRequest>::from_bytes(&seal::open(county_identities, bytes, MAX_REQUEST)?)?;
        let request = signed.check(&signed.unchecked()?.device.verifying_key)?;
        if request.device.id != request.device.verifying_key.device_id() {
            return Err(Error::BadDocument);
        }
        Ok(request)
    }

    /// Whether it comes from the holder of the join file with this secret. Ask before confirming.
    pub fn check(&self, secret: &EnrolmentSecret) -> Result<()> {
        if self.proof == secret.proof(&self.device) { Ok(()) } else { Err(Error::BadProof) }
    }
}

/// The largest join request.
pub const MAX_REQUEST: usize = 64 << 10;

fn tagged(tag: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(tag);
    for part in parts {
        hash.update(part);
    }
    hash.finalize().into()
}
