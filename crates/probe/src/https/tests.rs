//! Answers of web servers on loopback, sound and not; the TLS below is that of every other dialogue.

use super::*;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

/// What a server brings that says `bytes` to whatever it is asked, and then closes, or keeps silent.
async fn said(bytes: &'static [u8], closes: bool) -> (Option<HttpResponse>, String) {
    let (client, mut server) = duplex(1 << 20);
    let asked = tokio::spawn(async move {
        let mut heard = vec![0; 4096];
        let length = server.read(&mut heard).await.unwrap_or_default();
        let _ = server.write_all(bytes).await;
        if !closes {
            std::future::pending::<()>().await;
        }
        String::from_utf8_lossy(&heard[..length]).into_owned()
    });
    let call = Call::parse("https://example.com:8443/a?b=c", None).unwrap_or_else(|| panic!("a URL"));
    let deadline = Instant::now() + Duration::from_millis(if closes { 60_000 } else { 300 });
    let answer = timeout_at(deadline, exchange(client, &call, deadline, &mut JoinSet::new())).await;
    let asked = if closes { asked.await.unwrap_or_default() } else { String::new() };
    (answer.ok().and_then(Result::ok), asked)
}

#[tokio::test]
async fn one_get_and_its_answer() {
    let (answer, asked) =
        said(b"HTTP/1.1 301 Moved\r\nContent-Type: text/plain\r\nLocation: https://b.example/\r\nContent-Length: 3\r\n\r\nabc", true).await;
    let answer = answer.unwrap_or_default();
    assert_eq!((answer.status, answer.location.as_deref(), &answer.body.0[..]), (301, Some("https://b.example/"), &b"abc"[..]));
    assert!(!answer.truncated);
    assert!(asked.starts_with("GET /a?b=c HTTP/1.1\r\n") && asked.contains("host: example.com:8443\r\n"), "{asked}");
}

#[tokio::test]
async fn a_body_that_breaks_off_or_never_ends_is_cut() {
    let (short, _) = said(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", true).await;
    assert!(short.is_some_and(|r| r.truncated && r.body.0 == b"abc"));
    let (stalled, _) = said(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", false).await;
    assert!(stalled.is_none_or(|r| r.truncated));
    static LONG: std::sync::LazyLock<Vec<u8>> =
        std::sync::LazyLock::new(|| [b"HTTP/1.1 200 OK\r\n\r\n".to_vec(), vec![b'x'; MOST_BODY + 1]].concat());
    let (long, _) = said(&LONG, true).await;
    assert!(long.is_some_and(|r| r.truncated && r.body.0.len() == MOST_BODY));
}

#[tokio::test]
async fn what_is_no_http_brings_nothing() {
    for bytes in [&b"220 smtp\r\n"[..], b"", b"HTTP/1.1 abc\r\n\r\n"] {
        assert!(said(bytes, true).await.0.is_none());
    }
}

#[test]
fn only_https_is_asked() {
    for wrong in ["http://example.com/", "https://", "ftp://example.com/", "https://user:word@example.com/", "example.com", ""] {
        assert!(Call::parse(wrong, None).is_none(), "{wrong}");
    }
    let call = Call::parse("https://mta-sts.example.com/.well-known/mta-sts.txt", None).unwrap_or_else(|| panic!("a URL"));
    assert_eq!((call.name().map(Name::as_str), call.port()), (Some("mta-sts.example.com"), 443));
    assert!(Call::parse("https://192.0.2.1/", None).is_some_and(|c| c.name().is_none()));
}
