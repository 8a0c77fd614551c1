//! The body of a bundle: for each segment one line for itself and one per change. Reads and writes exact bytes and checks
//! each segment by itself, so that a bad one does not hold up the rest.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::io::{BufRead, Read, Write};

use crate::{
    authority::{self, Opening},
    bundle::{Cuts, Limits, Opened, Quarantined, SegmentRange},
    change::{Body, Change},
    error::{Error, Result},
    header::Op,
    ids::{Head, Signature, lowercase_hex},
    roster::Roster,
    salt::Salts,
    segment::{Segment, SegmentOfChanges, SignedSegment},
};

#[derive(Serialize, Deserialize)]
struct SegmentLine {
    segment: Segment,
    signature: Signature,
    salts: Salts,
}

/// Writes a segment and its changes; gives the bytes written.
pub(crate) fn write(out: &mut impl Write, segment: &SegmentOfChanges, limit: usize) -> Result<u64> {
    let SignedSegment { segment: range, signature } = segment.signed.clone();
    let line = SegmentLine { segment: range, signature, salts: segment.salts.clone() };
    let mut text = serde_json::to_string(&line).map_err(|_| Error::CannotWrite)?;
    text.push('\n');
    if text.len() > limit {
        return Err(Error::TooLarge);
    }
    let mut written = text.len() as u64;
    out.write_all(text.as_bytes()).map_err(|_| Error::CannotWrite)?;
    for change in &segment.changes {
        text.clear();
        push_change(&mut text, change);
        if text.len() > limit {
            return Err(Error::TooLarge);
        }
        written += text.len() as u64;
        out.write_all(text.as_bytes()).map_err(|_| Error::CannotWrite)?;
    }
    Ok(written)
}

fn push_change(text: &mut String, change: &Change) {
    text.push('[');
    text.push_str(&change.header_bytes);
    match &change.body {
        Body::Kept { payload_bytes, .. } => {
            text.push(',');
            text.push_str(payload_bytes);
        }
        Body::Erased { payload_hash } => {
            text.push_str(",null,\"");
            text.push_str(&hex::encode(payload_hash));
            text.push('"');
        }
    }
    text.push_str("]\n");
}

/// Reads all segments of a body. An error of the whole body (damaged, too large, not as many segments as the envelope says)
/// is `Err`; an error of one segment stays with that segment.
pub(crate) fn read(
    mut body: impl BufRead,
    limits: &Limits,
    roster: &Roster,
    cuts: Cuts,
    ranges: &[SegmentRange],
) -> Result<Vec<Opened>> {
    let mut opened: Vec<Opened> = Vec::with_capacity(ranges.len());
    let mut current: Option<Reading> = None;
    let (mut changes, mut bytes) = (0u64, 0u64);
    let mut line = Vec::new();
    loop {
        line.clear();
        // One more than allowed, so that "too long" is seen; the reader below is capped one byte beyond the limit too.
        let read = body
            .by_ref()
            .take(limits.line as u64 + 1)
            .read_until(b'\n', &mut line)
            .map_err(|_| Error::BadCompression)?;
        bytes += read as u64;
        if bytes > limits.decompressed || read > limits.line {
            return Err(Error::TooLarge);
        }
        match line.first() {
            None => break,
            Some(_) if line.last() != Some(&b'\n') => return Err(Error::BodyMismatch),
            Some(b'{') => {
                opened.extend(current.take().map(|reading| reading.finish(roster, cuts)));
                let range = ranges.get(opened.len()).ok_or(Error::BodyMismatch)?;
                current = Some(Reading::begin(&line, range, roster, cuts));
            }
            Some(_) => {
                changes += 1;
                if changes > limits.changes {
                    return Err(Error::TooLarge);
                }
                current.as_mut().ok_or(Error::BodyMismatch)?.change(&line);
            }
        }
    }
    opened.extend(current.take().map(|reading| reading.finish(roster, cuts)));
    if opened.len() == ranges.len() { Ok(opened) } else { Err(Error::BodyMismatch) }
}

/// A segment being read: what is good so far, or what is wrong with it.
struct Reading {
    range: SegmentRange,
    state: Result<SegmentOfChanges>,
    head: Head,
}

impl Reading {
    fn begin(line: &[u8], range: &SegmentRange, roster: &Roster, cuts: Cuts) -> Reading {
        Reading { range: range.clone(), state: begin(line, range, roster, cuts), head: range.head_before }
    }

    fn change(&mut self, line: &[u8]) {
        let Ok(segment) = &mut self.state else { return };
        match read_change(line, segment, &self.head) {
            Ok(change) => {
                self.head = change.head;
                segment.changes.push(change);
            }
            Err(error) => self.state = Err(error),
        }
    }

    fn finish(self, roster: &Roster, cuts: Cuts) -> Opened {
        let checked = self.state.and_then(|segment| finish(segment, roster, cuts));
        checked.map_err(|reason| Quarantined { range: self.range, reason })
    }
}

/// The segment line: as the envelope says, by a device we know, signed by it.
fn begin(line: &[u8], range: &SegmentRange, roster: &Roster, cuts: Cuts) -> Result<SegmentOfChanges> {
    let SegmentLine { segment, signature, salts } = serde_json::from_slice(line).map_err(|_| Error::BodyMismatch)?;
    if SegmentRange::from(&segment) != *range {
        return Err(Error::BodyMismatch);
    }
    let device = match cuts {
        Cuts::Judged => authority::known_author(roster, &segment)?,
        Cuts::LeftToTheStore => authority::author(roster, &segment)?,
    };
    let signed = SignedSegment { segment, signature };
    signed.check(&device.verifying_key)?;
    Ok(SegmentOfChanges { signed, salts, changes: Vec::new() })
}

fn read_change(line: &[u8], segment: &SegmentOfChanges, before: &Head) -> Result<Change> {
    let range = &segment.signed.segment;
    let seq = range.from + segment.changes.len() as u64;
    if seq > range.to {
        return Err(Error::BodyMismatch);
    }
    let parts: Vec<&RawValue> = serde_json::from_slice(line).map_err(|_| Error::BodyMismatch)?;
    let (header, body) = match parts[..] {
        [header, payload] => {
            let salt = segment.salts.at(&range.log, range.from, seq).ok_or(Error::BadSalts)?;
            (header, Body::Kept { payload_bytes: payload.get().to_owned(), salt })
        }
        [header, nothing, hash] if nothing.get() == "null" => {
            let hash: String = serde_json::from_str(hash.get()).map_err(|_| Error::BadPayload)?;
            (header, Body::Erased { payload_hash: lowercase_hex(&hash).map_err(|_| Error::BadPayload)? })
        }
        _ => return Err(Error::BodyMismatch),
    };
    let change = Change::received(header.get().to_owned(), body, before)?;
    if (change.header.op == Op::Open) != (seq == 1) {
        return Err(Error::BadOpening);
    }
    Ok(change)
}

/// Chain, salts and saves; and where the log begins, that this device may write for its audience. `Reading` has linked every change to
/// the one before it.
fn finish(segment: SegmentOfChanges, roster: &Roster, cuts: Cuts) -> Result<SegmentOfChanges> {
    segment.check_linked()?;
    if let Some(first) = segment.changes.first().filter(|change| change.header.seq == 1) {
        let opening = Opening::read(first)?;
        if opening.device != segment.signed.segment.device {
            return Err(Error::NotAllowed);
        }
        match cuts {
            Cuts::Judged => authority::segment_allowed(roster, &segment.signed.segment, &opening.audience)?,
            Cuts::LeftToTheStore => authority::may_write(roster, &segment.signed.segment, &opening.audience)?,
        }
    }
    Ok(segment)
}
