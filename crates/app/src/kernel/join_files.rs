//! Join files that this county PC has given out: a local note, so that a request to join can be told from a foreign one.

use changelog::{EnrolmentSecret, JoinRequest};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::Store;

use crate::kernel::error::CommandError;

/// Local setting: join files that were given out.
const GIVEN_OUT: &str = "join_files";

/// A join file that was given out.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct GivenOut {
    pub(crate) station: Option<String>,
    pub(crate) letter: String,
    pub(crate) secret: EnrolmentSecret,
    pub(crate) time_ms: u64,
    /// The PC that used it and was confirmed.
    pub(crate) device: Option<String>,
}

impl GivenOut {
    /// Whether this request was made with this file, which nobody else has used.
    pub(crate) fn fits(&self, request: &JoinRequest) -> bool {
        let unused = self.device.as_ref().is_none_or(|device| *device == request.device.id);
        unused
            && self.station == request.station_code
            && self.letter == request.letter
            && request.check(&self.secret).is_ok()
    }
}

pub(crate) fn given_out(store: &Store) -> Result<Vec<GivenOut>, CommandError> {
    let kept = store.setting_get(GIVEN_OUT)?;
    Ok(kept.and_then(|value| serde_json::from_value(value).ok()).unwrap_or_default())
}

pub(crate) fn keep_given_out(store: &Store, files: &[GivenOut]) -> Result<(), CommandError> {
    Ok(store.setting_put(GIVEN_OUT, &json!(files))?)
}
