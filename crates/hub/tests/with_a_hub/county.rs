//! A made-up county for these tests: root key, two stations, three devices, a hub on a free port, and callers.

use std::path::PathBuf;
use std::sync::Once;

use changelog::bundle::seal;
use changelog::{
    Audience, Change, DeviceKeys, Head, Hlc, Identity, LogId, Opening, Purpose, RootKey, Roster, RosterDevice,
    RosterStation, SaltSeed, Salts, SegmentOfChanges, SignedReceipt,
};
use hub::limits::Rates;
use hub::{Config, Handle, Init};
use reqwest::blocking::{Client, RequestBuilder, Response};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

pub const COUNTY: &str = "practice-county";
pub const HILL: &str = "43018111001";
pub const LAKE: &str = "43018111002";

/// Everything that a county has.
pub struct County {
    pub root: RootKey,
    pub roster: Roster,
    /// The county's own device.
    pub officer: DeviceKeys,
    /// A device of station HILL.
    pub hill: DeviceKeys,
    /// A device of station LAKE.
    pub lake: DeviceKeys,
    pub directory: TempDir,
    /// Where its hub keeps everything; in `directory` unless a test says otherwise.
    pub data_dir: PathBuf,
    pub rates: Rates,
    pub hub: Option<Handle>,
}

fn device(keys: &DeviceKeys, station: Option<&str>, letter: &str) -> RosterDevice {
    RosterDevice {
        id: keys.id(),
        station: station.map(str::to_string),
        letter: letter.into(),
        name: "练习电脑".into(),
        verifying_key: keys.public().verifying_key,
        recipient: keys.public().recipient,
        revoked: None,
    }
}

impl County {
    /// A county whose roster is at the hub already.
    pub fn open() -> County {
        let county = County::without_roster(Rates::default());
        assert_eq!(county.publish(&county.roster).status(), 200);
        county
    }

    /// A county whose hub has only been set up.
    pub fn without_roster(rates: Rates) -> County {
        let directory = TempDir::new().unwrap();
        let data_dir = directory.path().join("hub");
        County::without_roster_in(directory, data_dir, rates)
    }

    pub fn without_roster_in(directory: TempDir, data_dir: PathBuf, rates: Rates) -> County {
        County::ready();
        let (root, officer, hill, lake) =
            (RootKey::generate(), DeviceKeys::generate(), DeviceKeys::generate(), DeviceKeys::generate());
        let place = hub::init(&Init {
            data_dir: data_dir.clone(),
            county: COUNTY.into(),
            root_key: root.public().to_string(),
            address: "127.0.0.1:8443".into(),
        })
        .unwrap();
        let station = |code: &str| RosterStation {
            code: code.into(),
            name: "练习站".into(),
            recipient: Identity::generate().recipient().into(),
        };
        let roster = Roster {
            county_id: COUNTY.into(),
            county_name: "练习县".into(),
            division: "430181".into(),
            number: 1,
            time_ms: 1,
            root_key: root.public(),
            county_recipient: Identity::generate().recipient().into(),
            recovery_recipient: Identity::generate().recipient().into(),
            hub: Some(changelog::HubPlace {
                url: "https://127.0.0.1:8443".into(),
                pin: place.pin.clone(),
                key: place.key.public(),
            }),
            stations: vec![station(HILL), station(LAKE)],
            events: Vec::new(),
            devices: vec![device(&officer, None, "X"), device(&hill, Some(HILL), "A"), device(&lake, Some(LAKE), "A")],
        };
        let mut county = County { root, roster, officer, hill, lake, directory, data_dir, rates, hub: None };
        county.start();
        county
    }

    /// What TLS needs, once for a process.
    pub fn ready() {
        static RING: Once = Once::new();
        RING.call_once(|| rustls::crypto::ring::default_provider().install_default().unwrap());
    }

    /// Starts the hub, again if need be.
    pub fn start(&mut self) {
        self.hub.take().into_iter().for_each(Handle::stop);
        let config = Config {
            data_dir: self.data_dir.clone(),
            listen: "127.0.0.1:0".parse().unwrap(),
            rates: self.rates,
            log: false,
        };
        self.hub = Some(hub::serve(config).unwrap());
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.hub.as_ref().unwrap().url)
    }

    /// Somebody without a session.
    pub fn stranger(&self) -> Client {
        Client::builder().tls_danger_accept_invalid_certs(true).no_proxy().build().unwrap()
    }

    pub fn publish(&self, roster: &Roster) -> Response {
        let signed = self.root.sign(roster).unwrap();
        self.stranger().put(self.url("/v1/roster")).body(signed.to_bytes().unwrap()).send().unwrap()
    }

    pub fn nonce(&self, device: &str) -> String {
        let asked = self.stranger().post(self.url("/v1/nonce")).json(&json!({ "device": device })).send().unwrap();
        asked.json::<Value>().unwrap()["nonce"].as_str().unwrap().to_string()
    }

    /// Answers a nonce with a signature of these keys.
    pub fn answer(&self, keys: &DeviceKeys, device: &str, nonce: &str) -> Response {
        let hub_key = &self.hub.as_ref().unwrap().key;
        let text = format!("{COUNTY}\n{hub_key}\n{device}\n{nonce}");
        let signature = keys.sign(Purpose::Session, text.as_bytes()).to_string();
        let body = json!({ "device": device, "nonce": nonce, "signature": signature });
        self.stranger().post(self.url("/v1/session")).json(&body).send().unwrap()
    }

    /// A device with a session.
    pub fn caller(&self, keys: &DeviceKeys) -> Caller<'_> {
        let answer = self.answer(keys, &keys.id(), &self.nonce(&keys.id()));
        assert_eq!(answer.status(), 200);
        let token = answer.json::<Value>().unwrap()["token"].as_str().unwrap().to_string();
        Caller { county: self, client: self.stranger(), token }
    }

    /// A sealed bundle with one new log for a station, written by `keys`.
    pub fn bundle(&self, keys: &DeviceKeys, station: &str) -> Vec<u8> {
        let audience = Audience::Station(station.into());
        let recipients = self.roster.recipients(&audience).unwrap().remove(0);
        self.bundle_for(keys, audience, &recipients)
    }

    pub fn bundle_for(&self, keys: &DeviceKeys, audience: Audience, recipients: &[String]) -> Vec<u8> {
        let log = LogId::random();
        let opening = Opening { device: keys.id(), audience, reason: "created".into(), predecessor: None };
        let (header, payload) = opening.to_change(log, "staff-1", Hlc { ms: 1, n: 0 }, false, 0).unwrap();
        let seed = SaltSeed::random();
        let change = Change::write(header, &payload, seed.salt(&log, 1), &Head::ZERO).unwrap();
        let segment = SegmentOfChanges::sign(COUNTY, keys, Head::ZERO, Salts::Seed(seed), vec![change]).unwrap();
        seal(COUNTY, keys, recipients, &[segment], None).unwrap()
    }
}

/// A device that talks to the hub.
pub struct Caller<'a> {
    pub county: &'a County,
    client: Client,
    token: String,
}

pub fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

impl Caller<'_> {
    /// Somebody who shows this token, wherever it is from.
    pub fn with_token<'a>(county: &'a County, token: &str) -> Caller<'a> {
        Caller { county, client: county.stranger(), token: token.to_string() }
    }

    pub fn token(&self) -> &str {
        &self.token
    }

    pub fn with(&self, request: impl FnOnce(&Client) -> RequestBuilder) -> Response {
        request(&self.client).bearer_auth(&self.token).send().unwrap()
    }

    pub fn get(&self, path: &str) -> Response {
        self.with(|client| client.get(self.county.url(path)))
    }

    pub fn put(&self, path: &str, body: Vec<u8>) -> Response {
        self.with(|client| client.put(self.county.url(path)).header("content-type", "application/json").body(body))
    }

    pub fn piece(&self, sha: &str, offset: usize, length: usize, bytes: &[u8]) -> Response {
        let path = format!("/v1/uploads/{sha}?offset={offset}&length={length}");
        self.with(|client| client.patch(self.county.url(&path)).body(bytes.to_vec()))
    }

    /// Sends a whole bundle in one piece.
    pub fn upload(&self, bytes: &[u8]) -> Response {
        self.piece(&sha256(bytes), 0, bytes.len(), bytes)
    }

    /// Sends a whole bundle and expects a receipt.
    pub fn receipt(&self, bytes: &[u8]) -> SignedReceipt {
        let answer = self.upload(bytes);
        assert_eq!(answer.status(), 200);
        serde_json::from_value(answer.json::<Value>().unwrap()["receipt"].clone()).unwrap()
    }

    /// The SHA-256 of all bundles that this caller is offered.
    pub fn offered(&self) -> Vec<String> {
        let listing: Value = self.get("/v1/bundles?after=0").json().unwrap();
        let items = listing["items"].as_array().unwrap();
        items.iter().map(|item| item["sha256"].as_str().unwrap().to_string()).collect()
    }
}

/// the stable word of an error.
pub fn code(answer: Response) -> String {
    answer.json::<Value>().unwrap()["code"].as_str().unwrap().to_string()
}
