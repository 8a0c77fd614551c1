//! Background sync of the open store: it sends and receives by itself as long as the store is open, locked or not, and tells
//! the news. It needs a store, news and a clock, no page.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use store::{Route, Store};
use sync::{Scheduler, Timing};

use crate::kernel::events::{Events, News};
use crate::kernel::pc::Pc;
use crate::kernel::{last_heard, pc_identity};

/// The record kind that photos and scans stand in.
const ATTACHMENT: &str = "attachment";

/// The background sync of one PC.
pub(crate) struct BackgroundSync {
    scheduler: Scheduler,
    store: Arc<Store>,
    ended: Arc<(Mutex<u64>, Condvar)>,
    /// Own unsent changes at the last look; more of them is a save.
    unsent: Mutex<u64>,
}

impl BackgroundSync {
    /// Begins, with a first run at once.
    fn start(pc: &Pc, store: Arc<Store>) -> BackgroundSync {
        let ended: Arc<(Mutex<u64>, Condvar)> = Arc::default();
        let (tell, events, kept) = (ended.clone(), pc.events.clone(), store.clone());
        let data_dir = pc.data_dir().to_path_buf();
        let timing = Timing::by(pc.config().now.clone());
        let clock = pc.config().now.clone();
        let running = AtomicBool::new(false);
        let scheduler = Scheduler::start(store.clone(), timing, move |status| {
            let goes_on = running.swap(status.running, Ordering::Relaxed) && status.running;
            let mut runs = tell.0.lock().unwrap_or_else(PoisonError::into_inner);
            if *runs != status.runs {
                *runs = status.runs;
                take_notice(&events, &kept, &data_dir, status, clock());
                if kept.is_revoked().unwrap_or(false) {
                    // Every further call is refused (`Pc::session`).
                    events.publish(News::Locked);
                }
                tell.1.notify_all();
            }
            drop(runs);
            events.publish(if goes_on { News::Syncing } else { News::Sync });
        });
        let unsent = Mutex::new(store.counts().map_or(0, |counts| counts.saved));
        BackgroundSync { scheduler, store, ended, unsent }
    }

    /// Runs soon when there is more to send than at the last look.
    fn nudge(&self) {
        let Ok(counts) = self.store.counts() else { return };
        let mut unsent = self.unsent.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.saved > *unsent {
            self.scheduler.saved();
        }
        *unsent = counts.saved;
    }

    /// What it does, as the scheduler says it.
    pub(crate) fn status(&self) -> sync::SyncStatus {
        self.scheduler.status()
    }

    /// Asks for a run now.
    pub(crate) fn run_soon(&self) {
        self.scheduler.sync_now();
    }

    /// A run that begins after this call, to its end.
    pub(crate) fn run_through(&self) {
        let (runs, ended) = &*self.ended;
        let guard = runs.lock().unwrap_or_else(PoisonError::into_inner);
        let status = self.scheduler.status();
        let wanted = status.runs + 1 + u64::from(status.running);
        self.scheduler.sync_now();
        let _ = ended.wait_timeout_while(guard, LONGEST_WAIT, |runs| *runs < wanted);
    }
}

/// The longest that `sync.now` waits for a run.
const LONGEST_WAIT: Duration = Duration::from_secs(600);

/// What a run that ended means for this PC: pages to reload, who it is now, when stations were last heard of.
fn take_notice(events: &Events, store: &Store, data_dir: &std::path::Path, status: &sync::SyncStatus, now_ms: u64) {
    let Some(outcome) = &status.outcome else { return };
    if outcome.roster_taken || outcome.confirmed_now || outcome.new_key || outcome.joins > 0 {
        let _ = pc_identity::refresh(data_dir, store);
        events.publish(News::Roster);
    }
    if outcome.photos_pulled > 0 {
        events.changed(&[ATTACHMENT]);
    }
    if outcome.pulled > 0 || outcome.checkpoint {
        last_heard::note(store, &outcome.stations, Route::Hub, now_ms);
        events.publish(News::Records { kinds: Vec::new() });
    }
}

/// The background sync of a PC, while a store is open.
#[derive(Default)]
struct Running(Mutex<Option<Arc<BackgroundSync>>>);

impl Running {
    fn here(&self) -> MutexGuard<'_, Option<Arc<BackgroundSync>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The background sync of this PC, while a store is open.
pub(crate) fn of(pc: &Pc) -> Option<Arc<BackgroundSync>> {
    pc.state::<Running>().here().clone()
}

/// Sees to it that the open store has its background sync, and only this one.
pub(crate) fn begin(pc: &Pc, store: &Arc<Store>) {
    let running = pc.state::<Running>();
    let mut running = running.here();
    if !running.as_ref().is_some_and(|sync| Arc::ptr_eq(&sync.store, store)) {
        *running = None;
        *running = Some(Arc::new(BackgroundSync::start(pc, store.clone())));
    }
}

/// Ends it; waits for a run to end.
pub(crate) fn end(pc: &Pc) {
    let ended = pc.state::<Running>().here().take();
    drop(ended);
}

/// After a call that may have saved something, or wants something that is not here.
pub(crate) fn nudge(pc: &Pc) {
    let wanted = pc.sync_was_wanted();
    if let Some(sync) = of(pc) {
        if wanted {
            sync.run_soon();
        }
        sync.nudge();
    }
}
