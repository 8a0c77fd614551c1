//! Bundles in and out: receipts, resuming, who is offered what.

use std::time::Duration;

use changelog::SignedReceipt;
use hub::limits::Rates;
use serde_json::Value;

use crate::county::{County, HILL, LAKE, sha256};
use crate::wire::Wire;

#[test]
fn a_bundle_gets_a_receipt_that_verifies_and_goes_to_its_station_and_the_county() {
    let county = County::open();
    let bundle = county.bundle(&county.hill, HILL);
    let hill = county.caller(&county.hill);
    let receipt = hill.receipt(&bundle).verify(&county.roster).unwrap();
    let (envelope, _) = changelog::bundle::envelope(&bundle, &Default::default()).unwrap();
    assert_eq!(receipt.bundle_sha256, envelope.sha256);
    assert_eq!(receipt.places, vec![(envelope.segments[0].log, 1, envelope.segments[0].head_after)]);
    assert_eq!(receipt.number, 1);

    let officer = county.caller(&county.officer);
    assert_eq!(officer.offered(), vec![sha256(&bundle)]);
    assert_eq!(officer.get("/v1/bundles/1?offset=0").bytes().unwrap(), bundle);
    assert_eq!(officer.get("/v1/bundles/1?offset=10").bytes().unwrap(), bundle[10..]);
    assert_eq!(hill.offered(), vec![sha256(&bundle)]);
}

#[test]
fn a_station_is_not_offered_another_stations_mail() {
    let county = County::open();
    county.caller(&county.hill).receipt(&county.bundle(&county.hill, HILL));
    let lake = county.caller(&county.lake);
    assert!(lake.offered().is_empty());
    assert_eq!(lake.get("/v1/bundles/1").status(), 404);
    // Nor may it find out by asking for the hash.
    let again = county.bundle(&county.hill, HILL);
    county.caller(&county.hill).receipt(&again);
    let asked: Value = lake.get(&format!("/v1/uploads/{}", sha256(&again))).json().unwrap();
    assert_eq!((asked["done"].as_bool(), asked["offset"].as_u64()), (Some(false), Some(0)));
}

#[test]
fn what_the_county_seals_to_a_station_reaches_that_station_only() {
    let county = County::open();
    let officer = county.caller(&county.officer);
    officer.receipt(&county.bundle(&county.officer, LAKE));
    let own = county.bundle_for(
        &county.officer,
        changelog::Audience::County,
        std::slice::from_ref(&county.roster.county_recipient),
    );
    officer.receipt(&own);
    assert_eq!(county.caller(&county.lake).offered().len(), 1);
    assert!(county.caller(&county.hill).offered().is_empty());
    assert_eq!(officer.offered().len(), 2);
}

#[test]
fn an_upload_resumes_where_it_stands() {
    let county = County::open();
    let bundle = county.bundle(&county.hill, HILL);
    let (sha, length) = (sha256(&bundle), bundle.len());
    let hill = county.caller(&county.hill);
    assert_eq!(hill.piece(&sha, 0, length, &bundle[..100]).json::<Value>().unwrap()["offset"], 100);
    let wrong = hill.piece(&sha, 50, length, &bundle[50..]);
    assert_eq!(wrong.status(), 409);
    assert_eq!(wrong.json::<Value>().unwrap()["offset"], 100);
    assert_eq!(hill.get(&format!("/v1/uploads/{sha}")).json::<Value>().unwrap()["offset"], 100);
    assert_eq!(hill.piece(&sha, 100, length, &bundle[100..200]).json::<Value>().unwrap()["offset"], 200);
    let last = hill.piece(&sha, 200, length, &bundle[200..]).json::<Value>().unwrap();
    assert_eq!(last["done"], true);
    let receipt: SignedReceipt = serde_json::from_value(last["receipt"].clone()).unwrap();
    receipt.verify(&county.roster).unwrap();
}

#[test]
fn the_same_bundle_again_gets_the_same_receipt() {
    let county = County::open();
    let bundle = county.bundle(&county.hill, HILL);
    let hill = county.caller(&county.hill);
    let first = hill.receipt(&bundle);
    assert_eq!(hill.receipt(&bundle), first);
    assert_eq!(county.caller(&county.officer).receipt(&bundle), first, "by whichever route it comes again");
    assert_eq!(hill.offered().len(), 1);
    let asked: Value = hill.get(&format!("/v1/uploads/{}", sha256(&bundle))).json().unwrap();
    assert_eq!((asked["done"].as_bool(), asked["receipt"].is_object()), (Some(true), true));
}

#[test]
fn the_same_bundle_from_many_lines_at_once_is_kept_once() {
    let county = County::open();
    let bundle = county.bundle(&county.hill, HILL);
    let hill = county.caller(&county.hill);
    let officer = county.caller(&county.officer);
    std::thread::scope(|scope| {
        for turn in 0..8 {
            let caller = if turn % 2 == 0 { &hill } else { &officer };
            scope.spawn(|| {
                let (sha, length, mut offset) = (sha256(&bundle), bundle.len(), 0);
                loop {
                    let end = (offset + 97).min(length);
                    let answer = caller.piece(&sha, offset, length, &bundle[offset..end]);
                    assert!(answer.status() == 200 || answer.status() == 409, "{}", answer.status());
                    let answer: Value = answer.json().unwrap();
                    if answer["done"] == true {
                        break;
                    }
                    offset = answer["offset"].as_u64().unwrap() as usize;
                }
            });
        }
    });
    assert_eq!(officer.offered(), vec![sha256(&bundle)]);
    assert_eq!(officer.get("/v1/bundles/1").bytes().unwrap(), bundle);
}

#[test]
fn of_a_piece_that_stops_in_the_middle_is_kept_what_came_in() {
    let county = County::without_roster(Rates { patience: Duration::from_millis(500), ..Rates::default() });
    assert_eq!(county.publish(&county.roster).status(), 200);
    let bundle = county.bundle(&county.hill, HILL);
    let (sha, length) = (sha256(&bundle), bundle.len());
    let hill = county.caller(&county.hill);
    let start = std::str::from_utf8(&bundle[..200]).unwrap();
    let ask = |name: &str| format!("{name} HTTP/1.1\r\nhost: hub\r\nauthorization: Bearer {}\r\n", hill.token());
    let head = ask(&format!("PATCH /v1/uploads/{sha}?offset=0&length={length}"));
    let mut silent = Wire::to(&county);
    assert!(silent.say(&format!("{head}content-length: {length}\r\n\r\n{start}")));
    assert_eq!(silent.status(), Some(200), "a shorter piece is a piece");
    assert_eq!(hill.get(&format!("/v1/uploads/{sha}")).json::<Value>().unwrap()["offset"], 200);
    assert_eq!(hill.piece(&sha, 200, length, &bundle[200..]).status(), 200);
    assert_eq!(hill.offered(), vec![sha]);

    // Half a document is none.
    let mut silent = Wire::to(&county);
    assert!(silent.say(&format!("{}content-length: 400\r\n\r\n{{", ask("PUT /v1/checkpoints"))));
    assert_eq!(silent.status(), Some(503));
}
