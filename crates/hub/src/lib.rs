//! The county's mailbox of sealed bundles: TLS, sessions, uploads, receipts. It holds no key that opens a bundle, cannot
//! add recipients, and keeps no personal data. It must not depend on `store`.

mod blob_shelf;
mod blobs;
mod bundles;
mod checkpoints;
mod enrolments;
mod erasures;
mod joins;
mod letting_go;
pub mod limits;
mod mailbox;
mod openapi;
mod place;
mod refusal;
mod rosters;
mod server;
mod sessions;
mod uploads;

pub use place::{HubError, Init, Place, init};
pub use server::{Config, Handle, serve};
