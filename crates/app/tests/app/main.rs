//! The program as an interface calls it: people at PCs, one story per file.
#![allow(
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test ends where something is missing, and what its parts share is its own"
)]

mod lost_pc;
mod pcs;
mod recovering;
mod setting_up;
mod unlocking;
mod updating;
