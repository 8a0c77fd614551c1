//! Keys: what signs (ed25519) and what opens (age X25519). Every signature names its purpose by a tag, so that none
//! can be taken for another. Secrets are never printed.

use age::secrecy::{ExposeSecret, SecretString};
use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;

use crate::{
    error::{Error, Result},
    ids::{PublicKey, Signature, lowercase_hex, random_bytes},
};

/// What a signature is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A segment, by the device that wrote it.
    Segment,
    /// A bundle's envelope, by the device that sends it.
    Bundle,
    /// A roster, by the county's root key.
    Roster,
    /// A join request, by the device that wants to join.
    JoinRequest,
    /// A receipt, by the hub.
    Receipt,
    /// A checkpoint, by a county device.
    Checkpoint,
    /// A nonce of the hub, by the device that calls.
    Session,
    /// An erasure, by a county device.
    Erasure,
    /// A pack for an evaluator, by a county device.
    Pack,
    /// Which photos and scans of a station the county holds, by a county device.
    HeldPhotos,
    /// A new version of the program, by whoever releases it.
    Update,
}

impl Purpose {
    /// The bytes put before the message.
    pub fn tag(self) -> &'static [u8] {
        match self {
            Purpose::Segment => b"hezhan v1 segment\0",
            Purpose::Bundle => b"hezhan v1 bundle\0",
            Purpose::Roster => b"hezhan v1 roster\0",
            Purpose::JoinRequest => b"hezhan v1 join request\0",
            Purpose::Receipt => b"hezhan v1 receipt\0",
            Purpose::Checkpoint => b"hezhan v1 checkpoint\0",
            Purpose::Session => b"hezhan v1 session\0",
            Purpose::Erasure => b"hezhan v1 erasure\0",
            Purpose::Pack => b"hezhan v1 pack\0",
            Purpose::HeldPhotos => b"hezhan v1 held photos\0",
            Purpose::Update => b"hezhan v1 update\0",
        }
    }

    fn message(self, bytes: &[u8]) -> Vec<u8> {
        [self.tag(), bytes].concat()
    }
}

/// A signing key: of a device, of the hub, or the county's root.
#[derive(Clone)]
pub struct Signer(SigningKey);

impl Signer {
    /// A fresh key.
    pub fn generate() -> Signer {
        Signer(SigningKey::from_bytes(&random_bytes()))
    }

    /// A key from its 32 secret bytes.
    pub fn from_secret(secret: &[u8; 32]) -> Signer {
        Signer(SigningKey::from_bytes(secret))
    }

    /// The 32 secret bytes, for an encrypted place only.
    pub fn to_secret(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// The key others check with.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_bytes())
    }

    /// Signs tag and message.
    pub fn sign(&self, purpose: Purpose, message: &[u8]) -> Signature {
        Signature(self.0.sign(&purpose.message(message)).to_bytes())
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signer({})", self.public())
    }
}

impl PublicKey {
    /// Checks a signature, strictly (no weak keys, one valid form).
    pub fn check(&self, purpose: Purpose, message: &[u8], signature: &Signature) -> Result<()> {
        let key = VerifyingKey::from_bytes(&self.0).map_err(|_| Error::BadSignature)?;
        let signature = ed25519_dalek::Signature::from_bytes(&signature.0);
        key.verify_strict(&purpose.message(message), &signature).map_err(|_| Error::BadSignature)
    }

    /// The device id that belongs to this key: the first 8 bytes of its SHA-256, as 16 hex digits.
    pub fn device_id(&self) -> String {
        hex::encode(&Sha256::digest(self.0)[..8])
    }
}

/// An age X25519 identity: of a device, a station, the county, or its recovery key.
#[derive(Clone)]
pub struct Identity {
    secret: SecretString,
    recipient: String,
}

impl Identity {
    /// A fresh identity.
    pub fn generate() -> Identity {
        Identity::of(&age::x25519::Identity::generate())
    }

    /// Reads `AGE-SECRET-KEY-1…`.
    pub fn from_secret(text: &str) -> Result<Identity> {
        let identity: age::x25519::Identity = text.trim().parse().map_err(|_| Error::BadKey)?;
        Ok(Identity::of(&identity))
    }

    fn of(identity: &age::x25519::Identity) -> Identity {
        Identity { secret: identity.to_string(), recipient: identity.to_public().to_string() }
    }

    /// `AGE-SECRET-KEY-1…`, for an encrypted place or an export the county asked for.
    pub fn to_secret(&self) -> String {
        self.secret.expose_secret().to_owned()
    }

    /// `age1…`.
    pub fn recipient(&self) -> &str {
        &self.recipient
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Identity({})", self.recipient)
    }
}

/// Both keys of one PC.
#[derive(Clone, Debug)]
pub struct DeviceKeys {
    /// Signs segments, bundles, checkpoints, sessions.
    pub signing: Signer,
    /// Opens what is sealed to this PC alone.
    pub identity: Identity,
}

/// What the world may know of a device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DevicePublic {
    /// 16 hex digits, see [`PublicKey::device_id`].
    pub id: String,
    /// Checks its signatures.
    pub verifying_key: PublicKey,
    /// `age1…`
    pub recipient: String,
}

impl DeviceKeys {
    /// Fresh keys.
    pub fn generate() -> DeviceKeys {
        DeviceKeys { signing: Signer::generate(), identity: Identity::generate() }
    }

    /// One line of text for the encrypted database: `<64 hex> AGE-SECRET-KEY-1…`.
    pub fn to_secret(&self) -> String {
        format!("{} {}", hex::encode(self.signing.to_secret()), self.identity.to_secret())
    }

    /// Reads what `to_secret` wrote.
    pub fn from_secret(text: &str) -> Result<DeviceKeys> {
        let (signing, identity) = text.trim().split_once(' ').ok_or(Error::BadKey)?;
        let signing = Signer::from_secret(&lowercase_hex(signing).map_err(|_| Error::BadKey)?);
        Ok(DeviceKeys { signing, identity: Identity::from_secret(identity)? })
    }

    /// The device id.
    pub fn id(&self) -> String {
        self.signing.public().device_id()
    }

    /// What the world may know.
    pub fn public(&self) -> DevicePublic {
        let verifying_key = self.signing.public();
        DevicePublic { id: verifying_key.device_id(), verifying_key, recipient: self.identity.recipient().to_owned() }
    }

    /// Signs tag and message.
    pub fn sign(&self, purpose: Purpose, message: &[u8]) -> Signature {
        self.signing.sign(purpose, message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn device_keys_survive_their_secret_text() {
        let keys = DeviceKeys::generate();
        let again = DeviceKeys::from_secret(&keys.to_secret()).unwrap();
        assert_eq!(again.public(), keys.public());
        assert_eq!(keys.id().len(), 16);
        assert_eq!(DeviceKeys::from_secret("x").unwrap_err(), Error::BadKey);
    }

    #[test]
    fn a_signature_for_one_purpose_is_none_for_another() {
        let signer = Signer::generate();
        let signature = signer.sign(Purpose::Receipt, b"text");
        assert!(signer.public().check(Purpose::Receipt, b"text", &signature).is_ok());
        assert_eq!(signer.public().check(Purpose::Checkpoint, b"text", &signature), Err(Error::BadSignature));
        assert_eq!(Signer::generate().public().check(Purpose::Receipt, b"text", &signature), Err(Error::BadSignature));
    }

    #[test]
    fn secrets_are_not_printed() {
        let keys = DeviceKeys::generate();
        let printed = format!("{keys:?}");
        assert!(!printed.contains("AGE-SECRET") && !printed.contains(&hex::encode(keys.signing.to_secret())));
    }
}
