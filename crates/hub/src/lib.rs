//! The county's mailbox of sealed bundles: TLS, sessions, uploads, receipts. It holds no key that opens a bundle, cannot
//! add recipients, and keeps no personal data. It must not depend on `store`.

mod blob_store;
mod blobs;
mod bundles;
mod checkpoints;
mod copies;
mod enrolments;
mod erasing;
mod erasures;
mod error;
mod identity;
mod incoming;
mod joins;
pub mod limits;
mod mailbox;
mod openapi;
mod passes;
mod rosters;
mod rot;
mod routes;
mod server;
pub mod service;
mod sessions;
mod shapes;
mod state;
mod status;
mod uploads;

pub use identity::{HubIdentity, Init, SetupError, init};
pub use server::{Config, Handle, serve};
