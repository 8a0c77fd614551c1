//! The reply that the county gives a station on a stick, one file (`.hzr`): roster, confirmations of new PCs, checkpoint, and
//! the county's bundles. Line 1 is JSON, then the bundles one after another. Everything in it is signed or sealed on its
//! own, so the file itself is not.

use changelog::{Audience, SignedCheckpoint, SignedHeldPhotos, SignedRoster};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use store::{Delivery, Imported, Store, StoreError};

use crate::by_stick;
use crate::compare;
use crate::context::remembered;
use crate::error::SyncError;
use crate::joining::{accept_confirmation, join_queue};

/// The first line's `format`.
pub const FORMAT: &str = "hezhan-reply";
/// The longest first line that is read.
const HEAD: usize = 32 << 20;

#[derive(Debug, Serialize, Deserialize)]
struct Head {
    format: String,
    v: u32,
    county: String,
    station: String,
    roster: SignedRoster,
    checkpoint: Option<SignedCheckpoint>,
    confirmations: Vec<Value>,
    bundles: Vec<Part>,
    /// The station's photos and scans that the county holds, as an older station reads them: under no signature, and so not believed.
    #[serde(default)]
    photos: Vec<String>,
    /// The same under the county's signature; none from an older county.
    #[serde(default)]
    held_photos: Option<SignedHeldPhotos>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Part {
    length: u64,
    sha256: String,
}

/// What a reply brought.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ReplyReport {
    /// A newer roster was taken.
    pub roster: bool,
    /// This PC was confirmed by it.
    pub confirmed: bool,
    /// The checkpoint was taken.
    pub checkpoint: bool,
    /// What the bundles brought.
    pub imported: Vec<Imported>,
    /// What could not be used, in Chinese; the rest was.
    pub problems: Vec<String>,
}

/// County: makes the reply for one station. The checkpoint is made anew so that it covers what has just been imported.
pub fn county_reply(store: &Store, station: &str, now_ms: u64) -> Result<Vec<u8>, SyncError> {
    let roster = store.roster();
    if store.device().station.is_some() || roster.station(station).is_none() {
        return Err(SyncError::Document("回执只能由县级电脑为本县的站点制作。请检查所选站点。".into()));
    }
    let mut bundles = store.export_for_station(&Audience::Station(station.into()), station)?;
    bundles.extend(store.export_for_station(&Audience::All, station)?);
    let own_devices =
        |device: &str| roster.device(device).is_some_and(|known| known.station.as_deref() == Some(station));
    let confirmations = join_queue(store)?
        .confirmations
        .iter()
        .filter(|(device, _)| own_devices(device))
        .filter_map(|(_, kept)| serde_json::from_slice(&kept.decoded()).ok())
        .collect();
    let head = Head {
        format: FORMAT.into(),
        v: 1,
        county: roster.county_id.clone(),
        station: station.into(),
        roster: store.signed_roster()?,
        checkpoint: Some(checkpoint(store, now_ms)?),
        confirmations,
        bundles: bundles
            .iter()
            .map(|bytes| Part { length: bytes.len() as u64, sha256: hex::encode(Sha256::digest(bytes)) })
            .collect(),
        held_photos: Some(store.sign_held_photos(station, now_ms)?),
        photos: store.blobs_here()?.into_iter().filter(|file| file.station == station).map(|file| file.blob).collect(),
    };
    let mut file = serde_json::to_vec(&head).map_err(|_| changelog::Error::CannotWrite)?;
    file.push(b'\n');
    bundles.iter().for_each(|bytes| file.extend(bytes));
    Ok(file)
}

/// Made anew, after a look whether what it vouches for is whole.
fn checkpoint(store: &Store, now_ms: u64) -> Result<SignedCheckpoint, SyncError> {
    store.look_over(now_ms)?;
    let mail = remembered(store)?.map(|hub| (hub.epoch, hub.after));
    Ok(store.make_checkpoint_after(now_ms, mail)?)
}

/// Station: takes what the county gave back. Taking it twice is taking it once.
pub fn accept_reply(store: &Store, bytes: &[u8]) -> Result<ReplyReport, SyncError> {
    let broken = || SyncError::Document("这份回执文件不完整或已损坏。请从U盘重新拷贝，或请县里重新制作。".into());
    let end = bytes.iter().take(HEAD).position(|byte| *byte == b'\n').ok_or_else(broken)?;
    let head: Head = serde_json::from_slice(&bytes[..end]).map_err(|_| broken())?;
    let roster = store.roster();
    if head.county != roster.county_id {
        return Err(changelog::Error::ForeignCounty.into());
    }
    let own = store.device().station;
    if own.as_deref() != Some(head.station.as_str()) {
        let name = roster.station(&head.station).map_or(head.station.clone(), |station| station.name.clone());
        return Err(SyncError::Document(format!("这份回执是给“{name}”的，不能在本机使用。请检查是否拿错了文件。")));
    }
    let mut report = ReplyReport::default();
    let device = store.device().id;
    for confirmation in &head.confirmations {
        if confirmation["device"] == device.as_str() && lacks_key(store, own.as_deref(), &head.roster)? {
            report.confirmed |= store.station_identity(own.as_deref())?.is_none();
            accept_confirmation(store, confirmation.to_string().as_bytes())?;
        }
    }
    let before = store.roster().number;
    match store.accept_roster(&head.roster) {
        Ok(()) => report.roster = report.confirmed || store.roster().number > before,
        // A newer one came by another way.
        Err(StoreError::Changelog(changelog::Error::OlderRoster)) => {}
        Err(error) => return Err(error.into()),
    }
    let mut rest = &bytes[end + 1..];
    for part in &head.bundles {
        let Some((bundle, after)) = usize::try_from(part.length).ok().and_then(|length| rest.split_at_checked(length))
        else {
            report.problems.push(broken().to_string());
            break;
        };
        rest = after;
        match by_stick::import(store, bundle) {
            Ok(imported) => report.imported.push(imported),
            Err(full @ SyncError::Store(StoreError::DiskFull { .. })) => return Err(full),
            Err(error) => report.problems.push(error.to_string()),
        }
    }
    // Without the county's word nothing is marked as taken in: it stays to be sent, which costs a copy and loses nothing.
    if let Some(held) = &head.held_photos {
        match held.verify(&store.roster(), &head.station) {
            Ok(photos) => store.blobs_reached(&photos, Delivery::TakenIn)?,
            Err(error) => report.problems.push(error.to_string()),
        }
    }
    if let Some(checkpoint) = &head.checkpoint {
        store.accept_checkpoint(checkpoint)?;
        report.checkpoint = true;
        // Nothing else in the file could bring it; the hub is asked all the same.
        compare::note_asked(store, 0)?;
    }
    Ok(report)
}

/// Whether this PC has no key of its place yet, or not the one that this roster names.
fn lacks_key(store: &Store, own: Option<&str>, roster: &SignedRoster) -> Result<bool, SyncError> {
    let Some(here) = store.station_identity(own)? else { return Ok(true) };
    let roster = roster.unchecked()?;
    Ok(roster.recipient_of(own) != Some(changelog::Identity::from_secret(&here)?.recipient()))
}
