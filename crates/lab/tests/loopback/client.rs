//! A TLS client that trusts the lab's root.

use facts::Moment;
use lab::Lab;
use rustls::client::{ResolvesClientCert, Resumption};
use rustls::pki_types::ServerName;
use rustls::sign::CertifiedKey;
use rustls::{ClientConfig, ConfigBuilder, RootCertStore, SignatureScheme, SupportedProtocolVersion};
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

pub(crate) const HOST: &str = "mx.example.com";

fn builder(lab: &Lab, versions: &[&'static SupportedProtocolVersion]) -> ConfigBuilder<ClientConfig, rustls::client::WantsClientCert> {
    let mut roots = RootCertStore::empty();
    roots.add(lab.authority().root().clone()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    ClientConfig::builder_with_provider(provider).with_protocol_versions(versions).unwrap().with_root_certificates(roots)
}

/// Speaks these versions.
pub(crate) fn trusting(lab: &Lab, versions: &[&'static SupportedProtocolVersion]) -> Arc<ClientConfig> {
    let mut config = builder(lab, versions).with_no_client_auth();
    config.resumption = Resumption::disabled();
    Arc::new(config)
}

#[derive(Debug)]
struct Noting(Arc<AtomicBool>);

impl ResolvesClientCert for Noting {
    fn resolve(&self, _: &[&[u8]], _: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        self.0.store(true, Ordering::Relaxed);
        None
    }

    fn has_certs(&self) -> bool {
        true
    }
}

/// Has no certificate, and notes whether one was asked for.
pub(crate) fn noting(lab: &Lab) -> (Arc<ClientConfig>, Arc<AtomicBool>) {
    let asked = Arc::new(AtomicBool::new(false));
    let config = builder(lab, rustls::ALL_VERSIONS).with_client_cert_resolver(Arc::new(Noting(Arc::clone(&asked))));
    (Arc::new(config), asked)
}

pub(crate) async fn connect(lab: &Lab, at: &str, config: &Arc<ClientConfig>) -> io::Result<TlsStream<TcpStream>> {
    connect_as(lab, at, HOST, config).await
}

/// Asks for the certificate of `name`.
pub(crate) async fn connect_as(lab: &Lab, at: &str, name: &'static str, config: &Arc<ClientConfig>) -> io::Result<TlsStream<TcpStream>> {
    let stream = TcpStream::connect(lab.behind(at.parse().unwrap()).unwrap()).await?;
    TlsConnector::from(Arc::clone(config)).connect(ServerName::try_from(name).unwrap(), stream).await
}

/// Certificates hold today: the library verifies them by the machine's clock.
pub(crate) async fn start_today(text: &str) -> Lab {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    Lab::start(&[text], Moment::from_unix(since.as_secs() as i64)).await.unwrap_or_else(|e| panic!("{e}"))
}
