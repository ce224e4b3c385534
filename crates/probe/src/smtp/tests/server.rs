//! A mail server on loopback that follows a script, once per connection.

use facts::answer::Der;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// One thing that the server does.
#[derive(Clone, Debug)]
pub(super) enum Do {
    Say(&'static str),
    /// Reads a line that must begin so; anything else closes the connection.
    Hear(&'static str),
    Wait(u64),
    /// Keeps the connection and says nothing.
    Silence,
    /// Says this for ever.
    Endless(&'static str),
    Close,
    /// Shakes hands.
    Tls,
    /// TLS 1.2 that wants a client certificate.
    TlsForClientsOnly,
    /// Reads the ClientHello and sends this alert.
    Alert(u8),
}

#[derive(Default)]
struct Seen {
    connections: AtomicUsize,
    open: AtomicUsize,
    most: AtomicUsize,
    names: Mutex<Vec<String>>,
}

pub(super) struct Server {
    pub(super) at: SocketAddr,
    pub(super) chain: Vec<Der>,
    seen: Arc<Seen>,
}

impl Server {
    pub(super) fn connections(&self) -> usize {
        self.seen.connections.load(Ordering::SeqCst)
    }

    pub(super) fn most_at_once(&self) -> usize {
        self.seen.most.load(Ordering::SeqCst)
    }

    /// The names that handshakes asked for.
    pub(super) fn names(&self) -> Vec<String> {
        self.seen.names.lock().expect("no panic").clone()
    }
}

trait Wire: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Wire for T {}
type Stream = Pin<Box<dyn Wire>>;

struct Tls {
    open: TlsAcceptor,
    closed: TlsAcceptor,
}

pub(super) async fn serve(script: Vec<Do>) -> Server {
    let made = rcgen::generate_simple_self_signed(vec!["mx.example.com".to_owned()]).expect("a certificate");
    let chain = vec![Der(made.cert.der().to_vec())];
    let tls = Arc::new(Tls { open: acceptor(&made, false), closed: acceptor(&made, true) });
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let at = listener.local_addr().expect("an address");
    let seen = Arc::new(Seen::default());
    let counted = seen.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (script, tls, seen) = (script.clone(), tls.clone(), counted.clone());
            seen.connections.fetch_add(1, Ordering::SeqCst);
            seen.most.fetch_max(seen.open.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            tokio::spawn(async move {
                let _ = follow(Box::pin(stream), &script, &tls, &seen).await;
                seen.open.fetch_sub(1, Ordering::SeqCst);
            });
        }
    });
    Server { at, chain, seen }
}

fn acceptor(made: &rcgen::CertifiedKey<rcgen::KeyPair>, clients_only: bool) -> TlsAcceptor {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let cert: CertificateDer<'static> = made.cert.der().clone();
    let versions = if clients_only { vec![&rustls::version::TLS12] } else { rustls::ALL_VERSIONS.to_vec() };
    let builder = ServerConfig::builder_with_provider(provider.clone()).with_protocol_versions(&versions).expect("versions");
    let builder = if clients_only {
        let mut roots = RootCertStore::empty();
        roots.add(cert.clone()).expect("a root");
        let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build().expect("a verifier");
        builder.with_client_cert_verifier(verifier)
    } else {
        builder.with_no_client_auth()
    };
    TlsAcceptor::from(Arc::new(builder.with_single_cert(vec![cert], key).expect("a key")))
}

async fn follow(mut stream: Stream, script: &[Do], tls: &Tls, seen: &Seen) -> std::io::Result<()> {
    for act in script {
        match act {
            Do::Say(text) => {
                stream.write_all(text.as_bytes()).await?;
                stream.flush().await?;
            }
            Do::Hear(wanted) => {
                let heard = line(&mut stream).await?;
                if !heard.starts_with(wanted) {
                    return Ok(());
                }
            }
            Do::Wait(ms) => tokio::time::sleep(Duration::from_millis(*ms)).await,
            Do::Silence => std::future::pending().await,
            Do::Endless(text) => loop {
                stream.write_all(text.as_bytes()).await?;
            },
            Do::Close => return Ok(()),
            Do::Tls => {
                let accepted = tls.open.accept(stream).await?;
                let name = accepted.get_ref().1.server_name().unwrap_or_default().to_owned();
                seen.names.lock().expect("no panic").push(name);
                stream = Box::pin(accepted);
            }
            Do::TlsForClientsOnly => stream = Box::pin(tls.closed.accept(stream).await?),
            Do::Alert(number) => {
                let _ = stream.read(&mut [0; 4096]).await?;
                stream.write_all(&[0x15, 3, 3, 0, 2, 2, *number]).await?;
            }
        }
    }
    Ok(())
}

/// One line, read byte by byte so that nothing behind it is swallowed.
async fn line(stream: &mut Stream) -> std::io::Result<String> {
    let mut bytes = Vec::new();
    while bytes.last() != Some(&b'\n') {
        bytes.push(stream.read_u8().await?);
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
