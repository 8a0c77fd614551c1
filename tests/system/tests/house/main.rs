//! The house held to its own plan: sources, manifests and the built program read as text; nothing of it is run. One binary, because
//! linking takes time.
#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

mod architecture;
mod field_names;
mod gates;
mod linked_libraries;
mod rules;
mod words;
