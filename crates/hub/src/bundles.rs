//! Noun: bundle. Lists and hands out sealed bundles, each caller only its own mail.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use changelog::bundle::SegmentRange;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::error::HubError;
use crate::limits;
use crate::mailbox::Item;
use crate::sessions::Caller;
use crate::state::{Hub, work};

/// One bundle of the caller's mail.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Listed {
    /// HubIdentity in the mailbox, growing.
    pub number: u64,
    /// SHA-256 of the file.
    pub sha256: String,
    /// Its length.
    pub length: u64,
    /// The device that sealed it.
    pub sender: String,
    /// What is inside.
    #[schema(value_type = Vec<Object>)]
    pub segments: Vec<SegmentRange>,
    /// When it came in.
    pub time_ms: u64,
    /// It carried what the county has erased, or was damaged here, and is gone; another bundle holds the rest of it.
    pub dropped: bool,
    /// It is damaged here, and nobody has brought its content again yet.
    pub lost: bool,
    /// One hash over every bundle up to this one, other readers' too: another one at the same number shows that the hub was rolled back.
    pub chain: String,
}

impl std::convert::From<Item> for Listed {
    fn from(item: Item) -> Listed {
        // The row of one that was lost and came again says so behind its hash.
        let sha256 = item.sha256.split('#').next().unwrap_or_default().to_string();
        Listed {
            number: item.number,
            sha256,
            length: item.length,
            sender: item.sender,
            segments: item.segments,
            time_ms: item.time_ms,
            dropped: item.dropped,
            lost: item.lost,
            chain: item.chain,
        }
    }
}

/// A photo or scan that is damaged here.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LostBlob {
    /// Station code.
    pub station: String,
    /// Its name.
    pub name: String,
}

/// What rotted on the hub's disk: whoever has the content brings it again.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Lost {
    /// Bundles, at most 500.
    pub bundles: Vec<Listed>,
    /// Photos and scans, at most 500.
    pub blobs: Vec<LostBlob>,
}

/// A page of mail.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Listing {
    /// The hub's epoch: another one means that numbers began anew.
    pub epoch: String,
    /// Oldest first.
    pub items: Vec<Listed>,
}

/// Which page.
#[derive(Debug, Deserialize, IntoParams)]
pub(crate) struct Page {
    /// The last number seen.
    #[serde(default)]
    pub after: u64,
    /// How many, at most 500.
    pub limit: Option<u32>,
}

/// From where.
#[derive(Debug, Deserialize, IntoParams)]
pub(crate) struct From {
    /// First byte wanted.
    #[serde(default)]
    pub offset: u64,
    /// How many, at most 1 MiB.
    pub length: Option<u64>,
}

/// Lists the caller's mail after a number.
#[utoipa::path(get, path = "/v1/bundles", params(Page), responses((status = 200, body = Listing), (status = 401)))]
pub(crate) async fn list(
    State(hub): State<Arc<Hub>>,
    caller: Caller,
    Query(page): Query<Page>,
) -> Result<Json<Listing>, HubError> {
    let limit = page.limit.unwrap_or(limits::PAGE);
    let items = work(&hub, move |hub| hub.mailbox.bundles(&caller.reader(), page.after, limit)).await?;
    let items = items.into_iter().map(Listed::from).collect();
    Ok(Json(Listing { epoch: hub.identity.epoch.clone(), items }))
}

/// Gives bytes of one bundle from an offset, at most 1 MiB.
#[utoipa::path(get, path = "/v1/bundles/{number}", params(("number" = u64, Path), From), responses((status = 200, body = Vec<u8>), (status = 404)))]
pub(crate) async fn get(
    State(hub): State<Arc<Hub>>,
    caller: Caller,
    Path(number): Path<u64>,
    Query(from): Query<From>,
) -> Result<impl IntoResponse, HubError> {
    let bytes = work(&hub, move |hub| {
        let item = hub.mailbox.bundle(&caller.reader(), number)?.filter(|item| !item.dropped);
        let item = item.ok_or_else(HubError::missing)?;
        // Whoever begins to fetch it has it looked at: half a damaged bundle helps nobody.
        if item.lost || (from.offset == 0 && !hub.mailbox.still_whole(&item)?) {
            return Err(HubError::missing());
        }
        hub.mailbox.read(&item, from.offset, from.length.unwrap_or(limits::CHUNK as u64))
    })
    .await?;
    Ok(([(CONTENT_TYPE, "application/octet-stream")], bytes))
}

/// Lists what is lost of the caller's mail and photos.
#[utoipa::path(get, path = "/v1/lost", responses((status = 200, body = Lost), (status = 401)))]
pub(crate) async fn lost(State(hub): State<Arc<Hub>>, caller: Caller) -> Result<Json<Lost>, HubError> {
    let (bundles, blobs) = work(&hub, move |hub| hub.mailbox.lost(&caller.reader())).await?;
    let blobs = blobs.into_iter().map(|(station, name)| LostBlob { station, name }).collect();
    Ok(Json(Lost { bundles: bundles.into_iter().map(Listed::from).collect(), blobs }))
}
