//! A line with a fixed address that tests can point elsewhere, cut after some bytes, let fall silent, or give bad weather; and somebody
//! who is not a hub. No packet is looked into.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rustls::pki_types::PrivateKeyDer;

use crate::weather::{PACKET, Weather};

#[derive(Default)]
struct State {
    to: Mutex<Option<SocketAddr>>,
    /// Bytes that may still go up; below zero the line is cut.
    budget: AtomicI64,
    limited: AtomicBool,
    /// The same for what comes down.
    answers: AtomicI64,
    answers_limited: AtomicBool,
    sent: AtomicI64,
    weather: Mutex<Option<Weather>>,
    ended: AtomicBool,
}

/// A line on which requests go up and answers come down.
pub struct Line {
    address: SocketAddr,
    state: Arc<State>,
}

impl Line {
    pub fn open() -> Line {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(State::default());
        let shared = state.clone();
        std::thread::spawn(move || {
            for client in listener.incoming() {
                if shared.ended.load(Ordering::SeqCst) {
                    return;
                }
                let to = *shared.to.lock().unwrap();
                if let (Ok(client), Some(to)) = (client, to)
                    && let Ok(server) = TcpStream::connect(to)
                    && shared.in_weather(Weather::connects)
                {
                    join(client, server, shared.clone());
                }
            }
        });
        Line { address, state }
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    pub fn url(&self) -> String {
        format!("https://{}", self.address)
    }

    /// Leads elsewhere from now on; `None` hangs up at once.
    pub fn to(&self, to: Option<SocketAddr>) {
        *self.state.to.lock().unwrap() = to;
    }

    /// Cuts the line for good once so many more bytes have gone up.
    pub fn cut_after(&self, bytes: i64) {
        self.state.budget.store(bytes, Ordering::SeqCst);
        self.state.limited.store(true, Ordering::SeqCst);
    }

    /// The same for answers: what was asked has been done, and nobody hears of it.
    pub fn cut_answers_after(&self, bytes: i64) {
        self.state.answers.store(bytes, Ordering::SeqCst);
        self.state.answers_limited.store(true, Ordering::SeqCst);
    }

    /// Mends the line.
    pub fn mend(&self) {
        self.state.limited.store(false, Ordering::SeqCst);
        self.state.answers_limited.store(false, Ordering::SeqCst);
    }

    /// Bytes that went up since the last time this was asked.
    pub fn sent(&self) -> i64 {
        self.state.sent.swap(0, Ordering::SeqCst)
    }

    /// From now on in this weather, or (None) in none; gives the weather so far.
    pub fn weather(&self, weather: Option<Weather>) -> Option<Weather> {
        std::mem::replace(&mut self.state.weather.lock().unwrap(), weather)
    }

    /// The time that has gone by in this weather.
    pub fn now(&self) -> Duration {
        self.state.weather.lock().unwrap().as_ref().map_or(Duration::ZERO, |weather| weather.now)
    }
}

impl State {
    /// Whether what goes over the line comes through its weather.
    fn in_weather(&self, goes: impl FnOnce(&mut Weather) -> bool) -> bool {
        self.weather.lock().unwrap().as_mut().is_none_or(goes)
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.state.ended.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
    }
}

fn join(client: TcpStream, server: TcpStream, state: Arc<State>) {
    let (up_from, up_to) = (client.try_clone().unwrap(), server.try_clone().unwrap());
    let downward = state.clone();
    std::thread::spawn(move || carry(up_from, up_to, &state, true));
    std::thread::spawn(move || carry(server, client, &downward, false));
}

fn carry(mut from: TcpStream, mut to: TcpStream, state: &State, upward: bool) {
    let mut piece = [0; PACKET];
    let (budget, limited) =
        if upward { (&state.budget, &state.limited) } else { (&state.answers, &state.answers_limited) };
    while let Ok(count @ 1..) = from.read(&mut piece) {
        if upward {
            state.sent.fetch_add(count as i64, Ordering::SeqCst);
        }
        let left = budget.fetch_sub(count as i64, Ordering::SeqCst) - count as i64;
        if limited.load(Ordering::SeqCst) && left < 0 {
            break;
        }
        if !state.in_weather(|weather| weather.carries(count, upward)) {
            break;
        }
        if to.write_all(&piece[..count]).is_err() {
            break;
        }
    }
    let _ = from.shutdown(Shutdown::Both);
    let _ = to.shutdown(Shutdown::Both);
}

/// Somebody who answers every request over TLS with the same words. `certificate`: (certificate, key), or one of its own.
pub fn somebody(certificate: Option<(Vec<u8>, Vec<u8>)>, answer: &'static str) -> SocketAddr {
    let (certificate, key) = certificate.unwrap_or_else(|| {
        let made = rcgen::generate_simple_self_signed(vec!["portal".into()]).unwrap();
        (made.cert.der().to_vec(), made.signing_key.serialize_der())
    });
    let config = rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.into()], PrivateKeyDer::try_from(key).unwrap())
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut tls = rustls::StreamOwned::new(rustls::ServerConnection::new(config.clone()).unwrap(), stream);
            let mut request = [0; 4096];
            if matches!(tls.read(&mut request), Ok(1..)) {
                let _ = tls.write_all(answer.as_bytes());
                tls.conn.send_close_notify();
                let _ = tls.flush();
            }
        }
    });
    address
}

/// A place that takes connections and never says a word. Ends with the test.
pub fn silence() -> (SocketAddr, TcpListener) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    (listener.local_addr().unwrap(), listener)
}
