//! News for the interface, which asks each second (the same in a window and in a browser): what changed,
//! how far long work is, whether the screen has locked. Keeps the last few hundred; nothing personal.

use std::collections::{BTreeMap, VecDeque};
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::kernel::error::{CommandError, ErrorCode};

const KEPT: usize = 500;

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum News {
    /// Records of these kinds changed here, by saving or by taking in changes; empty means any.
    Records {
        /// Record kinds.
        kinds: Vec<String>,
    },
    /// A run of the sync began or ended, what was taken in or out by stick, the hub came or went.
    Sync,
    /// How far a run is: several times a second, for whoever shows just that.
    Syncing,
    /// Stations, devices or the roster changed.
    Roster,
    /// The screen locked by itself.
    Locked,
}

/// News with its number.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct Event {
    /// Grows by one.
    pub number: u64,
    /// What happened.
    pub news: News,
}

/// How far long work is.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct TaskView {
    /// The id the interface gave when it asked.
    pub task: String,
    /// What is being done, in Chinese.
    pub title: String,
    /// Units done.
    pub done: u64,
    /// Units in all; 0 when unknown.
    pub total: u64,
    /// The step it is at, in Chinese.
    pub step: String,
}

/// Asks for news.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
pub(crate) struct EventsRequest {
    /// The last number seen; 0 at first.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub after: u64,
}

/// News.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct EventsAnswer {
    /// Ask again after this number.
    pub last: u64,
    /// What happened since.
    pub events: Vec<Event>,
    /// Some news was dropped: reload what is shown.
    pub missed: bool,
    /// Long work that is running.
    pub tasks: Vec<TaskView>,
    /// Nobody is unlocked.
    pub locked: bool,
}

/// Names long work to be stopped.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct CancelTask {
    /// The id the interface gave when it asked.
    pub task: String,
}

/// The news of one PC. A clone tells the same news, so that a background thread can hold one.
#[derive(Clone, Default)]
pub struct Events {
    inner: Arc<Mutex<Inner>>,
}

#[derive(Default)]
struct Inner {
    last: u64,
    kept: VecDeque<Event>,
    tasks: BTreeMap<String, (TaskView, Arc<AtomicBool>)>,
}

fn locked(inner: &Mutex<Inner>) -> MutexGuard<'_, Inner> {
    inner.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Events {
    /// Tells the interface something.
    pub fn publish(&self, news: News) {
        let mut inner = locked(&self.inner);
        inner.last += 1;
        let number = inner.last;
        inner.kept.push_back(Event { number, news });
        if inner.kept.len() > KEPT {
            inner.kept.pop_front();
        }
    }

    /// Tells that records of a kind changed.
    pub fn changed(&self, kinds: &[&str]) {
        self.publish(News::Records { kinds: kinds.iter().map(|kind| kind.to_string()).collect() });
    }

    /// What happened after a number; `locked` says whether nobody is unlocked.
    pub(crate) fn after(&self, after: u64, is_locked: bool) -> EventsAnswer {
        let inner = locked(&self.inner);
        let events: Vec<Event> = inner.kept.iter().filter(|event| event.number > after).cloned().collect();
        let first_kept = inner.kept.front().map_or(inner.last + 1, |event| event.number);
        EventsAnswer {
            last: inner.last,
            events,
            missed: after > inner.last || after + 1 < first_kept,
            tasks: inner.tasks.values().map(|(view, _)| view.clone()).collect(),
            locked: is_locked,
        }
    }

    /// Asks long work to stop; it stops at its next step.
    pub(crate) fn stop(&self, task: &str) {
        if let Some((_, stop)) = locked(&self.inner).tasks.get(task) {
            stop.store(true, Ordering::Relaxed);
        }
    }

    /// Begins long work under the id the interface gave (none: nobody watches). It ends when dropped.
    pub fn begin(&self, task: Option<&str>, title: &str) -> Result<Task, CommandError> {
        let id = task.map_or_else(|| uuid::Uuid::new_v4().to_string(), str::to_owned);
        let stop = Arc::new(AtomicBool::new(false));
        let view = TaskView { task: id.clone(), title: title.into(), done: 0, total: 0, step: String::new() };
        let mut inner = locked(&self.inner);
        if inner.tasks.contains_key(&id) {
            return Err(CommandError::new(ErrorCode::Busy, "这项工作正在进行，请等它结束。"));
        }
        inner.tasks.insert(id.clone(), (view, stop.clone()));
        Ok(Task { id, stop, inner: self.inner.clone() })
    }
}

/// Long work while it runs.
pub struct Task {
    id: String,
    stop: Arc<AtomicBool>,
    inner: Arc<Mutex<Inner>>,
}

impl Task {
    /// Says how far it is; `Break` when the person wants it to stop.
    pub fn progress(&self, done: u64, total: u64, step: &str) -> ControlFlow<()> {
        if let Some((view, _)) = locked(&self.inner).tasks.get_mut(&self.id) {
            view.done = done;
            view.total = total;
            view.step = step.to_owned();
        }
        if self.stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// The refusal to answer with after a `Break`.
    pub fn cancelled() -> CommandError {
        CommandError::new(ErrorCode::Cancelled, "已取消。")
    }
}

impl Drop for Task {
    fn drop(&mut self) {
        locked(&self.inner).tasks.remove(&self.id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_work_is_seen_while_it_runs_and_stops_when_asked() {
        let events = Events::default();
        let task = events.begin(Some("t1"), "导出").unwrap();
        assert_eq!(events.begin(Some("t1"), "导出").err().unwrap().code, ErrorCode::Busy);
        assert!(task.progress(1, 10, "写入").is_continue());
        locked(&events.inner).tasks["t1"].1.store(true, Ordering::Relaxed);
        assert!(task.progress(2, 10, "写入").is_break());
        drop(task);
        assert!(locked(&events.inner).tasks.is_empty());
    }
}
