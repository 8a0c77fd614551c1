//! Running the county's hub on this PC, as far as the program needs it. It does not know the hub; whoever opens the program (window,
//! bridge, a test) hands in how it is done.

use std::path::{Path, PathBuf};

/// The hub that shall be on this PC.
pub struct HubWanted {
    /// Its folder.
    pub folder: PathBuf,
    /// County id.
    pub county: String,
    /// The county's public root key, hex.
    pub root_key: String,
    /// Its port; 0 takes a free one.
    pub port: u16,
    /// Fingerprint of the certificate (pin) of the one that must be there; none: one is set up where none is.
    pub pin: Option<String>,
}

/// A hub that runs.
pub struct HubRunning {
    /// SHA-256 of its certificate, hex.
    pub pin: String,
    /// Its receipt key, hex.
    pub key: String,
    /// Its port.
    pub port: u16,
}

/// Runs a hub as a process that outlives the program. What it says when it cannot is Chinese.
pub trait HubHost: Send + Sync {
    /// Starts it, unless it runs already, and sees to it that it starts with every log-in.
    fn start(&self, wanted: &HubWanted) -> Result<HubRunning, String>;
    /// The port of the one that runs in a folder.
    fn running(&self, folder: &Path) -> Option<u16>;
    /// Stops it, and no longer starts it with a log-in.
    fn stop(&self, folder: &Path) -> Result<(), String>;
    /// Addresses of this PC in its networks, the likeliest first.
    fn addresses(&self) -> Vec<String>;
}
