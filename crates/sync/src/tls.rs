//! TLS by pin: the hub's certificate is known by its SHA-256 and by nothing else. Neither its dates (station clocks are
//! often years off) nor its name are looked at. The handshake's own signatures are checked as always. The time is the PC's as the program
//! knows it, not the system's, so that tests can be in any year.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::time_provider::TimeProvider;
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, SignatureScheme};
use sha2::{Digest, Sha256};

/// Accepts one certificate, or any when there is no pin (only to ask who answers).
#[derive(Debug)]
struct PinVerifier {
    pin: Option<[u8; 32]>,
    mismatch: Arc<AtomicBool>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for PinVerifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let seen: [u8; 32] = Sha256::digest(end_entity).into();
        if self.pin.is_some_and(|pin| pin != seen) {
            self.mismatch.store(true, Ordering::SeqCst);
            return Err(Error::InvalidCertificate(CertificateError::ApplicationVerificationFailure));
        }
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

/// Bytes of a record. One whose line is cut in the middle cannot be read and goes up again whole, so it is not the 16 KiB that it might be.
const RECORD: usize = 2048;

/// The time at which a run began.
#[derive(Debug)]
struct Began(UnixTime);

impl TimeProvider for Began {
    fn current_time(&self) -> Option<UnixTime> {
        Some(self.0)
    }
}

/// A TLS set-up that trusts one pin. `mismatch` turns true when another certificate was shown.
pub(crate) fn config(pin: Option<[u8; 32]>, now_ms: u64, mismatch: Arc<AtomicBool>) -> Result<ClientConfig, Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier = PinVerifier { pin, mismatch, provider: provider.clone() };
    let now = Began(UnixTime::since_unix_epoch(Duration::from_millis(now_ms)));
    let mut config = ClientConfig::builder_with_details(provider, Arc::new(now))
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    config.max_fragment_size = Some(RECORD);
    Ok(config)
}
