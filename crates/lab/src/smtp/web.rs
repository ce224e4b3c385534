//! Web sites of a scenario: the certificate by SNI, one answer to one GET, then the end.

use super::alert;
use crate::tls::Chains;
use facts::fixture::server::{Act, Server};
use std::io;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::LazyConfigAcceptor;

/// The longest request head that is read.
const LONGEST_HEAD: usize = 16 * 1024;
/// How long an asker may think.
const IDLE: Duration = Duration::from_secs(10);

/// Serves one connection to the sites of an address.
pub(super) async fn serve(sites: &[Server], chains: &Chains, mut stream: TcpStream) -> io::Result<()> {
    match sites.first().map(|site| &site.first) {
        Some(Act::Tls(_)) => {}
        Some(Act::TlsFail(name)) => {
            let mut hello = [0; 1_024];
            let _ = stream.read(&mut hello).await?;
            stream.write_all(&alert::fatal(name)).await?;
            stream.shutdown().await?;
            return hold(stream, Duration::from_secs(1)).await;
        }
        Some(Act::Silence) => return hold(stream, Duration::from_secs(600)).await,
        _ => return Ok(()),
    }
    let start = LazyConfigAcceptor::new(rustls::server::Acceptor::default(), stream).await?;
    let asked = start.client_hello().server_name().map(str::to_ascii_lowercase);
    let named = sites.iter().find(|site| Some(&site.name) == asked.as_ref());
    let Some((site, config)) = named.or(sites.first()).and_then(|site| Some((site, chains.config(&site.chain, site)?))) else {
        return Ok(());
    };
    let mut stream = start.into_stream(config).await?;
    let mut head = Vec::new();
    let mut chunk = [0; 1_024];
    while !head.windows(4).any(|w| w == b"\r\n\r\n") && head.len() < LONGEST_HEAD {
        match timeout(IDLE, stream.read(&mut chunk)).await {
            Ok(Ok(length)) if length > 0 => head.extend_from_slice(&chunk[..length]),
            _ => return Ok(()),
        }
    }
    stream.write_all(&answer(site, &head)).await?;
    stream.shutdown().await
}

async fn hold(mut stream: TcpStream, longest: Duration) -> io::Result<()> {
    let mut rest = [0; 1_024];
    let _ = timeout(longest, async { while matches!(stream.read(&mut rest).await, Ok(length) if length > 0) {} }).await;
    Ok(())
}

fn answer(site: &Server, head: &[u8]) -> Vec<u8> {
    let line = String::from_utf8_lossy(head.split(|b| *b == b'\r').next().unwrap_or_default()).into_owned();
    let mut words = line.split(' ');
    let page = match (words.next(), words.next()) {
        (Some("GET"), Some(path)) => site.page(path),
        _ => None,
    };
    let Some(page) = page else {
        return b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".to_vec();
    };
    let field = |name: &str, value: &Option<String>| value.as_ref().map_or_else(String::new, |value| format!("{name}: {value}\r\n"));
    let (kind, to) = (field("Content-Type", &page.content_type), field("Location", &page.location));
    let head = format!("HTTP/1.1 {} -\r\n{kind}{to}Content-Length: {}\r\nConnection: close\r\n\r\n", page.status, page.body.len());
    [head.as_bytes(), &page.body].concat()
}
