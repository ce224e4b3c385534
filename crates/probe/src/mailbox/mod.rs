//! Dialogues with IMAP (RFC 9051) and POP3 (RFC 1939) servers: greeting, capabilities, TLS, log-in where an account is
//! given, farewell. Nobody logs in without TLS, and a mailbox is opened by `search` alone, to be read.

mod fuzzing;
mod imap;
mod letter;
mod letters;
mod reply;
mod search;

use crate::Accounts;
use crate::accounts::Account;
use crate::inbox::Inbox;
use crate::turns::Turns;
use crate::way::Way;
use crate::wire::Wire;
use facts::answer::{MailboxReply, Phase, StepEnd};
use facts::{Answer, Name, Protocol, Security, SmtpAnswer, WhyNot};
pub(crate) use fuzzing::responses;
pub(crate) use letters::folders;
use reply::Tongue;
pub(crate) use search::{Look, search};
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};

/// How long the end of a TLS session may take.
const FAREWELL: Duration = Duration::from_millis(500);

/// Whom to call, and how.
pub(crate) struct Call {
    pub(crate) to: SocketAddr,
    pub(crate) protocol: Protocol,
    pub(crate) security: Security,
    pub(crate) sni: Option<Name>,
    /// Label of the account to log in with.
    pub(crate) login: Option<String>,
    pub(crate) accounts: Accounts,
}

/// Holds the dialogue with the server at `addr` when it is its turn.
pub(crate) async fn hold(turns: Turns, addr: IpAddr, call: Call) -> Answer {
    let mut turn = match turns.at(addr).await {
        Ok(turn) => turn,
        Err(why) => return Answer::NotAsked(why),
    };
    let mut talk = Talk::new(Way::new(call.to, call.sni.clone(), turns.limits()), call.protocol);
    match talk.whole(&call).await {
        Err(why) => Answer::NotAsked(why),
        Ok(_) => {
            turn.note(&talk.way.done);
            Answer::Smtp(SmtpAnswer { tries: vec![talk.way.done] })
        }
    }
}

/// Goes as far as the server's word that TLS may begin, and gives the connection back.
pub(crate) async fn until_tls(way: Way, protocol: Protocol, stream: TcpStream) -> (Way, Option<TcpStream>) {
    let mut talk = Talk::new(way, protocol);
    let mut line = Line { wire: Wire::Clear(stream), inbox: Inbox::default() };
    let ready = talk.ready_for_tls(&mut line).await;
    if ready == Some(false) {
        talk.farewell(&mut line).await;
    }
    match (ready, line.wire) {
        (Some(true), Wire::Clear(stream)) => (talk.way, Some(stream)),
        _ => (talk.way, None),
    }
}

struct Line {
    wire: Wire,
    inbox: Inbox,
}

struct Talk {
    way: Way,
    tongue: Tongue,
    /// Commands said so far, for IMAP's tags.
    said: u32,
}

impl Talk {
    fn new(way: Way, protocol: Protocol) -> Self {
        Self { way, tongue: if protocol == Protocol::Pop3 { Tongue::Pop3 } else { Tongue::Imap }, said: 0 }
    }

    async fn whole(&mut self, call: &Call) -> Result<Option<()>, WhyNot> {
        let Some(stream) = self.way.connect().await? else { return Ok(None) };
        Ok(self.dialogue(call, stream).await)
    }

    async fn dialogue(&mut self, call: &Call, stream: TcpStream) -> Option<()> {
        let mut line = self.enter(call, stream).await?;
        self.farewell(&mut line).await;
        Some(())
    }

    /// As far as the log-in, where an account is given and the server proved its name.
    async fn enter(&mut self, call: &Call, stream: TcpStream) -> Option<Line> {
        let mut line = Line { wire: Wire::Clear(stream), inbox: Inbox::default() };
        let mut capabilities = MailboxReply::default();
        if call.security == Security::Implicit {
            line = self.encrypt(line).await?;
            self.greeting(&mut line).await?;
            capabilities = self.capabilities(&mut line, Phase::CapabilityTls).await?;
        } else if self.ready_for_tls(&mut line).await? {
            line = self.encrypt(line).await?;
            capabilities = self.capabilities(&mut line, Phase::CapabilityTls).await?;
        }
        let account = call.login.as_ref().and_then(|label| call.accounts.for_server(label, &self.way.done, call.sni.as_ref()));
        if let (Some(account), Wire::Tls(_)) = (account, &line.wire) {
            self.log_in(&mut line, &capabilities, &account).await?;
        }
        Some(line)
    }

    /// Greeting and capabilities; whether the server says that TLS may begin. `None` where the dialogue is over.
    async fn ready_for_tls(&mut self, line: &mut Line) -> Option<bool> {
        self.greeting(line).await?;
        let capabilities = self.capabilities(line, Phase::Capability).await?;
        let verb = self.tongue.starttls();
        if !offers(&capabilities, verb) {
            return Some(false);
        }
        Some(self.say(line, Phase::Starttls, verb).await?.granted)
    }

    async fn greeting(&mut self, line: &mut Line) -> Option<()> {
        let (begun, deadline) = (Instant::now(), self.way.until(self.way.limits.greeting));
        let end = self.tongue.greeting(&mut line.inbox, &mut line.wire, deadline).await;
        self.replied(Phase::Greeting, end, begun)?.granted.then_some(())
    }

    async fn capabilities(&mut self, line: &mut Line, phase: Phase) -> Option<MailboxReply> {
        self.say(line, phase, self.tongue.capability()).await
    }

    async fn log_in(&mut self, line: &mut Line, capabilities: &MailboxReply, account: &Account) -> Option<()> {
        let plain = is_plain(account.user()) && is_plain(account.password());
        match self.tongue {
            Tongue::Imap if plain && !offers(capabilities, "LOGINDISABLED") => {
                let command = format!("LOGIN {} {}", quoted(account.user()), quoted(account.password()));
                self.say(line, Phase::Login, &command).await?;
            }
            Tongue::Imap if offers(capabilities, "AUTH=PLAIN") => self.authenticate(line, "AUTHENTICATE PLAIN", account).await?,
            Tongue::Pop3 if plain => {
                if self.say(line, Phase::Login, &format!("USER {}", account.user())).await?.granted {
                    self.say(line, Phase::Login, &format!("PASS {}", account.password())).await?;
                }
            }
            Tongue::Pop3 if offers(capabilities, "PLAIN") => self.authenticate(line, "AUTH PLAIN", account).await?,
            Tongue::Imap | Tongue::Pop3 => {}
        }
        Some(())
    }

    /// SASL with the message behind the server's `+` (RFC 9051 6.2.2, RFC 5034 4).
    async fn authenticate(&mut self, line: &mut Line, command: &str, account: &Account) -> Option<()> {
        let (begun, deadline) = (Instant::now(), self.way.until(self.way.limits.command));
        let tag = self.tag();
        let sent = self.send(line, &format!("{tag}{command}"), deadline).await;
        let end = match sent {
            Some(end) => end,
            None => match self.tongue.reply(&mut line.inbox, &mut line.wire, &tag, false, deadline).await {
                // The word '+' alone is the server's wish to hear more.
                StepEnd::Mailbox(reply) if reply.status == "+" => match self.send(line, &account.plain(), deadline).await {
                    Some(end) => end,
                    None => self.tongue.reply(&mut line.inbox, &mut line.wire, &tag, false, deadline).await,
                },
                end => end,
            },
        };
        self.replied(Phase::Login, end, begun).map(drop)
    }

    async fn farewell(&mut self, line: &mut Line) {
        self.say(line, Phase::Quit, self.tongue.farewell()).await;
        let _ = timeout_at(self.way.until(FAREWELL), line.wire.shutdown()).await;
    }

    async fn say(&mut self, line: &mut Line, phase: Phase, command: &str) -> Option<MailboxReply> {
        let (begun, deadline) = (Instant::now(), self.way.until(self.way.limits.command));
        let tag = self.tag();
        let end = match self.send(line, &format!("{tag}{command}"), deadline).await {
            Some(end) => end,
            None => self.tongue.reply(&mut line.inbox, &mut line.wire, &tag, command == "CAPA", deadline).await,
        };
        self.replied(phase, end, begun)
    }

    /// How sending failed, where it did.
    async fn send(&mut self, line: &mut Line, text: &str, deadline: Instant) -> Option<StepEnd> {
        let sent = timeout_at(deadline, async {
            line.wire.write_all(format!("{text}\r\n").as_bytes()).await?;
            line.wire.flush().await
        });
        match sent.await {
            Ok(Ok(())) => None,
            Ok(Err(error)) => Some(crate::tls::end_of(&error)),
            Err(_) => Some(StepEnd::Timeout),
        }
    }

    /// What an IMAP command begins with; nothing for POP3.
    fn tag(&mut self) -> String {
        self.said += 1;
        if self.tongue == Tongue::Imap { format!("a{} ", self.said) } else { String::new() }
    }

    async fn encrypt(&mut self, mut line: Line) -> Option<Line> {
        line.inbox.clear();
        let Wire::Clear(stream) = line.wire else { return None };
        let stream = self.way.handshake(stream).await?;
        Some(Line { wire: Wire::Tls(Box::new(stream)), inbox: line.inbox })
    }

    fn replied(&mut self, phase: Phase, end: StepEnd, begun: Instant) -> Option<MailboxReply> {
        let reply = match &end {
            StepEnd::Mailbox(reply) => Some(reply.clone()),
            _ => None,
        };
        self.way.step(phase, end, begun);
        reply
    }
}

/// Whether a capability is among the words of `reply`.
fn offers(reply: &MailboxReply, wanted: &str) -> bool {
    let words = |line: &[u8]| line.split(u8::is_ascii_whitespace).any(|word| word.eq_ignore_ascii_case(wanted.as_bytes()));
    reply.lines.iter().any(|line| words(&line.0))
}

/// Whether `text` can be said in a quoted string of IMAP or a word of POP3.
fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| (0x20..0x7f).contains(&b))
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests;
