//! The raw key of a database. Must not be printed, logged or written anywhere but sealed in a slot.

use sha2::{Digest, Sha256};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// The raw SQLCipher key of one database.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct DatabaseKey(pub(crate) [u8; 32]);

impl DatabaseKey {
    /// A new key from the machine's random source.
    pub fn random() -> DatabaseKey {
        DatabaseKey(random_bytes())
    }

    /// A key that was kept elsewhere (a recovery slot).
    pub fn from_bytes(bytes: [u8; 32]) -> DatabaseKey {
        DatabaseKey(bytes)
    }

    /// The bytes, for sealing.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// A short mark that tells two keys apart without telling either: a wrong key is then not mistaken for a damaged file.
    pub fn mark(&self) -> String {
        let digest = Sha256::new().chain_update(b"hezhan-key-mark-v1").chain_update(self.0).finalize();
        hex::encode(&digest[..8])
    }

    /// What SQLCipher wants to hear: `x'…'`, a raw key, no derivation.
    pub(crate) fn literal(&self) -> Zeroizing<String> {
        let digits = Zeroizing::new(hex::encode(self.0));
        Zeroizing::new(format!("x'{}'", digits.as_str()))
    }
}

impl std::fmt::Debug for DatabaseKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DatabaseKey(…)")
    }
}

/// Random bytes; the machine without a random source cannot run this program at all.
pub(crate) fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0u8; N];
    getrandom::fill(&mut bytes).expect("the operating system has a random source");
    bytes
}
