//! Noun: upload. A sealed bundle comes in by pieces, resumed by offset; when it is whole it is judged (hash, envelope,
//! sender's signature, roster, recipients), put on the disk for good, and only then a receipt is signed.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use changelog::bundle::{self, Envelope};
use changelog::receipt::{Receipt, SignedReceipt};
use changelog::roster::Roster;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::{IntoParams, ToSchema};

use crate::error::HubError;
use crate::limits;
use crate::mailbox::Item;
use crate::sessions::Caller;
use crate::shapes::{AnyBytes, Hex64, Length, Number, SignedDocument};
use crate::state::{Hub, is_sha256, work};

/// Where an upload stands.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = UploadProgress)]
pub(crate) struct Progress {
    /// Bytes that are here.
    pub offset: u64,
    /// Whether the bundle is in the mailbox.
    pub done: bool,
    /// The receipt, when it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<SignedDocument>)]
    pub receipt: Option<SignedReceipt>,
}

/// Which piece this is.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Piece {
    /// Where it begins.
    #[param(inline)]
    pub offset: Number,
    /// Length of the whole bundle, at most 64 MiB.
    #[param(inline)]
    pub length: Length,
}

/// Tells where an upload of this device stands.
#[utoipa::path(get, path = "/v1/uploads/{sha256}", params(("sha256" = Hex64, Path)), responses((status = 200, body = Progress), (status = 422)))]
pub(crate) async fn get(
    State(hub): State<Arc<Hub>>,
    caller: Caller,
    Path(sha256): Path<String>,
) -> Result<Json<Progress>, HubError> {
    check_name(&sha256)?;
    let answer = work(&hub, move |hub| match hub.mailbox.bundle_by_sha(&caller.reader(), &sha256)? {
        Some(item) => done(hub, &item),
        None => Ok(Progress { offset: hub.mailbox.unfinished(&caller.device, &sha256), done: false, receipt: None }),
    });
    Ok(Json(answer.await?))
}

/// Takes the next piece; with the last one answers the receipt. Of one whose line was cut what came in is
/// kept. An empty one asks where the upload stands, and again for what is whole already.
#[utoipa::path(patch, path = "/v1/uploads/{sha256}", params(("sha256" = Hex64, Path), Piece),
    request_body(content = Option<AnyBytes>, content_type = "application/octet-stream"),
    responses((status = 200, body = Progress), (status = 409), (status = 422)))]
pub(crate) async fn patch(
    State(hub): State<Arc<Hub>>,
    caller: Caller,
    Path(sha256): Path<String>,
    Query(piece): Query<Piece>,
    body: Bytes,
) -> Result<Json<Progress>, HubError> {
    check_name(&sha256)?;
    let (offset, length) = (piece.offset.get(), piece.length.get());
    if length > bundle::Limits::default().bundle as u64 || body.len() > limits::CHUNK {
        return Err(HubError::too_large("这个数据文件太大，信箱不收。"));
    }
    if offset + body.len() as u64 > length {
        return Err(HubError::verdict("length", "数据文件的长度与申报的不符。"));
    }
    Ok(Json(work(&hub, move |hub| take(hub, &caller, &sha256, (offset, length), &body)).await?))
}

fn take(
    hub: &Hub,
    caller: &Caller,
    sha256: &str,
    (offset, length): (u64, u64),
    body: &[u8],
) -> Result<Progress, HubError> {
    if let Some(item) = hub.mailbox.bundle_by_sha(&caller.reader(), sha256)? {
        return done(hub, &item);
    }
    let offset = hub.mailbox.append(&caller.device, sha256, offset, body)?;
    if offset < length {
        return Ok(Progress { offset, done: false, receipt: None });
    }
    let bytes = match hub.mailbox.uploaded(&caller.device, sha256) {
        Ok(bytes) => bytes,
        // The same piece came twice and the other one has finished the upload.
        Err(error) => match hub.mailbox.bundle_by_sha(&caller.reader(), sha256)? {
            Some(item) => return done(hub, &item),
            None => return Err(error),
        },
    };
    let judged = judge(hub, caller, sha256, &bytes);
    let kept = judged.and_then(|item| hub.mailbox.keep(&item, &bytes));
    // A verdict is final and a kept bundle needs its pieces no more; a full disk keeps them for another try.
    if kept.as_ref().err().is_none_or(|error| !error.status().is_server_error()) {
        hub.mailbox.drop_upload(&caller.device, sha256);
    }
    done(hub, &kept?)
}

fn judge(hub: &Hub, caller: &Caller, sha256: &str, bytes: &[u8]) -> Result<Item, HubError> {
    if hex::encode(Sha256::digest(bytes)) != sha256 {
        return Err(HubError::verdict("sha256", "收到的内容与文件指纹不符，请重新上传。"));
    }
    let roster = hub.roster().ok_or_else(HubError::missing)?;
    let envelope = bundle::verify(bytes, &bundle::Limits::default(), &roster)
        .map_err(|error| HubError::verdict("bundle", format!("信箱拒收这个数据文件：{error}")))?;
    if envelope.county != hub.identity.county {
        return Err(HubError::verdict("county", "这个数据文件属于别的县，信箱拒收。"));
    }
    let Some(sender) = roster.device(&envelope.sender).filter(|device| device.revoked.is_none()) else {
        return Err(HubError::verdict("revoked", "制作这个数据文件的电脑已停用，信箱拒收。请联系县里。"));
    };
    let sender = sender.station.clone();
    if caller.station.is_some() && sender != caller.station {
        return Err(HubError::verdict("sender", "这个数据文件不是本站的电脑制作的，信箱拒收。"));
    }
    let station = station_of(&envelope, &roster)?;
    if sender.is_some() && station.is_some() && sender != station {
        return Err(HubError::verdict("recipients", "站点的数据文件只能封给本站和县里，信箱拒收。"));
    }
    // The county seals without what it erased; a station that sends such a place has not heard of the erasure yet.
    if sender.is_some() && hub.mailbox.is_erased(&envelope.segments)? {
        return Err(HubError::verdict(
            "erased",
            "这个数据文件里有县里已依法删除的内容，信箱不收。本机收到县里的删除后会自动重发其余部分；如反复出现，请改用U盘交给县里。",
        ));
    }
    Ok(Item {
        number: 0,
        sha256: sha256.into(),
        content: envelope.sha256,
        length: bytes.len() as u64,
        sender: envelope.sender,
        station,
        segments: envelope.segments,
        time_ms: hub.now_ms(),
        dropped: false,
        lost: false,
        chain: String::new(),
    })
}

/// Whose mail it is: the county's always, and one station's or none. Recipients come from the roster alone.
fn station_of(envelope: &Envelope, roster: &Roster) -> Result<Option<String>, HubError> {
    let county = &roster.county_recipient;
    let others: Vec<&String> = envelope.recipients.iter().filter(|one| *one != county).collect();
    let stations: Vec<&str> = roster
        .stations
        .iter()
        .filter(|station| others.contains(&&station.recipient))
        .map(|station| station.code.as_str())
        .collect();
    match (envelope.recipients.contains(county), others.len(), stations.as_slice()) {
        (true, 0, _) => Ok(None),
        (true, 1, [code]) => Ok(Some(code.to_string())),
        _ => Err(HubError::verdict(
            "recipients",
            "数据文件的收件人不在站点名单里，信箱拒收。请先同步站点名单再重新制作。",
        )),
    }
}

fn done(hub: &Hub, item: &Item) -> Result<Progress, HubError> {
    let receipt = Receipt {
        county: hub.identity.county.clone(),
        hub_key: hub.identity.key.public(),
        epoch: hub.identity.epoch.clone(),
        number: item.number,
        time_ms: item.time_ms,
        bundle_sha256: item.content.clone(),
        places: item.segments.iter().map(|segment| (segment.log, segment.to, segment.head_after)).collect(),
    };
    let signed = SignedReceipt::sign(&receipt, &hub.identity.key)
        .map_err(|_| HubError::busy("receipt", "信箱没能签出回执，稍后会自动重试。"))?;
    Ok(Progress { offset: item.length, done: true, receipt: Some(signed) })
}

fn check_name(sha256: &str) -> Result<(), HubError> {
    if is_sha256(sha256) { Ok(()) } else { Err(HubError::verdict("sha256", "文件指纹的格式不对。")) }
}
