//! Noun: status. The hub says which county it serves and how far it has come, to anyone who asks.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::HubError;
use crate::state::{Hub, work};

/// What anyone may know.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Status {
    /// Which county's mailbox this is.
    pub county: String,
    /// Drawn when the hub was set up.
    pub epoch: String,
    /// The highest receipt number given; one lower than before means that the hub was rolled back.
    pub receipts: u64,
    /// Number of the newest roster, 0 when there is none.
    pub roster: u64,
    /// Number of the newest checkpoint, 0 when there is none.
    pub checkpoint: u64,
    /// How many bundles and photos rotted here and are asked for again (`/v1/lost`).
    pub lost: u64,
    /// The hub's clock.
    pub time_ms: u64,
    /// Its receipt key.
    pub key: String,
}

/// Says which hub this is and how far it has come.
#[utoipa::path(get, path = "/v1/status", security(()), responses((status = 200, body = Status)))]
pub(crate) async fn status(State(hub): State<Arc<Hub>>) -> Result<Json<Status>, HubError> {
    let (receipts, checkpoint, lost) =
        work(&hub, |hub| Ok((hub.mailbox.last_number()?, hub.mailbox.last_checkpoint()?, hub.mailbox.count_lost()?)))
            .await?;
    Ok(Json(Status {
        county: hub.identity.county.clone(),
        epoch: hub.identity.epoch.clone(),
        receipts,
        roster: hub.roster().map_or(0, |roster| roster.number),
        checkpoint,
        lost,
        time_ms: hub.now_ms(),
        key: hub.identity.key.public().to_string(),
    }))
}
