//! The same list of commands over loopback HTTP, and the built interface beside it, for browsers, tests and
//! scripts. Only this machine can reach it and only with the token that is printed at the start. No rules here.

mod guard;
pub mod own_hub;
mod pages;
pub mod practice_hub;
mod server;

pub use server::{Config, Served, serve};
