//! A PC that joins: its request to the county, which goes by hub or stick, and taking in the county's confirmation,
//! by whichever way it comes. Until then the PC works and keeps everything to itself.

use changelog::{Confirmation, DeviceKeys, JoinFile, JoinRequest, Roster};
use domain::station::short_name;
use store::Store;

use crate::features::setup::{ConfirmationIn, JoinRequestOut};
use crate::kernel::error::{CommandError, ErrorCode};
use crate::kernel::events::News;
use crate::kernel::files::FileOut;
use crate::kernel::pc::Pc;
use crate::kernel::pc_identity::{self, PcIdentity};
use crate::kernel::role::Role;

/// Writes and seals the request of a new PC.
pub(crate) fn request(
    pc: &Pc,
    file: &JoinFile,
    roster: &Roster,
    keys: &DeviceKeys,
    (person, role): (&str, Role),
) -> Result<Vec<u8>, CommandError> {
    let device = keys.public();
    let request = JoinRequest {
        county_id: file.county_id.clone(),
        station_code: file.station_code.clone(),
        letter: file.letter.clone(),
        name: device_name(),
        person: Some(person.to_owned()),
        role: Some(role.code().to_owned()),
        proof: file.secret.proof(&device),
        time_ms: pc.now_ms(),
        device,
    };
    Ok(request.seal(keys, &roster.county_recipient)?)
}

/// Writes the join request to a stick.
pub(crate) fn request_file(pc: &Pc, request: JoinRequestOut) -> Result<FileOut, CommandError> {
    let store = pc.session()?.store;
    let device = store.device();
    let waiting = store.roster().device(&device.id).is_none();
    let Some(own) = sync::joining::own_request(&store)?.filter(|_| waiting) else {
        return Err(CommandError::new(ErrorCode::NotFound, "这台电脑已经得到县里确认，不需要再申请。"));
    };
    let roster = store.roster();
    let station = device.station.as_deref().and_then(|code| roster.station(code));
    let place = short_name(station.map_or(&roster.county_name, |station| &station.name), &roster.county_name);
    let name = format!("加入申请-{place}-{}-{}.hzq", pc.today(), device.letter);
    request.destination.write(pc, &name, own.bytes())
}

/// Takes in the county's confirmation that came as a file.
pub(crate) fn confirmation_file(pc: &Pc, request: ConfirmationIn) -> Result<PcIdentity, CommandError> {
    let session = pc.session()?;
    let confirmation = Confirmation::from_bytes(&request.file.read(32 << 20)?).map_err(|_| {
        CommandError::new(ErrorCode::WrongFile, "这不是确认文件，或文件已损坏。请选择县里给的 .hzc 文件。")
    })?;
    accept(pc, &session.store, &confirmation)
}

/// Takes in the county's confirmation: the new roster and the station's key.
fn accept(pc: &Pc, store: &Store, confirmation: &Confirmation) -> Result<PcIdentity, CommandError> {
    store.accept_confirmation(confirmation)?;
    pc.events.publish(News::Roster);
    pc_identity::refresh(pc.data_dir(), store)
}

/// A name by which the county recognises the PC: what the system calls it.
pub(crate) fn device_name() -> String {
    let said = std::env::var("COMPUTERNAME").or_else(|_| std::fs::read_to_string("/etc/hostname")).unwrap_or_default();
    let name: String = said.trim().chars().filter(|c| !c.is_control()).take(40).collect();
    if name.is_empty() { "电脑".to_owned() } else { name }
}
