//! Identity of this PC: what it is, in a small readable file beside the store (`pc.json`), so that the unlock page can say it.
//! Nothing personal and no key stands in it; it is written anew from the roster whenever that changes.

use std::fs;
use std::path::Path;

use changelog::Audience;
use serde::{Deserialize, Serialize};
use store::Store;
use ts_rs::TS;

use crate::kernel::error::CommandError;
use crate::kernel::files::write_whole;

const FILE: &str = "pc.json";

/// What this PC is, once it is set up.
pub(crate) fn read(data_dir: &Path) -> Option<PcIdentity> {
    serde_json::from_slice(&fs::read(data_dir.join(FILE)).ok()?).ok()
}

/// Writes it anew from the store's roster; returns it.
pub(crate) fn refresh(data_dir: &Path, store: &Store) -> Result<PcIdentity, CommandError> {
    let place = of(store)?;
    if read(data_dir).as_ref() != Some(&place) {
        let text = serde_json::to_vec_pretty(&place).map_err(|_| CommandError::internal("不能写出本机信息"))?;
        write_whole(&data_dir.join(FILE), &text)?;
    }
    Ok(place)
}

/// The audience of what this PC's own people write.
pub(crate) fn home_audience(station: Option<&str>) -> Audience {
    station.map_or(Audience::County, |code| Audience::Station(code.to_owned()))
}

fn of(store: &Store) -> Result<PcIdentity, CommandError> {
    let (roster, device) = (store.roster(), store.device());
    let station = device.station.as_deref().and_then(|code| roster.station(code));
    Ok(PcIdentity {
        side: if device.station.is_some() { Side::Station } else { Side::County },
        station_name: station.map(|station| station.name.clone()),
        station_code: device.station.clone(),
        confirmed: roster.device(&device.id).is_some_and(|listed| listed.revoked.is_none()),
        letter: device.letter,
        device: device.id,
        county_id: roster.county_id.clone(),
        hub: roster.hub.as_ref().map(|hub| hub.url.clone()),
        county_name: roster.county_name.clone(),
        division: roster.division.clone(),
    })
}

/// Which side this PC is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Side {
    /// A PC of a station.
    Station,
    /// A PC of the county.
    County,
}

/// What this PC is; readable before anyone unlocks, so nothing in it is personal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub(crate) struct PcIdentity {
    /// Station or county.
    pub side: Side,
    /// Id of the county.
    pub county_id: String,
    /// Id of this PC; its first characters tell it from others when the county confirms it.
    pub device: String,
    /// Name of the county.
    pub county_name: String,
    /// Six-digit division code of the county.
    pub division: String,
    /// Code of the station; none at the county.
    pub station_code: Option<String>,
    /// Name of the station; none at the county.
    pub station_name: Option<String>,
    /// Letter of this PC in numbers such as `A0007`.
    pub letter: String,
    /// Whether the county has confirmed this PC. Until then it works and keeps everything to itself.
    pub confirmed: bool,
    /// Address of the hub; none when everything goes by USB stick.
    pub hub: Option<String>,
}
