//! Papers as a reader sees them: written, rendered by LibreOffice and poppler, and measured on the page. And the tables of others.
//! One binary, so that fonts are scanned once.
#![allow(
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test ends where something is missing, and what its parts share is its own"
)]

mod brief;
// What is drawn is looked at with LibreOffice and poppler, which are programs of Linux.
#[cfg(target_os = "linux")]
mod docx;
#[cfg(target_os = "linux")]
mod extreme;
#[cfg(target_os = "linux")]
mod forms;
#[cfg(target_os = "linux")]
mod official;
#[cfg(target_os = "linux")]
mod one_sheet;
#[cfg(target_os = "linux")]
mod pdf;
#[cfg(target_os = "linux")]
mod render;
mod scan;
mod tables;
mod xlsx;
