//! Hub of the practice county, as far as practice needs it. It does not know the hub; whoever opens the program (window, bridge, a test)
//! hands in how to start one.

use std::any::Any;
use std::path::PathBuf;
use std::sync::Arc;

/// What the practice hub shall be.
pub struct HubWanted {
    /// Its data directory; set up on first use.
    pub data_dir: PathBuf,
    /// County id.
    pub county: String,
    /// The county's public root key, hex.
    pub root_key: String,
    /// Port of last time; 0 takes a free one.
    pub port: u16,
}

/// A hub that runs until this is dropped.
pub struct RunningHub {
    /// Address.
    pub url: String,
    /// SHA-256 of its certificate, hex.
    pub pin: String,
    /// Its receipt key, hex.
    pub key: String,
    /// Port on loopback.
    pub port: u16,
    /// Keeps it running.
    pub keep: Box<dyn Any + Send>,
}

impl RunningHub {
    /// The line by which a county learns where its hub is, as `hezhan-hub init` prints it.
    pub(crate) fn line(&self) -> String {
        format!("{}#{}.{}", self.url, self.pin, self.key)
    }
}

/// Starts a hub on loopback, or says in Chinese why not.
pub type StartHub = Arc<dyn Fn(&HubWanted) -> Result<RunningHub, String> + Send + Sync>;
