//! Means that the tests of the whole system share: people at PCs, a county, a hub, and the real window.
//! Nothing here is part of the program.
#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

pub mod bare;
pub mod made_up;
pub mod messy_ledger;
pub mod messy_tables;
pub mod people;
// The person sits at Linux, whichever program she looks at.
#[cfg(target_os = "linux")]
pub mod picture;
#[cfg(target_os = "linux")]
pub mod window;
