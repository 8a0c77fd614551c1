//! Tests of the store on real encrypted databases in temporary directories. One binary, because linking SQLCipher takes time.
#![allow(unreachable_pub, reason = "the parts of a test share what is its own")]

mod as_of;
mod backups;
mod blobs;
mod canary;
mod county;
mod forks;
mod full_disk;
mod importing;
mod opening;
mod property;
mod querying;
mod record_tables;
mod saving;
mod searching;
mod sending;
mod slots;
mod unhurried;
mod visited;
