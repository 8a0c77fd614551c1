//! Every limit of the hub in one place, and the token buckets that hold callers to their rates.
//! It knows nothing of HTTP.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// The largest piece of an upload or download.
pub const CHUNK: usize = 1024 * 1024;
/// The largest JSON body (roster, checkpoint, enrolments).
pub const JSON: usize = 4 * 1024 * 1024;
/// The largest confirmation; it carries a whole roster.
pub const SEALED: usize = 4 * 1024 * 1024;
/// Enrolments named in one request.
pub const ENROLMENTS: usize = 5_000;
/// Unfinished uploads that one device may have; the oldest gives way.
pub const UNFINISHED: usize = 16;
/// Bundles named in one page.
pub const PAGE: u32 = 500;
/// The largest sealed photo or scan.
pub const BLOB: u64 = 32 * 1024 * 1024;
/// Bytes of sealed photos and scans of one station: about ten years of them.
pub const STATION_BLOBS: u64 = 40 << 30;
/// Photos and scans asked for in one request.
pub const BLOBS_ASKED: usize = 500;
/// Requests worked on at once; the others wait for their turn.
pub const AT_ONCE: usize = 128;
/// How long one request may take to come in, and how long to be answered.
pub const REQUEST_SECONDS: u64 = 180;
/// The largest body of somebody without a session, but for rosters.
pub const STRANGER: usize = 64 * 1024;
/// Larger bodies of such callers that come in at once; a further one waits.
pub const LARGE_OF_STRANGERS: usize = 8;
/// Connections at once.
pub const CONNECTIONS: usize = 2_000;
/// … and from one address. A whole county may sit behind one.
pub const CONNECTIONS_OF_ADDRESS: usize = 800;
/// How long a nonce waits to be signed.
pub const NONCE_MS: u64 = 2 * 60 * 1000;
/// How long a session lasts.
pub const SESSION: Duration = Duration::from_secs(30 * 60);
/// Sessions that one device may have; the oldest gives way.
pub const SESSIONS_OF_DEVICE: usize = 16;

/// How fast callers may ask: a full bucket, refilled by so many a second.
#[derive(Debug, Clone, Copy)]
pub struct Rates {
    /// Requests that one address may make without a session, at once.
    pub address_burst: f64,
    /// … and per second after that.
    pub address_per_second: f64,
    /// Requests that one device may make with a session, at once.
    pub device_burst: f64,
    /// … and per second after that.
    pub device_per_second: f64,
    /// How long the hub waits for a handshake, for the head of a request, or for the next bytes of a body.
    pub patience: Duration,
    /// How long a session lasts.
    pub session: Duration,
}

impl Default for Rates {
    fn default() -> Self {
        // A whole county may sit behind one address of the government network.
        Self {
            address_burst: 600.0,
            address_per_second: 10.0,
            device_burst: 2_000.0,
            device_per_second: 50.0,
            patience: Duration::from_secs(30),
            session: SESSION,
        }
    }
}

/// Token buckets by caller.
#[derive(Debug)]
pub struct Buckets<K> {
    burst: f64,
    per_second: f64,
    levels: Mutex<HashMap<K, (f64, Instant)>>,
}

impl<K: Hash + Eq> Buckets<K> {
    /// Full buckets for everyone.
    pub fn new(burst: f64, per_second: f64) -> Self {
        Self { burst, per_second, levels: Mutex::new(HashMap::new()) }
    }

    /// Takes one token; `false` when there is none.
    pub fn take(&self, key: K, now: Instant) -> bool {
        let mut levels = self.levels.lock().unwrap_or_else(|broken| broken.into_inner());
        let (burst, rate) = (self.burst, self.per_second);
        let refilled =
            |level: f64, since: Instant| (level + now.saturating_duration_since(since).as_secs_f64() * rate).min(burst);
        if levels.len() > 50_000 {
            levels.retain(|_, (level, since)| refilled(*level, *since) < burst);
        }
        let (level, since) = levels.entry(key).or_insert((burst, now));
        *level = refilled(*level, *since);
        *since = now;
        let enough = *level >= 1.0;
        if enough {
            *level -= 1.0;
        }
        enough
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_empties_and_fills_again() {
        let buckets = Buckets::new(2.0, 1.0);
        let start = Instant::now();
        assert!(buckets.take("a", start) && buckets.take("a", start));
        assert!(!buckets.take("a", start));
        assert!(buckets.take("b", start), "each caller has a bucket of its own");
        assert!(buckets.take("a", start + Duration::from_secs(1)));
        assert!(!buckets.take("a", start + Duration::from_secs(1)));
    }
}
