//! The county's stations: the list, registering one, and the join file for a new PC of a station.
//! Registering changes the roster and so needs the root key's passphrase. What stations hand in is not shown here.

use changelog::{EnrolmentSecret, Identity, JoinFile, OneTimeCode, Roster, RosterStation, seal};
use domain::station;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::kernel::county_keys::CountyKeys;
use crate::kernel::error::{CommandError, ErrorCode};
use crate::kernel::files::{Destination, FileOut};
use crate::kernel::join_files::{GivenOut, given_out, keep_given_out};
use crate::kernel::pc::Pc;
use crate::kernel::request::Nothing;
use crate::kernel::roster::take_roster;
use crate::kernel::secret::Secret;
use crate::records::parameters;

/// A station of the county.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct StationRow {
    /// Township code and two digits.
    pub code: String,
    /// Full name.
    pub name: String,
    /// Confirmed PCs that are not revoked.
    pub devices: u32,
    /// Join files given out whose PC has not been confirmed.
    pub open_join_files: u32,
}

/// Registers a station.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct RegisterStation {
    /// Nine-digit code of the township.
    pub township: String,
    /// What tells a second station of the same township apart: the village or community, or a number.
    #[serde(default)]
    #[ts(optional)]
    pub locality: Option<String>,
    /// Passphrase of the root key.
    #[ts(as = "String")]
    pub root_passphrase: Secret,
}

/// Asks for a join file.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct MakeJoinFile {
    /// Code of the station; none for another PC of the county.
    #[serde(default)]
    #[ts(optional)]
    pub station: Option<String>,
    /// A stick or a download.
    pub destination: Destination,
}

/// A join file and its code, which is shown once and told apart from the file.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct MadeJoinFile {
    /// The file (.hzj).
    pub file: FileOut,
    /// The one-time code: four groups of four.
    pub code: String,
    /// Letter that was reserved for the PC.
    pub letter: String,
}

/// Lists the stations of the county.
pub(crate) fn list(pc: &Pc, _: Nothing) -> Result<Vec<StationRow>, CommandError> {
    let store = pc.session()?.store;
    let (roster, files) = (store.roster(), given_out(&store)?);
    Ok(roster.stations.iter().map(|station| row(station, &roster, &files)).collect())
}

fn row(station: &RosterStation, roster: &Roster, files: &[GivenOut]) -> StationRow {
    let own = |code: &Option<String>| code.as_deref() == Some(station.code.as_str());
    StationRow {
        code: station.code.clone(),
        name: station.name.clone(),
        devices: roster.devices.iter().filter(|device| own(&device.station) && device.revoked.is_none()).count() as u32,
        open_join_files: files.iter().filter(|file| own(&file.station) && file.device.is_none()).count() as u32,
    }
}

/// Registers a station: the next code of its township, the name the policy prescribes, a key pair of its own.
pub(crate) fn register(pc: &Pc, request: RegisterStation) -> Result<StationRow, CommandError> {
    let session = pc.session()?;
    let division = session.store.roster().division.clone();
    let townships = pc.division(&division).into_iter().flat_map(|county| &county.townships);
    let Some(township) = townships.into_iter().find(|township| township.code == request.township) else {
        return Err(CommandError::invalid_field("township", "请从列表里选择本县的乡镇（街道）。"));
    };
    let mut roster = Roster::clone(&session.store.roster());
    let names: Vec<String> = roster.stations.iter().map(|station| station.name.clone()).collect();
    let codes: Vec<String> = roster.stations.iter().map(|station| station.code.clone()).collect();
    let prefix = parameters::value(pc, &session.store, domain::parameters::STATION_NAME_PREFIX)?;
    let Some(code) = station::next_code(&request.township, &codes) else {
        return Err(CommandError::invalid_field("township", "这个乡镇的站点编号已用完。"));
    };
    let (identity, locality) = (Identity::generate(), request.locality.as_deref().unwrap_or(""));
    let made = RosterStation {
        name: station::new_name(&roster.county_name, &township.name, locality, &prefix, &names),
        recipient: identity.recipient().to_owned(),
        code,
    };
    let keys = CountyKeys::open(pc, &request.root_passphrase)?;
    roster.stations.push(made.clone());
    let signed = keys.sign_next(pc, roster)?;
    // The key first: a station in the roster without its key could never be joined.
    session.store.set_station_identity(Some(&made.code), &identity.to_secret())?;
    take_roster(pc, &session.store, &signed)?;
    Ok(row(&made, &session.store.roster(), &given_out(&session.store)?))
}

/// Makes a join file for a new PC; the code is shown once and told apart from the file.
pub(crate) fn join_file(pc: &Pc, request: MakeJoinFile) -> Result<MadeJoinFile, CommandError> {
    let (bytes, code, letter) = new_join_file(pc, request.station.as_deref())?;
    let roster = pc.session()?.store.roster();
    let station = request.station.as_deref().and_then(|code| roster.station(code));
    let place = station::short_name(station.map_or(&roster.county_name, |station| &station.name), &roster.county_name);
    let name = format!("加入文件-{place}-{letter}.hzj");
    let file = request.destination.write(pc, &name, bytes)?;
    Ok(MadeJoinFile { file, code: code.to_string(), letter })
}

/// Reserves a letter and seals a join file.
fn new_join_file(pc: &Pc, station: Option<&str>) -> Result<(Vec<u8>, OneTimeCode, String), CommandError> {
    let store = pc.session()?.store;
    let (roster, mut files) = (store.roster(), given_out(&store)?);
    if station.is_some_and(|code| roster.station(code).is_none()) {
        return Err(CommandError::not_found("这个站点"));
    }
    let letter = free_letter(station, &roster, &files)?;
    let given = GivenOut {
        station: station.map(str::to_owned),
        letter: letter.clone(),
        secret: EnrolmentSecret::random(),
        time_ms: pc.now_ms(),
        device: None,
    };
    let file = JoinFile {
        county_id: roster.county_id.clone(),
        root_key: roster.root_key,
        roster: store.signed_roster()?,
        hub: roster.hub.clone(),
        station_code: given.station.clone(),
        letter: letter.clone(),
        secret: given.secret.clone(),
    };
    let code = OneTimeCode::random();
    let bytes = file.seal(&code, pc.config().cost.work_factor(seal::CODE_WORK_FACTOR))?;
    sync::joining::add_enrolment(&store, &given.secret)?;
    files.push(given);
    keep_given_out(&store, &files)?;
    Ok((bytes, code, letter))
}

/// A letter that no PC of the station has or was promised: numbers such as `A0007` must never clash.
fn free_letter(station: Option<&str>, roster: &Roster, files: &[GivenOut]) -> Result<String, CommandError> {
    let used = |letter: &str| {
        roster.devices.iter().any(|device| device.station.as_deref() == station && device.letter == letter)
            || files.iter().any(|file| file.station.as_deref() == station && file.letter == letter)
    };
    ('A'..='Z').map(String::from).find(|letter| !used(letter)).ok_or_else(|| {
        CommandError::new(ErrorCode::NotAllowed, "这个站点已经发出 26 份加入文件，机位字母用完了，请联系县里的管理员。")
    })
}
