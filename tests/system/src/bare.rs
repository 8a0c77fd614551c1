//! A station's PC and its county without the program around them: a roster, keys and stores, for what looks at
//! the store alone (kill -9, benches). People who click live in `people.rs`.

use std::path::Path;

use changelog::{Audience, DeviceKeys, HubPlace, Identity, Op, Payload, RootKey, Roster, RosterDevice, RosterStation};
use store::{DatabaseKey, NewDevice, Save, Saved, Store, Write};

/// The one station.
pub const STATION: &str = "43018111001";

/// A county with one station, its PC and the county's PC.
pub struct BareCounty {
    /// Signs the roster.
    pub root: RootKey,
    /// Opens what is sealed to the county.
    pub county: Identity,
    /// Opens what is sealed to the station.
    pub station: Identity,
    /// The station's PC.
    pub pc: DeviceKeys,
    /// The county's PC.
    pub officer: DeviceKeys,
    /// Who belongs to it.
    pub roster: Roster,
}

impl Default for BareCounty {
    fn default() -> BareCounty {
        BareCounty::new()
    }
}

impl BareCounty {
    /// Draws all keys.
    pub fn new() -> BareCounty {
        let (root, county, station) = (RootKey::generate(), Identity::generate(), Identity::generate());
        let (pc, officer) = (DeviceKeys::generate(), DeviceKeys::generate());
        let device = |keys: &DeviceKeys, station: Option<&str>| RosterDevice {
            id: keys.public().id,
            station: station.map(str::to_owned),
            letter: "A".into(),
            name: "测试电脑".into(),
            verifying_key: keys.public().verifying_key,
            recipient: keys.public().recipient,
            revoked: None,
        };
        let roster = Roster {
            county_id: "bare-county".into(),
            county_name: "测试县".into(),
            division: "430181".into(),
            number: 1,
            time_ms: crate::made_up::NOVEMBER,
            root_key: root.public(),
            county_recipient: county.recipient().into(),
            recovery_recipient: Identity::generate().recipient().into(),
            hub: None,
            stations: vec![RosterStation {
                code: STATION.into(),
                name: "测试站".into(),
                recipient: station.recipient().into(),
            }],
            events: Vec::new(),
            devices: vec![device(&pc, Some(STATION)), device(&officer, None)],
        };
        BareCounty { root, county, station, pc, officer, roster }
    }

    /// Writes a hub into the roster.
    pub fn with_hub(mut self, hub: HubPlace) -> BareCounty {
        self.roster.hub = Some(hub);
        self.roster.number += 1;
        self
    }

    /// The station's store, created in `dir`.
    pub fn station_store(&self, dir: &Path, key: &DatabaseKey) -> Store {
        let store =
            Store::create(dir, key, self.device(&self.pc, Some(STATION))).expect("the station's store is created");
        store.set_station_identity(Some(STATION), &self.station.to_secret()).expect("it takes the station's key");
        store
    }

    /// The county's store, created in `dir`.
    pub fn county_store(&self, dir: &Path, key: &DatabaseKey) -> Store {
        let store = Store::create(dir, key, self.device(&self.officer, None)).expect("the county's store is created");
        store.set_station_identity(None, &self.county.to_secret()).expect("it takes the county's key");
        store
    }

    fn device(&self, keys: &DeviceKeys, station: Option<&str>) -> NewDevice {
        NewDevice {
            county_id: self.roster.county_id.clone(),
            station: station.map(str::to_owned),
            letter: "A".into(),
            keys: keys.clone(),
            roster: self.root.sign(&self.roster).expect("the roster is signed"),
            root_key: self.root.public(),
        }
    }
}

/// Saves new records of a kind for the station, in one transaction.
pub fn save(
    store: &Store,
    author: &str,
    now_ms: u64,
    kind: &str,
    records: Vec<(String, Payload)>,
) -> store::Result<Saved> {
    let writes = records
        .into_iter()
        .map(|(record, fields)| Write { kind: kind.into(), record, op: Op::Set, fields, seen: Default::default() })
        .collect();
    store.save(Save {
        audience: Audience::Station(STATION.into()),
        author: author.into(),
        now_ms,
        writes,
        number: None,
    })
}
