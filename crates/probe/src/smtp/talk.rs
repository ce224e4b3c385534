//! The fixed dialogues, step by step, as they really went.

use crate::inbox::Inbox;
use crate::way::Way;
use crate::{Accounts, Limits, tls};
use facts::answer::{Phase, Reply, StepEnd, Try};
use facts::{Name, Script, Security, WhyNot};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout, timeout_at};

/// How long a farewell that nobody records may take.
pub(super) const FAREWELL: Duration = Duration::from_millis(500);

/// Whom to call, and how.
pub(crate) struct Call {
    pub(crate) to: SocketAddr,
    pub(crate) security: Security,
    pub(crate) sni: Option<Name>,
    pub(crate) helo: String,
    pub(crate) script: Script,
    pub(crate) accounts: Accounts,
}

/// One connection, from the first packet to the last.
///
/// # Errors
/// Why not even a connection could be tried from here.
pub(super) async fn hold(call: &Call, limits: &Limits, deadline: Instant) -> Result<Try, WhyNot> {
    let way = Way { deadline, ..Way::new(call.to, call.sni.clone(), *limits) };
    let mut talk = Talk { call, way };
    let Some(stream) = talk.way.connect().await? else { return Ok(talk.way.done) };
    match (&call.script, call.security) {
        (Script::Handshake, _) => {
            talk.way.handshake(stream).await;
        }
        (Script::Session, Security::Starttls) => talk.session(stream).await,
        (Script::Session, Security::Implicit) => {
            if let Some(mut stream) = talk.way.handshake(stream).await {
                let mut inbox = Inbox::default();
                if talk.hello(&mut stream, &mut inbox).await.is_some() {
                    talk.quit(&mut stream, &mut inbox).await;
                }
            }
        }
        _ => talk.deep(stream).await,
    }
    Ok(talk.way.done)
}

/// Goes as far as the server's word that TLS may begin, and gives the connection back.
pub(crate) async fn until_tls(call: &Call, way: Way, mut stream: TcpStream) -> (Way, Option<TcpStream>) {
    let (mut talk, mut inbox) = (Talk { call, way }, Inbox::default());
    let Some(capabilities) = talk.hello(&mut stream, &mut inbox).await else { return (talk.way, None) };
    if offers_starttls(&capabilities) {
        let limit = talk.way.limits.command;
        match talk.command(&mut stream, &mut inbox, Phase::Starttls, "STARTTLS", limit).await {
            None => return (talk.way, None),
            Some(go) if go.code == 220 => return (talk.way, Some(stream)),
            Some(_) => {}
        }
    }
    talk.quit(&mut stream, &mut inbox).await;
    (talk.way, None)
}

pub(super) struct Talk<'a> {
    pub(super) call: &'a Call,
    pub(super) way: Way,
}

impl Talk<'_> {
    async fn session(&mut self, mut stream: TcpStream) {
        let mut inbox = Inbox::default();
        let Some(capabilities) = self.hello(&mut stream, &mut inbox).await else { return };
        if !offers_starttls(&capabilities) {
            return self.quit(&mut stream, &mut inbox).await;
        }
        let limit = self.way.limits.command;
        let Some(go) = self.command(&mut stream, &mut inbox, Phase::Starttls, "STARTTLS", limit).await else { return };
        if go.code != 220 {
            return self.quit(&mut stream, &mut inbox).await;
        }
        // What was pipelined in clear must never count as said under TLS (CVE-2011-0411).
        inbox.clear();
        let Some(mut stream) = self.way.handshake(stream).await else { return };
        let ehlo = self.greet("EHLO");
        if self.command(&mut stream, &mut inbox, Phase::EhloTls, &ehlo, limit).await.is_some() {
            self.quit(&mut stream, &mut inbox).await;
        }
    }

    /// Greeting and EHLO, or HELO where that is refused. The capabilities, none when HELO decided.
    pub(super) async fn hello<S: AsyncRead + AsyncWrite + Unpin>(&mut self, stream: &mut S, inbox: &mut Inbox) -> Option<Reply> {
        let begun = Instant::now();
        let end = inbox.reply(stream, self.way.until(self.way.limits.greeting)).await;
        let greeting = self.replied(Phase::Greeting, end, begun)?;
        if greeting.code / 100 != 2 {
            // RFC 5321 3.1: a client that is turned away still says QUIT.
            let _ = timeout(FAREWELL, stream.write_all(b"QUIT\r\n")).await;
            return None;
        }
        let (limit, ehlo) = (self.way.limits.command, self.greet("EHLO"));
        let reply = self.command(stream, inbox, Phase::Ehlo, &ehlo, limit).await?;
        if reply.code / 100 != 5 {
            return Some(reply);
        }
        let helo = self.greet("HELO");
        let reply = self.command(stream, inbox, Phase::Helo, &helo, limit).await?;
        Some(Reply { code: reply.code, lines: Vec::new() })
    }

    pub(super) async fn quit<S: AsyncRead + AsyncWrite + Unpin>(&mut self, stream: &mut S, inbox: &mut Inbox) {
        let limit = self.way.limits.command;
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
        let (begun, deadline) = (Instant::now(), self.way.until(limit));
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

    pub(super) fn replied(&mut self, phase: Phase, end: StepEnd, begun: Instant) -> Option<Reply> {
        let reply = match &end {
            StepEnd::Reply(reply) => Some(reply.clone()),
            _ => None,
        };
        self.way.step(phase, end, begun);
        reply
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
