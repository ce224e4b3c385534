//! The fixed dialogues, step by step, as they really went.

use super::reply::Inbox;
use super::tls;
use crate::Limits;
use facts::answer::{Phase, Reply, Step, StepEnd, Try};
use facts::{Name, Script, Security, WhyNot};
use std::io;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout, timeout_at};

/// How long a farewell that nobody records may take.
pub(super) const FAREWELL: Duration = Duration::from_millis(500);

/// Whom to call, and how.
pub(super) struct Call {
    pub(super) to: SocketAddr,
    pub(super) security: Security,
    pub(super) sni: Option<Name>,
    pub(super) helo: String,
    pub(super) script: Script,
    pub(super) limits: Limits,
    /// Of the whole dialogue.
    pub(super) deadline: Instant,
}

/// One connection, from the first packet to the last.
///
/// # Errors
/// Why not even a connection could be tried from here.
pub(super) async fn hold(call: &Call) -> Result<Try, WhyNot> {
    let mut talk = Talk { call, done: Try::default() };
    let Some(stream) = talk.connect().await? else { return Ok(talk.done) };
    match (&call.script, call.security) {
        (Script::Handshake, _) => {
            talk.handshake(stream).await;
        }
        (Script::Session, Security::Starttls) => talk.session(stream).await,
        (Script::Session, Security::Implicit) => {
            if let Some(mut stream) = talk.handshake(stream).await {
                let mut inbox = Inbox::default();
                if talk.hello(&mut stream, &mut inbox).await.is_some() {
                    talk.quit(&mut stream, &mut inbox).await;
                }
            }
        }
        _ => talk.deep(stream).await,
    }
    Ok(talk.done)
}

pub(super) struct Talk<'a> {
    pub(super) call: &'a Call,
    pub(super) done: Try,
}

impl Talk<'_> {
    async fn connect(&mut self) -> Result<Option<TcpStream>, WhyNot> {
        let begun = Instant::now();
        match timeout_at(self.until(self.call.limits.connect), TcpStream::connect(self.call.to)).await {
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

    async fn session(&mut self, mut stream: TcpStream) {
        let mut inbox = Inbox::default();
        let Some(capabilities) = self.hello(&mut stream, &mut inbox).await else { return };
        if !offers_starttls(&capabilities) {
            return self.quit(&mut stream, &mut inbox).await;
        }
        let limit = self.call.limits.command;
        let Some(go) = self.command(&mut stream, &mut inbox, Phase::Starttls, "STARTTLS", limit).await else { return };
        if go.code != 220 {
            return self.quit(&mut stream, &mut inbox).await;
        }
        // What was pipelined in clear must never count as said under TLS (CVE-2011-0411).
        inbox.clear();
        drain(&stream);
        let Some(mut stream) = self.handshake(stream).await else { return };
        let ehlo = self.greet("EHLO");
        if self.command(&mut stream, &mut inbox, Phase::EhloTls, &ehlo, limit).await.is_some() {
            self.quit(&mut stream, &mut inbox).await;
        }
    }

    /// Greeting and EHLO, or HELO where that is refused. The capabilities, none when HELO decided.
    pub(super) async fn hello<S: AsyncRead + AsyncWrite + Unpin>(&mut self, stream: &mut S, inbox: &mut Inbox) -> Option<Reply> {
        let begun = Instant::now();
        let end = inbox.reply(stream, self.until(self.call.limits.greeting)).await;
        let greeting = self.replied(Phase::Greeting, end, begun)?;
        if greeting.code / 100 != 2 {
            // RFC 5321 3.1: a client that is turned away still says QUIT.
            let _ = timeout(FAREWELL, stream.write_all(b"QUIT\r\n")).await;
            return None;
        }
        let (limit, ehlo) = (self.call.limits.command, self.greet("EHLO"));
        let reply = self.command(stream, inbox, Phase::Ehlo, &ehlo, limit).await?;
        if reply.code / 100 != 5 {
            return Some(reply);
        }
        let helo = self.greet("HELO");
        let reply = self.command(stream, inbox, Phase::Helo, &helo, limit).await?;
        Some(Reply { code: reply.code, lines: Vec::new() })
    }

    pub(super) async fn quit<S: AsyncRead + AsyncWrite + Unpin>(&mut self, stream: &mut S, inbox: &mut Inbox) {
        let limit = self.call.limits.command;
        self.command(stream, inbox, Phase::Quit, "QUIT", limit).await;
    }

    /// Sends a line and records its reply; `None` when the dialogue ended with it.
    pub(super) async fn command<S: AsyncRead + AsyncWrite + Unpin>(
        &mut self,
        stream: &mut S,
        inbox: &mut Inbox,
        phase: Phase,
        line: &str,
        limit: Duration,
    ) -> Option<Reply> {
        let (begun, deadline) = (Instant::now(), self.until(limit));
        let line = format!("{line}\r\n");
        let sent = timeout_at(deadline, async {
            stream.write_all(line.as_bytes()).await?;
            stream.flush().await
        });
        let end = match sent.await {
            Ok(Ok(())) => inbox.reply(stream, deadline).await,
            // What it said before it closed (a 421, an alert) tells more than the failed write.
            Ok(Err(error)) => match inbox.reply(stream, deadline.min(begun + FAREWELL)).await {
                StepEnd::Closed | StepEnd::Timeout => tls::end_of(&error),
                end => end,
            },
            Err(_) => StepEnd::Timeout,
        };
        self.replied(phase, end, begun)
    }

    pub(super) async fn handshake(&mut self, stream: TcpStream) -> Option<tls::Stream> {
        let (begun, deadline) = (Instant::now(), self.until(self.call.limits.handshake));
        let shaken = tls::handshake(stream, self.call.sni.as_ref(), self.call.to.ip(), deadline).await;
        self.done.tls = shaken.facts;
        let (end, stream) = match shaken.stream {
            Ok(stream) => (StepEnd::Done, Some(stream)),
            Err(end) => (end, None),
        };
        self.step(Phase::Handshake, end, begun);
        stream
    }

    pub(super) fn replied(&mut self, phase: Phase, end: StepEnd, begun: Instant) -> Option<Reply> {
        let reply = match &end {
            StepEnd::Reply(reply) => Some(reply.clone()),
            _ => None,
        };
        self.step(phase, end, begun);
        reply
    }

    pub(super) fn step(&mut self, phase: Phase, end: StepEnd, begun: Instant) {
        let took_ms = u32::try_from(begun.elapsed().as_millis()).unwrap_or(u32::MAX);
        self.done.steps.push(Step { phase, end, took_ms });
    }

    pub(super) fn until(&self, limit: Duration) -> Instant {
        self.call.deadline.min(Instant::now() + limit)
    }

    pub(super) fn greet(&self, verb: &str) -> String {
        // The name comes from the command line or a recording: it must stay one word of one line.
        let name: String = self.call.helo.chars().filter(char::is_ascii_graphic).take(255).collect();
        format!("{verb} {name}")
    }
}

pub(super) fn offers_starttls(ehlo: &Reply) -> bool {
    let keyword = |line: &[u8]| line.split(u8::is_ascii_whitespace).find(|word| !word.is_empty()).map(<[u8]>::to_ascii_uppercase);
    ehlo.code == 250 && ehlo.lines.iter().skip(1).any(|line| keyword(&line.0).as_deref() == Some(b"STARTTLS"))
}

/// Takes off what has arrived already, without waiting and without end.
pub(super) fn drain(stream: &TcpStream) {
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
