//! Checkpoints of the write-ahead log: a thread carries its pages over into the database file when nothing has been written for a moment,
//! so that no save waits for it. It writes nothing of its own; what a save has committed is safe before as after.

use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::hooks::Wal;

use crate::connection::{connect, lock};
use crate::error::Result;
use crate::key::DatabaseKey;

/// A log of fewer pages waits for more.
const ENOUGH: i32 = 1000;
/// Somebody who writes without a pause carries over what she wrote herself: the log must not fill the disk.
const MOST: i32 = 16_000;
/// Nobody has written for so long: nobody waits.
const QUIET: Duration = Duration::from_millis(700);

#[derive(Default)]
struct State {
    /// Pages in the log after the newest commit.
    pages: i32,
    ended: bool,
    done: u64,
}

type Shared = Arc<(Mutex<State>, Condvar)>;

/// The thread, as long as the store is open.
pub(crate) struct Checkpoints {
    shared: Shared,
    thread: Option<JoinHandle<()>>,
}

impl Checkpoints {
    /// Begins to look after the log that this connection writes.
    pub(crate) fn watch(writer: &mut Connection, path: PathBuf, key: DatabaseKey) -> Result<Checkpoints> {
        let shared = Shared::default();
        hook(&shared, writer)?;
        let waiting = Arc::clone(&shared);
        let thread =
            std::thread::Builder::new().name("checkpoints".into()).spawn(move || run(&waiting, &path, &key))?;
        Ok(Checkpoints { shared, thread: Some(thread) })
    }

    /// Looks after the log that another connection writes from now on.
    pub(crate) fn follow(&self, writer: &mut Connection) -> Result<()> {
        hook(&self.shared, writer)
    }

    /// Waits until so many checkpoints have been made; false when the time is over. For tests.
    pub(crate) fn wait_for(&self, made: u64, most: Duration) -> bool {
        let (state, woken) = &*self.shared;
        let waited = woken.wait_timeout_while(lock(state), most, |state| state.done < made);
        waited.is_ok_and(|(state, _)| state.done >= made)
    }

    /// How many have been made. For tests.
    pub(crate) fn made(&self) -> u64 {
        lock(&self.shared.0).done
    }
}

/// The connection's own checkpoints end with this.
fn hook(shared: &Shared, writer: &mut Connection) -> Result<()> {
    let written = Arc::clone(shared);
    Ok(writer.wal_hook(Some(move |wal: &mut Wal, pages| {
        if pages >= MOST {
            // The commit stands whatever comes of it: an error here would say that nothing was saved.
            drop(wal.checkpoint());
        }
        lock(&written.0).pages = pages;
        written.1.notify_all();
        Ok(())
    }))?)
}

fn run((state, woken): &(Mutex<State>, Condvar), path: &std::path::Path, key: &DatabaseKey) {
    let mut connection = None;
    let mut now = lock(state);
    while !now.ended {
        if now.pages < ENOUGH {
            now = woken.wait(now).unwrap_or_else(std::sync::PoisonError::into_inner);
            continue;
        }
        let (next, quiet) = woken.wait_timeout(now, QUIET).unwrap_or_else(std::sync::PoisonError::into_inner);
        now = next;
        if !quiet.timed_out() {
            continue;
        }
        now.pages = 0;
        drop(now);
        // What does not succeed now is done after the next commit, or when the database is closed.
        if connection.is_none() {
            connection = connect(path, key, false).ok();
        }
        let done = connection
            .as_ref()
            .is_some_and(|connection| connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())).is_ok());
        now = lock(state);
        now.done += u64::from(done);
        woken.notify_all();
    }
}

impl Drop for Checkpoints {
    fn drop(&mut self) {
        lock(&self.shared.0).ended = true;
        self.shared.1.notify_all();
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}
