//! A station's daily work through the list of commands, on real encrypted stores. One binary, one noun per
//! file; every test is a sentence.

#[path = "../app/pcs.rs"]
#[allow(dead_code)]
mod pcs;

mod activities;
mod attachments;
mod bad_input;
mod cases;
mod casework;
mod erasing;
mod fixture;
mod groups;
mod home;
mod ledgers;
mod ledgers_in;
mod means;
mod merging;
mod papers;
mod plain_registers;
mod recipients;
mod records;
mod registers;
mod supervision;
mod targets;
mod two_pcs;
mod visits;
mod volunteers;
