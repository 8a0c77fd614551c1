//! Passes over everything that the mailbox keeps, as long as the hub runs: rot is found before anybody asks for the file.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::state::Hub;

/// Between two passes.
const PAUSE: Duration = Duration::from_secs(6 * 60 * 60);

/// The passes over everything, as long as the hub runs.
pub(crate) struct Passes {
    ended: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Passes {
    /// Begins with the first pass at once.
    pub(crate) fn begin(hub: Arc<Hub>) -> std::io::Result<Passes> {
        let ended = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&ended);
        let thread = std::thread::Builder::new().name("rot".into()).spawn(move || {
            while !told.load(Ordering::SeqCst) {
                // A disk that does not answer now is asked again with the next pass.
                drop(hub.mailbox.pass(&told));
                let pause = Instant::now();
                while !told.load(Ordering::SeqCst) && pause.elapsed() < PAUSE {
                    std::thread::park_timeout(PAUSE);
                }
            }
        })?;
        Ok(Passes { ended, thread: Some(thread) })
    }
}

impl Drop for Passes {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::SeqCst);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            drop(thread.join());
        }
    }
}
