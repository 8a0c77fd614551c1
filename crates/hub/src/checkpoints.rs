//! Noun: checkpoint. The county's signed word on what it has taken in; and who was here last.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use changelog::checkpoint::{MOST_AHEAD, SignedCheckpoint};
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::HubError;
use crate::sessions::Caller;
use crate::shapes::{Device, Nothing, SignedDocument};
use crate::state::{Hub, work};

/// When a device was here last.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Seen {
    /// Device id.
    #[schema(value_type = Device)]
    pub device: String,
    /// By the hub's clock.
    pub last_ms: u64,
}

/// Takes a newer checkpoint of a county device.
#[utoipa::path(put, path = "/v1/checkpoints", request_body(content = SignedDocument, description = "SignedCheckpoint"),
    responses((status = 200, body = Nothing), (status = 409), (status = 422)))]
pub(crate) async fn put(
    State(hub): State<Arc<Hub>>,
    caller: Caller,
    body: Bytes,
) -> Result<Json<serde_json::Value>, HubError> {
    caller.county_only()?;
    let roster = hub.roster().ok_or_else(HubError::missing)?;
    let signed: SignedCheckpoint = serde_json::from_slice(&body)
        .map_err(|_| HubError::verdict("checkpoint", "入库凭证读不懂，请由县级程序重新生成。"))?;
    let checkpoint =
        signed.verify(&roster).map_err(|_| HubError::verdict("checkpoint", "入库凭证的签名不对，信箱拒收。"))?;
    let number = checkpoint.number;
    let kept = work(&hub, move |hub| {
        if number > hub.mailbox.last_checkpoint()? + MOST_AHEAD {
            return Err(HubError::verdict("checkpoint", "入库凭证的编号不合理，信箱拒收。"));
        }
        let kept = hub.mailbox.put_checkpoint(number, &body)?;
        Ok(kept || hub.mailbox.checkpoint()?.as_deref() == Some(&body[..]))
    })
    .await?;
    if kept { Ok(Json(serde_json::json!({}))) } else { Err(HubError::stale("信箱里已有更新的入库凭证。")) }
}

/// Gives the newest checkpoint, as it was signed.
#[utoipa::path(get, path = "/v1/checkpoint", responses((status = 200, body = SignedDocument), (status = 404)))]
pub(crate) async fn get(State(hub): State<Arc<Hub>>, _caller: Caller) -> Result<impl IntoResponse, HubError> {
    let body = work(&hub, |hub| hub.mailbox.checkpoint()).await?.ok_or_else(HubError::missing)?;
    Ok(([(CONTENT_TYPE, "application/json")], body))
}

/// Tells the county when each device was here last.
#[utoipa::path(get, path = "/v1/seen", responses((status = 200, body = Vec<Seen>)))]
pub(crate) async fn seen(State(hub): State<Arc<Hub>>, caller: Caller) -> Result<Json<Vec<Seen>>, HubError> {
    caller.county_only()?;
    let rows = work(&hub, |hub| hub.mailbox.seen()).await?;
    Ok(Json(rows.into_iter().map(|(device, last_ms)| Seen { device, last_ms }).collect()))
}
