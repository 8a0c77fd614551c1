//! Setting up: what it asks and answers, and the county's later settings of the same kind: divisions, join files read
//! before they are used, the hub's address, copies of the root key. `founding.rs` does the setting up itself.

pub(crate) mod founding;
pub(crate) mod joining;
pub(crate) mod own_hub;

use changelog::{HubPlace, JoinFile, OneTimeCode, Roster};
use domain::divisions;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::kernel::county_keys::{self, CountyKeys};
use crate::kernel::error::{CommandError, ErrorCode};
use crate::kernel::files::{Destination, FileIn, FileOut};
use crate::kernel::pc::Pc;
use crate::kernel::pc_identity::{self, PcIdentity};
use crate::kernel::request::Nothing;
use crate::kernel::role::{Person, Role};
use crate::kernel::roster::take_roster;
use crate::kernel::secret::Secret;

/// Asks for divisions below a code: empty for the counties of Hunan, six digits for a county's townships.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
pub(crate) struct DivisionsRequest {
    /// Empty, or the six-digit code of a county.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub under: String,
}

/// A division of the bundled list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub(crate) struct DivisionRow {
    /// Six digits for a county, nine for a township.
    pub code: String,
    /// Name.
    pub name: String,
    /// The city a county belongs to; empty for townships.
    pub city: String,
}

/// 建立县级.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct FoundCounty {
    /// Name of the county, for example 浏阳市.
    pub name: String,
    /// Six-digit division code.
    pub division: String,
    /// The hub's connection line as `hezhan-hub init` printed it; none or empty for "USB only".
    #[serde(default)]
    #[ts(optional)]
    pub hub: Option<String>,
    /// Name of the officer at this PC.
    pub officer: String,
    /// The officer's passphrase.
    #[ts(as = "String")]
    pub passphrase: Secret,
    /// Passphrase of the county's root key, kept apart from the officer's.
    #[ts(as = "String")]
    pub root_passphrase: Secret,
    /// Where a copy of the sealed root-key file goes at once (a stick); it can be copied again later.
    #[serde(default)]
    #[ts(optional)]
    pub copy_to: Option<Destination>,
}

/// The founded county.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct FoundedCounty {
    /// This PC.
    pub place: PcIdentity,
    /// The officer, unlocked.
    pub person: Person,
    /// The public root key; `hezhan-hub init` asks for it.
    pub root_key: String,
    /// The county id; `hezhan-hub init` asks for it.
    pub county_id: String,
    /// The copy of the sealed root-key file, when a place for it was given.
    pub copy: Option<FileOut>,
}

/// A join file with its code.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct JoinFileRequest {
    /// The file (.hzj).
    pub file: FileIn,
    /// The one-time code, spaces and case do not matter.
    pub code: String,
}

/// What a join file says.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct JoinFileContent {
    /// Name of the county.
    pub county_name: String,
    /// Code of the station; none for another PC of the county.
    pub station_code: Option<String>,
    /// Name of the station, or of the county.
    pub station_name: String,
    /// Letter that this PC will have.
    pub letter: String,
    /// Address of the hub; none when everything goes by stick.
    pub hub: Option<String>,
}

/// 加入站点.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct JoinStation {
    /// The file (.hzj).
    pub file: FileIn,
    /// The one-time code.
    pub code: String,
    /// Name of the person at this PC.
    pub name: String,
    /// `worker` or `supervisor`; ignored for a PC of the county.
    pub role: Role,
    /// Their passphrase.
    #[ts(as = "String")]
    pub passphrase: Secret,
}

/// A joined PC.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct JoinedStation {
    /// This PC.
    pub place: PcIdentity,
    /// The person, unlocked.
    pub person: Person,
}

/// Where the join request goes.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct JoinRequestOut {
    /// A stick or a download.
    pub destination: Destination,
}

/// The county's confirmation as a file.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ConfirmationIn {
    /// The file (.hzc).
    pub file: FileIn,
}

/// Tells the county where its hub is.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct SetHub {
    /// The hub's connection line as `hezhan-hub init` printed it; empty for "USB only".
    pub hub: String,
    /// Passphrase of the root key.
    #[ts(as = "String")]
    pub root_passphrase: Secret,
}

/// Where a copy of the sealed root-key file goes.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct RootKeyCopy {
    /// A stick or a download.
    pub destination: Destination,
}

/// The sealed root-key file from a stick.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct BringRootKey {
    /// The copy (.age).
    pub file: FileIn,
    /// Passphrase of the root key.
    #[ts(as = "String")]
    pub root_passphrase: Secret,
}

/// The county's public root key, and whether this PC holds the sealed private one.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct RootKeyView {
    /// The public root key; `hezhan-hub init` asks for it.
    pub root_key: String,
    /// The county id; `hezhan-hub init` asks for it.
    pub county_id: String,
    /// The sealed root-key file lies on this PC.
    pub here: bool,
}

/// Lists divisions of the bundled codes of Hunan.
pub(crate) fn divisions(pc: &Pc, request: DivisionsRequest) -> Result<Vec<DivisionRow>, CommandError> {
    if request.under.is_empty() {
        let row = |county: &divisions::County| DivisionRow {
            code: county.code.clone(),
            name: county.name.clone(),
            city: county.city.clone(),
        };
        return Ok(divisions::counties().iter().map(row).collect());
    }
    let county = pc.division(&request.under).ok_or_else(|| CommandError::not_found("这个区划代码"))?;
    let row = |town: &divisions::Township| DivisionRow {
        code: town.code.clone(),
        name: town.name.clone(),
        city: String::new(),
    };
    Ok(county.townships.iter().map(row).collect())
}

/// Reads a join file with its code and says what it is for.
pub(crate) fn read_join_file(_: &Pc, request: JoinFileRequest) -> Result<JoinFileContent, CommandError> {
    let (file, roster) = open_join_file(&request.file, &request.code)?;
    let station = file.station_code.as_deref().and_then(|code| roster.station(code));
    Ok(JoinFileContent {
        station_name: station.map_or_else(|| roster.county_name.clone(), |station| station.name.clone()),
        county_name: roster.county_name,
        station_code: file.station_code,
        letter: file.letter,
        hub: file.hub.map(|hub| hub.url),
    })
}

/// Copies the sealed root-key file to a stick.
pub(crate) fn root_key_copy(pc: &Pc, request: RootKeyCopy) -> Result<FileOut, CommandError> {
    let name =
        format!("县级密钥-{}.age", pc_identity::read(pc.data_dir()).map(|place| place.county_name).unwrap_or_default());
    request.destination.write(pc, &name, county_keys::sealed(pc)?)
}

/// Shows the county's public root key, which the hub pins.
pub(crate) fn root_key(pc: &Pc, _: Nothing) -> Result<RootKeyView, CommandError> {
    let roster = pc.session()?.store.roster();
    Ok(RootKeyView {
        root_key: roster.root_key.to_string(),
        county_id: roster.county_id.clone(),
        here: county_keys::here(pc),
    })
}

/// Brings the sealed root-key file back to a county PC that was restored or newly joined.
pub(crate) fn bring_root_key(pc: &Pc, request: BringRootKey) -> Result<RootKeyView, CommandError> {
    let store = pc.session()?.store;
    let sealed = request.file.read(1 << 20)?;
    let keys = CountyKeys::unseal(&sealed, &request.root_passphrase)?;
    if keys.root.public() != store.roster().root_key {
        return Err(changelog::Error::ForeignCounty.into());
    }
    county_keys::put(pc, &sealed)?;
    root_key(pc, Nothing {})
}

/// Writes the hub's address into the roster, or takes it out.
pub(crate) fn hub(pc: &Pc, request: SetHub) -> Result<PcIdentity, CommandError> {
    let session = pc.session()?;
    let hub = hub_of(&request.hub)?;
    let keys = CountyKeys::open(pc, &request.root_passphrase)?;
    let signed = keys.sign_next(pc, Roster { hub, ..Roster::clone(&session.store.roster()) })?;
    take_roster(pc, &session.store, &signed)
}

pub(crate) fn open_join_file(file: &FileIn, code: &str) -> Result<(JoinFile, Roster), CommandError> {
    let code = OneTimeCode::parse(code).map_err(|error| CommandError {
        code: ErrorCode::WrongCode,
        ..CommandError::invalid_field("code", error.to_string())
    })?;
    let bytes = file.read(32 << 20)?;
    JoinFile::open(&bytes, &code).map_err(|error| match error {
        changelog::Error::WrongPassphrase => CommandError {
            code: ErrorCode::WrongCode,
            ..CommandError::invalid_field("code", "验证码和这个文件对不上。请核对 16 位验证码，并确认没有选错文件。")
        },
        changelog::Error::BadDocument => CommandError::new(
            ErrorCode::WrongFile,
            "这不是加入文件，或文件已损坏。请选择县里给的 .hzj 文件，必要时请县里重新制作。",
        ),
        changelog::Error::BadCiphertext => {
            CommandError::new(ErrorCode::DamagedFile, "加入文件不完整或已损坏。请重新复制，或请县里重新制作。")
        }
        other => other.into(),
    })
}

/// The hub named by the line that `hezhan-hub init` printed; none for "USB only".
pub(crate) fn hub_of(line: &str) -> Result<Option<HubPlace>, CommandError> {
    if line.trim().is_empty() {
        return Ok(None);
    }
    sync::read_hub_line(line).map(Some).map_err(|error| CommandError::invalid_field("hub", error.to_string()))
}
