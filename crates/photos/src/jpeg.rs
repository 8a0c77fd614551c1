//! The segments of a JPEG file: whether it is whole, and a copy without what cameras, phones and editors add to the picture.
//! The picture itself is copied byte by byte; where only the end marker is missing the decoder judges whether all of it is there.

use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// The file without metadata, comments and whatever follows its end (a phone's moving picture); nothing when it is not whole.
pub(crate) fn bare(bytes: &[u8]) -> Option<Vec<u8>> {
    if !bytes.starts_with(&[0xFF, 0xD8]) {
        return None;
    }
    let mut kept = vec![0xFF, 0xD8];
    let mut at = 2;
    let (mut seen_scan, mut size) = (false, 0);
    loop {
        if seen_scan && at >= bytes.len() {
            return ended(kept, size);
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
                    size = pixels(marker, &bytes[at + 4..end]);
                }
                if belongs_to_picture(marker, &bytes[at + 4..end]) {
                    kept.extend(&bytes[at..end]);
                }
                at = end;
                if marker == 0xDA {
                    seen_scan = true;
                    let scan = scan_end(bytes, at);
                    kept.extend(&bytes[at..scan]);
                    at = scan;
                }
            }
        }
    }
}

/// The copy with the end marker that the file lacks, when the whole picture is in it: then the decoder has no use for what is
/// put behind it. Progressive pictures come in several scans, and nobody knows how many are missing.
fn ended(mut kept: Vec<u8>, pixels: u64) -> Option<Vec<u8>> {
    // Half a marker at the end.
    if kept.last() == Some(&0xFF) {
        kept.pop();
    }
    if pixels == 0 || pixels > crate::take::PIXELS {
        return None;
    }
    let picture = |filling: u8| {
        let bytes = [kept.as_slice(), &[filling; 64], &[0xFF, 0xD9]].concat();
        let options = DecoderOptions::default().jpeg_set_out_colorspace(ColorSpace::Luma);
        JpegDecoder::new_with_options(ZCursor::new(bytes), options).decode().ok()
    };
    let whole = picture(0x35)? == picture(0xCA)?;
    kept.extend([0xFF, 0xD9]);
    whole.then_some(kept)
}

/// Pixels of a picture in one scan, as its frame header says; 0 for any other frame.
fn pixels(marker: u8, frame: &[u8]) -> u64 {
    match (marker, frame) {
        (0xC0 | 0xC1, [_, h1, h0, w1, w0, ..]) => {
            u64::from(u16::from_be_bytes([*h1, *h0])) * u64::from(u16::from_be_bytes([*w1, *w0]))
        }
        _ => 0,
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
