//! The sockets of one name server: UDP and TCP on the same loopback port.

use super::desk::Desk;
use super::late::Held;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::os::fd::AsFd as _;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UdpSocket};
use tokio::task::JoinSet;

const IDLE: Duration = Duration::from_secs(30);
/// Another socket may hold the TCP port that belongs to a free UDP port.
const MOST_BINDS: usize = 50;

/// Begins to serve `desk`, in `tasks`; returns where.
pub(crate) async fn serve(desk: Desk, tasks: &mut JoinSet<()>) -> io::Result<SocketAddr> {
    let (udp, tcp) = bind_both().await?;
    let at = udp.local_addr()?;
    let desk = Arc::new(desk);
    tasks.spawn(serve_udp(udp, Arc::clone(&desk)));
    tasks.spawn(serve_tcp(tcp, desk));
    Ok(at)
}

async fn bind_both() -> io::Result<(UdpSocket, TcpListener)> {
    let mut tries = 0;
    loop {
        let udp = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        match TcpListener::bind(udp.local_addr()?).await {
            Ok(tcp) => return Ok((udp, tcp)),
            Err(error) if tries == MOST_BINDS => return Err(error),
            Err(_) => tries += 1,
        }
    }
}

async fn serve_udp(socket: UdpSocket, desk: Arc<Desk>) {
    let Ok(later) = socket.as_fd().try_clone_to_owned() else { return };
    let later = Arc::new(std::net::UdpSocket::from(later));
    let mut buffer = vec![0; usize::from(u16::MAX)];
    loop {
        // An error here is the port-unreachable of an earlier reply: the asker has gone.
        let Ok((length, from)) = socket.recv_from(&mut buffer).await else { continue };
        let Some(reply) = desk.reply(&buffer[..length], false) else { continue };
        match desk.delay() {
            None => drop(socket.send_to(&reply, from).await),
            Some(delay) => desk.line.hold(Held { at: Instant::now() + delay, socket: Arc::clone(&later), reply, to: from }),
        }
    }
}

async fn serve_tcp(listener: TcpListener, desk: Arc<Desk>) {
    let mut talks = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    talks.spawn(talk(stream, Arc::clone(&desk)));
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            },
            Some(_) = talks.join_next() => {}
        }
    }
}

/// Messages with two octets of length in front (RFC 1035 4.2.2), answered in order. Where the scenario wants
/// silence the connection is closed: askers may not tell a hold from a loss, and sockets stay few.
async fn talk(mut stream: TcpStream, desk: Arc<Desk>) {
    while let Ok(Ok(length)) = tokio::time::timeout(IDLE, stream.read_u16()).await {
        let mut request = vec![0; usize::from(length)];
        let Ok(Ok(_)) = tokio::time::timeout(IDLE, stream.read_exact(&mut request)).await else { return };
        let Some(reply) = desk.reply(&request, true) else { return };
        if let Some(delay) = desk.delay() {
            tokio::time::sleep(delay).await;
        }
        let Ok(length) = u16::try_from(reply.len()) else { return };
        let framed = [&length.to_be_bytes()[..], &reply].concat();
        if stream.write_all(&framed).await.is_err() {
            return;
        }
    }
}
