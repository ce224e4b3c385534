//! The closed list of what an audit can ask.

use crate::Name;
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

/// The fixed dialogues. None of them ever sends a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Script {
    /// Greeting, EHLO (HELO when EHLO is refused), STARTTLS when offered, handshake, EHLO again,
    /// QUIT. Tried a second time when STARTTLS was offered and then refused or cut off.
    Session,
    /// The TLS handshake alone (implicit TLS, any protocol).
    Handshake,
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
        }
    }
}
