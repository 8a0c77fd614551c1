//! Papers as a reader sees them: written, rendered by LibreOffice and poppler, and measured on the page. And the tables of others.
//! One binary, so that fonts are scanned once.
#![allow(
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test ends where something is missing, and what its parts share is its own"
)]

mod brief;
mod docx;
mod extreme;
mod forms;
mod official;
mod one_sheet;
mod pdf;
mod render;
mod scan;
mod tables;
mod xlsx;
