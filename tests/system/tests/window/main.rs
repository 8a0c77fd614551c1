//! Stories in the real window, from the first door to the printed brief. One file per story; what people do in several of
//! them stands in `acts`. Only the native file dialog is answered by the test; everything else is clicked and typed.
#![allow(
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test ends where something is missing, and what its parts share is its own"
)]

mod acts;
mod agreement;
// The longest of all: by its name it is among the first to begin, and the others run beside it.
mod all_pages;
mod alone;
mod apart;
mod brief;
mod by_hub;
mod by_stick;
mod case_file;
mod case_papers;
mod day;
mod family;
mod harm;
mod mailbox;
mod practising;
mod quarter;
mod second_count;
mod set_up;
