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
mod agreed_targets;
mod agreement_year;
mod assigning;
mod attachments;
mod bad_input;
mod bad_station_input;
mod books;
mod briefs;
mod cases;
mod casework;
mod consents;
mod deadlines;
mod erasing;
mod evaluation;
mod evaluation_report;
mod evaluation_report_long;
mod fixture;
mod forms;
mod groups;
mod handover;
mod home;
mod kinship;
mod late_reports;
mod ledger_cells;
mod ledger_import;
mod ledgers;
mod lists;
mod mandatory_reports;
mod means;
mod merging;
mod money;
mod names;
mod next_visits;
mod one_station;
mod pack;
mod pack_recounted;
mod paper_photos;
mod papers;
mod past_months;
mod phrases;
mod plain_registers;
mod plans;
mod projection;
mod quarter;
mod query_plans;
mod readers;
mod readings;
mod recipients;
mod records;
mod registers;
mod reports;
mod reports_of_the_past;
mod reports_outlines;
mod returns;
mod rule_documents;
mod same_month;
mod sending;
mod service_items;
mod station_figures;
mod station_papers;
mod station_reminders;
mod sums;
mod supervision;
mod targets;
mod two_pcs;
mod villages;
mod visits;
mod volunteers;
mod who_counts;
mod year;
