//! The store of an opened pack: its rows in an encrypted database of its own beside this PC's, under a key that is kept in memory only. Who may
//! write what holds there too: each station's rows are written by a PC made up for it and taken in like any bundle. It ends with the
//! viewing; a crash leaves behind what nobody can open, and the next opening takes it away.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use changelog::{Audience, DeviceKeys, Identity, Op, RootKey, Roster, RosterDevice, RosterStation, SignedRoster};
use domain::dictionary::{HomeAudience, dictionary};
use domain::fields::{recipient, volunteer};
use domain::identity;
use serde_json::json;
use store::{DatabaseKey, NewDevice, Route, Save, Store, Write};

use crate::boards::packs::content::{Manifest, PackRow, PackStation};
use crate::kernel::error::{CommandError, ErrorCode};
use crate::kernel::pc::Pc;
use crate::kernel::role::{Person, Role};

/// Records of one save.
const AT_ONCE: usize = 400;

/// Who reads a pack. She is nobody of the county.
pub(super) fn evaluator() -> Person {
    Person { id: "of-the-pack".to_owned(), name: "评估方".to_owned(), role: Role::County }
}

/// Where it lies.
fn folder(pc: &Pc) -> PathBuf {
    pc.data_dir().join("evaluation-pack")
}

/// Takes it away.
pub(super) fn remove(pc: &Pc) {
    let _ = std::fs::remove_dir_all(folder(pc));
}

/// Makes it of the rows.
pub(super) fn of_rows(pc: &Pc, manifest: &Manifest, rows: &[PackRow]) -> Result<Arc<Store>, CommandError> {
    remove(pc);
    let made_up = MadeUp::of(pc, manifest)?;
    let county = made_up.store(pc, "county", None)?;
    let mut by_station: BTreeMap<&str, Vec<&PackRow>> = BTreeMap::new();
    for row in rows.iter().filter(|row| dictionary().kind(&row.kind).is_some()) {
        by_station.entry(row.station.as_str()).or_default().push(row);
    }
    for (station, rows) in by_station {
        let of_all =
            |row: &&&PackRow| dictionary().kind(&row.kind).is_some_and(|kind| kind.audience == HomeAudience::All);
        let all: Vec<&PackRow> = rows.iter().filter(of_all).copied().collect();
        write(pc, &county, &Audience::All, &all)?;
        let own: Vec<&PackRow> = rows.iter().filter(|row| !of_all(row)).copied().collect();
        if own.is_empty() || !made_up.stations.contains_key(station) {
            continue;
        }
        let audience = Audience::Station(station.to_owned());
        let author = made_up.store(pc, station, Some(station))?;
        write(pc, &author, &audience, &own)?;
        for bundle in author.export_all(&audience)? {
            let taken = county.import(&bundle, Route::Stick)?;
            if let Some(why) = taken.quarantined.first() {
                return Err(CommandError::new(ErrorCode::DamagedFile, format!("评估包里的记录放不进来：{why}")));
            }
        }
    }
    Ok(Arc::new(county))
}

fn write(pc: &Pc, store: &Store, audience: &Audience, rows: &[&PackRow]) -> Result<(), CommandError> {
    for part in rows.chunks(AT_ONCE) {
        let writes = part.iter().map(|row| row_write(row)).collect();
        let (audience, author, now_ms) = (audience.clone(), evaluator().id, pc.now_ms());
        store.save(Save { audience, author, now_ms, writes, number: None })?;
    }
    Ok(())
}

fn row_write(row: &PackRow) -> Write {
    let mut fields = row.fields.clone();
    if let Some(number) = row.person {
        let field = if row.kind == volunteer::KIND { volunteer::ID_NUMBER } else { recipient::ID_NUMBER };
        fields.insert(field.into(), json!(identity::stand_in(number)));
    }
    Write { kind: row.kind.clone(), record: row.id.clone(), op: Op::Set, fields, seen: BTreeMap::new() }
}

/// A county that lasts as long as the pack is open: its PC, and one for each station of the pack.
struct MadeUp {
    county_id: String,
    roster: Roster,
    signed: SignedRoster,
    county: (DeviceKeys, Identity),
    stations: BTreeMap<String, (DeviceKeys, Identity)>,
}

impl MadeUp {
    fn of(pc: &Pc, manifest: &Manifest) -> Result<MadeUp, CommandError> {
        let keys = || (DeviceKeys::generate(), Identity::generate());
        let (root, county) = (RootKey::generate(), keys());
        let stations: BTreeMap<String, (DeviceKeys, Identity)> =
            manifest.stations.iter().map(|one| (one.code.clone(), keys())).collect();
        let device = |keys: &DeviceKeys, station: Option<&str>| {
            let public = keys.public();
            RosterDevice {
                id: public.id,
                station: station.map(str::to_owned),
                letter: "A".into(),
                name: "评估包".into(),
                verifying_key: public.verifying_key,
                recipient: public.recipient,
                revoked: None,
            }
        };
        let named = |one: &PackStation| RosterStation {
            code: one.code.clone(),
            name: one.name.clone(),
            recipient: stations.get(&one.code).map(|(_, key)| key.recipient().to_owned()).unwrap_or_default(),
        };
        let mut devices = vec![device(&county.0, None)];
        devices.extend(stations.iter().map(|(code, (keys, _))| device(keys, Some(code))));
        let roster = Roster {
            county_id: manifest.county_id.clone(),
            county_name: manifest.county_name.clone(),
            division: String::new(),
            number: 1,
            time_ms: pc.now_ms(),
            root_key: root.public(),
            county_recipient: county.1.recipient().to_owned(),
            recovery_recipient: county.1.recipient().to_owned(),
            hub: None,
            stations: manifest.stations.iter().map(named).collect(),
            events: Vec::new(),
            devices,
        };
        Ok(MadeUp { county_id: manifest.county_id.clone(), signed: root.sign(&roster)?, roster, county, stations })
    }

    /// The store of one of its PCs.
    fn store(&self, pc: &Pc, name: &str, station: Option<&str>) -> Result<Store, CommandError> {
        let (keys, identity) = match station {
            Some(code) => self.stations.get(code).ok_or_else(|| CommandError::not_found("这个站点"))?,
            None => &self.county,
        };
        let device = NewDevice {
            county_id: self.county_id.clone(),
            station: station.map(str::to_owned),
            letter: "A".into(),
            keys: keys.clone(),
            roster: self.signed.clone(),
            root_key: self.roster.root_key,
        };
        let space = pc.config().space.clone();
        let store = Store::create_with(&folder(pc).join(name), &DatabaseKey::random(), device, space)?;
        store.set_station_identity(station, &identity.to_secret())?;
        Ok(store)
    }
}
