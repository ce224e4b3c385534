//! A resolver behind TLS: one connection that all questions share, made anew when it is gone.
//! A certificate that does not verify ends the matter; nothing is ever sent in clear text instead.

mod address;
mod dial;
mod doh;
mod dot;

pub use address::Encrypted as EncryptedSpec;

use super::message::{self, Manner, Query};
use super::upstream::{Exchange, Wanted};
use crate::{Error, Options};
use address::Protocol;
use dial::Dialer;
use doh::Session;
use dot::Pipe;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{Mutex as Turn, Semaphore};
use tokio::time::{Instant, timeout_at};

const FORMERR: u16 = 1;
/// Connections in a row that ended before they answered anything.
const MOST_BARREN: usize = 2;
/// A server may close after each answer while a whole window waits.
const MOST_CONNECTIONS: usize = 300;
/// A failed connection is not tried anew by each of the questions that wait for it.
const PAUSE: Duration = Duration::from_secs(2);

/// Speaks to one resolver.
pub(super) struct Encrypted {
    spec: EncryptedSpec,
    dialer: Dialer,
    dial_limit: Duration,
    line: Turn<Line>,
    window: Semaphore,
    /// Questions in a row that had no answer.
    silences: AtomicU32,
    /// Why the last question had none.
    fault: Mutex<Option<String>>,
}

enum Line {
    None,
    Open(Arc<Connection>),
    Failed(Instant, String),
}

enum Connection {
    Tls(Pipe),
    Https(Session),
}

/// How a question ended without an answer.
enum End {
    /// The connection is gone; the question may be asked on another.
    Closed,
    /// The server, or the way to it, is not usable, for this reason.
    Refused(String),
}

impl Encrypted {
    /// Connects to nothing yet.
    pub(super) fn new(spec: EncryptedSpec, options: &Options) -> Result<Self, Error> {
        let alpn: Option<&[u8]> = match spec.protocol {
            Protocol::Tls => None,
            Protocol::Https(_) => Some(b"h2"),
        };
        Ok(Self {
            dialer: Dialer::new(&spec, alpn, options)?,
            spec,
            // Shorter than a question waits, so that it still learns why.
            dial_limit: options.limits.connect.min(options.limits.dns * 3 / 4),
            line: Turn::new(Line::None),
            window: Semaphore::new(options.limits.window.max(1)),
            silences: AtomicU32::new(0),
            fault: Mutex::default(),
        })
    }

    pub(super) fn label(&self) -> String {
        self.spec.label()
    }

    pub(super) fn is_ailing(&self) -> bool {
        self.silences.load(Ordering::Relaxed) >= 3
    }

    /// Why it cannot be asked, if the last question found it so.
    pub(super) fn fault(&self) -> Option<String> {
        self.fault.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) async fn ask(&self, labels: &[Vec<u8>], wanted: Wanted, limit: Duration) -> Exchange {
        // The semaphore lives as long as `self` and is never closed.
        let Ok(_slot) = self.window.acquire().await else { return Exchange::default() };
        let deadline = Instant::now() + limit;
        let mut manner = Manner { recursion: true, edns: true, signatures: wanted.signatures, unchecked: wanted.unchecked };
        loop {
            let query = Query::new(labels, wanted.rtype, manner);
            let heard = self.carry(&query, deadline).await.map(|bytes| message::read(&bytes));
            let fault = match heard {
                Ok(message) if message.rcode == FORMERR && manner.edns => {
                    manner.edns = false;
                    continue;
                }
                Ok(message) => {
                    self.silences.store(0, Ordering::Relaxed);
                    *self.fault.lock().unwrap_or_else(PoisonError::into_inner) = None;
                    return Exchange { truncated: message.truncated, message: Some(message), ..Exchange::default() };
                }
                Err(why) => why.map(|why| format!("{}: {why}", self.label())),
            };
            self.silences.fetch_add(1, Ordering::Relaxed);
            if fault.is_some() {
                self.fault.lock().unwrap_or_else(PoisonError::into_inner).clone_from(&fault);
            }
            return Exchange { fault, ..Exchange::default() };
        }
    }

    /// The response to `query`, over as many connections as it takes; the error is a reason, where there is one.
    async fn carry(&self, query: &Query, deadline: Instant) -> Result<Vec<u8>, Option<String>> {
        let mut barren = 0;
        for _ in 0..MOST_CONNECTIONS {
            let connection = timeout_at(deadline, self.connection()).await.map_err(|_| None)?.map_err(Some)?;
            let before = connection.heard();
            let mut answer = Box::pin(connection.exchange(query));
            // A connection that lay idle may be dead without a word: half the time is kept for a new one.
            let now = Instant::now();
            let half = now + deadline.saturating_duration_since(now) / 2;
            let mut ended = timeout_at(if before > 0 { half } else { deadline }, &mut answer).await;
            if ended.is_err() && connection.heard() > before {
                ended = timeout_at(deadline, &mut answer).await;
            }
            match ended {
                Ok(Ok(bytes)) => return Ok(bytes),
                Ok(Err(End::Refused(why))) => return Err(Some(why)),
                Ok(Err(End::Closed)) => {
                    barren = if connection.heard() > before { 0 } else { barren + 1 };
                    self.discard(&connection).await;
                    // The first may have been closed while it lay idle.
                    if barren > MOST_BARREN {
                        return Err(Some("it closes connections without an answer".to_owned()));
                    }
                }
                Err(_) => {
                    if connection.heard() == before {
                        self.discard(&connection).await;
                    }
                    if Instant::now() >= deadline {
                        return Err(None);
                    }
                }
            }
        }
        Err(None)
    }

    /// The open connection, or a new one. Whoever comes first makes it; the others wait.
    async fn connection(&self) -> Result<Arc<Connection>, String> {
        let mut line = self.line.lock().await;
        match &*line {
            Line::Open(connection) if connection.is_open() => return Ok(connection.clone()),
            Line::Failed(since, why) if since.elapsed() < PAUSE => return Err(why.clone()),
            _ => {}
        }
        let made = timeout_at(Instant::now() + self.dial_limit, self.open()).await;
        match made.unwrap_or_else(|_| Err("it is silent".to_owned())) {
            Ok(connection) => {
                let connection = Arc::new(connection);
                *line = Line::Open(connection.clone());
                Ok(connection)
            }
            Err(why) => {
                *line = Line::Failed(Instant::now(), why.clone());
                Err(why)
            }
        }
    }

    async fn open(&self) -> Result<Connection, String> {
        let stream = self.dialer.dial(self.dial_limit).await?;
        match self.spec.uri() {
            Some(uri) => Session::new(stream, uri).await.map(Connection::Https),
            None => Ok(Connection::Tls(Pipe::new(stream))),
        }
    }

    async fn discard(&self, gone: &Arc<Connection>) {
        let mut line = self.line.lock().await;
        if matches!(&*line, Line::Open(current) if Arc::ptr_eq(current, gone)) {
            *line = Line::None;
        }
    }
}

impl Connection {
    fn is_open(&self) -> bool {
        match self {
            Self::Tls(pipe) => pipe.is_open(),
            Self::Https(session) => session.is_open(),
        }
    }

    /// Responses that came on it.
    fn heard(&self) -> u64 {
        match self {
            Self::Tls(pipe) => pipe.heard(),
            Self::Https(session) => session.heard(),
        }
    }

    async fn exchange(&self, query: &Query) -> Result<Vec<u8>, End> {
        match self {
            Self::Tls(pipe) => pipe.exchange(query).await,
            Self::Https(session) => session.exchange(query).await,
        }
    }
}
