//! A forgotten passphrase, recovered through the county: the slot that is sealed to the county's recovery key
//! goes out as a file (.hzk) and comes back sealed to a key made for this one time. No passphrase travels.

use std::sync::Arc;

use domain::station::short_name;
use serde::{Deserialize, Serialize};
use store::Store;
use store::recovery::{self as papers, Asking};
use ts_rs::TS;

use crate::kernel::county_keys::CountyKeys;
use crate::kernel::error::{CommandError, ErrorCode};
use crate::kernel::files::{Destination, FileIn, FileOut};
use crate::kernel::pc::Pc;
use crate::kernel::role::{Person, Role};
use crate::kernel::secret::Secret;
use crate::kernel::{passphrase, pc_identity, session};
use crate::people::listed_staff;

/// Far above any such file.
const LIMIT: u64 = 1 << 20;

/// Someone forgot their passphrase.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct RequestRecovery {
    /// Staff id, from `start.state`.
    pub staff: String,
    /// Where the request file goes.
    pub destination: Destination,
}

/// The county answers a request.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct AnswerRecovery {
    /// The request (.hzk).
    pub file: FileIn,
    /// Passphrase of the root key.
    #[ts(as = "String")]
    pub root_passphrase: Secret,
    /// Where the answer goes.
    pub destination: Destination,
}

/// The county's answer.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct AnsweredRecovery {
    /// The answer file.
    pub file: FileOut,
    /// Code of the station that asked.
    pub station: String,
    /// Name of the station that asked.
    pub station_name: String,
    /// Letter of the PC that asked.
    pub letter: String,
}

/// Sets a new passphrase with the county's answer.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct CompleteRecovery {
    /// Staff id, from `start.state`.
    pub staff: String,
    /// The county's answer (.hzk).
    pub file: FileIn,
    /// The new passphrase.
    #[ts(as = "String")]
    pub passphrase: Secret,
}

/// Writes the request for the county; nobody need be unlocked.
pub(crate) fn request(pc: &Pc, request: RequestRecovery) -> Result<FileOut, CommandError> {
    let place = pc_identity::read(pc.data_dir()).ok_or_else(not_set_up)?;
    let mut slots = pc.slots()?;
    if !slots.list().iter().any(|slot| slot.staff == request.staff) {
        return Err(CommandError::not_found("这个人的密码"));
    }
    let of = short_name(place.station_name.as_deref().unwrap_or(&place.county_name), &place.county_name);
    let name = format!("找回密码申请-{of}-{}.hzk", place.letter);
    let asking = Asking { county: place.county_id, station: place.station_code, device: place.device };
    request.destination.write(pc, &name, slots.recovery_request(asking)?)
}

/// The county opens the slot with its recovery key and seals it to the one-time key of the PC that asks.
pub(crate) fn answer(pc: &Pc, request: AnswerRecovery) -> Result<AnsweredRecovery, CommandError> {
    let store = pc.session()?.store;
    let bytes = request.file.read(LIMIT)?;
    let asking = papers::asking(&bytes)?;
    let roster = store.roster();
    if asking.county != roster.county_id {
        return Err(changelog::Error::ForeignCounty.into());
    }
    let keys = CountyKeys::open(pc, &request.root_passphrase)?;
    let answer = papers::answer(&bytes, &keys.recovery.to_secret())?;
    let station = asking.station.clone().unwrap_or_default();
    let letter = roster.device(&asking.device).map(|device| device.letter.clone()).unwrap_or_default();
    let station_name =
        roster.station(&station).map_or_else(|| roster.county_name.clone(), |station| station.name.clone());
    // A PC that the county has not confirmed yet has no letter in the roster.
    let of: Vec<&str> =
        [short_name(&station_name, &roster.county_name), &letter].into_iter().filter(|part| !part.is_empty()).collect();
    let file = request.destination.write(pc, &format!("找回密码回复-{}.hzk", of.join("-")), answer)?;
    Ok(AnsweredRecovery { file, station, station_name, letter })
}

/// Opens the county's answer and sets the new passphrase with it.
pub(crate) fn complete(pc: &Pc, request: CompleteRecovery) -> Result<Person, CommandError> {
    pc_identity::read(pc.data_dir()).ok_or_else(not_set_up)?;
    let mut slots = pc.slots()?;
    let slot = slots.list().into_iter().find(|slot| slot.staff == request.staff);
    let slot = slot.ok_or_else(|| CommandError::not_found("这个人的密码"))?;
    passphrase::check(pc, "passphrase", &request.passphrase, &[&slot.name])?;
    let key = slots.complete_recovery(&request.file.read(LIMIT)?)?;
    slots.put(&slot.staff, &slot.name, &slot.role, &request.passphrase, &key)?;
    let store = match pc.open_store() {
        Some(store) => store,
        None => Arc::new(Store::open_with(&pc.desk_dir(), &key, pc.config().space.clone())?),
    };
    let slot = Person { id: slot.staff, name: slot.name, role: Role::from_code(&slot.role) };
    let person = listed_staff::listed_person(&store, slot)?;
    session::begin_session(pc, store, key, person.clone())?;
    Ok(person)
}

fn not_set_up() -> CommandError {
    CommandError::new(ErrorCode::NotSetUp, "这台电脑还没有设置。")
}
