//! The moment a PC becomes one of a county: founding the county, or joining a station with its join file. Makes the
//! keys, the store, the first passphrase and the first staff record; all of it or nothing.

use std::sync::Arc;

use changelog::{DeviceKeys, Identity, Roster, RosterDevice, SignedRoster};
use store::{DatabaseKey, NewDevice, Store};

use crate::features::setup::{
    FoundCounty, FoundedCounty, JoinStation, JoinedStation, RootKeyCopy, hub_of, joining, open_join_file, root_key_copy,
};
use crate::kernel::county_keys::CountyKeys;
use crate::kernel::error::{CommandError, ErrorCode, FieldFinding};
use crate::kernel::passphrase;
use crate::kernel::pc::Pc;
use crate::kernel::pc_identity::{self, PcIdentity};
use crate::kernel::random::random;
use crate::kernel::role::{Person, Role};
use crate::kernel::session;
use crate::people::listed_staff;

/// Founds a county on this PC: root key, county key, roster no. 1, the officer's slot.
pub(crate) fn county(pc: &Pc, request: FoundCounty) -> Result<FoundedCounty, CommandError> {
    if pc.division(&request.division).is_none() {
        return Err(CommandError::invalid_field("division", "请从列表里选择县级区划。"));
    }
    fresh_only(pc)?;
    let mut findings = wrong_person(pc, &request.officer, "officer", &request.passphrase, &[&request.name]);
    findings.extend(easy_to_guess(pc, &request.root_passphrase, "root_passphrase", &[&request.officer, &request.name]));
    if *request.passphrase == *request.root_passphrase {
        findings.push(FieldFinding::error(
            "root_passphrase",
            "管理密码要和登录密码不同：知道登录密码的人，不应就能登记站点、确认电脑。",
        ));
    }
    if request.name.trim().is_empty() {
        findings.push(FieldFinding::error("name", "请填写县（市、区）名称，例如：浏阳市。"));
    }
    let hub = hub_of(request.hub.as_deref().unwrap_or(""))?;
    if !findings.is_empty() {
        return Err(CommandError::invalid(findings));
    }
    let (secrets, keys, county_identity) = (CountyKeys::generate(), DeviceKeys::generate(), Identity::generate());
    let public = keys.public();
    let roster = Roster {
        county_id: hex::encode(random::<8>()?),
        county_name: request.name.trim().to_owned(),
        division: request.division.clone(),
        number: 1,
        time_ms: pc.now_ms(),
        root_key: secrets.root.public(),
        county_recipient: county_identity.recipient().to_owned(),
        recovery_recipient: secrets.recovery.recipient().to_owned(),
        hub,
        stations: Vec::new(),
        events: Vec::new(),
        devices: vec![RosterDevice {
            id: public.id,
            station: None,
            letter: "A".into(),
            name: joining::device_name(),
            verifying_key: public.verifying_key,
            recipient: public.recipient,
            revoked: None,
        }],
    };
    let signed = secrets.root.sign(&roster)?;
    secrets.keep(pc, &request.root_passphrase)?;
    let first = FirstPerson { name: &request.officer, role: Role::County, passphrase: &request.passphrase };
    let device = NewPc { roster: &roster, signed, station: None, letter: "A", keys };
    let (place, person) = begin(pc, device, first, Some(county_identity))?;
    let copy = request.copy_to.map(|to| root_key_copy(pc, RootKeyCopy { destination: to })).transpose()?;
    Ok(FoundedCounty { place, person, root_key: roster.root_key.to_string(), county_id: roster.county_id, copy })
}

/// Joins a station: the PC makes its own keys, works at once, and asks the county to confirm it.
pub(crate) fn join(pc: &Pc, request: JoinStation) -> Result<JoinedStation, CommandError> {
    fresh_only(pc)?;
    let (file, roster) = open_join_file(&request.file, &request.code)?;
    let station = file.station_code.as_deref().and_then(|code| roster.station(code));
    let place = [roster.county_name.as_str(), station.map_or("", |station| station.name.as_str())];
    let findings = wrong_person(pc, &request.name, "name", &request.passphrase, &place);
    if !findings.is_empty() {
        return Err(CommandError::invalid(findings));
    }
    let role = match (&file.station_code, request.role) {
        (None, _) => Role::County,
        (Some(_), Role::County) => {
            return Err(CommandError::invalid_field("role", "站点的电脑只能登记社工或站长（督导）。"));
        }
        (Some(_), role) => role,
    };
    let keys = DeviceKeys::generate();
    let sealed = joining::request(pc, &file, &roster, &keys, (request.name.trim(), role))?;
    let first = FirstPerson { name: &request.name, role, passphrase: &request.passphrase };
    let new_pc = NewPc {
        roster: &roster,
        signed: file.roster.clone(),
        station: file.station_code.clone(),
        letter: &file.letter,
        keys,
    };
    let (place, person) = begin(pc, new_pc, first, None)?;
    sync::joining::keep_own_request(&pc.session()?.store, &sealed, &file.secret)?;
    Ok(JoinedStation { place, person })
}

struct FirstPerson<'a> {
    name: &'a str,
    role: Role,
    passphrase: &'a str,
}

struct NewPc<'a> {
    roster: &'a Roster,
    signed: SignedRoster,
    station: Option<String>,
    letter: &'a str,
    keys: DeviceKeys,
}

/// Makes the store, the first slot and the first staff record. Until the last of it is there the folder is marked as unfinished: one that a
/// cut left behind is moved aside by the next try.
fn begin(
    pc: &Pc,
    new_pc: NewPc,
    first: FirstPerson,
    county: Option<Identity>,
) -> Result<(PcIdentity, Person), CommandError> {
    let (dir, key) = (pc.desk_dir(), DatabaseKey::random());
    let person = Person { id: uuid::Uuid::new_v4().to_string(), name: first.name.trim().to_owned(), role: first.role };
    pc_identity::begin_setting_up(pc.data_dir(), pc.now_ms())?;
    let made = (|| {
        let device = NewDevice {
            county_id: new_pc.roster.county_id.clone(),
            station: new_pc.station.clone(),
            letter: new_pc.letter.to_owned(),
            keys: new_pc.keys,
            roster: new_pc.signed,
            root_key: new_pc.roster.root_key,
        };
        let store = Arc::new(Store::create_with(&dir, &key, device, pc.config().space.clone())?);
        if let Some(identity) = &county {
            store.set_station_identity(None, &identity.to_secret())?;
        }
        let mut slots = pc.slots()?;
        slots.put(&person.id, &person.name, person.role.code(), first.passphrase, &key)?;
        slots.put_recovery(&new_pc.roster.recovery_recipient, &key)?;
        listed_staff::save_new(pc, &store, new_pc.station.as_deref(), &person, None)?;
        Ok::<_, CommandError>(store)
    })();
    let store = made.inspect_err(|_| {
        let _ = std::fs::remove_dir_all(&dir);
    })?;
    let place = pc_identity::refresh(pc.data_dir(), &store)?;
    pc_identity::end_setting_up(pc.data_dir())?;
    session::begin_session(pc, store, key, person.clone())?;
    Ok((place, person))
}

fn fresh_only(pc: &Pc) -> Result<(), CommandError> {
    let taken = pc_identity::read(pc.data_dir()).is_some() || pc.desk_dir().exists();
    if taken && !pc_identity::is_unfinished(pc.data_dir()) {
        return Err(CommandError::new(
            ErrorCode::AlreadySetUp,
            "这台电脑已经设置过。要换一个站点，请先备份，再换一个数据目录。",
        ));
    }
    Ok(())
}

fn wrong_person(pc: &Pc, name: &str, field: &str, passphrase: &str, place: &[&str]) -> Vec<FieldFinding> {
    let mut findings = Vec::new();
    if name.trim().is_empty() || name.chars().count() > 30 {
        findings.push(FieldFinding::error(field, "请填写姓名，不超过 30 个字。"));
    }
    let names: Vec<&str> = place.iter().copied().chain([name]).collect();
    findings.extend(easy_to_guess(pc, passphrase, "passphrase", &names));
    findings
}

fn easy_to_guess(pc: &Pc, passphrase: &str, field: &str, names: &[&str]) -> Vec<FieldFinding> {
    passphrase::check(pc, field, passphrase, names).err().map(|error| error.fields).unwrap_or_default()
}
