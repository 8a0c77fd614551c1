//! The state that every handler shares: who this hub is, what it keeps, who is signed in, how fast callers may ask. It knows no
//! route and holds no rule about what is kept.

use std::net::IpAddr;
use std::sync::{Arc, RwLock};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use changelog::roster::{Roster, SignedRoster};
use tokio::sync::Semaphore;

use crate::error::HubError;
use crate::identity::HubIdentity;
use crate::limits::{self, Buckets, Rates};
use crate::mailbox::Mailbox;
use crate::sessions::Sessions;

/// Everything the handlers share.
pub(crate) struct Hub {
    /// Identity of this hub.
    pub identity: HubIdentity,
    /// What is kept.
    pub mailbox: Mailbox,
    /// Who is signed in.
    pub sessions: Sessions,
    roster: RwLock<Option<Arc<Roster>>>,
    /// Callers without a session, by address.
    pub addresses: Buckets<IpAddr>,
    devices: Buckets<String>,
    /// Requests at work.
    at_once: Semaphore,
    /// Large bodies of callers without a session that are coming in.
    pub large_of_strangers: Semaphore,
    /// How long it waits for the next bytes.
    pub patience: Duration,
    /// Whether each request leaves a line on stderr.
    pub log: bool,
}

impl Hub {
    /// A hub that has just started, with the roster of its mailbox.
    pub(crate) fn new(identity: HubIdentity, mailbox: Mailbox, rates: &Rates, log: bool) -> Result<Self, HubError> {
        let hub = Self {
            mailbox,
            sessions: Sessions::new(rates.session)?,
            roster: RwLock::new(None),
            addresses: Buckets::new(rates.address_burst, rates.address_per_second),
            devices: Buckets::new(rates.device_burst, rates.device_per_second),
            at_once: Semaphore::new(limits::AT_ONCE),
            large_of_strangers: Semaphore::new(limits::LARGE_OF_STRANGERS),
            patience: rates.patience,
            log,
            identity,
        };
        hub.use_roster(hub.mailbox.roster()?);
        Ok(hub)
    }

    /// The newest roster.
    pub(crate) fn roster(&self) -> Option<Arc<Roster>> {
        self.roster.read().unwrap_or_else(|broken| broken.into_inner()).clone()
    }

    /// Reads a roster that is in the mailbox into memory; an older one never replaces a newer one.
    pub(crate) fn use_roster(&self, body: Option<Vec<u8>>) {
        let newest = body
            .and_then(|body| serde_json::from_slice::<SignedRoster>(&body).ok())
            .and_then(|signed| signed.verify(&self.identity.root_key, 0).ok());
        let mut roster = self.roster.write().unwrap_or_else(|broken| broken.into_inner());
        if newest.as_ref().map(|new| new.number) >= roster.as_ref().map(|old| old.number) {
            *roster = newest.map(Arc::new);
        }
    }

    /// Holds a device to its rate.
    pub(crate) fn pace_device(&self, device: &str) -> Result<(), HubError> {
        if self.devices.take(device.to_string(), Instant::now()) { Ok(()) } else { Err(HubError::too_many()) }
    }

    /// The hub's clock.
    #[expect(clippy::disallowed_methods, reason = "one of the two places that read the system clock: see clippy.toml")]
    pub(crate) fn now_ms(&self) -> u64 {
        SystemTime::now().duration_since(UNIX_EPOCH).map(|since| since.as_millis() as u64).unwrap_or(0)
    }
}

/// Runs blocking work on the mailbox away from the network threads, in turn when there is much of it.
pub(crate) async fn work<T: Send + 'static>(
    hub: &Arc<Hub>,
    task: impl FnOnce(&Hub) -> Result<T, HubError> + Send + 'static,
) -> Result<T, HubError> {
    let hub = hub.clone();
    // Never closed, so there always is a turn.
    let _turn = hub.at_once.acquire().await.ok();
    let hub = hub.clone();
    tokio::task::spawn_blocking(move || task(&hub))
        .await
        .unwrap_or_else(|_| Err(HubError::busy("internal", "信箱服务器内部出错，稍后会自动重试。")))
}

/// Whether a text is a SHA-256 in lowercase hex.
pub(crate) fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Whether a text is a device id: 16 lowercase hex digits.
pub(crate) fn is_device(text: &str) -> bool {
    text.len() == 16 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}
