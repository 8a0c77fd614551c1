//! Changes that later readers cannot bear: what an older program let in does not stop rebuilding, checking, revoking and opening.

use changelog::{Cut, Head};

use crate::county::*;
use crate::opening::raw_connection;

/// Deeper than SQLite's own JSON reads.
const DEEP: usize = 2_000;

#[test]
fn a_header_nested_too_deep_that_an_older_program_let_in_stops_no_later_reader() {
    let mut county = County::with(&["a", "b"]);
    let (a, b) = (county.create("a"), county.create("b"));
    for n in 0..3 {
        edit(&a, "recipient", &id(n), person("张三", "新河村"), NOW + n);
    }
    bundles(&a).iter().for_each(|bytes| drop(b.import(bytes, store::Route::Stick).expect("an import")));
    let before = b.state_hash().expect("a hash");
    drop(b);
    let raw = raw_connection(&county, "b");
    let deep = format!("{{\"x\":{}{},", "[".repeat(DEEP), "]".repeat(DEEP));
    raw.execute("UPDATE changes SET header = ?1 || substr(header, 2) WHERE seq = 3", [deep]).expect("poison");
    raw.execute("UPDATE settings SET value = '\"old\"' WHERE name = 'store.dictionary'", []).expect("an upgrade");
    drop(raw);
    let b = county.open("b");
    b.rebuild().expect("a rebuild");
    assert_eq!(b.state_hash().expect("a hash"), before);
    let findings = b.check().expect("a report").findings;
    assert!(
        findings.iter().all(|finding| finding.contains("前后对不上")),
        "the chain says so, nothing breaks: {findings:?}"
    );
    let log = b.heads().expect("heads").remove(0).0;
    let device = county.device_id("a");
    county.roster.number += 1;
    let listed = county.roster.devices.iter_mut().find(|listed| listed.id == device).expect("the device");
    listed.revoked = Some(vec![Cut { log, seq: 0, head: Head::ZERO }]);
    b.accept_roster(&county.signed_roster()).expect("revoking goes through");
    assert!(b.row("recipient", &id(1)).expect("a read").is_none());
}

#[test]
fn a_checkpoint_number_beyond_all_counting_does_not_stop_the_countys_own() {
    let county = County::with(&["county", "county2"]);
    let (office, other) = (county.create("county"), county.create("county2"));
    let first = office.make_checkpoint(NOW).expect("a checkpoint");
    let mut checkpoint = first.unchecked().expect("readable");
    for number in [u64::MAX, i64::MAX as u64, (1 << 53) - 1, 1 << 40] {
        checkpoint.number = number;
        let signed = changelog::SignedCheckpoint::sign(&checkpoint, &office.keys().signing).expect("signed");
        assert!(other.accept_checkpoint(&signed).is_err(), "{number}");
    }
    drop(office);
    // As an older program took it in.
    let raw = raw_connection(&county, "county");
    raw.execute("INSERT INTO checkpoints SELECT device, ?1, time_ms, signed FROM checkpoints", [i64::MAX])
        .expect("poison");
    drop(raw);
    let second = county.open("county").make_checkpoint(NOW + 1).expect("a checkpoint");
    assert_eq!(second.unchecked().expect("readable").number, 2);
    other.accept_checkpoint(&second).expect("accepted");
}
