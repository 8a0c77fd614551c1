//! Everything of an audience once more, for a second PC or a stick: the same segments under their authors' signatures, salts one by
//! one, what was erased without its payload.

use std::collections::HashMap;

use changelog::{Audience, Roster};
use rusqlite::{Connection, params};

use crate::device::Device;
use crate::error::{Result, StoreError};
use crate::stored_segments;

/// The bundles; several when one would pass the format's limits. `station`: the one station that a county device seals for, for
/// what goes back to it on a stick.
pub(crate) fn export_all(
    connection: &Connection,
    device: &Device,
    roster: &Roster,
    audience: &Audience,
    station: Option<&str>,
) -> Result<Vec<Vec<u8>>> {
    if !device.may_read(audience) {
        return Err(StoreError::NotAllowed("这台电脑没有该站的数据，不能导出。".into()));
    }
    let recipients = recipients(device, roster, audience, station)?;
    let stored = stored_segments::segments(connection, "l.audience = ?1", params![audience.to_string()])?;
    let (mut rest, mut bundles, nothing_new) = (stored.as_slice(), Vec::new(), HashMap::new());
    while !rest.is_empty() {
        let run = stored_segments::load_run(connection, rest, &nothing_new)?;
        rest = &rest[run.len()..];
        bundles.push(stored_segments::seal(device, &recipients, run)?);
    }
    Ok(bundles)
}

/// A station passes what is for all on under its own key, as it got it; the county does so only for a named station.
fn recipients(device: &Device, roster: &Roster, audience: &Audience, station: Option<&str>) -> Result<Vec<String>> {
    match (audience, device.info.station.as_deref().or(station)) {
        (Audience::All, Some(code)) => {
            let station = roster.station(code).ok_or(changelog::Error::NotAllowed)?;
            Ok(vec![station.recipient.clone(), roster.county_recipient.clone()])
        }
        (Audience::All, None) => Ok(vec![roster.county_recipient.clone()]),
        _ => Ok(roster.recipients(audience)?.into_iter().next().unwrap_or_default()),
    }
}
