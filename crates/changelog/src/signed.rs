//! A signed document: the JSON text as written and the signature over it. Roster, receipt, checkpoint and join request are
//! all this. A document is read only through its signature.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::marker::PhantomData;

use crate::{
    error::{Error, Result},
    ids::{PublicKey, Signature},
    keys::{Purpose, Signer},
};

/// The largest document we read: a roster of a county with everything in it is far below.
pub const MAX_DOCUMENT: usize = 8 << 20;

/// Something that is signed as JSON.
pub trait Document: Serialize + DeserializeOwned {
    /// What its signature is for.
    const PURPOSE: Purpose;
}

/// The text of a document and its signature. JSON `{"bytes":"…","signature":"…"}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Signed<T> {
    /// The document's JSON as written.
    pub bytes: String,
    /// Over tag and bytes.
    pub signature: Signature,
    #[serde(skip)]
    kind: PhantomData<fn() -> T>,
}

impl<T: Document> Signed<T> {
    /// Writes and signs a document.
    pub fn sign(document: &T, signer: &Signer) -> Result<Signed<T>> {
        let bytes = serde_json::to_string(document).map_err(|_| Error::CannotWrite)?;
        let signature = signer.sign(T::PURPOSE, bytes.as_bytes());
        Ok(Signed { bytes, signature, kind: PhantomData })
    }

    /// The document, if `key` signed it.
    pub fn check(&self, key: &PublicKey) -> Result<T> {
        key.check(T::PURPOSE, self.bytes.as_bytes(), &self.signature)?;
        self.unchecked()
    }

    /// The document without a look at the signature: to find out which key to check with, or for documents already checked.
    pub fn unchecked(&self) -> Result<T> {
        if self.bytes.len() > MAX_DOCUMENT {
            return Err(Error::TooLarge);
        }
        serde_json::from_str(&self.bytes).map_err(|_| Error::BadDocument)
    }

    /// The JSON to send or store.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        serde_json::to_vec(self).map_err(|_| Error::CannotWrite)
    }

    /// Reads that JSON.
    pub fn from_bytes(bytes: &[u8]) -> Result<Signed<T>> {
        if bytes.len() > 2 * MAX_DOCUMENT {
            return Err(Error::TooLarge);
        }
        serde_json::from_slice(bytes).map_err(|_| Error::BadDocument)
    }
}
