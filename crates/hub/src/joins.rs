//! Noun: join. A new PC leaves its sealed request with an enrolment secret; the county fetches it and leaves a sealed
//! confirmation. The hub can read neither.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use changelog::join::{MAX_REQUEST, hash_of_admission};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::{IntoParams, ToSchema};

use crate::error::HubError;
use crate::limits;
use crate::sessions::Caller;
use crate::shapes::{AnyBytes, Device, Nothing, Number, SealedBytes};
use crate::state::{Hub, is_device, work};

/// One sealed join request.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Join {
    /// For `after`.
    pub number: u64,
    /// When it came in.
    pub time_ms: u64,
    /// The sealed request, base64.
    pub request: String,
}

/// Join requests, oldest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Joins {
    /// At most 100.
    pub items: Vec<Join>,
}

/// Where to go on.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct After {
    /// The last number seen.
    #[serde(default)]
    #[param(inline)]
    pub after: Number,
}

/// Takes a join request, once per enrolment secret; the same request again is welcome.
#[utoipa::path(post, path = "/v1/joins", security(()),
    params(("x-enrolment" = String, Header, description = "What the join file admits with, hex; without a good one: 403")),
    request_body(content = SealedBytes, content_type = "application/octet-stream", description = "Sealed request, at most 64 KiB"),
    responses((status = 201), (status = 403)))]
pub(crate) async fn post(State(hub): State<Arc<Hub>>, headers: HeaderMap, body: Bytes) -> Result<StatusCode, HubError> {
    if body.is_empty() || body.len() > MAX_REQUEST {
        return Err(HubError::too_large("加入申请的大小不对。"));
    }
    let admission = headers.get("x-enrolment").and_then(|value| value.to_str().ok());
    let refused = || HubError::forbidden("enrolment", "入站凭证无效或已经用过。请向县里要一份新的加入文件。");
    let enrolment = hash_of_admission(admission.ok_or_else(refused)?);
    let sha256 = hex::encode(Sha256::digest(&body));
    let now_ms = hub.now_ms();
    let taken = work(&hub, move |hub| hub.mailbox.put_join(&enrolment, &sha256, &body, now_ms)).await?;
    if taken { Ok(StatusCode::CREATED) } else { Err(refused()) }
}

/// Lists join requests to the county.
#[utoipa::path(get, path = "/v1/joins", params(After), responses((status = 200, body = Joins), (status = 422)))]
pub(crate) async fn get(
    State(hub): State<Arc<Hub>>,
    caller: Caller,
    Query(from): Query<After>,
) -> Result<Json<Joins>, HubError> {
    caller.county_only()?;
    let rows = work(&hub, move |hub| hub.mailbox.joins(from.after.get())).await?;
    let items = rows
        .into_iter()
        .map(|(number, body, time_ms)| Join { number, time_ms, request: BASE64_STANDARD.encode(body) })
        .collect();
    Ok(Json(Joins { items }))
}

/// Keeps the county's sealed answer to a device.
#[utoipa::path(put, path = "/v1/confirmations/{device}", params(("device" = Device, Path)),
    request_body(content = SealedBytes, content_type = "application/octet-stream", description = "Sealed answer, at most 4 MiB"),
    responses((status = 200, body = Nothing), (status = 422)))]
pub(crate) async fn put_confirmation(
    State(hub): State<Arc<Hub>>,
    caller: Caller,
    Path(device): Path<String>,
    body: Bytes,
) -> Result<Json<serde_json::Value>, HubError> {
    caller.county_only()?;
    if body.is_empty() || body.len() > limits::SEALED {
        return Err(HubError::too_large("确认文件的大小不对。"));
    }
    check_device(&device)?;
    work(&hub, move |hub| hub.mailbox.put_confirmation(&device, &body)).await?;
    Ok(Json(serde_json::json!({})))
}

/// Gives a device the county's sealed answer. Open, because only that device can read what matters in it.
#[utoipa::path(get, path = "/v1/confirmations/{device}", security(()), params(("device" = Device, Path)),
    responses((status = 200, body = AnyBytes, content_type = "application/octet-stream"), (status = 404), (status = 422)))]
pub(crate) async fn get_confirmation(
    State(hub): State<Arc<Hub>>,
    Path(device): Path<String>,
) -> Result<impl IntoResponse, HubError> {
    check_device(&device)?;
    let body = work(&hub, move |hub| hub.mailbox.confirmation(&device)).await?.ok_or_else(HubError::missing)?;
    Ok(([(CONTENT_TYPE, "application/octet-stream")], body))
}

fn check_device(device: &str) -> Result<(), HubError> {
    if is_device(device) { Ok(()) } else { Err(HubError::verdict("device", "设备编号的格式不对。")) }
}
