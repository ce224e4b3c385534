//! The closed list of what an audit can ask.

use crate::Name;
use crate::delivery::{Search, Submission};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::net::IpAddr;

/// One question to the world. Equal questions have one answer per run.
///
/// A question never holds a secret: where a blocklist name needs the user's key, the label
/// `_key-LABEL` stands in the name, and the asker replaces it when it sends.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// Through the resolver, with recursion.
    Dns {
        /// Owner name.
        name: Name,
        /// Record type.
        #[serde(rename = "type")]
        rtype: RecordType,
    },
    /// To one authoritative server, port 53, without recursion.
    DnsAt {
        /// The server asked.
        server: IpAddr,
        /// Owner name.
        name: Name,
        /// Record type.
        #[serde(rename = "type")]
        rtype: RecordType,
        /// How it is sent.
        #[serde(default, skip_serializing_if = "Transport::is_udp")]
        transport: Transport,
    },
    /// A dialogue with a mail server. Holds nothing of the audited domain, so that two domains
    /// on one host share it.
    Smtp {
        /// Where to connect.
        addr: IpAddr,
        /// TCP port.
        port: u16,
        /// How TLS begins.
        security: Security,
        /// The name asked for in the TLS handshake: two exchanges on one address may show two certificates.
        sni: Option<Name>,
        /// Our own EHLO name.
        helo: String,
        /// Which fixed dialogue.
        script: Script,
    },
    /// A ClientHello made by hand, for what the TLS library does not offer; one connection, no session.
    Hello {
        /// Where to connect.
        addr: IpAddr,
        /// TCP port.
        port: u16,
        /// What is spoken before TLS, where it does not begin at once.
        protocol: Protocol,
        /// How TLS begins.
        security: Security,
        /// The name asked for.
        sni: Option<Name>,
        /// Our own EHLO name.
        helo: String,
        /// What is offered.
        offer: Offer,
    },
    /// One GET or POST over HTTPS, no redirect followed: where a protocol allows one, the reading asks again.
    Https {
        /// Where to connect.
        addr: IpAddr,
        /// The URL, `https://host[:port]/path`; its host is asked for in the handshake.
        url: String,
        /// The XML document to POST there; none for a GET.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        post: Option<String>,
    },
    /// A dialogue with a mailbox server: greeting, capabilities, TLS, and log-in where an account is named.
    Mailbox {
        /// Where to connect.
        addr: IpAddr,
        /// TCP port.
        port: u16,
        /// [`Protocol::Imap`] or [`Protocol::Pop3`].
        protocol: Protocol,
        /// How TLS begins.
        security: Security,
        /// The name asked for.
        sni: Option<Name>,
        /// Label of the account to log in with; never before TLS.
        login: Option<String>,
    },
    /// Whether the DKIM and ARC signatures of a message hold, by the keys that the DNS gave in this run. A sum, not a
    /// connection: who answers it asks nobody but the layer that answered for the keys.
    Signatures {
        /// SHA-256 of the message, as its target has it.
        digest: String,
    },
    /// The folders of a mailbox, after log-in.
    Folders {
        /// Where to connect.
        addr: IpAddr,
        /// TCP port.
        port: u16,
        /// How TLS begins.
        security: Security,
        /// The name asked for.
        sni: Option<Name>,
        /// Label of the account.
        account: String,
    },
    /// A test message handed in for sending: the one question that sends a message. It is answered only where the user
    /// let this run send, and each marker is sent at most once.
    Submission(Box<Submission>),
    /// A mailbox looked through again and again until something is found or the wait is over.
    Search(Box<Search>),
}

/// What is spoken on a port.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Protocol {
    /// SMTP and submission.
    #[default]
    Smtp,
    /// IMAP4rev1 and rev2 (RFC 9051).
    Imap,
    /// POP3 (RFC 1939).
    Pop3,
    /// HTTPS, or anything where TLS comes first and the rest does not matter.
    Https,
}

/// What a hand-made ClientHello offers. Each is one connection; the next one is chosen by what the one before brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Offer {
    /// TLS 1.1 and below, every suite, those signed with RSA first: a server takes the highest version that it knows, so
    /// that a refusal excludes all three; who has two certificates and follows the client shows the one that the library
    /// does not see.
    Tls11,
    /// TLS 1.0 and below, every suite, the weak ones first.
    Tls10,
    /// SSLv3 alone (RFC 6101), the weak suites first.
    Ssl3,
    /// Up to TLS 1.2, only suites without encryption or authentication, export grade, RC4, DES and 3DES.
    Weak,
    /// Up to TLS 1.2, every suite: where the library's handshake fails.
    Tls12,
    /// Up to TLS 1.2, only suites with (EC)DHE.
    ForwardSecret,
    /// Up to TLS 1.2, only suites signed with RSA: shows the RSA certificate of a host that has two.
    Rsa,
    /// Up to TLS 1.2, only suites signed with ECDSA.
    Ecdsa,
    /// Up to TLS 1.2, what [`Offer::Rsa`] names, and behind it every weak suite: a refusal excludes both.
    RsaOrWeak,
    /// Up to TLS 1.2, what [`Offer::Ecdsa`] names, and behind it every weak suite.
    EcdsaOrWeak,
    /// TLS 1.3, only post-quantum groups and no key share: a HelloRetryRequest names the group.
    PostQuantum,
    /// TLS 1.3, only signatures made with RSA. TLS 1.3 shows no certificate before keys are agreed upon, so that the
    /// library shakes hands here.
    Rsa13,
    /// TLS 1.3, only signatures made with ECDSA, likewise.
    Ecdsa13,
}

/// How a DNS question is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Transport {
    /// UDP, and TCP where the answer does not fit.
    #[default]
    Udp,
    /// TCP alone (RFC 7766).
    Tcp,
}

impl Transport {
    fn is_udp(&self) -> bool {
        *self == Transport::Udp
    }
}

/// DNS record types that the audit asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[expect(missing_docs, reason = "the registry's own names")]
pub enum RecordType {
    A,
    Aaaa,
    Mx,
    Txt,
    Ns,
    Ptr,
    Cname,
    Soa,
    /// Type 99, retired by RFC 7208 3.1.
    Spf,
    Caa,
    Tlsa,
    Srv,
}

impl RecordType {
    /// The number of the IANA registry.
    #[must_use]
    pub fn number(self) -> u16 {
        match self {
            RecordType::A => 1,
            RecordType::Ns => 2,
            RecordType::Cname => 5,
            RecordType::Soa => 6,
            RecordType::Ptr => 12,
            RecordType::Mx => 15,
            RecordType::Txt => 16,
            RecordType::Aaaa => 28,
            RecordType::Srv => 33,
            RecordType::Tlsa => 52,
            RecordType::Spf => 99,
            RecordType::Caa => 257,
        }
    }

    /// All types, for loops and parsers.
    pub const ALL: [RecordType; 12] = [
        RecordType::A,
        RecordType::Aaaa,
        RecordType::Mx,
        RecordType::Txt,
        RecordType::Ns,
        RecordType::Ptr,
        RecordType::Cname,
        RecordType::Soa,
        RecordType::Spf,
        RecordType::Caa,
        RecordType::Tlsa,
        RecordType::Srv,
    ];

    /// Reads `MX`, `txt`, …; `None` for a type that the audit does not ask for.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.to_string().eq_ignore_ascii_case(text))
    }
}

impl fmt::Display for RecordType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            RecordType::A => "A",
            RecordType::Aaaa => "AAAA",
            RecordType::Mx => "MX",
            RecordType::Txt => "TXT",
            RecordType::Ns => "NS",
            RecordType::Ptr => "PTR",
            RecordType::Cname => "CNAME",
            RecordType::Soa => "SOA",
            RecordType::Spf => "SPF",
            RecordType::Caa => "CAA",
            RecordType::Tlsa => "TLSA",
            RecordType::Srv => "SRV",
        })
    }
}

/// How TLS begins on a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// After the STARTTLS command (RFC 3207).
    Starttls,
    /// With the first byte (RFC 8314 3).
    Implicit,
}

/// The fixed dialogues. None of them ever sends a message: DATA is in none.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Script {
    /// Greeting, EHLO (HELO when EHLO is refused), STARTTLS when offered, handshake, EHLO again,
    /// QUIT. Tried a second time when STARTTLS was offered and then refused or cut off.
    Session,
    /// The TLS handshake alone (implicit TLS, any protocol).
    Handshake,
    /// Opened as `Session` is, one try alone. Where STARTTLS is offered, MAIL FROM:<> once in the clear before it. Then,
    /// under TLS where the handshake finished, in the clear where STARTTLS is not offered or refused:
    /// MAIL FROM:<> with RCPT `<postmaster@domain>`, `<postmaster>`, `<abuse@domain>`; MAIL FROM:<postmaster@helo>
    /// with RCPT `<postmaster@domain>`; QUIT. A MAIL that is not accepted has no RCPT; one that is ends with RSET.
    /// A 421 leaves nothing but QUIT.
    Recipients {
        /// The audited domain.
        domain: Name,
    },
    /// `--active`: what `Recipients` said, without the MAIL in the clear, once more on a new connection after a pause.
    /// The pause is recorded first, as `Phase::Pause` with `StepEnd::Done`.
    Retry {
        /// The audited domain.
        domain: Name,
    },
    /// `--active`, in place of `Recipients` and on the same connection: what that one says; then VRFY postmaster, EXPN
    /// postmaster; MAIL FROM:<> with a random recipient of the domain; one MAIL from a foreign sender with the recipients
    /// of relaying: plain, `%`, `!`, quoted, by source route; QUIT. A MAIL that is not accepted has no RCPT; one that is
    /// ends with RSET.
    Intrusive {
        /// The audited domain.
        domain: Name,
        /// Letters and digits of the random recipient.
        nonce: String,
    },
    /// `--active`: a NOOP in the clear in one packet with STARTTLS (CVE-2011-0411), the handshake, then what comes
    /// within two seconds without a command of ours: a reply is `Phase::Injected`, silence is that phase with
    /// `StepEnd::Timeout`. Then EHLO, QUIT.
    Injection,
    /// Submission: log-in with the account of this label, never without TLS, then MAIL FROM with `from` and RCPT to
    /// the account itself where given, RSET, QUIT.
    Login {
        /// Label of the account.
        account: String,
        /// The sender to try.
        from: Option<String>,
    },
}

/// Whose MAIL FROM it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sender {
    /// `<>`.
    Null,
    /// `<>` before STARTTLS.
    NullInClear,
    /// `postmaster` at our own EHLO name.
    Probe,
    /// A sender of a reserved domain, for relaying.
    Foreign,
    /// The one that the user wants to send as.
    Own,
}

/// Whom a RCPT names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recipient {
    /// `<postmaster@domain>`, for the null sender.
    PostmasterAt,
    /// `<postmaster>` alone (RFC 5321 4.5.1).
    Postmaster,
    /// `<abuse@domain>`.
    Abuse,
    /// `<postmaster@domain>`, for the probe's own sender.
    FromProbe,
    /// A random local part at the domain.
    Random,
    /// Relaying: a foreign recipient, plain.
    Foreign,
    /// Relaying: `user%foreign@domain`.
    Percent,
    /// Relaying: `foreign!user@domain`.
    Bang,
    /// Relaying: `"user@foreign"@domain`.
    Quoted,
    /// Relaying: `@domain:user@foreign`.
    SourceRoute,
    /// The account's own address.
    Own,
}

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Question::Dns { name, rtype } => write!(f, "{name} {rtype}"),
            Question::DnsAt { server, name, rtype, transport: Transport::Udp } => write!(f, "{name} {rtype} @{server}"),
            Question::DnsAt { server, name, rtype, transport: Transport::Tcp } => write!(f, "{name} {rtype} @{server} (TCP)"),
            Question::Smtp { addr, port, sni, .. } => match sni {
                Some(host) => write!(f, "{host} [{addr}]:{port}"),
                None => write!(f, "[{addr}]:{port}"),
            },
            Question::Hello { addr, port, sni, offer, .. } => match sni {
                Some(host) => write!(f, "{host} [{addr}]:{port} ClientHello {offer:?}"),
                None => write!(f, "[{addr}]:{port} ClientHello {offer:?}"),
            },
            Question::Signatures { .. } => f.write_str("signatures of the message"),
            Question::Https { addr, url, .. } => write!(f, "{url} [{addr}]"),
            Question::Submission(asked) => write!(f, "{} {}", asked.to, place(asked.sni.as_ref(), asked.addr, asked.port)),
            Question::Search(asked) => f.write_str(&place(asked.sni.as_ref(), asked.addr, asked.port)),
            Question::Mailbox { addr, port, sni, .. } | Question::Folders { addr, port, sni, .. } => {
                f.write_str(&place(sni.as_ref(), *addr, *port))
            }
        }
    }
}

fn place(host: Option<&Name>, addr: IpAddr, port: u16) -> String {
    host.map_or_else(|| format!("[{addr}]:{port}"), |host| format!("{host} [{addr}]:{port}"))
}
