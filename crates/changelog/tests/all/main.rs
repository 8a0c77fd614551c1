//! Bundles and signed documents from outside, as a county, a stranger and damage meet them. One binary, because linking takes time.
#![allow(
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test ends where something is missing, and what its parts share is its own"
)]

mod bundles;
mod county;
mod damage;
#[cfg(unix)]
mod public_tools;
mod signed_documents;
mod size;
mod vectors;
