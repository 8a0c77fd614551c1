//! Sealed photos in and out: by pieces, resumed in the middle, each station its own, and never what is not sealed.

use reqwest::blocking::Response;
use serde_json::{Value, json};

use crate::county::{Caller, County, HILL, LAKE, code, sha256};

/// A name as a station makes it; to the hub it says nothing.
fn name(turn: u8) -> String {
    sha256(&[turn])
}

fn sealed(county: &County, turn: u8, length: usize) -> Vec<u8> {
    let to = [county.roster.stations[0].recipient.clone(), county.roster.county_recipient.clone()];
    changelog::seal::to_recipients(&to, &vec![turn; length]).unwrap()
}

fn path(station: &str, name: &str) -> String {
    format!("/v1/stations/{station}/blobs/{name}")
}

fn piece(caller: &Caller, station: &str, name: &str, bytes: &[u8], from: usize, to: usize) -> Response {
    let path = format!("{}?offset={from}&length={}&sha256={}", path(station, name), bytes.len(), sha256(bytes));
    caller.with(|client| client.patch(caller.county.url(&path)).body(bytes[from..to].to_vec()))
}

fn brought(caller: &Caller, station: &str, name: &str, bytes: &[u8]) -> Response {
    piece(caller, station, name, bytes, 0, bytes.len())
}

fn known(caller: &Caller, station: &str, names: &[String]) -> Vec<Value> {
    let url = caller.county.url(&format!("/v1/stations/{station}/blobs"));
    caller.with(|client| client.post(url).json(&json!({"names": names}))).json().unwrap()
}

fn erase(caller: &Caller, name: &str) -> Response {
    caller.with(|client| client.delete(caller.county.url(&path(HILL, name))))
}

#[test]
fn a_photo_resumes_in_the_middle_and_is_handed_to_station_and_county_as_it_came() {
    let mut county = County::open();
    let bytes = sealed(&county, 1, 5_000);
    {
        let hill = county.caller(&county.hill);
        let first: Value = piece(&hill, HILL, &name(1), &bytes, 0, 1_000).json().unwrap();
        assert_eq!(first, json!({"offset": 1_000, "done": false}));
        assert!(known(&hill, HILL, &[name(1)]).is_empty(), "half a photo is none");
        assert_eq!(hill.get(&path(HILL, &name(1))).status(), 404);
    }
    county.start();
    let hill = county.caller(&county.hill);
    let wrong = piece(&hill, HILL, &name(1), &bytes, 400, 1_400);
    assert_eq!((wrong.status().as_u16(), wrong.json::<Value>().unwrap()["offset"].as_u64()), (409, Some(1_000)));
    let last: Value = piece(&hill, HILL, &name(1), &bytes, 1_000, bytes.len()).json().unwrap();
    assert_eq!(last, json!({"offset": bytes.len(), "done": true}));

    for caller in [&hill, &county.caller(&county.officer)] {
        let listed = known(caller, HILL, &[name(1), name(2)]);
        let expected = json!([{"name": name(1), "sha256": sha256(&bytes), "length": bytes.len(), "erased": false}]);
        assert_eq!(json!(listed), expected);
        assert_eq!(caller.get(&path(HILL, &name(1))).bytes().unwrap(), bytes);
        assert_eq!(
            caller.get(&format!("{}?offset=4000&length=10", path(HILL, &name(1)))).bytes().unwrap(),
            bytes[4000..4010]
        );
    }
}

#[test]
fn the_same_photo_again_or_from_another_pc_changes_nothing() {
    let county = County::open();
    let (one, other) = (sealed(&county, 1, 900), sealed(&county, 1, 900));
    assert_ne!(one, other, "sealing twice gives other bytes");
    let hill = county.caller(&county.hill);
    assert_eq!(brought(&hill, HILL, &name(1), &one).status(), 200);
    for again in [&one, &other] {
        assert_eq!(brought(&hill, HILL, &name(1), again).json::<Value>().unwrap()["done"], true);
        assert_eq!(
            brought(&county.caller(&county.officer), HILL, &name(1), again).json::<Value>().unwrap()["done"],
            true
        );
    }
    assert_eq!(hill.get(&path(HILL, &name(1))).bytes().unwrap(), one);
}

#[test]
fn another_station_learns_nothing_and_a_stranger_even_less() {
    let county = County::open();
    let bytes = sealed(&county, 1, 900);
    brought(&county.caller(&county.hill), HILL, &name(1), &bytes);
    let lake = county.caller(&county.lake);
    assert_eq!(lake.get(&path(HILL, &name(1))).status(), 404);
    assert_eq!(brought(&lake, HILL, &name(2), &bytes).status(), 404);
    let asked = lake.with(|client| {
        client.post(county.url(&format!("/v1/stations/{HILL}/blobs"))).json(&json!({"names": [name(1)]}))
    });
    assert_eq!(asked.status(), 404);
    assert!(known(&lake, LAKE, &[name(1)]).is_empty(), "under its own name it is another photo");
    assert_eq!(brought(&lake, LAKE, &name(1), &sealed(&county, 2, 20)).status(), 200);
    assert_eq!(county.caller(&county.hill).get(&path(HILL, &name(1))).bytes().unwrap(), bytes);
    assert_eq!(
        brought(&county.caller(&county.officer), "43018111009", &name(1), &bytes).status(),
        404,
        "no such station"
    );
    assert_eq!(county.stranger().get(county.url(&path(HILL, &name(1)))).send().unwrap().status(), 401);
}

#[test]
fn what_is_not_a_sealed_photo_gets_a_verdict_and_leaves_nothing_behind() {
    let county = County::open();
    let hill = county.caller(&county.hill);
    let bytes = sealed(&county, 1, 900);
    assert_eq!(code(brought(&hill, HILL, &name(1), b"\xFF\xD8 a plain photo")), "sealed");
    let wrong_hash = format!("{}?offset=0&length={}&sha256={}", path(HILL, &name(1)), bytes.len(), name(9));
    assert_eq!(code(hill.with(|client| client.patch(county.url(&wrong_hash)).body(bytes.clone()))), "sha256");
    assert_eq!(code(brought(&hill, HILL, "ABC", &bytes)), "name");
    assert_eq!(hill.get("/v1/stations/43018111001/blobs/..%2F..%2Fhub.key").status(), 422);
    let huge = format!("{}?offset=0&length={}&sha256={}", path(HILL, &name(1)), 33 << 20, sha256(&bytes));
    assert_eq!(hill.with(|client| client.patch(county.url(&huge)).body(bytes.clone())).status(), 413);
    let more = format!("{}?offset=0&length=3&sha256={}", path(HILL, &name(1)), sha256(&bytes));
    assert_eq!(code(hill.with(|client| client.patch(county.url(&more)).body(bytes.clone()))), "length");
    let many: Vec<String> = (0..501).map(|_| name(1)).collect();
    let asked = hill
        .with(|client| client.post(county.url(&format!("/v1/stations/{HILL}/blobs"))).json(&json!({"names": many})));
    assert_eq!(asked.status(), 413);
    assert!(known(&hill, HILL, &[name(1)]).is_empty());
    let left = std::fs::read_dir(county.directory.path().join("hub/uploads")).unwrap().count();
    assert_eq!(left, 0, "spoilt pieces are dropped");
}

#[test]
fn only_the_county_has_a_photo_erased_and_it_never_comes_back() {
    let county = County::open();
    let bytes = sealed(&county, 1, 900);
    let hill = county.caller(&county.hill);
    brought(&hill, HILL, &name(1), &bytes);
    assert_eq!(code(erase(&hill, &name(1))), "county_only");
    let officer = county.caller(&county.officer);
    assert_eq!(
        (erase(&officer, &name(1)).status(), erase(&officer, &name(1)).status()),
        (200.try_into().unwrap(), 200.try_into().unwrap())
    );
    assert_eq!(hill.get(&path(HILL, &name(1))).status(), 404);
    assert_eq!(code(brought(&hill, HILL, &name(1), &bytes)), "erased");
    assert_eq!(known(&hill, HILL, &[name(1)])[0]["erased"], true);
    let folder = county.directory.path().join("hub/blobs").join(HILL).join(&name(1)[..2]);
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), 0);
}

#[test]
fn a_photo_whose_file_is_gone_is_asked_for_again() {
    let county = County::open();
    let bytes = sealed(&county, 1, 900);
    let hill = county.caller(&county.hill);
    brought(&hill, HILL, &name(1), &bytes);
    let file =
        county.directory.path().join("hub/blobs").join(HILL).join(&name(1)[..2]).join(format!("{}.age", name(1)));
    std::fs::remove_file(&file).unwrap();
    assert!(known(&hill, HILL, &[name(1)]).is_empty());
    let again = sealed(&county, 1, 900);
    assert_eq!(brought(&hill, HILL, &name(1), &again).status(), 200);
    assert_eq!(hill.get(&path(HILL, &name(1))).bytes().unwrap(), again);
}
