//! 评估包: what a third-party evaluator is given. The county draws stations and records by a seed, de-identifies them, and seals them to the
//! evaluator's key (`making.rs`); the same program opens the pack on any PC (`opening.rs`), puts its rows into a store that ends with the
//! viewing, and counts every figure anew by the functions that the brief is counted by (`checks.rs`). Comments come back as a file
//! (`comments.rs`). A PC that opens a pack need not be set up and learns nothing else.

mod checks;
pub(crate) mod comments;
mod content;
mod figures;
pub(crate) mod keys;
pub(crate) mod making;
pub(crate) mod opening;
mod reports;
mod row;
mod store;
pub(crate) mod types;
