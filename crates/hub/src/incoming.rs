//! Incoming requests before anybody is known: connections are counted, bodies are read whole within a size and a time, before a request takes
//! anybody's turn. Of a piece whose line was cut the part that came in goes on as a shorter piece. It knows no route.

use std::collections::HashMap;
use std::future::{Ready, poll_fn, ready};
use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, HttpBody};
use axum::extract::Request;
use axum::http::header::CONTENT_LENGTH;
use axum::http::{HeaderMap, Method};
use axum_server::accept::Accept;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::error::HubError;
use crate::limits;
use crate::state::Hub;

/// The request with its body in memory. A slow one holds nobody up but itself.
pub(crate) async fn received(hub: &Hub, request: Request, limit: usize, in_session: bool) -> Result<Request, HubError> {
    let too_large = || HubError::too_large("请求的内容太大，信箱不收。");
    let slow = || HubError::busy("slow", "数据传得太慢，稍后会自动重试。");
    let (parts, body) = request.into_parts();
    let said = said_length(&parts.headers);
    if said.is_some_and(|length| length > limit as u64) {
        thrown_away(body, said, hub.patience).await;
        return Err(too_large());
    }
    let large = limit > limits::STRANGER && said.is_none_or(|length| length > limits::STRANGER as u64);
    let _turn = if large && !in_session && !body.is_end_stream() {
        let turn = timeout(hub.patience, hub.large_of_strangers.acquire()).await;
        Some(turn.map_err(|_| HubError::busy("busy", "信箱正忙，稍后会自动重试。"))?)
    } else {
        None
    };
    let mut bytes = Vec::new();
    let reading = read(body, limit, hub.patience, &mut bytes);
    let read = timeout(Duration::from_secs(limits::REQUEST_SECONDS), reading).await.unwrap_or(Read::Cut);
    // Nobody need hear of it: whoever sends the rest asks first where it stands.
    let part_is_welcome = in_session && parts.method == Method::PATCH && !bytes.is_empty();
    match read {
        Read::Whole => Ok(Request::from_parts(parts, Body::from(bytes))),
        Read::TooLarge => Err(too_large()),
        Read::Cut if part_is_welcome => Ok(Request::from_parts(parts, Body::from(bytes))),
        Read::Cut => Err(slow()),
    }
}

enum Read {
    Whole,
    TooLarge,
    Cut,
}

/// A request of somebody who has to sign in first: its body is nobody's.
pub(crate) async fn without_session(hub: &Hub, request: Request) -> HubError {
    let said = said_length(request.headers());
    thrown_away(request.into_body(), said, hub.patience).await;
    HubError::no_session()
}

fn said_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Whoever is still sending hears nothing: an honest piece is let come in, and nothing of it kept, so that its sender learns why.
async fn thrown_away(mut body: Body, said: Option<u64>, patience: Duration) {
    if said.is_none_or(|length| length > limits::CHUNK as u64) {
        return;
    }
    let all = async {
        while let Ok(Some(Ok(_))) = timeout(patience, poll_fn(|context| Pin::new(&mut body).poll_frame(context))).await
        {
        }
    };
    drop(timeout(Duration::from_secs(limits::REQUEST_SECONDS), all).await);
}

async fn read(mut body: Body, limit: usize, patience: Duration, bytes: &mut Vec<u8>) -> Read {
    loop {
        let next = timeout(patience, poll_fn(|context| Pin::new(&mut body).poll_frame(context))).await;
        match next {
            Ok(None) => return Read::Whole,
            Ok(Some(Ok(frame))) => {
                if let Ok(data) = frame.into_data() {
                    if bytes.len() + data.len() > limit {
                        return Read::TooLarge;
                    }
                    bytes.extend_from_slice(&data);
                }
            }
            Ok(Some(Err(_))) | Err(_) => return Read::Cut,
        }
    }
}

type Counts = Arc<Mutex<HashMap<IpAddr, usize>>>;

/// Takes connections as long as there is room for them.
#[derive(Clone, Default)]
pub(crate) struct Counted(Counts);

impl<S> Accept<TcpStream, S> for Counted {
    type Stream = Connection;
    type Service = S;
    type Future = Ready<io::Result<(Connection, S)>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        ready(self.count(stream).map(|stream| (stream, service)))
    }
}

impl Counted {
    fn count(&self, stream: TcpStream) -> io::Result<Connection> {
        let peer = stream.peer_addr()?.ip();
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let full = counts.values().sum::<usize>() >= limits::CONNECTIONS
            || counts.get(&peer).is_some_and(|own| *own >= limits::CONNECTIONS_OF_ADDRESS);
        if full {
            return Err(io::Error::other("too many connections"));
        }
        *counts.entry(peer).or_default() += 1;
        drop(counts);
        Ok(Connection { stream, peer, counts: Arc::clone(&self.0) })
    }
}

/// A connection that is counted until it ends.
pub(crate) struct Connection {
    stream: TcpStream,
    peer: IpAddr,
    counts: Counts,
}

impl Drop for Connection {
    fn drop(&mut self) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = counts.get_mut(&self.peer) {
            *own -= 1;
            if *own == 0 {
                counts.remove(&self.peer);
            }
        }
    }
}

impl AsyncRead for Connection {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
