//! The segments of a JPEG file: whether it is whole, and a copy without what cameras, phones and editors add to the picture.
//! The picture itself is copied byte by byte.

/// The file without metadata, comments and whatever follows its end (a phone's moving picture); nothing when it is not whole.
pub(crate) fn bare(bytes: &[u8]) -> Option<Vec<u8>> {
    if !bytes.starts_with(&[0xFF, 0xD8]) {
        return None;
    }
    let mut kept = vec![0xFF, 0xD8];
    let mut at = 2;
    let mut seen_scan = false;
    loop {
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
                if belongs_to_picture(marker, &bytes[at + 4..end]) {
                    kept.extend(&bytes[at..end]);
                }
                at = end;
                if marker == 0xDA {
                    seen_scan = true;
                    let scan = scan_end(bytes, at)?;
                    kept.extend(&bytes[at..scan]);
                    at = scan;
                }
            }
        }
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

/// Where the coded data of a scan ends: at the next marker that is neither a stuffed byte nor a restart.
fn scan_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == 0xFF)?;
        match bytes.get(at + 1)? {
            0x00 | 0xD0..=0xD7 => at += 2,
            0xFF => at += 1,
            _ => return Some(at),
        }
    }
}
