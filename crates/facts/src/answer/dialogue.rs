//! A dialogue with a mail server, step by step: what was said, and how each step ended.

use crate::answer::{Text, TlsFacts};
use crate::question::{Recipient, Sender};
use serde::{Deserialize, Serialize};

/// A dialogue with a mail server: one or two tries, each step as it went.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SmtpAnswer {
    /// The tries, in order; a second one only where the script says so.
    pub tries: Vec<Try>,
}

/// One connection.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Try {
    /// What happened, in order. The last step is the one at which the dialogue ended.
    pub steps: Vec<Step>,
    /// What the handshake showed, when one was begun and a certificate was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tls: Option<TlsFacts>,
}

impl Try {
    /// Whether STARTTLS was offered and then refused or cut off, so that a second try decides.
    #[must_use]
    pub fn wants_retry(&self) -> bool {
        let asks_certificate = self.tls.as_ref().is_some_and(|tls| tls.asks_certificate);
        let refused = |s: &Step| match (&s.phase, &s.end) {
            // TLS 1.3 has the client finish before the server says what it thinks of a missing certificate.
            (Phase::EhloTls, StepEnd::Closed) => asks_certificate,
            (Phase::Starttls, StepEnd::Reply(reply)) => reply.code != 220 && reply.code != 421,
            (Phase::Starttls | Phase::Handshake, StepEnd::Closed) => true,
            _ => false,
        };
        self.steps.iter().any(refused)
    }

    /// How `phase` ended, when it was reached.
    #[must_use]
    pub fn end_of(&self, phase: Phase) -> Option<&StepEnd> {
        self.steps.iter().find(|s| s.phase == phase).map(|s| &s.end)
    }

    /// The complete reply of `phase`.
    #[must_use]
    pub fn reply(&self, phase: Phase) -> Option<&Reply> {
        match self.end_of(phase) {
            Some(StepEnd::Reply(reply)) => Some(reply),
            _ => None,
        }
    }
}

/// One step of a dialogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Which step.
    pub phase: Phase,
    /// How it ended.
    pub end: StepEnd,
    /// How long it took, in milliseconds.
    #[serde(default)]
    pub took_ms: u32,
}

/// The steps of a dialogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "named after the commands")]
pub enum Phase {
    Connect,
    Greeting,
    Ehlo,
    Helo,
    Starttls,
    Handshake,
    /// EHLO again, after the handshake.
    EhloTls,
    Quit,
    Mail(Sender),
    Rcpt(Recipient),
    Rset,
    Vrfy,
    Expn,
    /// A wait of our own before a second try.
    Pause,
    /// What a command brought that was sent in the clear behind STARTTLS.
    Injected,
    /// CAPABILITY or CAPA, in the clear.
    Capability,
    /// CAPABILITY or CAPA, under TLS.
    CapabilityTls,
    /// LOGIN, USER and PASS, or AUTH.
    Login,
    /// The HTTP request and its response.
    Request,
    /// The folders of a mailbox.
    Folders,
    /// A folder looked through.
    Search,
    /// DATA: whether the server is ready for the message.
    Data,
    /// The message, and what the server says to it.
    Message,
}

/// How a step ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepEnd {
    /// Connected, or handshake finished.
    Done,
    /// A complete reply, its lines as sent without CR LF.
    Reply(Reply),
    /// TCP refused, reset before anything, or no route.
    ConnectRefused,
    /// The peer closed or reset the connection.
    Closed,
    /// Nothing (more) came in time.
    Timeout,
    /// The peer sent more than a reply may hold, or lines without end.
    Endless,
    /// Bytes that are no reply; the first 200 of them.
    Garbage(Text),
    /// The handshake failed: the alert's or error's name.
    TlsFailure(String),
    /// The reply of an IMAP or POP3 server.
    Mailbox(MailboxReply),
}

/// A reply of an IMAP or POP3 server.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailboxReply {
    /// Whether it grants what was asked (`OK`, `PREAUTH`, `+OK`).
    pub granted: bool,
    /// The status word as sent: `OK`, `NO`, `BAD`, `BYE`, `+OK`, `-ERR`.
    pub status: String,
    /// All lines, untagged ones first, uncleaned, without CR LF and tags.
    pub lines: Vec<Text>,
}

/// A reply of an SMTP server (RFC 5321 4.2).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// The three digits.
    pub code: u16,
    /// The text of each line behind the code, uncleaned.
    pub lines: Vec<Text>,
}

impl Reply {
    /// All lines as they came, code in front, joined by spaces; bytes that are not UTF-8 replaced.
    #[must_use]
    pub fn to_text(&self) -> String {
        let lines: Vec<_> = self.lines.iter().map(|l| String::from_utf8_lossy(&l.0).into_owned()).collect();
        format!("{} {}", self.code, lines.join(" ")).trim_end().to_owned()
    }
}
