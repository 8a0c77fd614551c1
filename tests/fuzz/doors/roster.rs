//! A roster: as it comes, and as signed by the county's root key.

use changelog::{Audience, SignedRoster};

use super::county::{county, signed};

pub fn enter(data: &[u8]) {
    let root = &county().root;
    let both = [SignedRoster::from_bytes(data).ok(), signed(data, root)];
    for roster in both.into_iter().flatten().filter_map(|roster| roster.verify(&root.public(), 0).ok()) {
        let code = roster.stations.first().map(|station| station.code.clone()).unwrap_or_default();
        for audience in [Audience::All, Audience::County, Audience::Station(code.clone())] {
            let _ = roster.recipients(&audience);
        }
        let _ = (roster.recipient_of(Some(&code)), roster.last("revoked", None));
        for device in &roster.devices {
            let _ = (roster.device(&device.id), roster.county_signer(&roster.county_id, &device.id));
        }
    }
}
