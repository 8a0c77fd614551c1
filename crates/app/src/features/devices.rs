//! PCs of the county: the list, those that ask to join, confirming, revoking and reinstating. All but the list change the roster and so
//! need the root key's passphrase.

pub(crate) mod keys;
pub(crate) mod lost;

use std::collections::BTreeMap;

use changelog::join::MAX_REQUEST;
use changelog::{Audience, Cut, JoinRequest, Program, Roster, RosterDevice};
use domain::station::short_name;
use serde::{Deserialize, Serialize};
use store::Store;
use sync::SeenDevice;
use ts_rs::TS;

use crate::kernel::county_keys::CountyKeys;
use crate::kernel::error::{CommandError, ErrorCode};
use crate::kernel::files::{Destination, FileIn, FileOut};
use crate::kernel::join_files::{given_out, keep_given_out};
use crate::kernel::pc::Pc;
use crate::kernel::request::Nothing;
use crate::kernel::role::Role;
use crate::kernel::roster::take_roster;
use crate::kernel::secret::Secret;

/// What a roster says it did with a PC.
const JOINED: &str = "joined";
const REVOKED: &str = "revoked";
const COUNTED: &str = "counted";
const REINSTATED: &str = "reinstated";

/// A PC of the roster.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct DeviceRow {
    /// Its id.
    pub id: String,
    /// Name it gave itself.
    pub name: String,
    /// Code of its station; none for a PC of the county.
    pub station: Option<String>,
    /// Name of its station, or of the county.
    pub place: String,
    /// Its letter.
    pub letter: String,
    /// It is shut out.
    pub revoked: bool,
    /// When it was shut out, in milliseconds, if that is known.
    pub revoked_ms: Option<u64>,
    /// When it was at the hub last, as far as the county knows.
    pub seen_ms: Option<u64>,
    /// The time of the newest thing it wrote that is here.
    pub written_ms: Option<u64>,
    /// Version of its program, as its newest bundle told; none from one that did not say so yet.
    pub version: Option<String>,
    /// The PC one sits at.
    pub this_one: bool,
}

/// A PC that asks to join.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct JoinRequestRow {
    /// Its id; compare the first characters with what its screen shows.
    pub device: String,
    /// Code of the station it asks for; none for a PC of the county.
    pub station: Option<String>,
    /// Name of that station.
    pub station_name: String,
    /// Letter from its join file.
    pub letter: String,
    /// Name it gave itself.
    pub name: String,
    /// Who joined with it; none from a program that did not say so yet.
    pub person: Option<String>,
    /// In which role.
    pub role: Option<Role>,
    /// When it was made.
    pub time_ms: u64,
    /// Its join file was given out here and has not been used.
    pub known: bool,
}

/// Asks for join requests; a file adds its own.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct JoinRequestsRequest {
    /// A request that came as a file (.hzq).
    #[serde(default)]
    #[ts(optional)]
    pub file: Option<FileIn>,
}

/// Confirms PCs, all of them or none.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct ConfirmDevices {
    /// Their ids.
    pub devices: Vec<String>,
    /// Passphrase of the root key, once for all.
    #[ts(as = "String")]
    pub root_passphrase: Secret,
    /// Where the confirmation files go, when they do not (only) go by hub.
    #[serde(default)]
    #[ts(optional)]
    pub destination: Option<Destination>,
}

/// The confirmed PCs.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ConfirmedDevices {
    /// A confirmation file (.hzc) for each, when a place for them was given.
    pub files: Vec<FileOut>,
    /// They also go by hub, with the next contact.
    pub by_hub: bool,
}

/// Shuts a PC out.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct RevokeDevice {
    /// Its id.
    pub device: String,
    /// Passphrase of the root key.
    #[ts(as = "String")]
    pub root_passphrase: Secret,
}

/// Lists the PCs of the county.
pub(crate) fn list(pc: &Pc, _: Nothing) -> Result<Vec<DeviceRow>, CommandError> {
    let session = pc.session()?;
    let roster = session.store.roster();
    // A station sees its own PCs, the county all.
    let seen = |device: &&RosterDevice| session.station.is_none() || device.station == session.station;
    let told = Told::of(&session.store)?;
    roster.devices.iter().filter(seen).map(|device| row(&session.store, &roster, &told, device)).collect()
}

/// What is told of all PCs at once.
struct Told {
    seen: Vec<SeenDevice>,
    programs: BTreeMap<String, Program>,
}

impl Told {
    fn of(store: &Store) -> Result<Told, CommandError> {
        Ok(Told { seen: sync::seen_devices(store)?, programs: store.programs()? })
    }
}

fn row(store: &Store, roster: &Roster, told: &Told, device: &RosterDevice) -> Result<DeviceRow, CommandError> {
    let revoked = device.revoked.is_some();
    let seen = told.seen.iter().find(|seen| seen.device == device.id);
    let written = store.written_by(&device.id)?;
    Ok(DeviceRow {
        id: device.id.clone(),
        name: device.name.clone(),
        place: place_name(roster, device.station.as_deref()),
        station: device.station.clone(),
        letter: device.letter.clone(),
        revoked,
        revoked_ms: roster.last(REVOKED, Some(&device.id)).filter(|_| revoked).map(|event| event.time_ms),
        seen_ms: seen.map(|seen| seen.last_ms),
        written_ms: Some(written.newest_ms).filter(|ms| *ms > 0),
        version: told.programs.get(&device.id).map(|program| program.version.clone()),
        this_one: device.id == store.device().id,
    })
}

fn place_name(roster: &Roster, station: Option<&str>) -> String {
    match station {
        None => roster.county_name.clone(),
        Some(code) => roster.station(code).map_or_else(|| code.to_owned(), |station| station.name.clone()),
    }
}

/// Lists PCs that ask to join; a file adds its own.
pub(crate) fn requests(pc: &Pc, request: JoinRequestsRequest) -> Result<Vec<JoinRequestRow>, CommandError> {
    let store = pc.session()?.store;
    if let Some(file) = &request.file {
        take_request(&store, &file.read(2 * MAX_REQUEST as u64)?)?;
    }
    let (roster, files) = (store.roster(), given_out(&store)?);
    let row = |(_, request): (Vec<u8>, JoinRequest)| JoinRequestRow {
        known: files.iter().any(|file| file.fits(&request)),
        station_name: place_name(&roster, request.station_code.as_deref()),
        device: request.device.id,
        station: request.station_code,
        letter: request.letter,
        name: request.name,
        person: request.person,
        role: request.role.as_deref().map(Role::from_code),
        time_ms: request.time_ms,
    };
    Ok(waiting(&store)?.into_iter().map(row).collect())
}

/// Lays a sealed request that came as a file beside those of the hub. Coming twice is coming once.
fn take_request(store: &Store, sealed: &[u8]) -> Result<(), CommandError> {
    let request = open_request(store, sealed)?;
    let known = waiting(store)?.iter().any(|(_, other)| other.device.id == request.device.id);
    if !known && store.roster().device(&request.device.id).is_none() {
        sync::joining::add_join_request(store, sealed)?;
    }
    Ok(())
}

fn open_request(store: &Store, sealed: &[u8]) -> Result<JoinRequest, CommandError> {
    if store.station_identity(None)?.is_none() {
        let unable = "这台电脑还没有县级密钥，请先让另一台县级电脑确认它。";
        return Err(CommandError::new(ErrorCode::NotConfirmed, unable));
    }
    let request =
        JoinRequest::open(sealed, &sync::joining::county_identities(store)?).map_err(|error| match error {
            changelog::Error::BadCiphertext | changelog::Error::BadDocument | changelog::Error::TooLarge => {
                CommandError::new(ErrorCode::WrongFile, "这不是加入申请，或文件已损坏。请选择站点给的 .hzq 文件。")
            }
            other => other.into(),
        })?;
    if request.county_id != store.roster().county_id {
        return Err(changelog::Error::ForeignCounty.into());
    }
    Ok(request)
}

/// Requests on the tray that can be read, sealed and open. One that cannot be read concerns nobody here.
fn waiting(store: &Store) -> Result<Vec<(Vec<u8>, JoinRequest)>, CommandError> {
    let roster = store.roster();
    let sealed = sync::joining::join_requests(store)?.into_iter();
    let read = sealed.filter_map(|sealed| open_request(store, &sealed).ok().map(|request| (sealed, request)));
    Ok(read.filter(|(_, request)| roster.device(&request.device.id).is_none()).collect())
}

/// Confirms PCs: into the roster, and each station's key sealed to its PC alone.
pub(crate) fn confirm(pc: &Pc, request: ConfirmDevices) -> Result<ConfirmedDevices, CommandError> {
    let store = pc.session()?.store;
    let mut waiting = waiting(&store)?;
    let mut given = given_out(&store)?;
    let mut roster = Roster::clone(&store.roster());
    let mut asking = Vec::new();
    for device in &request.devices {
        let at = waiting.iter().position(|(_, asking)| asking.device.id == *device);
        let (sealed, one) = waiting.swap_remove(at.ok_or_else(|| CommandError::not_found("这台电脑的加入申请"))?);
        let file = given.iter_mut().find(|file| file.fits(&one)).ok_or(changelog::Error::BadProof)?;
        file.device = Some(one.device.id.clone());
        // Before anything is signed: a PC in the roster that nobody can give its key would wait for ever.
        keys::identity(&store, one.station_code.as_deref())?;
        roster.devices.push(RosterDevice {
            id: one.device.id.clone(),
            station: one.station_code.clone(),
            letter: one.letter.clone(),
            name: one.name.clone(),
            verifying_key: one.device.verifying_key,
            recipient: one.device.recipient.clone(),
            revoked: None,
        });
        roster.note(JOINED, Some(&one.device.id), pc.now_ms());
        asking.push((sealed, one));
    }
    let keys = CountyKeys::open(pc, &request.root_passphrase)?;
    take_roster(pc, &store, &keys.sign_next(pc, roster)?)?;
    keep_given_out(&store, &given)?;
    // All of them are answered before a file is written: one that cannot be written leaves no PC in the roster and without its answer.
    let mut answered = Vec::new();
    for (sealed, one) in asking {
        let listed = store.roster().device(&one.device.id).cloned();
        let confirmation = keys::send(&store, &listed.ok_or_else(|| CommandError::not_found("这台电脑"))?)?;
        sync::joining::drop_join_request(&store, &sealed)?;
        answered.push((one, confirmation));
    }
    let mut files = Vec::new();
    if let Some(to) = &request.destination {
        let roster = store.roster();
        for (one, confirmation) in answered {
            let place = place_name(&roster, one.station_code.as_deref());
            let place = short_name(&place, &roster.county_name);
            files.push(to.write(pc, &format!("确认-{place}-{}.hzc", one.letter), confirmation.to_bytes()?)?);
        }
    }
    Ok(ConfirmedDevices { files, by_hub: store.roster().hub.is_some() })
}

/// How far the logs stand that a PC of that place may write; logs of its neighbours among them do no harm.
fn cuts(store: &Store, station: Option<&str>) -> Result<Vec<Cut>, CommandError> {
    let own = |audience: &Audience| station.is_none_or(|code| *audience == Audience::Station(code.to_owned()));
    let heads = store.heads()?.into_iter().filter(|(_, audience, _, _)| own(audience));
    Ok(heads.map(|(log, _, seq, head)| Cut { log, seq, head }).collect())
}

/// Shuts a PC out. What the county has of it by now stays valid; what it writes later is refused by everyone.
pub(crate) fn revoke(pc: &Pc, request: RevokeDevice) -> Result<Nothing, CommandError> {
    if request.device == pc.session()?.store.device().id {
        return Err(CommandError::not_allowed("不能停用正在使用的这台电脑，请在另一台县级电脑上操作。"));
    }
    let shut_out = |store: &Store, device: &mut RosterDevice| match device.revoked {
        Some(_) => Ok(None),
        None => cut_off(store, device).map(|()| Some(REVOKED)),
    };
    change(pc, &request, shut_out).map(|_| Nothing {})
}

/// Believes a PC that is shut out as far as its work has come by now: what others had of it came after it was shut out.
pub(crate) fn count_in(pc: &Pc, request: RevokeDevice) -> Result<Nothing, CommandError> {
    change(pc, &request, |store, device| {
        must_be_shut_out(device)?;
        cut_off(store, device).map(|()| Some(COUNTED))
    })
    .map(|_| Nothing {})
}

/// Takes a PC in again that was shut out: all it wrote counts, and it gets the key of its place, which may be another by now.
pub(crate) fn reinstate(pc: &Pc, request: RevokeDevice) -> Result<Nothing, CommandError> {
    let device = change(pc, &request, |store, device| {
        must_be_shut_out(device)?;
        // Without the key it would be let in and could read nothing.
        keys::identity(store, device.station.as_deref())?;
        device.revoked = None;
        Ok(Some(REINSTATED))
    })?;
    keys::send(&pc.session()?.store, &device).map(|_| Nothing {})
}

/// Changes a PC of the roster, notes what was done, signs, and takes the roster here. Nothing is signed when nothing was done.
fn change(
    pc: &Pc,
    request: &RevokeDevice,
    act: impl FnOnce(&Store, &mut RosterDevice) -> Result<Option<&'static str>, CommandError>,
) -> Result<RosterDevice, CommandError> {
    let store = pc.session()?.store;
    let mut roster = Roster::clone(&store.roster());
    let device = roster.devices.iter_mut().find(|device| device.id == request.device);
    let device = device.ok_or_else(|| CommandError::not_found("这台电脑"))?;
    let done = act(&store, device)?;
    let device = device.clone();
    if let Some(done) = done {
        roster.note(done, Some(&device.id), pc.now_ms());
        let signed = CountyKeys::open(pc, &request.root_passphrase)?.sign_next(pc, roster)?;
        take_roster(pc, &store, &signed)?;
    }
    Ok(device)
}

fn cut_off(store: &Store, device: &mut RosterDevice) -> Result<(), CommandError> {
    device.revoked = Some(cuts(store, device.station.as_deref())?);
    Ok(())
}

fn must_be_shut_out(device: &RosterDevice) -> Result<(), CommandError> {
    if device.revoked.is_some() { Ok(()) } else { Err(CommandError::not_found("停用的这台电脑")) }
}
