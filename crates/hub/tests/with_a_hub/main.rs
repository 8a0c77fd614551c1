//! The hub as its callers meet it: a real server on a free port, real TLS, real keys and bundles.
#![allow(
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test ends where something is missing, and what its parts share is its own"
)]

mod blobs;
mod county;
mod erasing;
mod joining;
mod mail;
mod open_side;
mod refusing;
mod staying;
