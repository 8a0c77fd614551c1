//! The header of a change: who, when, what record, and which changes the author had seen. It is parsed for reading
//! only; hashes cover the bytes as written, so nothing here may be used to write a header a second time.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{collections::BTreeMap, fmt, str::FromStr};

use crate::{
    error::{Error, Result},
    ids::{LogId, Ref},
};

/// The fields that a change sets. `null` clears a field.
pub type Payload = serde_json::Map<String, serde_json::Value>;

/// The header version that this program writes and the newest it reads.
pub const HEADER_VERSION: u8 = 1;
/// At most this many references per field in `overwrites`.
pub const MAX_OVERWRITES: usize = 16;

/// A time stamp of the own clock: milliseconds since 1970 (48 bits) and a counter. JSON `[ms, n]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hlc {
    /// Milliseconds since 1970-01-01 UTC, below 2^48.
    pub ms: u64,
    /// Counts stamps within one millisecond.
    pub n: u16,
}

impl Hlc {
    /// The greatest millisecond that 48 bits hold.
    pub const MAX_MS: u64 = (1 << 48) - 1;
}

impl Serialize for Hlc {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        (self.ms, self.n).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Hlc {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let (ms, n) = <(u64, u16)>::deserialize(deserializer)?;
        if ms > Hlc::MAX_MS {
            return Err(de::Error::custom("more than 48 bits of milliseconds"));
        }
        Ok(Hlc { ms, n })
    }
}

/// For whom a log is written. Text `station:<code>`, `all` or `county`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// One station and the county.
    Station(String),
    /// Every station and the county; only the county writes it.
    All,
    /// The county alone.
    County,
}

impl fmt::Display for Audience {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Audience::Station(code) => write!(f, "station:{code}"),
            Audience::All => f.write_str("all"),
            Audience::County => f.write_str("county"),
        }
    }
}

impl FromStr for Audience {
    type Err = Error;
    fn from_str(text: &str) -> Result<Audience> {
        match text {
            "all" => Ok(Audience::All),
            "county" => Ok(Audience::County),
            _ => match text.strip_prefix("station:") {
                Some(code) if !code.is_empty() => Ok(Audience::Station(code.to_owned())),
                _ => Err(Error::BadName),
            },
        }
    }
}

/// What a change does. Unknown operations of newer programs are kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Op {
    /// Begins a log.
    Open,
    /// Sets fields of a record.
    Set,
    /// Notes that someone looked, printed or exported.
    Access,
    /// Asks every replica to erase payloads (county only).
    Erase,
    /// An operation this program does not know.
    Other(String),
}

impl Op {
    /// The operation as written in a header.
    pub fn as_str(&self) -> &str {
        match self {
            Op::Open => "open",
            Op::Set => "set",
            Op::Access => "access",
            Op::Erase => "erase",
            Op::Other(other) => other,
        }
    }
}

impl From<&str> for Op {
    fn from(text: &str) -> Op {
        match text {
            "open" => Op::Open,
            "set" => Op::Set,
            "access" => Op::Access,
            "erase" => Op::Erase,
            other => Op::Other(other.to_owned()),
        }
    }
}

macro_rules! as_text {
    ($name:ident, $text:expr, $parse:expr) => {
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str($text(self).as_ref())
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
                $parse(&String::deserialize(deserializer)?).map_err(de::Error::custom)
            }
        }
    };
}
as_text!(Audience, |a: &Audience| a.to_string(), |t: &String| { t.parse::<Audience>() });
as_text!(Op, Op::as_str, |t: &String| Ok::<Op, Error>(Op::from(t.as_str())));

/// What a change says about itself. Members that this program does not know stay in the header's bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Version of the header, 1.
    pub v: u8,
    /// The log.
    pub log: LogId,
    /// The place in the log, from 1.
    pub seq: u64,
    /// How many changes of the same save still follow.
    pub rest: u32,
    /// The author's stamp.
    pub hlc: Hlc,
    /// The author's PC had a clock that cannot be right.
    pub doubtful: bool,
    /// Staff id.
    pub author: String,
    /// Record kind.
    pub kind: String,
    /// Record id (UUID).
    pub record: String,
    /// What the change does.
    pub op: Op,
    /// Per field, the changes whose values the author saw and replaces.
    pub overwrites: BTreeMap<String, Vec<Ref>>,
}

impl Header {
    /// Reads a header; refuses a newer version and too many references.
    pub fn read(bytes: &str) -> Result<Header> {
        let header: Header = match serde_json::from_str(bytes) {
            Ok(header) => header,
            Err(_) => {
                return Err(if version(bytes) > Some(u64::from(HEADER_VERSION)) {
                    Error::NewerProgramNeeded
                } else {
                    Error::BadHeader
                });
            }
        };
        header.check()?;
        Ok(header)
    }

    /// The rules that hold for every header, written or read.
    pub fn check(&self) -> Result<()> {
        if self.v > HEADER_VERSION {
            return Err(Error::NewerProgramNeeded);
        }
        if self.v == 0 || self.seq == 0 || self.hlc.ms > Hlc::MAX_MS {
            return Err(Error::BadHeader);
        }
        if self.overwrites.values().any(|refs| refs.len() > MAX_OVERWRITES) {
            return Err(Error::TooManyOverwrites);
        }
        Ok(())
    }
}

/// The kind alone, for whoever gathers records of many headers.
pub fn kind(bytes: &str) -> Result<String> {
    #[derive(Deserialize)]
    struct Kind {
        kind: String,
    }
    serde_json::from_str::<Kind>(bytes).map(|header| header.kind).map_err(|_| Error::BadHeader)
}

/// The version alone, for headers whose other members we cannot read.
fn version(bytes: &str) -> Option<u64> {
    #[derive(Deserialize)]
    struct Version {
        v: u64,
    }
    serde_json::from_str::<Version>(bytes).ok().map(|header| header.v)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn audiences_ops_and_stamps_have_one_spelling() {
        for text in ["all", "county", "station:43018111001"] {
            assert_eq!(text.parse::<Audience>().unwrap().to_string(), text);
            assert_eq!(serde_json::from_str::<Audience>(&format!("\"{text}\"")).unwrap().to_string(), text);
        }
        for text in ["", "All", "station:", "village:1"] {
            assert_eq!(text.parse::<Audience>(), Err(Error::BadName));
        }
        for text in ["open", "set", "access", "erase", "fold"] {
            assert_eq!(Op::from(text).as_str(), text);
        }
        assert_eq!(serde_json::to_string(&Hlc { ms: 5, n: 6 }).unwrap(), "[5,6]");
        assert!(serde_json::from_str::<Hlc>("[281474976710655,65535]").is_ok());
        assert!(serde_json::from_str::<Hlc>("[281474976710656,0]").is_err());
        assert!(serde_json::from_str::<Hlc>("[0,65536]").is_err());
    }
}
