//! Scans: as they come, and with the marks of a beginning and an end, without which nobody looks inside.

pub fn enter(data: &[u8]) {
    let _ = photos::take(data, false);
    let _ = photos::take(&[b"%PDF-1.4\n".as_slice(), data, b"\nstartxref\n0\n%%EOF"].concat(), false);
}
