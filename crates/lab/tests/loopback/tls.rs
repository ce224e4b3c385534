//! Every kind of chain, as files and in real handshakes.

use crate::start;
use facts::Moment;
use facts::fixture::NOW;
use lab::{Authority, ChainKind};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, Error, RootCertStore};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

const HOST: &str = "mx.example.com";

fn verdict(authority: &Authority, chain: &[CertificateDer<'static>]) -> Result<(), Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut roots = RootCertStore::empty();
    roots.add(authority.root().clone()).unwrap();
    let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider).build().unwrap();
    let now = UnixTime::since_unix_epoch(Duration::from_secs(NOW as u64));
    let host = ServerName::try_from(HOST).unwrap();
    verifier.verify_server_cert(&chain[0], &chain[1..], &host, &[], now).map(|_| ())
}

#[test]
fn every_chain_verifies_as_its_kind_says() {
    let authority = Authority::new(Moment::from_unix(NOW)).unwrap();
    for kind in ChainKind::ALL {
        let chain = authority.issue(kind, HOST).unwrap().chain;
        let got = verdict(&authority, &chain);
        let as_it_says = match (kind, &got) {
            (ChainKind::Good | ChainKind::Expiring | ChainKind::ExpiringSoon | ChainKind::Disordered | ChainKind::RootSent, Ok(())) => true,
            (kind, Err(Error::InvalidCertificate(fault))) => match kind {
                ChainKind::Expired | ChainKind::ExpiredIntermediate => {
                    matches!(fault, CertificateError::Expired | CertificateError::ExpiredContext { .. })
                }
                ChainKind::NotYet => matches!(fault, CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. }),
                ChainKind::WrongName => {
                    matches!(fault, CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. })
                }
                ChainKind::ClientAuthOnly => {
                    matches!(fault, CertificateError::InvalidPurpose | CertificateError::InvalidPurposeContext { .. })
                }
                ChainKind::SelfSigned | ChainKind::Untrusted | ChainKind::Incomplete | ChainKind::Snakeoil => {
                    matches!(fault, CertificateError::UnknownIssuer)
                }
                _ => false,
            },
            _ => false,
        };
        assert!(as_it_says, "{kind}: {got:?}");
    }
}

#[test]
fn days_left_are_what_the_kind_says() {
    let authority = Authority::new(Moment::from_unix(NOW)).unwrap();
    for (kind, lifetime, left) in [
        (ChainKind::Good, 90, 60),
        (ChainKind::Expired, 90, -10),
        (ChainKind::NotYet, 90, 92),
        (ChainKind::Expiring, 90, 5),
        (ChainKind::ExpiringSoon, 365, 20),
        (ChainKind::Snakeoil, 3_650, 3_450),
    ] {
        let chain = authority.issue(kind, HOST).unwrap().chain;
        let (_, leaf) = x509_parser::parse_x509_certificate(&chain[0]).unwrap();
        let (first, last) = (leaf.validity().not_before.timestamp(), leaf.validity().not_after.timestamp());
        assert_eq!(((last - first) / 86_400, (last - NOW) / 86_400), (lifetime, left), "{kind}");
    }
}

#[test]
fn an_incomplete_chain_says_where_its_intermediate_is() {
    let authority = Authority::new(Moment::from_unix(NOW)).unwrap();
    let aia = |kind| {
        let chain = authority.issue(kind, HOST).unwrap().chain;
        let (_, leaf) = x509_parser::parse_x509_certificate(&chain[0]).unwrap();
        let text = format!("{:?}", leaf.extensions().iter().map(x509_parser::prelude::X509Extension::parsed_extension).collect::<Vec<_>>());
        (chain.len(), text.contains("http://crt.lab-authority.example/intermediate.der"))
    };
    assert_eq!(aia(ChainKind::Incomplete), (1, true));
    assert_eq!(aia(ChainKind::Untrusted), (2, false));
    assert_eq!(aia(ChainKind::SelfSigned), (1, false));
}

#[test]
fn the_fixture_files_hold_these_kinds() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/certs");
    for kind in ChainKind::ALL {
        let pem = std::fs::read_to_string(format!("{folder}/{kind}.pem")).unwrap();
        assert!(!pem.contains("PRIVATE"), "{kind}");
        let authority = Authority::new(Moment::from_unix(NOW)).unwrap();
        assert_eq!(pem.matches("BEGIN CERTIFICATE").count(), authority.issue(kind, HOST).unwrap().chain.len(), "{kind}");
    }
}

async fn read_reply(stream: &mut (impl AsyncBufReadExt + Unpin)) -> String {
    let mut all = String::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await.unwrap();
        let is_last = line.as_bytes().get(3) != Some(&b'-');
        all += &line;
        if is_last {
            return all;
        }
    }
}

fn client(lab: &lab::Lab) -> TlsConnector {
    let mut roots = RootCertStore::empty();
    roots.add(lab.authority().root().clone()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    TlsConnector::from(Arc::new(builder.with_root_certificates(roots).with_no_client_auth()))
}

fn clock() -> Moment {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    Moment::from_unix(since.as_secs() as i64)
}

#[tokio::test]
async fn starttls_is_a_real_handshake_and_the_talk_goes_on_behind_it() {
    let text = "smtp 44.128.1.1:25 mx.example.com good\nC: STARTTLS\nS: 220-ready\nS: 220 go\nTLS good";
    let lab = lab::Lab::start(&[text], clock()).await.unwrap();
    let at = lab.behind("44.128.1.1:25".parse().unwrap()).unwrap();
    let mut plain = BufReader::new(TcpStream::connect(at).await.unwrap());
    read_reply(&mut plain).await;
    plain.write_all(b"EHLO me\r\n").await.unwrap();
    assert!(read_reply(&mut plain).await.contains("STARTTLS"));
    plain.write_all(b"STARTTLS\r\n").await.unwrap();
    assert_eq!(read_reply(&mut plain).await, "220-ready\r\n220 go\r\n");
    let stream = client(&lab).connect(ServerName::try_from(HOST).unwrap(), plain.into_inner()).await.unwrap();
    assert_eq!(stream.get_ref().1.protocol_version(), Some(rustls::ProtocolVersion::TLSv1_3));
    assert_eq!(stream.get_ref().1.peer_certificates().map(<[_]>::len), Some(2));
    let mut stream = BufReader::new(stream);
    stream.write_all(b"EHLO me\r\n").await.unwrap();
    assert!(!read_reply(&mut stream).await.contains("STARTTLS"));
    stream.write_all(b"QUIT\r\n").await.unwrap();
    assert_eq!(read_reply(&mut stream).await, "221 2.0.0 bye\r\n");
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).await.unwrap();
    assert!(rest.is_empty());
}

#[tokio::test]
async fn implicit_tls_ports_begin_with_the_handshake() {
    let lab = lab::Lab::start(&["smtp 44.128.1.1:465 mx.example.com good"], clock()).await.unwrap();
    let at = lab.behind("44.128.1.1:465".parse().unwrap()).unwrap();
    let stream = client(&lab).connect(ServerName::try_from(HOST).unwrap(), TcpStream::connect(at).await.unwrap()).await.unwrap();
    assert!(read_reply(&mut BufReader::new(stream)).await.starts_with("220 "));
}

#[tokio::test]
async fn a_chain_that_no_one_knows_is_an_error_at_the_start() {
    let started = lab::Lab::start(&["smtp 44.128.1.1:25 mx.example.com gold"], Moment::from_unix(NOW)).await;
    assert!(matches!(started, Err(lab::LabError::UnknownChain(word)) if word == "gold"));
    start("smtp 44.128.1.1:25 mx.example.com good").await;
}
