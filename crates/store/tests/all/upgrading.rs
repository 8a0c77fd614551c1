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

/// The program that the county believes PC "a" to run.
fn told_of_a(county: &County, office: &store::Store) -> Option<String> {
    office.programs().expect("programs").get(&county.new_device("a").keys.id()).map(|program| program.version.clone())
}

#[test]
fn the_county_knows_the_program_of_a_pc_by_its_newest_bundle_in_whatever_order_they_come() {
    for turned in [false, true] {
        let county = County::with(&["a", "county"]);
        let (a, office) = (county.create("a"), county.create("county"));
        assert_eq!(told_of_a(&county, &office), None);
        let mut sent = Vec::new();
        for (n, version) in [(1, "0.0.9"), (2, "0.2.0")] {
            edit(&a, "recipient", &id(n), person("张三", "新河村"), NOW + n);
            let bytes = bundles(&a).remove(n as usize - 1);
            sent.push(of_version(&county, &bytes, |envelope| envelope["program"]["version"] = version.into()));
        }
        if turned {
            sent.reverse();
        }
        for bytes in &sent {
            office.import(bytes, Route::Stick).expect("an import");
        }
        assert_eq!(told_of_a(&county, &office).as_deref(), Some("0.2.0"));
        let own = office.programs().expect("programs")[&office.device().id].clone();
        assert_eq!(own, changelog::Program::this());
    }
}

#[test]
fn bundles_of_programs_that_say_nothing_of_themselves_or_more_than_we_know_are_taken_in() {
    for (said, known) in [
        (Value::Null, None),
        (serde_json::json!("2027"), None),
        (serde_json::json!({"version": "0.3.0", "system": "linux-x86_64", "built": {"by": "x"}}), Some("0.3.0")),
    ] {
        let county = County::with(&["a", "county"]);
        let (a, office) = (county.create("a"), county.create("county"));
        edit(&a, "recipient", &id(1), person("张三", "新河村"), NOW);
        let bytes = of_version(&county, &bundles(&a).remove(0), |envelope| {
            envelope["program"] = said.clone();
            envelope["of_a_later_program"] = serde_json::json!({"deep": [1, 2]});
        });
        let imported = office.import(&bytes, Route::Stick).expect("an import");
        assert_eq!((imported.applied, imported.quarantined.len(), imported.newer), (2, 0, false), "{said}");
        assert_eq!(told_of_a(&county, &office).as_deref(), known, "{said}");
    }
}
