//! A passphrase on its way through the program: wiped when it is let go, and never written into a log or an error.

use std::fmt;
use std::ops::Deref;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroizing;

/// What somebody typed as a passphrase.
#[derive(Clone, Default)]
pub(crate) struct Secret(Zeroizing<String>);

impl Deref for Secret {
    type Target = String;

    fn deref(&self) -> &String {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The text moves: what the request held is what is wiped.
impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Secret, D::Error> {
        String::deserialize(deserializer).map(|text| Secret(Zeroizing::new(text)))
    }
}

/// For requests that one part of the program makes for another.
impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passphrase_is_not_shown() {
        let secret: Secret = serde_json::from_value("春天的禾苗".into()).unwrap();
        assert_eq!((secret.as_str(), format!("{secret:?}").as_str()), ("春天的禾苗", "Secret(…)"));
    }
}
