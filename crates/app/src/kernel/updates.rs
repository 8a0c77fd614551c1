//! Updating the program, as far as whoever opened it allows it: where new versions are installed, and how it is told that a page has come
//! and that it shall be opened again. A program that nobody can start anew has none.

/// What the program that was opened can do about itself.
pub struct Updates {
    /// The programs beside this PC's data.
    pub programs: update::Programs,
    /// The first page has come: whoever watches need not wait any more.
    pub page_has_come: Box<dyn Fn() + Send + Sync>,
    /// Ends the program and opens it again, in its newest version.
    pub open_again: Box<dyn Fn() + Send + Sync>,
}
