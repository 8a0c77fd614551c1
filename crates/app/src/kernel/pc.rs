//! One person's PC: its data directory, its clock, the open store and who is unlocked. Use cases are plain functions
//! `fn(&Pc, Request) -> Result<Answer, CommandError>` in the storeys above. What a feature keeps in memory is a state of its own here
//! (`state`), so that the kernel knows no feature.

use std::any::{Any, TypeId};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use changelog::Audience;
use chrono::{DateTime, FixedOffset, NaiveDate};
use domain::divisions::{self, County};
use store::slots::{self, Running, Slots};
use store::{DatabaseKey, FreeSpace, Store};

use crate::kernel::error::{CommandError, ErrorCode};
use crate::kernel::events::{Events, News};
use crate::kernel::files::Downloads;
use crate::kernel::hub_host::HubHost;
use crate::kernel::pc_identity;
use crate::kernel::role::Person;
use crate::kernel::updates::Updates;

/// The time in milliseconds since 1970; injected, so that tests and practice choose it.
pub(crate) type Now = Arc<dyn Fn() -> u64 + Send + Sync>;

/// How long the program has run; injected as the clock is, and moved by no clock that is set.
pub(crate) type RunningTime = Arc<dyn Fn() -> Running + Send + Sync>;

/// What an `App` is made of.
#[derive(Clone)]
pub struct AppConfig {
    /// Where everything of this PC lies.
    pub data_dir: PathBuf,
    /// The clock.
    pub now: Now,
    /// How long the program has run.
    pub running: RunningTime,
    /// How passphrases are stretched.
    pub cost: Cost,
    /// Divisions that were never given, which this PC knows beside the real ones: for made-up counties.
    pub made_up: Vec<County>,
    /// How to learn how much room the disk has; tests tell of a full one.
    pub space: FreeSpace,
    /// How to run the county's hub on this PC; none where that cannot be.
    pub hub_host: Option<Arc<dyn HubHost>>,
    /// How to install new versions and open them; none where that cannot be.
    pub updates: Option<Arc<Updates>>,
    /// How long nothing must have been asked before work begins that nobody waits for (the daily backup).
    pub quiet: Duration,
}

/// How much work a passphrase costs whoever guesses it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cost {
    /// For real data.
    Usual,
    /// For practice, whose passphrase is known, and for tests.
    Cheap,
}

impl Cost {
    /// A work factor of scrypt: the usual one, or next to none.
    pub(crate) fn work_factor(self, usual: u8) -> u8 {
        match self {
            Cost::Usual => usual,
            Cost::Cheap => 4,
        }
    }
}

impl AppConfig {
    /// A PC with the system clock.
    #[expect(clippy::disallowed_methods, reason = "one of the two places that read the system clock: see clippy.toml")]
    pub fn new(data_dir: impl Into<PathBuf>) -> AppConfig {
        let now = Arc::new(|| {
            let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
            since.map(|time| time.as_millis() as u64).unwrap_or(0)
        });
        let (began, run) = (std::time::Instant::now(), uuid::Uuid::new_v4().to_string());
        let running = Arc::new(move || Running {
            run: run.clone(),
            ms: u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
        });
        AppConfig {
            data_dir: data_dir.into(),
            now,
            running,
            cost: Cost::Usual,
            made_up: Vec::new(),
            space: FreeSpace::default(),
            hub_host: None,
            updates: None,
            quiet: Duration::from_secs(20),
        }
    }
}

/// One person's PC.
pub struct Pc {
    config: AppConfig,
    unlocked: Mutex<Unlocked>,
    active_ms: AtomicU64,
    background: &'static [Background],
    states: Mutex<BTreeMap<TypeId, Arc<dyn Any + Send + Sync>>>,
    sync_wanted: AtomicBool,
    /// News for the interface.
    pub events: Events,
    /// Files waiting for a browser to fetch them.
    pub downloads: Downloads,
}

/// Work that goes on by itself while a store is open.
pub(crate) struct Background {
    /// Begins it, or lets it go on.
    pub(crate) begin: fn(&Pc, &Arc<Store>),
    /// Ends it and waits until it lets go of the store.
    pub(crate) end: fn(&Pc),
}

/// An unlocked person at an open store: what nearly every use case begins with (`pc.session()?`).
#[derive(Clone)]
pub struct Session {
    /// The open store.
    pub store: Arc<Store>,
    /// Who unlocked.
    pub person: Person,
    /// Code of the station this PC belongs to; none at the county.
    pub station: Option<String>,
}

impl Session {
    /// The audience of what the people of this PC write.
    pub fn home_audience(&self) -> Audience {
        pc_identity::home_audience(self.station.as_deref())
    }
}

/// What changes while the program runs.
#[derive(Default)]
pub(crate) struct Unlocked {
    pub(crate) store: Option<Arc<Store>>,
    /// The open store's key, for the slots of further people.
    pub(crate) key: Option<DatabaseKey>,
    pub(crate) person: Option<Person>,
    pub(crate) station: Option<String>,
    pub(crate) idle_minutes: u64,
    pub(crate) warning: Option<String>,
}

/// What goes on by itself has ended before the program has: a thread that reads the database while its process ends is left without ciphers,
/// and the process ends as if it had crashed.
impl Drop for Pc {
    fn drop(&mut self) {
        self.end_background();
    }
}

impl Unlocked {
    /// Nobody is unlocked any more: the key goes out of this memory with them (it is wiped as it is let go), and comes back with the next
    /// passphrase. The store stays open for syncing.
    pub(crate) fn lock(&mut self) {
        (self.person, self.key) = (None, None);
    }
}

impl Pc {
    /// A PC on its data directory; opens nothing yet.
    pub(crate) fn new(config: AppConfig, background: &'static [Background]) -> Pc {
        let active_ms = AtomicU64::new((config.now)());
        Pc {
            config,
            unlocked: Mutex::default(),
            active_ms,
            background,
            states: Mutex::default(),
            sync_wanted: AtomicBool::default(),
            events: Events::default(),
            downloads: Downloads::default(),
        }
    }

    /// Now, in milliseconds since 1970.
    pub fn now_ms(&self) -> u64 {
        (self.config.now)()
    }

    /// How long the program has run.
    pub(crate) fn running(&self) -> Running {
        (self.config.running)()
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
        let unlocked = self.unlocked();
        match (&unlocked.store, &unlocked.person) {
            (Some(store), Some(_)) if store.is_revoked().unwrap_or(false) => {
                Err(CommandError::new(ErrorCode::Locked, "这台电脑已被县里停用，已锁定。请联系县级管理员。"))
            }
            (Some(store), Some(person)) => {
                Ok(Session { store: store.clone(), person: person.clone(), station: unlocked.station.clone() })
            }
            _ => Err(CommandError::new(ErrorCode::Locked, "已锁定，请输入密码后继续。没有提交的内容不会丢。")),
        }
    }

    /// The open store, also while locked: for syncing in the background.
    pub fn open_store(&self) -> Option<Arc<Store>> {
        self.unlocked().store.clone()
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
        self.unlocked().key.clone().ok_or_else(|| CommandError::new(ErrorCode::Locked, "已锁定，请输入密码后继续。"))
    }

    /// Whether the open store's key is in this program's memory for people to be added by: not while it is locked.
    pub fn holds_key(&self) -> bool {
        self.unlocked().key.is_some()
    }

    pub(crate) fn unlocked(&self) -> MutexGuard<'_, Unlocked> {
        self.unlocked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a feature keeps in memory between two calls: one of each type, empty at first.
    pub(crate) fn state<T: Any + Default + Send + Sync>(&self) -> Arc<T> {
        let mut states = self.states.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = states.entry(TypeId::of::<T>()).or_insert_with(|| Arc::new(T::default())).clone();
        drop(states);
        kept.downcast().unwrap_or_default()
    }

    /// Begins what goes on while a store is open.
    pub(crate) fn begin_background(&self, store: &Arc<Store>) {
        self.background.iter().for_each(|work| (work.begin)(self, store));
    }

    /// Ends what goes on while a store is open, so that nobody but `unlocked` holds it any more.
    pub(crate) fn end_background(&self) {
        self.background.iter().for_each(|work| (work.end)(self));
    }

    /// Something that is missing here is wanted now: the choke point passes it on when the call has been answered.
    pub(crate) fn want_sync(&self) {
        self.sync_wanted.store(true, Ordering::Relaxed);
    }

    /// Whether a sync was wanted since the last time this was asked.
    pub(crate) fn sync_was_wanted(&self) -> bool {
        self.sync_wanted.swap(false, Ordering::Relaxed)
    }

    /// A county's division, by its six digits.
    pub(crate) fn division(&self, code: &str) -> Option<&County> {
        divisions::county(code).or_else(|| self.config.made_up.iter().find(|county| county.code == code))
    }

    pub(crate) fn config(&self) -> &AppConfig {
        &self.config
    }

    pub(crate) fn note_activity(&self) {
        self.active_ms.store(self.now_ms(), Ordering::Relaxed);
    }

    /// Locks when nobody has done anything for the chosen minutes.
    pub(crate) fn lock_when_idle(&self) {
        let mut unlocked = self.unlocked();
        let idle = self.now_ms().saturating_sub(self.active_ms.load(Ordering::Relaxed));
        if unlocked.person.is_some() && unlocked.idle_minutes > 0 && idle >= unlocked.idle_minutes * 60_000 {
            unlocked.lock();
            self.events.publish(News::Locked);
        }
    }

    /// Gives a download out once.
    pub fn download(&self, id: &str) -> Option<(String, Vec<u8>)> {
        self.downloads.take(id)
    }

    /// The encrypted store's directory.
    pub fn desk_dir(&self) -> PathBuf {
        self.config.data_dir.join("desk")
    }
}

/// The first millisecond of a day in China.
pub(crate) fn first_ms(day: NaiveDate) -> u64 {
    let midnight = day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_millis();
    u64::try_from(midnight - 8 * 3_600_000).unwrap_or(0)
}

/// A moment on the clocks of China (UTC+8, no summer time).
pub(crate) fn local_time(ms: u64) -> DateTime<FixedOffset> {
    let china = FixedOffset::east_opt(8 * 3600).expect("eight hours are a valid offset");
    DateTime::from_timestamp_millis(ms as i64).unwrap_or_default().with_timezone(&china)
}
