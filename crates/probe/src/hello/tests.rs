//! ClientHellos said to a server of the TLS library on loopback, at once and behind STARTTLS.

use super::*;
use crate::Limits;
use facts::answer::{Phase, StepEnd};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// A server with an ECDSA certificate, TLS 1.2 and 1.3; behind `greeting` where that is not empty.
async fn serve(dialogue: &'static [&'static str]) -> SocketAddr {
    let made = rcgen::generate_simple_self_signed(vec!["mx.example.com".to_owned()]).unwrap_or_else(|e| panic!("{e}"));
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap_or_else(|e| panic!("{e}"));
    let config = config.with_no_client_auth().with_single_cert(vec![made.cert.der().clone()], key).unwrap_or_else(|e| panic!("{e}"));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap_or_else(|e| panic!("{e}"));
    let at = listener.local_addr().unwrap_or_else(|e| panic!("{e}"));
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let acceptor = TlsAcceptor::from(Arc::new(config.clone()));
            tokio::spawn(async move {
                let mut chunk = [0; 1024];
                for (index, line) in dialogue.iter().enumerate() {
                    if index > 0 && !matches!(stream.read(&mut chunk).await, Ok(length) if length > 0) {
                        return;
                    }
                    let _ = stream.write_all(line.as_bytes()).await;
                }
                drop(acceptor.accept(stream).await);
            });
        }
    });
    at
}

async fn said(to: SocketAddr, protocol: Protocol, security: Security, offer: Offer) -> HelloAnswer {
    let sni = Name::parse("mx.example.com").ok();
    let call = Call { to, protocol, security, sni, helo: "probe.example.org".into(), offer };
    match hold(Turns::new(&Limits::default()), to.ip(), call).await {
        Answer::Hello(answer) => answer,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn each_offer_meets_what_the_library_speaks() {
    let at = serve(&[]).await;
    for offer in [Offer::Tls11, Offer::Tls10, Offer::Weak, Offer::Rsa, Offer::PostQuantum] {
        let heard = said(at, Protocol::Https, Security::Implicit, offer).await.heard;
        let refused = matches!(&heard, Some(Heard::Alert(name)) if name == "protocol_version" || name == "handshake_failure");
        assert!(refused, "{offer:?}: {heard:?}");
    }
    for offer in [Offer::Tls12, Offer::ForwardSecret, Offer::Ecdsa] {
        match said(at, Protocol::Https, Security::Implicit, offer).await.heard {
            Some(Heard::Hello(hello)) => {
                assert_eq!((hello.version, hello.chain.len(), hello.asks_certificate), (0x0303, 1, false), "{offer:?}");
                assert!(hello.group.is_some(), "{offer:?}: {hello:?}");
            }
            other => panic!("{offer:?}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn behind_starttls_of_every_protocol() {
    let smtp = serve(&["220 mx ESMTP\r\n", "250-mx\r\n250 STARTTLS\r\n", "220 go\r\n"]).await;
    let imap = serve(&["* OK ready\r\n", "* CAPABILITY IMAP4rev1 STARTTLS\r\na1 OK done\r\n", "a2 OK begin\r\n"]).await;
    let pop3 = serve(&["+OK ready\r\n", "+OK\r\nSTLS\r\n.\r\n", "+OK begin\r\n"]).await;
    for (at, protocol) in [(smtp, Protocol::Smtp), (imap, Protocol::Imap), (pop3, Protocol::Pop3)] {
        let answer = said(at, protocol, Security::Starttls, Offer::Tls12).await;
        assert!(matches!(&answer.heard, Some(Heard::Hello(h)) if h.chain.len() == 1), "{protocol:?}: {answer:?}");
        assert_eq!(answer.steps.last().map(|s| s.phase), Some(Phase::Starttls), "{protocol:?}");
    }
}

#[tokio::test]
async fn a_server_that_turns_away_hears_no_hello() {
    let busy = serve(&["421 4.3.2 busy\r\n"]).await;
    let answer = said(busy, Protocol::Smtp, Security::Starttls, Offer::Tls11).await;
    assert!(answer.heard.is_none() && matches!(answer.steps.last().map(|s| &s.end), Some(StepEnd::Reply(r)) if r.code == 421));
    let plain = serve(&["220 mx\r\n", "250 mx\r\n", "221 bye\r\n"]).await;
    let answer = said(plain, Protocol::Smtp, Security::Starttls, Offer::Tls11).await;
    assert!(answer.heard.is_none() && answer.steps.last().map(|s| s.phase) == Some(Phase::Quit));
}
