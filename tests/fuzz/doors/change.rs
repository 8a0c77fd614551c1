//! One change as received: its header on the first line, its payload behind it. What is let in stays readable.

use changelog::{Body, Change, Head, Opening, Salt};

pub fn enter(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let (header, payload) = text.split_once('\n').unwrap_or((text, "{}"));
    let kept = Body::Kept { payload_bytes: payload.to_owned(), salt: Salt([7; 16]) };
    for body in [kept, Body::Erased { payload_hash: [9; 32] }] {
        let Ok(change) = Change::received(header.to_owned(), body, &Head::ZERO) else { continue };
        let again = Change::from_stored(change.header_bytes.clone(), change.body.clone(), change.head);
        assert_eq!(again.as_ref(), Ok(&change), "what was let in stays readable");
        assert_eq!(change.erased().reference(), change.reference());
        let _ = (change.payload(), Opening::read(&change));
    }
}
