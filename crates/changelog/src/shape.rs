//! The shape of JSON that others wrote: how deep, how many values, how long a name. Judged on the bytes at the door, before anything is built
//! of them, so that no later reader meets what it cannot bear. Knows no meaning.

use crate::{
    change::MAX_INTEGER,
    error::{Error, Result},
    header::{Header, Hlc},
};

/// The most that a piece of JSON may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Objects and arrays within one another.
    pub depth: usize,
    /// Values and members together.
    pub values: usize,
}

/// A header: `overwrites` is the deepest we write, with room for what newer programs add.
pub const HEADER: Shape = Shape { depth: 16, values: 100_000 };
/// A payload.
pub const PAYLOAD: Shape = Shape { depth: 32, values: 200_000 };
/// The longest kind, record id, author, operation or field name, in bytes.
pub const MAX_NAME: usize = 256;

impl Shape {
    /// Whether these bytes are no deeper and no more. Strings are skipped; whether it is JSON at all is for the parser to say.
    pub fn admits(self, json: &[u8]) -> bool {
        let (mut depth, mut values) = (0usize, 1usize);
        let (mut in_string, mut escaped) = (false, false);
        for byte in json {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if in_string => escaped = true,
                b'"' => in_string = !in_string,
                _ if in_string => {}
                b'[' | b'{' => {
                    depth += 1;
                    values += 1;
                }
                b']' | b'}' => depth = depth.saturating_sub(1),
                b',' => values += 1,
                _ => {}
            }
            if depth > self.depth || values > self.values {
                return false;
            }
        }
        true
    }
}

/// The door of a header: shape, lengths of its names, places that every reader can count with. What was let in before stays readable
/// (`Header::read`); only what comes new is asked this.
pub(crate) fn check_header(header: &Header, bytes: &str) -> Result<()> {
    let names = [&header.author, &header.kind, &header.record].into_iter().map(String::as_str);
    let names = names.chain([header.op.as_str()]).chain(header.overwrites.keys().map(String::as_str));
    let places = header.overwrites.values().flatten().map(|seen| seen.seq).chain([header.seq]);
    if HEADER.admits(bytes.as_bytes()) && names.into_iter().all(is_name) && places.into_iter().all(is_count) {
        Ok(())
    } else {
        Err(Error::BadShape)
    }
}

/// The door of a payload, and of the names of its fields.
pub(crate) fn check_payload(bytes: &str) -> Result<()> {
    if PAYLOAD.admits(bytes.as_bytes()) { Ok(()) } else { Err(Error::BadShape) }
}

pub(crate) fn is_name(text: &str) -> bool {
    text.len() <= MAX_NAME && !text.contains('\0')
}

/// Whether a place or number is one that every reader can count with and on from.
pub fn is_count(number: u64) -> bool {
    number < MAX_INTEGER
}

/// Numbers and times of a signed document: none that an addition or a signed 64-bit column would turn over.
pub(crate) fn check_document(counts: impl IntoIterator<Item = u64>, time_ms: u64) -> Result<()> {
    if time_ms <= Hlc::MAX_MS && counts.into_iter().all(is_count) { Ok(()) } else { Err(Error::BadShape) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_and_number_are_counted_outside_of_strings() {
        let shape = Shape { depth: 3, values: 6 };
        for good in ["{}", r#"{"a":[[1,2]]}"#, r#"{"a":"[[[[[[{{{{,,,,,,"}"#, r#"{"a":"\"[[[["}"#, r#"{"a":"\\"}"#] {
            assert!(shape.admits(good.as_bytes()), "{good}");
        }
        for bad in ["[[[[]]]]", "[1,2,3,4,5,6]", r#"{"a":"\\","b":[[[]]]}"#, r#"{"a":{"b":{"c":{}}}}"#] {
            assert!(!shape.admits(bad.as_bytes()), "{bad}");
        }
    }
}
