//! The schedule of the sync, which runs by itself on a thread of its own: on start, shortly after saves, every few minutes, and with growing pauses
//! while the hub does not answer. One run at a time. Dropping it stops a run in progress and ends the thread.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use store::Store;

use crate::progress::{Outcome, Progress};
use crate::run::run_once;

/// How often the sync runs.
#[derive(Clone)]
pub struct Timing {
    /// Without anything else.
    pub every: Duration,
    /// How long after a save; what is saved meanwhile goes along.
    pub after_save: Duration,
    /// First pause while the hub does not answer; it doubles …
    pub retry: Duration,
    /// … up to this.
    pub retry_most: Duration,
    /// The PC's clock, for checkpoints and the status.
    pub now_ms: Clock,
}

/// Milliseconds since 1970, UTC.
pub type Clock = Arc<dyn Fn() -> u64 + Send + Sync>;

impl Timing {
    /// The usual pauses by this clock.
    pub fn by(now_ms: Clock) -> Self {
        Self {
            every: Duration::from_secs(180),
            after_save: Duration::from_secs(2),
            retry: Duration::from_secs(5),
            retry_most: Duration::from_secs(300),
            now_ms,
        }
    }
}

/// How the sync stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncStatus {
    /// A run is at work.
    pub running: bool,
    /// How far it is.
    pub progress: Option<Progress>,
    /// When a run last reached the hub and went through.
    pub last_success_ms: Option<u64>,
    /// When a run last ended.
    pub last_run_ms: Option<u64>,
    /// Why the last run did not go through, in Chinese.
    pub last_error: Option<String>,
    /// The hub does not answer; that is a state, not an error.
    pub offline: bool,
    /// What the last run did.
    pub outcome: Option<Outcome>,
    /// Counts runs, so that whoever watches sees that one has ended.
    pub runs: u64,
}

enum Word {
    Saved,
    Now,
    Stop,
}

/// The sync of one store.
pub struct Scheduler {
    words: Sender<Word>,
    status: Arc<Mutex<SyncStatus>>,
    cancel: Arc<AtomicBool>,
    stopping: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Scheduler {
    /// Begins, with a first run at once. `changed` is called from the sync's thread whenever the status has changed.
    pub fn start(store: Arc<Store>, timing: Timing, changed: impl Fn(&SyncStatus) + Send + 'static) -> Self {
        let (words, heard) = channel();
        let status = Arc::new(Mutex::new(SyncStatus::default()));
        let cancel = Arc::new(AtomicBool::new(false));
        let stopping = Arc::new(AtomicBool::new(false));
        let worker = Worker {
            store,
            timing,
            status: status.clone(),
            cancel: cancel.clone(),
            stopping: stopping.clone(),
            changed: Box::new(changed),
        };
        let thread = std::thread::spawn(move || worker.live(&heard));
        Self { words, status, cancel, stopping, thread: Some(thread) }
    }

    /// Something was saved.
    pub fn saved(&self) {
        let _ = self.words.send(Word::Saved);
    }

    /// Someone wants it now.
    pub fn sync_now(&self) {
        let _ = self.words.send(Word::Now);
    }

    /// Stops the run in progress; the next one comes by itself.
    pub fn cancel(&self) {
        self.cancel.store(true, Ordering::SeqCst);
    }

    /// How it stands.
    pub fn status(&self) -> SyncStatus {
        lock(&self.status).clone()
    }
}

impl Drop for Scheduler {
    fn drop(&mut self) {
        self.stopping.store(true, Ordering::SeqCst);
        self.cancel.store(true, Ordering::SeqCst);
        let _ = self.words.send(Word::Stop);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn lock(status: &Mutex<SyncStatus>) -> MutexGuard<'_, SyncStatus> {
    status.lock().unwrap_or_else(|broken| broken.into_inner())
}

struct Worker {
    store: Arc<Store>,
    timing: Timing,
    status: Arc<Mutex<SyncStatus>>,
    cancel: Arc<AtomicBool>,
    stopping: Arc<AtomicBool>,
    changed: Box<dyn Fn(&SyncStatus) + Send>,
}

impl Worker {
    fn live(&self, heard: &Receiver<Word>) {
        let mut failures = 0u32;
        let mut due = Instant::now();
        loop {
            match heard.recv_timeout(due.saturating_duration_since(Instant::now())) {
                Ok(Word::Stop) | Err(RecvTimeoutError::Disconnected) => return,
                // While the hub does not answer, saving does not make it answer; but it may.
                Ok(Word::Saved) => due = due.min(Instant::now() + self.timing.after_save),
                Ok(Word::Now) => due = Instant::now(),
                Err(RecvTimeoutError::Timeout) => {
                    if self.stopping.load(Ordering::SeqCst) {
                        return;
                    }
                    let (went, more) = self.run();
                    failures = if went { 0 } else { failures.saturating_add(1) };
                    let pause =
                        if went && more { self.timing.after_save } else { pause(&self.timing, failures, random()) };
                    due = Instant::now() + pause;
                }
            }
        }
    }

    /// One run; whether the hub was reached, and whether it left photos for the next one.
    fn run(&self) -> (bool, bool) {
        self.cancel.store(self.stopping.load(Ordering::SeqCst), Ordering::SeqCst);
        self.change(|status| status.running = true);
        let mut told = Instant::now();
        let outcome = run_once(&self.store, (self.timing.now_ms)(), &self.cancel, &mut |progress| {
            lock(&self.status).progress = Some(progress);
            // The interface needs a few pictures a second, not one per piece.
            if told.elapsed() > Duration::from_millis(200) {
                told = Instant::now();
                self.change(|_| {});
            }
            ControlFlow::Continue(())
        });
        let now_ms = (self.timing.now_ms)();
        let more = outcome.photos_left;
        let went = outcome.offline.is_none() && !outcome.cancelled && outcome.problems.is_empty();
        self.change(|status| {
            status.running = false;
            status.progress = None;
            status.last_run_ms = Some(now_ms);
            status.offline = outcome.offline.is_some();
            status.last_error = in_words(&outcome);
            if went {
                status.last_success_ms = Some(now_ms);
            }
            status.outcome = Some(outcome);
            status.runs += 1;
        });
        (went, more)
    }

    fn change(&self, change: impl FnOnce(&mut SyncStatus)) {
        let status = {
            let mut status = lock(&self.status);
            change(&mut status);
            status.clone()
        };
        (self.changed)(&status);
    }
}

/// Why a run did not go through.
fn in_words(outcome: &Outcome) -> Option<String> {
    match (&outcome.offline, outcome.problems.as_slice()) {
        (Some(reason), _) => Some(reason.message().into()),
        (None, problems @ [_, ..]) => Some(problems.join("\n")),
        (None, []) if outcome.cancelled => Some("同步已停止，稍后会自动继续；已发送的部分不会重复发送。".into()),
        (None, []) if outcome.unconfirmed => Some("加入申请已送达，正在等县里确认；可以先照常记录。".into()),
        (None, []) => None,
    }
}

/// How long to wait: the schedule after success, else doubling pauses; spread by up to a third so that a county's stations do
/// not all come at once. `random` is in 0..=255.
fn pause(timing: &Timing, failures: u32, random: u8) -> Duration {
    let base = match failures {
        0 => timing.every,
        _ => timing.retry.saturating_mul(1 << (failures - 1).min(16)).min(timing.retry_most),
    };
    base.mul_f64(1.0 + (f64::from(random) / 255.0 - 0.5) * 2.0 / 3.0)
}

fn random() -> u8 {
    let mut byte = [128];
    let _ = getrandom::fill(&mut byte);
    byte[0]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_a_limit_and_are_spread() {
        let timing = Timing { every: Duration::from_secs(90), ..Timing::by(Arc::new(|| 0)) };
        let middle = |failures| pause(&timing, failures, 127).as_secs_f64().round() as u64;
        assert_eq!([0, 1, 2, 3, 4].map(middle), [90, 5, 10, 20, 40]);
        assert_eq!(middle(60), 300);
        assert_eq!(pause(&timing, 0, 0), Duration::from_secs(60));
        assert_eq!(pause(&timing, 0, 255), Duration::from_secs(120));
    }
}
