//! The second door to the screen: the same list of commands over loopback HTTP, and the built interface beside it, for browsers, tests
//! and scripts. Only this user of this machine can reach it, and only by an address that the program made. No rules here.

mod apart;
pub mod browser;
mod guard;
mod open_pages;
pub mod own_hub;
mod pages;
mod peer;
pub mod practice_hub;
pub mod running;
mod server;

use std::path::PathBuf;

pub use pages::Pages;
pub use server::{Config, Served, serve};

/// The folder of this user's data: `HEZHAN_DATA`, else the program's own among what the system keeps for this PC alone.
pub fn data_dir() -> Option<PathBuf> {
    let named = std::env::var_os("HEZHAN_DATA").map(PathBuf::from);
    named.or_else(|| dirs::data_local_dir().map(|folder| folder.join("cn.hezhan.desktop")))
}
