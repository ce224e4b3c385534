//! One connection on its way: what became of each step, and the time that is left. Knows no protocol.

use crate::{Limits, tls};
use facts::answer::{Phase, Step, StepEnd, Try};
use facts::{Name, WhyNot};
use std::io;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};

/// A connection to be, or that is.
pub(crate) struct Way {
    /// Where it really goes.
    pub(crate) to: SocketAddr,
    /// The name asked for in the handshake.
    pub(crate) sni: Option<Name>,
    /// Protocols asked for in the handshake (RFC 7301); none for mail.
    pub(crate) alpn: &'static [&'static [u8]],
    pub(crate) limits: Limits,
    /// Of all that happens on it.
    pub(crate) deadline: Instant,
    /// What happened so far.
    pub(crate) done: Try,
}

impl Way {
    pub(crate) fn new(to: SocketAddr, sni: Option<Name>, limits: Limits) -> Self {
        Self { to, sni, alpn: &[], limits, deadline: Instant::now() + limits.longest_dialogue(), done: Try::default() }
    }

    /// `None` where nobody answered, which is recorded.
    ///
    /// # Errors
    /// Why not even a connection could be tried from here.
    pub(crate) async fn connect(&mut self) -> Result<Option<TcpStream>, WhyNot> {
        let begun = Instant::now();
        match timeout_at(self.until(self.limits.connect), TcpStream::connect(self.to)).await {
            Ok(Ok(stream)) => {
                // A command is one small segment; waiting to fill it would only be counted against the server.
                let _ = stream.set_nodelay(true);
                self.step(Phase::Connect, StepEnd::Done, begun);
                Ok(Some(stream))
            }
            Ok(Err(error)) if is_ours(&error) => Err(WhyNot::LocalFailure),
            Ok(Err(error)) => {
                let late = error.kind() == io::ErrorKind::TimedOut;
                self.step(Phase::Connect, if late { StepEnd::Timeout } else { StepEnd::ConnectRefused }, begun);
                Ok(None)
            }
            Err(_) => {
                self.step(Phase::Connect, StepEnd::Timeout, begun);
                Ok(None)
            }
        }
    }

    /// What arrived in the clear is forgotten first: it must never count as said under TLS (CVE-2011-0411).
    pub(crate) async fn handshake(&mut self, stream: TcpStream) -> Option<tls::Stream> {
        drain(&stream);
        let (begun, deadline) = (Instant::now(), self.until(self.limits.handshake));
        let shaken = tls::handshake(stream, self.sni.as_ref(), self.to.ip(), self.alpn, deadline).await;
        self.done.tls = shaken.facts;
        let (end, stream) = match shaken.stream {
            Ok(stream) => (StepEnd::Done, Some(stream)),
            Err(end) => (end, None),
        };
        self.step(Phase::Handshake, end, begun);
        stream
    }

    pub(crate) fn step(&mut self, phase: Phase, end: StepEnd, begun: Instant) {
        let took_ms = u32::try_from(begun.elapsed().as_millis()).unwrap_or(u32::MAX);
        self.done.steps.push(Step { phase, end, took_ms });
    }

    pub(crate) fn until(&self, limit: Duration) -> Instant {
        self.deadline.min(Instant::now() + limit)
    }
}

/// Takes off what has arrived already, without waiting and without end.
fn drain(stream: &TcpStream) {
    let mut rest = [0; 4096];
    for _ in 0..16 {
        if !matches!(stream.try_read(&mut rest), Ok(length) if length > 0) {
            return;
        }
    }
}

/// Whether this machine, not the other, is the reason: no route or address of the family, no socket, a local firewall.
fn is_ours(error: &io::Error) -> bool {
    use io::ErrorKind::{AddrInUse, AddrNotAvailable, NetworkDown, NetworkUnreachable, OutOfMemory, PermissionDenied, Unsupported};
    const EMFILE: i32 = 24;
    const ENFILE: i32 = 23;
    const EAFNOSUPPORT: i32 = 97;
    matches!(error.kind(), AddrInUse | AddrNotAvailable | NetworkDown | NetworkUnreachable | OutOfMemory | PermissionDenied | Unsupported)
        || matches!(error.raw_os_error(), Some(EMFILE | ENFILE | EAFNOSUPPORT))
}
