//! The first upgrade: what a newer program wrote is kept whole, and taken in by the program that can read it.

use changelog::{Limits, Purpose, bundle};
use serde_json::Value;
use store::{Route, StoreError};

use crate::county::*;
use crate::opening::raw_connection;

/// A bundle as another version would write its envelope, signed by PC "a".
fn of_version(county: &County, bytes: &[u8], change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let (_, sealed) = bundle::envelope(bytes, &Limits::default()).expect("an envelope");
    let mut envelope: Value = serde_json::from_slice(sealed.envelope_line).expect("JSON");
    change(&mut envelope);
    let mut newer = serde_json::to_vec(&envelope).expect("JSON");
    let signature = county.new_device("a").keys.sign(Purpose::Bundle, &newer);
    newer.extend(format!("\n{signature}\n").bytes());
    newer.extend(sealed.ciphertext);
    newer
}

#[test]
fn a_bundle_that_wants_a_newer_reader_is_kept_by_either_route() {
    let county = County::with(&["a", "county"]);
    let (a, office) = (county.create("a"), county.create("county"));
    edit(&a, "recipient", &id(1), person("张三", "新河村"), NOW);
    let bytes = bundles(&a).remove(0);
    let newer = of_version(&county, &bytes, |envelope| envelope["min_reader"] = 2.into());
    for route in [Route::Hub, Route::Stick] {
        let kept = office.import(&newer, route).expect("kept");
        assert_eq!((kept.newer, kept.applied, kept.quarantined.len()), (true, 0, 0));
    }
    let other = of_version(&county, &bytes, |envelope| envelope["content"] = "snapshot".into());
    assert!(office.import(&other, Route::Stick).expect("kept").newer);
    assert_eq!(office.waiting_for_program().expect("a count"), 2);
    // Nobody's, another county's, or with a signature that is not the sender's: refused as ever.
    let mut bent = newer.clone();
    bent[40] ^= 1;
    assert!(office.import(&bent, Route::Stick).is_err());
    let foreign = of_version(&county, &bytes, |envelope| {
        envelope["min_reader"] = 2.into();
        envelope["county"] = "another".into();
    });
    assert!(matches!(
        office.import(&foreign, Route::Stick),
        Err(StoreError::Changelog(changelog::Error::ForeignCounty))
    ));
    assert_eq!(office.waiting_for_program().expect("a count"), 2);
}

#[test]
fn what_waited_for_this_program_is_taken_in_when_it_opens() {
    let county = County::with(&["a", "county"]);
    let (a, office) = (county.create("a"), county.create("county"));
    edit(&a, "recipient", &id(1), person("张三", "新河村"), NOW);
    let bytes = bundles(&a).remove(0);
    drop(office);
    let raw = raw_connection(&county, "county");
    // As a program that read no format left it, under the name of the file; beside a gap of a kind that only a later one will know.
    raw.execute(
        "INSERT INTO waiting VALUES (?1, ?2, 'hub', '[{\"Program\":0},{\"Moon\":3}]')",
        rusqlite::params!["ab".repeat(32), bytes],
    )
    .expect("waiting");
    drop(raw);
    let office = county.open("county");
    assert_eq!(office.state_hash_of(&station()).expect("a hash"), a.state_hash_of(&station()).expect("a hash"));
    assert_eq!(office.waiting_for_program().expect("a count"), 0);
}
