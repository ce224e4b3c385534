//! What came back, word for word: silence and refusals are answers too.

pub use crate::delivery::{FoldersAnswer, SearchAnswer};
use crate::question::{Recipient, Sender};
pub use crate::transport::{Heard, HelloAnswer, HttpResponse, HttpsAnswer, MOST_BODY, ServerHello, TlsFacts};
use crate::{Dnssec, Name, Question, RecordType, SignaturesAnswer};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::net::{Ipv4Addr, Ipv6Addr};

/// The answer to one [`Question`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// To `Dns` and `DnsAt`.
    Dns(DnsAnswer),
    /// To `Smtp`, `Mailbox` and `Submission`.
    Smtp(SmtpAnswer),
    /// To `Hello`.
    Hello(HelloAnswer),
    /// To `Https`.
    Https(HttpsAnswer),
    /// To `Signatures`.
    Signatures(SignaturesAnswer),
    /// To `Folders`.
    Folders(FoldersAnswer),
    /// To `Search`.
    Search(SearchAnswer),
    /// The question was not sent.
    NotAsked(WhyNot),
}

/// Why a question was never sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyNot {
    /// The recording that is replayed holds no such question.
    NotRecorded,
    /// The domain's time or number of questions was used up.
    BudgetSpent,
    /// The user pressed Ctrl-C.
    Interrupted,
    /// Switched off by the user (`--no-smtp`).
    SwitchedOff,
    /// The server asked to be left alone (421) earlier in this run.
    BackedOff,
    /// The address and port was called as often as a run calls one.
    CalledEnough,
    /// The address is not one that an audit connects to (private, loopback, reserved).
    AddressNotAllowed,
    /// This program could not send it (no route, no socket); the text stands in the run's log.
    LocalFailure,
    /// A zone file is the only source, and it says nothing about this.
    OutsideZoneFile,
}

/// An answer of the DNS.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DnsAnswer {
    /// Which of the six outcomes.
    pub outcome: Outcome,
    /// The aliases followed, in order; the records belong to the last target.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<Alias>,
    /// Whether the server spoke with authority (AA).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub authoritative: bool,
    /// Whether UDP was too small for it (TC), so that TCP was tried.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub truncated: bool,
    /// Truncated over UDP, and TCP refused or silent: `outcome` is then `Timeout`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub tcp_failed: bool,
    /// Extended errors (RFC 8914), as sent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extended: Vec<ExtendedError>,
    /// What validation says of it; none where nobody validated (`DnsAt`, keyed lists).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dnssec: Option<Box<Dnssec>>,
    /// Which upstream answered, as the user named it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub server: String,
    /// How long it took, in milliseconds.
    #[serde(default)]
    pub took_ms: u32,
}

/// The six outcomes of a DNS question; none is ever taken for another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// At least one record of the type asked for.
    Records(Vec<Record>),
    /// The name exists, the type does not (RFC 2308 2.2).
    NoData,
    /// NXDOMAIN (RFC 2308 2.1, RFC 8020).
    NoSuchName,
    /// SERVFAIL, FORMERR, NOTIMP, or an answer that cannot be read.
    ServerFailure,
    /// REFUSED.
    Refused,
    /// Nothing came in time.
    #[default]
    Timeout,
}

/// One record of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Seconds to live as the server gave it.
    pub ttl: u32,
    /// The data.
    pub data: Data,
}

/// One alias of a chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alias {
    /// Owner.
    pub name: Name,
    /// Where it points.
    pub target: Name,
}

/// An extended DNS error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtendedError {
    /// Info-code of the registry.
    pub code: u16,
    /// The server's own text, uncleaned.
    #[serde(default)]
    pub text: String,
}

/// Record data of the types that the audit asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[expect(missing_docs, reason = "the registry's own names and fields")]
pub enum Data {
    A(Ipv4Addr),
    Aaaa(Ipv6Addr),
    Mx { preference: u16, exchange: Name },
    Txt(Vec<Text>),
    Spf(Vec<Text>),
    Ns(Name),
    Ptr(Name),
    Cname(Name),
    Soa { mname: Name, rname: Name, serial: u32, minimum: u32 },
    Caa { critical: bool, tag: String, value: Text },
    Tlsa { usage: u8, selector: u8, matching: u8, data: Text },
    Srv { priority: u16, weight: u16, port: u16, target: Name },
}

impl Data {
    /// The record type of this data.
    #[must_use]
    pub fn rtype(&self) -> RecordType {
        match self {
            Data::A(_) => RecordType::A,
            Data::Aaaa(_) => RecordType::Aaaa,
            Data::Mx { .. } => RecordType::Mx,
            Data::Txt(_) => RecordType::Txt,
            Data::Spf(_) => RecordType::Spf,
            Data::Ns(_) => RecordType::Ns,
            Data::Ptr(_) => RecordType::Ptr,
            Data::Cname(_) => RecordType::Cname,
            Data::Soa { .. } => RecordType::Soa,
            Data::Caa { .. } => RecordType::Caa,
            Data::Tlsa { .. } => RecordType::Tlsa,
            Data::Srv { .. } => RecordType::Srv,
        }
    }
}

/// Bytes of a character-string or a blob; in JSON as text with `\DDD` for all but printable ASCII.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(pub Vec<u8>);

impl Text {
    /// Joins the strings of a TXT record without a space between (RFC 7208 3.3, RFC 6376 3.6.2.2).
    #[must_use]
    pub fn join(parts: &[Text]) -> Vec<u8> {
        parts.iter().flat_map(|p| p.0.iter().copied()).collect()
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(text.as_bytes().to_vec())
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut out = String::with_capacity(self.0.len());
        for &byte in &self.0 {
            match byte {
                b'\\' => out.push_str("\\\\"),
                0x20..=0x7e => out.push(char::from(byte)),
                _ => out.push_str(&format!("\\{byte:03}")),
            }
        }
        s.serialize_str(&out)
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        let bytes = text.as_bytes();
        let (mut out, mut i) = (Vec::with_capacity(bytes.len()), 0);
        while i < bytes.len() {
            if bytes[i] != b'\\' {
                out.push(bytes[i]);
                i += 1;
                continue;
            }
            if bytes.get(i + 1) == Some(&b'\\') {
                out.push(b'\\');
                i += 2;
                continue;
            }
            let value = bytes.get(i + 1..i + 4).and_then(|d| std::str::from_utf8(d).ok()).and_then(|d| d.parse().ok());
            out.push(value.ok_or_else(|| serde::de::Error::custom("a backslash without three digits"))?);
            i += 4;
        }
        Ok(Self(out))
    }
}

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

/// A DER blob, or another of octets; base64 in JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Der(pub Vec<u8>);

impl Serialize for Der {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&BASE64.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Der {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        BASE64.decode(String::deserialize(d)?).map(Self).map_err(serde::de::Error::custom)
    }
}

/// The closed list of reasons for which something is not known. Their words stand in `findings`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Not asked: not in the recording, or not reached.
    NotAsked,
    /// Time or number of questions used up.
    BudgetSpent,
    /// Ctrl-C.
    Interrupted,
    /// Switched off by the user.
    SwitchedOff,
    /// The server asked to be left alone.
    BackedOff,
    /// The address was called as often as an audit calls one.
    CalledEnough,
    /// Not an address that an audit connects to.
    AddressNotAllowed,
    /// This program could not ask.
    LocalFailure,
    /// No answer in time.
    Timeout,
    /// SERVFAIL or an unreadable answer.
    ServerFailure,
    /// REFUSED.
    Refused,
    /// No TCP connection.
    ConnectRefused,
    /// The connection was cut before the answer was complete.
    Closed,
    /// A 4xx reply.
    TemporaryRefusal,
    /// The reply blames the address that the audit runs from.
    OwnAddressBlamed,
    /// The list refuses this resolver.
    ListRefused,
    /// The list fails its own test points.
    ListBroken,
    /// The resolver answers for names that cannot exist.
    ResolverRewrites,
    /// Selectors were only guessed.
    SelectorsGuessed,
    /// No sending address was given.
    NoSendingAddress,
    /// What came back can be read in more than one way.
    Ambiguous,
    /// The answer does not validate (DNSSEC): who validates sees none.
    DnssecBogus,
    /// Whether DNSSEC protects the answer could not be told.
    DnssecUndetermined,
    /// A zone file is the only source, and it says nothing about this.
    OutsideZoneFile,
    /// The control probe fails as well: the port is closed where the audit runs.
    PortBlockedHere,
    /// IPv6 does not work where the audit runs.
    NoIpv6Here,
    /// Something on our side alters the connection (antivirus, firewall, VPN).
    InterceptedHere,
    /// The server is so slow that no more connections were made to it.
    SlowServer,
    /// Only asked with `--active`.
    NeedsActive,
    /// Only asked with `--rdap`.
    NeedsRdap,
    /// The server's certificate does not hold, and nobody gives a password to such a server.
    CertificateUntrusted,
    /// The host was found outside of the account's domain, and its user did not name it.
    HostUnconfirmed,
    /// Only the provider, or the sender himself, can know.
    UnseenFromOutside,
    /// The server does not let the account in.
    LoginRefused,
    /// The server takes no password: its accounts log in otherwise (OAuth 2), or log-in is switched off.
    NoPasswordLogin,
    /// The server offers no TLS, and nobody gives a password away in the clear.
    NoTls,
    /// A message was not found within the wait.
    NotArrived,
    /// A message came back, or was refused.
    Returned,
    /// The receiver wrote no results of its checks into the message.
    NoResults,
}

impl From<WhyNot> for Reason {
    fn from(why: WhyNot) -> Self {
        match why {
            WhyNot::NotRecorded => Reason::NotAsked,
            WhyNot::BudgetSpent => Reason::BudgetSpent,
            WhyNot::Interrupted => Reason::Interrupted,
            WhyNot::SwitchedOff => Reason::SwitchedOff,
            WhyNot::BackedOff => Reason::BackedOff,
            WhyNot::CalledEnough => Reason::CalledEnough,
            WhyNot::AddressNotAllowed => Reason::AddressNotAllowed,
            WhyNot::LocalFailure => Reason::LocalFailure,
            WhyNot::OutsideZoneFile => Reason::OutsideZoneFile,
        }
    }
}

/// Something that is not known: what was asked, and why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Why.
    pub reason: Reason,
    /// What was asked, as a person reads it (`example.com TXT`).
    pub asked: String,
}

impl Gap {
    /// The gap that `question` leaves.
    #[must_use]
    pub fn new(question: &Question, reason: Reason) -> Self {
        Self { reason, asked: question.to_string() }
    }

    /// The same gap, for another reason.
    #[must_use]
    pub fn because(self, reason: Reason) -> Self {
        Self { reason, ..self }
    }
}
