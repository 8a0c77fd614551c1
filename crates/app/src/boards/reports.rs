//! Reports (简报与报告): one draft, one freeze and one list for every outline of `domain::report_outline`. A frozen version is a record with its
//! text, its figures and the log heads it was computed from; the monthly brief keeps its own kind of record, all others are `report`.

mod about;
pub(crate) mod cases;
pub(crate) mod comparing;
mod corrections;
pub(crate) mod draft;
pub(crate) mod files;
pub(crate) mod freezing;
mod gathered;
pub(crate) mod handing_in;
pub(crate) mod kept;
pub(crate) mod list;
mod old_brief;
pub(crate) mod outlines;
pub(crate) mod pages;
mod parts;
pub(crate) mod photos;
pub(crate) mod rows;
pub(crate) mod types;
mod words;
