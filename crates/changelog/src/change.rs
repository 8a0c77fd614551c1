//! One change: its header, its payload or what is left of it after an erasure, and its head. The bytes are written
//! once and are law from then on; nothing here re-serialises them.

use serde_json::Value;

use crate::{
    chain,
    error::{Error, Result},
    header::{Header, Payload},
    ids::{Head, Ref, Salt},
    shape,
};

/// The greatest integer that every JSON reader keeps exactly.
pub const MAX_INTEGER: u64 = 1 << 53;
/// The longest line of a change in a bundle. A longer one is refused when it is written, not when it is to be sent.
pub const MAX_LINE: usize = 4 << 20;

/// The payload as written, or, after an erasure, the hash that keeps the chain whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// The payload is here.
    Kept {
        /// The payload's JSON as written.
        payload_bytes: String,
        /// Its salt.
        salt: Salt,
    },
    /// Payload and salt are gone for good.
    Erased {
        /// `SHA-256(salt ‖ payload)` of what was there.
        payload_hash: [u8; 32],
    },
}

/// A change with its place in the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The header, parsed.
    pub header: Header,
    /// The header as written.
    pub header_bytes: String,
    /// The payload or its hash.
    pub body: Body,
    /// The head after this change.
    pub head: Head,
}

impl Change {
    /// Writes a change after `before`. Refuses integers above 2^53 (write them as strings) and a bad header.
    pub fn write(header: Header, payload: &Payload, salt: Salt, before: &Head) -> Result<Change> {
        header.check()?;
        if payload.values().any(has_large_integer) {
            return Err(Error::NumberTooLarge);
        }
        let header_bytes = serde_json::to_string(&header).map_err(|_| Error::BadHeader)?;
        let payload_bytes = serde_json::to_string(payload).map_err(|_| Error::BadPayload)?;
        if header_bytes.len() + payload_bytes.len() + 8 > MAX_LINE {
            return Err(Error::ChangeTooLarge);
        }
        // What nobody would take in is not written.
        shape::check_header(&header, &header_bytes)?;
        shape::check_payload(&payload_bytes)?;
        if !payload.keys().all(|name| shape::is_name(name)) {
            return Err(Error::BadShape);
        }
        Ok(Change::linked(header, header_bytes, Body::Kept { payload_bytes, salt }, before))
    }

    /// A change as a store kept it. The header is parsed; the chain is not checked again.
    pub fn from_stored(header_bytes: String, body: Body, head: Head) -> Result<Change> {
        Ok(Change { header: Header::read(&header_bytes)?, header_bytes, body, head })
    }

    /// A change as received: bounded in depth, number and names, parsed, its payload checked to be an object, and its head computed after `before`.
    pub fn received(header_bytes: String, body: Body, before: &Head) -> Result<Change> {
        if let Body::Kept { payload_bytes, .. } = &body {
            shape::check_payload(payload_bytes)?;
            let payload: Payload = serde_json::from_str(payload_bytes).map_err(|_| Error::BadPayload)?;
            if !payload.keys().all(|name| shape::is_name(name)) {
                return Err(Error::BadShape);
            }
        }
        let header = Header::read(&header_bytes)?;
        shape::check_header(&header, &header_bytes)?;
        Ok(Change::linked(header, header_bytes, body, before))
    }

    fn linked(header: Header, header_bytes: String, body: Body, before: &Head) -> Change {
        let head = chain::head_after(before, &header_bytes, &body.payload_hash());
        Change { header, header_bytes, body, head }
    }

    /// The name of this change.
    pub fn reference(&self) -> Ref {
        Ref { log: self.header.log, seq: self.header.seq, head: self.head.short() }
    }

    /// The fields, unless they were erased.
    pub fn payload(&self) -> Option<Payload> {
        match &self.body {
            Body::Kept { payload_bytes, .. } => serde_json::from_str(payload_bytes).ok(),
            Body::Erased { .. } => None,
        }
    }

    /// Bytes of header and payload.
    pub fn size(&self) -> usize {
        let payload = match &self.body {
            Body::Kept { payload_bytes, .. } => payload_bytes.len(),
            Body::Erased { .. } => 0,
        };
        self.header_bytes.len() + payload
    }

    /// `SHA-256(salt ‖ payload)`, also when erased.
    pub fn payload_hash(&self) -> [u8; 32] {
        self.body.payload_hash()
    }

    /// The same change without payload and salt. Head and reference stay.
    pub fn erased(&self) -> Change {
        Change { body: Body::Erased { payload_hash: self.payload_hash() }, ..self.clone() }
    }
}

impl Body {
    /// `SHA-256(salt ‖ payload)`.
    pub fn payload_hash(&self) -> [u8; 32] {
        match self {
            Body::Kept { payload_bytes, salt } => chain::payload_hash(salt, payload_bytes),
            Body::Erased { payload_hash } => *payload_hash,
        }
    }
}

fn has_large_integer(value: &Value) -> bool {
    match value {
        Value::Number(number) => {
            number.as_u64().is_some_and(|n| n > MAX_INTEGER)
                || number.as_i64().is_some_and(|n| n.unsigned_abs() > MAX_INTEGER)
        }
        Value::Array(items) => items.iter().any(has_large_integer),
        Value::Object(members) => members.values().any(has_large_integer),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        header::{Hlc, Op},
        ids::LogId,
        salt::SaltSeed,
    };
    use serde_json::json;

    fn header() -> Header {
        Header {
            v: 1,
            log: LogId([1; 16]),
            seq: 7,
            rest: 0,
            hlc: Hlc { ms: 1_700_000_000_000, n: 2 },
            doubtful: false,
            author: "s1".into(),
            kind: "visit".into(),
            record: "r1".into(),
            op: Op::Set,
            overwrites: [("place".into(), vec![Ref { log: LogId([2; 16]), seq: 3, head: [4; 8] }])].into(),
        }
    }

    fn write(header: Header, payload: Value) -> Result<Change> {
        let Value::Object(payload) = payload else { panic!("an object") };
        let salt = SaltSeed::from_bytes([9; 32]).salt(&header.log, header.seq);
        Change::write(header, &payload, salt, &Head([5; 32]))
    }

    #[test]
    fn a_change_comes_back_from_its_bytes_with_the_same_head() {
        let change = write(header(), json!({"place": "堂屋", "hours": 2, "note": null})).unwrap();
        let stored = Change::from_stored(change.header_bytes.clone(), change.body.clone(), change.head).unwrap();
        assert_eq!(stored, change);
        assert_eq!(Change::received(change.header_bytes.clone(), change.body.clone(), &Head([5; 32])).unwrap(), change);
        assert_eq!(change.payload().unwrap()["place"], "堂屋");
    }

    #[test]
    fn an_erased_change_keeps_its_name_and_its_place_in_the_chain() {
        let change = write(header(), json!({"place": "堂屋"})).unwrap();
        let erased = change.erased();
        assert_eq!(erased.reference(), change.reference());
        assert_eq!(erased.payload(), None);
        assert_eq!(
            Change::received(erased.header_bytes.clone(), erased.body, &Head([5; 32])).unwrap().head,
            change.head
        );
    }

    #[test]
    fn unknown_members_and_ops_stay_in_the_bytes() {
        let text = write(header(), json!({})).unwrap().header_bytes;
        let newer = text.replace(r#""op":"set""#, r#""op":"fold","mood":"calm""#);
        let change = Change::received(newer.clone(), write(header(), json!({})).unwrap().body, &Head::ZERO).unwrap();
        assert_eq!(change.header.op, Op::Other("fold".into()));
        assert_eq!(change.header_bytes, newer);
    }

    #[test]
    fn integers_above_two_to_the_53_are_refused_wherever_they_hide() {
        assert!(write(header(), json!({"n": MAX_INTEGER, "m": -9007199254740992i64, "s": "9007199254740993"})).is_ok());
        for bad in [json!({"n": MAX_INTEGER + 1}), json!({"n": -9007199254740993i64}), json!({"a": [{"b": u64::MAX}]})]
        {
            assert_eq!(write(header(), bad), Err(Error::NumberTooLarge));
        }
    }

    #[test]
    fn a_change_too_long_to_be_sent_is_refused_when_it_is_written() {
        assert_eq!(write(header(), json!({"text": "字".repeat(MAX_LINE / 3)})), Err(Error::ChangeTooLarge));
    }

    #[test]
    fn more_than_sixteen_references_for_a_field_are_refused() {
        let mut header = header();
        let reference = header.overwrites["place"][0];
        header.overwrites.insert("place".into(), vec![reference; 16]);
        assert!(write(header.clone(), json!({})).is_ok());
        header.overwrites.insert("place".into(), vec![reference; 17]);
        assert_eq!(write(header, json!({})), Err(Error::TooManyOverwrites));
    }

    #[test]
    fn a_header_of_a_newer_version_asks_for_a_newer_program_even_if_it_looks_different() {
        for text in [
            r#"{"v":2,"whatever":1}"#,
            &write(header(), json!({})).unwrap().header_bytes.replace(r#""v":1"#, r#""v":9"#),
        ] {
            assert_eq!(Header::read(text), Err(Error::NewerProgramNeeded));
        }
        for text in ["", "{}", "[1]", r#"{"v":1}"#, r#"{"v":0}"#] {
            assert_eq!(Header::read(text), Err(Error::BadHeader));
        }
    }

    #[test]
    fn a_payload_must_be_an_object() {
        let bytes = write(header(), json!({})).unwrap().header_bytes;
        for payload in ["[]", "1", "null", "{", "{\"a\":1e999}"] {
            let body = Body::Kept { payload_bytes: payload.into(), salt: Salt([0; 16]) };
            assert_eq!(Change::received(bytes.clone(), body, &Head::ZERO), Err(Error::BadPayload));
        }
    }
}
