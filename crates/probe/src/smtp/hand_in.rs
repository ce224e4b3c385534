//! A test message handed in for sending: the only place of this program that says DATA. What is sent, to whom, and that it
//! is sent once, stands in [`crate::Outbox`].

use super::deep::Line;
use super::login::is_one_word;
use super::talk::{Call, Talk};
use crate::outbox::Outbox;
use crate::turns::Turns;
use crate::way::Way;
use crate::wire::Wire;
use facts::answer::{Phase, Reply, StepEnd};
use facts::{Answer, Recipient, Sender, SmtpAnswer};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};

/// For the message itself and the server's word about it: a filter may read it first. RFC 5321 4.5.3.2.6 allows ten minutes.
const MESSAGE: Duration = Duration::from_secs(120);

/// Who sends to whom.
pub(crate) struct Errand {
    pub(crate) account: Option<String>,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) marker: String,
    pub(crate) outbox: Arc<Outbox>,
}

/// Hands the message of `errand` in at the server of `addr` when it is its turn. `call.script` has no part in it.
pub(crate) async fn hand_in(turns: Turns, addr: IpAddr, call: Call, errand: Errand) -> Answer {
    let mut turn = match turns.at(addr).await {
        Ok(turn) => turn,
        Err(why) => return Answer::NotAsked(why),
    };
    let limits = turns.limits();
    let way = Way { deadline: Instant::now() + limits.longest_dialogue() + MESSAGE, ..Way::new(call.to, call.sni.clone(), limits) };
    let mut talk = Talk { call: &call, way };
    match talk.way.connect().await {
        Err(why) => return Answer::NotAsked(why),
        Ok(None) => {}
        Ok(Some(stream)) => {
            talk.errand(stream, &errand).await;
        }
    }
    turn.note(&talk.way.done);
    Answer::Smtp(SmtpAnswer { tries: vec![talk.way.done] })
}

impl Talk<'_> {
    async fn errand(&mut self, stream: TcpStream, errand: &Errand) -> Option<()> {
        let (mut line, capabilities) = self.open(stream, false, false).await?;
        if self.let_in(&mut line, &capabilities, errand).await? {
            self.transaction(&mut line, &capabilities, errand).await?;
        }
        self.farewell(&mut line).await;
        Some(())
    }

    /// Whether messages may be sent: with an account only behind its log-in, which only a server that proved its name hears.
    async fn let_in(&mut self, line: &mut Line, capabilities: &Reply, errand: &Errand) -> Option<bool> {
        let Some(label) = &errand.account else { return Some(true) };
        if matches!(line.wire, Wire::Clear(_)) {
            return Some(false);
        }
        let Some(account) = self.call.accounts.for_server(label, &self.way.done, self.call.sni.as_ref()) else { return Some(false) };
        Some(self.authenticate(line, capabilities, &account).await?.is_some_and(|reply| reply.code == 235))
    }

    async fn transaction(&mut self, line: &mut Line, capabilities: &Reply, errand: &Errand) -> Option<()> {
        if !is_one_word(&errand.from) || !is_one_word(&errand.to) {
            return Some(());
        }
        let [mail, rcpt] = envelope(capabilities, errand);
        if self.peaceful(line, Phase::Mail(Sender::Own), &mail).await?.code / 100 != 2 {
            return Some(());
        }
        if self.peaceful(line, Phase::Rcpt(Recipient::Own), &rcpt).await?.code / 100 != 2 {
            return Some(());
        }
        let Some(message) = errand.outbox.take(&errand.from, &errand.to, &errand.marker) else { return Some(()) };
        if self.peaceful(line, Phase::Data, "DATA").await?.code != 354 {
            return Some(());
        }
        self.message(line, &message).await
    }

    async fn message(&mut self, line: &mut Line, message: &[u8]) -> Option<()> {
        let (begun, deadline) = (Instant::now(), self.way.until(MESSAGE));
        let sent = timeout_at(deadline, async {
            line.wire.write_all(&stuffed(message)).await?;
            line.wire.flush().await
        });
        let end = match sent.await {
            Ok(Ok(())) => line.inbox.reply(&mut line.wire, deadline).await,
            Ok(Err(error)) => crate::tls::end_of(&error),
            Err(_) => StepEnd::Timeout,
        };
        self.replied(Phase::Message, end, begun).map(drop)
    }
}

/// MAIL and RCPT. Where the server knows RFC 3461, a report shall quote the header and name the marker.
fn envelope(capabilities: &Reply, errand: &Errand) -> [String; 2] {
    let first = |line: &[u8]| line.split(u8::is_ascii_whitespace).next().map(<[u8]>::to_ascii_uppercase);
    let reports = capabilities.lines.iter().skip(1).any(|l| first(&l.0).as_deref() == Some(b"DSN"));
    let (mail, rcpt) = (format!("MAIL FROM:<{}>", errand.from), format!("RCPT TO:<{}>", errand.to));
    if reports { [format!("{mail} RET=HDRS ENVID={}", errand.marker), format!("{rcpt} NOTIFY=FAILURE,DELAY")] } else { [mail, rcpt] }
}

/// With CR LF at the end of each line, a second dot before a first (RFC 5321 4.5.2), and the dot that ends it.
fn stuffed(message: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(message.len() + message.len() / 50 + 5);
    let message = message.strip_suffix(b"\n").unwrap_or(message);
    for line in message.split(|b| *b == b'\n') {
        // A CR alone would be a line's end to some servers, and none to others (RFC 5321 2.3.8).
        let line: Vec<u8> = line.iter().copied().filter(|b| *b != b'\r').collect();
        if line.first() == Some(&b'.') {
            out.push(b'.');
        }
        out.extend_from_slice(&line);
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(b".\r\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use facts::answer::Text;

    #[test]
    fn no_line_of_a_message_ends_it_early() {
        assert_eq!(stuffed(b"a\r\n.\r\n..b\nc"), b"a\r\n..\r\n...b\r\nc\r\n.\r\n");
        assert_eq!(stuffed(b"a\r\r\n\r.\r\nb\r\n"), b"a\r\n..\r\nb\r\n.\r\n");
        assert_eq!(stuffed(b""), b"\r\n.\r\n");
    }

    #[test]
    fn a_report_is_asked_for_where_the_server_can_write_it() {
        let errand =
            Errand { account: None, from: "a@example.com".into(), to: "b@example.net".into(), marker: "m1".into(), outbox: Arc::default() };
        let offers = |line: &str| Reply { code: 250, lines: vec!["mx.example.com".into(), Text::from(line)] };
        assert_eq!(envelope(&offers("DSN"), &errand)[0], "MAIL FROM:<a@example.com> RET=HDRS ENVID=m1");
        assert_eq!(envelope(&offers("PIPELINING"), &errand)[1], "RCPT TO:<b@example.net>");
    }
}
