//! A made-up county: a county PC, two stations, a hub behind a line with a fixed address. Real stores, real keys.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use changelog::{Audience, DeviceKeys, HubPlace, Identity, Op, Payload, RootKey, Roster, RosterDevice, RosterStation};
use hub::limits::Rates;
use hub::{Config, Handle, Init};
use serde_json::Value;
use sha2::{Digest, Sha256};
use store::{DatabaseKey, Delivery, NewDevice, Save, Store, Write};
use sync::{Outcome, never, run_once};
use tempfile::TempDir;

use crate::line::Line;

pub const COUNTY: &str = "practice-county";
pub const HILL: &str = "43018111001";
pub const LAKE: &str = "43018111002";
/// Some day in November 2026.
pub const NOW: u64 = 1_795_400_000_000;

pub struct County {
    pub root: RootKey,
    pub roster: Roster,
    pub stations: BTreeMap<&'static str, Identity>,
    /// The county's own PC.
    pub office: Arc<Store>,
    pub line: Line,
    pub hub: Option<Handle>,
    pub folder: TempDir,
    made: usize,
}

impl County {
    /// A county with a hub that runs and an office; the roster is not at the hub yet.
    pub fn open() -> County {
        let folder = TempDir::new().unwrap();
        let root = RootKey::generate();
        let identity = Identity::generate();
        let stations = BTreeMap::from([(HILL, Identity::generate()), (LAKE, Identity::generate())]);
        let line = Line::open();
        let roster = Roster {
            county_id: COUNTY.into(),
            county_name: "练习县".into(),
            division: "430181".into(),
            number: 1,
            time_ms: NOW,
            root_key: root.public(),
            county_recipient: identity.recipient().into(),
            recovery_recipient: Identity::generate().recipient().into(),
            hub: None,
            stations: stations
                .iter()
                .map(|(code, identity)| RosterStation {
                    code: code.to_string(),
                    name: format!("{code}站"),
                    recipient: identity.recipient().into(),
                })
                .collect(),
            events: Vec::new(),
            devices: vec![],
        };
        let keys = DeviceKeys::generate();
        let mut county_roster = roster;
        county_roster.devices.push(device(&keys, None, "X"));
        let office = create(folder.path().join("office"), keys, None, "X", &root, &county_roster);
        office.set_station_identity(None, &identity.to_secret()).unwrap();
        let mut county = County { root, roster: county_roster, stations, office, line, hub: None, folder, made: 0 };
        county.new_hub();
        county
    }

    /// The same without a hub: everything goes by stick.
    pub fn without_hub() -> County {
        let mut county = County::open();
        county.hub.take().into_iter().for_each(Handle::stop);
        county.line.to(None);
        county.change_roster(|roster| roster.hub = None);
        county
    }

    /// Sets up a hub in a fresh directory and names it in a newer roster.
    pub fn new_hub(&mut self) {
        self.made += 1;
        let made = hub::init(&Init {
            data_dir: self.hub_folder(),
            county: COUNTY.into(),
            root_key: self.root.public().to_string(),
            address: self.line.address().to_string(),
        })
        .unwrap();
        let place = HubPlace { url: self.line.url(), pin: made.pin.clone(), key: made.key.public() };
        self.start_hub();
        self.change_roster(|roster| roster.hub = Some(place));
    }

    pub fn hub_folder(&self) -> PathBuf {
        self.folder.path().join(format!("hub-{}", self.made))
    }

    pub fn start_hub(&mut self) {
        self.stop_hub();
        let config = Config {
            data_dir: self.hub_folder(),
            listen: "127.0.0.1:0".parse().unwrap(),
            rates: Rates::default(),
            log: false,
        };
        let hub = hub::serve(config).unwrap();
        self.line.to(Some(hub.addr));
        self.hub = Some(hub);
    }

    pub fn stop_hub(&mut self) {
        self.line.to(None);
        self.hub.take().into_iter().for_each(Handle::stop);
    }

    /// The county signs the next roster; its own office has it at once.
    pub fn change_roster(&mut self, change: impl FnOnce(&mut Roster)) {
        change(&mut self.roster);
        self.roster.number += 1;
        self.office.accept_roster(&self.root.sign(&self.roster).unwrap()).unwrap();
    }

    /// A PC of a station that the county has confirmed.
    pub fn pc(&mut self, name: &str, station: &'static str, letter: &str) -> Arc<Store> {
        let keys = DeviceKeys::generate();
        self.change_roster(|roster| roster.devices.push(device(&keys, Some(station), letter)));
        let store = self.fresh_pc(name, keys, station, letter);
        store.set_station_identity(Some(station), &self.stations[station].to_secret()).unwrap();
        store
    }

    /// A PC that has only opened the join file.
    pub fn fresh_pc(&self, name: &str, keys: DeviceKeys, station: &str, letter: &str) -> Arc<Store> {
        create(self.folder.path().join(name), keys, Some(station), letter, &self.root, &self.roster)
    }

    /// Office, then the stations, then the office again: until all have been told.
    pub fn office_run(&self) -> Outcome {
        went(run(&self.office))
    }
}

pub fn device(keys: &DeviceKeys, station: Option<&str>, letter: &str) -> RosterDevice {
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

fn create(
    path: PathBuf,
    keys: DeviceKeys,
    station: Option<&str>,
    letter: &str,
    root: &RootKey,
    roster: &Roster,
) -> Arc<Store> {
    let new = NewDevice {
        county_id: COUNTY.into(),
        station: station.map(str::to_string),
        letter: letter.into(),
        keys,
        roster: root.sign(roster).unwrap(),
        root_key: root.public(),
    };
    let key = key_of(&path.file_name().unwrap().to_string_lossy());
    Arc::new(Store::create(&path, &key, new).unwrap())
}

/// The database key of a PC by the name of its folder.
pub fn key_of(name: &str) -> DatabaseKey {
    DatabaseKey::from_bytes(Sha256::digest(name).into())
}

/// One run without cancelling.
pub fn run(store: &Store) -> Outcome {
    run_once(store, NOW, &never(), &mut |_| ControlFlow::Continue(()))
}

/// An outcome in which nothing went wrong.
pub fn went(outcome: Outcome) -> Outcome {
    assert_eq!((&outcome.offline, outcome.problems.as_slice(), outcome.cancelled), (&None, &[][..], false));
    outcome
}

/// Registers somebody; gives the record's id.
pub fn register(store: &Store, station: &str, name: &str) -> String {
    write(store, Audience::Station(station.into()), "recipient", "name", name)
}

/// Saves one record with one field.
pub fn write(store: &Store, audience: Audience, kind: &str, field: &str, value: &str) -> String {
    let record = uuid::Uuid::new_v4().to_string();
    let fields = Payload::from_iter([(field.to_string(), Value::from(value))]);
    let write = Write { kind: kind.into(), record: record.clone(), op: Op::Set, fields, seen: BTreeMap::new() };
    let save = Save { audience, author: "staff-1".into(), now_ms: NOW, writes: vec![write], number: None };
    store.save(save).unwrap();
    record
}

/// What can be read of a record.
pub fn name_of(store: &Store, record: &str) -> Option<String> {
    store.row("recipient", record).unwrap().map(|row| row.fields["name"].as_str().unwrap().to_string())
}

pub fn state_of(store: &Store, record: &str) -> Delivery {
    store.row("recipient", record).unwrap().unwrap().state
}

/// Copies a directory with everything in it.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.path().is_dir() {
            copy(&entry.path(), &to.join(entry.file_name()));
        } else {
            std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}
