//! Noun: session. A device shows who it is by signing a nonce together with the hub's own key, so that no other hub can
//! pass the signature on. Nonces and sessions live in memory only: after a restart devices sign in again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};

use axum::Json;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use changelog::Purpose;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error::HubError;
use crate::limits;
use crate::mailbox::Reader;
use crate::state::{Hub, work};

/// Who asks for a nonce.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct NonceRequest {
    /// Device id, 16 hex digits.
    pub device: String,
}

/// A nonce to sign once.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NonceAnswer {
    /// 64 hex digits.
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
    pub token: String,
    /// When it ends, by the hub's clock.
    pub expires_ms: u64,
}

/// Nonces given out and sessions open.
#[derive(Debug, Default)]
pub(crate) struct Sessions {
    nonces: Mutex<HashMap<String, (String, u64)>>,
    open: Mutex<HashMap<String, (String, u64)>>,
}

impl Sessions {
    fn give_nonce(&self, device: &str, now_ms: u64) -> Result<String, HubError> {
        let mut nonces = lock(&self.nonces);
        if nonces.len() >= limits::NONCES {
            nonces.retain(|_, (_, until)| *until > now_ms);
        }
        if nonces.len() >= limits::NONCES {
            return Err(HubError::too_many());
        }
        let nonce = random()?;
        nonces.insert(nonce.clone(), (device.to_string(), now_ms + limits::NONCE_MS));
        Ok(nonce)
    }

    /// A nonce is good once, for the device that asked, for a short while.
    fn use_nonce(&self, nonce: &str, device: &str, now_ms: u64) -> bool {
        lock(&self.nonces).remove(nonce).is_some_and(|(owner, until)| owner == device && until > now_ms)
    }

    fn begin(&self, device: &str, now_ms: u64) -> Result<SessionAnswer, HubError> {
        let mut open = lock(&self.open);
        open.retain(|_, (_, until)| *until > now_ms);
        let answer = SessionAnswer { token: random()?, expires_ms: now_ms + limits::SESSION_MS };
        open.insert(answer.token.clone(), (device.to_string(), answer.expires_ms));
        Ok(answer)
    }

    fn device(&self, token: &str, now_ms: u64) -> Option<String> {
        lock(&self.open).get(token).filter(|(_, until)| *until > now_ms).map(|(device, _)| device.clone())
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(|broken| broken.into_inner())
}

fn random() -> Result<String, HubError> {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes).map_err(|_| HubError::busy("random", "服务器取随机数失败，请稍后重试。"))?;
    Ok(hex::encode(bytes))
}

/// Gives a nonce to sign.
#[utoipa::path(post, path = "/v1/nonce", request_body = NonceRequest, responses((status = 200, body = NonceAnswer), (status = 429)))]
pub(crate) async fn nonce(
    State(hub): State<Arc<Hub>>,
    body: Json<NonceRequest>,
) -> Result<Json<NonceAnswer>, HubError> {
    Ok(Json(NonceAnswer { nonce: hub.sessions.give_nonce(&body.device, hub.now_ms())? }))
}

/// Opens a session for a device of the roster.
#[utoipa::path(post, path = "/v1/session", request_body = SessionRequest, responses((status = 200, body = SessionAnswer), (status = 401), (status = 403)))]
pub(crate) async fn session(
    State(hub): State<Arc<Hub>>,
    Json(request): Json<SessionRequest>,
) -> Result<Json<SessionAnswer>, HubError> {
    let now_ms = hub.now_ms();
    if !hub.sessions.use_nonce(&request.nonce, &request.device, now_ms) {
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
        let token = parts
            .headers
            .get("authorization")
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.strip_prefix("Bearer "))
            .ok_or_else(HubError::no_session)?;
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
        let sessions = Sessions::default();
        let nonce = sessions.give_nonce("aa", 1_000).unwrap();
        assert!(!sessions.use_nonce(&nonce, "bb", 1_001), "another device may not use it");
        assert!(!sessions.use_nonce(&nonce, "aa", 1_002), "and trying spends it");
        let nonce = sessions.give_nonce("aa", 1_000).unwrap();
        assert!(sessions.use_nonce(&nonce, "aa", 1_001));
        assert!(!sessions.use_nonce(&nonce, "aa", 1_001));
        let late = sessions.give_nonce("aa", 1_000).unwrap();
        assert!(!sessions.use_nonce(&late, "aa", 1_000 + limits::NONCE_MS));
    }

    #[test]
    fn a_session_ends_by_the_clock() {
        let sessions = Sessions::default();
        let answer = sessions.begin("aa", 5).unwrap();
        assert_eq!(sessions.device(&answer.token, 6).as_deref(), Some("aa"));
        assert_eq!(sessions.device(&answer.token, answer.expires_ms), None);
        assert_eq!(sessions.device("else", 6), None);
    }
}
