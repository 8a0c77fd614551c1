//! A segment: a run of whole saves of one log, signed by the device that wrote them. The signature covers the place and
//! the two heads, not the salts, so that the same segment may be re-emitted after an erasure under the same signature.

use serde::{Deserialize, Serialize};
use std::ops::Range;

use crate::{
    chain,
    change::{Body, Change},
    error::{Error, Result},
    ids::{Head, LogId, PublicKey, Salt, Signature},
    keys::{DeviceKeys, Purpose},
    salt::Salts,
};

/// What the author device signs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Segment {
    /// County id.
    pub county: String,
    /// Device id of the author.
    pub device: String,
    /// The log.
    pub log: LogId,
    /// First change.
    pub from: u64,
    /// Last change.
    pub to: u64,
    /// Head before `from`.
    pub head_before: Head,
    /// Head after `to`.
    pub head_after: Head,
}

/// A segment with its author's signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedSegment {
    /// What is signed.
    pub segment: Segment,
    /// By the author device.
    pub signature: Signature,
}

/// A segment with its changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SegmentOfChanges {
    /// The segment and signature.
    pub signed: SignedSegment,
    /// How its salts travel.
    pub salts: Salts,
    /// The changes `from ..= to`.
    pub changes: Vec<Change>,
}

impl Segment {
    /// How many changes it has; none when its places make no sense.
    pub fn count(&self) -> Option<u64> {
        if self.from == 0 { None } else { self.to.checked_sub(self.from)?.checked_add(1) }
    }

    /// The bytes that are signed (after the tag): length-prefixed county and device, log, from, to, both heads.
    pub fn message(&self) -> Vec<u8> {
        let mut message = Vec::with_capacity(160);
        for text in [&self.county, &self.device] {
            message.extend((text.len() as u32).to_be_bytes());
            message.extend(text.as_bytes());
        }
        message.extend(self.log.0);
        message.extend(self.from.to_be_bytes());
        message.extend(self.to.to_be_bytes());
        message.extend(self.head_before.0);
        message.extend(self.head_after.0);
        message
    }

    /// Signs it.
    pub fn sign(self, keys: &DeviceKeys) -> SignedSegment {
        let signature = keys.sign(Purpose::Segment, &self.message());
        SignedSegment { segment: self, signature }
    }
}

impl SignedSegment {
    /// Checks the author's signature.
    pub fn check(&self, key: &PublicKey) -> Result<()> {
        key.check(Purpose::Segment, &self.segment.message(), &self.signature)
    }
}

impl SegmentOfChanges {
    /// Signs new changes that follow `before`. They must be one unbroken piece of whole saves.
    pub fn sign(
        county: &str,
        keys: &DeviceKeys,
        before: Head,
        salts: Salts,
        changes: Vec<Change>,
    ) -> Result<SegmentOfChanges> {
        let first = changes.first().ok_or(Error::BodyMismatch)?;
        let (log, from) = (first.header.log, first.header.seq);
        let head_after = chain::check(&before, &log, from, &changes)?;
        let to = from + changes.len() as u64 - 1;
        let segment =
            Segment { county: county.to_owned(), device: keys.id(), log, from, to, head_before: before, head_after };
        let segment = SegmentOfChanges { signed: segment.sign(keys), salts, changes };
        segment.check_linked()?;
        Ok(segment)
    }

    /// The same segment with its salts one by one, as every replica sends it on: the signature stays.
    pub fn re_emitted(signed: SignedSegment, changes: Vec<Change>) -> SegmentOfChanges {
        let list = changes.iter().map(|change| salt_of(&change.body)).collect();
        SegmentOfChanges { signed, salts: Salts::List(list), changes }
    }

    /// Checks places, salts and chain. Signature and authority are the roster's business.
    pub fn check(&self) -> Result<()> {
        let segment = &self.signed.segment;
        chain::check(&segment.head_before, &segment.log, segment.from, &self.changes)?;
        self.check_linked()
    }

    /// The same for changes whose heads were just computed, each from the one before and the first from `head_before`: the chain is
    /// not hashed a second time.
    pub(crate) fn check_linked(&self) -> Result<()> {
        let segment = &self.signed.segment;
        if segment.count() != Some(self.changes.len() as u64)
            || (segment.from == 1) != (segment.head_before == Head::ZERO)
        {
            return Err(Error::BrokenChain);
        }
        chain::check_places(&segment.log, segment.from, &self.changes)?;
        if self.changes.last().map_or(segment.head_before, |change| change.head) != segment.head_after {
            return Err(Error::BrokenChain);
        }
        let wrong_length = matches!(&self.salts, Salts::List(list) if list.len() != self.changes.len());
        if wrong_length || self.changes.iter().any(|change| self.salts_disagree(change)) {
            Err(Error::BadSalts)
        } else {
            Ok(())
        }
    }

    fn salts_disagree(&self, change: &Change) -> bool {
        let segment = &self.signed.segment;
        self.salts.at(&segment.log, segment.from, change.header.seq) != salt_of(&change.body)
    }
}

/// Cuts a run of changes into pieces of at most `most` changes and `bytes` bytes, each of whole saves. A single save larger
/// than that stays whole; an unfinished save at the end is an error.
pub fn whole_saves(changes: &[Change], most: usize, bytes: usize) -> Result<Vec<Range<usize>>> {
    let mut pieces: Vec<Range<usize>> = Vec::new();
    let (mut piece, mut size) = (0..0, 0);
    let mut save_size = 0;
    for (place, change) in changes.iter().enumerate() {
        save_size += change.size();
        if change.header.rest > 0 {
            continue;
        }
        let end = place + 1;
        if !piece.is_empty() && (end - piece.start > most || size + save_size > bytes) {
            pieces.push(piece.clone());
            (piece, size) = (piece.end..piece.end, 0);
        }
        (piece.end, size, save_size) = (end, size + save_size, 0);
    }
    if piece.end < changes.len() {
        return Err(Error::SplitSave);
    }
    if !piece.is_empty() {
        pieces.push(piece);
    }
    Ok(pieces)
}

fn salt_of(body: &Body) -> Option<Salt> {
    match body {
        Body::Kept { salt, .. } => Some(*salt),
        Body::Erased { .. } => None,
    }
}
