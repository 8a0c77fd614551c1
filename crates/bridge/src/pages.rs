//! The built interface, given out with the same content policy as the window: the one inside the program, or a folder of it. Reads
//! nothing else; knows nothing of what the pages do.

use std::borrow::Cow;
use std::path::{Component, Path, PathBuf};

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

/// The content policy of the window (src-tauri/tauri.conf.json), without the window's own channels.
const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' data: blob:; frame-ancestors 'none'";

/// The interface inside the program; debug builds read it from its folder.
#[derive(RustEmbed)]
#[folder = "../../ui/dist"]
struct Inside;

/// Where the interface comes from.
#[derive(Clone)]
pub enum Pages {
    /// Out of the program.
    Inside,
    /// Out of a folder.
    Folder(PathBuf),
    /// There is none: calls only.
    None,
}

impl Pages {
    /// A file of the interface; its first page for the root.
    pub(crate) fn page(&self, wanted: &str) -> Response {
        let wanted = if wanted.is_empty() { "index.html" } else { wanted };
        let inside = Path::new(wanted).components().all(|part| matches!(part, Component::Normal(_)));
        let bytes = match self {
            Pages::None => return (StatusCode::NOT_FOUND, "这里只提供调用，没有界面。").into_response(),
            _ if !inside => None,
            Pages::Inside => Inside::get(wanted).map(|file| file.data),
            Pages::Folder(folder) => std::fs::read(folder.join(wanted)).ok().map(Cow::Owned),
        };
        let Some(bytes) = bytes else {
            return (StatusCode::NOT_FOUND, "没有这个页面。").into_response();
        };
        let mut answer = bytes.into_owned().into_response();
        let headers = answer.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(Path::new(wanted))));
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        answer
    }
}

fn content_type(file: &Path) -> &'static str {
    match file.extension().and_then(|end| end.to_str()).unwrap_or("") {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    }
}
