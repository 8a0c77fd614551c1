//! What this PC is, in a small readable file beside the store (`pc.json`), so that the unlock page can say it.
//! Nothing personal and no key stands in it; it is written anew from the roster whenever that changes.

use std::fs;
use std::path::Path;

use changelog::Audience;
use store::Store;

use crate::error::CommandError;
use crate::files::write_whole;
use crate::start::{Place, Side};

const FILE: &str = "pc.json";

/// What this PC is, once it is set up.
pub fn read(data_dir: &Path) -> Option<Place> {
    serde_json::from_slice(&fs::read(data_dir.join(FILE)).ok()?).ok()
}

/// Writes it anew from the store's roster; returns it.
pub fn refresh(data_dir: &Path, store: &Store) -> Result<Place, CommandError> {
    let place = of(store)?;
    if read(data_dir).as_ref() != Some(&place) {
        let text = serde_json::to_vec_pretty(&place).map_err(|_| CommandError::internal("不能写出本机信息"))?;
        write_whole(&data_dir.join(FILE), &text)?;
    }
    Ok(place)
}

/// The audience of what this PC's own people write.
pub fn home_audience(station: Option<&str>) -> Audience {
    station.map_or(Audience::County, |code| Audience::Station(code.to_owned()))
}

fn of(store: &Store) -> Result<Place, CommandError> {
    let (roster, device) = (store.roster(), store.device());
    let station = device.station.as_deref().and_then(|code| roster.station(code));
    Ok(Place {
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
