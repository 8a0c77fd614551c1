//! Sync between real stores through a real hub, over a line that the tests can cut, and on sticks.
#![allow(
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test ends where something is missing, and what its parts share is its own"
)]

mod clocks;
mod comparing;
mod county;
mod erasing;
mod faults;
mod joining;
mod line;
mod lost_pc;
mod moving;
mod photos;
mod rot;
mod scheduled;
mod simulation;
mod slow_line;
mod sticks;
mod weather;
mod world;
