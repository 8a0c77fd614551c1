//! Activities of the station beside casework: what a new record of one begins with, what is due after it, and the facts the brief counts.

pub(crate) mod community;
pub(crate) mod defaults;
