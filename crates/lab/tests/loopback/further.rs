//! Mailboxes, submission and web sites over real sockets.

use crate::client::{connect, connect_as, start_today, trusting};
use lab::Lab;
use rustls::ALL_VERSIONS;
use rustls::pki_types::ServerName;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

const PATIENCE: Duration = Duration::from_secs(10);

/// What comes up to a line that begins with `last`.
async fn until<S: AsyncRead + Unpin>(stream: &mut S, last: &str) -> String {
    let mut heard = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&heard).into_owned();
        if text.ends_with("\r\n") && text.lines().next_back().is_some_and(|line| line.starts_with(last)) {
            return text;
        }
        let mut octet = [0];
        match timeout(PATIENCE, stream.read(&mut octet)).await.unwrap_or_else(|_| panic!("no '{last}' in {text:?}")) {
            Ok(1) => heard.push(octet[0]),
            other => panic!("{other:?} behind {text:?}"),
        }
    }
}

async fn say<S: AsyncRead + AsyncWrite + Unpin>(stream: &mut S, line: &str, last: &str) -> String {
    stream.write_all(format!("{line}\r\n").as_bytes()).await.unwrap();
    stream.flush().await.unwrap();
    until(stream, last).await
}

async fn all<S: AsyncRead + Unpin>(stream: &mut S) -> String {
    let mut heard = Vec::new();
    timeout(PATIENCE, stream.read_to_end(&mut heard)).await.unwrap().unwrap();
    String::from_utf8_lossy(&heard).into_owned()
}

async fn plain(lab: &Lab, at: &str) -> TcpStream {
    TcpStream::connect(lab.behind(at.parse().unwrap()).unwrap()).await.unwrap()
}

async fn encrypt(lab: &Lab, stream: TcpStream) -> impl AsyncRead + AsyncWrite + Unpin {
    let name = ServerName::try_from("mx.example.com").unwrap();
    TlsConnector::from(trusting(lab, ALL_VERSIONS)).connect(name, stream).await.unwrap()
}

#[tokio::test]
async fn imap_echoes_tags_and_starts_tls() {
    let lab = start_today("imap 44.128.1.1:143 mx.example.com good\nC: AUTHENTICATE\nS: +\nS: OK in").await;
    let mut stream = plain(&lab, "44.128.1.1:143").await;
    assert_eq!(until(&mut stream, "* OK").await, "* OK mx.example.com ready\r\n");
    let capabilities = say(&mut stream, "a1 capability", "a1 ").await;
    assert!(capabilities.starts_with("* CAPABILITY IMAP4rev1 STARTTLS") && capabilities.ends_with("a1 OK done\r\n"), "{capabilities}");
    assert_eq!(say(&mut stream, "x.2 NOOP", "x.2").await, "x.2 BAD not in this script\r\n");
    assert_eq!(say(&mut stream, "a3 STARTTLS", "a3").await, "a3 OK begin\r\n");
    let mut stream = encrypt(&lab, stream).await;
    assert!(!say(&mut stream, "a4 CAPABILITY", "a4").await.contains("STARTTLS"));
    assert_eq!(say(&mut stream, "a5 LOGIN \"me\" \"secret\"", "a5").await, "a5 OK Logged in\r\n");
    // What stands behind the challenge is no command.
    assert_eq!(say(&mut stream, "a6 AUTHENTICATE PLAIN", "+").await, "+\r\n");
    assert_eq!(say(&mut stream, "AG1lAHNlY3JldA==", "a6").await, "a6 OK in\r\n");
    assert_eq!(say(&mut stream, "a7 LOGOUT", "a7").await, "* BYE bye\r\na7 OK done\r\n");
    assert_eq!(all(&mut stream).await, "");
}

#[tokio::test]
async fn pop3_on_both_ports() {
    let lab = start_today("pop3 44.128.1.1:110 mx.example.com good\npop3 44.128.1.1:995 mx.example.com good\nC: PASS\nS: -ERR no").await;
    let mut stream = plain(&lab, "44.128.1.1:110").await;
    until(&mut stream, "+OK").await;
    assert_eq!(say(&mut stream, "CAPA", ".").await, "+OK\r\nSTLS\r\nUIDL\r\n.\r\n");
    assert_eq!(say(&mut stream, "LIST", "-").await, "-ERR not in this script\r\n");
    assert_eq!(say(&mut stream, "STLS", "+").await, "+OK begin\r\n");
    let mut stream = encrypt(&lab, stream).await;
    assert_eq!(say(&mut stream, "CAPA", ".").await, "+OK\r\nUSER\r\nUIDL\r\n.\r\n");
    let mut implicit = connect(&lab, "44.128.1.1:995", &trusting(&lab, ALL_VERSIONS)).await.unwrap();
    assert_eq!(until(&mut implicit, "+OK").await, "+OK mx.example.com ready\r\n");
    assert_eq!(say(&mut implicit, "USER me", "+").await, "+OK\r\n");
    assert_eq!(say(&mut implicit, "PASS secret", "-").await, "-ERR no\r\n");
    assert_eq!(say(&mut implicit, "QUIT", "+").await, "+OK bye\r\n");
}

#[tokio::test]
async fn submission_on_both_ports() {
    let script = "C: AUTH\nS: 334 \nS: 535 5.7.8 no";
    let lab = start_today(&format!("smtp 44.128.1.1:465 mx.example.com good\n{script}\nsmtp 44.128.1.1:587 mx.example.com good")).await;
    let mut implicit = connect(&lab, "44.128.1.1:465", &trusting(&lab, ALL_VERSIONS)).await.unwrap();
    until(&mut implicit, "220 ").await;
    assert!(say(&mut implicit, "EHLO me", "250 ").await.contains("250-AUTH PLAIN LOGIN\r\n"));
    assert_eq!(say(&mut implicit, "AUTH PLAIN", "334").await, "334\r\n");
    assert_eq!(say(&mut implicit, "AG1lAHNlY3JldA==", "5").await, "535 5.7.8 no\r\n");
    let mut stream = plain(&lab, "44.128.1.1:587").await;
    until(&mut stream, "220 ").await;
    assert_eq!(say(&mut stream, "STARTTLS", "220").await, "220 2.0.0 go ahead\r\n");
    let mut stream = encrypt(&lab, stream).await;
    assert_eq!(say(&mut stream, "AUTH PLAIN AG1lAHNlY3JldA==", "235").await, "235 2.7.0 authenticated\r\n");
}

const SITES: &str = "https 44.128.1.3:443 a.example good\nGET /x?y=1 301 -\nLOCATION https://b.example/\n\
                     https 44.128.1.3:443 b.example good\nGET /p 200 text/plain\n| one\n";

async fn page(lab: &Lab, name: &'static str, host: &str, path: &str) -> String {
    let mut stream = connect_as(lab, "44.128.1.3:443", name, &trusting(lab, ALL_VERSIONS)).await.unwrap();
    stream.write_all(format!("GET {path} HTTP/1.1\r\nHOST: {host}\r\nConnection: close\r\n\r\n").as_bytes()).await.unwrap();
    all(&mut stream).await
}

#[tokio::test]
async fn sites_share_an_address_by_name() {
    let lab = start_today(SITES).await;
    // The library refuses a certificate of another name: each handshake proves whose it was.
    let moved = page(&lab, "a.example", "a.example", "/x?y=1").await;
    assert!(moved.starts_with("HTTP/1.1 301 ") && moved.contains("\r\nLocation: https://b.example/\r\n"), "{moved}");
    assert!(!moved.contains("Content-Type") && moved.ends_with("\r\n\r\n"), "{moved}");
    let found = page(&lab, "b.example", "b.example:443", "/p").await;
    assert!(found.starts_with("HTTP/1.1 200 ") && found.contains("\r\nContent-Type: text/plain\r\n"), "{found}");
    assert!(found.contains("\r\nContent-Length: 5\r\n") && found.ends_with("\r\n\r\none\r\n"), "{found}");
    assert!(page(&lab, "a.example", "a.example", "/p").await.starts_with("HTTP/1.1 404 "));
    assert!(connect_as(&lab, "44.128.1.3:443", "c.example", &trusting(&lab, ALL_VERSIONS)).await.is_err());
    assert_eq!(lab.visits()[&"44.128.1.3:443".parse().unwrap()].accepted, 4);
}

#[tokio::test]
async fn a_site_that_fails_in_each_way() {
    let site = |lines: &str| format!("https 44.128.1.3:443 mx.example.com good\n{lines}");
    for (lines, wanted) in [
        ("TLS FAIL unrecognized_name", "UnrecognisedName"),
        ("TLS CLOSE", "eof"),
        ("OFFERS TLSv1.0", "ProtocolVersion"),
        ("TLS expired", "expired"),
    ] {
        let lab = start_today(&site(lines)).await;
        let error = connect(&lab, "44.128.1.3:443", &trusting(&lab, ALL_VERSIONS)).await.err().map(|e| e.to_string()).unwrap_or_default();
        assert!(error.contains(wanted), "{lines}: {error}");
    }
    let lab = start_today(&site("SILENCE")).await;
    let config = trusting(&lab, ALL_VERSIONS);
    assert!(timeout(Duration::from_millis(300), connect(&lab, "44.128.1.3:443", &config)).await.is_err());
    let lab = start_today(&site("REFUSE")).await;
    assert!(TcpStream::connect(lab.behind("44.128.1.3:443".parse().unwrap()).unwrap()).await.is_err());
    let lab = start_today(&site("DROP")).await;
    assert!(timeout(Duration::from_millis(300), plain(&lab, "44.128.1.3:443")).await.is_err());
}

#[tokio::test]
async fn every_server_has_a_rule_for_connect_to() {
    let lab = start_today(&format!("{SITES}imap 44.128.1.1:993 m good\npop3 44.128.1.1:995 m good\nsmtp 44.128.1.1:587 m good")).await;
    let rules = lab.connect_to();
    for at in ["44.128.1.3:443", "44.128.1.1:993", "44.128.1.1:995", "44.128.1.1:587"] {
        let behind = lab.behind(at.parse().unwrap()).unwrap();
        assert_eq!(rules.iter().filter(|rule| **rule == format!("{at}:{behind}")).count(), 1, "{at}: {rules:?}");
    }
}
