//! New versions of the program by stick: the signed update file (`.hzu`), the programs that were installed from one beside a PC's data, and
//! starting the newest of them, or the former where that does not start. It knows no records and opens no database.

mod error;
mod file;
mod launch;
mod making;
mod programs;
mod started;
mod version;

pub use error::UpdateError;
pub use file::{FORMAT, Header, Manifest, ProgramFile};
pub use launch::{AGAIN, LAUNCHED_BY, Ran, STARTED, hand_on, launch};
pub use making::make;
pub use programs::{Installed, Programs};
pub use started::Started;
pub use version::{System, Version};

use changelog::PublicKey;

/// The key that signs what is released; pinned here and in no setting. Whoever releases makes one with `make release-key`.
const RELEASE_KEY: &str = include_str!("../../../packaging/release-key.pub");

/// The pinned key; none where the file holds none, and then no update file is taken.
pub fn release_key() -> Option<PublicKey> {
    RELEASE_KEY.trim().parse().ok()
}
