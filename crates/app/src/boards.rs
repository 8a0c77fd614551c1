//! Boards: pages that look at many features at once. Nothing below imports them.

pub(crate) mod briefs;
pub(crate) mod compliance;
pub(crate) mod county;
pub(crate) mod deadlines;
pub(crate) mod due;
pub(crate) mod evaluation;
pub(crate) mod exports;
pub(crate) mod home;
pub(crate) mod packs;
pub(crate) mod papers;
pub(crate) mod person;
pub(crate) mod start;
pub(crate) mod summary;
pub(crate) mod timeline;
pub(crate) mod traces;
pub(crate) mod year;
