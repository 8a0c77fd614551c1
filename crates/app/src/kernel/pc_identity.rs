//! Identity of this PC: what it is, in a small readable file beside the store (`pc.json`, with a second copy), so that the unlock page can
//! say it. Nothing personal and no key stands in it; it is written anew from the roster whenever that changes, and a PC whose files are both
//! damaged is still one that is set up: its store says so.

use std::fs;
use std::path::Path;

use changelog::Audience;
use serde::{Deserialize, Serialize};
use store::Store;
use ts_rs::TS;

use crate::kernel::error::CommandError;

const FILE: &str = "pc.json";
const COPY: &str = "pc.copy.json";
/// The store's folder, and in it the mark of a setting-up that has not come to its end.
const DESK: &str = "desk";
const UNFINISHED: &str = "unfinished";

/// What this PC is, once it is set up.
pub(crate) fn read(data_dir: &Path) -> Option<PcIdentity> {
    let written = |name| store::read_summed(&fs::read(data_dir.join(name)).ok()?);
    if is_unfinished(data_dir) {
        return None;
    }
    written(FILE).or_else(|| written(COPY)).or_else(|| data_dir.join(DESK).join(store::DATABASE).exists().then(unnamed))
}

/// What can be said of a PC whose store is there and whose files are not: after unlocking it is written anew.
fn unnamed() -> PcIdentity {
    PcIdentity {
        side: Side::Station,
        county_id: String::new(),
        device: String::new(),
        county_name: "本机信息文件已损坏，登录后自动恢复".into(),
        division: String::new(),
        station_code: None,
        station_name: None,
        letter: String::new(),
        confirmed: true,
        hub: None,
    }
}

/// Begins to set this PC up. What an earlier try left when it was cut off is moved aside: nobody has a passphrase for it.
pub(crate) fn begin_setting_up(data_dir: &Path, now_ms: u64) -> Result<(), CommandError> {
    let desk = data_dir.join(DESK);
    if is_unfinished(data_dir) {
        disk::replace(&desk, &data_dir.join(format!("{UNFINISHED}-{now_ms}")))?;
    }
    Ok(disk::write(&desk.join(UNFINISHED), b"")?)
}

/// It is set up.
pub(crate) fn end_setting_up(data_dir: &Path) -> Result<(), CommandError> {
    Ok(disk::remove(&data_dir.join(DESK).join(UNFINISHED))?)
}

/// A setting-up was cut off: its mark stands, or there is a store that no passphrase was ever set for.
pub(crate) fn is_unfinished(data_dir: &Path) -> bool {
    let desk = data_dir.join(DESK);
    let slots = ["slots.json", "slots.copy.json", "restoring"].iter().any(|name| desk.join(name).exists());
    desk.join(UNFINISHED).exists() || (desk.exists() && !slots && !data_dir.join(FILE).exists())
}

/// Writes it anew from the store's roster; returns it.
pub(crate) fn refresh(data_dir: &Path, store: &Store) -> Result<PcIdentity, CommandError> {
    let place = of(store)?;
    let text = serde_json::to_vec_pretty(&place).map_err(|_| CommandError::internal("不能写出本机信息"))?;
    let text = store::with_sum(&text);
    for name in [FILE, COPY] {
        if fs::read(data_dir.join(name)).ok().as_ref() != Some(&text) {
            disk::write(&data_dir.join(name), &text)?;
        }
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
