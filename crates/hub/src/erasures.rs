//! Noun: erasure. A county device says which changes have been erased; bundles that still carry one are let go for those in
//! which the county sealed them again. The hub cannot look into either: it goes by the device's signature and by places.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use changelog::{Ref, SignedErasure};
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::HubError;
use crate::sessions::Caller;
use crate::shapes::{Changes, Hex64, SignedDocument};
use crate::state::{Hub, is_sha256, work};

/// How far an erasure has come.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ErasureProgress)]
pub(crate) struct Progress {
    /// Files that it names and that are not here yet; upload them and put the erasure again.
    #[schema(value_type = Vec<Hex64>)]
    pub missing: Vec<String>,
    /// Bundles that gave way just now.
    pub dropped: u64,
    /// Bundles that carry such a change and stay, because they have something that the new ones have not.
    pub left: u64,
}

/// What has been erased here.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Erased {
    /// Changes for which old bundles have given way.
    #[schema(value_type = Changes)]
    pub changes: Vec<Ref>,
}

/// Takes an erasure of a county device; the same again goes on where it stood.
#[utoipa::path(put, path = "/v1/erasures", request_body(content = SignedDocument, description = "SignedErasure"),
    responses((status = 200, body = Progress), (status = 422)))]
pub(crate) async fn put(State(hub): State<Arc<Hub>>, caller: Caller, body: Bytes) -> Result<Json<Progress>, HubError> {
    caller.county_only()?;
    let roster = hub.roster().ok_or_else(HubError::missing)?;
    let unreadable = || HubError::verdict("erasure", "删除指令读不懂，请由县级程序重新生成。");
    let signed: SignedErasure = serde_json::from_slice(&body).map_err(|_| unreadable())?;
    let erasure = signed.verify(&roster).map_err(|_| HubError::verdict("erasure", "删除指令的签名不对，信箱拒收。"))?;
    if erasure.changes.is_empty() || !erasure.bundles.iter().all(|sha256| is_sha256(sha256)) {
        return Err(unreadable());
    }
    Ok(Json(work(&hub, move |hub| hub.mailbox.erase(&erasure, &body)).await?))
}

/// Tells the county which changes have been erased here.
#[utoipa::path(get, path = "/v1/erasures", responses((status = 200, body = Erased)))]
pub(crate) async fn get(State(hub): State<Arc<Hub>>, caller: Caller) -> Result<Json<Erased>, HubError> {
    caller.county_only()?;
    Ok(Json(Erased { changes: work(&hub, |hub| hub.mailbox.erased()).await? }))
}
