//! A made-up county for tests: a roster with as many PCs as wanted, and stores on them. Holds no assertions.

use std::path::{Path, PathBuf};

use changelog::{
    Audience, DeviceKeys, HubPlace, Identity, Op, Payload, Roster, RosterDevice, RosterStation, SignedRoster, Signer,
};
use serde_json::{Value, json};
use store::{DatabaseKey, NewDevice, Row, Save, Saved, Store, Write};
use tempfile::TempDir;

pub const STATION: &str = "43018111001";
pub const OTHER_STATION: &str = "43018111002";
/// 2026-11-23 in China.
pub const NOW: u64 = 1_795_363_200_000;
pub const MINUTE: u64 = 60_000;

pub struct County {
    pub root: Signer,
    pub hub: Signer,
    pub recovery: Identity,
    pub identity: Identity,
    pub stations: Vec<(String, Identity)>,
    pub roster: Roster,
    pub dir: TempDir,
    pcs: Vec<Pc>,
}

struct Pc {
    name: String,
    station: Option<String>,
    letter: String,
    keys: DeviceKeys,
    key: DatabaseKey,
}

impl County {
    /// PCs by name: "a", "b" … of the first station, "other" of the second, "county", "county2" … of the county.
    pub fn with(names: &[&str]) -> County {
        let (root, hub, recovery, identity) =
            (Signer::generate(), Signer::generate(), Identity::generate(), Identity::generate());
        let stations: Vec<(String, Identity)> =
            [STATION, OTHER_STATION].map(|code| (code.to_string(), Identity::generate())).into();
        let pcs: Vec<Pc> = names
            .iter()
            .map(|name| Pc {
                name: name.to_string(),
                station: match *name {
                    "other" => Some(OTHER_STATION.into()),
                    name if name.starts_with("county") => None,
                    _ => Some(STATION.into()),
                },
                letter: name[..1].to_uppercase(),
                keys: DeviceKeys::generate(),
                key: DatabaseKey::random(),
            })
            .collect();
        let roster = Roster {
            county_id: "county-of-tests".into(),
            county_name: "测试县".into(),
            division: "430181".into(),
            number: 1,
            time_ms: NOW - 1000,
            root_key: root.public(),
            county_recipient: identity.recipient().into(),
            recovery_recipient: recovery.recipient().into(),
            hub: Some(HubPlace { url: "https://localhost".into(), pin: "00".repeat(32), key: hub.public() }),
            stations: stations
                .iter()
                .map(|(code, key)| RosterStation {
                    code: code.clone(),
                    name: format!("{code}站"),
                    recipient: key.recipient().into(),
                })
                .collect(),
            events: Vec::new(),
            devices: pcs
                .iter()
                .map(|pc| RosterDevice {
                    id: pc.keys.id(),
                    station: pc.station.clone(),
                    letter: pc.letter.clone(),
                    name: pc.name.clone(),
                    verifying_key: pc.keys.public().verifying_key,
                    recipient: pc.keys.public().recipient,
                    revoked: None,
                })
                .collect(),
        };
        County {
            root,
            hub,
            recovery,
            identity,
            stations,
            roster,
            dir: tempfile::tempdir().expect("a temporary directory"),
            pcs,
        }
    }

    pub fn signed_roster(&self) -> SignedRoster {
        SignedRoster::sign(&self.roster, &self.root).expect("a roster")
    }

    fn pc(&self, name: &str) -> &Pc {
        self.pcs.iter().find(|pc| pc.name == name).expect("a PC of this county")
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn key(&self, name: &str) -> DatabaseKey {
        self.pc(name).key.clone()
    }

    pub fn device_id(&self, name: &str) -> String {
        self.pc(name).keys.id()
    }

    pub fn new_device(&self, name: &str) -> NewDevice {
        let pc = self.pc(name);
        NewDevice {
            county_id: self.roster.county_id.clone(),
            station: pc.station.clone(),
            letter: pc.letter.clone(),
            keys: pc.keys.clone(),
            roster: self.signed_roster(),
            root_key: self.root.public(),
        }
    }

    /// The identity a PC opens bundles with.
    pub fn identity_of(&self, name: &str) -> (Option<String>, String) {
        match &self.pc(name).station {
            None => (None, self.identity.to_secret()),
            Some(code) => {
                let (_, identity) = self.stations.iter().find(|(known, _)| known == code).expect("a station");
                (Some(code.clone()), identity.to_secret())
            }
        }
    }

    /// Creates the PC's database, confirmed by the county.
    pub fn create(&self, name: &str) -> Store {
        self.create_in(name, &self.path(name))
    }

    pub fn create_in(&self, name: &str, dir: &Path) -> Store {
        let store = Store::create(dir, &self.pc(name).key, self.new_device(name)).expect("a new database");
        let (station, identity) = self.identity_of(name);
        store.set_station_identity(station.as_deref(), &identity).expect("the identity");
        store
    }

    pub fn open(&self, name: &str) -> Store {
        Store::open(&self.path(name), &self.pc(name).key).expect("the database opens")
    }
}

pub fn station() -> Audience {
    Audience::Station(STATION.into())
}

pub fn fields(value: Value) -> Payload {
    value.as_object().expect("fields").clone()
}

pub fn write(kind: &str, record: &str, value: Value) -> Write {
    Write { kind: kind.into(), record: record.into(), op: Op::Set, fields: fields(value), seen: Default::default() }
}

pub fn save_of(audience: Audience, now_ms: u64, writes: Vec<Write>) -> Save {
    Save { audience, author: "staff-1".into(), now_ms, writes, number: None }
}

/// Saves fields of a record as a form would that was opened just now.
pub fn edit(store: &Store, kind: &str, record: &str, value: Value, now_ms: u64) -> Saved {
    let seen = store.row(kind, record).expect("a readable row").map(|row| row.refs).unwrap_or_default();
    edit_seeing(store, kind, record, value, now_ms, seen)
}

/// As `edit`, by a form opened when these refs stood.
pub fn edit_seeing(
    store: &Store,
    kind: &str,
    record: &str,
    value: Value,
    now_ms: u64,
    seen: std::collections::BTreeMap<String, Vec<changelog::Ref>>,
) -> Saved {
    let mut write = write(kind, record, value);
    write.seen = seen;
    store.save(save_of(audience_of(store), now_ms, vec![write])).expect("a save")
}

pub fn audience_of(store: &Store) -> Audience {
    store.device().station.map_or(Audience::County, Audience::Station)
}

pub fn row(store: &Store, kind: &str, record: &str) -> Row {
    store.row(kind, record).expect("a readable row").expect("the record")
}

pub fn id(number: u64) -> String {
    format!("00000000-0000-4000-8000-{number:012}")
}

pub fn person(name: &str, village: &str) -> Value {
    json!({"name": name, "village": village, "sex": "2", "file_created": "2026-11-01"})
}

/// The bytes of every bundle not yet handed over.
pub fn bundles(store: &Store) -> Vec<Vec<u8>> {
    let items = store.close_segments().expect("sealed bundles");
    items.iter().map(|item| std::fs::read(&item.path).expect("a bundle file")).collect()
}

/// A small generator with a seed, so that a failed run can be repeated.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 16
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    pub fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last as u64 + 1) as usize);
        }
    }
}
