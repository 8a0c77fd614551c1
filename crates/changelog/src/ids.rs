//! Fixed-size names and values written as lowercase hex: logs, heads, salts, signatures, public keys, and the
//! reference to one change. Holds no rule beyond their spelling.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{fmt, str::FromStr};

use crate::error::{Error, Result};

macro_rules! hex_bytes {
    ($(#[$doc:meta])* $name:ident, $len:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; $len]);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&hex::encode(self.0))
            }
        }

        impl FromStr for $name {
            type Err = Error;
            fn from_str(text: &str) -> Result<Self> {
                lowercase_hex(text).map($name)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(|_| de::Error::custom(concat!("expected lowercase hex of ", $len, " bytes")))
            }
        }
    };
}

macro_rules! shown_as_hex {
    ($($name:ident),*) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }
    )*};
}

hex_bytes!(
    /// A log: one life of one database for one audience. 128 random bits.
    LogId, 16
);
hex_bytes!(
    /// The hash that stands for a change and everything before it in its log.
    Head, 32
);
hex_bytes!(
    /// What makes the hash of a payload unguessable once the payload is erased. Secret, never shown.
    Salt, 16
);
hex_bytes!(
    /// An ed25519 signature.
    Signature, 64
);
hex_bytes!(
    /// An ed25519 verifying key.
    PublicKey, 32
);
shown_as_hex!(LogId, Head, Signature, PublicKey);

impl fmt::Debug for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Salt(…)")
    }
}

impl LogId {
    /// A fresh name for a fresh log.
    pub fn random() -> LogId {
        LogId(random_bytes())
    }
}

impl Head {
    /// The head before the first change of every log.
    pub const ZERO: Head = Head([0; 32]);

    /// The first eight bytes, as references carry them.
    pub fn short(&self) -> [u8; 8] {
        let mut short = [0; 8];
        short.copy_from_slice(&self.0[..8]);
        short
    }
}

/// Names one change exactly: the place in its log and the beginning of its head, so that the two branches of a
/// fork have different names. JSON `["<32 hex>", 12, "<16 hex>"]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ref {
    /// The log the change stands in.
    pub log: LogId,
    /// Its place there, from 1.
    pub seq: u64,
    /// The first eight bytes of its head.
    pub head: [u8; 8],
}

impl fmt::Display for Ref {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.log, self.seq, hex::encode(self.head))
    }
}

impl FromStr for Ref {
    type Err = Error;
    fn from_str(text: &str) -> Result<Ref> {
        let mut parts = text.split(':');
        let (Some(log), Some(seq), Some(head), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
            return Err(Error::BadName);
        };
        Ok(Ref { log: log.parse()?, seq: seq.parse().map_err(|_| Error::BadName)?, head: lowercase_hex(head)? })
    }
}

impl Serialize for Ref {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        (self.log, self.seq, hex::encode(self.head)).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Ref {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let (log, seq, head) = <(LogId, u64, String)>::deserialize(deserializer)?;
        let head = lowercase_hex(&head).map_err(|_| de::Error::custom("expected lowercase hex of 8 bytes"))?;
        Ok(Ref { log, seq, head })
    }
}

/// One spelling per value: lowercase only, exactly the right length.
pub(crate) fn lowercase_hex<const N: usize>(text: &str) -> Result<[u8; N]> {
    let mut bytes = [0; N];
    if text.bytes().any(|b| b.is_ascii_uppercase()) {
        return Err(Error::BadName);
    }
    hex::decode_to_slice(text, &mut bytes).map_err(|_| Error::BadName)?;
    Ok(bytes)
}

/// Random bytes of the operating system. Without them no key may be made, so there is nothing to go on with.
pub(crate) fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_survives_json_and_text() {
        let reference = Ref { log: LogId::random(), seq: 12, head: [7; 8] };
        let json = serde_json::to_string(&reference).unwrap();
        assert_eq!(json, format!(r#"["{}",12,"0707070707070707"]"#, reference.log));
        assert_eq!(serde_json::from_str::<Ref>(&json).unwrap(), reference);
        assert_eq!(reference.to_string().parse::<Ref>().unwrap(), reference);
    }

    #[test]
    fn a_name_has_one_spelling() {
        let log = LogId([0xab; 16]).to_string();
        assert!(log.parse::<LogId>().is_ok());
        assert!(log.to_uppercase().parse::<LogId>().is_err());
        assert!(log[1..].parse::<LogId>().is_err());
        assert!(format!("{log}00").parse::<LogId>().is_err());
        assert!("x:1:0707070707070707".parse::<Ref>().is_err());
    }

    #[test]
    fn a_salt_is_never_printed() {
        assert_eq!(format!("{:?}", Salt([1; 16])), "Salt(…)");
    }
}
