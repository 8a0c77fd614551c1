//! Bundles, what they keep and whose they take: round trips, strangers, authority, revocation, erasure, whole saves.

use crate::county::*;
use changelog::*;
use serde_json::json;

fn sealed() -> (County, SegmentOfChanges, Vec<u8>) {
    let county = County::new();
    let segment = Log::with_visits(&county.pc, 20).whole(&county.pc);
    let bytes = county.seal(std::slice::from_ref(&segment));
    (county, segment, bytes)
}

#[test]
fn what_is_sealed_comes_out_the_same_for_each_recipient_and_for_nobody_else() {
    let (county, segment, bytes) = sealed();
    let limits = Limits::default();
    for identity in [&county.station, &county.county] {
        let (envelope, opened) = bundle::open(&bytes, &limits, &county.roster, &[identity.to_secret()]).unwrap();
        assert_eq!(opened, vec![Ok(segment.clone())]);
        assert_eq!((envelope.changes(), envelope.recipients), (Some(21), county.recipients()));
    }
    for identity in [&county.other_station, &county.pc.identity, &county.recovery] {
        let refused = bundle::open(&bytes, &limits, &county.roster, &[identity.to_secret()]);
        assert_eq!(refused.unwrap_err(), Error::NotForUs);
    }
}

#[test]
fn the_hub_verifies_a_bundle_without_any_key() {
    let (county, segment, bytes) = sealed();
    let envelope = bundle::verify(&bytes, &Limits::default(), &county.roster).unwrap();
    assert_eq!(envelope.segments, vec![SegmentRange::from(&segment.signed.segment)]);
    assert_eq!(envelope.sender, county.pc.id());
}

#[test]
fn another_countys_bundle_and_an_unknown_sender_are_refused() {
    let (county, segment, bytes) = sealed();
    let mut foreign = county.roster.clone();
    foreign.county_id = "430999-elsewhere".into();
    let identities = [county.station.to_secret()];
    assert_eq!(bundle::open(&bytes, &Limits::default(), &foreign, &identities).unwrap_err(), Error::ForeignCounty);
    assert_eq!(
        bundle::seal("430999-elsewhere", &county.pc, &county.recipients(), std::slice::from_ref(&segment), None)
            .unwrap_err(),
        Error::ForeignCounty
    );
    let stranger = DeviceKeys::generate();
    let bytes = bundle::seal(COUNTY, &stranger, &county.recipients(), &[segment], None).unwrap();
    assert_eq!(county.open(&bytes).unwrap_err(), Error::UnknownDevice);
}

#[test]
fn a_segment_written_by_an_unknown_device_or_for_another_station_is_quarantined() {
    let county = County::new();
    let stranger = DeviceKeys::generate();
    let foreign = Log::with_visits(&stranger, 2).whole(&stranger);
    assert_eq!(county.open_one(&county.seal(&[foreign])).unwrap_err(), Error::UnknownDevice);
    for audience in [Audience::Station(OTHER_STATION.into()), Audience::All, Audience::County] {
        let segment = Log::open(&county.pc, audience).whole(&county.pc);
        assert_eq!(county.open_one(&county.seal(&[segment])).unwrap_err(), Error::NotAllowed);
    }
    for audience in [Audience::Station(STATION.into()), Audience::All, Audience::County] {
        let segment = Log::open(&county.county_pc, audience).whole(&county.county_pc);
        assert!(county.open_one(&county.seal(&[segment])).is_ok());
    }
    let borrowed = Log::with_visits(&county.other_pc, 2).whole(&county.pc);
    assert_eq!(county.open_one(&county.seal(&[borrowed])).unwrap_err(), Error::NotAllowed);
}

#[test]
fn a_segment_signed_by_another_key_than_its_device_is_quarantined() {
    let (county, _, bytes) = sealed();
    let other = Log::with_visits(&county.pc, 1).whole(&county.pc).signed.signature.to_string();
    let bent = with_lines(&county, &bytes, |lines| {
        let mut line: serde_json::Value = serde_json::from_str(&lines[0]).unwrap();
        line["signature"] = json!(other);
        lines[0] = line.to_string();
    });
    assert_eq!(county.open_one(&bent).unwrap_err(), Error::BadSignature);
}

#[test]
fn what_a_revoked_device_wrote_up_to_its_cut_stays_and_the_rest_is_refused() {
    let mut county = County::new();
    let log = Log::with_visits(&county.pc, 9);
    let (kept, beyond) = (log.segment(&county.pc, 0, 5), log.segment(&county.pc, 5, 10));
    let mut fork = log.changes[..4].to_vec();
    fork.extend(
        Log { changes: log.changes[..4].to_vec(), id: log.id, seed: log.seed.clone(), clock: log.clock }.forked(),
    );
    let branch = SegmentOfChanges::sign(COUNTY, &county.pc, Head::ZERO, Salts::Seed(log.seed.clone()), fork).unwrap();
    let bytes = county.seal(&[kept.clone(), beyond, branch, Log::with_visits(&county.pc, 1).whole(&county.pc)]);
    county.roster.devices[0].revoked = Some(vec![Cut { log: log.id, seq: 5, head: log.changes[4].head }]);
    let (_, opened) = county.open(&bytes).unwrap();
    assert_eq!(opened[0], Ok(kept));
    for refused in &opened[1..] {
        assert_eq!(refused.as_ref().unwrap_err().reason, Error::Revoked);
    }
}

impl Log {
    /// Another change in place of the next one.
    fn forked(mut self) -> Vec<Change> {
        self.save(vec![json!({"place": "另一处"})]);
        self.changes.split_off(4)
    }
}

#[test]
fn a_branch_below_the_cut_does_not_lead_to_it() {
    let county = County::new();
    let log = Log::with_visits(&county.pc, 8);
    let pieces: Vec<Segment> =
        [(0, 3), (3, 6), (6, 9)].map(|(a, b)| log.segment(&county.pc, a, b).signed.segment).into();
    let stray = Segment { head_after: Head([7; 32]), ..pieces[1].clone() };
    let cut = Cut { log: log.id, seq: 6, head: log.changes[5].head };
    let all = [pieces[2].clone(), stray, pieces[1].clone(), pieces[0].clone()];
    assert_eq!(authority::leading_to_cut(&cut, &all), [false, false, true, true]);
}

#[test]
fn an_erased_payload_leaves_chain_and_signature_whole() {
    let (county, segment, bytes) = sealed();
    let mut changes = segment.changes.clone();
    changes[7] = changes[7].erased();
    let emitted = SegmentOfChanges::re_emitted(segment.signed.clone(), changes);
    let again = county.seal(std::slice::from_ref(&emitted));
    assert_eq!(county.open_one(&again), Ok(emitted.clone()));
    assert_eq!(emitted.signed, county.open_one(&bytes).unwrap().signed);
    assert_eq!(emitted.changes[7].head, segment.changes[7].head);
    assert!(!body_lines(&again, &county.station).concat().contains("第6次探访"), "the erased text is gone");
}

#[test]
fn a_segment_re_emitted_with_its_salts_one_by_one_has_the_same_signature() {
    let (county, segment, _) = sealed();
    let emitted = SegmentOfChanges::re_emitted(segment.signed.clone(), segment.changes.clone());
    let opened = county.open_one(&county.seal(&[emitted])).unwrap();
    assert_eq!((opened.signed, opened.changes), (segment.signed, segment.changes));
    assert!(matches!(opened.salts, Salts::List(list) if list.len() == 21 && list.iter().all(Option::is_some)));
}

#[test]
fn a_seed_may_not_travel_with_an_erased_payload_and_salts_must_be_complete() {
    let (county, segment, bytes) = sealed();
    let mut seeded = segment.clone();
    seeded.changes[2] = seeded.changes[2].erased();
    assert_eq!(bundle::seal(COUNTY, &county.pc, &county.recipients(), &[seeded], None).unwrap_err(), Error::BadSalts);
    let hash = hex::encode(segment.changes[2].payload_hash());
    let header = segment.changes[2].header_bytes.clone();
    let bent = with_lines(&county, &bytes, |lines| lines[3] = format!(r#"[{header},null,"{hash}"]"#));
    assert_eq!(county.open_one(&bent).unwrap_err(), Error::BadSalts);
    let mut short = SegmentOfChanges::re_emitted(segment.signed.clone(), segment.changes.clone());
    short.salts = Salts::List(vec![None; 3]);
    assert_eq!(bundle::seal(COUNTY, &county.pc, &county.recipients(), &[short], None).unwrap_err(), Error::BadSalts);
}

#[test]
fn a_save_is_never_split() {
    let county = County::new();
    let mut log = Log::with_visits(&county.pc, 2);
    log.save(vec![json!({"a": 1}), json!({"b": 2}), json!({"c": 3})]);
    log.save(vec![json!({"d": 4})]);
    assert_eq!(segment::whole_saves(&log.changes, 4, usize::MAX).unwrap(), [0..3, 3..7]);
    assert_eq!(segment::whole_saves(&log.changes, 1, usize::MAX).unwrap(), [0..1, 1..2, 2..3, 3..6, 6..7]);
    assert_eq!(segment::whole_saves(&log.changes, 99, 1).unwrap().len(), 5);
    assert_eq!(segment::whole_saves(&log.changes, 99, usize::MAX).unwrap(), std::slice::from_ref(&(0..7)));
    assert!(segment::whole_saves(&[], 9, 9).unwrap().is_empty());
    assert_eq!(segment::whole_saves(&log.changes[..5], 99, usize::MAX).unwrap_err(), Error::SplitSave);
    let split = SegmentOfChanges::sign(
        COUNTY,
        &county.pc,
        Head::ZERO,
        Salts::Seed(log.seed.clone()),
        log.changes[..4].to_vec(),
    );
    assert_eq!(split.unwrap_err(), Error::SplitSave);
    let forged = sign_anything(&county.pc, Head::ZERO, Salts::Seed(log.seed.clone()), log.changes[..4].to_vec());
    assert_eq!(county.open_one(&forge_segments(&county, &[forged])).unwrap_err(), Error::SplitSave);
    let second_half =
        sign_anything(&county.pc, log.changes[3].head, Salts::Seed(log.seed.clone()), log.changes[4..].to_vec());
    assert!(
        county.open_one(&forge_segments(&county, &[second_half])).is_ok(),
        "its beginning shows only beside what comes before"
    );
}

#[test]
fn random_logs_survive_sealing_erasing_and_cutting() {
    let county = County::new();
    for round in 0..20 {
        let seed = fastrand::u64(..);
        let mut random = fastrand::Rng::with_seed(seed);
        let mut log = Log::open(&county.pc, Audience::Station(STATION.into()));
        for _ in 0..random.usize(1..30) {
            let text: String = (0..random.usize(0..40)).map(|_| random.char(..)).collect();
            log.save((0..random.usize(1..5)).map(|n| json!({"text": text, "n": n, "none": null})).collect());
        }
        for change in &mut log.changes[1..] {
            if random.u8(0..4) == 0 {
                *change = change.erased();
            }
        }
        let pieces = segment::whole_saves(&log.changes, random.usize(1..20), random.usize(500..9000)).unwrap();
        let segments: Vec<_> = pieces
            .into_iter()
            .map(|piece| {
                let before = if piece.start == 0 { Head::ZERO } else { log.changes[piece.start - 1].head };
                let signed = sign_anything(&county.pc, before, Salts::List(vec![]), log.changes[piece].to_vec());
                SegmentOfChanges::re_emitted(signed.signed, signed.changes)
            })
            .collect();
        let (_, opened) = county.open(&county.seal(&segments)).unwrap();
        assert_eq!(opened, segments.into_iter().map(Ok).collect::<Vec<_>>(), "round {round}, seed {seed}");
    }
}
