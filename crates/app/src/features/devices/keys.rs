//! Keys of places: a station's key (or the county's) is changed after a PC of it is lost. Every other PC of the place gets the new one, and the
//! former ones with it, sealed to it alone; what was sealed before stays readable for them.

use changelog::{Confirmation, Identity, Roster, RosterDevice};
use serde::{Deserialize, Serialize};
use store::Store;
use ts_rs::TS;

use crate::kernel::county_keys::CountyKeys;
use crate::kernel::error::{CommandError, ErrorCode};
use crate::kernel::pc::Pc;
use crate::kernel::roster::take_roster;
use crate::kernel::secret::Secret;

/// What a roster says it did when it gave a place another key.
pub(crate) const REKEYED: &str = "rekeyed";

/// Gives a place another key.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct RekeyPlace {
    /// Code of the station; none for the county's own key.
    #[serde(default)]
    #[ts(optional)]
    pub station: Option<String>,
    /// Passphrase of the root key.
    #[ts(as = "String")]
    pub root_passphrase: Secret,
}

/// A place has another key.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct RekeyedPlace {
    /// PCs to which the new key is on its way.
    pub devices: u32,
    /// It goes by hub too, with their next contact.
    pub by_hub: bool,
}

/// Gives a place another key and sends it to its PCs, but to those that are shut out.
pub(crate) fn rekey(pc: &Pc, request: RekeyPlace) -> Result<RekeyedPlace, CommandError> {
    let store = pc.session()?.store;
    let station = request.station.as_deref();
    let mut roster = Roster::clone(&store.roster());
    // Whoever changes the key hands on the former ones: only a PC that has them may.
    identity(&store, station)?;
    let new = Identity::generate();
    let recipient = new.recipient().to_owned();
    match station {
        Some(code) => {
            let known = roster.stations.iter_mut().find(|station| station.code == code);
            known.ok_or_else(|| CommandError::not_found("这个站点"))?.recipient = recipient;
        }
        None => roster.county_recipient = recipient,
    }
    roster.note(REKEYED, station, pc.now_ms());
    let signed = CountyKeys::open(pc, &request.root_passphrase)?.sign_next(pc, roster)?;
    // The key first: what is sealed to a key that nobody has is lost.
    store.set_station_identity(station, &new.to_secret())?;
    take_roster(pc, &store, &signed)?;
    let roster = store.roster();
    let own = store.device().id;
    let others =
        |device: &&RosterDevice| device.station.as_deref() == station && device.revoked.is_none() && device.id != own;
    let mut devices = 0;
    for device in roster.devices.iter().filter(others) {
        send(&store, device)?;
        devices += 1;
    }
    Ok(RekeyedPlace { devices, by_hub: roster.hub.is_some() })
}

/// Puts the present key of a device's place on its way to it, with the former ones.
pub(super) fn send(store: &Store, device: &RosterDevice) -> Result<Confirmation, CommandError> {
    let station = device.station.as_deref();
    let identity = identity(store, station)?;
    let mut former = store.former_identities(station)?;
    former.extend(store.station_identity(station)?);
    former.retain(|secret| *secret != identity.to_secret());
    let public = device.public();
    let confirmation = Confirmation::new(store.signed_roster()?, &identity, &public)?.with_former(&former, &public)?;
    sync::joining::add_confirmation(store, &confirmation)?;
    Ok(confirmation)
}

/// The key of a place that the roster names. One that was made and not signed for before the program ended is passed over.
pub(super) fn identity(store: &Store, station: Option<&str>) -> Result<Identity, CommandError> {
    let roster = store.roster();
    let wanted = roster.recipient_of(station).ok_or_else(|| CommandError::not_found("这个站点"))?;
    let here = store.station_identity(station)?.into_iter().chain(store.former_identities(station)?);
    let found = here.filter_map(|secret| Identity::from_secret(&secret).ok()).find(|key| key.recipient() == wanted);
    found.ok_or_else(|| {
        CommandError::new(ErrorCode::NotFound, "这台电脑上没有该站点的密钥，请在登记站点的那台县级电脑上操作。")
    })
}
