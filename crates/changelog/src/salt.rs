//! Salts of payload hashes: one per change, derived on the wire from a seed of the segment, stored singly by every
//! replica. Erasing a payload means forgetting its salt, so a seed must never be kept.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::{Digest, Sha256};
use std::fmt;

use crate::ids::{LogId, Salt, lowercase_hex, random_bytes};

/// Begins the hash that derives a salt.
pub const SALT_TAG: &[u8] = b"hezhan v1 salt\0";

/// The secret from which the salts of new changes come. Store the salts, send the seed, then drop it.
#[derive(Clone, PartialEq, Eq)]
pub struct SaltSeed([u8; 32]);

impl SaltSeed {
    /// A fresh seed.
    pub fn random() -> SaltSeed {
        SaltSeed(random_bytes())
    }

    /// A seed from stored bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> SaltSeed {
        SaltSeed(bytes)
    }

    /// The bytes to store until the segment is sealed.
    pub fn to_bytes(&self) -> [u8; 32] {
        self.0
    }

    /// The salt of one change: the first 16 bytes of `SHA-256(tag ‖ seed ‖ log ‖ seq as 8 bytes, big-endian)`.
    pub fn salt(&self, log: &LogId, seq: u64) -> Salt {
        let mut hash = Sha256::new();
        hash.update(SALT_TAG);
        hash.update(self.0);
        hash.update(log.0);
        hash.update(seq.to_be_bytes());
        let mut salt = [0; 16];
        salt.copy_from_slice(&hash.finalize()[..16]);
        Salt(salt)
    }
}

impl fmt::Debug for SaltSeed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SaltSeed(…)")
    }
}

impl Serialize for SaltSeed {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.serialize_str(&hex::encode(self.0))
    }
}

impl<'de> Deserialize<'de> for SaltSeed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        lowercase_hex(&text).map(SaltSeed).map_err(|_| de::Error::custom("expected lowercase hex of 32 bytes"))
    }
}

/// How a segment's salts travel. JSON `{"seed":"…"}` or `{"list":["…",null,…]}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Salts {
    /// All from one seed; only while nothing in the segment is erased.
    Seed(SaltSeed),
    /// One by one, nothing where the payload is erased.
    List(Vec<Option<Salt>>),
}

impl Salts {
    /// The salt of the change at `seq` in a segment that begins at `from`; none where it was erased.
    pub fn at(&self, log: &LogId, from: u64, seq: u64) -> Option<Salt> {
        match self {
            Salts::Seed(seed) => Some(seed.salt(log, seq)),
            Salts::List(list) => {
                let place = usize::try_from(seq.checked_sub(from)?).ok()?;
                list.get(place).copied().flatten()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_has_a_salt_of_its_own() {
        let seed = SaltSeed::random();
        let (log, other) = (LogId::random(), LogId::random());
        assert_eq!(seed.salt(&log, 1), seed.salt(&log, 1));
        assert_ne!(seed.salt(&log, 1), seed.salt(&log, 2));
        assert_ne!(seed.salt(&log, 1), seed.salt(&other, 1));
        assert_ne!(seed.salt(&log, 1), SaltSeed::random().salt(&log, 1));
    }

    #[test]
    fn a_list_has_nothing_outside_its_places() {
        let log = LogId::random();
        let salts = Salts::List(vec![Some(Salt([1; 16])), None]);
        assert_eq!(salts.at(&log, 5, 5), Some(Salt([1; 16])));
        assert!([4, 6, 7, u64::MAX].iter().all(|&seq| salts.at(&log, 5, seq).is_none()));
        let json = serde_json::to_string(&salts).unwrap();
        assert_eq!(json, format!(r#"{{"list":["{}",null]}}"#, "01".repeat(16)));
        assert_eq!(serde_json::from_str::<Salts>(&json).unwrap(), salts);
        assert_eq!(format!("{:?}", SaltSeed::random()), "SaltSeed(…)");
    }
}
