//! Moving changes between PCs: over the network through the county's hub, and on USB sticks. Decides nothing about records
//! and holds no SQL; what is moved is sealed by the store. The only crate that talks HTTP as a client.

mod by_stick;
mod chunk_size;
pub mod client;
mod compare;
mod context;
mod erasing;
pub mod error;
pub mod files;
mod http;
mod hub_line;
pub mod joining;
mod lost;
mod pc_clock;
mod photo_file;
mod photos;
mod pieces;
pub mod plan;
pub mod progress;
mod pull;
mod push;
mod refill;
pub mod reply;
mod run;
pub mod schedule;
pub mod stick;
mod stick_names;
mod tls;

pub use client::{Client, SeenDevice};
pub use compare::differences;
pub use context::Stopwatch;
pub use error::{OfflineReason, SyncError};
pub use files::{FileKind, FileReport, import_files, import_one, sniff};
pub use hub_line::read_hub_line;
pub use joining::{
    OwnRequest, add_confirmation, add_enrolment, add_join_request, drop_join_request, join_requests, keep_own_request,
    own_request,
};
pub use pc_clock::clock_in_words;
pub use plan::{HubMemory, Local, Remote, Step, plan};
pub use progress::{Outcome, Phase, Progress};
pub use reply::{ReplyReport, accept_reply, county_reply};
pub use run::{never, run_once, run_timed, seen_devices};
pub use schedule::{Scheduler, SyncStatus, Timing};
