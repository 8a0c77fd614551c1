//! Outcome of an import, as whoever asked for it is told, and by which way a bundle came. Plain values.

use serde::Serialize;

use crate::waiting::Missing;

/// By which way a bundle came. What the hub hands out the hub has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Route {
    /// Over the network.
    Hub,
    /// On a stick.
    Stick,
}

impl Route {
    /// As the database notes it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Route::Hub => "hub",
            Route::Stick => "stick",
        }
    }
}

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Imported {
    /// The bundle.
    pub sha256: String,
    /// Device id of whoever sealed it.
    pub sender: String,
    /// Changes new here, those of bundles that had been waiting included.
    pub applied: u64,
    /// Changes that were here already.
    pub already: u64,
    /// Changes that had been damaged here and are whole again.
    pub mended: u64,
    /// What the bundle still waits for.
    pub waiting: Vec<Missing>,
    /// Some of it was written by a newer program: it is kept, and taken in once this PC has that program.
    pub newer: bool,
    /// It is sealed to the new key of this PC's place, which has not come yet: kept, and taken in when it has.
    pub key_missing: bool,
    /// What was refused, and why.
    pub quarantined: Vec<String>,
    /// Stations whose records it has.
    pub stations: Vec<String>,
    /// Earliest author's time among its changes.
    pub first_ms: Option<u64>,
    /// Latest.
    pub last_ms: Option<u64>,
    /// Fields of touched records that are in conflict now.
    pub conflicts: u64,
}
