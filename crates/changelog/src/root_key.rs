//! The county's root key: signs rosters and nothing else. It rests sealed with a passphrase of its own, on paper or a
//! stick, and is open only while a roster is signed.

use crate::{
    error::{Error, Result},
    ids::{PublicKey, lowercase_hex},
    keys::Signer,
    roster::{Roster, SignedRoster},
    seal,
    signed::Signed,
};

const TEXT_PREFIX: &str = "HEZHAN-ROOT-KEY-1 ";

/// The county's root key, open.
#[derive(Clone, Debug)]
pub struct RootKey(Signer);

impl RootKey {
    /// A fresh root key: a fresh county.
    pub fn generate() -> RootKey {
        RootKey(Signer::generate())
    }

    /// The key everyone pins.
    pub fn public(&self) -> PublicKey {
        self.0.public()
    }

    /// Signs a roster, which must name this key.
    pub fn sign(&self, roster: &Roster) -> Result<SignedRoster> {
        if roster.root_key != self.public() { Err(Error::BadKey) } else { Signed::sign(roster, &self.0) }
    }

    /// An age file sealed with the passphrase; see [`seal::PASSPHRASE_WORK_FACTOR`]. `age -d` opens it too.
    pub fn seal(&self, passphrase: &str, work_factor: u8) -> Result<Vec<u8>> {
        seal::with_passphrase(passphrase, work_factor, self.to_text().as_bytes())
    }

    /// Opens that file.
    pub fn open(sealed: &[u8], passphrase: &str) -> Result<RootKey> {
        let text =
            String::from_utf8(seal::open_with_passphrase(passphrase, sealed, 1024)?).map_err(|_| Error::BadKey)?;
        RootKey::from_text(&text)
    }

    /// The key as a line of text, for paper.
    pub fn to_text(&self) -> String {
        format!("{TEXT_PREFIX}{}", hex::encode(self.0.to_secret()))
    }

    /// Reads that line.
    pub fn from_text(text: &str) -> Result<RootKey> {
        let secret = text.trim().strip_prefix(TEXT_PREFIX).ok_or(Error::BadKey)?;
        Ok(RootKey(Signer::from_secret(&lowercase_hex(secret.trim()).map_err(|_| Error::BadKey)?)))
    }
}
