//! The hub as its callers meet it: a real server on a free port, real TLS, real keys and bundles.
#![allow(
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test ends where something is missing, and what its parts share is its own"
)]

mod blobs;
mod county;
mod described;
mod description;
mod erasing;
mod examples;
// The disk that fails is a library that is loaded before libc: Linux alone can do that.
#[cfg(target_os = "linux")]
mod faulty_disk;
mod generated;
mod joining;
mod mail;
mod open_side;
mod refusing;
mod rights;
mod staying;
mod wire;
