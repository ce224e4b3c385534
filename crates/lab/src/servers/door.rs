//! The listening side of scripted servers: open, refusing, or swallowing connections.

use super::site;
use super::talk::Talk;
use crate::counts::Counts;
use crate::tls::Chains;
use facts::Protocol;
use facts::fixture::server::{Memory, Server};
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::JoinSet;
use tokio::time::timeout;

/// A queue of one connection needs no more than a few to be full.
const MOST_FILLERS: usize = 16;

/// Holds a port for as long as it lives.
#[derive(Debug)]
pub(crate) enum Door {
    /// Served by a task.
    Open,
    /// Bound and not listening: connections are refused, and no one else gets the port.
    Refusing { _socket: TcpSocket },
    /// Listening with a full queue: connections time out.
    Swallowing { _listener: TcpListener, _fillers: Vec<TcpStream> },
}

/// Opens a port on loopback for the servers of one address, as their scripts want it; returns where. Several are web sites
/// that share it.
pub(crate) async fn open(
    at: SocketAddr,
    servers: Vec<Server>,
    chains: &Arc<Chains>,
    counts: &Arc<Counts>,
    tasks: &mut JoinSet<()>,
) -> io::Result<(Door, SocketAddr)> {
    counts.visit(at, |_| {});
    if !servers.iter().any(|server| server.listens) {
        return Door::refusing();
    }
    if servers.iter().any(|server| server.drops) {
        return Door::swallowing().await;
    }
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let behind = listener.local_addr()?;
    tasks.spawn(receive(listener, at, servers.into(), Arc::clone(chains), Arc::clone(counts)));
    Ok((Door::Open, behind))
}

impl Door {
    pub(crate) fn refusing() -> io::Result<(Self, SocketAddr)> {
        let socket = TcpSocket::new_v4()?;
        socket.bind((Ipv4Addr::LOCALHOST, 0).into())?;
        let at = socket.local_addr()?;
        Ok((Door::Refusing { _socket: socket }, at))
    }

    async fn swallowing() -> io::Result<(Self, SocketAddr)> {
        let socket = TcpSocket::new_v4()?;
        socket.bind((Ipv4Addr::LOCALHOST, 0).into())?;
        let listener = socket.listen(0)?;
        let at = listener.local_addr()?;
        let mut fillers = Vec::new();
        while fillers.len() < MOST_FILLERS
            && let Ok(filler) = timeout(Duration::from_millis(150), TcpStream::connect(at)).await
        {
            fillers.push(filler?);
        }
        Ok((Door::Swallowing { _listener: listener, _fillers: fillers }, at))
    }
}

async fn receive(listener: TcpListener, at: SocketAddr, servers: Arc<[Server]>, chains: Arc<Chains>, counts: Arc<Counts>) {
    let mut talks = JoinSet::new();
    let memory = Arc::new(Mutex::new(Memory::default()));
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    let visit = Visit::begin(Arc::clone(&counts), at);
                    let (servers, chains, memory) = (Arc::clone(&servers), Arc::clone(&chains), Arc::clone(&memory));
                    talks.spawn(async move {
                        let _ = hold(servers, chains, memory, stream, &visit).await;
                        drop(visit);
                    });
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            },
            Some(_) = talks.join_next() => {}
        }
    }
}

async fn hold(servers: Arc<[Server]>, chains: Arc<Chains>, memory: Arc<Mutex<Memory>>, stream: TcpStream, visit: &Visit) -> io::Result<()> {
    let _ = stream.set_nodelay(true);
    match servers.first() {
        Some(server) if server.protocol != Protocol::Https => {
            Talk::new(server.clone(), chains, Arc::clone(&visit.counts), memory, stream).play().await
        }
        _ => site::play(&servers, &chains, stream).await,
    }
}

/// Counts a connection for as long as it lasts.
struct Visit {
    counts: Arc<Counts>,
    at: SocketAddr,
}

impl Visit {
    fn begin(counts: Arc<Counts>, at: SocketAddr) -> Self {
        counts.visit(at, |visits| {
            visits.accepted += 1;
            visits.open += 1;
            visits.most_at_once = visits.most_at_once.max(visits.open);
        });
        Self { counts, at }
    }
}

impl Drop for Visit {
    fn drop(&mut self) {
        self.counts.visit(self.at, |visits| visits.open -= 1);
    }
}
