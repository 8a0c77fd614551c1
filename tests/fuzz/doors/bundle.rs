//! The body of a bundle: the input is its lines, sealed and signed as a sender of the county would; and once more as if it were the
//! compressed bytes.

use changelog::{Purpose, Segment, SegmentRange, bundle, seal};
use serde_json::{Value, json};

use super::county::county;
use super::envelope::{look, put_right};

pub fn enter(data: &[u8]) {
    let (mut body, mut ranges) = (Vec::with_capacity(data.len()), Vec::new());
    for line in data.split_inclusive(|byte| *byte == b'\n') {
        match signed_anew(line) {
            Some((range, line)) => {
                ranges.push(range);
                body.extend(line);
            }
            None => body.extend(line),
        }
    }
    if let Ok(compressed) = zstd::encode_all(&body[..], 1) {
        open(&ranges, &compressed);
    }
    open(&ranges, data);
}

/// The line of a segment with a signature that is right for what it says.
fn signed_anew(line: &[u8]) -> Option<(SegmentRange, Vec<u8>)> {
    let mut value: Value = serde_json::from_slice(line).ok()?;
    let segment: Segment = serde_json::from_value(value.get("segment")?.clone()).ok()?;
    value["signature"] = json!(county().pc.sign(Purpose::Segment, &segment.message()));
    Some((SegmentRange::from(&segment), format!("{value}\n").into_bytes()))
}

fn open(ranges: &[SegmentRange], compressed: &[u8]) {
    let county = county();
    let recipients = [county.identity.recipient().to_owned()];
    let Ok(sealed) = seal::to_recipients(&recipients, compressed) else { return };
    let envelope = json!({"format": bundle::FORMAT, "suite": bundle::SUITE, "content": bundle::CONTENT,
        "county": county.roster.county_id, "sender": county.roster.devices[0].id, "recipients": recipients,
        "min_reader": bundle::READER, "segments": ranges});
    look(&put_right(envelope, &sealed));
}
