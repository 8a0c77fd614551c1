//! The server on 127.0.0.1: the way in, calls, downloads and pages. Calls run on blocking threads, for the program's use cases wait for
//! disk and network.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use app::CommandError;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, Query, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use practice::Program;
use serde::Deserialize;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::guard::{Guard, Secrets};
use crate::open_pages::OpenPages;
use crate::pages::Pages;
use crate::peer::OwnOnly;

/// A bundle of the largest size, as base64, with some room.
const BODY_LIMIT: usize = 96 << 20;

/// What to serve.
pub struct Config {
    /// The program.
    pub program: Arc<Program>,
    /// The interface.
    pub pages: Pages,
    /// Port on 127.0.0.1; 0 takes a free one.
    pub port: u16,
}

/// A running bridge.
pub struct Served {
    /// Where it listens.
    pub address: SocketAddr,
    /// What scripts carry as a bearer.
    pub secret: String,
    /// Says whenever the program was started a second time.
    pub started_again: mpsc::Receiver<()>,
    /// Runs until aborted.
    pub task: JoinHandle<io::Result<()>>,
    bridge: Bridge,
}

impl Served {
    /// An address to open in a browser, once.
    pub fn new_address(&self) -> io::Result<String> {
        let token = random()?;
        self.bridge.guard.expect(token.clone());
        Ok(format!("http://{}/enter?token={token}", self.address))
    }

    /// Returns once all pages have been gone for `grace`; or when none comes within `patience` of now.
    pub fn pages_gone(&self, patience: Duration, grace: Duration) -> impl Future<Output = ()> + use<> {
        let open = self.bridge.open.clone();
        async move { open.gone(patience, grace).await }
    }
}

#[derive(Clone)]
struct Bridge {
    program: Arc<Program>,
    pages: Pages,
    guard: Arc<Guard>,
    open: OpenPages,
    started_again: mpsc::Sender<()>,
}

/// Starts serving.
pub async fn serve(config: Config) -> io::Result<Served> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, config.port)).await?;
    let address = listener.local_addr()?;
    let (secret, cookie, room) = (random()?, random()?, random()?);
    let secrets = Secrets { bearer: secret.clone(), cookie, room: room.clone() };
    let guard = Arc::new(Guard::new(secrets, address.port()));
    let (sender, started_again) = mpsc::channel(1);
    let bridge =
        Bridge { program: config.program, pages: config.pages, guard, open: OpenPages::new(), started_again: sender };
    // Scripts call at the root, with the bearer; a browser in its room, which its cookie is sent to.
    let calls: Router<Bridge> = Router::new().route("/call/{name}", post(call)).route("/download/{id}", get(download));
    let in_room = calls.clone().route("/open", get(open)).fallback(get(page)).with_state(bridge.clone());
    let router = calls
        .route("/started-again", post(started))
        .nest_service(&format!("/{room}"), in_room)
        .fallback(get(nothing))
        // Before a byte of the body is read: nobody whom it does not know fills the memory.
        .layer(from_fn_with_state(bridge.clone(), known_caller_only))
        .route("/enter", get(enter))
        .layer(from_fn_with_state(bridge.clone(), known_address_only))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .with_state(bridge.clone());
    let task = tokio::spawn(async move { axum::serve(OwnOnly(listener), router).await });
    Ok(Served { address, secret, started_again, task, bridge })
}

fn random() -> io::Result<String> {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes).map_err(|_| io::Error::other("the system gives no random numbers"))?;
    Ok(hex::encode(bytes))
}

async fn known_address_only(State(bridge): State<Bridge>, request: Request, next: Next) -> Response {
    let mut answer = match bridge.guard.knows_address(request.headers()) {
        true => next.run(request).await,
        false => (StatusCode::FORBIDDEN, "请从禾站打开。").into_response(),
    };
    let headers = answer.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    // What tells of people stays in no browser's cache.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    answer
}

async fn known_caller_only(State(bridge): State<Bridge>, request: Request, next: Next) -> Response {
    match bridge.guard.knows_caller(request.uri().path(), request.headers()) {
        true => next.run(request).await,
        false => (StatusCode::UNAUTHORIZED, "这个网页没有连上禾站。请关掉它，再打开一次禾站。").into_response(),
    }
}

#[derive(Deserialize)]
struct Entrance {
    #[serde(default)]
    token: String,
    /// The page is to say that a browser stands in for the window.
    first: Option<String>,
}

/// Exchanges the token of an address for the cookie, and takes it out of the address.
async fn enter(State(bridge): State<Bridge>, Query(query): Query<Entrance>) -> Response {
    let Some(cookie) = bridge.guard.take(&query.token) else {
        return (StatusCode::UNAUTHORIZED, "这个网址只能打开一次，已经用过了。请再打开一次禾站。").into_response();
    };
    let said = if query.first.is_some() { "?first" } else { "" };
    let to = format!("{}{said}", bridge.guard.room());
    (StatusCode::SEE_OTHER, [(header::SET_COOKIE, cookie), (header::LOCATION, to)]).into_response()
}

/// The program was started once more: what is open comes to the front.
async fn started(State(bridge): State<Bridge>) -> StatusCode {
    // One that waits already will do.
    let _ = bridge.started_again.try_send(());
    StatusCode::NO_CONTENT
}

async fn open(State(bridge): State<Bridge>) -> Response {
    bridge.open.keep()
}

async fn call(State(bridge): State<Bridge>, Path(name): Path<String>, body: Bytes) -> Response {
    let request = if body.is_empty() { Ok(Value::Null) } else { serde_json::from_slice(&body) };
    let Ok(request) = request else {
        return (StatusCode::BAD_REQUEST, "the body is not JSON").into_response();
    };
    let answer = tokio::task::spawn_blocking(move || bridge.program.call(&name, request)).await;
    match answer.unwrap_or_else(|_| Err(CommandError::internal("程序内部出错，刚才的操作没有完成。")))
    {
        Ok(value) => axum::Json(value).into_response(),
        Err(error) => (StatusCode::UNPROCESSABLE_ENTITY, axum::Json(error)).into_response(),
    }
}

#[derive(Deserialize)]
struct Wanted {
    /// To be read, and printed, in a page of the browser's own, which knows only PDF.
    show: Option<String>,
}

async fn download(State(bridge): State<Bridge>, Path(id): Path<String>, Query(wanted): Query<Wanted>) -> Response {
    let Some((name, bytes)) = bridge.program.download(&id) else {
        return (StatusCode::NOT_FOUND, "这个下载已经取走或过期，请重新导出。").into_response();
    };
    let mut answer = bytes.into_response();
    let headers = answer.headers_mut();
    let (kind, place) = match wanted.show.is_some() && name.ends_with(".pdf") {
        true => ("application/pdf", "inline"),
        false => ("application/octet-stream", "attachment"),
    };
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Ok(value) = HeaderValue::from_str(&format!("{place}; filename*=UTF-8''{}", percent_encoded(&name))) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    answer
}

async fn page(State(bridge): State<Bridge>, request: Request) -> Response {
    bridge.pages.page(request.uri().path().trim_start_matches('/'))
}

async fn nothing() -> Response {
    (StatusCode::NOT_FOUND, "没有这个页面。").into_response()
}

fn percent_encoded(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    name.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
