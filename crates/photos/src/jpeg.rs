//! The segments of a JPEG file: whether it is whole, and a copy without what cameras, phones and editors add to the picture.
//! The picture itself is copied byte by byte; where only the end marker is missing the decoder judges whether all of it is there.

use sha2::{Digest, Sha256};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;

/// The file without metadata, comments and whatever follows its end (a phone's moving picture); nothing when it is not whole.
pub(crate) fn bare(bytes: &[u8]) -> Option<Vec<u8>> {
    if !bytes.starts_with(&[0xFF, 0xD8]) {
        return None;
    }
    let mut kept = vec![0xFF, 0xD8];
    let mut at = 2;
    let (mut seen_scan, mut frame) = (false, Frame::default());
    loop {
        if seen_scan && at >= bytes.len() {
            return ended(kept, &frame);
        }
        let marker = *bytes.get(at + 1).filter(|_| bytes.get(at) == Some(&0xFF))?;
        match marker {
            // Fill bytes before a marker.
            0xFF => at += 1,
            0xD9 => {
                kept.extend([0xFF, 0xD9]);
                return seen_scan.then_some(kept);
            }
            0xD8 | 0x00 | 0x01 | 0xD0..=0xD7 => return None,
            _ => {
                let length = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
                let end = at + 2 + length;
                if length < 2 || end > bytes.len() {
                    return None;
                }
                if matches!(marker, 0xC0..=0xC3) {
                    frame = Frame::read(marker, &bytes[at + 4..end]);
                }
                if belongs_to_picture(marker, &bytes[at + 4..end]) {
                    kept.extend(&bytes[at..end]);
                }
                at = end;
                if marker == 0xDA {
                    frame.take_in(&bytes[at - length + 2..at]);
                    seen_scan = true;
                    let scan = scan_end(bytes, at);
                    kept.extend(&bytes[at..scan]);
                    at = scan;
                }
            }
        }
    }
}

/// The copy with the end marker that the file lacks, when the whole picture is in it: all scans of a frame are there, and the decoder
/// has no use for what is put behind the last.
fn ended(mut kept: Vec<u8>, frame: &Frame) -> Option<Vec<u8>> {
    // Half a marker at the end.
    if kept.last() == Some(&0xFF) {
        kept.pop();
    }
    if frame.pixels == 0 || frame.pixels > crate::take::PIXELS || !frame.is_whole() {
        return None;
    }
    let picture = |filling: u8| {
        let bytes = [kept.as_slice(), &[filling; 64], &[0xFF, 0xD9]].concat();
        let pixels = JpegDecoder::new(ZCursor::new(bytes)).decode().ok()?;
        Some(Sha256::digest(pixels))
    };
    let whole = picture(0x35)? == picture(0xCA)?;
    kept.extend([0xFF, 0xD9]);
    whole.then_some(kept)
}

/// The picture that a file tells in one scan or, progressively, in many: which coefficients of which component have come in full.
#[derive(Default)]
struct Frame {
    pixels: u64,
    components: Vec<(u8, [bool; 64])>,
}

impl Frame {
    /// As its header says; nothing for one that no decoder here reads.
    fn read(marker: u8, header: &[u8]) -> Frame {
        let (0xC0..=0xC2, [_, h1, h0, w1, w0, count, each @ ..]) = (marker, header) else { return Frame::default() };
        let side = |high: u8, low: u8| u64::from(u16::from_be_bytes([high, low]));
        let components = each.chunks(3).take(usize::from(*count)).filter_map(|one| one.first());
        Frame { pixels: side(*h1, *h0) * side(*w1, *w0), components: components.map(|id| (*id, [false; 64])).collect() }
    }

    /// What a scan brings: its components, from which coefficient to which, and whether down to the last bit.
    fn take_in(&mut self, scan: &[u8]) {
        let count = scan.first().map_or(0, |count| usize::from(*count));
        let Some([first, last, bits, ..]) = scan.get(1 + 2 * count..) else { return };
        let ids: Vec<u8> = scan[1..1 + 2 * count].chunks(2).map(|one| one[0]).collect();
        for (_, known) in self.components.iter_mut().filter(|(id, _)| ids.contains(id) && bits & 0x0F == 0) {
            (*first..=(*last).min(63)).for_each(|place| known[usize::from(place)] = true);
        }
    }

    fn is_whole(&self) -> bool {
        !self.components.is_empty() && self.components.iter().all(|(_, known)| known.iter().all(|known| *known))
    }
}

/// Tables, frame and scan headers, JFIF, the colour profile and Adobe's colour transform; nothing else of the applications' own.
fn belongs_to_picture(marker: u8, content: &[u8]) -> bool {
    match marker {
        0xE0 => content.starts_with(b"JFIF\0"),
        0xE2 => content.starts_with(b"ICC_PROFILE\0"),
        0xEE => content.starts_with(b"Adobe"),
        0xE1 | 0xE3..=0xED | 0xEF | 0xFE => false,
        _ => true,
    }
}

/// Where the coded data of a scan ends: at the next marker that is neither a stuffed byte nor a restart, or with the file.
fn scan_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(marker) = bytes.get(at..).and_then(|rest| rest.iter().position(|byte| *byte == 0xFF)) {
        at += marker;
        match bytes.get(at + 1) {
            Some(0x00 | 0xD0..=0xD7) => at += 2,
            Some(0xFF) => at += 1,
            Some(_) => return at,
            None => break,
        }
    }
    bytes.len()
}
