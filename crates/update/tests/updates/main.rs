//! Update files and what is started of them, with real files and real processes: one file per question.
#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test ends where something is missing")]

mod files;
mod making;
mod starting;
