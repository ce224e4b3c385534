//! The listening side of a scripted server: open, refusing, or swallowing connections.

use super::talk::Talk;
use super::web;
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

/// Opens the port of `servers` on loopback, as the first one's script wants it; returns where. Several are web sites that
/// share an address.
pub(crate) async fn open(
    servers: &[Server],
    chains: &Arc<Chains>,
    counts: &Arc<Counts>,
    tasks: &mut JoinSet<()>,
) -> io::Result<(Door, SocketAddr)> {
    let Some(server) = servers.first() else { return Door::refusing() };
    counts.visit(server.at, |_| {});
    if !server.listens {
        return Door::refusing();
    }
    if server.drops {
        return Door::swallowing().await;
    }
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let at = listener.local_addr()?;
    tasks.spawn(receive(listener, servers.to_vec().into(), Arc::clone(chains), Arc::clone(counts)));
    Ok((Door::Open, at))
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

async fn receive(listener: TcpListener, servers: Arc<[Server]>, chains: Arc<Chains>, counts: Arc<Counts>) {
    let Some(server) = servers.first().cloned().map(Arc::new) else { return };
    let mut talks = JoinSet::new();
    let memory = Arc::new(Mutex::new(Memory::default()));
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    let visit = Visit::begin(Arc::clone(&counts), server.at);
                    if server.protocol == Protocol::Https {
                        let (sites, chains) = (Arc::clone(&servers), Arc::clone(&chains));
                        talks.spawn(async move {
                            let _ = web::serve(&sites, &chains, stream).await;
                            drop(visit);
                        });
                        continue;
                    }
                    let talk = Talk::new(Arc::clone(&server), Arc::clone(&chains), Arc::clone(&counts), Arc::clone(&memory), stream);
                    talks.spawn(async move {
                        let _ = talk.play().await;
                        drop(visit);
                    });
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            },
            Some(_) = talks.join_next() => {}
        }
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
