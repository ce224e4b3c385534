//! One connection to the web sites of an address: certificate by the name in the handshake, page by the request's Host. It
//! answers one request and closes.

use super::shake::{self, Opening};
use super::wire::Boxed;
use crate::tls::Chains;
use facts::fixture::server::{Act, Page, Server};
use std::io;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// Longer heads of a request end the connection.
const LONGEST_HEAD: usize = 16 * 1024;

/// Plays to the end. An error is the asker's going away, which ends the play too.
pub(super) async fn play(sites: &[Server], chains: &Chains, stream: TcpStream) -> io::Result<()> {
    let mut wire: Boxed = Box::new(stream);
    let opening = Opening::read(&mut *wire).await?;
    let Some(site) = site_of(sites, opening.name().unwrap_or_default()) else { return Ok(()) };
    let mut wire = match &site.first {
        Act::Tls(word) => match opening.answer(wire, site, word, chains).await? {
            Some(wire) => wire,
            None => return Ok(()),
        },
        Act::TlsFail(name) => return shake::fail_now(&mut *wire, name).await,
        Act::Silence => return shake::hold(&mut *wire).await,
        Act::Wait(ms) => {
            tokio::time::sleep(Duration::from_millis(u64::from(*ms))).await;
            return Ok(());
        }
        Act::Close | Act::Say(_) | Act::Endless => return Ok(()),
    };
    let Some(head) = request(&mut wire).await? else { return Ok(()) };
    wire.write_all(&response(sites, &head)).await?;
    shake::part(&mut *wire).await
}

/// The site of this name, else the first one, as web servers do.
fn site_of<'a>(sites: &'a [Server], name: &str) -> Option<&'a Server> {
    sites.iter().find(|site| site.name.eq_ignore_ascii_case(name)).or_else(|| sites.first())
}

/// Request line and header; `None` where none came.
async fn request(wire: &mut Boxed) -> io::Result<Option<String>> {
    let (mut head, mut chunk) = (Vec::new(), [0; 2_048]);
    loop {
        if let Some(end) = head.windows(4).position(|four| four == b"\r\n\r\n") {
            return Ok(Some(String::from_utf8_lossy(&head[..end]).into_owned()));
        }
        if head.len() > LONGEST_HEAD {
            return Ok(None);
        }
        match timeout(shake::IDLE, wire.read(&mut chunk)).await {
            Ok(Ok(0)) | Err(_) => return Ok(None),
            Ok(read) => head.extend_from_slice(&chunk[..read?]),
        }
    }
}

fn response(sites: &[Server], head: &str) -> Vec<u8> {
    let mut lines = head.lines();
    let mut first = lines.next().unwrap_or_default().split(' ');
    let (method, path) = (first.next().unwrap_or_default(), first.next().unwrap_or_default());
    let host = lines.filter_map(|line| line.split_once(':')).find(|(field, _)| field.eq_ignore_ascii_case("host"));
    let host = host.map_or("", |(_, value)| value.trim());
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    if method != "GET" && method != "POST" {
        return written(&Page { status: 405, ..Page::default() });
    }
    let nothing = || Page { status: 404, content_type: Some("text/html".into()), ..Page::default() };
    written(&site_of(sites, name).and_then(|site| site.page(path)).cloned().unwrap_or_else(nothing))
}

fn written(page: &Page) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {} -\r\nContent-Length: {}\r\nConnection: close\r\n", page.status, page.body.len());
    for (field, value) in [("Content-Type", &page.content_type), ("Location", &page.location)] {
        if let Some(value) = value {
            head += &format!("{field}: {value}\r\n");
        }
    }
    [head.as_bytes(), b"\r\n", &page.body].concat()
}
