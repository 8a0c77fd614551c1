//! Documents of joining on their way: a new PC's own request; at the county the enrolments and confirmations that the hub
//! should have, and the requests that came in. They lie in the store's local settings, each with the hub epoch that it was
//! brought to, so that a hub set up anew gets them again. Judging a request is the county officer's business, not ours.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use changelog::{Confirmation, EnrolmentSecret, JoinRequest};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use store::{Store, StoreError};

use crate::error::SyncError;

const OWN: &str = "sync.join";
/// The name under which the queue lies in the settings since the first version.
const QUEUE: &str = "sync.tray";

/// Settings are read, changed and written back; the sync thread and the interface must not do so at once.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    ONE_AT_A_TIME.lock().unwrap_or_else(|broken| broken.into_inner())
}

pub(crate) fn get<T: DeserializeOwned + Default>(store: &Store, name: &str) -> Result<T, SyncError> {
    let found = store.setting_get(name)?;
    Ok(found.and_then(|value| serde_json::from_value(value).ok()).unwrap_or_default())
}

pub(crate) fn put<T: Serialize>(store: &Store, name: &str, value: &T) -> Result<(), SyncError> {
    let value = serde_json::to_value(value).map_err(|_| changelog::Error::CannotWrite)?;
    Ok(store.setting_put(name, &value)?)
}

/// This PC's own sealed request.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnRequest {
    /// What the hub is shown to let it in.
    pub admission: String,
    /// The sealed request, base64.
    pub sealed: String,
    /// The hub epoch that has it.
    pub at: Option<String>,
}

impl OwnRequest {
    /// The sealed request, as a `.hzq` file has it.
    pub fn bytes(&self) -> Vec<u8> {
        BASE64_STANDARD.decode(&self.sealed).unwrap_or_default()
    }
}

/// Keeps this PC's request until the county has answered; it goes by hub and by stick.
pub fn keep_own_request(store: &Store, sealed: &[u8], secret: &EnrolmentSecret) -> Result<(), SyncError> {
    let request = OwnRequest { admission: secret.admission(), sealed: BASE64_STANDARD.encode(sealed), at: None };
    put(store, OWN, &Some(request))
}

/// This PC's request, while it waits: none once the roster names this PC and the key it asked for is here, by whichever way.
pub fn own_request(store: &Store) -> Result<Option<OwnRequest>, SyncError> {
    let device = store.device();
    let named = store.roster().device(&device.id).is_some();
    if named && store.station_identity(device.station.as_deref())?.is_some() {
        return Ok(None);
    }
    get(store, OWN)
}

pub(crate) fn own_request_sent(store: &Store, epoch: &str) -> Result<(), SyncError> {
    let own: Option<OwnRequest> = get(store, OWN)?;
    put(store, OWN, &own.map(|own| OwnRequest { at: Some(epoch.into()), ..own }))
}

/// Takes the county's answer to this PC, from the hub or from a stick.
pub(crate) fn accept_confirmation(store: &Store, bytes: &[u8]) -> Result<(), SyncError> {
    let confirmation = Confirmation::from_bytes(bytes)?;
    match store.accept_confirmation(&confirmation) {
        // A newer roster came first, by another way: then only the key is news.
        Err(StoreError::Changelog(changelog::Error::OlderRoster)) => store.accept_older_confirmation(&confirmation)?,
        answer => answer?,
    }
    forget_own_request(store)
}

pub(crate) fn forget_own_request(store: &Store) -> Result<(), SyncError> {
    put(store, OWN, &None::<OwnRequest>)
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Kept {
    pub(crate) bytes: String,
    pub(crate) at: Option<String>,
}

impl Kept {
    pub(crate) fn decoded(&self) -> Vec<u8> {
        BASE64_STANDARD.decode(&self.bytes).unwrap_or_default()
    }
}

/// The county's queue of joining: enrolments and confirmations on their way to the hub, requests that came in.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct JoinQueue {
    pub(crate) enrolments: Vec<String>,
    pub(crate) enrolments_at: Option<String>,
    pub(crate) confirmations: BTreeMap<String, Kept>,
    pub(crate) joins: Vec<String>,
    pub(crate) joins_after: u64,
    pub(crate) joins_at: Option<String>,
}

pub(crate) fn join_queue(store: &Store) -> Result<JoinQueue, SyncError> {
    get(store, QUEUE)
}

pub(crate) fn change_join_queue<T>(store: &Store, change: impl FnOnce(&mut JoinQueue) -> T) -> Result<T, SyncError> {
    let _alone = alone();
    let mut queue = join_queue(store)?;
    let result = change(&mut queue);
    put(store, QUEUE, &queue)?;
    Ok(result)
}

/// A hub that was rolled back within its epoch may have lost any of it: enrolments, confirmations, requests.
pub(crate) fn bring_all_again(store: &Store) -> Result<(), SyncError> {
    let own: Option<OwnRequest> = get(store, OWN)?;
    if own.is_some() {
        put(store, OWN, &own.map(|own| OwnRequest { at: None, ..own }))?;
    }
    change_join_queue(store, |queue| {
        queue.enrolments_at = None;
        queue.joins_at = None;
        queue.confirmations.values_mut().for_each(|kept| kept.at = None);
    })
}

/// County: lets the holder of a join file in at the hub.
pub fn add_enrolment(store: &Store, secret: &EnrolmentSecret) -> Result<(), SyncError> {
    change_join_queue(store, |queue| {
        queue.enrolments.push(secret.admission_hash());
        queue.enrolments_at = None;
    })
}

/// County: answers a PC, by hub and in what goes back on sticks.
pub fn add_confirmation(store: &Store, confirmation: &Confirmation) -> Result<(), SyncError> {
    let bytes = BASE64_STANDARD.encode(confirmation.to_bytes()?);
    change_join_queue(store, |queue| {
        queue.confirmations.insert(confirmation.device.clone(), Kept { bytes, at: None });
    })
}

/// County: the sealed join requests that wait for an answer, by hub or stick.
pub fn join_requests(store: &Store) -> Result<Vec<Vec<u8>>, SyncError> {
    Ok(join_queue(store)?.joins.iter().filter_map(|sealed| BASE64_STANDARD.decode(sealed).ok()).collect())
}

/// County: lays a request into the queue; `false` when it is there already or its PC is in the roster. One that does not open
/// with the county's key is an error.
pub fn add_join_request(store: &Store, sealed: &[u8]) -> Result<bool, SyncError> {
    let request = JoinRequest::open(sealed, &county_identities(store)?)?;
    if store.roster().device(&request.device.id).is_some() {
        return Ok(false);
    }
    let sealed = BASE64_STANDARD.encode(sealed);
    change_join_queue(store, |queue| {
        let new = !queue.joins.contains(&sealed);
        if new {
            queue.joins.push(sealed);
        }
        new
    })
}

/// The county's keys, former ones too: a join file may be older than the present one.
pub fn county_identities(store: &Store) -> Result<Vec<String>, SyncError> {
    let mut identities = vec![store.station_identity(None)?.ok_or(StoreError::NoIdentity)?];
    identities.extend(store.former_identities(None)?);
    Ok(identities)
}

/// County: takes a request out of the queue, answered or refused.
pub fn drop_join_request(store: &Store, sealed: &[u8]) -> Result<(), SyncError> {
    let sealed = BASE64_STANDARD.encode(sealed);
    change_join_queue(store, |queue| queue.joins.retain(|kept| *kept != sealed))
}
