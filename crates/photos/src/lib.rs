//! Photos, scans and Word and Excel files as phones, scanners and offices give them, made fit to be kept: checked, upright, small, without a word about where and
//! when beyond what is told apart. No I/O, no record, no key.

mod camera;
mod drawn;
mod error;
mod jpeg;
mod office;
mod pdf;
mod take;

pub use camera::Told;
pub use drawn::{drawn, drawn_by_phone};
pub use error::PhotoError;
pub use office::{DOCX, XLSX};
pub use take::{JPEG, PDF, Taken, for_paper, take, thumbnail, turned};

/// The largest file that is read.
pub const LARGEST: u64 = 40 << 20;
/// The largest file that is kept: what the hub takes, less its sealing.
pub const LARGEST_KEPT: usize = 24 << 20;
