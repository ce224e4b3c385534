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
    let secured = received.tls_version.is_some() || received.tls_cipher.is_some() || tells_tls(text);
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
    /// Whether it crossed the Internet: the client has an address there. Addresses of documentation (RFC 5737, RFC 3849) count:
    /// within a house nobody has them, and messages that were made unrecognisable do.
    pub fn is_public(&self) -> bool {
        self.ip.is_some_and(|ip| is_public(ip) || is_documentation(ip))
    }
}

fn is_documentation(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => ip.is_documentation(),
        IpAddr::V6(ip) => ip.segments()[0] == 0x2001 && ip.segments()[1] == 0x0db8,
    }
}

/// How servers note TLS in a comment: `(version=TLS1_3 …)`, `(using TLSv1.2 …)`, `(TLSv1.3:…)`, `(TLS)`; not a host of that name.
fn tells_tls(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    ["tlsv1", "tls1", "tls_", "=tls", "using tls", "(tls", "cipher=", "with tls"].iter().any(|mark| text.contains(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tls_as_servers_note_it() {
        let tls =
            |text: &str| read(&format!("from a.example (a.example [192.0.2.1]) by b.example {text}; Mon, 23 Nov 2026 11:00:00 +0000")).tls;
        for yes in [
            "with ESMTPS id 1",
            "(Postfix) with ESMTPSA id 1",
            "with ESMTP (TLSv1.3:AES:256) id 1",
            "(version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384) with ESMTP id 1",
            "(using TLSv1.2 with cipher ECDHE) (no client certificate requested) with ESMTP id 1",
            "with Microsoft SMTP Server (version=TLS1_2, cipher=TLS_ECDHE) id 15.20.1.1",
        ] {
            assert_eq!(tls(yes), Some(true), "{yes}");
        }
        assert_eq!(tls("with ESMTP id tls7"), Some(false));
        assert_eq!(tls("with SMTP id 1"), Some(false));
        assert_eq!(tls("id 1"), None);
        assert_eq!(read("by b.example with HTTP; Mon, 23 Nov 2026 11:00:00 +0000").tls, None);
    }

    #[test]
    fn which_hops_cross_the_internet() {
        let public = |ip: &str| Hop { ip: ip.parse().ok(), ..Hop::default() }.is_public();
        assert!(public("44.128.9.4") && public("192.0.2.1") && public("2001:db8::1"));
        assert!(!public("10.0.0.1") && !public("127.0.0.1") && !public("::1") && !public("fd00::1") && !public(""));
    }
}
