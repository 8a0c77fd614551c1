//! Bundles out, receipts and checkpoints back: the three states, exact.

use changelog::{Audience, Receipt, SignedReceipt};
use serde_json::json;
use store::{Delivery, OutboxItem, Route, SendCounts, Store};

use crate::county::*;

fn receipt(county: &County, item: &OutboxItem, number: u64) -> SignedReceipt {
    let bytes = std::fs::read(&item.path).expect("a bundle");
    let (envelope, _) = changelog::bundle::envelope(&bytes, &Default::default()).expect("an envelope");
    let receipt = Receipt {
        county: county.roster.county_id.clone(),
        hub_key: county.hub.public(),
        epoch: "e1".into(),
        number,
        time_ms: NOW,
        bundle_sha256: envelope.sha256,
        places: envelope.segments.iter().map(|place| (place.log, place.to, place.head_after)).collect(),
    };
    SignedReceipt::sign(&receipt, &county.hub).expect("a receipt")
}

fn state(store: &Store, record: u64) -> Delivery {
    row(store, "recipient", &id(record)).state
}

#[test]
fn a_record_is_saved_then_delivered_then_taken_in() {
    let county = County::with(&["a", "county"]);
    let (a, office) = (county.create("a"), county.create("county"));
    edit(&a, "recipient", &id(1), person("张三", "新河村"), NOW);
    edit(&a, "recipient", &id(2), person("李四", "新河村"), NOW + 1);
    let sent = a.close_segments().expect("bundles");
    assert_eq!(
        (sent.len(), sent[0].segments, sent[0].audience.clone(), sent[0].station.clone()),
        (1, 1, station(), None)
    );
    edit(&a, "recipient", &id(2), json!({"phone": "1"}), NOW + 2);
    assert_eq!(a.counts().expect("counts"), SendCounts { saved: 3, delivered: 0, taken_in: 0 });

    a.accept_receipt(&receipt(&county, &sent[0], 1)).expect("a receipt");
    assert_eq!((state(&a, 1), state(&a, 2)), (Delivery::Delivered, Delivery::Saved));
    assert_eq!(a.counts().expect("counts"), SendCounts { saved: 1, delivered: 2, taken_in: 0 });
    assert!(a.outbox().expect("the outbox")[0].receipt);

    let bytes = std::fs::read(&sent[0].path).expect("a bundle");
    office.import(&bytes, Route::Hub).expect("an import");
    let checkpoint = office.make_checkpoint(NOW + 3).expect("a checkpoint");
    a.accept_checkpoint(&checkpoint).expect("accepted");
    assert_eq!((state(&a, 1), state(&a, 2)), (Delivery::TakenIn, Delivery::Saved));
    assert_eq!(a.counts().expect("counts"), SendCounts { saved: 1, delivered: 0, taken_in: 2 });
    assert!(a.outbox().expect("the outbox").is_empty() && !sent[0].path.exists(), "nothing more to keep");
    assert_eq!(office.checkpoint().expect("a checkpoint").as_ref(), Some(&checkpoint));
    assert!(a.make_checkpoint(NOW).is_err(), "a station signs no checkpoint");
}

#[test]
fn nothing_is_sealed_twice_and_a_lost_file_is_sealed_again() {
    let county = County::with(&["a"]);
    let a = county.create("a");
    edit(&a, "recipient", &id(1), person("张三", "新河村"), NOW);
    let first = a.close_segments().expect("bundles");
    assert_eq!(a.close_segments().expect("bundles"), first);
    std::fs::remove_file(&first[0].path).expect("lost");
    let again = a.close_segments().expect("bundles");
    assert_eq!(again.len(), 1);
    assert_ne!(again[0].sha256, first[0].sha256, "sealed anew");
    std::fs::write(a.dir().join("outbox/leftover.hzb"), b"x").expect("a stray file");
    a.close_segments().expect("bundles");
    assert_eq!(std::fs::read_dir(a.dir().join("outbox")).expect("the folder").count(), 1);
}

#[test]
fn a_hub_that_lost_everything_is_refilled() {
    let county = County::with(&["a", "county"]);
    let a = county.create("a");
    for n in 0..3 {
        edit(&a, "recipient", &id(n), person("张三", "新河村"), NOW + n);
        let sent = a.close_segments().expect("bundles");
        a.accept_receipt(&receipt(&county, sent.last().expect("a bundle"), n + 1)).expect("a receipt");
    }
    let office = county.create("county");
    for item in a.outbox().expect("the outbox") {
        office.import(&std::fs::read(item.path).expect("a bundle"), Route::Stick).expect("an import");
    }
    a.accept_checkpoint(&office.make_checkpoint(NOW).expect("a checkpoint")).expect("accepted");
    assert!(a.outbox().expect("the outbox").is_empty());
    assert_eq!(a.newest_receipt().expect("a receipt"), Some(("e1".to_string(), 3)));
    a.refill_hub().expect("refilled");
    let sent = a.close_segments().expect("bundles");
    assert_eq!(sent.iter().map(|item| item.segments).sum::<u64>(), 3);
    assert_eq!(state(&a, 1), Delivery::TakenIn, "the county still has it");
    let fresh = county.create_in("county", &county.path("fresh"));
    for item in &sent {
        fresh.import(&std::fs::read(&item.path).expect("a bundle"), Route::Stick).expect("an import");
    }
    assert_eq!(fresh.state_hash().expect("a hash"), a.state_hash().expect("a hash"));
}

#[test]
fn what_the_county_tells_all_is_sealed_once_to_each_station_new_ones_too() {
    let mut county = County::with(&["a", "other", "county"]);
    let new_station = county.roster.stations.pop().expect("a station");
    let office = county.create("county");
    let parameter =
        |n: u64| vec![write("county_parameter", &id(n), json!({"name": "brief_due_day", "value": n.to_string()}))];
    office.save(save_of(Audience::All, NOW, parameter(1))).expect("a save");
    office
        .save(save_of(station(), NOW, vec![write("annotation", &id(2), json!({"text": "请补签字"}))]))
        .expect("a save");
    let mut stations: Vec<_> = office.close_segments().expect("bundles").into_iter().map(|item| item.station).collect();
    stations.sort();
    assert_eq!(stations, [None, Some(STATION.to_string())]);

    county.roster.stations.push(new_station);
    county.roster.number += 1;
    office.accept_roster(&county.signed_roster()).expect("accepted");
    office.save(save_of(Audience::All, NOW + 1, parameter(5))).expect("a save");
    let items = office.close_segments().expect("bundles");
    let for_new: Vec<_> = items.iter().filter(|item| item.station.as_deref() == Some(OTHER_STATION)).collect();
    assert_eq!((for_new.len(), for_new[0].segments), (1, 2), "everything from the beginning");
    let other = county.create("other");
    other.import(&std::fs::read(&for_new[0].path).expect("a bundle"), Route::Hub).expect("an import");
    assert_eq!(row(&other, "county_parameter", &id(5)).fields["value"], json!("5"));
}

#[test]
fn a_receipt_or_checkpoint_that_is_not_genuine_moves_nothing() {
    let county = County::with(&["a", "b"]);
    let (a, b) = (county.create("a"), county.create("b"));
    edit(&a, "recipient", &id(1), person("张三", "新河村"), NOW);
    let item = a.close_segments().expect("bundles").remove(0);
    let mut forged = receipt(&county, &item, 1);
    forged.bytes = forged.bytes.replace("\"number\":1", "\"number\":2");
    assert!(a.accept_receipt(&forged).is_err());
    assert!(b.accept_receipt(&receipt(&county, &item, 1)).is_ok(), "a place that is not here says nothing");
    assert_eq!(state(&a, 1), Delivery::Saved);
}

#[test]
fn a_receipt_for_what_this_copy_never_wrote_proves_another_copy() {
    let county = County::with(&["a"]);
    let a = county.create("a");
    edit(&a, "recipient", &id(1), person("张三", "新河村"), NOW);
    let item = a.close_segments().expect("bundles").remove(0);
    let genuine = receipt(&county, &item, 1).unchecked().expect("a receipt");
    let ahead = Receipt {
        places: genuine.places.iter().map(|(log, to, _)| (*log, to + 5, changelog::Head([9; 32]))).collect(),
        ..genuine
    };
    a.accept_receipt(&SignedReceipt::sign(&ahead, &county.hub).expect("a receipt")).expect("accepted");
    assert_eq!((a.device().letter.as_str(), state(&a, 1)), ("A2", Delivery::Saved));
}
