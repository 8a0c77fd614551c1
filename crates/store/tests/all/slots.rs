//! Passphrase slots, throttling, and recovery through the county.

use store::slots::{Cost, Running, Slots};
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
fn guessing_is_slowed_down_across_restarts_and_by_no_clock() {
    let dir = tempfile::tempdir().expect("a folder");
    let at = |run: &str, ms: u64| Running { run: run.into(), ms };
    slots(dir.path()).put("s1", "张社工", "worker", "right", &DatabaseKey::random()).expect("a slot");
    for _ in 0..5 {
        let wrong = slots(dir.path()).unlock_at("s1", "wrong", at("one", 60_000));
        assert!(matches!(wrong, Err(StoreError::WrongPassphrase)));
    }
    let waits = |now: Running| match slots(dir.path()).unlock_at("s1", "right", now) {
        Err(StoreError::Throttled { seconds }) => seconds,
        other => panic!("expected to wait, got {:?}", other.map(|_| ())),
    };
    assert_eq!(waits(at("one", 60_000)), 15);
    assert_eq!(waits(at("one", 70_000)), 5);
    assert_eq!(waits(at("two", 0)), 15, "the program was started anew: it counts from there");
    assert_eq!(waits(at("two", 14_000)), 1);
    assert!(slots(dir.path()).unlock_at("s1", "wrong", at("two", 15_000)).is_err());
    assert_eq!(waits(at("two", 15_000)), 30, "and longer each time");
    assert!(slots(dir.path()).unlock_at("s1", "right", at("two", 46_000)).is_ok());
    let wrong = slots(dir.path()).unlock_at("s1", "wrong", at("two", 46_001));
    assert!(matches!(wrong, Err(StoreError::WrongPassphrase)), "forgiven");
}

#[test]
fn who_was_waiting_when_the_program_was_upgraded_goes_on_waiting() {
    let dir = tempfile::tempdir().expect("a folder");
    slots(dir.path()).put("s1", "张社工", "worker", "right", &DatabaseKey::random()).expect("a slot");
    for name in ["slots.json", "slots.copy.json"] {
        let mut text: serde_json::Value =
            serde_json::from_slice(&std::fs::read(dir.path().join(name)).expect("the file")).expect("JSON");
        // An older program wrote no hash.
        text.as_object_mut().expect("an object").remove("sum");
        text["throttle"] = serde_json::json!({ "s1": { "wrong": 6, "until_ms": NOW + 30_000, "last_ms": NOW } });
        std::fs::write(dir.path().join(name), text.to_string()).expect("written");
    }
    let waits = slots(dir.path()).unlock_at("s1", "right", Running { run: "new".into(), ms: 1_000 });
    assert!(matches!(waits, Err(StoreError::Throttled { seconds: 29 })), "{:?}", waits.map(|_| ()));
    assert!(slots(dir.path()).unlock_at("s1", "right", Running { run: "new".into(), ms: 31_000 }).is_ok());
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
