//! One person's PC: its data directory, its clock, the open store and who is unlocked. Use cases are plain
//! functions `fn(&App, Request) -> Result<Answer, CommandError>` in the modules beside this one.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use chrono::{DateTime, FixedOffset, NaiveDate};
use store::slots::{self, Slots};
use store::{DatabaseKey, FreeSpace, Store};

use crate::attachments::intake::Waiting;
use crate::error::{CommandError, ErrorCode};
use crate::events::{Events, News};
use crate::files::Downloads;
use crate::ledgers_in::LedgerDesk;
use crate::practice::hub::StartHub;
use crate::practice::{Practice, PracticeState};
use crate::session::{Person, Session};
use crate::syncing::Line;

/// The time in milliseconds since 1970; injected, so that tests and practice choose it.
pub type Now = Arc<dyn Fn() -> u64 + Send + Sync>;

/// What an `App` is made of.
#[derive(Clone)]
pub struct AppConfig {
    /// Where everything of this PC lies.
    pub data_dir: PathBuf,
    /// The clock.
    pub now: Now,
    /// How passphrases are stretched.
    pub cost: Cost,
    /// How to start the hub of the practice county; none: practice goes by stick only.
    pub start_hub: Option<StartHub>,
    /// How to learn how much room the disk has; tests tell of a full one.
    pub space: FreeSpace,
}

/// How much work a passphrase costs whoever guesses it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cost {
    /// For real data.
    Usual,
    /// For practice, whose passphrase is known, and for tests.
    Cheap,
}

impl AppConfig {
    /// A PC with the system clock.
    #[expect(clippy::disallowed_methods, reason = "one of the two places that read the system clock: see clippy.toml")]
    pub fn new(data_dir: impl Into<PathBuf>) -> AppConfig {
        let now = Arc::new(|| {
            let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
            since.map(|time| time.as_millis() as u64).unwrap_or(0)
        });
        AppConfig { data_dir: data_dir.into(), now, cost: Cost::Usual, start_hub: None, space: FreeSpace::default() }
    }
}

/// One person's PC.
pub struct App {
    config: AppConfig,
    desk: Mutex<Desk>,
    active_ms: AtomicU64,
    practice: Mutex<Option<Practice>>,
    line: Mutex<Option<Arc<Line>>>,
    /// News for the interface.
    pub events: Events,
    /// Files waiting for a browser to fetch them.
    pub downloads: Downloads,
    /// Chosen photos waiting to be confirmed.
    pub(crate) waiting_photos: Waiting,
    /// The ledger that is being taken in.
    pub(crate) ledgers: LedgerDesk,
}

/// What changes while the program runs.
#[derive(Default)]
pub(crate) struct Desk {
    pub(crate) store: Option<Arc<Store>>,
    /// The open store's key, for the slots of further people.
    pub(crate) key: Option<DatabaseKey>,
    pub(crate) person: Option<Person>,
    pub(crate) station: Option<String>,
    pub(crate) idle_minutes: u64,
    pub(crate) warning: Option<String>,
    /// The daily backup while it is being made.
    pub(crate) backup: Option<JoinHandle<()>>,
    pub(crate) practice: Option<PracticeState>,
}

impl App {
    /// A PC on its data directory; opens nothing yet.
    pub fn new(config: AppConfig) -> App {
        let active_ms = AtomicU64::new((config.now)());
        App {
            config,
            desk: Mutex::default(),
            active_ms,
            practice: Mutex::default(),
            line: Mutex::default(),
            events: Events::default(),
            downloads: Downloads::default(),
            waiting_photos: Waiting::default(),
            ledgers: LedgerDesk::default(),
        }
    }

    /// Now, in milliseconds since 1970.
    pub fn now_ms(&self) -> u64 {
        (self.config.now)()
    }

    /// Today in China, whose one time zone all stations live in.
    pub fn today(&self) -> NaiveDate {
        local_time(self.now_ms()).date_naive()
    }

    /// Where everything of this PC lies.
    pub fn data_dir(&self) -> &Path {
        &self.config.data_dir
    }

    /// The unlocked person and the open store, or the refusal that shows the unlock page.
    pub fn session(&self) -> Result<Session, CommandError> {
        let desk = self.desk();
        match (&desk.store, &desk.person) {
            (Some(store), Some(person)) => {
                Ok(Session { store: store.clone(), person: person.clone(), station: desk.station.clone() })
            }
            _ => Err(CommandError::new(ErrorCode::Locked, "已锁定，请输入口令后继续。没有提交的内容不会丢。")),
        }
    }

    /// The open store, also while locked: for syncing in the background.
    pub fn open_store(&self) -> Option<Arc<Store>> {
        self.desk().store.clone()
    }

    /// The passphrase slots of this PC.
    pub(crate) fn slots(&self) -> Result<Slots, CommandError> {
        self.slots_in(&self.desk_dir())
    }

    /// The passphrase slots of another directory, such as a backup.
    pub(crate) fn slots_in(&self, dir: &Path) -> Result<Slots, CommandError> {
        let cost = match self.config.cost {
            Cost::Usual => slots::Cost::STANDARD,
            Cost::Cheap => slots::Cost::CHEAP,
        };
        Ok(Slots::with_cost(dir, cost)?)
    }

    pub(crate) fn database_key(&self) -> Result<DatabaseKey, CommandError> {
        self.desk().key.clone().ok_or_else(|| CommandError::new(ErrorCode::Locked, "已锁定，请输入口令后继续。"))
    }

    pub(crate) fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The background sync, while a store is open.
    pub(crate) fn line(&self) -> MutexGuard<'_, Option<Arc<Line>>> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn config(&self) -> &AppConfig {
        &self.config
    }

    pub(crate) fn note_activity(&self) {
        self.active_ms.store(self.now_ms(), Ordering::Relaxed);
    }

    /// Locks when nobody has done anything for the chosen minutes.
    pub(crate) fn lock_when_idle(&self) {
        let mut desk = self.desk();
        let idle = self.now_ms().saturating_sub(self.active_ms.load(Ordering::Relaxed));
        if desk.person.is_some() && desk.idle_minutes > 0 && idle >= desk.idle_minutes * 60_000 {
            desk.person = None;
            self.events.publish(News::Locked);
        }
    }

    /// The one who is being played, while practice is open.
    pub fn practice_person(&self) -> Option<Arc<App>> {
        self.practice().as_ref().map(Practice::person)
    }

    pub(crate) fn practice(&self) -> MutexGuard<'_, Option<Practice>> {
        self.practice.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives a download out once, from practice too.
    pub fn download(&self, id: &str) -> Option<(String, Vec<u8>)> {
        let practice = self.practice_person().and_then(|person| person.downloads.take(id));
        practice.or_else(|| self.downloads.take(id))
    }

    /// The encrypted store's directory.
    pub fn desk_dir(&self) -> PathBuf {
        self.config.data_dir.join("desk")
    }
}

/// A moment on the clocks of China (UTC+8, no summer time).
pub fn local_time(ms: u64) -> DateTime<FixedOffset> {
    let china = FixedOffset::east_opt(8 * 3600).expect("eight hours are a valid offset");
    DateTime::from_timestamp_millis(ms as i64).unwrap_or_default().with_timezone(&china)
}
