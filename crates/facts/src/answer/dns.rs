//! An answer of the DNS: one of six outcomes, and the records as they came.

use crate::answer::Text;
use crate::{Dnssec, Name, RecordType};
use serde::{Deserialize, Serialize};
use std::net::{Ipv4Addr, Ipv6Addr};

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
