//! A file that shows when it is no longer what was written, and the first whole one of two copies. Knows nothing of what is in it.

use std::path::Path;

use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

/// What stands before the hash of a file, as its last member. Programs that do not know it pass over it.
const SUM: &[u8] = b",\"sum\":\"";

/// The JSON of an object with the hash of its text: a flipped bit may read as well as what was written.
pub fn with_sum(json: &[u8]) -> Vec<u8> {
    let Some(text) = json.trim_ascii_end().strip_suffix(b"}").map(<[u8]>::trim_ascii_end) else { return json.to_vec() };
    [text, SUM, sum_of(text).as_bytes(), b"\"}"].concat()
}

/// Reads such a text. None when it is not what was written; one without a hash is an older program's.
pub fn read_summed<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    if let Some(end) = bytes.windows(SUM.len()).rposition(|part| part == SUM) {
        let (text, rest) = bytes.split_at(end);
        let said = rest[SUM.len()..].split(|byte| *byte == b'"').next();
        if said != Some(sum_of(text).as_bytes()) {
            return None;
        }
    }
    serde_json::from_slice(bytes).ok()
}

fn sum_of(text: &[u8]) -> String {
    hex::encode(Sha256::digest(text))
}

/// What one of two copies says: the first that is there and reads. None when neither is there. Damaged ones are told apart from a disk that
/// does not answer just now for either: then nobody may act as if there were nothing.
pub(crate) fn first_whole<T>(paths: &[&Path], read: impl Fn(&[u8]) -> Option<T>) -> std::io::Result<Whole<T>> {
    let (mut damaged, mut unanswered) = (false, None);
    for path in paths {
        match disk::read(path) {
            Ok(bytes) => match read(&bytes) {
                Some(content) => return Ok(Whole::Here(content)),
                None => damaged = true,
            },
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => unanswered = Some(error),
        }
    }
    if let Some(error) = unanswered {
        return Err(error);
    }
    Ok(if damaged { Whole::Damaged } else { Whole::Nowhere })
}

/// What has become of a file that has two copies.
pub(crate) enum Whole<T> {
    /// One of them reads.
    Here(T),
    /// None reads.
    Damaged,
    /// Neither is there.
    Nowhere,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn no_flipped_bit_reads_as_something_else() {
        let content = json!({"key": "ab12", "logs": [{"seq": 12}], "text": "张三"});
        for json in [serde_json::to_vec(&content), serde_json::to_vec_pretty(&content)].map(|json| json.expect("JSON"))
        {
            assert_eq!(read_summed::<Value>(&json).as_ref(), Some(&content), "an older program's");
            let text = with_sum(&json);
            let without = |mut read: Value| {
                // One bit of the name of the hash: the hash is passed over, and the rest is as it was.
                let known = ["key", "logs", "text"];
                read.as_object_mut().expect("an object").retain(|name, _| known.contains(&name.as_str()));
                read
            };
            assert_eq!(read_summed(&text).map(without), Some(content.clone()));
            for bit in 0..text.len() * 8 {
                let mut bent = text.clone();
                bent[bit / 8] ^= 1 << (bit % 8);
                assert!(read_summed(&bent).map(without).is_none_or(|read| read == content), "bit {bit}");
            }
        }
    }
}
