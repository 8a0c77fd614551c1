//! Noun: session. A device shows who it is by signing a nonce together with the hub's own key, so that no other hub can
//! pass the signature on. Nonces and sessions live in memory only: after a restart devices sign in again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use axum::Json;
use axum::extract::{FromRequestParts, State};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use changelog::Purpose;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use crate::error::HubError;
use crate::limits;
use crate::mailbox::Reader;
use crate::shapes::{Device, Hex64};
use crate::state::{Hub, is_device, work};

/// Who asks for a nonce.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct NonceRequest {
    /// Device id, 16 hex digits.
    #[schema(value_type = Device)]
    pub device: String,
}

/// A nonce to sign once.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NonceAnswer {
    /// 64 hex digits.
    #[schema(value_type = Hex64)]
    pub nonce: String,
}

/// A signed nonce.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct SessionRequest {
    /// Device id.
    pub device: String,
    /// The nonce.
    pub nonce: String,
    /// The device's signature (purpose: session) over the text `county`, `hub key`, `device`, `nonce`, one per line; hex.
    pub signature: String,
}

/// A session.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SessionAnswer {
    /// For `Authorization: Bearer`.
    #[schema(value_type = Hex64)]
    pub token: String,
    /// When it ends, by the hub's clock.
    pub expires_ms: u64,
}

/// Nonces used and sessions open. A nonce that waits to be signed is kept nowhere: it says itself, under a secret of this run, for whom it is
/// and until when. So nobody who asks for many takes anything from anybody.
#[derive(Debug)]
pub(crate) struct Sessions {
    secret: [u8; 32],
    lasting_ms: u64,
    used: Mutex<HashMap<String, u64>>,
    open: Mutex<HashMap<String, (String, u64)>>,
}

impl Sessions {
    /// None open; each will last so long.
    pub(crate) fn new(lasting: Duration) -> Result<Sessions, HubError> {
        let lasting_ms = lasting.as_millis() as u64;
        Ok(Sessions { secret: random()?, lasting_ms, used: Mutex::default(), open: Mutex::default() })
    }

    fn give_nonce(&self, device: &str, now_ms: u64) -> Result<String, HubError> {
        let (until, chance) = ((now_ms + limits::NONCE_MS).to_be_bytes(), random::<8>()?);
        Ok([hex::encode(until), hex::encode(chance), self.mark(device, &until, &chance)].concat())
    }

    /// All parts have one length each, a device id too: no two devices or times have one mark.
    fn mark(&self, device: &str, until: &[u8], chance: &[u8]) -> String {
        let mark =
            Sha256::new().chain_update(self.secret).chain_update(until).chain_update(chance).chain_update(device);
        hex::encode(&mark.finalize()[..16])
    }

    /// A nonce is good for the device that asked, for a short while, until it has opened a session.
    fn is_good(&self, nonce: &str, device: &str, now_ms: u64) -> bool {
        let parts = hex::decode(nonce).ok().filter(|bytes| bytes.len() == 32 && is_device(device));
        let Some(bytes) = parts else { return false };
        let (until, chance) = (&bytes[..8], &bytes[8..16]);
        let in_time = u64::from_be_bytes(until.try_into().unwrap_or_default()) > now_ms;
        in_time && nonce.get(32..) == Some(&self.mark(device, until, chance)) && !lock(&self.used).contains_key(nonce)
    }

    /// Spends it; `false` when another request was faster.
    fn use_nonce(&self, nonce: &str, now_ms: u64) -> bool {
        let mut used = lock(&self.used);
        used.retain(|_, until| *until > now_ms);
        used.insert(nonce.to_string(), now_ms + limits::NONCE_MS).is_none()
    }

    fn begin(&self, device: &str, now_ms: u64) -> Result<SessionAnswer, HubError> {
        let mut open = lock(&self.open);
        open.retain(|_, (_, until)| *until > now_ms);
        let mut own: Vec<(u64, String)> = open
            .iter()
            .filter(|(_, (owner, _))| owner == device)
            .map(|(token, (_, until))| (*until, token.clone()))
            .collect();
        own.sort_unstable();
        for (_, token) in own.iter().rev().skip(limits::SESSIONS_OF_DEVICE - 1) {
            open.remove(token);
        }
        let answer = SessionAnswer { token: hex::encode(random::<32>()?), expires_ms: now_ms + self.lasting_ms };
        open.insert(answer.token.clone(), (device.to_string(), answer.expires_ms));
        Ok(answer)
    }

    /// Whether a request carries a session that is open.
    pub(crate) fn knows(&self, headers: &HeaderMap, now_ms: u64) -> bool {
        bearer(headers).is_some_and(|token| self.device(token, now_ms).is_some())
    }

    fn device(&self, token: &str, now_ms: u64) -> Option<String> {
        lock(&self.open).get(token).filter(|(_, until)| *until > now_ms).map(|(device, _)| device.clone())
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(|broken| broken.into_inner())
}

fn random<const N: usize>() -> Result<[u8; N], HubError> {
    let mut bytes = [0u8; N];
    getrandom::fill(&mut bytes).map_err(|_| HubError::busy("random", "服务器取随机数失败，请稍后重试。"))?;
    Ok(bytes)
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get("authorization")?.to_str().ok()?.strip_prefix("Bearer ")
}

/// Gives a nonce to sign.
#[utoipa::path(post, path = "/v1/nonce", security(()), request_body = NonceRequest, responses((status = 200, body = NonceAnswer), (status = 422)))]
pub(crate) async fn nonce(
    State(hub): State<Arc<Hub>>,
    body: Json<NonceRequest>,
) -> Result<Json<NonceAnswer>, HubError> {
    if !is_device(&body.device) {
        return Err(HubError::verdict("device", "设备编号的格式不对。"));
    }
    Ok(Json(NonceAnswer { nonce: hub.sessions.give_nonce(&body.device, hub.now_ms())? }))
}

/// Opens a session for a device of the roster.
#[utoipa::path(post, path = "/v1/session", security(()), request_body = SessionRequest,
    responses((status = 200, body = SessionAnswer), (status = 401), (status = 403), (status = 422)))]
pub(crate) async fn session(
    State(hub): State<Arc<Hub>>,
    Json(request): Json<SessionRequest>,
) -> Result<Json<SessionAnswer>, HubError> {
    let now_ms = hub.now_ms();
    if !hub.sessions.is_good(&request.nonce, &request.device, now_ms) {
        return Err(HubError::no_session());
    }
    hub.known_device(&request.device)?;
    let roster = hub.roster().ok_or_else(no_roster)?;
    let text = format!("{}\n{}\n{}\n{}", hub.identity.county, hub.identity.key.public(), request.device, request.nonce);
    let good = roster.device(&request.device).is_some_and(|device| {
        let signature = request.signature.parse();
        signature.is_ok_and(|given| device.verifying_key.check(Purpose::Session, text.as_bytes(), &given).is_ok())
    });
    if !good {
        return Err(HubError::forbidden("signature", "设备签名不对，信箱拒绝登录。请确认本机的密钥没有损坏。"));
    }
    if !hub.sessions.use_nonce(&request.nonce, now_ms) {
        return Err(HubError::no_session());
    }
    let answer = hub.sessions.begin(&request.device, now_ms)?;
    work(&hub, move |hub| hub.mailbox.saw(&request.device, now_ms)).await?;
    Ok(Json(answer))
}

fn no_roster() -> HubError {
    HubError::forbidden("no_roster", "信箱还没有收到县里的站点名单，请先由县级电脑联网同步一次。")
}

/// The device behind a request, checked against the newest roster each time.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    /// Device id.
    pub device: String,
    /// Its station; `None` is the county.
    pub station: Option<String>,
}

impl Caller {
    /// Whose mail this caller may see.
    pub(crate) fn reader(&self) -> Reader {
        self.station.clone().map_or(Reader::County, Reader::Station)
    }

    /// Refuses devices that are not the county's.
    pub(crate) fn county_only(&self) -> Result<(), HubError> {
        match self.station {
            None => Ok(()),
            Some(_) => Err(HubError::forbidden("county_only", "这一项只有县级电脑可以使用。")),
        }
    }
}

impl FromRequestParts<Arc<Hub>> for Caller {
    type Rejection = HubError;

    async fn from_request_parts(parts: &mut Parts, hub: &Arc<Hub>) -> Result<Self, HubError> {
        let token = bearer(&parts.headers).ok_or_else(HubError::no_session)?;
        let device = hub.sessions.device(token, hub.now_ms()).ok_or_else(HubError::no_session)?;
        let station = hub.known_device(&device)?;
        hub.pace_device(&device)?;
        Ok(Self { device, station })
    }
}

impl Hub {
    /// The station of a device that the newest roster names and has not revoked.
    fn known_device(&self, id: &str) -> Result<Option<String>, HubError> {
        let roster = self.roster().ok_or_else(no_roster)?;
        let device = roster.device(id).ok_or_else(|| {
            HubError::forbidden("unknown_device", "县里的站点名单里还没有这台电脑，请等县里确认后再同步。")
        })?;
        if device.revoked.is_some() {
            return Err(HubError::forbidden("revoked", "这台电脑已被县里停用，不能再同步。请联系县级管理员。"));
        }
        Ok(device.station.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nonce_is_good_once_and_for_its_device() {
        let sessions = Sessions::new(limits::SESSION).unwrap();
        let (one, other) = ("00112233445566aa", "00112233445566bb");
        let nonce = sessions.give_nonce(one, 1_000).unwrap();
        assert!(!sessions.is_good(&nonce, other, 1_001), "another device may not use it");
        assert!(sessions.is_good(&nonce, one, 1_002), "and its trying takes nothing away");
        assert!(sessions.use_nonce(&nonce, 1_002) && !sessions.use_nonce(&nonce, 1_002));
        assert!(!sessions.is_good(&nonce, one, 1_003));
        let late = sessions.give_nonce(one, 1_000).unwrap();
        assert!(!sessions.is_good(&late, one, 1_000 + limits::NONCE_MS));
        let longer = format!("{:016x}{}", 9_000_000u64, &late[16..]);
        assert!(!sessions.is_good(&longer, one, 1_001), "nobody makes it last longer");
        assert!(!sessions.is_good(&late, &"x".repeat(16), 1_001) && !sessions.is_good("", one, 1_001));
        for _ in 0..50_000 {
            sessions.give_nonce(other, 1_000).unwrap();
        }
        assert!(sessions.is_good(&late, one, 1_001), "however many are asked for");
    }

    #[test]
    fn a_session_ends_by_the_clock() {
        let sessions = Sessions::new(limits::SESSION).unwrap();
        let answer = sessions.begin("aa", 5).unwrap();
        assert_eq!(sessions.device(&answer.token, 6).as_deref(), Some("aa"));
        assert_eq!(sessions.device(&answer.token, answer.expires_ms), None);
        assert_eq!(sessions.device("else", 6), None);
    }
}
