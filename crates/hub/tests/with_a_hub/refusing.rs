//! Requests that the hub refuses, and the rates to which it holds callers.

use changelog::{Audience, Identity};
use hub::limits::Rates;
use serde_json::Value;

use crate::county::{County, HILL, LAKE, code, sha256};

#[test]
fn a_bundle_that_is_not_in_order_gets_a_verdict() {
    let county = County::open();
    let other = County::open();
    let hill = county.caller(&county.hill);
    let good = county.bundle(&county.hill, HILL);

    let mut bent = good.clone();
    let last = bent.len() - 1;
    bent[last] ^= 1;
    let mut sender = good.clone();
    sender[good.iter().position(|byte| *byte == b'\n').unwrap() + 5] ^= 1;
    for (name, bytes) in [
        ("bent", bent),
        ("cut short", good[..good.len() - 3].to_vec()),
        ("garbage", b"<html>no</html>".to_vec()),
        ("signature", sender),
        ("another county's roster", other.bundle(&other.hill, HILL)),
    ] {
        let answer = hill.upload(&bytes);
        assert_eq!(answer.status(), 422, "{name}");
        assert_eq!(code(answer), "bundle", "{name}");
        let stands: Value = hill.get(&format!("/v1/uploads/{}", sha256(&bytes))).json().unwrap();
        assert_eq!(stands["offset"], 0, "{name}: spoilt pieces are dropped");
    }
    assert_eq!(code(hill.piece(&sha256(b"else"), 0, good.len(), &good)), "sha256");
    assert_eq!(hill.upload(&good).status(), 200, "none of it stands in the way of a good one");
    assert_eq!(hill.offered().len(), 1);
}

#[test]
fn recipients_come_from_the_roster_alone() {
    let county = County::open();
    let hill = county.caller(&county.hill);
    let station = county.roster.stations[0].recipient.clone();
    let authority = county.roster.county_recipient.clone();
    let stranger = Identity::generate().recipient().to_string();
    let to = |recipients: &[String]| county.bundle_for(&county.hill, Audience::Station(HILL.into()), recipients);
    for recipients in [
        vec![station.clone()],
        vec![station.clone(), authority.clone(), stranger.clone()],
        vec![stranger, authority.clone()],
        vec![county.roster.stations[1].recipient.clone(), authority.clone()],
    ] {
        assert_eq!(code(hill.upload(&to(&recipients))), "recipients");
    }
    assert_eq!(hill.upload(&to(&[station, authority])).status(), 200);
}

#[test]
fn a_station_cannot_bring_another_stations_bundles() {
    let county = County::open();
    let bundle = county.bundle(&county.lake, LAKE);
    assert_eq!(code(county.caller(&county.hill).upload(&bundle)), "sender");
    assert_eq!(county.caller(&county.officer).upload(&bundle).status(), 200, "the county may, from a stick");
}

#[test]
fn too_much_is_refused_before_it_is_kept() {
    let county = County::open();
    let hill = county.caller(&county.hill);
    let sha = sha256(b"big");
    assert_eq!(hill.piece(&sha, 0, 65 << 20, b"x").status(), 413, "a bundle over the limit");
    assert_eq!(hill.piece(&sha, 0, 60 << 20, &vec![0; (1 << 20) + 1]).status(), 413, "a piece over the limit");
    assert_eq!(hill.piece(&sha, 0, 3, b"more").status(), 422, "more than was announced");
    assert_eq!(hill.piece("../../etc/passwd", 0, 3, b"abc").status(), 404);
    assert_eq!(hill.piece("ABC", 0, 3, b"abc").status(), 422);
    let stands: Value = hill.get(&format!("/v1/uploads/{sha}")).json().unwrap();
    assert_eq!(stands["offset"], 0);
}

#[test]
fn unfinished_uploads_of_a_device_are_counted() {
    let county = County::open();
    let hill = county.caller(&county.hill);
    for turn in 0..40u8 {
        assert_eq!(hill.piece(&sha256(&[turn]), 0, 1000, b"some").status(), 200);
    }
    let left = std::fs::read_dir(county.directory.path().join("hub/uploads")).unwrap().count();
    assert!(left <= hub::limits::UNFINISHED, "{left}");
}

#[test]
fn without_a_session_nothing_is_shown() {
    let county = County::open();
    for path in ["/v1/bundles", "/v1/bundles/1", "/v1/checkpoint", "/v1/joins", "/v1/seen", "/v1/uploads/00"] {
        assert_eq!(county.stranger().get(county.url(path)).send().unwrap().status(), 401, "{path}");
        let wrong = county.stranger().get(county.url(path)).bearer_auth("0123").send().unwrap();
        assert_eq!(wrong.status(), 401, "{path}");
    }
    assert_eq!(county.stranger().get(county.url("/else")).send().unwrap().status(), 404);
}

#[test]
fn whoever_asks_too_fast_has_to_wait() {
    let slow = Rates {
        address_burst: 5.0,
        address_per_second: 0.0,
        device_burst: 3.0,
        device_per_second: 0.0,
        ..Rates::default()
    };
    let county = County::without_roster(slow);
    county.publish(&county.roster);
    let hill = county.caller(&county.hill);
    let answers: Vec<u16> = (0..4).map(|_| hill.get("/v1/bundles").status().as_u16()).collect();
    assert_eq!(answers, [200, 200, 200, 429]);
    // A header that names no session buys nothing.
    let ask = || county.stranger().get(county.url("/v1/status")).bearer_auth("0123").send().unwrap().status().as_u16();
    let answers: Vec<u16> = (0..3).map(|_| ask()).collect();
    assert_eq!(answers, [200, 200, 429]);
}
