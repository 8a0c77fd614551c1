//! The practice county from outside, and the list of commands as TypeScript sees it. One binary, because linking takes time.
#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

mod bindings;
mod practising;
