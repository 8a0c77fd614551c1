//! Routes to the handlers of each noun, and what stands around every request: limits on rates, size and time, the log line. No rule
//! about what is kept; those are with each noun.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{ConnectInfo, DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::StatusCode;
use axum::http::header::{ALLOW, CONTENT_TYPE};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, patch, post, put};

use crate::error::HubError;
use crate::incoming::{received, without_session};
use crate::limits;
use crate::state::Hub;
use crate::{blobs, bundles, checkpoints, enrolments, erasures, joins, openapi, rosters, sessions, status, uploads};

/// Every route of the hub.
pub(crate) fn routes(hub: Arc<Hub>) -> Router {
    Router::new()
        .route("/openapi.json", get(openapi::get))
        .route("/v1/status", get(status::status))
        .route("/v1/nonce", post(sessions::nonce))
        .route("/v1/session", post(sessions::session))
        .route("/v1/roster", get(rosters::get).put(rosters::put))
        .route("/v1/enrolments", put(enrolments::put))
        .route("/v1/joins", get(joins::get).post(joins::post))
        .route("/v1/confirmations/{device}", get(joins::get_confirmation).put(joins::put_confirmation))
        .route("/v1/uploads/{sha256}", get(uploads::get))
        .route("/v1/uploads/{sha256}", patch(uploads::patch).layer(DefaultBodyLimit::max(limits::CHUNK)))
        .route("/v1/bundles", get(bundles::list))
        .route("/v1/bundles/{number}", get(bundles::get))
        .route("/v1/lost", get(bundles::lost))
        .route("/v1/stations/{station}/blobs", post(blobs::known))
        .route("/v1/stations/{station}/blobs/{name}", get(blobs::get).delete(blobs::delete))
        .route("/v1/stations/{station}/blobs/{name}", patch(blobs::patch).layer(DefaultBodyLimit::max(limits::CHUNK)))
        .route("/v1/checkpoints", put(checkpoints::put))
        .route("/v1/checkpoint", get(checkpoints::get))
        .route("/v1/seen", get(checkpoints::seen))
        .route("/v1/erasures", get(erasures::get).put(erasures::put))
        .fallback(async || HubError::missing())
        .layer(DefaultBodyLimit::max(limits::JSON))
        .layer(from_fn_with_state(hub.clone(), around))
        .with_state(hub)
}

/// Around every request: pace by address when there is no session, limits on what comes in and on time, and a log line that names the
/// route only.
async fn around(
    State(hub): State<Arc<Hub>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
    next: Next,
) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("-".to_string(), |path| path.as_str().to_string());
    let in_session = hub.sessions.knows(request.headers(), hub.now_ms());
    let answer = async {
        if !in_session && !hub.addresses.take(network_of(peer.ip()), started) {
            return HubError::too_many().into_response();
        }
        if !in_session && openapi::needs_session(&method, &route) {
            return without_session(&hub, request).await.into_response();
        }
        let large = if route == "/v1/roster" { limits::JSON } else { limits::STRANGER };
        let limit = if in_session { limits::JSON } else { large };
        let request = match received(&hub, request, limit, in_session).await {
            Ok(request) => request,
            Err(error) => return error.into_response(),
        };
        match tokio::time::timeout(Duration::from_secs(limits::REQUEST_SECONDS), next.run(request)).await {
            Ok(answer) => in_our_words(answer),
            Err(_) => HubError::busy("slow", "请求超时，稍后会自动重试。").into_response(),
        }
    }
    .await;
    if hub.log {
        eprintln!("{method} {route} {} {} ms", answer.status().as_u16(), started.elapsed().as_millis());
    }
    answer
}

/// What the frame says of a request that is none of ours (no JSON, no such number) is said as every other error is.
fn in_our_words(mut answer: Response) -> Response {
    let plain = answer.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/plain"));
    match answer.status() {
        StatusCode::PAYLOAD_TOO_LARGE if plain => HubError::too_large("请求的内容太大，信箱不收。").into_response(),
        StatusCode::METHOD_NOT_ALLOWED => {
            let mut refused = HubError::no_such_method().into_response();
            // Which methods it has.
            refused.headers_mut().extend(answer.headers_mut().remove(ALLOW).map(|methods| (ALLOW, methods)));
            refused
        }
        status if plain && status.is_client_error() => {
            HubError::verdict("request", "请求的格式不对。请升级禾站后再试。").into_response()
        }
        _ => answer,
    }
}

/// An IPv6 network has addresses without end: pace it as one.
fn network_of(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(six) => {
            let mut octets = six.octets();
            octets[8..].fill(0);
            IpAddr::V6(octets.into())
        }
    }
}
