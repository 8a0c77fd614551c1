//! The hub over time: restarts, a second `init`, its own description.

use std::fs;

use hub::{Init, SetupError};
use serde_json::Value;

use crate::county::{COUNTY, County, HILL, sha256};

#[test]
fn a_restart_keeps_everything_but_sessions() {
    let mut county = County::open();
    let (whole, half) = (county.bundle(&county.hill, HILL), county.bundle(&county.hill, HILL));
    let hill = county.caller(&county.hill);
    let receipt = hill.receipt(&whole);
    hill.piece(&sha256(&half), 0, half.len(), &half[..64]);
    let before: Value = county.stranger().get(county.url("/v1/status")).send().unwrap().json().unwrap();

    county.start();
    let after: Value = county.stranger().get(county.url("/v1/status")).send().unwrap().json().unwrap();
    for member in ["epoch", "key", "receipts", "roster"] {
        assert_eq!(before[member], after[member], "{member}");
    }
    let hill = county.caller(&county.hill);
    assert_eq!(hill.receipt(&whole), receipt);
    assert_eq!(hill.get(&format!("/v1/uploads/{}", sha256(&half))).json::<Value>().unwrap()["offset"], 64);
    assert_eq!(hill.get("/v1/bundles/1").bytes().unwrap(), whole);
}

#[test]
fn a_bundle_whose_file_is_gone_is_asked_for_again() {
    let county = County::open();
    let bundle = county.bundle(&county.hill, HILL);
    let hill = county.caller(&county.hill);
    let receipt = hill.receipt(&bundle);
    let sha = sha256(&bundle);
    let path = county.directory.path().join("hub/bundles").join(&sha[..2]).join(format!("{sha}.hzb"));
    fs::remove_file(&path).unwrap();
    assert_eq!(hill.get(&format!("/v1/uploads/{sha}")).json::<Value>().unwrap()["done"], false);
    // Under a new number: who has passed the old one without it finds it there.
    let (first, again) = (receipt.unchecked().unwrap(), hill.receipt(&bundle).unchecked().unwrap());
    assert_eq!((first.number, again.number, again.places), (1, 2, first.places));
    assert_eq!(fs::read(path).unwrap(), bundle);
}

#[test]
fn init_never_overwrites_a_hub() {
    let county = County::open();
    let again = |data_dir: &str, root_key: &str, address: &str| {
        hub::init(&Init {
            data_dir: county.directory.path().join(data_dir),
            county: COUNTY.into(),
            root_key: root_key.into(),
            address: address.into(),
        })
    };
    let root = county.root.public().to_string();
    assert!(matches!(again("hub", &root, "10.0.0.1:8443"), Err(SetupError::AlreadyThere(_))));
    assert!(matches!(again("b", "1234", "10.0.0.1:8443"), Err(SetupError::Input(_))));
    assert!(matches!(again("b", &root, "10.0.0.1"), Err(SetupError::Input(_))));
    let other = again("b", &root, "[::1]:8443").unwrap();
    assert_ne!(Some(&other.pin), county.hub.as_ref().map(|hub| &hub.pin));
    assert_eq!(other.line(), format!("https://[::1]:8443#{}.{}", other.pin, other.key.public()));
}

#[test]
fn it_describes_itself() {
    let county = County::open();
    let text: Value = county.stranger().get(county.url("/openapi.json")).send().unwrap().json().unwrap();
    for path in [
        "/v1/status",
        "/v1/session",
        "/v1/roster",
        "/v1/uploads/{sha256}",
        "/v1/bundles/{number}",
        "/v1/stations/{station}/blobs/{name}",
        "/v1/checkpoints",
        "/v1/erasures",
    ] {
        assert!(text["paths"][path].is_object(), "{path}");
    }
}
