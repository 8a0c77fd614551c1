//! The context of a run with the hub: store, line, what is remembered of the hub, the outcome so far. Every step works on it; it
//! knows no step.

use std::ops::ControlFlow;
use std::time::Duration;

use store::{BlobRef, Store};

use crate::chunk_size::ChunkSize;
use crate::client::Client;
use crate::error::SyncError;
use crate::joining;
use crate::plan::HubMemory;
use crate::progress::{Outcome, Phase, Progress, Watcher};

/// The local setting with what is remembered of the hub.
const MEMORY: &str = "sync.hub";

/// Says how much time has gone by since some moment.
pub type Stopwatch<'a> = &'a (dyn Fn() -> Duration + Sync);

/// A run at work.
pub(crate) struct Run<'a> {
    pub(crate) store: &'a Store,
    pub(crate) client: Client<'a>,
    pub(crate) memory: HubMemory,
    pub(crate) outcome: &'a mut Outcome,
    pub(crate) watch: Watcher<'a>,
    pub(crate) now_ms: u64,
    pub(crate) stopwatch: Stopwatch<'a>,
    /// What the line bears; the next file begins with what the last one has learnt.
    pub(crate) chunk: ChunkSize,
    /// Photos that the hub has lost and that are here.
    pub(crate) lost_photos: Vec<BlobRef>,
}

impl Run<'_> {
    /// Reports progress; an error when the run should stop.
    pub(crate) fn tell(&mut self, phase: Phase, done: u64, total: u64) -> Result<(), SyncError> {
        let goes_on = (self.watch)(Progress { phase, done, total });
        if goes_on == ControlFlow::Break(()) || self.client.cancelled() { Err(SyncError::Cancelled) } else { Ok(()) }
    }

    /// Notes what went wrong while the rest goes on.
    pub(crate) fn problem(&mut self, message: String) {
        if !self.outcome.problems.contains(&message) {
            self.outcome.problems.push(message);
        }
    }

    /// Writes down what is known of the hub.
    pub(crate) fn remember(&self) -> Result<(), SyncError> {
        joining::put(self.store, MEMORY, &Some(&self.memory))
    }
}

/// What was known of the hub after the last run; nothing before the first.
pub(crate) fn remembered(store: &Store) -> Result<Option<HubMemory>, SyncError> {
    joining::get(store, MEMORY)
}
