//! One DNS server: a few sockets, a window of outstanding questions, and what was learnt about it.

use super::message::{self, Manner, Message, Query};
use super::rtt::Rtt;
use super::socket::{Heard, Socket};
use super::tcp;
use crate::Limits;
use rustls::crypto::SecureRandom;
use std::hash::{BuildHasher as _, RandomState};
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OnceCell, Semaphore, mpsc};
use tokio::time::{Instant, timeout_at};

const FORMERR: u16 = 1;
const MOST_TRANSMISSIONS: usize = 8;
const MOST_TCP: usize = 16;
/// An unreachable server may be restarting; a third refusal is believed.
const MOST_UNREACHABLE: u32 = 3;

pub(crate) struct Upstream {
    at: SocketAddr,
    recursion: bool,
    sockets: Vec<OnceCell<Socket>>,
    window: Semaphore,
    streams: Semaphore,
    rtt: Mutex<Rtt>,
    /// It answers in lower case whatever it is asked in.
    folds: AtomicBool,
    /// Questions in a row that it was silent to.
    silences: AtomicU32,
}

/// What is wanted of a server about a name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Wanted {
    /// Number of the record type.
    pub(super) rtype: u16,
    /// Signatures and proofs as well (DO).
    pub(super) signatures: bool,
    /// Also what does not validate (CD).
    pub(super) unchecked: bool,
    /// Over TCP from the start.
    pub(super) tcp_only: bool,
}

/// How a question to one server ended.
#[derive(Clone, Debug, Default)]
pub(super) struct Exchange {
    pub(super) message: Option<Message>,
    pub(super) truncated: bool,
    pub(super) tcp_failed: bool,
    /// Set when not even a datagram could be sent.
    pub(super) not_sent: bool,
    /// Why there is no message, where more is known than that none came.
    pub(super) fault: Option<String>,
}

enum Udp {
    Message(Box<Message>, Manner),
    Silence,
    NotSent,
}

impl Upstream {
    /// Sends nothing yet. `recursion` sets RD.
    pub(super) fn new(at: SocketAddr, recursion: bool, sockets: usize, window: usize, limits: &Limits) -> Self {
        Self {
            at,
            recursion,
            sockets: (0..sockets.max(1)).map(|_| OnceCell::new()).collect(),
            window: Semaphore::new(window.max(1)),
            streams: Semaphore::new(MOST_TCP),
            rtt: Mutex::new(Rtt::new(limits.first_retransmission)),
            folds: AtomicBool::new(false),
            silences: AtomicU32::new(0),
        }
    }

    /// The address, without the port where it is 53.
    pub(super) fn label(&self) -> String {
        super::UpstreamSpec::At(self.at).to_string()
    }

    /// Whether the last questions found nobody there.
    pub(super) fn is_ailing(&self) -> bool {
        self.silences.load(Ordering::Relaxed) >= 3
    }

    /// Asks, within `limit` from the first datagram; TCP gets at least half of it anew, since a
    /// server is only said to refuse TCP after a fair try.
    pub(super) async fn ask(&self, labels: &[Vec<u8>], wanted: Wanted, limit: Duration) -> Exchange {
        // The semaphore lives as long as `self` and is never closed.
        let Ok(_slot) = self.window.acquire().await else { return Exchange::default() };
        self.ask_now(labels, wanted, limit).await
    }

    /// As [`Upstream::ask`], but the time spent in the queue counts as well: where there are other
    /// servers, a queue before one that is silent leads nowhere.
    pub(super) async fn ask_in_time(&self, labels: &[Vec<u8>], wanted: Wanted, limit: Duration) -> Exchange {
        let deadline = Instant::now() + limit;
        let Ok(Ok(_slot)) = timeout_at(deadline, self.window.acquire()).await else { return Exchange::default() };
        self.ask_now(labels, wanted, deadline.saturating_duration_since(Instant::now()).max(Duration::from_millis(1))).await
    }

    async fn ask_now(&self, labels: &[Vec<u8>], wanted: Wanted, limit: Duration) -> Exchange {
        let mut end = Exchange::default();
        let deadline = Instant::now() + limit;
        if wanted.tcp_only {
            let query = Query::new(labels, wanted.rtype, self.manner(wanted));
            end.message = self.over_tcp(&query, deadline, limit / 2).await;
            return end;
        }
        match self.over_udp(labels, wanted, deadline).await {
            Udp::NotSent => end.not_sent = true,
            Udp::Silence => {
                self.silences.fetch_add(1, Ordering::Relaxed);
            }
            Udp::Message(message, manner) => {
                self.silences.store(0, Ordering::Relaxed);
                end.truncated = message.truncated;
                end.message = Some(*message);
                if end.truncated {
                    let query = Query::new(labels, wanted.rtype, manner);
                    end.message = self.over_tcp(&query, deadline, limit / 2).await;
                    end.tcp_failed = end.message.is_none();
                }
            }
        }
        end
    }

    fn manner(&self, wanted: Wanted) -> Manner {
        Manner { recursion: self.recursion, edns: true, signatures: wanted.signatures, unchecked: wanted.unchecked }
    }

    async fn over_tcp(&self, query: &Query, deadline: Instant, least: Duration) -> Option<Message> {
        let _slot = self.streams.acquire().await.ok()?;
        // Not before the slot is ours: our own queue is no silence of the server.
        let deadline = deadline.max(Instant::now() + least);
        tcp::exchange(self.at, query, deadline).await.ok().map(|heard| message::read(&heard))
    }

    async fn over_udp(&self, labels: &[Vec<u8>], wanted: Wanted, deadline: Instant) -> Udp {
        let (post, mut posted) = mpsc::unbounded_channel();
        let mut manner = self.manner(wanted);
        let mut query = Query::new(labels, wanted.rtype, manner);
        // Every transmission waits until the end: a late response to an early one is as good.
        let (mut sent, mut guards) = (Vec::new(), Vec::new());
        let mut wait = self.rtt().wait();
        let (mut unreachable, mut refused) = (0, None);
        loop {
            if sent.len() < MOST_TRANSMISSIONS {
                let case = (!self.folds.load(Ordering::Relaxed)).then(random);
                sent.push(Instant::now());
                match self.send(&query, case, sent.len() - 1, &post).await {
                    Ok(guard) => guards.push(guard),
                    Err(_) => return Udp::NotSent,
                }
            }
            let until = (Instant::now() + wait).min(deadline);
            loop {
                let Ok(heard) = timeout_at(until, posted.recv()).await else {
                    wait *= 2;
                    break;
                };
                match heard {
                    Some((n, Heard::Response(bytes))) => {
                        self.measured(sent.get(n));
                        let message = message::read(&bytes);
                        if message.rcode == FORMERR && manner.edns {
                            manner.edns = false;
                            query = Query::new(labels, wanted.rtype, manner);
                            break;
                        }
                        return Udp::Message(Box::new(message), manner);
                    }
                    // Ask again in lower case: what it says then, it says to this question.
                    Some((_, Heard::Folded)) => {
                        if !self.folds.swap(true, Ordering::Relaxed) || guards.len() < 2 {
                            break;
                        }
                    }
                    // Once per transmission, and only the newest: an error of one datagram is told to
                    // all that share the socket.
                    Some((n, Heard::Unreachable)) => {
                        if n + 1 == sent.len() && refused.replace(n) != Some(n) {
                            unreachable += 1;
                        }
                        if unreachable >= MOST_UNREACHABLE {
                            return Udp::Silence;
                        }
                    }
                    None => break,
                }
            }
            if Instant::now() >= deadline {
                return Udp::Silence;
            }
        }
    }

    async fn send(
        &self,
        query: &Query,
        case: Option<[u8; 32]>,
        transmission: usize,
        post: &mpsc::UnboundedSender<super::socket::Post>,
    ) -> io::Result<super::socket::Guard> {
        let [pick] = random();
        let cell = &self.sockets[usize::from(pick) % self.sockets.len()];
        let socket = cell.get_or_try_init(|| Socket::open(self.at)).await?;
        socket.send(query, case, transmission, post).await
    }

    fn rtt(&self) -> std::sync::MutexGuard<'_, Rtt> {
        self.rtt.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn measured(&self, sent: Option<&Instant>) {
        if let Some(sent) = sent {
            self.rtt().sample(sent.elapsed());
        }
    }
}

/// Unpredictable octets.
pub(crate) fn random<const N: usize>() -> [u8; N] {
    static SOURCE: LazyLock<&'static dyn SecureRandom> = LazyLock::new(|| rustls::crypto::ring::default_provider().secure_random);
    let mut bytes = [0; N];
    if SOURCE.fill(&mut bytes).is_err() {
        // Without entropy ids can be guessed; a response is still bound to the socket and the question.
        let seed = RandomState::new().hash_one(Instant::now().into_std());
        for (i, byte) in bytes.iter_mut().enumerate() {
            *byte = seed.to_le_bytes()[i % 8];
        }
    }
    bytes
}
