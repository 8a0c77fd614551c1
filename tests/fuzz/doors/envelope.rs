//! The first line of a bundle: as it comes, and once more with length, hash and signature put right.

use changelog::{Limits, Purpose, bundle};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::county::county;

pub fn enter(data: &[u8]) {
    look(data);
    let end = data.iter().position(|byte| *byte == b'\n').unwrap_or(data.len());
    let Ok(Value::Object(envelope)) = serde_json::from_slice(&data[..end]) else { return };
    look(&put_right(Value::Object(envelope), data.get(end + 1..).unwrap_or_default()));
}

/// Everything that somebody may ask of a bundle before opening it, and opening it.
pub fn look(bytes: &[u8]) {
    let (county, limits) = (county(), Limits::default());
    let _ = bundle::envelope(bytes, &limits);
    let _ = bundle::newer(bytes, &limits, &county.roster);
    let _ = bundle::open(bytes, &limits, &county.roster, &[county.identity.to_secret()]);
}

/// A bundle with this envelope and ciphertext whose length, hash and signature are right.
pub fn put_right(mut envelope: Value, ciphertext: &[u8]) -> Vec<u8> {
    envelope["length"] = json!(ciphertext.len());
    envelope["sha256"] = json!(hex::encode(Sha256::digest(ciphertext)));
    let mut bytes = envelope.to_string().into_bytes();
    let signature = county().pc.sign(Purpose::Bundle, &bytes);
    bytes.extend(format!("\n{signature}\n").bytes());
    bytes.extend(ciphertext);
    bytes
}
