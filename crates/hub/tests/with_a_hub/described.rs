//! The description against the hub: every status that it names for an operation can be had there, and no other is.

use std::collections::BTreeSet;
use std::time::Duration;

use changelog::DeviceKeys;
use hub::limits::Rates;
use reqwest::Method;
use serde_json::json;

use crate::county::{Caller, County, HILL, LAKE, sha256};
use crate::description::{Description, Operation};
use crate::examples::{checkpoint, examples};
use crate::wire::Wire;

type Found = BTreeSet<(String, u16)>;

#[test]
fn every_status_that_is_described_can_be_had_and_no_other() {
    let county = County::open();
    let operations = Description::of(&county).operations();
    let described: Found =
        operations.iter().flat_map(|one| one.statuses().into_iter().map(|status| (one.name(), status))).collect();
    let mut found = in_order(&county);
    found.extend(out_of_order(&county));
    found.extend(without_right(&county, &operations));
    found.extend(too_much(&county, &operations));
    found.extend(too_often(&operations));
    found.extend(too_slow(&operations));
    let missing: Vec<_> = described.difference(&found).collect();
    let surplus: Vec<_> = found.difference(&described).collect();
    assert_eq!((missing, surplus), (vec![], vec![]), "described and not found; found and not described");
}

fn in_order(county: &County) -> Found {
    let officer = county.caller(&county.officer);
    let mut found = Found::new();
    for example in examples(county) {
        found.insert((example.name.into(), example.made_by(county, Some(&officer)).status().as_u16()));
    }
    let signed_in = county.answer(&county.hill, &county.hill.id(), &county.nonce(&county.hill.id()));
    found.insert(("POST /v1/session".into(), signed_in.status().as_u16()));
    found
}

/// Requests of those who may make them, each with one thing that is not in order: operation, path, body.
fn out_of_order(county: &County) -> Found {
    let (hill, officer) = (county.caller(&county.hill), county.caller(&county.officer));
    let nothing = sha256(b"nothing");
    let upload = format!("/v1/uploads/{nothing}");
    let blobs = format!("/v1/stations/{HILL}/blobs");
    let (mut newer, nobody) = (county.roster.clone(), DeviceKeys::generate());
    newer.county_name = "别名".into();
    let other_roster = county.root.sign(&newer).unwrap().to_bytes().unwrap();
    let no_nonce = json!({"device": nobody.id(), "nonce": nothing, "signature": ""}).to_string().into_bytes();
    let bad = || b"?".to_vec();
    let rows: Vec<(&Caller<'_>, &str, String, Vec<u8>)> = vec![
        (&hill, "POST /v1/nonce", "/v1/nonce".into(), bad()),
        (&hill, "POST /v1/session", "/v1/session".into(), bad()),
        (&hill, "POST /v1/session", "/v1/session".into(), no_nonce),
        (&hill, "PUT /v1/roster", "/v1/roster".into(), other_roster),
        (&hill, "PUT /v1/roster", "/v1/roster".into(), bad()),
        (&hill, "POST /v1/joins", "/v1/joins".into(), bad()),
        (&officer, "PUT /v1/enrolments", "/v1/enrolments".into(), bad()),
        (&officer, "GET /v1/joins", "/v1/joins?after=x".into(), vec![]),
        (&officer, "PUT /v1/confirmations/{device}", "/v1/confirmations/x".into(), bad()),
        (&officer, "GET /v1/confirmations/{device}", "/v1/confirmations/x".into(), vec![]),
        (&officer, "GET /v1/confirmations/{device}", format!("/v1/confirmations/{}", nobody.id()), vec![]),
        (&hill, "GET /v1/uploads/{sha256}", "/v1/uploads/x".into(), vec![]),
        (&hill, "PATCH /v1/uploads/{sha256}", format!("{upload}?offset=5&length=9"), bad()),
        (&hill, "PATCH /v1/uploads/{sha256}", format!("{upload}?offset=0&length=1"), bad()),
        (&hill, "GET /v1/bundles", "/v1/bundles?limit=501".into(), vec![]),
        (&hill, "GET /v1/bundles/{number}", "/v1/bundles/9".into(), vec![]),
        (&hill, "GET /v1/bundles/{number}", "/v1/bundles/x".into(), vec![]),
        (&hill, "POST /v1/stations/{station}/blobs", blobs.clone(), bad()),
        (&hill, "POST /v1/stations/{station}/blobs", blobs.replace(HILL, LAKE), br#"{"names":[]}"#.to_vec()),
        (&hill, "PATCH /v1/stations/{station}/blobs/{name}", format!("{blobs}/{nothing}"), bad()),
        (
            &hill,
            "PATCH /v1/stations/{station}/blobs/{name}",
            format!("{blobs}/{nothing}?offset=7&length=9&sha256={nothing}"),
            bad(),
        ),
        (
            &hill,
            "PATCH /v1/stations/{station}/blobs/{name}",
            format!("{}/{nothing}?offset=0&length=9&sha256={nothing}", blobs.replace(HILL, LAKE)),
            bad(),
        ),
        (&hill, "GET /v1/stations/{station}/blobs/{name}", format!("{blobs}/{nothing}"), vec![]),
        (&hill, "GET /v1/stations/{station}/blobs/{name}", format!("{blobs}/x"), vec![]),
        (&officer, "DELETE /v1/stations/{station}/blobs/{name}", format!("{blobs}/x"), vec![]),
        (&officer, "DELETE /v1/stations/{station}/blobs/{name}", format!("/v1/stations/0/blobs/{nothing}"), vec![]),
        (&officer, "PUT /v1/checkpoints", "/v1/checkpoints".into(), bad()),
        (&officer, "PUT /v1/checkpoints", "/v1/checkpoints".into(), checkpoint(county, 1)),
        (&officer, "PUT /v1/erasures", "/v1/erasures".into(), bad()),
    ];
    let mut found = Found::new();
    for (caller, name, path, body) in rows {
        let method = Method::from_bytes(name.split(' ').next().unwrap().as_bytes()).unwrap();
        let answer = caller.with(|client| {
            client.request(method, county.url(&path)).header("content-type", "application/json").body(body)
        });
        found.insert((name.into(), answer.status().as_u16()));
    }
    let unknown = county.answer(&nobody, &nobody.id(), &county.nonce(&nobody.id()));
    found.insert(("POST /v1/session".into(), unknown.status().as_u16()));
    // Before the county has said anything.
    let fresh = County::open();
    let answer = fresh.caller(&fresh.hill).get("/v1/checkpoint");
    found.insert(("GET /v1/checkpoint".into(), answer.status().as_u16()));
    found
}

/// Those that need a session, without one and with that of a PC revoked since.
fn without_right(county: &County, operations: &[Operation]) -> Found {
    let mut found = Found::new();
    let hill = county.caller(&county.hill);
    let mut newer = county.roster.clone();
    newer.number += 1;
    newer.devices[1].revoked = Some(vec![]);
    assert_eq!(county.publish(&newer).status(), 200);
    for operation in operations.iter().filter(|operation| !operation.is_open()) {
        let method = Method::from_bytes(operation.method.as_bytes()).unwrap();
        let url = county.url(&operation.path);
        let alone = county.stranger().request(method.clone(), &url).send().unwrap();
        found.insert((operation.name(), alone.status().as_u16()));
        found.insert((operation.name(), hill.with(|client| client.request(method, &url)).status().as_u16()));
    }
    found
}

/// The status of a request that announces a body and brings none.
fn announced(county: &County, operation: &Operation, length: u64, token: &str) -> (String, u16) {
    let path = operation.path.replace(['{', '}'], "");
    let session = if operation.is_open() { String::new() } else { format!("authorization: Bearer {token}\r\n") };
    let mut wire = Wire::to(county);
    wire.say(&format!(
        "{} {path} HTTP/1.1\r\nhost: hub\r\n{session}content-length: {length}\r\n\r\n",
        operation.method
    ));
    (operation.name(), wire.status().unwrap())
}

fn too_much(county: &County, operations: &[Operation]) -> Found {
    let officer = county.caller(&county.officer);
    operations.iter().map(|operation| announced(county, operation, 1 << 40, officer.token())).collect()
}

fn too_often(operations: &[Operation]) -> Found {
    let county = County::without_roster(Rates { address_burst: 0.0, address_per_second: 0.0, ..Rates::default() });
    operations.iter().map(|operation| announced(&county, operation, 0, "")).collect()
}

/// A body that is announced and never comes.
fn too_slow(operations: &[Operation]) -> Found {
    let county = County::without_roster(Rates { patience: Duration::from_secs(2), ..Rates::default() });
    assert_eq!(county.publish(&county.roster).status(), 200);
    let officer = county.caller(&county.officer);
    let told = |operation: &Operation| announced(&county, operation, 5, officer.token());
    std::thread::scope(|scope| {
        let waiting: Vec<_> = operations.iter().map(|operation| scope.spawn(move || told(operation))).collect();
        waiting.into_iter().map(|one| one.join().unwrap()).collect()
    })
}

#[test]
fn a_method_that_a_route_does_not_have_is_said_with_those_it_has() {
    let county = County::open();
    let answer = county.stranger().delete(county.url("/v1/roster")).send().unwrap();
    assert_eq!((answer.status().as_u16(), answer.headers()["allow"].to_str().unwrap()), (405, "GET,HEAD,PUT"));
    assert_eq!(crate::county::code(answer), "method");
}
