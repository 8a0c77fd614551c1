//! The bare wire: bytes over TLS as they are written, whole or not. It makes no request by itself and tries nothing twice.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use crate::county::County;

fn is_silence(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}

/// One connection to the hub, its handshake done.
pub struct Wire(StreamOwned<ClientConnection, TcpStream>);

impl Wire {
    pub fn to(county: &County) -> Wire {
        let mut roots = RootCertStore::empty();
        let certificate = std::fs::read(county.directory.path().join("hub/certificate.der")).unwrap();
        roots.add(CertificateDer::from(certificate)).unwrap();
        let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let address = county.url("").trim_start_matches("https://").to_string();
        let mut stream = TcpStream::connect(address).unwrap();
        // Far beyond any patience of the hub: nothing here waits for it, it only keeps a failing test from hanging.
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let name = ServerName::try_from("127.0.0.1").unwrap();
        let mut tls = ClientConnection::new(Arc::new(config), name).unwrap();
        while tls.is_handshaking() {
            tls.complete_io(&mut stream).unwrap();
        }
        Wire(StreamOwned::new(tls, stream))
    }

    /// Says so much. False when the hub has hung up.
    pub fn say(&mut self, text: &str) -> bool {
        self.0.write_all(text.as_bytes()).and_then(|()| self.0.flush()).is_ok()
    }

    /// Whether the hub hangs up (or speaks) within this time.
    pub fn hung_up_within(&mut self, time: Duration) -> bool {
        self.0.sock.set_read_timeout(Some(time)).unwrap();
        let waited = self.0.read(&mut [0]);
        !waited.is_err_and(|error| is_silence(&error))
    }

    /// The status of the next answer. None when the hub hung up without one.
    pub fn status(&mut self) -> Option<u16> {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            match self.0.read(&mut byte) {
                Ok(1) => head.push(byte[0]),
                Err(error) if is_silence(&error) => panic!("the hub neither answers nor hangs up"),
                _ => return None,
            }
        }
        let head = String::from_utf8(head).unwrap().to_lowercase();
        let length = head.split("content-length: ").nth(1).and_then(|rest| rest.split('\r').next()?.parse().ok());
        self.0.read_exact(&mut vec![0; length.unwrap_or(0)]).unwrap();
        head.split(' ').nth(1)?.parse().ok()
    }
}
