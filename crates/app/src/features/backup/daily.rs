//! The daily backup of an open store, made when nobody waits for an answer: on a slow PC copying half a gigabyte beside the first page of the
//! morning takes the core that the page needs. It decides nothing of what a backup is.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use store::Store;

use crate::kernel::pc::Pc;

/// Whoever asks and asks gets today's backup after this time all the same.
const LATEST: Duration = Duration::from_secs(600);

/// The daily backup that is to be made.
#[derive(Default)]
struct Daily(Mutex<Option<(Arc<Moment>, JoinHandle<()>)>>);

/// When it may begin.
struct Moment {
    /// When a page asked for something last; none: the store is let go, it will not begin any more.
    asked: Mutex<Option<Instant>>,
    changed: Condvar,
}

impl Moment {
    /// Waits for it; false: it will not come.
    fn comes(&self, quiet: Duration) -> bool {
        let begun = Instant::now();
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        while let Some(last) = *asked {
            let left = (last + quiet).min(begun + LATEST).saturating_duration_since(Instant::now());
            if left.is_zero() {
                return true;
            }
            asked = self.changed.wait_timeout(asked, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        quiet.is_zero()
    }
}

/// Sees to it that today's backup of this PC is made.
pub(crate) fn begin(pc: &Pc, store: &Arc<Store>) {
    let daily = pc.state::<Daily>();
    let mut daily = daily.0.lock().unwrap_or_else(PoisonError::into_inner);
    if daily.as_ref().is_some_and(|(_, making)| !making.is_finished()) {
        return; // somebody else has unlocked meanwhile
    }
    let moment = Arc::new(Moment { asked: Mutex::new(Some(Instant::now())), changed: Condvar::new() });
    let (store, now, quiet, waits) = (store.clone(), pc.now_ms(), pc.config().quiet, moment.clone());
    let making = std::thread::spawn(move || {
        if waits.comes(quiet) {
            // What keeps a backup from being made (no room) shows in the check-up, which lists the backups there are.
            drop(store.daily_backup(now));
        }
    });
    *daily = Some((moment, making));
}

/// A page has asked for something, or has its answer.
pub(crate) fn not_yet(pc: &Pc) {
    let daily = pc.state::<Daily>();
    let daily = daily.0.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((moment, _)) = &*daily {
        let mut asked = moment.asked.lock().unwrap_or_else(PoisonError::into_inner);
        *asked = asked.map(|_| Instant::now());
    }
}

/// Waits until today's backup, if one is being made, lets go of the store; one that has not begun does not begin any more.
pub(crate) fn end(pc: &Pc) {
    let making = pc.state::<Daily>().0.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some((moment, making)) = making {
        *moment.asked.lock().unwrap_or_else(PoisonError::into_inner) = None;
        moment.changed.notify_all();
        let _ = making.join();
    }
}
