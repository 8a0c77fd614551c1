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
use crate::shapes::{AnyBytes, Device, Hex64, Number, PageLength, PieceLength, Ranges};
use crate::state::{Hub, work};

/// One bundle of the caller's mail.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Listed {
    /// HubIdentity in the mailbox, growing.
    pub number: u64,
    /// SHA-256 of the file.
    #[schema(value_type = Hex64)]
    pub sha256: String,
    /// Its length.
    pub length: u64,
    /// The device that sealed it.
    #[schema(value_type = Device)]
    pub sender: String,
    /// What is inside.
    #[schema(value_type = Ranges)]
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
    #[schema(value_type = Hex64)]
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
#[into_params(parameter_in = Query)]
pub(crate) struct Page {
    /// The last number seen.
    #[serde(default)]
    #[param(inline)]
    pub after: Number,
    /// How many, at most 500.
    #[param(inline)]
    pub limit: Option<PageLength>,
}

/// From where.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct From {
    /// First byte wanted.
    #[serde(default)]
    #[param(inline)]
    pub offset: Number,
    /// How many, at most 1 MiB.
    #[param(inline)]
    pub length: Option<PieceLength>,
}

impl From {
    /// How many bytes are wanted.
    pub(crate) fn length(&self) -> u64 {
        self.length.map_or(limits::CHUNK as u64, PieceLength::get)
    }
}

/// Lists the caller's mail after a number.
#[utoipa::path(get, path = "/v1/bundles", params(Page), responses((status = 200, body = Listing), (status = 422)))]
pub(crate) async fn list(
    State(hub): State<Arc<Hub>>,
    caller: Caller,
    Query(page): Query<Page>,
) -> Result<Json<Listing>, HubError> {
    let limit = page.limit.map_or(limits::PAGE, |limit| limit.get() as u32);
    let items = work(&hub, move |hub| hub.mailbox.bundles(&caller.reader(), page.after.get(), limit)).await?;
    let items = items.into_iter().map(Listed::from).collect();
    Ok(Json(Listing { epoch: hub.identity.epoch.clone(), items }))
}

/// Gives bytes of one bundle from an offset, at most 1 MiB.
#[utoipa::path(get, path = "/v1/bundles/{number}", params(("number" = inline(Number), Path), From),
    responses((status = 200, body = AnyBytes, content_type = "application/octet-stream"), (status = 404), (status = 422)))]
pub(crate) async fn get(
    State(hub): State<Arc<Hub>>,
    caller: Caller,
    Path(number): Path<Number>,
    Query(from): Query<From>,
) -> Result<impl IntoResponse, HubError> {
    let bytes = work(&hub, move |hub| {
        let item = hub.mailbox.bundle(&caller.reader(), number.get())?.filter(|item| !item.dropped);
        let item = item.ok_or_else(HubError::missing)?;
        // Whoever begins to fetch it has it looked at: half a damaged bundle helps nobody.
        if item.lost || (from.offset.get() == 0 && !hub.mailbox.still_whole(&item)?) {
            return Err(HubError::missing());
        }
        hub.mailbox.read(&item, from.offset.get(), from.length())
    })
    .await?;
    Ok(([(CONTENT_TYPE, "application/octet-stream")], bytes))
}

/// Lists what is lost of the caller's mail and photos.
#[utoipa::path(get, path = "/v1/lost", responses((status = 200, body = Lost)))]
pub(crate) async fn lost(State(hub): State<Arc<Hub>>, caller: Caller) -> Result<Json<Lost>, HubError> {
    let (bundles, blobs) = work(&hub, move |hub| hub.mailbox.lost(&caller.reader())).await?;
    let blobs = blobs.into_iter().map(|(station, name)| LostBlob { station, name }).collect();
    Ok(Json(Lost { bundles: bundles.into_iter().map(Listed::from).collect(), blobs }))
}
