//! Features: one noun each, a file and its folder. They import what is below (records, people, kernel), never another feature
//! and never a board.

pub(crate) mod activities;
pub(crate) mod agreements;
pub(crate) mod attachments;
pub(crate) mod backup;
pub(crate) mod calendars;
pub(crate) mod cases;
pub(crate) mod devices;
pub(crate) mod erasing;
pub(crate) mod genogram;
pub(crate) mod gifts;
pub(crate) mod groups;
pub(crate) mod handing_in;
pub(crate) mod households;
pub(crate) mod ledger_import;
pub(crate) mod ledgers;
pub(crate) mod mandatory_reports;
pub(crate) mod means;
pub(crate) mod merging;
pub(crate) mod money;
pub(crate) mod quality;
pub(crate) mod recipients;
pub(crate) mod recovery;
pub(crate) mod registers;
pub(crate) mod rule_documents;
pub(crate) mod search;
pub(crate) mod setup;
pub(crate) mod staff;
pub(crate) mod staff_files;
pub(crate) mod stations;
pub(crate) mod syncing;
pub(crate) mod targets;
pub(crate) mod unlocking;
pub(crate) mod villages;
pub(crate) mod visits;
pub(crate) mod volunteers;
