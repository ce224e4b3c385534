//! Trace fields: who gave the message to whom, when, and whether under TLS (RFC 5321 4.4, RFC 3848).

use crate::letter::moment;
use facts::{Moment, is_public};
use mail_parser::parsers::MessageStream;
use mail_parser::{Host, Protocol};
use std::net::IpAddr;

/// At most so many are read; RFC 5321 6.3 takes a hundred for a loop.
pub const MOST_HOPS: usize = 100;

/// One hop.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hop {
    /// The name that the client greeted with.
    pub helo: Option<String>,
    /// The client's address.
    pub ip: Option<IpAddr>,
    /// Who took it.
    pub by: Option<String>,
    /// Whether TLS was in use; none where the field does not say how it was sent.
    pub tls: Option<bool>,
    /// When it was taken.
    pub at: Option<Moment>,
}

/// Reads one field.
pub fn read(text: &str) -> Hop {
    let value = format!("{text}\r\n");
    let parsed = MessageStream::new(value.as_bytes()).parse_received();
    let Some(received) = parsed.as_received() else { return Hop::default() };
    let host = |h: &Host<'_>| match h {
        Host::Name(name) => name.to_string(),
        Host::IpAddr(ip) => ip.to_string(),
    };
    let named = matches!(received.from, Some(Host::Name(_)));
    let ip = received.from_ip().or(match received.from {
        Some(Host::IpAddr(ip)) => Some(ip),
        _ => None,
    });
    let secured = received.tls_version.is_some() || received.tls_cipher.is_some() || text.contains("TLS") || text.contains("tls");
    let tls = match received.with {
        _ if secured => Some(true),
        Some(Protocol::ESMTPS | Protocol::ESMTPSA | Protocol::LMTPS | Protocol::LMTPSA | Protocol::UTF8SMTPS | Protocol::UTF8SMTPSA) => {
            Some(true)
        }
        Some(Protocol::SMTP | Protocol::ESMTP | Protocol::ESMTPA | Protocol::UTF8SMTP | Protocol::UTF8SMTPA) => Some(false),
        _ => None,
    };
    Hop {
        helo: received.helo.as_ref().map(host).or_else(|| received.from.as_ref().filter(|_| named).map(host)),
        ip,
        by: received.by.as_ref().map(host),
        tls,
        at: received.date.as_ref().and_then(moment),
    }
}

impl Hop {
    /// Whether it crossed the Internet: the client has an address there.
    pub fn is_public(&self) -> bool {
        self.ip.is_some_and(is_public)
    }
}
