//! The frozen vectors of tests/vectors: files written once, which every later version must read to the same outcome.

use base64::{Engine, engine::general_purpose::STANDARD};
use changelog::*;
use serde_json::Value;
use std::{
    fs,
    path::{Path, PathBuf},
};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors")
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

struct Keys {
    root: PublicKey,
    roster: Roster,
    identities: Vec<String>,
    county: String,
}

fn keys() -> Keys {
    let file = json(&folder().join("county.json"));
    let root: PublicKey = file["root_key"].as_str().unwrap().parse().unwrap();
    let signed: SignedRoster = serde_json::from_value(file["roster"].clone()).unwrap();
    let identity = |name: &str| file["identities"][name].as_str().unwrap().to_owned();
    Keys {
        root,
        roster: signed.verify(&root, 3).unwrap(),
        identities: vec![identity("station")],
        county: identity("county"),
    }
}

/// Every bundle of a folder with its expectation.
fn bundles(part: &str) -> Vec<(String, Vec<u8>, Value)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder().join(part)).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "hzb") {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            found.push((name, fs::read(&path).unwrap(), json(&path.with_extension("json"))));
        }
    }
    found
}

fn open(keys: &Keys, bytes: &[u8]) -> Result<(Envelope, Vec<Opened>)> {
    bundle::open(bytes, &Limits::default(), &keys.roster, &keys.identities)
}

#[test]
fn every_valid_vector_opens_to_its_exact_changes_and_heads() {
    let keys = keys();
    let all = bundles("valid");
    assert!(all.len() >= 8);
    for (name, bytes, expected) in all {
        let (_, opened) = open(&keys, &bytes).unwrap();
        let expected = expected["segments"].as_array().unwrap().clone();
        assert_eq!(opened.len(), expected.len(), "{name}");
        for (segment, expected) in opened.into_iter().zip(expected) {
            let segment = segment.unwrap_or_else(|quarantined| panic!("{name}: {quarantined:?}"));
            assert_eq!(serde_json::to_value(&segment.signed.segment).unwrap(), expected["segment"], "{name}");
            let expected = expected["changes"].as_array().unwrap();
            assert_eq!(segment.changes.len(), expected.len(), "{name}");
            for (change, expected) in segment.changes.iter().zip(expected) {
                assert_eq!(expected["header"], change.header_bytes, "{name}");
                assert_eq!(expected["payload_hash"], hex::encode(change.payload_hash()), "{name}");
                assert_eq!(expected["head"], change.head.to_string(), "{name}");
                match &change.body {
                    Body::Kept { payload_bytes, salt } => {
                        assert_eq!(expected["payload"], *payload_bytes, "{name}");
                        assert_eq!(expected["salt"], salt.to_string(), "{name}");
                    }
                    Body::Erased { .. } => {
                        assert!(expected["payload"].is_null() && expected["salt"].is_null(), "{name}")
                    }
                }
            }
        }
    }
}

#[test]
fn every_invalid_vector_is_refused_for_its_own_reason() {
    let keys = keys();
    let all = bundles("invalid");
    assert!(all.len() >= 20);
    for (name, bytes, expected) in all {
        let outcome = &expected["outcome"];
        match open(&keys, &bytes) {
            Err(error) => assert_eq!(outcome["whole"], error.code(), "{name}"),
            Ok((_, opened)) => {
                let codes: Vec<Option<&str>> =
                    opened.iter().map(|part| part.as_ref().err().map(|q| q.reason.code())).collect();
                assert_eq!(outcome["segments"], serde_json::to_value(codes).unwrap(), "{name}");
            }
        }
    }
}

#[test]
fn erasing_and_re_emitting_left_signature_and_heads_as_they_were() {
    let keys = keys();
    let read = |name: &str| {
        let bytes = fs::read(folder().join(format!("valid/{name}.hzb"))).unwrap();
        open(&keys, &bytes).unwrap().1.pop().unwrap().unwrap()
    };
    let (seed, list, erased) = (read("seed"), read("salts-list"), read("erased"));
    assert_eq!((&seed.signed, &seed.changes), (&list.signed, &list.changes));
    assert_eq!(seed.signed, erased.signed);
    assert_eq!(erased.changes[2], seed.changes[2].erased());
}

#[test]
fn the_papers_are_read_as_they_were_written() {
    let keys = keys();
    let file = json(&folder().join("valid/papers.json"));
    let text = |name: &str| file[name].as_str().unwrap().to_owned();
    let bytes = |name: &str| STANDARD.decode(text(name)).unwrap();
    let device = DeviceKeys::from_secret(&text("device_secret")).unwrap();

    let (join, roster) = JoinFile::open(&bytes("join_file"), &OneTimeCode::parse(&text("code")).unwrap()).unwrap();
    assert_eq!((roster, join.letter.as_str()), (keys.roster.clone(), "B"));
    assert_eq!(join.secret.admission(), text("admission"));
    assert_eq!(join.secret.admission_hash(), text("admission_hash"));
    let request = JoinRequest::open(&bytes("join_request"), std::slice::from_ref(&keys.county)).unwrap();
    assert_eq!((request.check(&join.secret), &request.proof), (Ok(()), &text("proof")));
    assert_eq!(request.device, device.public());

    let confirmation: Confirmation = serde_json::from_value(file["confirmation"].clone()).unwrap();
    let (roster, identity) = confirmation.open(&device, &keys.root, 4).unwrap();
    assert_eq!(identity.recipient(), roster.stations[0].recipient);
    let receipt: SignedReceipt = serde_json::from_value(file["receipt"].clone()).unwrap();
    assert_eq!(receipt.verify(&roster).unwrap().number, 7);
    let checkpoint: SignedCheckpoint = serde_json::from_value(file["checkpoint"].clone()).unwrap();
    assert_eq!(checkpoint.verify(&roster).unwrap().places[0].1, 12);
}

#[test]
fn the_worked_example_of_the_format_text_is_the_vector() {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schema/bundle-v1.md")).unwrap();
    let seed = json(&folder().join("valid/seed.json"));
    for place in 0..2 {
        let change = &seed["segments"][0]["changes"][place];
        for member in ["header", "payload", "salt", "payload_hash", "head"] {
            let value = change[member].as_str().unwrap();
            assert!(text.contains(value), "schema/bundle-v1.md lacks {member} of change {}: {value}", place + 1);
        }
    }
}
