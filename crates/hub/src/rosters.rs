//! Noun: roster. The county's root signature is the authority, so putting one needs no session. A roster with an older
//! number is refused, and a hub never edits one.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use changelog::roster::SignedRoster;
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::HubError;
use crate::sessions::Caller;
use crate::shapes::SignedDocument;
use crate::state::{Hub, work};

/// The roster that the hub has now.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RosterNumber {
    /// Its number.
    pub number: u64,
}

/// Takes a newer roster.
#[utoipa::path(put, path = "/v1/roster", security(()), request_body(content = SignedDocument, description = "SignedRoster"),
    responses((status = 200, body = RosterNumber), (status = 409), (status = 422)))]
pub(crate) async fn put(State(hub): State<Arc<Hub>>, body: Bytes) -> Result<Json<RosterNumber>, HubError> {
    let signed: SignedRoster = serde_json::from_slice(&body)
        .map_err(|_| HubError::verdict("roster", "站点名单文件读不懂，请由县级程序重新发布。"))?;
    let roster = signed
        .verify(&hub.identity.root_key, 0)
        .map_err(|_| HubError::verdict("roster", "站点名单不是本县签发的，信箱拒收。"))?;
    if roster.county_id != hub.identity.county {
        return Err(HubError::verdict("county", "站点名单属于别的县，信箱拒收。"));
    }
    let number = roster.number;
    let kept = work(&hub, move |hub| {
        let kept = hub.mailbox.put_roster(number, &body)?;
        let newest = hub.mailbox.roster()?;
        let same = newest.as_deref() == Some(&body[..]);
        hub.use_roster(newest);
        Ok(kept || same)
    })
    .await?;
    if !kept {
        return Err(HubError::stale("信箱里已有同号或更新的站点名单。请先同步，再发布编号更大的站点名单。"));
    }
    Ok(Json(RosterNumber { number }))
}

/// Gives the newest roster, as it was signed.
#[utoipa::path(get, path = "/v1/roster", responses((status = 200, body = SignedDocument)))]
pub(crate) async fn get(State(hub): State<Arc<Hub>>, _caller: Caller) -> Result<impl IntoResponse, HubError> {
    let body = work(&hub, |hub| hub.mailbox.roster()).await?.ok_or_else(HubError::missing)?;
    Ok(([(CONTENT_TYPE, "application/json")], body))
}
