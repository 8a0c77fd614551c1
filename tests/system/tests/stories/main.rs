//! Stories between several PCs, sticks and a real hub, written as sentences. One binary, because linking the whole program takes time.
#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

mod bad_input;
mod canary;
mod erasing;
mod kill_nine;
mod ledger_import;
mod photos;
mod three_weeks_apart;
mod updating;
