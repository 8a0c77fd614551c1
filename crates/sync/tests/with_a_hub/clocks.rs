//! PCs whose clocks are decades off: the hub is known by its pin, whatever the dates of its certificate say, and a stranger by his; and the
//! person is told that her clock is wrong.

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;

use changelog::{Audience, Op, Payload};
use rcgen::{CertificateParams, KeyPair, date_time_ymd};
use serde_json::Value;
use sha2::{Digest, Sha256};
use store::{Delivery, Save, Store, Write};
use sync::{OfflineReason, Outcome, clock_in_words, never, run_once};

use crate::county::{County, HILL, name_of, state_of, went};

/// New Year of 2009 and of 2060.
const LONG_AGO: u64 = 1_230_768_000_000;
const FAR_AHEAD: u64 = 2_840_140_800_000;

fn at(store: &Store, now_ms: u64) -> Outcome {
    run_once(store, now_ms, &never(), &mut |_| ControlFlow::Continue(()))
}

fn register_at(store: &Store, now_ms: u64, name: &str) -> String {
    let record = uuid::Uuid::new_v4().to_string();
    let fields = Payload::from_iter([("name".to_string(), Value::from(name))]);
    let seen = BTreeMap::new();
    let write = Write { kind: "recipient".into(), record: record.clone(), op: Op::Set, fields, seen };
    let audience = Audience::Station(HILL.into());
    store.save(Save { audience, author: "staff-1".into(), now_ms, writes: vec![write], number: None }).unwrap();
    record
}

/// Gives the hub a certificate that holds from 2024 to 2030.
fn dated_certificate(county: &mut County) {
    let mut wanted = CertificateParams::new(vec!["hub".to_string()]).unwrap();
    (wanted.not_before, wanted.not_after) = (date_time_ymd(2024, 1, 1), date_time_ymd(2030, 1, 1));
    let key = KeyPair::generate().unwrap();
    let made = wanted.self_signed(&key).unwrap();
    county.stop_hub();
    fs::remove_file(county.hub_folder().join("identity.copy.json")).unwrap();
    fs::write(county.hub_folder().join("certificate.der"), made.der()).unwrap();
    fs::write(county.hub_folder().join("certificate.key"), key.serialize_der()).unwrap();
    county.start_hub();
    county.change_roster(|roster| roster.hub.as_mut().unwrap().pin = hex::encode(Sha256::digest(made.der())));
}

#[test]
fn a_pc_in_another_decade_knows_its_hub_and_no_stranger_and_is_told() {
    let mut county = County::open();
    dated_certificate(&mut county);
    let stranger = County::open();
    let years = [("old", "A", LONG_AGO, "慢了"), ("future", "B", FAR_AHEAD, "快了")];
    for (name, letter, now, words) in years {
        let pc = county.pc(name, HILL, letter);
        county.office_run();
        let record = register_at(&pc, now, name);

        county.line.to(Some(stranger.hub.as_ref().unwrap().addr));
        let refused = at(&pc, now);
        assert_eq!((refused.offline, refused.clock_off_ms), (Some(OfflineReason::OtherCertificate), None));
        assert_eq!(state_of(&pc, &record), Delivery::Saved);

        county.line.to(Some(county.hub.as_ref().unwrap().addr));
        let outcome = went(at(&pc, now));
        assert_eq!((outcome.pushed, state_of(&pc, &record)), (1, Delivery::Delivered));
        let off = outcome.clock_off_ms.unwrap();
        assert!(clock_in_words(off).contains(words), "{off}");
        // The same PC with its clock set to the hub's has nothing to be told.
        assert_eq!(went(at(&pc, now.saturating_add_signed(-off))).clock_off_ms, None);
        county.office_run();
        assert_eq!(name_of(&county.office, &record).as_deref(), Some(name));
    }
}
