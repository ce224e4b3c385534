//! TLS handshakes that record what was presented and refuse nothing: judging is for others.

use facts::Name;
use facts::answer::{Der, StepEnd, TlsFacts};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{ResolvesClientCert, Resumption};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::sign::CertifiedKey;
use rustls::{ClientConfig, DigitallySignedStruct, SignatureScheme};
use std::io;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};
use tokio_rustls::TlsConnector;

pub(crate) type Stream = tokio_rustls::client::TlsStream<TcpStream>;

/// What a handshake showed, and how it ended.
pub(crate) struct Shaken {
    /// Set when a certificate was seen, whether or not the handshake finished.
    pub(crate) facts: Option<TlsFacts>,
    pub(crate) stream: Result<Stream, StepEnd>,
}

pub(crate) static PROVIDER: LazyLock<Arc<CryptoProvider>> = LazyLock::new(|| Arc::new(rustls::crypto::ring::default_provider()));

/// Shakes hands over `stream`, asking for `sni` where there is one that TLS can carry, and for a protocol of `alpn`.
pub(crate) async fn handshake(stream: TcpStream, sni: Option<&Name>, addr: IpAddr, alpn: &[&[u8]], deadline: Instant) -> Shaken {
    shake(stream, sni, addr, alpn, Recorder::default(), deadline).await
}

/// Shakes hands in TLS 1.3, taking signatures of one kind alone: shows the certificate of that key type.
pub(crate) async fn handshake_signed_by(
    schemes: &'static [SignatureScheme],
    stream: TcpStream,
    sni: Option<&Name>,
    addr: IpAddr,
    deadline: Instant,
) -> Shaken {
    shake(stream, sni, addr, &[], Recorder { schemes, ..Recorder::default() }, deadline).await
}

async fn shake(stream: TcpStream, sni: Option<&Name>, addr: IpAddr, alpn: &[&[u8]], recorder: Recorder, deadline: Instant) -> Shaken {
    let recorder = Arc::new(recorder);
    let config = match config(recorder.clone()) {
        Ok(mut config) => {
            config.alpn_protocols = alpn.iter().map(|p| p.to_vec()).collect();
            config
        }
        Err(error) => return Shaken { facts: None, stream: Err(StepEnd::TlsFailure(error_name(&error))) },
    };
    // An address is never sent as SNI (RFC 6066 3).
    let name = sni.and_then(|n| ServerName::try_from(n.as_str().to_owned()).ok()).unwrap_or(ServerName::IpAddress(addr.into()));
    let done = timeout_at(deadline, TlsConnector::from(Arc::new(config)).connect(name, stream)).await;
    let seen = recorder.seen.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let asked = recorder.asked.load(Ordering::Relaxed);
    let mut facts = (!seen.chain.is_empty()).then(|| TlsFacts {
        chain: seen.chain,
        key_proved: seen.key_proved,
        ocsp: seen.ocsp,
        asks_certificate: asked,
        ..TlsFacts::default()
    });
    let stream = match done {
        Err(_) => Err(StepEnd::Timeout),
        Ok(Err(error)) => Err(end_of(&error)),
        Ok(Ok(stream)) => {
            let facts = facts.get_or_insert_default();
            let session = stream.get_ref().1;
            facts.version = session.protocol_version().and_then(|v| v.as_str()).unwrap_or_default().replacen("TLSv1_", "TLSv1.", 1);
            facts.suite = session.negotiated_cipher_suite().map_or_else(String::new, |s| iana_suite(s.suite().as_str()));
            facts.group = session.negotiated_key_exchange_group().map_or_else(String::new, |g| iana_group(g.name()));
            Ok(stream)
        }
    };
    Shaken { facts, stream }
}

/// How a step ended whose stream broke: an alert by its name, else a cut connection.
pub(crate) fn end_of(error: &io::Error) -> StepEnd {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        Some(error) => StepEnd::TlsFailure(error_name(error)),
        None => StepEnd::Closed,
    }
}

fn config(recorder: Arc<Recorder>) -> Result<ClientConfig, rustls::Error> {
    let versions = if recorder.schemes.is_empty() { rustls::DEFAULT_VERSIONS } else { &[&rustls::version::TLS13] };
    let mut config = ClientConfig::builder_with_provider(PROVIDER.clone())
        .with_protocol_versions(versions)?
        .dangerous()
        .with_custom_certificate_verifier(recorder.clone())
        .with_client_cert_resolver(recorder);
    // A resumed session would hide the chain.
    config.resumption = Resumption::disabled();
    Ok(config)
}

#[derive(Clone, Debug, Default)]
struct Seen {
    chain: Vec<Der>,
    key_proved: bool,
    ocsp: Option<Der>,
}

/// Keeps what a server presents and accepts everything.
#[derive(Debug, Default)]
struct Recorder {
    seen: Mutex<Seen>,
    asked: AtomicBool,
    /// The signatures that are taken, in TLS 1.3 alone; empty for all, in every version.
    schemes: &'static [SignatureScheme],
}

impl ResolvesClientCert for Recorder {
    fn resolve(&self, _: &[&[u8]], _: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        self.asked.store(true, Ordering::Relaxed);
        None
    }

    fn has_certs(&self) -> bool {
        // Else the request would be answered without a word to us.
        true
    }
}

impl Recorder {
    fn proved(&self, verified: Result<HandshakeSignatureValid, rustls::Error>) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).key_proved = verified.is_ok();
        Ok(HandshakeSignatureValid::assertion())
    }
}

impl ServerCertVerifier for Recorder {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        ocsp: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let chain = std::iter::once(end_entity).chain(intermediates).map(|c| Der(c.to_vec())).collect();
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.chain = chain;
        seen.ocsp = (!ocsp.is_empty()).then(|| Der(ocsp.to_vec()));
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.proved(verify_tls12_signature(message, cert, signed, &PROVIDER.signature_verification_algorithms))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.proved(verify_tls13_signature(message, cert, signed, &PROVIDER.signature_verification_algorithms))
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        if self.schemes.is_empty() { PROVIDER.signature_verification_algorithms.supported_schemes() } else { self.schemes.to_vec() }
    }
}

/// rustls writes `TLS13_…`, the registry `TLS_…`.
fn iana_suite(name: Option<&'static str>) -> String {
    name.unwrap_or_default().replacen("TLS13_", "TLS_", 1)
}

fn iana_group(group: rustls::NamedGroup) -> String {
    match group {
        rustls::NamedGroup::X25519 => "x25519".into(),
        rustls::NamedGroup::X448 => "x448".into(),
        other => other.as_str().unwrap_or_default().into(),
    }
}

/// The name of the alert of this number.
pub(crate) fn alert_name(number: u8) -> String {
    error_name(&rustls::Error::AlertReceived(number.into()))
}

/// The name of an alert as RFC 8446 6 writes it (`handshake_failure`), or of rustls's own finding
/// in the same spelling (`peer_incompatible_server_does_not_support_tls12_or13`).
fn error_name(error: &rustls::Error) -> String {
    let words = match error {
        rustls::Error::AlertReceived(alert) => match alert.as_str() {
            Some(name) => name.to_owned(),
            None => format!("alert{}", u8::from(*alert)),
        },
        other => format!("{other:?}"),
    };
    snake_case(&words)
}

/// `UnknownCA` as `unknown_ca`; at most 80 bytes.
fn snake_case(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::new();
    for (i, &c) in chars.iter().enumerate() {
        if !c.is_ascii_alphanumeric() {
            if !out.is_empty() && !out.ends_with('_') {
                out.push('_');
            }
            continue;
        }
        let after_lower = i > 0 && (chars[i - 1].is_ascii_lowercase() || chars[i - 1].is_ascii_digit());
        let ends_acronym = i > 0 && chars[i - 1].is_ascii_uppercase() && chars.get(i + 1).is_some_and(char::is_ascii_lowercase);
        if c.is_ascii_uppercase() && (after_lower || ends_acronym) && !out.ends_with('_') {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out.truncate(80);
    out.trim_end_matches('_').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustls::AlertDescription;

    #[test]
    fn failures_bear_the_names_of_the_registry() {
        let alert = |alert| error_name(&rustls::Error::AlertReceived(alert));
        assert_eq!(alert(AlertDescription::ProtocolVersion), "protocol_version");
        assert_eq!(alert(AlertDescription::HandshakeFailure), "handshake_failure");
        assert_eq!(alert(AlertDescription::UnknownCA), "unknown_ca");
        assert_eq!(alert(AlertDescription::UnknownPSKIdentity), "unknown_psk_identity");
        assert_eq!(alert(AlertDescription::Unknown(199)), "alert199");
        let other = rustls::Error::PeerIncompatible(rustls::PeerIncompatible::ServerDoesNotSupportTls12Or13);
        assert_eq!(error_name(&other), "peer_incompatible_server_does_not_support_tls12_or13");
    }

    #[test]
    fn names_are_those_of_iana() {
        assert_eq!(iana_suite(Some("TLS13_AES_128_GCM_SHA256")), "TLS_AES_128_GCM_SHA256");
        assert_eq!(iana_group(rustls::NamedGroup::X25519), "x25519");
        assert_eq!(iana_group(rustls::NamedGroup::secp256r1), "secp256r1");
    }
}
