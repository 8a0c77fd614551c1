//! Passphrase slots, throttling, and recovery through the county.

use store::slots::{Cost, Slots};
use store::{DatabaseKey, StoreError, recovery};

use crate::county::*;

fn slots(dir: &std::path::Path) -> Slots {
    Slots::with_cost(dir, Cost::CHEAP).expect("slots")
}

#[test]
fn each_passphrase_opens_the_same_key() {
    let dir = tempfile::tempdir().expect("a folder");
    let key = DatabaseKey::random();
    slots(dir.path()).put("s1", "张社工", "worker", "一二三四五六", &key).expect("a slot");
    slots(dir.path()).put("s2", "李站长", "supervisor", "correct horse", &key).expect("a slot");
    let mut again = slots(dir.path());
    assert_eq!(again.list().len(), 2);
    assert_eq!(again.unlock_at("s1", "一二三四五六", NOW).expect("a key").bytes(), key.bytes());
    assert_eq!(again.unlock_at("s2", "correct horse", NOW).expect("a key").bytes(), key.bytes());
    assert!(matches!(again.unlock_at("s1", "correct horse", NOW), Err(StoreError::WrongPassphrase)));
    assert!(matches!(again.unlock_at("s3", "x", NOW), Err(StoreError::NoSlot)));
    again.remove("s1").expect("removed");
    assert!(again.remove("s2").is_err(), "the last one stays");
}

#[test]
fn a_slot_cannot_be_given_to_somebody_else() {
    let dir = tempfile::tempdir().expect("a folder");
    slots(dir.path()).put("s1", "张社工", "worker", "passphrase", &DatabaseKey::random()).expect("a slot");
    for file in ["slots.json", "slots.copy.json"].map(|name| dir.path().join(name)) {
        let text = std::fs::read_to_string(&file).expect("slots.json").replace("\"s1\"", "\"s2\"");
        // Whoever changes the one can let the hash go as well: it tells damage, not malice.
        std::fs::write(&file, text.replace("\"sum\"", "\"was\"")).expect("a changed file");
    }
    assert!(matches!(slots(dir.path()).unlock_at("s2", "passphrase", NOW), Err(StoreError::WrongPassphrase)));
}

#[test]
fn guessing_is_slowed_down_across_restarts_and_clocks_set_back() {
    let dir = tempfile::tempdir().expect("a folder");
    slots(dir.path()).put("s1", "张社工", "worker", "right", &DatabaseKey::random()).expect("a slot");
    for _ in 0..5 {
        assert!(matches!(slots(dir.path()).unlock_at("s1", "wrong", NOW), Err(StoreError::WrongPassphrase)));
    }
    let waits = |now: u64| match slots(dir.path()).unlock_at("s1", "right", now) {
        Err(StoreError::Throttled { seconds }) => seconds,
        other => panic!("expected to wait, got {:?}", other.map(|_| ())),
    };
    assert_eq!(waits(NOW), 15);
    assert_eq!(waits(NOW + 10_000), 5);
    assert_eq!(waits(NOW - 3_600_000), 15, "the clock was set back");
    assert!(slots(dir.path()).unlock_at("s1", "wrong", NOW + 15_000).is_err());
    assert_eq!(waits(NOW + 15_000), 30, "and longer each time");
    assert!(slots(dir.path()).unlock_at("s1", "right", NOW + 46_000).is_ok());
    assert!(
        matches!(slots(dir.path()).unlock_at("s1", "wrong", NOW + 46_001), Err(StoreError::WrongPassphrase)),
        "forgiven"
    );
}

#[test]
fn a_forgotten_passphrase_is_recovered_through_the_county() {
    let county = County::with(&["a", "county"]);
    let store = county.create("a");
    let key = county.key("a");
    let mut here = slots(store.dir());
    here.put("s1", "张社工", "worker", "forgotten", &key).expect("a slot");
    here.put_recovery(&store.roster().recovery_recipient, &key).expect("the recovery slot");

    let info = store.device();
    let asking = recovery::Asking { county: info.county_id, station: info.station, device: info.id };
    let request = slots(store.dir()).recovery_request(asking.clone()).expect("a request");
    assert_eq!(recovery::asking(&request).expect("who asks"), asking);
    assert!(
        recovery::answer(&request, &county.identity.to_secret()).is_err(),
        "the county's other key does not open it"
    );
    let answer = recovery::answer(&request, &county.recovery.to_secret()).expect("an answer");

    let mut later = slots(store.dir());
    assert_eq!(later.complete_recovery(&answer).expect("the key").bytes(), key.bytes());
    later.put("s1", "张社工", "worker", "new one", &key).expect("a slot");
    assert!(later.complete_recovery(&answer).is_err(), "an answer is good once");
    assert!(slots(store.dir()).unlock_at("s1", "new one", NOW).is_ok());
    for nonsense in [&b""[..], b"{}", b"\xff\xfe", &request[..request.len() / 2], &request] {
        assert!(later.complete_recovery(nonsense).is_err());
    }
}
