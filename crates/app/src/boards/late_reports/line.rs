//! The line of each station, as this PC knows it: its PCs, when it was last heard of and by which way, what is missing; and whom to call there.

use std::collections::{BTreeMap, BTreeSet};

use changelog::Audience;
use domain::fields::staff;
use domain::late_reports::Line;

use crate::features::devices::{self, JoinRequestsRequest};
use crate::kernel::context::{Context, text};
use crate::kernel::error::CommandError;
use crate::kernel::last_heard;
use crate::records::closed_books::day_of;

/// A station's line.
pub(super) struct StationLine {
    pub(super) line: Line,
    /// When its newest work came, in milliseconds.
    pub(super) heard_ms: Option<u64>,
}

/// The lines of all stations; at a station nothing is known of them.
pub(super) fn all(context: &Context) -> Result<BTreeMap<String, StationLine>, CommandError> {
    if !context.is_county() {
        return Ok(BTreeMap::new());
    }
    let requests = devices::requests(context.pc, JoinRequestsRequest::default())?;
    let (roster, heads, gaps) = (context.store.roster(), context.store.heads()?, context.store.missing()?);
    let mut lines = BTreeMap::new();
    for station in context.stations() {
        let audience = Audience::Station(station.code.clone());
        let logs: BTreeSet<_> = heads.iter().filter(|(_, of, ..)| *of == audience).map(|(log, ..)| *log).collect();
        let in_use = |device: &&changelog::RosterDevice| {
            device.station.as_deref() == Some(&station.code) && device.revoked.is_none()
        };
        let contact = last_heard::of(&context.store, &station.code);
        let line = Line {
            pcs: roster.devices.iter().filter(in_use).count(),
            waiting_pcs: requests.iter().filter(|one| one.station.as_deref() == Some(&station.code)).count(),
            heard: contact.map(|contact| day_of(contact.at_ms)),
            by_hub: contact.is_some_and(|contact| contact.by_hub),
            hub: roster.hub.is_some(),
            missing: gaps.iter().filter(|gap| logs.contains(&gap.log)).map(|gap| gap.to - gap.from + 1).sum(),
        };
        lines.insert(station.code, StationLine { line, heard_ms: contact.map(|contact| contact.at_ms) });
    }
    Ok(lines)
}

/// Whom to call at each station: the supervisor in post, or whoever has a number.
pub(super) fn telephones(context: &Context) -> Result<BTreeMap<String, String>, CommandError> {
    let fields = [staff::NAME, staff::PHONE, staff::ROLE, staff::ACTIVE];
    let mut rows = context.list(&context.of_station(staff::KIND, None).finals().only(&fields))?;
    rows.retain(|row| text(&row.fields, staff::ACTIVE) != "no" && !text(&row.fields, staff::PHONE).is_empty());
    rows.sort_by_key(|row| (text(&row.fields, staff::ROLE) != "supervisor", row.created_ms));
    let mut found = BTreeMap::new();
    for row in rows {
        let of = |field: &str| text(&row.fields, field);
        found.entry(row.station.clone()).or_insert_with(|| format!("{} {}", of(staff::NAME), of(staff::PHONE)));
    }
    Ok(found)
}
