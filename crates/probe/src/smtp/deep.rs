//! The dialogues that go on to MAIL and RCPT: recipients, and what the user asked for with `--active`. None of them
//! sends a message, and every recipient is taken back by RSET.

use super::talk::{Talk, offers_starttls};
use crate::inbox::Inbox;
use crate::wire::Wire;
use facts::answer::{Phase, Reply, StepEnd};
use facts::{Name, Recipient, Script, Security, Sender};
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};

/// How long what was said behind STARTTLS may take to be answered.
const INJECTION: Duration = Duration::from_secs(2);

/// A connection, in the clear or under TLS, with what was received on it and not yet used.
pub(super) struct Line {
    pub(super) wire: Wire,
    pub(super) inbox: Inbox,
}

impl Talk<'_> {
    /// Holds the dialogue of any script beyond the session.
    pub(super) async fn deep(&mut self, stream: TcpStream) {
        let script = self.call.script.clone();
        let clear = matches!(script, Script::Recipients { .. } | Script::Intrusive { .. });
        let injecting = script == Script::Injection;
        let Some((mut line, capabilities)) = self.open(stream, clear, injecting).await else { return };
        let whole = match &script {
            Script::Recipients { domain } | Script::Retry { domain } => self.recipients(&mut line, domain).await,
            Script::Intrusive { domain, nonce } => match self.recipients(&mut line, domain).await {
                Some(()) => self.intrusive(&mut line, domain, nonce).await,
                None => None,
            },
            Script::Login { account, from } => self.log_in(&mut line, &capabilities, account, from.as_deref()).await,
            Script::Session | Script::Handshake | Script::Injection => Some(()),
        };
        if whole.is_some() {
            self.farewell(&mut line).await;
        }
    }

    /// As far as the second EHLO, with the capabilities that it named; `None` where the dialogue is over.
    pub(super) async fn open(&mut self, stream: TcpStream, mail_in_clear: bool, injecting: bool) -> Option<(Line, Reply)> {
        let mut line = Line { wire: Wire::Clear(stream), inbox: Inbox::default() };
        if self.call.security == Security::Implicit {
            line = self.encrypt(line).await?;
        }
        let capabilities = self.hello(&mut line.wire, &mut line.inbox).await?;
        if capabilities.code / 100 != 2 {
            self.farewell(&mut line).await;
            return None;
        }
        if self.call.security == Security::Implicit || !offers_starttls(&capabilities) {
            return Some((line, capabilities));
        }
        if mail_in_clear {
            self.envelope(&mut line, Sender::NullInClear, &[], &Name::root(), "").await?;
        }
        // What stands behind STARTTLS in one packet must be forgotten by the server (RFC 3207 6).
        let starttls = if injecting { "STARTTLS\r\nNOOP" } else { "STARTTLS" };
        let go = self.say(&mut line, Phase::Starttls, starttls).await?;
        if go.code != 220 {
            return Some((line, capabilities));
        }
        let mut line = self.encrypt(line).await?;
        if injecting {
            self.injected(&mut line).await?;
        }
        let ehlo = self.greet("EHLO");
        let capabilities = self.say(&mut line, Phase::EhloTls, &ehlo).await?;
        Some((line, capabilities))
    }

    async fn encrypt(&mut self, mut line: Line) -> Option<Line> {
        line.inbox.clear();
        let Wire::Clear(stream) = line.wire else { return None };
        let stream = self.way.handshake(stream).await?;
        Some(Line { wire: Wire::Tls(Box::new(stream)), inbox: line.inbox })
    }

    /// Whether a reply comes to what was said in the clear; silence is the sound answer.
    async fn injected(&mut self, line: &mut Line) -> Option<()> {
        let begun = Instant::now();
        let end = line.inbox.reply(&mut line.wire, self.way.until(INJECTION)).await;
        let goes_on = matches!(end, StepEnd::Reply(_) | StepEnd::Timeout);
        self.way.step(Phase::Injected, end, begun);
        goes_on.then_some(())
    }

    async fn recipients(&mut self, line: &mut Line, domain: &Name) -> Option<()> {
        let local = [Recipient::PostmasterAt, Recipient::Postmaster, Recipient::Abuse];
        self.envelope(line, Sender::Null, &local, domain, "").await?;
        self.envelope(line, Sender::Probe, &[Recipient::FromProbe], domain, "").await
    }

    async fn intrusive(&mut self, line: &mut Line, domain: &Name, nonce: &str) -> Option<()> {
        self.peaceful(line, Phase::Vrfy, "VRFY postmaster").await?;
        self.peaceful(line, Phase::Expn, "EXPN postmaster").await?;
        self.envelope(line, Sender::Null, &[Recipient::Random], domain, nonce).await?;
        self.envelope(line, Sender::Foreign, &Recipient::RELAYED, domain, nonce).await
    }

    /// One MAIL with its recipients, and RSET behind it where it was accepted.
    async fn envelope(&mut self, line: &mut Line, from: Sender, to: &[Recipient], domain: &Name, nonce: &str) -> Option<()> {
        let path = from.path(&self.own_name(), domain, "");
        let mail = self.peaceful(line, Phase::Mail(from), &format!("MAIL FROM:{path}")).await?;
        if mail.code / 100 != 2 {
            return Some(());
        }
        for recipient in to {
            let path = recipient.path(domain, nonce, "");
            self.peaceful(line, Phase::Rcpt(*recipient), &format!("RCPT TO:{path}")).await?;
        }
        self.peaceful(line, Phase::Rset, "RSET").await.map(drop)
    }

    /// Says one command; a 421 leaves nothing but QUIT.
    pub(super) async fn peaceful(&mut self, line: &mut Line, phase: Phase, command: &str) -> Option<Reply> {
        let reply = self.say(line, phase, command).await?;
        if reply.code == 421 {
            self.farewell(line).await;
            return None;
        }
        Some(reply)
    }

    async fn say(&mut self, line: &mut Line, phase: Phase, command: &str) -> Option<Reply> {
        self.command(&mut line.wire, &mut line.inbox, phase, command, self.way.limits.command).await
    }

    pub(super) async fn farewell(&mut self, line: &mut Line) {
        self.quit(&mut line.wire, &mut line.inbox).await;
        // Without a close_notify some servers log a fault of ours.
        let _ = timeout_at(self.way.until(super::talk::FAREWELL), line.wire.shutdown()).await;
    }

    fn own_name(&self) -> String {
        self.greet("").trim().to_owned()
    }
}
