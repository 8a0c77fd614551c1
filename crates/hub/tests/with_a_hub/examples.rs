//! Requests that are in order, one for each operation of the hub, as the one who may make it makes it.

use changelog::{Checkpoint, EnrolmentSecret, Erasure, LogId, Ref, SignedCheckpoint, SignedErasure};
use reqwest::Method;
use reqwest::blocking::{Client, Response};
use serde_json::json;

use crate::county::{COUNTY, Caller, County, HILL, sha256};

/// A request, under the name of its operation.
pub struct Example {
    pub name: &'static str,
    pub path: String,
    pub body: Vec<u8>,
    admission: String,
}

impl Example {
    /// Makes it: with this session, or with none.
    pub fn made_by(&self, county: &County, caller: Option<&Caller<'_>>) -> Response {
        let build = |client: &Client| {
            let method = Method::from_bytes(self.name.split(' ').next().unwrap().as_bytes()).unwrap();
            let request = client.request(method, county.url(&self.path)).header("content-type", "application/json");
            request.header("x-enrolment", &self.admission).body(self.body.clone())
        };
        match caller {
            Some(caller) => caller.with(build),
            None => build(&county.stranger()).send().unwrap(),
        }
    }
}

/// A sealed photo as a station makes it.
pub fn photo(county: &County) -> Vec<u8> {
    let to = [county.roster.stations[0].recipient.clone(), county.roster.county_recipient.clone()];
    changelog::seal::to_recipients(&to, &[7; 500]).unwrap()
}

pub fn checkpoint(county: &County, number: u64) -> Vec<u8> {
    let said = Checkpoint {
        county: COUNTY.into(),
        number,
        device: county.officer.id(),
        time_ms: 5,
        places: vec![],
        fingerprints: vec![],
        hub: None,
    };
    SignedCheckpoint::sign(&said, &county.officer.signing).unwrap().to_bytes().unwrap()
}

/// One for each operation, in an order in which each finds what it needs. What the county has to have said before is said.
pub fn examples(county: &County) -> Vec<Example> {
    let (bundle, photo, secret) = (county.bundle(&county.hill, HILL), photo(county), EnrolmentSecret::random());
    let (sha, name, gone) = (sha256(&bundle), sha256(b"photo"), sha256(b"gone"));
    let change = Ref { log: LogId::random(), seq: 3, head: [1; 8] };
    let erasure = Erasure {
        county: COUNTY.into(),
        device: county.officer.id(),
        time_ms: 5,
        changes: vec![change],
        bundles: vec![],
    };
    let erasure = SignedErasure::sign(&erasure, &county.officer.signing).unwrap().to_bytes().unwrap();
    let hashes = json!({ "hashes": [secret.admission_hash()] }).to_string().into_bytes();
    assert_eq!(county.caller(&county.officer).put("/v1/enrolments", hashes.clone()).status(), 200);
    let roster = county.root.sign(&county.roster).unwrap().to_bytes().unwrap();
    let confirmation = format!("/v1/confirmations/{}", county.lake.id());
    let blobs = format!("/v1/stations/{HILL}/blobs");
    let piece = format!("{blobs}/{name}?offset=0&length={}&sha256={}", photo.len(), sha256(&photo));
    let nobody: Vec<u8> = json!({ "device": "0123456789abcdef" }).to_string().into_bytes();
    let asked = json!({ "names": [name] }).to_string().into_bytes();
    let no_body = Vec::new;
    let all = [
        ("GET /v1/status", "/v1/status".into(), no_body()),
        ("POST /v1/nonce", "/v1/nonce".into(), nobody),
        ("PUT /v1/roster", "/v1/roster".into(), roster),
        ("GET /v1/roster", "/v1/roster".into(), no_body()),
        ("PUT /v1/enrolments", "/v1/enrolments".into(), hashes),
        ("POST /v1/joins", "/v1/joins".into(), b"sealed".to_vec()),
        ("GET /v1/joins", "/v1/joins?after=0".into(), no_body()),
        ("PUT /v1/confirmations/{device}", confirmation.clone(), b"sealed".to_vec()),
        ("GET /v1/confirmations/{device}", confirmation, no_body()),
        ("PATCH /v1/uploads/{sha256}", format!("/v1/uploads/{sha}?offset=0&length={}", bundle.len()), bundle),
        ("GET /v1/uploads/{sha256}", format!("/v1/uploads/{sha}"), no_body()),
        ("GET /v1/bundles", "/v1/bundles?after=0&limit=500".into(), no_body()),
        ("GET /v1/bundles/{number}", "/v1/bundles/1?offset=0&length=1048576".into(), no_body()),
        ("GET /v1/lost", "/v1/lost".into(), no_body()),
        ("PATCH /v1/stations/{station}/blobs/{name}", piece, photo),
        ("POST /v1/stations/{station}/blobs", blobs.clone(), asked),
        ("GET /v1/stations/{station}/blobs/{name}", format!("{blobs}/{name}"), no_body()),
        ("DELETE /v1/stations/{station}/blobs/{name}", format!("{blobs}/{gone}"), no_body()),
        ("PUT /v1/checkpoints", "/v1/checkpoints".into(), checkpoint(county, 2)),
        ("GET /v1/checkpoint", "/v1/checkpoint".into(), no_body()),
        ("GET /v1/seen", "/v1/seen".into(), no_body()),
        ("PUT /v1/erasures", "/v1/erasures".into(), erasure),
        ("GET /v1/erasures", "/v1/erasures".into(), no_body()),
    ];
    all.into_iter().map(|(name, path, body)| Example { name, path, body, admission: secret.admission() }).collect()
}
