//! One request over the line and its answer, judged: a hub's, a portal's, or none. A silent line ends a request, a slow one
//! does not. It knows no session and no meaning of what is asked.

use std::io::Read;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use reqwest::Method;
use reqwest::header::CONTENT_TYPE;
use serde::Deserialize;

use crate::error::{OfflineReason, SyncError};
use crate::tls;

/// The largest answer that is read: a roster with all its devices is far below.
const LARGEST_ANSWER: u64 = 16 << 20;
/// How long the line may be silent. There is no limit on the whole: a slow line is a line.
const IDLE: Duration = Duration::from_secs(60);
/// When a request that nobody waits for any more is given up. No piece is so large that it needs as long.
const ABANDONED: Duration = Duration::from_secs(600);
const CONNECT: Duration = Duration::from_secs(15);
/// How often a waiting request looks whether it has been cancelled.
const LOOK: Duration = Duration::from_millis(50);

/// A line to one address.
pub(crate) struct Http {
    client: reqwest::blocking::Client,
    url: String,
    cancel: Arc<AtomicBool>,
    mismatch: Arc<AtomicBool>,
}

/// An answer as it came.
pub(crate) struct Answer {
    status: u16,
    kind: String,
    pub(crate) bytes: Vec<u8>,
}

#[derive(Deserialize)]
struct ErrorBody {
    code: String,
    message: String,
    offset: Option<u64>,
}

impl Http {
    /// A line that trusts one certificate, or (None) believes nobody and asks anyone.
    pub(crate) fn new(
        url: &str,
        pin: Option<[u8; 32]>,
        now_ms: u64,
        cancel: Arc<AtomicBool>,
    ) -> Result<Self, SyncError> {
        let cannot = || SyncError::Document("本机不能建立加密连接，请重启程序；仍不行请重装。".into());
        let mismatch = Arc::new(AtomicBool::new(false));
        let tls = tls::config(pin, now_ms, mismatch.clone()).map_err(|_| cannot())?;
        let client = reqwest::blocking::Client::builder()
            .timeout(ABANDONED)
            .connect_timeout(CONNECT)
            .redirect(reqwest::redirect::Policy::none())
            .tls_backend_preconfigured(tls)
            .https_only(true)
            .no_proxy()
            .build()
            .map_err(|_| cannot())?;
        Ok(Self { client, url: url.trim_end_matches('/').into(), cancel, mismatch })
    }

    /// Whether the run has been told to stop.
    pub(crate) fn cancelled(&self) -> bool {
        self.cancel.load(Ordering::SeqCst)
    }

    /// Asks and waits for the answer, which is a hub's when this is `Ok`.
    pub(crate) fn ask(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Result<Answer, SyncError> {
        let mut request = self.client.request(method, format!("{}{path}", self.url));
        if !body.is_empty() {
            request = request.header(CONTENT_TYPE, "application/json").body(body);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.judge(self.send(request)?)
    }

    /// Sends on a thread of its own, so that a cancelled run need not wait for a dead line. Any byte that comes shows that
    /// the line lives.
    fn send(&self, request: reqwest::blocking::RequestBuilder) -> Result<Answer, SyncError> {
        let (done, answered) = mpsc::channel();
        std::thread::spawn(move || {
            let answer = request.send().map_err(drop).and_then(|response| whole(response, &done));
            let _ = done.send(Heard::All(answer));
        });
        let mut alive = Instant::now();
        loop {
            match answered.recv_timeout(LOOK) {
                Ok(Heard::Some) => alive = Instant::now(),
                Ok(Heard::All(Ok(answer))) => return Ok(answer),
                Ok(Heard::All(Err(()))) if self.mismatch.swap(false, Ordering::SeqCst) => {
                    return Err(SyncError::Offline(OfflineReason::OtherCertificate));
                }
                Err(mpsc::RecvTimeoutError::Timeout) if self.cancelled() => {
                    return Err(SyncError::Cancelled);
                }
                Err(mpsc::RecvTimeoutError::Timeout) if alive.elapsed() < IDLE => {}
                _ => return Err(SyncError::Offline(OfflineReason::NoAnswer)),
            }
        }
    }

    fn judge(&self, answer: Answer) -> Result<Answer, SyncError> {
        let ours = ["application/json", "application/octet-stream"].iter().any(|kind| answer.kind.starts_with(kind));
        match answer.status {
            200..=299 if ours => return Ok(answer),
            // The hub's answer to a join request has no body.
            201 if answer.bytes.is_empty() => return Ok(answer),
            // A cut line may make the hub say 400 to a half-received body: never a verdict.
            400 | 408 => return Err(SyncError::Offline(OfflineReason::NoAnswer)),
            429 | 500..=599 if ours => return Err(SyncError::Offline(OfflineReason::Busy)),
            _ => {}
        }
        let said: Option<ErrorBody> = serde_json::from_slice(&answer.bytes).ok().filter(|_| ours);
        Err(match (answer.status, said) {
            (409, Some(ErrorBody { offset: Some(at), .. })) => SyncError::Offset(at),
            (409, Some(said)) => SyncError::Stale(said.message),
            (404, Some(_)) => SyncError::Missing,
            (400..=499, Some(said)) => SyncError::Refused { code: said.code, message: said.message },
            _ => SyncError::Offline(OfflineReason::Portal),
        })
    }
}

/// What the sending thread says.
enum Heard {
    Some,
    All(Result<Answer, ()>),
}

/// Reads an answer to its end. One that was cut short is like none, and is asked for again.
fn whole(response: reqwest::blocking::Response, heard: &mpsc::Sender<Heard>) -> Result<Answer, ()> {
    let status = response.status().as_u16();
    let kind = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default().to_string();
    let (mut bytes, mut piece) = (Vec::new(), vec![0; 16 * 1024]);
    let mut rest = response.take(LARGEST_ANSWER);
    loop {
        match rest.read(&mut piece).map_err(drop)? {
            0 => {
                return Ok(Answer { status, kind, bytes });
            }
            count => bytes.extend(&piece[..count]),
        }
        let _ = heard.send(Heard::Some);
    }
}
