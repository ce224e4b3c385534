//! What a server's TLS offers, seen by ClientHellos that are bytes, and by the TLS library.

use crate::client::start_today;
use crate::client::{connect, trusting};
use lab::Lab;
use rustls::version::{TLS12, TLS13};
use rustls::{ProtocolVersion, SupportedProtocolVersion};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

const HOST: &str = "44.128.1.1:465";
/// What a client of old has, and what one has that knows no better.
const OLD: [u16; 4] = [0xc00a, 0xc014, 0x0035, 0x000a];
const WEAK: [u16; 3] = [0x000a, 0x0016, 0x0018];
const ALL: [u16; 5] = [0xc02c, 0xc030, 0x009d, 0x0035, 0x000a];
const RSA: [u16; 3] = [0xc030, 0x009d, 0x000a];

async fn offering(offers: &str) -> Lab {
    start_today(&format!("smtp {HOST} mx.example.com good\n{offers}")).await
}

fn long(data: &[u8]) -> Vec<u8> {
    [&(data.len() as u16).to_be_bytes()[..], data].concat()
}

fn numbers(all: &[u16]) -> Vec<u8> {
    all.iter().flat_map(|n| n.to_be_bytes()).collect()
}

fn hello(version: u16, suites: &[u16], extensions: &[u8]) -> Vec<u8> {
    let body = [&version.to_be_bytes()[..], &[7; 32], &[2, 8, 9], &long(&numbers(suites)), &[1, 0], &long(extensions)].concat();
    let message = [&[1][..], &(body.len() as u32).to_be_bytes()[1..], &body].concat();
    [&[22, 3, 1][..], &long(&message)].concat()
}

/// TLS 1.3 with this group alone, and no share.
fn tls13(group: u16) -> Vec<u8> {
    let extension = |kind: u16, data: &[u8]| [&kind.to_be_bytes()[..], &long(data)].concat();
    let extensions = [extension(10, &long(&numbers(&[group]))), extension(43, &[2, 3, 4]), extension(51, &long(&[]))];
    hello(0x0303, &[0x1302, 0x1301], &extensions.concat())
}

async fn heard(lab: &Lab, hello: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(lab.behind(HOST.parse().unwrap()).unwrap()).await.unwrap();
    stream.write_all(hello).await.unwrap();
    let mut all = Vec::new();
    timeout(Duration::from_secs(10), stream.read_to_end(&mut all)).await.unwrap().unwrap();
    all
}

/// Kinds and bodies of the handshake messages, whose records' lengths must add up.
fn messages(bytes: &[u8]) -> Vec<(u8, Vec<u8>)> {
    let (mut rest, mut octets) = (bytes, Vec::new());
    while let [kind, 3, _, high, low, more @ ..] = rest {
        let (part, behind) = more.split_at(usize::from(u16::from_be_bytes([*high, *low])));
        if *kind == 22 {
            octets.extend_from_slice(part);
        }
        rest = behind;
    }
    assert!(rest.is_empty(), "{rest:?}");
    let (mut all, mut rest) = (Vec::new(), octets.as_slice());
    while let [kind, a, b, c, more @ ..] = rest {
        let (body, behind) = more.split_at(u32::from_be_bytes([0, *a, *b, *c]) as usize);
        all.push((*kind, body.to_vec()));
        rest = behind;
    }
    assert!(rest.is_empty(), "{rest:?}");
    all
}

/// Version and suite of the ServerHello, and the kinds of what follows; or the alert.
async fn told(offers: &str, hello: &[u8]) -> String {
    let bytes = heard(&offering(offers).await, hello).await;
    if bytes.first() == Some(&21) {
        return format!("alert {}", bytes[6]);
    }
    let all = messages(&bytes);
    let (2, first) = &all[0] else { panic!("no ServerHello: {all:?}") };
    let number = |at: usize| u16::from_be_bytes([first[at], first[at + 1]]);
    let session = usize::from(first[34]);
    let kinds: Vec<u8> = all.iter().map(|(kind, _)| *kind).collect();
    format!("{:04x} {:04x} {kinds:?}", number(0), number(35 + session))
}

#[tokio::test]
async fn what_the_library_does_not_speak_is_answered_by_hand() {
    for (offers, client, wanted) in [
        ("", hello(0x0302, &OLD, &[]), "alert 70"),
        ("OFFERS TLSv1.0 TLSv1.2", hello(0x0302, &OLD, &[]), "0301 c00a [2, 11, 12, 14]"),
        ("OFFERS TLSv1.1", hello(0x0302, &OLD, &[]), "0302 c00a [2, 11, 12, 14]"),
        ("OFFERS TLSv1.1", hello(0x0301, &OLD, &[]), "alert 70"),
        ("OFFERS SSLv3 TLSv1.2", hello(0x0300, &OLD, &[]), "0300 0035 [2, 11, 14]"),
        ("OFFERS TLSv1.0 static", hello(0x0301, &OLD, &[]), "0301 0035 [2, 11, 14]"),
        ("", hello(0x0303, &WEAK, &[]), "alert 40"),
        ("OFFERS weak=000a", hello(0x0303, &WEAK, &[]), "0303 000a [2, 11, 14]"),
        ("OFFERS weak=0016", hello(0x0303, &WEAK, &[]), "0303 0016 [2, 11, 12, 14]"),
        // Without a certificate there is nobody who could ask for one.
        ("OFFERS weak=0018\nASKS-CERTIFICATE", hello(0x0303, &WEAK, &[]), "0303 0018 [2, 12, 14]"),
        ("OFFERS TLSv1.2 static", hello(0x0303, &ALL, &[]), "0303 009d [2, 11, 14]"),
        ("OFFERS TLSv1.2 static\nASKS-CERTIFICATE", hello(0x0303, &ALL, &[]), "0303 009d [2, 11, 13, 14]"),
        ("OFFERS TLSv1.2 static", hello(0x0303, &[0xc02c, 0xc030], &[]), "alert 40"),
        ("OFFERS TLSv1.3", hello(0x0303, &ALL, &[]), "alert 70"),
        ("", hello(0x0303, &RSA, &[]), "alert 40"),
        ("OFFERS rsa=expired", hello(0x0303, &RSA, &[]), "0303 c030 [2, 11, 12, 14]"),
        ("", tls13(0x11ec), "alert 40"),
        ("OFFERS pq", tls13(0x11ec), "0303 1302 [2]"),
        ("OFFERS TLSv1.2 pq", tls13(0x11ec), "alert 70"),
    ] {
        assert_eq!(told(offers, &client).await, wanted, "{offers}");
    }
}

#[tokio::test]
async fn a_hello_retry_request_names_the_group_and_gives_the_session_back() {
    let bytes = heard(&offering("OFFERS pq").await, &tls13(0x11ec)).await;
    let (_, retry) = messages(&bytes).remove(0);
    // SHA-256 of 'HelloRetryRequest' (RFC 8446 4.1.3).
    assert_eq!((&retry[2..6], &retry[30..34]), (&[0xcf, 0x21, 0xad, 0x74][..], &[0xc8, 0xa8, 0x33, 0x9c][..]));
    assert_eq!(retry[34..37], [2, 8, 9]);
    assert_eq!(retry[40..], [0, 12, 0, 43, 0, 2, 3, 4, 0, 51, 0, 2, 0x11, 0xec]);
    assert!(bytes.ends_with(&[20, 3, 3, 0, 1, 1]));
}

#[tokio::test]
async fn the_second_certificate_is_another_and_the_first_is_the_librarys() {
    let lab = offering("OFFERS TLSv1.0 TLSv1.2 TLSv1.3 rsa=expired").await;
    let certificates = |bytes: &[u8]| messages(bytes).into_iter().find(|(kind, _)| *kind == 11).unwrap().1;
    let old = certificates(&heard(&lab, &hello(0x0301, &OLD, &[])).await);
    let rsa = certificates(&heard(&lab, &hello(0x0303, &RSA, &[])).await);
    assert_ne!(old, rsa);
    let stream = connect(&lab, HOST, &trusting(&lab, &[&TLS13])).await.unwrap();
    let leaf = stream.get_ref().1.peer_certificates().unwrap()[0].to_vec();
    assert!(old.windows(leaf.len()).any(|part| part == leaf) && !rsa.windows(leaf.len()).any(|part| part == leaf));
}

#[tokio::test]
async fn versions_limit_the_library() {
    let both: [&SupportedProtocolVersion; 2] = [&TLS12, &TLS13];
    for (offers, client, wanted) in [
        ("", &both[..], Some(ProtocolVersion::TLSv1_3)),
        ("OFFERS TLSv1.0 TLSv1.2", &both, Some(ProtocolVersion::TLSv1_2)),
        ("OFFERS TLSv1.2 TLSv1.3 static", &both, Some(ProtocolVersion::TLSv1_3)),
        ("", &both[..1], Some(ProtocolVersion::TLSv1_2)),
        ("OFFERS TLSv1.3", &both[..1], None),
        ("OFFERS TLSv1.2 static", &both, None),
        ("OFFERS TLSv1.1", &both, None),
    ] {
        let lab = offering(offers).await;
        let got = connect(&lab, HOST, &trusting(&lab, client)).await.ok().and_then(|stream| stream.get_ref().1.protocol_version());
        assert_eq!(got, wanted, "{offers}");
    }
}

#[tokio::test]
async fn a_wish_for_a_certificate_is_heard_and_a_need_for_one_refuses() {
    for (line, wanted) in [("", (false, true)), ("ASKS-CERTIFICATE", (true, true)), ("NEEDS-CERTIFICATE", (true, false))] {
        let lab = offering(line).await;
        let (config, asked) = crate::client::noting(&lab);
        let mut stream = connect(&lab, HOST, &config).await.unwrap();
        let mut greeting = [0; 3];
        let greeted = timeout(Duration::from_secs(10), stream.read_exact(&mut greeting)).await.unwrap();
        assert_eq!((asked.load(std::sync::atomic::Ordering::Relaxed), greeted.is_ok()), wanted, "{line}");
        if let Err(error) = greeted {
            assert!(error.to_string().contains("CertificateRequired"), "{error}");
        }
    }
}

#[tokio::test]
async fn what_is_no_client_hello_ends_the_connection_and_no_more() {
    let lab = offering("OFFERS TLSv1.0").await;
    for nonsense in [&b"EHLO me.example\r\n"[..], &[22, 3, 1, 0, 4, 1, 0xff, 0, 0], &[22, 3, 1, 0, 6, 1, 0, 0, 2, 3, 3]] {
        heard(&lab, nonsense).await;
    }
    let mut cut = hello(0x0301, &OLD, &[]);
    cut.truncate(30);
    let mut stream = TcpStream::connect(lab.behind(HOST.parse().unwrap()).unwrap()).await.unwrap();
    stream.write_all(&cut).await.unwrap();
    drop(stream);
    // In pieces it is still one.
    let whole = hello(0x0301, &OLD, &[]);
    let mut stream = TcpStream::connect(lab.behind(HOST.parse().unwrap()).unwrap()).await.unwrap();
    for piece in whole.chunks(20) {
        stream.write_all(piece).await.unwrap();
        tokio::task::yield_now().await;
    }
    let mut kind = [0];
    timeout(Duration::from_secs(10), stream.read_exact(&mut kind)).await.unwrap().unwrap();
    assert_eq!(kind, [22]);
    assert_eq!(lab.visits()[&HOST.parse().unwrap()].accepted, 5);
}
