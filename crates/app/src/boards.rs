//! Boards: pages that look at many features at once. Nothing below imports them.

pub(crate) mod books;
pub(crate) mod compliance;
pub(crate) mod county;
pub(crate) mod county_forms;
pub(crate) mod deadlines;
pub(crate) mod due;
pub(crate) mod evaluation;
pub(crate) mod exports;
pub(crate) mod home;
pub(crate) mod late_reports;
pub(crate) mod packs;
pub(crate) mod papers;
pub(crate) mod person;
pub(crate) mod readings;
pub(crate) mod reporting;
pub(crate) mod reports;
pub(crate) mod start;
pub(crate) mod summary;
pub(crate) mod sums;
pub(crate) mod timeline;
pub(crate) mod traces;
pub(crate) mod year;
