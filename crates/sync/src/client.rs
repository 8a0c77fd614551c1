//! The client of the hub: one method per request, and a session when one is needed. It decides nothing about what to send and
//! opens no store.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use changelog::{HubPlace, PublicKey, Ref, SegmentRange, Signature, SignedReceipt};
use reqwest::Method;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::BlobRef;

use crate::error::{OfflineReason, SyncError};
use crate::http::{Answer, Http};
use crate::plan::Remote;

/// Signs a session text for this device.
pub type SessionSigner<'a> = &'a (dyn Fn(&[u8]) -> Signature + Sync);

/// A line to one hub, for one device.
pub struct Client<'a> {
    http: Http,
    place: HubPlace,
    county: String,
    device: String,
    sign: SessionSigner<'a>,
    token: Mutex<Option<String>>,
}

/// One bundle as the hub lists it.
#[derive(Debug, Clone, Deserialize)]
pub struct Listed {
    /// Its number at the hub.
    pub number: u64,
    /// SHA-256 of the file.
    pub sha256: String,
    /// Its length.
    pub length: u64,
    /// The device that sealed it.
    pub sender: String,
    /// What is inside.
    pub segments: Vec<SegmentRange>,
    /// It carried what the county has erased, or was damaged and has come again under another number, and is gone.
    #[serde(default)]
    pub dropped: bool,
    /// What the hub calls everything up to this one; empty with older hubs.
    #[serde(default)]
    pub chain: String,
}

/// A photo or scan that rotted at the hub.
#[derive(Debug, Clone, Deserialize)]
pub struct LostBlob {
    /// Station code.
    pub station: String,
    /// Its name.
    pub name: String,
}

/// What rotted at the hub.
#[derive(Debug, Clone, Deserialize)]
pub struct Lost {
    /// Bundles.
    pub bundles: Vec<Listed>,
    /// Photos and scans.
    pub blobs: Vec<LostBlob>,
}

/// How far an erasure has come at the hub.
#[derive(Debug, Clone, Deserialize)]
pub struct ErasureState {
    /// Bundles that it names and that are not there yet.
    pub missing: Vec<String>,
    /// Bundles that carry an erased change and could not give way.
    pub left: u64,
}

#[derive(Deserialize)]
struct Listing {
    items: Vec<Listed>,
}

/// Where an upload stands.
#[derive(Debug, Clone, Deserialize)]
pub struct UploadState {
    /// Bytes that are there.
    pub offset: u64,
    /// The receipt, when the bundle is there whole.
    pub receipt: Option<SignedReceipt>,
}

/// A sealed photo or scan as the hub knows it.
#[derive(Debug, Clone, Deserialize)]
pub struct KnownBlob {
    /// Its name.
    pub name: String,
    /// SHA-256 of the sealed bytes.
    pub sha256: String,
    /// Their number.
    pub length: u64,
    /// The county has had it erased.
    pub erased: bool,
}

/// Where the upload of a sealed photo stands.
#[derive(Debug, Clone, Deserialize)]
pub struct BlobStands {
    /// Bytes that are there.
    pub offset: u64,
    /// It is on the hub's disk, whole.
    pub done: bool,
}

/// When a device was at the hub last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenDevice {
    /// Device id.
    pub device: String,
    /// By the hub's clock.
    pub last_ms: u64,
}

impl<'a> Client<'a> {
    /// A line to the hub that the roster names; the certificate must have its pin, whatever year the PC believes it is.
    pub fn new(
        place: &HubPlace,
        county: &str,
        device: &str,
        sign: SessionSigner<'a>,
        now_ms: u64,
        cancel: Arc<AtomicBool>,
    ) -> Result<Self, SyncError> {
        let pin = hex::decode(&place.pin).ok().and_then(|pin| pin.try_into().ok());
        let pin =
            pin.ok_or_else(|| SyncError::Document("站点名单里的信箱证书指纹不对，请县里重新发布站点名单。".into()))?;
        Self::over(place.clone(), Some(pin), county, device, sign, now_ms, cancel)
    }

    /// A line to whoever answers at an address, believed in nothing: only to fetch what the root key has signed.
    pub(crate) fn unpinned(
        url: &str,
        key: PublicKey,
        county: &str,
        device: &str,
        sign: SessionSigner<'a>,
        now_ms: u64,
        cancel: Arc<AtomicBool>,
    ) -> Result<Self, SyncError> {
        let place = HubPlace { url: url.into(), pin: String::new(), key };
        Self::over(place, None, county, device, sign, now_ms, cancel)
    }

    fn over(
        place: HubPlace,
        pin: Option<[u8; 32]>,
        county: &str,
        device: &str,
        sign: SessionSigner<'a>,
        now_ms: u64,
        cancel: Arc<AtomicBool>,
    ) -> Result<Self, SyncError> {
        let http = Http::new(&place.url, pin, now_ms, cancel)?;
        Ok(Self { http, place, county: county.into(), device: device.into(), sign, token: Mutex::new(None) })
    }

    /// Whether the run has been told to stop.
    pub fn cancelled(&self) -> bool {
        self.http.cancelled()
    }

    // What the hub offers

    /// Which hub answers and how far it has come. A hub of another county or with another key is not ours.
    pub fn status(&self) -> Result<Remote, SyncError> {
        let remote = self.status_of_anyone()?;
        if remote.county != self.county || remote.key != self.place.key.to_string() {
            return Err(SyncError::Offline(OfflineReason::OtherHub));
        }
        Ok(remote)
    }

    /// The same, whoever answers.
    pub(crate) fn status_of_anyone(&self) -> Result<Remote, SyncError> {
        read(self.open(Method::GET, "/v1/status", &[], Vec::new())?)
    }

    /// Brings a roster.
    pub fn put_roster(&self, signed: Vec<u8>) -> Result<(), SyncError> {
        self.open(Method::PUT, "/v1/roster", &[], signed).map(drop)
    }

    /// The newest roster, as signed.
    pub fn roster(&self) -> Result<Vec<u8>, SyncError> {
        Ok(self.signed_in(Method::GET, "/v1/roster", Vec::new())?.bytes)
    }

    /// Publishes hashes of enrolment admissions.
    pub fn put_enrolments(&self, hashes: &[String]) -> Result<(), SyncError> {
        self.signed_in(Method::PUT, "/v1/enrolments", json!({ "hashes": hashes }).to_string().into()).map(drop)
    }

    /// Leaves a sealed join request.
    pub fn post_join(&self, admission: &str, sealed: Vec<u8>) -> Result<(), SyncError> {
        self.open(Method::POST, "/v1/joins", &[("x-enrolment", admission)], sealed).map(drop)
    }

    /// Join requests after a number: the last number, and the sealed requests.
    pub fn joins(&self, after: u64) -> Result<(u64, Vec<Vec<u8>>), SyncError> {
        let listing: Value = read(self.signed_in(Method::GET, &format!("/v1/joins?after={after}"), Vec::new())?)?;
        let items = listing["items"].as_array().cloned().unwrap_or_default();
        let last = items.iter().filter_map(|item| item["number"].as_u64()).max().unwrap_or(after);
        let sealed = items.iter().filter_map(|item| BASE64_STANDARD.decode(item["request"].as_str()?).ok()).collect();
        Ok((last, sealed))
    }

    /// Leaves the county's answer for a device.
    pub fn put_confirmation(&self, device: &str, bytes: Vec<u8>) -> Result<(), SyncError> {
        self.signed_in(Method::PUT, &format!("/v1/confirmations/{device}"), bytes).map(drop)
    }

    /// The county's answer for this device, if there is one.
    pub fn confirmation(&self) -> Result<Option<Vec<u8>>, SyncError> {
        absent(self.open(Method::GET, &format!("/v1/confirmations/{}", self.device), &[], Vec::new()))
    }

    /// Sends one piece of an upload.
    pub fn upload_piece(&self, sha256: &str, offset: u64, length: u64, piece: &[u8]) -> Result<UploadState, SyncError> {
        let path = format!("/v1/uploads/{sha256}?offset={offset}&length={length}");
        read(self.signed_in(Method::PATCH, &path, piece.to_vec())?)
    }

    /// Mail after a number.
    pub fn bundles(&self, after: u64, limit: u32) -> Result<Vec<Listed>, SyncError> {
        let path = format!("/v1/bundles?after={after}&limit={limit}");
        Ok(read::<Listing>(self.signed_in(Method::GET, &path, Vec::new())?)?.items)
    }

    /// Bytes of one bundle from an offset.
    pub fn bundle_bytes(&self, number: u64, offset: u64, length: u64) -> Result<Vec<u8>, SyncError> {
        let path = format!("/v1/bundles/{number}?offset={offset}&length={length}");
        Ok(self.signed_in(Method::GET, &path, Vec::new())?.bytes)
    }

    /// What rotted there and is asked for again.
    pub fn lost(&self) -> Result<Lost, SyncError> {
        read(self.signed_in(Method::GET, "/v1/lost", Vec::new())?)
    }

    /// Which of these photos of a station are there.
    pub fn known_blobs(&self, station: &str, names: &[&str]) -> Result<Vec<KnownBlob>, SyncError> {
        let path = format!("/v1/stations/{station}/blobs");
        read(self.signed_in(Method::POST, &path, json!({ "names": names }).to_string().into())?)
    }

    /// Sends one piece of a sealed photo.
    pub fn blob_piece(
        &self,
        file: &BlobRef,
        sha256: &str,
        offset: u64,
        length: u64,
        piece: &[u8],
    ) -> Result<BlobStands, SyncError> {
        let path = format!("{}?offset={offset}&length={length}&sha256={sha256}", blob_path(file));
        read(self.signed_in(Method::PATCH, &path, piece.to_vec())?)
    }

    /// Bytes of a sealed photo from an offset.
    pub fn blob_bytes(&self, file: &BlobRef, offset: u64, length: u64) -> Result<Vec<u8>, SyncError> {
        let path = format!("{}?offset={offset}&length={length}", blob_path(file));
        Ok(self.signed_in(Method::GET, &path, Vec::new())?.bytes)
    }

    /// County: has a sealed photo erased.
    pub fn erase_blob(&self, file: &BlobRef) -> Result<(), SyncError> {
        self.signed_in(Method::DELETE, &blob_path(file), Vec::new()).map(drop)
    }

    /// Publishes a checkpoint.
    pub fn put_checkpoint(&self, signed: Vec<u8>) -> Result<(), SyncError> {
        self.signed_in(Method::PUT, "/v1/checkpoints", signed).map(drop)
    }

    /// The newest checkpoint, if there is one.
    pub fn checkpoint(&self) -> Result<Option<Vec<u8>>, SyncError> {
        absent(self.signed_in(Method::GET, "/v1/checkpoint", Vec::new()))
    }

    /// The changes that have been erased there. County only, like the next.
    pub fn erasures(&self) -> Result<Vec<Ref>, SyncError> {
        let answer: Value = read(self.signed_in(Method::GET, "/v1/erasures", Vec::new())?)?;
        serde_json::from_value(answer["changes"].clone()).map_err(|_| SyncError::Offline(OfflineReason::Portal))
    }

    /// Tells what has been erased and what takes its place.
    pub fn put_erasure(&self, signed: Vec<u8>) -> Result<ErasureState, SyncError> {
        read(self.signed_in(Method::PUT, "/v1/erasures", signed)?)
    }

    /// When each device was here last.
    pub fn seen(&self) -> Result<Vec<SeenDevice>, SyncError> {
        read(self.signed_in(Method::GET, "/v1/seen", Vec::new())?)
    }

    // How it is asked

    /// A request without a session.
    fn open(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Result<Answer, SyncError> {
        self.http.ask(method, path, headers, body)
    }

    /// A request with a session, which is renewed once when the hub has forgotten it.
    fn signed_in(&self, method: Method, path: &str, body: Vec<u8>) -> Result<Answer, SyncError> {
        let token = match self.known_token() {
            Some(token) => token,
            None => self.sign_in()?,
        };
        let ask = |token: &str| {
            let bearer = format!("Bearer {token}");
            self.open(method.clone(), path, &[("authorization", bearer.as_str())], body.clone())
        };
        match ask(&token) {
            Err(SyncError::Refused { code, .. }) if code == "session" => ask(&self.sign_in()?),
            answer => answer,
        }
    }

    fn known_token(&self) -> Option<String> {
        self.token.lock().unwrap_or_else(|broken| broken.into_inner()).clone()
    }

    fn sign_in(&self) -> Result<String, SyncError> {
        let asked = json!({ "device": self.device }).to_string();
        let answer: Value = read(self.open(Method::POST, "/v1/nonce", &[], asked.into())?)?;
        let nonce = answer["nonce"].as_str().unwrap_or_default();
        let text = format!("{}\n{}\n{}\n{nonce}", self.county, self.place.key, self.device);
        let signature = (self.sign)(text.as_bytes()).to_string();
        let signed = json!({ "device": self.device, "nonce": nonce, "signature": signature }).to_string();
        let answer: Value = read(self.open(Method::POST, "/v1/session", &[], signed.into())?)?;
        let token = answer["token"].as_str().ok_or(SyncError::Offline(OfflineReason::Portal))?.to_string();
        *self.token.lock().unwrap_or_else(|broken| broken.into_inner()) = Some(token.clone());
        Ok(token)
    }
}

fn blob_path(file: &BlobRef) -> String {
    format!("/v1/stations/{}/blobs/{}", file.station, file.blob)
}

fn read<T: DeserializeOwned>(answer: Answer) -> Result<T, SyncError> {
    serde_json::from_slice(&answer.bytes).map_err(|_| SyncError::Offline(OfflineReason::Portal))
}

fn absent(answer: Result<Answer, SyncError>) -> Result<Option<Vec<u8>>, SyncError> {
    match answer {
        Ok(answer) => Ok(Some(answer.bytes)),
        Err(SyncError::Missing) => Ok(None),
        Err(error) => Err(error),
    }
}
