//! Puts the handlers behind TLS: routes, limits on rates and time, the log line, starting and stopping. It holds no
//! rules about what is kept; those are with each noun.

use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::{Arc, RwLock};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use axum::extract::{ConnectInfo, DefaultBodyLimit, MatchedPath, Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, patch, post, put};
use axum::{Json, Router};
use axum_server::tls_rustls::RustlsConfig;
use changelog::roster::{Roster, SignedRoster};
use serde::Serialize;
use tokio::sync::Semaphore;
use utoipa::ToSchema;

use crate::limits::{self, Buckets, Rates};
use crate::mailbox::Mailbox;
use crate::place::{HubError, Place};
use crate::refusal::Refusal;
use crate::sessions::Sessions;
use crate::{blobs, bundles, checkpoints, enrolments, erasures, joins, openapi, rosters, sessions, uploads};

/// What `serve` is told.
#[derive(Debug, Clone)]
pub struct Config {
    /// The directory that `init` made.
    pub data_dir: PathBuf,
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// How fast callers may ask.
    pub rates: Rates,
    /// Whether to write a line per request to stderr (method, route, status, time; never who or what).
    pub log: bool,
}

/// A running hub. Dropping it stops it.
pub struct Handle {
    /// Where it listens.
    pub addr: SocketAddr,
    /// Its address for clients on this machine.
    pub url: String,
    /// SHA-256 of its certificate, hex.
    pub pin: String,
    /// Its receipt key, hex.
    pub key: String,
    /// The county it serves.
    pub county: String,
    server: axum_server::Handle<SocketAddr>,
    thread: Option<std::thread::JoinHandle<std::io::Result<()>>>,
}

impl Handle {
    /// Stops taking connections, lets running requests end (10 s at most) and waits for it.
    pub fn stop(mut self) {
        self.end();
    }

    fn end(&mut self) {
        self.server.graceful_shutdown(Some(Duration::from_secs(10)));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.end();
    }
}

/// Everything the handlers share.
pub struct Hub {
    /// Identity of this hub.
    pub place: Place,
    /// What is kept.
    pub mailbox: Mailbox,
    /// Who is signed in.
    pub sessions: Sessions,
    roster: RwLock<Option<Arc<Roster>>>,
    addresses: Buckets<IpAddr>,
    devices: Buckets<String>,
    at_once: Semaphore,
    log: bool,
}

impl Hub {
    /// The newest roster.
    pub fn roster(&self) -> Option<Arc<Roster>> {
        self.roster.read().unwrap_or_else(|broken| broken.into_inner()).clone()
    }

    /// Reads a roster that is in the mailbox into memory; an older one never replaces a newer one.
    pub fn use_roster(&self, body: Option<Vec<u8>>) {
        let newest = body
            .and_then(|body| serde_json::from_slice::<SignedRoster>(&body).ok())
            .and_then(|signed| signed.verify(&self.place.root_key, 0).ok());
        let mut roster = self.roster.write().unwrap_or_else(|broken| broken.into_inner());
        if newest.as_ref().map(|new| new.number) >= roster.as_ref().map(|old| old.number) {
            *roster = newest.map(Arc::new);
        }
    }

    /// Holds a device to its rate.
    pub fn pace_device(&self, device: &str) -> Result<(), Refusal> {
        if self.devices.take(device.to_string(), Instant::now()) { Ok(()) } else { Err(Refusal::too_many()) }
    }

    /// The hub's clock.
    pub fn now_ms(&self) -> u64 {
        SystemTime::now().duration_since(UNIX_EPOCH).map(|since| since.as_millis() as u64).unwrap_or(0)
    }
}

/// Runs blocking work on the mailbox away from the network threads.
pub async fn work<T: Send + 'static>(
    hub: &Arc<Hub>,
    task: impl FnOnce(&Hub) -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Refusal> {
    let hub = hub.clone();
    tokio::task::spawn_blocking(move || task(&hub))
        .await
        .unwrap_or_else(|_| Err(Refusal::busy("internal", "信箱服务器内部出错，稍后会自动重试。")))
}

/// Whether a text is a SHA-256 in lowercase hex.
pub fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Whether a text is a device id: 16 lowercase hex digits.
pub fn is_device(text: &str) -> bool {
    text.len() == 16 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// What anyone may know.
#[derive(Debug, Serialize, ToSchema)]
pub struct Status {
    /// Which county's mailbox this is.
    pub county: String,
    /// Drawn when the hub was set up.
    pub epoch: String,
    /// The highest receipt number given; one lower than before means that the hub was rolled back.
    pub receipts: u64,
    /// Number of the newest roster, 0 when there is none.
    pub roster: u64,
    /// Number of the newest checkpoint, 0 when there is none.
    pub checkpoint: u64,
    /// The hub's clock.
    pub time_ms: u64,
    /// Its receipt key.
    pub key: String,
}

/// Says which hub this is and how far it has come.
#[utoipa::path(get, path = "/v1/status", responses((status = 200, body = Status)))]
pub async fn status(State(hub): State<Arc<Hub>>) -> Result<Json<Status>, Refusal> {
    let (receipts, checkpoint) =
        work(&hub, |hub| Ok((hub.mailbox.last_number()?, hub.mailbox.last_checkpoint()?))).await?;
    Ok(Json(Status {
        county: hub.place.county.clone(),
        epoch: hub.place.epoch.clone(),
        receipts,
        roster: hub.roster().map_or(0, |roster| roster.number),
        checkpoint,
        time_ms: hub.now_ms(),
        key: hub.place.key.public().to_string(),
    }))
}

fn routes(hub: Arc<Hub>) -> Router {
    Router::new()
        .route("/openapi.json", get(openapi::get))
        .route("/v1/status", get(status))
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
        .route("/v1/stations/{station}/blobs", post(blobs::known))
        .route("/v1/stations/{station}/blobs/{name}", get(blobs::get).delete(blobs::delete))
        .route("/v1/stations/{station}/blobs/{name}", patch(blobs::patch).layer(DefaultBodyLimit::max(limits::CHUNK)))
        .route("/v1/checkpoints", put(checkpoints::put))
        .route("/v1/checkpoint", get(checkpoints::get))
        .route("/v1/seen", get(checkpoints::seen))
        .route("/v1/erasures", get(erasures::get).put(erasures::put))
        .fallback(async || Refusal::missing())
        .layer(DefaultBodyLimit::max(limits::JSON))
        .layer(from_fn_with_state(hub.clone(), around))
        .with_state(hub)
}

/// Around every request: pace by address when there is no session, a limit on requests at once and on time, and a log
/// line that names the route only.
async fn around(
    State(hub): State<Arc<Hub>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
    next: Next,
) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("-".to_string(), |path| path.as_str().to_string());
    let in_session = request.headers().contains_key("authorization");
    let answer = async {
        if !in_session && !hub.addresses.take(network_of(peer.ip()), started) {
            return Refusal::too_many().into_response();
        }
        let Ok(_place) = hub.at_once.try_acquire() else {
            return Refusal::busy("busy", "信箱正忙，稍后会自动重试。").into_response();
        };
        match tokio::time::timeout(Duration::from_secs(limits::REQUEST_SECONDS), next.run(request)).await {
            Ok(answer) => answer,
            Err(_) => Refusal::busy("slow", "请求超时，稍后会自动重试。").into_response(),
        }
    }
    .await;
    if hub.log {
        eprintln!("{method} {route} {} {} ms", answer.status().as_u16(), started.elapsed().as_millis());
    }
    answer
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

/// Starts a hub on a thread of its own and returns when it listens.
pub fn serve(config: Config) -> Result<Handle, HubError> {
    let place = Place::open(&config.data_dir)?;
    let mailbox = Mailbox::open(&config.data_dir).map_err(|_| HubError::Mailbox)?;
    let tls = tls(&place)?;
    let listener = TcpListener::bind(config.listen).map_err(|error| HubError::Io("端口打不开，可能已被占用", error))?;
    let addr = listener.local_addr().map_err(|error| HubError::Io("端口打不开", error))?;
    let hub = Arc::new(Hub {
        mailbox,
        sessions: Sessions::default(),
        roster: RwLock::new(None),
        addresses: Buckets::new(config.rates.address_burst, config.rates.address_per_second),
        devices: Buckets::new(config.rates.device_burst, config.rates.device_per_second),
        at_once: Semaphore::new(limits::AT_ONCE),
        log: config.log,
        place,
    });
    hub.use_roster(hub.mailbox.roster().map_err(|_| HubError::Mailbox)?);
    let server = axum_server::Handle::new();
    let (pin, key, county) = (hub.place.pin.clone(), hub.place.key.public().to_string(), hub.place.county.clone());
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| HubError::Io("不能启动信箱服务", error))?;
    let handle = server.clone();
    let thread = std::thread::spawn(move || {
        runtime.block_on(async move {
            axum_server::from_tcp_rustls(listener, tls)?
                .http1_only()
                .handle(handle)
                .serve(routes(hub).into_make_service_with_connect_info::<SocketAddr>())
                .await
        })
    });
    let url = format!("https://{addr}");
    Ok(Handle { addr, url, pin, key, county, server, thread: Some(thread) })
}

fn tls(place: &Place) -> Result<RustlsConfig, HubError> {
    let failed = |error: rustls::Error| HubError::Certificate(error.to_string());
    let key = rustls::pki_types::PrivateKeyDer::try_from(place.certificate_key.clone())
        .map_err(|_| HubError::Damaged("certificate.key"))?;
    let mut config = rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(failed)?
        .with_no_client_auth()
        .with_single_cert(vec![place.certificate.clone().into()], key)
        .map_err(failed)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(RustlsConfig::from_config(Arc::new(config)))
}
