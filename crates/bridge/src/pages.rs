//! The built interface (ui/dist), given out with the same content policy as the window. Reads only inside the
//! folder it was given; knows nothing of what the pages do.

use std::path::{Component, Path};

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// The content policy of design §11, without the window's own channels.
const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' data: blob:; frame-ancestors 'none'";

/// A file of the interface; its first page for the root.
pub(crate) fn page(folder: &Path, wanted: &str) -> Response {
    let wanted = if wanted.is_empty() { "index.html" } else { wanted };
    let inside = Path::new(wanted).components().all(|part| matches!(part, Component::Normal(_)));
    let file = folder.join(wanted);
    if !inside || !file.is_file() {
        return (StatusCode::NOT_FOUND, "没有这个页面。").into_response();
    }
    match std::fs::read(&file) {
        Ok(bytes) => {
            let mut answer = bytes.into_response();
            let headers = answer.headers_mut();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(&file)));
            headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
            headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
            headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
            answer
        }
        Err(_) => (StatusCode::INTERNAL_SERVER_ERROR, "页面文件读不出来，请重新安装程序。").into_response(),
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
