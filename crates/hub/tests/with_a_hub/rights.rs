//! Rights at the hub: every operation, asked by everybody who could stand at the door. A row that is missing fails, as does one too many.

use std::time::Duration;

use changelog::{DeviceKeys, RosterDevice};
use serde_json::Value;

use crate::county::{Caller, County, HILL, LAKE};
use crate::description::Description;
use crate::examples::{Example, examples};

/// Operation, and what it answers to: nobody we know, a session that has ended, one of another county's hub, a revoked PC, a PC of another
/// station, a PC of the station, the county.
const RIGHTS: &[(&str, [u16; 7])] = &[
    ("GET /v1/status", [200; 7]),
    ("POST /v1/nonce", [200; 7]),
    ("PUT /v1/roster", [200; 7]), // the root key's signature counts
    ("GET /v1/roster", [401, 401, 401, 403, 200, 200, 200]),
    ("PUT /v1/enrolments", [401, 401, 401, 403, 403, 403, 200]),
    ("POST /v1/joins", [201; 7]), // the join file's secret counts
    ("GET /v1/joins", [401, 401, 401, 403, 403, 403, 200]),
    ("PUT /v1/confirmations/{device}", [401, 401, 401, 403, 403, 403, 200]),
    ("GET /v1/confirmations/{device}", [200; 7]), // sealed to one device
    ("PATCH /v1/uploads/{sha256}", [401, 401, 401, 403, 422, 200, 200]),
    ("GET /v1/uploads/{sha256}", [401, 401, 401, 403, 200, 200, 200]),
    ("GET /v1/bundles", [401, 401, 401, 403, 200, 200, 200]),
    ("GET /v1/bundles/{number}", [401, 401, 401, 403, 404, 200, 200]),
    ("GET /v1/lost", [401, 401, 401, 403, 200, 200, 200]),
    ("PATCH /v1/stations/{station}/blobs/{name}", [401, 401, 401, 403, 404, 200, 200]),
    ("POST /v1/stations/{station}/blobs", [401, 401, 401, 403, 404, 200, 200]),
    ("GET /v1/stations/{station}/blobs/{name}", [401, 401, 401, 403, 404, 200, 200]),
    ("DELETE /v1/stations/{station}/blobs/{name}", [401, 401, 401, 403, 403, 403, 200]),
    ("PUT /v1/checkpoints", [401, 401, 401, 403, 403, 403, 200]),
    ("GET /v1/checkpoint", [401, 401, 401, 403, 200, 200, 200]),
    ("GET /v1/seen", [401, 401, 401, 403, 403, 403, 200]),
    ("PUT /v1/erasures", [401, 401, 401, 403, 403, 403, 200]),
    ("GET /v1/erasures", [401, 401, 401, 403, 403, 403, 200]),
];

/// Signing in is asked in the name of keys, not of a session: those of nobody, of another county, revoked, of a station, of the county.
const SIGNING_IN: [u16; 5] = [403, 403, 403, 200, 200];

/// A further PC of the station, which the county confirms now.
fn one_more(county: &mut County) -> DeviceKeys {
    let keys = DeviceKeys::generate();
    county.roster.devices.push(RosterDevice {
        id: keys.id(),
        station: Some(HILL.into()),
        letter: "B".into(),
        name: "丢失的电脑".into(),
        verifying_key: keys.public().verifying_key,
        recipient: keys.public().recipient,
        revoked: None,
    });
    published(county);
    keys
}

fn published(county: &mut County) {
    county.roster.number += 1;
    assert_eq!(county.publish(&county.roster).status(), 200);
}

#[test]
fn every_operation_answers_everybody_as_the_table_says() {
    let (mut county, elsewhere) = (County::open(), County::open());
    let mut ended = County::open();
    let to_ended = examples(&ended);
    to_ended.iter().for_each(|example| drop(example.made_by(&ended, Some(&ended.caller(&ended.officer)))));
    ended.rates.session = Duration::ZERO;
    ended.start();
    let lost = one_more(&mut county);
    let token = county.caller(&lost).token().to_string();
    county.roster.devices.last_mut().unwrap().revoked = Some(vec![]);
    published(&mut county);

    let described: Vec<String> = Description::of(&county).operations().iter().map(|one| one.name()).collect();
    let mut named: Vec<&str> = RIGHTS.iter().map(|row| row.0).chain(["POST /v1/session"]).collect();
    named.sort_unstable();
    let mut sorted = described;
    sorted.sort_unstable();
    assert_eq!(named, sorted, "every operation has its row");

    let (hill, lake, officer) =
        (county.caller(&county.hill), county.caller(&county.lake), county.caller(&county.officer));
    let foreign = Caller::with_token(&county, elsewhere.caller(&elsewhere.officer).token());
    let revoked = Caller::with_token(&county, &token);
    let requests = examples(&county);
    let at_once_over = ended.caller(&ended.officer);
    for (name, statuses) in RIGHTS {
        let named = |examples: &'_ [Example]| examples.iter().position(|example| example.name == *name).unwrap();
        let (example, late) = (&requests[named(&requests)], &to_ended[named(&to_ended)]);
        let callers = [None, Some(&foreign), Some(&revoked), Some(&lake), Some(&hill), Some(&officer)];
        let mut answers: Vec<u16> =
            callers.iter().map(|caller| example.made_by(&county, *caller).status().as_u16()).collect();
        answers.insert(1, late.made_by(&ended, Some(&at_once_over)).status().as_u16());
        assert_eq!(answers, statuses, "{name}");
    }

    // Where another station gets the same status, it gets nothing of ours.
    let of = |caller: &Caller<'_>, path: &str| caller.get(path).json::<Value>().unwrap();
    let upload = requests.iter().find(|example| example.name == "GET /v1/uploads/{sha256}").unwrap();
    assert_eq!((&of(&lake, &upload.path)["done"], &of(&hill, &upload.path)["done"]), (&false.into(), &true.into()));
    assert_eq!((lake.offered().len(), hill.offered().len(), officer.offered().len()), (0, 1, 1), "{LAKE}");

    let strange = DeviceKeys::generate();
    let keys = [&strange, &elsewhere.hill, &lost, &county.hill, &county.officer];
    let answers = keys.map(|keys| county.answer(keys, &keys.id(), &county.nonce(&keys.id())).status().as_u16());
    assert_eq!(answers, SIGNING_IN);
}
