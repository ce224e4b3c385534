//! One connected UDP socket that many questions share; a task reads it and hands each response to
//! the question that waits for it. What matches no question is dropped.

use super::message::{self, Match};
use crate::dns::upstream::random;
use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::net::UdpSocket;
use tokio::sync::mpsc::UnboundedSender;
use tokio::task::AbortHandle;

/// More than any server may send to one that allows 1232.
const LARGEST: usize = 4096;

/// What came to a question.
#[derive(Debug)]
pub(super) enum Heard {
    /// A response that matches it.
    Response(Vec<u8>),
    /// One that matches but for the case of its letters.
    Folded,
    /// The host says that nobody listens (ICMP).
    Unreachable,
}

/// What came, and to which transmission.
pub(super) type Post = (usize, Heard);

struct Waiting {
    sent: Vec<u8>,
    question: usize,
    /// Sent in mixed case, so that the case must come back.
    mixed: bool,
    transmission: usize,
    post: UnboundedSender<Post>,
}

type Pending = Arc<Mutex<HashMap<u16, Waiting>>>;

pub(super) struct Socket {
    udp: Arc<UdpSocket>,
    pending: Pending,
    reader: AbortHandle,
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.reader.abort();
    }
}

impl Socket {
    /// On a port of the kernel's choice, connected, so that only `to` can answer.
    pub(super) async fn open(to: SocketAddr) -> io::Result<Self> {
        let any: IpAddr = if to.is_ipv4() { Ipv4Addr::UNSPECIFIED.into() } else { Ipv6Addr::UNSPECIFIED.into() };
        let udp = UdpSocket::bind((any, 0)).await?;
        udp.connect(to).await?;
        let udp = Arc::new(udp);
        let pending = Pending::default();
        let reader = tokio::spawn(listen(udp.clone(), pending.clone())).abort_handle();
        Ok(Self { udp, pending, reader })
    }

    /// Sends a query under a fresh id; the guard forgets it.
    pub(super) async fn send(
        &self,
        query: &message::Query,
        case: Option<[u8; 32]>,
        transmission: usize,
        post: &UnboundedSender<Post>,
    ) -> io::Result<Guard> {
        let (id, bytes) = {
            let mut pending = lock(&self.pending);
            let mut id = u16::from_be_bytes(random());
            while pending.contains_key(&id) {
                id = id.wrapping_add(1);
            }
            let sent = query.encode(id, case);
            let question = query.question_length();
            let waiting = Waiting { sent: sent.clone(), question, mixed: case.is_some(), transmission, post: post.clone() };
            pending.insert(id, waiting);
            (id, sent)
        };
        let guard = Guard { pending: self.pending.clone(), id };
        // An ICMP error of an earlier datagram is told at the next call, which then sends nothing.
        let mut sent = self.udp.send(&bytes).await;
        if sent.as_ref().is_err_and(is_unreachable) {
            sent = self.udp.send(&bytes).await;
        }
        match sent {
            Err(e) if is_unreachable(&e) => {
                let _ = post.send((transmission, Heard::Unreachable));
                Ok(guard)
            }
            sent => sent.map(|_| guard),
        }
    }
}

/// A question that waits on a socket.
pub(super) struct Guard {
    pending: Pending,
    id: u16,
}

impl Drop for Guard {
    fn drop(&mut self) {
        lock(&self.pending).remove(&self.id);
    }
}

fn lock(pending: &Pending) -> std::sync::MutexGuard<'_, HashMap<u16, Waiting>> {
    pending.lock().unwrap_or_else(PoisonError::into_inner)
}

fn is_unreachable(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::ConnectionRefused | io::ErrorKind::HostUnreachable | io::ErrorKind::ConnectionReset)
}

async fn listen(udp: Arc<UdpSocket>, pending: Pending) {
    let mut buffer = vec![0; LARGEST];
    loop {
        match udp.recv(&mut buffer).await {
            Ok(length) => deliver(&buffer[..length], &pending),
            Err(_) => {
                for waiting in lock(&pending).values() {
                    let _ = waiting.post.send((waiting.transmission, Heard::Unreachable));
                }
                // An error that stays must not spin.
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        }
    }
}

fn deliver(bytes: &[u8], pending: &Pending) {
    let Some(id) = message::response_id(bytes) else { return };
    let pending = lock(pending);
    let Some(waiting) = pending.get(&id) else { return };
    let heard = match message::matches(bytes, &waiting.sent, waiting.question) {
        Match::Exact => Heard::Response(bytes.to_vec()),
        Match::Folded if waiting.mixed => Heard::Folded,
        Match::Folded => Heard::Response(bytes.to_vec()),
        Match::No => return,
    };
    let _ = waiting.post.send((waiting.transmission, heard));
}
