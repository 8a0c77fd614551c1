//! A record belongs to the audience of its first change. Another station that writes into it, with whatever stamp, is named and changes
//! nothing.

use changelog::{Audience, Change, Head, Header, Hlc, LogId, Op, Opening, SaltSeed, Salts, SegmentOfChanges, bundle};
use serde_json::json;
use store::{Remedy, Route, Store};

use crate::county::*;

/// What a tampered program of the other station sends: an honest change of this year, then one with this stamp.
fn forged(county: &County, record: &str, opened: u64, stamps: &[u64]) -> Vec<u8> {
    let keys = county.new_device("other").keys;
    let (log, seed) = (LogId::random(), SaltSeed::random());
    let audience = Audience::Station(OTHER_STATION.into());
    let opening =
        Opening { device: keys.id(), audience: audience.clone(), reason: "created".into(), predecessor: None };
    let mut changes: Vec<Change> = Vec::new();
    let mut push = |header: Header, payload: serde_json::Value| {
        let before = changes.last().map_or(Head::ZERO, |change: &Change| change.head);
        let salt = seed.salt(&log, header.seq);
        changes.push(Change::write(header, payload.as_object().expect("fields"), salt, &before).expect("a change"));
    };
    let (header, payload) = opening.to_change(log, "thief", Hlc { ms: opened, n: 0 }, false, 0).expect("an opening");
    push(header, payload.into());
    for (seq, ms) in (2..).zip(stamps) {
        let header = Header {
            v: 1,
            log,
            seq,
            rest: 0,
            hlc: Hlc { ms: *ms, n: 0 },
            doubtful: false,
            author: "thief".into(),
            kind: "recipient".into(),
            record: record.into(),
            op: Op::Set,
            overwrites: Default::default(),
        };
        push(header, json!({"name": "改了名", "phone": "1"}));
    }
    let segment =
        SegmentOfChanges::sign("county-of-tests", &keys, Head::ZERO, Salts::Seed(seed), changes).expect("signed");
    let recipients = county.roster.recipients(&audience).expect("recipients").remove(0);
    bundle::seal("county-of-tests", &keys, &recipients, &[segment], None).expect("sealed")
}

fn untouched(office: &Store, wanted: &str) {
    let now = row(office, "recipient", &id(1));
    assert_eq!((now.fields["name"].as_str(), now.station.as_str()), (Some("张三"), STATION));
    assert_eq!(office.state_hash_of(&station()).expect("a hash"), wanted);
    let named = office.quarantined().expect("read");
    assert!(named.values().any(|reason| reason.contains("另一个站点")), "{named:?}");
    let aside = office.set_aside().expect("read");
    assert!(aside.iter().all(|one| one.remedy == Remedy::WriteAgain), "{aside:?}");
    let entries = office.history("recipient", &id(1)).expect("history");
    assert!(
        entries.iter().any(|entry| entry.author == "thief" && entry.barred.is_some()),
        "kept and shown as what it is"
    );
}

#[test]
fn another_station_cannot_take_a_record_over_at_the_county_with_an_old_stamp() {
    let county = County::with(&["a", "other", "county", "county2"]);
    let a = county.create("a");
    edit(&a, "recipient", &id(1), person("张三", "新河村"), NOW + 5);
    let (honest, wanted) = (bundles(&a).remove(0), a.state_hash_of(&station()).expect("a hash"));
    // In the log that it writes since later than that: 1970, just after the program was built, with an honest change in between. In a new
    // log that pretends to be as old: beside the one that it has.
    let built = 1_767_196_800_001;
    let turns: [(u64, &[u64]); 4] =
        [(NOW + 6, &[0]), (NOW + 6, &[built]), (NOW, &[NOW + 10, built]), (built, &[built + 1])];
    let own = forged(&county, &id(9), NOW + 20, &[NOW + 21]);
    for (turn, (opened, stamps)) in turns.iter().enumerate() {
        let forged = forged(&county, &id(1), *opened, stamps);
        let early = county.create_in("county", &county.path(&format!("early-{turn}")));
        let late = county.create_in("county2", &county.path(&format!("late-{turn}")));
        early.import(&honest, Route::Stick).expect("an import");
        early.import(&own, Route::Stick).expect("an import");
        let imported = early.import(&forged, Route::Stick).expect("an import");
        assert_eq!(imported.quarantined.len(), stamps.len(), "{:?}", imported.quarantined);
        late.import(&forged, Route::Stick).expect("an import");
        late.import(&honest, Route::Stick).expect("an import");
        late.import(&own, Route::Stick).expect("an import");
        for office in [&early, &late] {
            untouched(office, &wanted);
            office.rebuild().expect("a rebuild");
            untouched(office, &wanted);
        }
        assert_eq!(early.state_hash().expect("a hash"), late.state_hash().expect("a hash"), "turn {turn}");
    }
}
