//! Bundles (`.hzb`): an envelope anyone may read, the sender's signature over it, and the changes compressed and sealed to
//! exactly the envelope's recipients. Reading checks cheapest first, each step with a hard limit; nothing is applied here.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::io::{BufReader, Read};

use crate::{
    change::MAX_LINE,
    error::{Error, Result},
    ids::{Head, LogId, Signature},
    keys::{DeviceKeys, Purpose},
    lines,
    program::{self, Program},
    roster::Roster,
    seal,
    segment::{Segment, SegmentOfChanges},
    shape,
};

/// The envelope's `format`.
pub const FORMAT: &str = "hezhan-bundle";
/// The envelope's `suite`: ed25519, SHA-256, age X25519, zstd.
pub const SUITE: u8 = 1;
/// The envelope's `content` that this program knows.
pub const CONTENT: &str = "changes";
/// The newest format that this program reads.
pub const READER: u32 = 1;
/// Counts what this program reads: grows with every new header version, suite, content or reader. What waits for a newer program remembers
/// this number, and is looked at again by one with a greater.
pub const FORMATS: u64 = 1;
/// zstd level: the highest that seals 10,000 changes in a moment.
const LEVEL: i32 = 9;
/// 8 MiB: the window we write.
const WINDOW_LOG: u32 = 23;
/// 16 MiB: the largest window we give memory to.
const WINDOW_LOG_MAX: u32 = 24;
/// The largest age header we look through for recipients.
const AGE_HEADER: usize = 64 << 10;

/// Hard limits of reading and writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a bundle.
    pub bundle: usize,
    /// Bytes of its envelope line.
    pub envelope_line: usize,
    /// Segments.
    pub segments: usize,
    /// Recipients.
    pub recipients: usize,
    /// Changes.
    pub changes: u64,
    /// Bytes after decompression.
    pub decompressed: u64,
    /// Bytes of one line of the body. A change has half of it; the line of a segment re-emitted with a salt per change needs more.
    pub line: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            bundle: 64 << 20,
            envelope_line: 4 << 20,
            segments: 10_000,
            recipients: 16,
            changes: 200_000,
            decompressed: 512 << 20,
            line: 2 * MAX_LINE,
        }
    }
}

/// Line 1: what anyone may know, the hub included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// `hezhan-bundle`
    pub format: String,
    /// 1
    pub suite: u8,
    /// `changes`
    pub content: String,
    /// County id.
    pub county: String,
    /// Device id of the sender.
    pub sender: String,
    /// The age recipients, all of them.
    pub recipients: Vec<String>,
    /// The oldest reader that understands it.
    pub min_reader: u32,
    /// What is inside, in order.
    pub segments: Vec<SegmentRange>,
    /// Bytes of the ciphertext.
    pub length: u64,
    /// SHA-256 of the ciphertext, hex.
    pub sha256: String,
    /// The program that sealed it; none from the first program, and from one that says it in another way.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "program::or_none")]
    pub program: Option<Program>,
}

/// The range of a segment in its log, as the envelope and receipts name it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SegmentRange {
    /// The log.
    pub log: LogId,
    /// First change.
    pub from: u64,
    /// Last change.
    pub to: u64,
    /// Head before.
    pub head_before: Head,
    /// Head after.
    pub head_after: Head,
}

impl From<&Segment> for SegmentRange {
    fn from(s: &Segment) -> SegmentRange {
        SegmentRange { log: s.log, from: s.from, to: s.to, head_before: s.head_before, head_after: s.head_after }
    }
}

/// A bundle taken apart, still sealed.
#[derive(Clone, Copy, Debug)]
pub struct Sealed<'a> {
    /// Line 1 as written, without its newline.
    pub envelope_line: &'a [u8],
    /// Line 2.
    pub signature: Signature,
    /// The rest.
    pub ciphertext: &'a [u8],
}

/// A segment that cannot be used, and why. The rest of its bundle can.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quarantined {
    /// Which.
    pub range: SegmentRange,
    /// Why.
    pub reason: Error,
}

/// What comes out of a bundle, segment by segment.
pub type Opened = std::result::Result<SegmentOfChanges, Quarantined>;

/// Seals segments for exactly these recipients. `program`: the one that does it, for the county to know which its PCs run.
pub fn seal(
    county: &str,
    sender: &DeviceKeys,
    recipients: &[String],
    segments: &[SegmentOfChanges],
    program: Option<&Program>,
) -> Result<Vec<u8>> {
    let limits = Limits::default();
    for segment in segments {
        segment.check()?;
        if segment.signed.segment.county != county {
            return Err(Error::ForeignCounty);
        }
    }
    let mut ciphertext = Vec::new();
    let age = seal::encryptor(recipients)?.wrap_output(&mut ciphertext).map_err(|_| Error::CannotWrite)?;
    let mut zstd = zstd::stream::write::Encoder::new(age, LEVEL).map_err(|_| Error::CannotWrite)?;
    zstd.window_log(WINDOW_LOG).map_err(|_| Error::CannotWrite)?;
    let mut decompressed = 0;
    for segment in segments {
        decompressed += lines::write(&mut zstd, segment, limits.line)?;
        if decompressed > limits.decompressed {
            return Err(Error::TooLarge);
        }
    }
    let age = zstd.finish().map_err(|_| Error::CannotWrite)?;
    age.finish().map_err(|_| Error::CannotWrite)?;

    let envelope = Envelope {
        format: FORMAT.to_owned(),
        suite: SUITE,
        content: CONTENT.to_owned(),
        county: county.to_owned(),
        sender: sender.id(),
        recipients: recipients.to_vec(),
        min_reader: READER,
        segments: segments.iter().map(|segment| SegmentRange::from(&segment.signed.segment)).collect(),
        length: ciphertext.len() as u64,
        sha256: hex::encode(Sha256::digest(&ciphertext)),
        program: program.cloned(),
    };
    envelope.check(&limits)?;
    let bytes = assemble(&envelope, sender, &ciphertext)?;
    if bytes.len() > limits.bundle { Err(Error::TooLarge) } else { Ok(bytes) }
}

/// Envelope, signature, ciphertext.
fn assemble(envelope: &Envelope, sender: &DeviceKeys, ciphertext: &[u8]) -> Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec(envelope).map_err(|_| Error::CannotWrite)?;
    let signature = sender.sign(Purpose::Bundle, &bytes);
    bytes.extend(format!("\n{signature}\n").bytes());
    bytes.extend(ciphertext);
    Ok(bytes)
}

impl Envelope {
    /// How many changes are inside; none when a place makes no sense.
    pub fn changes(&self) -> Option<u64> {
        self.segments.iter().try_fold(0u64, |sum, range| {
            let count = range.to.checked_sub(range.from)?.checked_add(1)?;
            if range.from == 0 { None } else { sum.checked_add(count) }
        })
    }

    fn check(&self, limits: &Limits) -> Result<()> {
        if self.segments.is_empty() || self.recipients.is_empty() {
            return Err(Error::BadEnvelope);
        }
        let changes = self.changes().ok_or(Error::BadEnvelope)?;
        if !self.segments.iter().all(|range| shape::is_count(range.to)) {
            return Err(Error::BadShape);
        }
        if self.segments.len() > limits.segments
            || self.recipients.len() > limits.recipients
            || changes > limits.changes
        {
            return Err(Error::TooLarge);
        }
        Ok(())
    }

    /// Reads line 1. What a newer program wrote is told apart from what is damaged, so look at the version first.
    fn read(line: &[u8]) -> Result<Envelope> {
        let version = Version::read(line)?;
        if version.suite != u64::from(SUITE) || version.min_reader > u64::from(READER) || version.content != CONTENT {
            return Err(Error::NewerProgramNeeded);
        }
        serde_json::from_slice(line).map_err(|_| Error::BadEnvelope)
    }
}

/// What every version of an envelope says.
#[derive(Deserialize)]
struct Version {
    format: String,
    suite: u64,
    content: String,
    min_reader: u64,
    #[serde(default)]
    county: String,
    #[serde(default)]
    sender: String,
}

impl Version {
    fn read(line: &[u8]) -> Result<Version> {
        let version: Version = serde_json::from_slice(line).map_err(|_| Error::NotABundle)?;
        if version.format == FORMAT { Ok(version) } else { Err(Error::NotABundle) }
    }
}

/// A bundle of a newer format, which can be kept and not be read: gives who sealed it. It must be of this county and from a device of the
/// roster; its signature is checked where the suite is ours.
pub fn newer(bytes: &[u8], limits: &Limits, roster: &Roster) -> Result<String> {
    if bytes.len() > limits.bundle {
        return Err(Error::TooLarge);
    }
    let (envelope_line, rest) = line(bytes, limits.envelope_line)?;
    let version = Version::read(envelope_line)?;
    if version.county != roster.county_id {
        return Err(Error::ForeignCounty);
    }
    let sender = roster.device(&version.sender).ok_or(Error::UnknownDevice)?;
    if version.suite == u64::from(SUITE) {
        let (signature, _) = line(rest, 128)?;
        let text = std::str::from_utf8(signature).map_err(|_| Error::BadEnvelope)?;
        sender.verifying_key.check(Purpose::Bundle, envelope_line, &text.parse().map_err(|_| Error::BadEnvelope)?)?;
    }
    Ok(version.sender)
}

/// Takes a bundle apart: size, envelope, limits, length, hash, number of recipients. Needs no key; the hub does this too.
pub fn envelope<'a>(bytes: &'a [u8], limits: &Limits) -> Result<(Envelope, Sealed<'a>)> {
    if bytes.len() > limits.bundle {
        return Err(Error::TooLarge);
    }
    if bytes.first() != Some(&b'{') {
        return Err(Error::NotABundle);
    }
    let (envelope_line, rest) = line(bytes, limits.envelope_line)?;
    let envelope = Envelope::read(envelope_line)?;
    envelope.check(limits)?;
    let (signature, ciphertext) = line(rest, 128)?;
    let signature = std::str::from_utf8(signature).ok().and_then(|text| text.parse().ok()).ok_or(Error::BadEnvelope)?;
    if ciphertext.len() as u64 != envelope.length {
        return Err(Error::WrongLength);
    }
    if hex::encode(Sha256::digest(ciphertext)) != envelope.sha256 {
        return Err(Error::WrongHash);
    }
    if age_recipients(ciphertext) != Some(envelope.recipients.len()) {
        return Err(Error::BadEnvelope);
    }
    Ok((envelope, Sealed { envelope_line, signature, ciphertext }))
}

/// Also: our county, a sender that the roster knows, and its signature. A revoked sender passes, because what counts is who
/// wrote the segments; the hub should not take new bundles from one.
pub fn verify(bytes: &[u8], limits: &Limits, roster: &Roster) -> Result<Envelope> {
    verified(bytes, limits, roster).map(|(envelope, _)| envelope)
}

fn verified<'a>(bytes: &'a [u8], limits: &Limits, roster: &Roster) -> Result<(Envelope, Sealed<'a>)> {
    let (envelope, sealed) = self::envelope(bytes, limits)?;
    if envelope.county != roster.county_id {
        return Err(Error::ForeignCounty);
    }
    let sender = roster.device(&envelope.sender).ok_or(Error::UnknownDevice)?;
    sender.verifying_key.check(Purpose::Bundle, sealed.envelope_line, &sealed.signature)?;
    Ok((envelope, sealed))
}

/// Also: decrypts with one of `identities` (`AGE-SECRET-KEY-1…`), decompresses within the limits, and checks each segment: place,
/// author device, signature, chain, whole saves, and, where a log begins, its audience. For a segment that continues a log the
/// caller knows the audience from the log's first change and must ask [`crate::authority::segment_allowed`].
pub fn open(bytes: &[u8], limits: &Limits, roster: &Roster, identities: &[String]) -> Result<(Envelope, Vec<Opened>)> {
    open_by(bytes, limits, roster, identities, Cuts::Judged)
}

/// The same, but segments of revoked devices come out whatever their cuts: for a store, whose state must not depend on whether roster or
/// segment came first.
pub fn open_to_keep(
    bytes: &[u8],
    limits: &Limits,
    roster: &Roster,
    identities: &[String],
) -> Result<(Envelope, Vec<Opened>)> {
    open_by(bytes, limits, roster, identities, Cuts::LeftToTheStore)
}

/// Who judges segments of revoked devices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cuts {
    Judged,
    LeftToTheStore,
}

fn open_by(
    bytes: &[u8],
    limits: &Limits,
    roster: &Roster,
    identities: &[String],
    cuts: Cuts,
) -> Result<(Envelope, Vec<Opened>)> {
    let (envelope, sealed) = verified(bytes, limits, roster)?;
    let plain = seal::reader(identities, sealed.ciphertext)?;
    let mut zstd = zstd::stream::read::Decoder::new(plain).map_err(|_| Error::BadCompression)?;
    zstd.window_log_max(WINDOW_LOG_MAX).map_err(|_| Error::BadCompression)?;
    let body = BufReader::with_capacity(1 << 16, zstd.take(limits.decompressed + 1));
    let opened = lines::read(body, limits, roster, cuts, &envelope.segments)?;
    Ok((envelope, opened))
}

/// The first line without its newline, and what follows it. `limit` is the longest line we look for.
fn line(bytes: &[u8], limit: usize) -> Result<(&[u8], &[u8])> {
    match bytes.iter().take(limit + 1).position(|byte| *byte == b'\n') {
        Some(end) => Ok((&bytes[..end], &bytes[end + 1..])),
        None if bytes.len() > limit => Err(Error::TooLarge),
        None => Err(Error::WrongLength),
    }
}

/// For how many X25519 recipients an age file is sealed; none if it is no age file or has recipients of other kinds.
fn age_recipients(ciphertext: &[u8]) -> Option<usize> {
    let mut lines = ciphertext[..ciphertext.len().min(AGE_HEADER)].split(|byte| *byte == b'\n');
    if lines.next()? != b"age-encryption.org/v1" {
        return None;
    }
    let mut count = 0;
    for line in lines {
        if line.starts_with(b"---") {
            return Some(count);
        }
        let Some(stanza) = line.strip_prefix(b"-> ") else {
            continue;
        };
        let kind = stanza.split(|byte| *byte == b' ').next()?;
        match kind {
            b"X25519" => count += 1,
            kind if kind.ends_with(b"-grease") => {}
            _ => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_of_the_longest_segment_holds_a_salt_per_change() {
        let limits = Limits::default();
        let one_salt = r#""0123456789abcdef0123456789abcdef","#.len() as u64;
        assert!(limits.changes * one_salt + 4096 <= limits.line as u64);
    }
}
