//! 练习模式: the program with a made-up county beside it, which is founded, filled and played through the same doors as a real one.
//! Only what three months of work leave behind is written in bulk, into the stores of its own PCs; never into the real one.

mod activities;
mod attachments;
mod commands;
mod county;
mod doors;
mod hub;
mod making;
mod means;
mod people;
mod player;
mod program;
mod seed;
mod volunteers;
mod work;

pub use crate::commands::described;
pub use crate::hub::{HubWanted, RunningHub, StartHub};
pub use crate::program::Program;
