//! Rules on whole examples: the brief, the dictionary, means surveys. One binary, because linking takes time.
#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

mod brief;
mod dictionary;
mod means;
