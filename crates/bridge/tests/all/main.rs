//! The bridge from outside: as a browser, a stranger and the officer’s PC meet it. One binary, because linking takes time.
#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

mod loopback;
mod own_hub;
mod practice;
mod running;
