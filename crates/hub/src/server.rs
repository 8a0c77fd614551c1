//! Starting and stopping: the routes behind TLS on a thread of their own. It holds no rules about what is kept; those are with each
//! noun.

use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};

use crate::identity::{HubIdentity, SetupError};
use crate::incoming::Counted;
use crate::limits::Rates;
use crate::mailbox::Mailbox;
use crate::rot::Passes;
use crate::routes::routes;
use crate::state::Hub;

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
    passes: Option<Passes>,
}

impl Handle {
    /// Stops taking connections, lets running requests end (10 s at most) and waits for it.
    pub fn stop(mut self) {
        self.end();
    }

    fn end(&mut self) {
        drop(self.passes.take());
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

/// Starts a hub on a thread of its own and returns when it listens.
pub fn serve(config: Config) -> Result<Handle, SetupError> {
    let identity = HubIdentity::open(&config.data_dir)?;
    let mailbox = Mailbox::open(&config.data_dir).map_err(|_| SetupError::Mailbox)?;
    let tls = tls(&identity)?;
    let listener =
        TcpListener::bind(config.listen).map_err(|error| SetupError::Io("端口打不开，可能已被占用", error))?;
    let addr = listener.local_addr().map_err(|error| SetupError::Io("端口打不开", error))?;
    let hub = Hub::new(identity, mailbox, &config.rates, config.log).map_err(|_| SetupError::Mailbox)?;
    let hub = Arc::new(hub);
    let passes = Passes::begin(hub.clone()).map_err(|error| SetupError::Io("不能启动信箱服务", error))?;
    let server = axum_server::Handle::new();
    let (pin, key, county) =
        (hub.identity.pin.clone(), hub.identity.key.public().to_string(), hub.identity.county.clone());
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| SetupError::Io("不能启动信箱服务", error))?;
    let (handle, patience) = (server.clone(), config.rates.patience);
    let thread = std::thread::spawn(move || {
        runtime.block_on(async move {
            let tls = RustlsAcceptor::new(tls).handshake_timeout(patience).acceptor(Counted::default());
            let mut server = axum_server::from_tcp(listener)?
                .acceptor(tls)
                .http1_only()
                .handle(handle)
                .first_request_timeout(patience);
            // A head that never ends, and a line that is kept open for nothing.
            server.http_builder().http1().header_read_timeout(patience);
            server.serve(routes(hub).into_make_service_with_connect_info::<SocketAddr>()).await
        })
    });
    let url = format!("https://{addr}");
    Ok(Handle { addr, url, pin, key, county, server, thread: Some(thread), passes: Some(passes) })
}

fn tls(identity: &HubIdentity) -> Result<RustlsConfig, SetupError> {
    let failed = |error: rustls::Error| SetupError::Certificate(error.to_string());
    let key = rustls::pki_types::PrivateKeyDer::try_from(identity.certificate_key.clone())
        .map_err(|_| SetupError::Damaged("certificate.key"))?;
    let mut config = rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(failed)?
        .with_no_client_auth()
        .with_single_cert(vec![identity.certificate.clone().into()], key)
        .map_err(failed)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(RustlsConfig::from_config(Arc::new(config)))
}
