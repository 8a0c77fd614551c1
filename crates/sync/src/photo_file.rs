//! A sealed photo or scan as a file on a stick (`.hzp`): one line of JSON that says whose it is, then the sealed bytes as they are.
//! `tail -n +2 f | age -d -i key` opens one without our software. The line is not signed: what it says is checked by opening.

use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::{BlobRef, Store};

use crate::error::SyncError;

/// The first line's `format`.
pub(crate) const FORMAT: &str = "hezhan-photo";
/// The folder beside the bundles.
pub(crate) const FOLDER: &str = "照片";
/// The longest first line that is read.
const HEAD: usize = 4096;

#[derive(Debug, Serialize, Deserialize)]
struct Head {
    format: String,
    v: u32,
    county: String,
    station: String,
    blob: String,
    length: u64,
    sha256: String,
}

/// The file of one photo; nothing when it is not on this PC.
pub(crate) fn make(store: &Store, file: &BlobRef) -> Result<Option<Vec<u8>>, SyncError> {
    let Some(sealed) = store.blob_for_sending(&file.blob)? else {
        return Ok(None);
    };
    let head = Head {
        format: FORMAT.into(),
        v: 1,
        county: store.device().county_id,
        station: file.station.clone(),
        blob: file.blob.clone(),
        length: sealed.len() as u64,
        sha256: hex::encode(Sha256::digest(&sealed)),
    };
    let mut file = serde_json::to_vec(&head).map_err(|_| changelog::Error::CannotWrite)?;
    file.push(b'\n');
    file.extend(sealed);
    Ok(Some(file))
}

/// Takes a photo in; whether it is new here. Taking it twice is taking it once.
pub(crate) fn accept(store: &Store, bytes: &[u8]) -> Result<bool, SyncError> {
    let broken = || SyncError::Document("这个照片文件不完整或已损坏。请从U盘重新拷贝，或请对方重新导出。".into());
    let end = bytes.iter().take(HEAD).position(|byte| *byte == b'\n').ok_or_else(broken)?;
    let head: Head = serde_json::from_slice(&bytes[..end]).map_err(|_| broken())?;
    if head.county != store.device().county_id {
        return Err(changelog::Error::ForeignCounty.into());
    }
    let sealed = &bytes[end + 1..];
    if sealed.len() as u64 != head.length || hex::encode(Sha256::digest(sealed)) != head.sha256 {
        return Err(broken());
    }
    Ok(store.blob_take(&BlobRef { station: head.station, blob: head.blob }, sealed)?)
}

/// Where a photo goes on a stick.
pub(crate) fn path_in(folder: &Path, file: &BlobRef) -> std::path::PathBuf {
    folder.join(FOLDER).join(format!("照片-{}.hzp", file.blob.get(..16).unwrap_or(&file.blob)))
}
