//! Letting go of what the county has erased: whose word counts, what stays, what cannot come back.

use changelog::bundle::seal;
use changelog::{
    Audience, Body, Change, DeviceKeys, Erasure, Head, Header, Hlc, LogId, Op, Opening, Payload, Ref, SaltSeed, Salts,
    SegmentOfChanges, SignedErasure,
};
use serde_json::{Value, json};

use crate::county::{COUNTY, Caller, County, HILL, LAKE, code, sha256};

/// A segment of station HILL with one record in it, and the change that holds the record.
fn segment(county: &County) -> (SegmentOfChanges, Ref) {
    let log = LogId::random();
    let audience = Audience::Station(HILL.into());
    let opening = Opening { device: county.hill.id(), audience, reason: "created".into(), predecessor: None };
    let (header, payload) = opening.to_change(log, "staff-1", Hlc { ms: 1, n: 0 }, false, 0).unwrap();
    let seed = SaltSeed::random();
    let first = Change::write(header, &payload, seed.salt(&log, 1), &Head::ZERO).unwrap();
    let header = Header {
        v: 1,
        log,
        seq: 2,
        rest: 0,
        hlc: Hlc { ms: 2, n: 0 },
        doubtful: false,
        author: "staff-1".into(),
        kind: "recipient".into(),
        record: "r".into(),
        op: Op::Set,
        overwrites: Default::default(),
    };
    let payload = Payload::from_iter([("name".to_owned(), Value::from("不可留名"))]);
    let second = Change::write(header, &payload, seed.salt(&log, 2), &first.head).unwrap();
    let reference = second.reference();
    let changes = vec![first, second];
    let segment = SegmentOfChanges::sign(COUNTY, &county.hill, Head::ZERO, Salts::Seed(seed), changes).unwrap();
    (segment, reference)
}

/// The same without the payload of its second change, as the county sends it on.
fn emptied(segment: &SegmentOfChanges) -> SegmentOfChanges {
    let mut changes = segment.changes.clone();
    changes[1] = changes[1].erased();
    assert!(matches!(changes[1].body, Body::Erased { .. }));
    SegmentOfChanges::re_emitted(segment.signed.clone(), changes)
}

fn sealed(county: &County, keys: &DeviceKeys, segments: &[SegmentOfChanges]) -> Vec<u8> {
    let recipients = county.roster.recipients(&Audience::Station(HILL.into())).unwrap().remove(0);
    seal(COUNTY, keys, &recipients, segments, None).unwrap()
}

fn word(keys: &DeviceKeys, changes: Vec<Ref>, bundles: &[&[u8]]) -> Vec<u8> {
    let bundles = bundles.iter().map(|bytes| sha256(bytes)).collect();
    let erasure = Erasure { county: COUNTY.into(), device: keys.id(), time_ms: 5, changes, bundles };
    SignedErasure::sign(&erasure, &keys.signing).unwrap().to_bytes().unwrap()
}

fn erases(caller: &Caller<'_>, word: Vec<u8>) -> Value {
    let answer = caller.put("/v1/erasures", word);
    assert_eq!(answer.status(), 200);
    answer.json().unwrap()
}

#[test]
fn the_old_bundle_gives_way_once_the_new_one_is_here_and_does_not_come_back() {
    let county = County::open();
    let (hill, officer) = (county.caller(&county.hill), county.caller(&county.officer));
    let (segment, change) = segment(&county);
    let old = sealed(&county, &county.hill, std::slice::from_ref(&segment));
    let before = hill.receipt(&old).verify(&county.roster).unwrap();
    let new = sealed(&county, &county.officer, &[emptied(&segment)]);
    let word = word(&county.officer, vec![change], &[&new]);

    let told = erases(&officer, word.clone());
    assert_eq!((&told["missing"], &told["dropped"]), (&json!([sha256(&new)]), &json!(0)));
    assert_eq!(hill.get("/v1/bundles/1").bytes().unwrap(), old, "nothing goes before the new one is here");
    assert_eq!(officer.get("/v1/erasures").json::<Value>().unwrap(), json!({"changes": []}));

    officer.receipt(&new);
    let told = erases(&officer, word.clone());
    assert_eq!((&told["missing"], &told["dropped"], &told["left"]), (&json!([]), &json!(1), &json!(0)));
    assert_eq!(officer.get("/v1/erasures").json::<Value>().unwrap(), json!({"changes": [change]}));
    assert_eq!(hill.get("/v1/bundles/1").status(), 404);
    assert_eq!(hill.get("/v1/bundles/2").bytes().unwrap(), new);
    let listing: Value = hill.get("/v1/bundles?after=0").json().unwrap();
    let dropped: Vec<&Value> = listing["items"].as_array().unwrap().iter().map(|item| &item["dropped"]).collect();
    assert_eq!(dropped, [true, false], "its number stays, for numbers are what the callers remember");
    assert!(!kept_files(&county).contains(&old), "the file itself is gone");

    assert_eq!(erases(&officer, word)["dropped"], json!(0), "once more is once");
    let again = hill.receipt(&old).verify(&county.roster).unwrap();
    assert_eq!((again.number, again.places), (before.number, before.places), "its receipt still holds");
    assert_eq!(hill.get("/v1/bundles/1").status(), 404, "and it is not kept again");
    let resealed = sealed(&county, &county.hill, &[segment]);
    assert_eq!(code(hill.upload(&resealed)), "erased", "nor in another envelope");
}

#[test]
fn what_else_was_in_an_old_bundle_is_not_let_go() {
    let county = County::open();
    let (hill, officer) = (county.caller(&county.hill), county.caller(&county.officer));
    let ((one, change), (other, _)) = (segment(&county), segment(&county));
    let old = sealed(&county, &county.hill, &[one.clone(), other.clone()]);
    hill.receipt(&old);
    let new = sealed(&county, &county.officer, &[emptied(&one)]);
    officer.receipt(&new);
    let told = erases(&officer, word(&county.officer, vec![change], &[&new]));
    assert_eq!((&told["dropped"], &told["left"]), (&json!(0), &json!(1)));
    assert_eq!(hill.get("/v1/bundles/1").bytes().unwrap(), old);

    let both = sealed(&county, &county.officer, &[emptied(&one), other]);
    officer.receipt(&both);
    let told = erases(&officer, word(&county.officer, vec![change], &[&both]));
    assert_eq!((&told["dropped"], &told["left"]), (&json!(2), &json!(0)), "the half one gives way too");
    assert_eq!(hill.get("/v1/bundles/3").bytes().unwrap(), both);
}

#[test]
fn only_a_county_device_may_have_something_let_go() {
    let county = County::open();
    let (hill, officer) = (county.caller(&county.hill), county.caller(&county.officer));
    let (segment, change) = segment(&county);
    let old = sealed(&county, &county.hill, std::slice::from_ref(&segment));
    hill.receipt(&old);
    let new = sealed(&county, &county.officer, &[emptied(&segment)]);
    officer.receipt(&new);
    assert_eq!(hill.put("/v1/erasures", word(&county.officer, vec![change], &[&new])).status(), 403);
    assert_eq!(hill.get("/v1/erasures").status(), 403);
    for signer in [&county.hill, &county.lake, &DeviceKeys::generate()] {
        assert_eq!(code(officer.put("/v1/erasures", word(signer, vec![change], &[&new]))), "erasure");
    }
    let mut forged: Value = serde_json::from_slice(&word(&county.officer, vec![change], &[&new])).unwrap();
    forged["bytes"] = json!(forged["bytes"].as_str().unwrap().replace("\"time_ms\":5", "\"time_ms\":6"));
    assert_eq!(code(officer.put("/v1/erasures", forged.to_string().into_bytes())), "erasure");
    for nonsense in [b"".to_vec(), b"{}".to_vec(), word(&county.officer, vec![], &[&new])] {
        assert_eq!(code(officer.put("/v1/erasures", nonsense)), "erasure");
    }
    assert_eq!(hill.get("/v1/bundles/1").bytes().unwrap(), old, "nothing of it did anything");
    assert!(county.caller(&county.lake).offered().is_empty(), "{LAKE} was never concerned");
}

#[test]
fn it_remembers_over_a_restart() {
    let mut county = County::open();
    let (segment, change) = segment(&county);
    let old = sealed(&county, &county.hill, std::slice::from_ref(&segment));
    let new = sealed(&county, &county.officer, &[emptied(&segment)]);
    county.caller(&county.hill).receipt(&old);
    let officer = county.caller(&county.officer);
    officer.receipt(&new);
    erases(&officer, word(&county.officer, vec![change], &[&new]));
    drop(officer);
    county.start();
    let hill = county.caller(&county.hill);
    assert_eq!(hill.get("/v1/bundles/1").status(), 404);
    assert_eq!(code(hill.upload(&sealed(&county, &county.hill, &[segment]))), "erased");
}

/// The content of every bundle file that the hub keeps.
fn kept_files(county: &County) -> Vec<Vec<u8>> {
    let shelves = std::fs::read_dir(county.directory.path().join("hub/bundles")).unwrap();
    let files = shelves.flat_map(|shelf| std::fs::read_dir(shelf.unwrap().path()).unwrap());
    files.map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect()
}
