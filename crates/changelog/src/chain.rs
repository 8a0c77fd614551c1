//! The hash chain of a log: each head covers the header, the salted payload and the head before. Knows bytes only.

use sha2::{Digest, Sha256};

use crate::{
    change::Change,
    error::{Error, Result},
    ids::{Head, LogId, Salt},
};

/// Begins every head, so that it can be nothing else.
pub const HEAD_TAG: &[u8] = b"hezhan v1 head\0";

/// `SHA-256(tag ‖ before ‖ SHA-256(header) ‖ payload_hash)`.
pub fn head_after(before: &Head, header_bytes: &str, payload_hash: &[u8; 32]) -> Head {
    let mut hash = Sha256::new();
    hash.update(HEAD_TAG);
    hash.update(before.0);
    hash.update(Sha256::digest(header_bytes.as_bytes()));
    hash.update(payload_hash);
    Head(hash.finalize().into())
}

/// `SHA-256(salt ‖ payload)`.
pub fn payload_hash(salt: &Salt, payload_bytes: &str) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(salt.0);
    hash.update(payload_bytes.as_bytes());
    hash.finalize().into()
}

/// Checks that the changes are one unbroken piece of `log` from `from` on, that their heads follow from `before`, and
/// that no save is split at their end. Gives the last head (`before` when there are none).
pub fn check(before: &Head, log: &LogId, from: u64, changes: &[Change]) -> Result<Head> {
    let mut head = *before;
    for change in changes {
        head = head_after(&head, &change.header_bytes, &change.payload_hash());
        if head != change.head {
            return Err(Error::BrokenChain);
        }
    }
    check_places(log, from, changes).map(|()| head)
}

/// The same without hashing, for changes whose heads were computed one from the other just now.
pub fn check_places(log: &LogId, from: u64, changes: &[Change]) -> Result<()> {
    let mut rest = None;
    for (seq, change) in (from..).zip(changes) {
        let header = &change.header;
        if header.log != *log || header.seq != seq {
            return Err(Error::BrokenChain);
        }
        if rest.is_some_and(|rest: u32| rest > 0 && header.rest != rest - 1) {
            return Err(Error::SplitSave);
        }
        rest = Some(header.rest);
    }
    if rest.is_some_and(|rest| rest > 0) { Err(Error::SplitSave) } else { Ok(()) }
}
