//! Last heard: when and by which way a station's newest work came, a local note of this PC, never synced.

use serde::{Deserialize, Serialize};
use store::{Route, Store};

/// The newest work of a station.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Contact {
    /// When it arrived here, in milliseconds.
    pub(crate) at_ms: u64,
    /// It came over the network; else on a stick.
    pub(crate) by_hub: bool,
}

fn name(station: &str) -> String {
    format!("contact:{station}")
}

/// Notes that work of these stations has arrived.
pub(crate) fn note(store: &Store, stations: &[String], route: Route, now_ms: u64) {
    let contact = Contact { at_ms: now_ms, by_hub: matches!(route, Route::Hub) };
    for station in stations {
        // Only a note for the board: failing to write it must not undo the import.
        if let Ok(value) = serde_json::to_value(contact) {
            let _ = store.setting_put(&name(station), &value);
        }
    }
}

/// When a station was last heard of.
pub(crate) fn of(store: &Store, station: &str) -> Option<Contact> {
    serde_json::from_value(store.setting_get(&name(station)).ok()??).ok()
}
