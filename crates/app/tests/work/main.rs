//! A station's daily work through the list of commands, on real encrypted stores. One binary, one noun per
//! file; every test is a sentence.
#![allow(
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test ends where something is missing, and what its parts share is its own"
)]

#[path = "../app/pcs.rs"]
#[allow(dead_code)]
mod pcs;

mod activities;
mod ages;
mod assigning;
mod attachments;
mod bad_input;
mod cases;
mod casework;
mod erasing;
mod fixture;
mod groups;
mod home;
mod ledger_import;
mod ledgers;
mod lists;
mod means;
mod merging;
mod one_station;
mod papers;
mod plain_registers;
mod recipients;
mod records;
mod registers;
mod same_month;
mod service_items;
mod supervision;
mod targets;
mod two_pcs;
mod visits;
mod volunteers;
mod who_counts;
