//! Papers of joining on their way: a new PC's own request; at the county the enrolments and confirmations that the hub
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

use crate::trouble::Trouble;

const OWN: &str = "sync.join";
const TRAY: &str = "sync.tray";

/// Settings are read, changed and written back; the sync thread and the interface must not do so at once.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    ONE_AT_A_TIME.lock().unwrap_or_else(|broken| broken.into_inner())
}

pub(crate) fn get<T: DeserializeOwned + Default>(store: &Store, name: &str) -> Result<T, Trouble> {
    let found = store.setting_get(name)?;
    Ok(found.and_then(|value| serde_json::from_value(value).ok()).unwrap_or_default())
}

pub(crate) fn put<T: Serialize>(store: &Store, name: &str, value: &T) -> Result<(), Trouble> {
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
pub fn keep_own_request(store: &Store, sealed: &[u8], secret: &EnrolmentSecret) -> Result<(), Trouble> {
    let request = OwnRequest { admission: secret.admission(), sealed: BASE64_STANDARD.encode(sealed), at: None };
    put(store, OWN, &Some(request))
}

/// This PC's request, while it waits: none once the roster names this PC and the key it asked for is here, by whichever way.
pub fn own_request(store: &Store) -> Result<Option<OwnRequest>, Trouble> {
    let device = store.device();
    let named = store.roster().device(&device.id).is_some();
    if named && store.station_identity(device.station.as_deref())?.is_some() {
        return Ok(None);
    }
    get(store, OWN)
}

pub(crate) fn own_request_sent(store: &Store, epoch: &str) -> Result<(), Trouble> {
    let own: Option<OwnRequest> = get(store, OWN)?;
    put(store, OWN, &own.map(|own| OwnRequest { at: Some(epoch.into()), ..own }))
}

pub(crate) fn forget_own_request(store: &Store) -> Result<(), Trouble> {
    put(store, OWN, &None::<OwnRequest>)
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Kept {
    pub(crate) bytes: String,
    pub(crate) at: Option<String>,
}

/// The county's tray.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Tray {
    pub(crate) enrolments: Vec<String>,
    pub(crate) enrolments_at: Option<String>,
    pub(crate) confirmations: BTreeMap<String, Kept>,
    pub(crate) joins: Vec<String>,
    pub(crate) joins_after: u64,
    pub(crate) joins_at: Option<String>,
}

pub(crate) fn tray(store: &Store) -> Result<Tray, Trouble> {
    get(store, TRAY)
}

pub(crate) fn change_tray<T>(store: &Store, change: impl FnOnce(&mut Tray) -> T) -> Result<T, Trouble> {
    let _alone = alone();
    let mut tray = tray(store)?;
    let result = change(&mut tray);
    put(store, TRAY, &tray)?;
    Ok(result)
}

/// County: lets the holder of a join file in at the hub.
pub fn add_enrolment(store: &Store, secret: &EnrolmentSecret) -> Result<(), Trouble> {
    change_tray(store, |tray| {
        tray.enrolments.push(secret.admission_hash());
        tray.enrolments_at = None;
    })
}

/// County: answers a PC, by hub and in what goes back on sticks.
pub fn add_confirmation(store: &Store, confirmation: &Confirmation) -> Result<(), Trouble> {
    let bytes = BASE64_STANDARD.encode(confirmation.to_bytes()?);
    change_tray(store, |tray| {
        tray.confirmations.insert(confirmation.device.clone(), Kept { bytes, at: None });
    })
}

/// County: the sealed join requests that wait for an answer, by hub or stick.
pub fn join_requests(store: &Store) -> Result<Vec<Vec<u8>>, Trouble> {
    Ok(tray(store)?.joins.iter().filter_map(|sealed| BASE64_STANDARD.decode(sealed).ok()).collect())
}

/// County: lays a request on the tray; `false` when it is there already or its PC is in the roster. One that does not open
/// with the county's key is an error.
pub fn add_join_request(store: &Store, sealed: &[u8]) -> Result<bool, Trouble> {
    let identity = store.station_identity(None)?.ok_or(StoreError::NoIdentity)?;
    let request = JoinRequest::open(sealed, &[identity])?;
    if store.roster().device(&request.device.id).is_some() {
        return Ok(false);
    }
    let sealed = BASE64_STANDARD.encode(sealed);
    change_tray(store, |tray| {
        let new = !tray.joins.contains(&sealed);
        if new {
            tray.joins.push(sealed);
        }
        new
    })
}

/// County: takes a request off the tray, answered or refused.
pub fn drop_join_request(store: &Store, sealed: &[u8]) -> Result<(), Trouble> {
    let sealed = BASE64_STANDARD.encode(sealed);
    change_tray(store, |tray| tray.joins.retain(|kept| *kept != sealed))
}
