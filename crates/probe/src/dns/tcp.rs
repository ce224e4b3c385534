//! One question over TCP (RFC 7766), for answers that UDP is too small for.

use super::message::{self, Match, Query};
use crate::dns::upstream::random;
use std::io;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};

/// The response of `to`, on a connection of its own.
///
/// # Errors
/// No connection, a cut one, a response to something else, or none before `deadline`.
pub(super) async fn exchange(to: SocketAddr, query: &Query, deadline: Instant) -> io::Result<Vec<u8>> {
    timeout_at(deadline, talk(to, query)).await.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
}

async fn talk(to: SocketAddr, query: &Query) -> io::Result<Vec<u8>> {
    let id = u16::from_be_bytes(random());
    let sent = query.encode(id, None);
    let mut stream = TcpStream::connect(to).await?;
    // Length and message in one write: some servers read them as one segment.
    let mut framed = u16::try_from(sent.len()).unwrap_or(0).to_be_bytes().to_vec();
    framed.extend_from_slice(&sent);
    stream.write_all(&framed).await?;
    let length = usize::from(stream.read_u16().await?);
    let mut heard = vec![0; length];
    stream.read_exact(&mut heard).await?;
    let question = query.question_length();
    // Nobody can slip a response into the connection, so that the case of letters proves nothing more.
    if message::response_id(&heard) == Some(id) && message::matches(&heard, &sent, question) != Match::No {
        Ok(heard)
    } else {
        Err(io::ErrorKind::InvalidData.into())
    }
}
