//! Rosters, sessions, enrolments, join requests, confirmations, checkpoints.

use changelog::{Checkpoint, DeviceKeys, EnrolmentSecret, RootKey, SignedCheckpoint};
use hub::limits::Rates;
use serde_json::{Value, json};

use crate::county::{COUNTY, County, code};

#[test]
fn only_a_newer_roster_of_our_root_key_is_taken() {
    let county = County::open();
    assert_eq!(county.publish(&county.roster).status(), 200, "the same again is welcome");
    let mut newer = county.roster.clone();
    newer.number = 5;
    assert_eq!(county.publish(&newer).status(), 200);
    assert_eq!(county.publish(&county.roster).status(), 409, "an older number is refused");
    newer.county_name = "别名".into();
    assert_eq!(county.publish(&newer).status(), 409, "the same number with other contents too");

    let mut foreign = county.roster.clone();
    (foreign.number, foreign.county_id) = (9, "else".into());
    assert_eq!(code(county.publish(&foreign)), "county");
    let stranger = RootKey::generate();
    foreign.root_key = stranger.public();
    let body = stranger.sign(&foreign).unwrap().to_bytes().unwrap();
    let answer = county.stranger().put(county.url("/v1/roster")).body(body).send().unwrap();
    assert_eq!(code(answer), "roster");

    let kept = county.caller(&county.hill).get("/v1/roster").bytes().unwrap();
    let kept = changelog::SignedRoster::from_bytes(&kept).unwrap().verify(&county.root.public(), 0).unwrap();
    assert_eq!((kept.number, kept.county_name), (5, county.roster.county_name.clone()));
    assert_eq!(county.stranger().get(county.url("/v1/roster")).send().unwrap().status(), 401);
}

#[test]
fn a_nonce_is_good_once_and_only_for_its_own_device() {
    let county = County::open();
    let (hill, lake) = (county.hill.id(), county.lake.id());
    let nonce = county.nonce(&hill);
    assert_eq!(county.answer(&county.hill, &hill, &nonce).status(), 200);
    assert_eq!(county.answer(&county.hill, &hill, &nonce).status(), 401, "replayed");
    let nonce = county.nonce(&hill);
    assert_eq!(county.answer(&county.lake, &lake, &nonce).status(), 401);
    let nonce = county.nonce(&hill);
    assert_eq!(code(county.answer(&county.lake, &hill, &nonce)), "signature");
    let unknown = DeviceKeys::generate();
    assert_eq!(code(county.answer(&unknown, &unknown.id(), &county.nonce(&unknown.id()))), "unknown_device");
    assert_eq!(county.answer(&county.hill, &hill, "0000").status(), 401);
}

#[test]
fn a_revoked_device_is_out_at_once() {
    let county = County::open();
    let hill = county.caller(&county.hill);
    let mut newer = county.roster.clone();
    newer.number = 2;
    newer.devices[1].revoked = Some(vec![]);
    county.publish(&newer);
    assert_eq!(code(hill.get("/v1/bundles")), "revoked", "an open session ends too");
    let id = county.hill.id();
    assert_eq!(code(county.answer(&county.hill, &id, &county.nonce(&id))), "revoked");
    let bundle = county.bundle(&county.hill, crate::county::HILL);
    assert_eq!(code(county.caller(&county.officer).upload(&bundle)), "revoked");
}

#[test]
fn before_the_first_roster_nobody_has_a_session() {
    let county = County::without_roster(Rates::default());
    let id = county.officer.id();
    assert_eq!(code(county.answer(&county.officer, &id, &county.nonce(&id))), "no_roster");
    let status: Value = county.stranger().get(county.url("/v1/status")).send().unwrap().json().unwrap();
    assert_eq!((status["county"].as_str(), status["roster"].as_u64()), (Some(COUNTY), Some(0)));
}

#[test]
fn an_enrolment_admits_one_request_and_the_county_answers_it() {
    let county = County::open();
    let secret = EnrolmentSecret::random();
    let officer = county.caller(&county.officer);
    let send = |admission: &str, body: &[u8]| {
        let request = county.stranger().post(county.url("/v1/joins")).header("x-enrolment", admission);
        request.body(body.to_vec()).send().unwrap().status().as_u16()
    };
    assert_eq!(send(&secret.admission(), b"sealed"), 403, "not announced yet");
    let hashes = json!({ "hashes": [secret.admission_hash()] }).to_string();
    assert_eq!(county.caller(&county.hill).put("/v1/enrolments", hashes.clone().into()).status(), 403);
    assert_eq!(officer.put("/v1/enrolments", hashes.clone().into()).status(), 200);
    assert_eq!(send(&secret.admission(), b"sealed"), 201);
    assert_eq!(send(&secret.admission(), b"sealed"), 201, "the answer may have been lost");
    assert_eq!(send(&secret.admission(), b"another"), 403);
    assert_eq!(officer.put("/v1/enrolments", hashes.into()).status(), 200);
    assert_eq!(send(&secret.admission(), b"another"), 403, "announcing it again does not renew it");
    assert_eq!(send(&secret.admission(), &[7; 70_000]), 413);

    let joins: Value = officer.get("/v1/joins").json().unwrap();
    assert_eq!(joins["items"].as_array().unwrap().len(), 1);
    assert_eq!(joins["items"][0]["request"], "c2VhbGVk");
    assert_eq!(officer.get("/v1/joins?after=1").json::<Value>().unwrap()["items"].as_array().unwrap().len(), 0);
    assert_eq!(county.caller(&county.hill).get("/v1/joins").status(), 403);

    let place = format!("/v1/confirmations/{}", county.lake.id());
    assert_eq!(county.stranger().get(county.url(&place)).send().unwrap().status(), 404);
    assert_eq!(county.caller(&county.hill).put(&place, b"no".to_vec()).status(), 403);
    assert_eq!(officer.put(&place, b"answer".to_vec()).status(), 200);
    assert_eq!(county.stranger().get(county.url(&place)).send().unwrap().text().unwrap(), "answer");
}

#[test]
fn checkpoints_come_from_county_devices_and_only_grow() {
    let county = County::open();
    let make = |keys: &DeviceKeys, number| {
        let paper = Checkpoint {
            county: COUNTY.into(),
            number,
            device: keys.id(),
            time_ms: 5,
            places: vec![],
            fingerprints: vec![],
            hub: None,
        };
        SignedCheckpoint::sign(&paper, &keys.signing).unwrap().to_bytes().unwrap()
    };
    let officer = county.caller(&county.officer);
    assert_eq!(officer.get("/v1/checkpoint").status(), 404);
    assert_eq!(officer.put("/v1/checkpoints", make(&county.officer, 2)).status(), 200);
    assert_eq!(officer.put("/v1/checkpoints", make(&county.officer, 2)).status(), 200, "the same again");
    assert_eq!(officer.put("/v1/checkpoints", make(&county.officer, 1)).status(), 409);
    assert_eq!(officer.put("/v1/checkpoints", make(&county.hill, 3)).status(), 422, "signed by a station");
    let hill = county.caller(&county.hill);
    assert_eq!(hill.put("/v1/checkpoints", make(&county.officer, 3)).status(), 403);
    let kept = SignedCheckpoint::from_bytes(&hill.get("/v1/checkpoint").bytes().unwrap()).unwrap();
    assert_eq!(kept.verify(&county.roster).unwrap().number, 2);
}

#[test]
fn the_county_sees_who_was_here() {
    let county = County::open();
    county.caller(&county.hill);
    assert_eq!(county.caller(&county.hill).get("/v1/seen").status(), 403);
    let seen: Value = county.caller(&county.officer).get("/v1/seen").json().unwrap();
    let devices: Vec<&str> = seen.as_array().unwrap().iter().map(|one| one["device"].as_str().unwrap()).collect();
    assert!(devices.contains(&county.hill.id().as_str()) && !devices.contains(&county.lake.id().as_str()));
}
