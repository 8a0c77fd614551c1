//! A station's daily work through the list of commands, on real encrypted stores. One binary, one noun per
//! file; every test is a sentence.

#[path = "../app/pcs.rs"]
#[allow(dead_code)]
mod pcs;

mod bad_input;
mod cases;
mod casework;
mod fixture;
mod home;
mod ledgers;
mod merging;
mod recipients;
mod records;
mod two_pcs;
mod visits;
