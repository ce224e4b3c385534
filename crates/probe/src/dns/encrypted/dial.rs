//! The way to a resolver behind TLS: its address, the connection, and a certificate that is verified.
//! There is no way round the certificate, and none back to clear text.

use super::address::Encrypted as Spec;
use crate::{ConnectMap, Error, Options};
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{CertificateError, ClientConfig, RootCertStore};
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};
use tokio_rustls::TlsConnector;

pub(super) type Stream = tokio_rustls::client::TlsStream<TcpStream>;

/// Of one resolver.
pub(super) struct Dialer {
    spec: Spec,
    holder: ServerName<'static>,
    connect: ConnectMap,
    tls: TlsConnector,
    /// What the system's resolver said of the name: it is asked once.
    found: Mutex<Vec<IpAddr>>,
}

impl Dialer {
    /// `alpn` is what must be spoken inside TLS, where the protocol wants it named.
    pub(super) fn new(spec: &Spec, alpn: Option<&[u8]>, options: &Options) -> Result<Self, Error> {
        let holder = spec.holder().ok_or_else(|| Error::Upstream(spec.to_string()))?;
        let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        roots.add_parsable_certificates(options.extra_roots.iter().map(|der| CertificateDer::from(der.as_slice())));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let mut config = builder.map_err(|e| Error::Tls(e.to_string()))?.with_root_certificates(roots).with_no_client_auth();
        config.alpn_protocols.extend(alpn.map(<[u8]>::to_vec));
        let tls = TlsConnector::from(Arc::new(config));
        Ok(Self { spec: spec.clone(), holder, connect: options.connect.clone(), tls, found: Mutex::default() })
    }

    /// A connection with a verified certificate, or why there is none.
    pub(super) async fn dial(&self, limit: Duration) -> Result<Stream, String> {
        let deadline = Instant::now() + limit;
        let mut why = "no address is known".to_owned();
        let places = timeout_at(deadline, self.places()).await.map_err(|_| "looking up its name took too long".to_owned())??;
        for (i, at) in places.iter().enumerate() {
            let left = deadline.saturating_duration_since(Instant::now());
            let until = Instant::now() + left / u32::try_from(places.len() - i).unwrap_or(1);
            let stream = match timeout_at(until, TcpStream::connect(at)).await {
                Ok(Ok(stream)) => stream,
                Ok(Err(error)) => {
                    why = format!("failed to connect to {at}: {error}");
                    continue;
                }
                Err(_) => {
                    why = format!("failed to connect to {at}: no answer");
                    continue;
                }
            };
            // Questions are small and wait for nothing.
            let _ = stream.set_nodelay(true);
            match timeout_at(until, self.tls.connect(self.holder.clone(), stream)).await {
                Ok(Ok(stream)) => return Ok(stream),
                // What another address would show is no better: the name is the same.
                Ok(Err(error)) => return Err(self.refusal(&error, *at)),
                Err(_) => why = format!("the TLS handshake with {at} took too long"),
            }
        }
        Err(why)
    }

    /// Where to connect to: by a rule on the name, by the address given, else by the system's resolver.
    async fn places(&self) -> Result<Vec<SocketAddr>, String> {
        let (name, port) = (self.spec.name.as_ref(), self.spec.port);
        let carried = |at: SocketAddr| self.connect.target(name, at).unwrap_or(at);
        let nowhere = SocketAddr::from((Ipv4Addr::UNSPECIFIED, port));
        let blind = carried(self.spec.addr.map_or(nowhere, |ip| SocketAddr::new(ip, port)));
        if !blind.ip().is_unspecified() {
            return Ok(vec![blind]);
        }
        let known = self.found.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let known = if known.is_empty() { self.look_up().await? } else { known };
        Ok(known.into_iter().map(|ip| carried(SocketAddr::new(ip, port))).collect())
    }

    async fn look_up(&self) -> Result<Vec<IpAddr>, String> {
        let name = self.spec.name.as_ref().map_or("", |n| n.as_str());
        // With the final dot no search list is tried.
        let found = tokio::net::lookup_host((format!("{name}."), self.spec.port)).await;
        let found: Vec<IpAddr> =
            found.map_err(|e| format!("failed to look up {name} by the system's resolver: {e}"))?.map(|at| at.ip()).collect();
        self.found.lock().unwrap_or_else(PoisonError::into_inner).clone_from(&found);
        if found.is_empty() { Err(format!("the system's resolver knows no address of {name}")) } else { Ok(found) }
    }

    fn refusal(&self, error: &io::Error, at: SocketAddr) -> String {
        let holder = self.holder.to_str();
        match error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
            Some(rustls::Error::InvalidCertificate(fault)) => match fault {
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                    format!("its certificate is not made out to {holder}")
                }
                CertificateError::UnknownIssuer => "its certificate comes from nobody who is trusted here; --ca-file adds trust".to_owned(),
                CertificateError::Expired | CertificateError::ExpiredContext { .. } => "its certificate has expired".to_owned(),
                CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                    "its certificate is not valid yet".to_owned()
                }
                other => format!("its certificate is refused: {other}"),
            },
            Some(rustls::Error::AlertReceived(alert)) => format!("the TLS handshake with {at} failed: alert {alert:?}"),
            Some(other) => format!("the TLS handshake with {at} failed: {other}"),
            None => format!("the TLS handshake with {at} failed: {error}"),
        }
    }
}
