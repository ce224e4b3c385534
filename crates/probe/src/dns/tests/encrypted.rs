//! Resolvers behind TLS on loopback: certificates right and wrong, connections that end, failures kept as told.

use super::*;
use crate::dns::tests::server::{Heard, Reply};
use bytes::Bytes;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use std::io;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Speech {
    Tls,
    Https,
}

/// What the servers of one test share.
struct Stage {
    root: Vec<u8>,
    acceptor: TlsAcceptor,
    connections: Arc<AtomicUsize>,
    /// Answers per connection, after which it is closed.
    most: usize,
}

impl Stage {
    /// With a certificate for `dns.example` and 127.0.0.1, from a root of its own.
    fn new(speech: Speech) -> Self {
        let mut params = CertificateParams::default();
        // Roots of one name would be tried for each other.
        params.distinguished_name.push(DnType::CommonName, format!("Root {:x?}", crate::dns::upstream::random::<8>()));
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let root = CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("a root");
        let key = KeyPair::generate().expect("a key");
        let names = vec!["dns.example".to_owned(), "127.0.0.1".to_owned()];
        let leaf = CertificateParams::new(names).expect("names").signed_by(&key, &root).expect("a leaf");
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().expect("versions");
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let mut config = config.with_no_client_auth().with_single_cert(vec![leaf.der().clone()], key).expect("a pair");
        if speech == Speech::Https {
            config.alpn_protocols = vec![b"h2".to_vec()];
        }
        let acceptor = TlsAcceptor::from(Arc::new(config));
        Self { root: root.der().to_vec(), acceptor, connections: Arc::default(), most: usize::MAX }
    }

    async fn serve<F>(&self, speech: Speech, script: F) -> u16
    where
        F: Fn(&Heard) -> Reply + Send + Sync + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let (acceptor, connections, most, script) = (self.acceptor.clone(), self.connections.clone(), self.most, Arc::new(script));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, connections, script) = (acceptor.clone(), connections.clone(), script.clone());
                tokio::spawn(async move {
                    let stream = acceptor.accept(stream).await?;
                    connections.fetch_add(1, Ordering::SeqCst);
                    match speech {
                        Speech::Tls => talk(stream, most, &*script).await,
                        Speech::Https => pages(stream, most, &*script).await.map_err(io::Error::other),
                    }
                });
            }
        });
        port
    }

    /// A resolver that trusts the root.
    fn resolver(&self, upstreams: &[String]) -> Resolver {
        let upstreams = upstreams.iter().map(|text| text.parse().unwrap_or_else(|e| panic!("{e}"))).collect();
        let limits = Limits { dns: LIMIT, first_retransmission: Duration::from_millis(40), ..Limits::default() };
        let connect = "dns.example::127.0.0.1:".parse().expect("a rule");
        Resolver::new(&Options { upstreams, limits, connect, extra_roots: vec![self.root.clone()], ..Options::default() })
            .expect("upstreams")
    }
}

async fn talk(mut stream: TlsStream<TcpStream>, most: usize, script: &(impl Fn(&Heard) -> Reply + ?Sized)) -> io::Result<()> {
    let mut nth = 0;
    while nth < most {
        let mut bytes = vec![0; usize::from(stream.read_u16().await?)];
        stream.read_exact(&mut bytes).await?;
        let reply = script(&Heard { bytes, tcp: true, nth }).0;
        stream.write_u16(u16::try_from(reply.len()).unwrap_or(u16::MAX)).await?;
        stream.write_all(&reply).await?;
        stream.flush().await?;
        nth += 1;
    }
    stream.shutdown().await
}

async fn pages(stream: TlsStream<TcpStream>, most: usize, script: &(impl Fn(&Heard) -> Reply + ?Sized)) -> Result<(), h2::Error> {
    let mut connection = h2::server::handshake(stream).await?;
    let mut nth = 0;
    while let Some(request) = connection.accept().await {
        let (request, mut respond) = request?;
        let (parts, mut body) = request.into_parts();
        let mut bytes = Vec::new();
        while let Some(chunk) = body.data().await {
            bytes.extend_from_slice(&chunk?);
        }
        let right = parts.uri.path() == "/dns-query" && parts.headers.get("content-type").is_some_and(|v| v == "application/dns-message");
        let status = if right { 200 } else { 404 };
        let head = http::Response::builder().status(status).header("content-type", "application/dns-message").body(()).expect("a head");
        let reply = script(&Heard { bytes, tcp: true, nth }).0;
        respond.send_response(head, false)?.send_data(Bytes::from(reply), true)?;
        nth += 1;
        if nth == most {
            connection.graceful_shutdown();
        }
    }
    Ok(())
}

fn numbered(heard: &Heard) -> Reply {
    let name = heard.name();
    let n: u8 = name.trim_start_matches('n').trim_end_matches(".example").parse().unwrap_or_default();
    heard.reply(0).a(&name, n)
}

#[tokio::test]
async fn many_questions_share_one_connection() {
    for (speech, at) in [(Speech::Tls, "tls://127.0.0.1"), (Speech::Https, "https://127.0.0.1")] {
        let stage = Stage::new(speech);
        let port = stage.serve(speech, numbered).await;
        let resolver = stage.resolver(&[format!("{at}:{port}")]);
        let mut flights = tokio::task::JoinSet::new();
        for n in 0..100 {
            let resolver = resolver.clone();
            flights.spawn(async move { (n, ask(&resolver, &format!("n{n}.example"), RecordType::A).await) });
        }
        for (n, answer) in flights.join_all().await {
            assert_eq!((answer.outcome, answer.server), (a(n), format!("{at}:{port}")), "{n}");
        }
        assert_eq!(stage.connections.load(Ordering::SeqCst), 1, "{at}");
    }
}

#[tokio::test]
async fn the_certificate_must_bear_the_name() {
    for (speech, scheme) in [(Speech::Tls, "tls"), (Speech::Https, "https")] {
        let stage = Stage::new(speech);
        let port = stage.serve(speech, numbered).await;
        for right in [format!("{scheme}://dns.example:{port}"), format!("{scheme}://dns.example:{port}#127.0.0.1")] {
            let resolver = stage.resolver(&[right]);
            assert_eq!(ask(&resolver, "n7.example", RecordType::A).await.outcome, a(7));
            assert!(resolver.faults().is_empty());
        }
        let wrong = format!("{scheme}://other.example:{port}#127.0.0.1");
        let resolver = stage.resolver(std::slice::from_ref(&wrong));
        let answer = ask(&resolver, "n7.example", RecordType::A).await;
        assert_eq!(answer.outcome, Outcome::Timeout);
        let told = format!("{wrong}: its certificate is not made out to other.example");
        assert_eq!((answer.extended[0].code, answer.extended[0].text.as_str()), (23, told.as_str()));
        assert_eq!(resolver.faults(), [told]);
    }
}

#[tokio::test]
async fn a_root_that_nobody_trusts_is_told_and_the_next_resolver_asked() {
    let stage = Stage::new(Speech::Tls);
    let stranger = Stage::new(Speech::Tls);
    let port = stranger.serve(Speech::Tls, numbered).await;
    let good = stage.serve(Speech::Tls, numbered).await;
    let resolver = stage.resolver(&[format!("tls://127.0.0.1:{port}"), format!("tls://127.0.0.1:{good}")]);
    let answer = ask(&resolver, "n3.example", RecordType::A).await;
    assert_eq!((answer.outcome, answer.server), (a(3), format!("tls://127.0.0.1:{good}")));
    assert!(resolver.faults()[0].contains("--ca-file"), "{:?}", resolver.faults());
    assert_eq!(stranger.connections.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn clear_text_is_never_a_way_out() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    let at = serve(Tcp::Served, move |heard| {
        count.fetch_add(1, Ordering::SeqCst);
        heard.reply(0).a("n1.example", 1).now()
    })
    .await;
    let stage = Stage::new(Speech::Tls);
    for scheme in ["tls", "https"] {
        let answer = ask(&stage.resolver(&[format!("{scheme}://{at}")]), "n1.example", RecordType::A).await;
        assert_eq!(answer.outcome, Outcome::Timeout);
    }
    assert_eq!(asked.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_closed_connection_is_made_anew() {
    for (speech, scheme) in [(Speech::Tls, "tls"), (Speech::Https, "https")] {
        let mut stage = Stage::new(speech);
        stage.most = 2;
        let port = stage.serve(speech, numbered).await;
        let resolver = stage.resolver(&[format!("{scheme}://127.0.0.1:{port}")]);
        for n in 0..5 {
            assert_eq!(ask(&resolver, &format!("n{n}.example"), RecordType::A).await.outcome, a(n), "{scheme} {n}");
        }
        assert_eq!(stage.connections.load(Ordering::SeqCst), 3, "{scheme}");
    }
}

#[tokio::test]
async fn a_server_that_closes_early_still_answers_a_whole_window() {
    let mut stage = Stage::new(Speech::Tls);
    stage.most = 3;
    let port = stage.serve(Speech::Tls, numbered).await;
    let resolver = stage.resolver(&[format!("tls://127.0.0.1:{port}")]);
    let mut flights = tokio::task::JoinSet::new();
    for n in 0..20 {
        let resolver = resolver.clone();
        flights.spawn(async move { (n, ask(&resolver, &format!("n{n}.example"), RecordType::A).await) });
    }
    for (n, answer) in flights.join_all().await {
        assert_eq!(answer.outcome, a(n), "{n}");
    }
}

#[tokio::test]
async fn failures_keep_their_extended_error() {
    for (speech, scheme) in [(Speech::Tls, "tls"), (Speech::Https, "https")] {
        let stage = Stage::new(speech);
        let port = stage.serve(speech, |heard| heard.reply(2).extended(7, "signature expired")).await;
        let answer = ask(&stage.resolver(&[format!("{scheme}://127.0.0.1:{port}")]), "a.example", RecordType::A).await;
        assert_eq!(answer.outcome, Outcome::ServerFailure);
        assert_eq!((answer.extended[0].code, answer.extended[0].text.as_str()), (7, "signature expired"));
    }
}

#[tokio::test]
async fn a_wrong_path_and_a_server_without_http_are_told() {
    let stage = Stage::new(Speech::Https);
    let port = stage.serve(Speech::Https, numbered).await;
    let resolver = stage.resolver(&[format!("https://127.0.0.1:{port}/elsewhere")]);
    assert_eq!(ask(&resolver, "n1.example", RecordType::A).await.outcome, Outcome::Timeout);
    assert_eq!(resolver.faults(), [format!("https://127.0.0.1:{port}: HTTP status 404; is its path right?")]);
    let stage = Stage::new(Speech::Tls);
    let port = stage.serve(Speech::Tls, numbered).await;
    let resolver = stage.resolver(&[format!("https://127.0.0.1:{port}")]);
    assert_eq!(ask(&resolver, "n1.example", RecordType::A).await.outcome, Outcome::Timeout);
    assert!(resolver.faults()[0].contains("HTTP/2"), "{:?}", resolver.faults());
}

#[tokio::test]
async fn a_response_to_another_question_is_no_answer() {
    let lie = |heard: &Heard| {
        let mut reply = heard.reply(0).a("n1.example", 66);
        reply.0[13] = b'z';
        reply
    };
    let stage = Stage::new(Speech::Tls);
    let port = stage.serve(Speech::Tls, lie).await;
    assert_eq!(ask(&stage.resolver(&[format!("tls://127.0.0.1:{port}")]), "n1.example", RecordType::A).await.outcome, Outcome::Timeout);
    let stage = Stage::new(Speech::Https);
    let port = stage.serve(Speech::Https, lie).await;
    assert_eq!(ask(&stage.resolver(&[format!("https://127.0.0.1:{port}")]), "n1.example", RecordType::A).await.outcome, Outcome::Timeout);
}
