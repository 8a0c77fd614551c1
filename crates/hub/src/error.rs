//! Errors of the hub, as it answers them: a status, a code for programs and a Chinese sentence for people.
//! Nothing in it may name a person or quote what was sent.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The JSON body of every error.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub(crate) struct ErrorBody {
    /// Stable word for programs.
    pub code: String,
    /// What happened and what to do, in Chinese.
    pub message: String,
    /// Where an upload stands, when the code is `offset`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
}

/// An error on its way out of a handler.
#[derive(Debug)]
pub(crate) struct HubError {
    status: StatusCode,
    body: ErrorBody,
}

impl HubError {
    fn new(status: StatusCode, code: &str, message: impl Into<String>) -> Self {
        Self { status, body: ErrorBody { code: code.into(), message: message.into(), offset: None } }
    }

    /// 401: no session, or one that has run out.
    pub(crate) fn no_session() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "session", "登录已失效，请重新登录信箱（程序会自动重试）。")
    }

    /// 403: known, but not allowed.
    pub(crate) fn forbidden(code: &str, message: &str) -> Self {
        Self::new(StatusCode::FORBIDDEN, code, message)
    }

    /// 404: not here, or not for this caller.
    pub(crate) fn missing() -> Self {
        Self::new(StatusCode::NOT_FOUND, "missing", "信箱里没有这一项。")
    }

    /// 405: such a route has other methods.
    pub(crate) fn no_such_method() -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method", "信箱不认识这种请求。请升级禾站后再试。")
    }

    /// 409: the upload goes on at another place.
    pub(crate) fn offset(at: u64) -> Self {
        let mut error = Self::new(StatusCode::CONFLICT, "offset", "续传位置不对，请从给出的位置继续。");
        error.body.offset = Some(at);
        error
    }

    /// 409: a number that is not newer than what the hub has.
    pub(crate) fn stale(message: &str) -> Self {
        Self::new(StatusCode::CONFLICT, "stale", message)
    }

    /// 413: over a limit.
    pub(crate) fn too_large(message: &str) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", message)
    }

    /// 422: a verdict on content; sending the same again will not help.
    pub(crate) fn verdict(code: &str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, message)
    }

    /// 429: too many requests.
    pub(crate) fn too_many() -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many", "请求太频繁，请稍后再试。")
    }

    /// 503: the hub is busy or its disk does not answer; the request may be repeated.
    pub(crate) fn busy(code: &str, message: &str) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, code, message)
    }

    /// The HTTP status.
    pub(crate) fn status(&self) -> StatusCode {
        self.status
    }
}

impl From<rusqlite::Error> for HubError {
    fn from(error: rusqlite::Error) -> Self {
        eprintln!("mailbox: {error}");
        Self::busy("storage", "信箱服务器的存储出错，稍后会自动重试；若一直如此，请通知县里管理员检查磁盘。")
    }
}

impl From<std::io::Error> for HubError {
    fn from(error: std::io::Error) -> Self {
        eprintln!("mailbox files: {error}");
        Self::busy("storage", "信箱服务器的磁盘出错或已满，稍后会自动重试；若一直如此，请通知县里管理员检查磁盘。")
    }
}

impl IntoResponse for HubError {
    fn into_response(self) -> Response {
        (self.status, Json(self.body)).into_response()
    }
}
