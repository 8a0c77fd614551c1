//! Tests of the store on real encrypted databases in temporary directories. One binary, because linking SQLCipher takes time.
#![allow(unreachable_pub, reason = "the parts of a test share what is its own")]

mod as_of;
mod backups;
mod beside;
mod blobs;
mod canary;
mod convergence;
mod county;
mod damage;
mod forks;
mod full_disk;
mod importing;
// The disk that fails is a library that is loaded before libc: Linux alone can do that.
#[cfg(target_os = "linux")]
mod io_errors;
mod mending;
mod opening;
mod poison;
#[cfg(target_os = "linux")]
mod power_cut;
mod property;
mod querying;
mod record_tables;
mod revoking;
mod salvage;
mod saving;
mod searching;
mod sending;
mod slots;
mod taking_over;
mod unhurried;
mod upgrading;
mod visited;
