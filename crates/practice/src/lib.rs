//! 练习模式: the program with a made-up county beside it, which is founded, filled and played through the same doors as a real one.
//! An agreement year is typed at those PCs; only what three months of work leave behind is written in bulk, into the stores of its own PCs; never into the real one.

mod activities;
mod attachments;
mod briefs;
mod commands;
mod county;
mod county_year;
mod doors;
mod hub;
mod making;
mod means;
mod people;
mod player;
mod program;
mod rule_books;
mod seed;
mod station_year;
mod volunteers;
mod work;

pub use crate::commands::described;
pub use crate::hub::{HubWanted, RunningHub, StartHub};
pub use crate::program::Program;
