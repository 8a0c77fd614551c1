//! Noun: enrolment. The county names the hashes of secrets that it put into join files; each admits one join request.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error::HubError;
use crate::limits;
use crate::sessions::Caller;
use crate::shapes::{Hashes, Nothing};
use crate::state::{Hub, work};

/// Hashes of what join files admit (`EnrolmentSecret::admission_hash`), hex.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Enrolments {
    /// Each admits one join request.
    #[schema(value_type = Hashes)]
    pub hashes: Vec<String>,
}

/// Adds enrolments; those known already stay as they are.
#[utoipa::path(put, path = "/v1/enrolments", request_body = Enrolments, responses((status = 200, body = Nothing), (status = 422)))]
pub(crate) async fn put(
    State(hub): State<Arc<Hub>>,
    caller: Caller,
    Json(enrolments): Json<Enrolments>,
) -> Result<Json<serde_json::Value>, HubError> {
    caller.county_only()?;
    if enrolments.hashes.len() > limits::ENROLMENTS {
        return Err(HubError::too_large("一次登记的入站凭证太多，请分批提交。"));
    }
    if !enrolments.hashes.iter().all(|hash| crate::state::is_sha256(hash)) {
        return Err(HubError::verdict("hash", "入站凭证的格式不对。"));
    }
    work(&hub, move |hub| hub.mailbox.put_enrolments(&enrolments.hashes)).await?;
    Ok(Json(serde_json::json!({})))
}
