//! Noun: blob. Sealed photos and scans on a channel of their own: come in by pieces, resumed by offset; go out by pieces; each station
//! its own, the county every station's. Nobody lists them: who has the record knows the name.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::{IntoParams, ToSchema};

use crate::blob_store::Blob;
use crate::bundles::From;
use crate::error::HubError;
use crate::limits;
use crate::sessions::Caller;
use crate::shapes::{AnyBytes, Hex64, Length, Names, Nothing, Number};
use crate::state::{Hub, is_sha256, work};

/// How every sealed file begins. The hub cannot see more, and takes nothing that is not sealed.
const SEALED: &[u8] = b"age-encryption.org/v1\n";

/// Names to be asked for.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct Asked {
    /// Names of sealed files, at most 500.
    #[schema(value_type = Names)]
    pub names: Vec<String>,
}

/// A sealed file that is here.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Known {
    /// Its name.
    #[schema(value_type = Hex64)]
    pub name: String,
    /// SHA-256 of the sealed bytes; empty for one that was erased.
    pub sha256: String,
    /// Their number.
    pub length: u64,
    /// The county has had it erased: it is not here any more and is not taken again.
    pub erased: bool,
}

/// Where an upload stands.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Stands {
    /// Bytes that are here.
    pub offset: u64,
    /// Whether the whole file is on the hub's disk.
    pub done: bool,
}

/// Which piece this is.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct BlobPiece {
    /// Where it begins.
    #[param(inline)]
    pub offset: Number,
    /// Length of the whole sealed file, at most 32 MiB.
    #[param(inline)]
    pub length: Length,
    /// SHA-256 of the whole sealed file.
    #[param(value_type = Hex64)]
    pub sha256: String,
}

/// Tells which of these files of a station are here.
#[utoipa::path(post, path = "/v1/stations/{station}/blobs", params(("station" = String, Path)), request_body = Asked,
    responses((status = 200, body = Vec<Known>), (status = 404), (status = 422)))]
pub(crate) async fn known(
    State(hub): State<Arc<Hub>>,
    caller: Caller,
    Path(station): Path<String>,
    Json(asked): Json<Asked>,
) -> Result<Json<Vec<Known>>, HubError> {
    may_use(&hub, &caller, &station)?;
    if asked.names.len() > limits::BLOBS_ASKED {
        return Err(HubError::too_large("一次询问的照片太多，请分几次。"));
    }
    asked.names.iter().try_for_each(|name| check_name(name))?;
    let blobs = work(&hub, move |hub| hub.mailbox.blobs_known(&station, &asked.names)).await?;
    let known = |blob: Blob| Known { name: blob.name, sha256: blob.sha256, length: blob.length, erased: blob.erased };
    Ok(Json(blobs.into_iter().map(known).collect()))
}

/// Takes the next piece of a sealed file. With the last one it is on the disk when this answers `done`.
#[utoipa::path(patch, path = "/v1/stations/{station}/blobs/{name}", params(("station" = String, Path), ("name" = Hex64, Path), BlobPiece),
    request_body(content = Option<AnyBytes>, content_type = "application/octet-stream"),
    responses((status = 200, body = Stands), (status = 404), (status = 409), (status = 422)))]
pub(crate) async fn patch(
    State(hub): State<Arc<Hub>>,
    caller: Caller,
    Path((station, name)): Path<(String, String)>,
    Query(piece): Query<BlobPiece>,
    body: Bytes,
) -> Result<Json<Stands>, HubError> {
    may_use(&hub, &caller, &station)?;
    check_name(&name)?;
    check_name(&piece.sha256)?;
    let (offset, length) = (piece.offset.get(), piece.length.get());
    if length > limits::BLOB {
        return Err(HubError::too_large("这张照片太大，信箱不收。"));
    }
    if offset + body.len() as u64 > length {
        return Err(HubError::verdict("length", "照片的长度与申报的不符。"));
    }
    Ok(Json(work(&hub, move |hub| take(hub, &caller, &station, &name, &piece, &body)).await?))
}

fn take(
    hub: &Hub,
    caller: &Caller,
    station: &str,
    name: &str,
    piece: &BlobPiece,
    body: &[u8],
) -> Result<Stands, HubError> {
    match hub.mailbox.blob(station, name)? {
        Some(blob) if blob.erased => return Err(HubError::verdict("erased", "这张照片已由县里抹除，信箱不再收。")),
        // The same photo from another PC is sealed anew and has other bytes; the first one is as good, as long as it is whole.
        Some(blob) if hub.mailbox.blob_still_whole(station, name, blob.length, &blob.sha256)? => {
            return Ok(Stands { offset: blob.length, done: true });
        }
        _ => {}
    }
    let offset = hub.mailbox.append(&caller.device, &piece.sha256, piece.offset.get(), body)?;
    if offset < piece.length.get() {
        return Ok(Stands { offset, done: false });
    }
    let kept = hub.mailbox.uploaded(&caller.device, &piece.sha256).and_then(|bytes| {
        let blob = judge(name, piece, &bytes)?;
        hub.mailbox.keep_blob(station, &blob, &bytes, hub.now_ms())
    });
    // A verdict is final and a kept file needs its pieces no more; a full disk keeps them for another try.
    if kept.as_ref().err().is_none_or(|error| !error.status().is_server_error()) {
        hub.mailbox.drop_upload(&caller.device, &piece.sha256);
    }
    kept.map(|()| Stands { offset, done: true })
}

fn judge(name: &str, piece: &BlobPiece, bytes: &[u8]) -> Result<Blob, HubError> {
    if hex::encode(Sha256::digest(bytes)) != piece.sha256 {
        return Err(HubError::verdict("sha256", "收到的内容与文件指纹不符，请重新上传。"));
    }
    if !bytes.starts_with(SEALED) {
        return Err(HubError::verdict("sealed", "这不是密封好的照片，信箱拒收。"));
    }
    Ok(Blob { name: name.into(), sha256: piece.sha256.clone(), length: bytes.len() as u64, erased: false })
}

/// Gives bytes of a sealed file from an offset, at most 1 MiB.
#[utoipa::path(get, path = "/v1/stations/{station}/blobs/{name}", params(("station" = String, Path), ("name" = Hex64, Path), From),
    responses((status = 200, body = AnyBytes, content_type = "application/octet-stream"), (status = 404), (status = 422)))]
pub(crate) async fn get(
    State(hub): State<Arc<Hub>>,
    caller: Caller,
    Path((station, name)): Path<(String, String)>,
    Query(from): Query<From>,
) -> Result<impl IntoResponse, HubError> {
    may_use(&hub, &caller, &station)?;
    check_name(&name)?;
    let bytes = work(&hub, move |hub| {
        let blob = hub.mailbox.blob(&station, &name)?.filter(|blob| !blob.erased).ok_or_else(HubError::missing)?;
        if from.offset.get() == 0 && !hub.mailbox.blob_still_whole(&station, &name, blob.length, &blob.sha256)? {
            return Err(HubError::missing());
        }
        hub.mailbox.read_blob(&station, &name, from.offset.get(), from.length())
    })
    .await?;
    Ok(([(CONTENT_TYPE, "application/octet-stream")], bytes))
}

/// The county has a sealed file erased: it goes, and is not taken again.
#[utoipa::path(delete, path = "/v1/stations/{station}/blobs/{name}", params(("station" = String, Path), ("name" = Hex64, Path)),
    responses((status = 200, body = Nothing), (status = 404), (status = 422)))]
pub(crate) async fn delete(
    State(hub): State<Arc<Hub>>,
    caller: Caller,
    Path((station, name)): Path<(String, String)>,
) -> Result<Json<serde_json::Value>, HubError> {
    caller.county_only()?;
    may_use(&hub, &caller, &station)?;
    check_name(&name)?;
    work(&hub, move |hub| hub.mailbox.erase_blob(&station, &name, hub.now_ms())).await?;
    Ok(Json(serde_json::json!({})))
}

/// A station's PCs reach their own station's files, the county's every listed station's. Others learn nothing, not even that it exists.
fn may_use(hub: &Hub, caller: &Caller, station: &str) -> Result<(), HubError> {
    let listed = hub.roster().is_some_and(|roster| roster.station(station).is_some());
    let own = caller.station.as_deref().is_none_or(|own| own == station);
    if listed && own { Ok(()) } else { Err(HubError::missing()) }
}

fn check_name(name: &str) -> Result<(), HubError> {
    if is_sha256(name) { Ok(()) } else { Err(HubError::verdict("name", "照片的文件名格式不对。")) }
}
