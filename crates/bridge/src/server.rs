//! The server on 127.0.0.1: calls, downloads and pages. Calls run on blocking threads, for the program's use
//! cases wait for disk and network.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

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
use tokio::task::JoinHandle;

use crate::guard::Guard;
use crate::pages;

/// A bundle of the largest size, as base64, with some room.
const BODY_LIMIT: usize = 96 << 20;

/// What to serve.
pub struct Config {
    /// The program.
    pub program: Arc<Program>,
    /// The built interface; none serves calls only.
    pub pages: Option<PathBuf>,
    /// Port on 127.0.0.1; 0 takes a free one.
    pub port: u16,
}

/// A running bridge.
pub struct Served {
    /// Where it listens.
    pub address: SocketAddr,
    /// What calls must carry.
    pub token: String,
    /// Runs until aborted.
    pub task: JoinHandle<io::Result<()>>,
}

impl Served {
    /// The address to open in a browser.
    pub fn url(&self) -> String {
        format!("http://{}/#token={}", self.address, self.token)
    }
}

#[derive(Clone)]
struct Bridge {
    program: Arc<Program>,
    pages: Option<PathBuf>,
    guard: Guard,
}

/// Starts serving.
pub async fn serve(config: Config) -> io::Result<Served> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, config.port)).await?;
    let address = listener.local_addr()?;
    let mut secret = [0u8; 32];
    getrandom::fill(&mut secret).map_err(|_| io::Error::other("the system gives no random numbers"))?;
    let token = hex::encode(secret);
    let bridge =
        Bridge { program: config.program, pages: config.pages, guard: Guard::new(token.clone(), address.port()) };
    let router = Router::new()
        .route("/call/{name}", post(call))
        .route("/download/{id}", get(download))
        .fallback(get(page))
        .layer(from_fn_with_state(bridge.clone(), known_address_only))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .with_state(bridge);
    let task = tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(Served { address, token, task })
}

async fn known_address_only(State(bridge): State<Bridge>, request: Request, next: Next) -> Response {
    if !bridge.guard.knows_address(request.headers()) {
        return (StatusCode::FORBIDDEN, "请用程序打印出来的地址打开。").into_response();
    }
    // Before a byte of the body is read: nobody without the token fills the memory.
    if request.uri().path().starts_with("/call/") && !bridge.guard.knows_bearer(request.headers()) {
        return (StatusCode::UNAUTHORIZED, "地址不完整，请用程序给出的完整地址打开。").into_response();
    }
    next.run(request).await
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
struct Token {
    #[serde(default)]
    token: String,
}

async fn download(State(bridge): State<Bridge>, Path(id): Path<String>, Query(query): Query<Token>) -> Response {
    if !bridge.guard.is_token(&query.token) {
        return (StatusCode::UNAUTHORIZED, "地址不完整。").into_response();
    }
    let Some((name, bytes)) = bridge.program.download(&id) else {
        return (StatusCode::NOT_FOUND, "这个下载已经取走或过期，请重新导出。").into_response();
    };
    let mut answer = bytes.into_response();
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename*=UTF-8''{}", percent_encoded(&name))) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    answer
}

async fn page(State(bridge): State<Bridge>, request: Request) -> Response {
    match &bridge.pages {
        Some(folder) => pages::page(folder, request.uri().path().trim_start_matches('/')),
        None => (StatusCode::NOT_FOUND, "这里只提供调用，没有界面。").into_response(),
    }
}

fn percent_encoded(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    name.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
