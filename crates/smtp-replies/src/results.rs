//! Authentication-Results (RFC 8601): what a receiver's checks of a message came to, each with its meaning and remedies.

use crate::explain::Persistence;
use crate::kind::{Actor, Kind};
use records::authentication_results::{self, AuthenticationResults};
use std::net::IpAddr;

mod words;

pub use words::ResultWords;

/// Octets of one header that are read.
const HEADER_LIMIT: usize = 16 * 1024;

/// One method's result, and who judged.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MethodResult {
    /// What the header says.
    pub told: authentication_results::MethodResult,
    /// The server that judged, in lower case.
    pub server: Option<String>,
}

/// Whether a text has the name of such a header in front: `Authentication-Results`, the ARC one, or `Received-SPF`.
#[must_use]
pub fn is_results_header(line: &str) -> bool {
    header_name(line).is_some()
}

fn header_name(line: &str) -> Option<&'static str> {
    const NAMES: [&str; 4] = ["authentication-results", "arc-authentication-results", "x-authentication-results", "received-spf"];
    let name = line.split_once(':')?.0.trim();
    NAMES.into_iter().find(|n| n.eq_ignore_ascii_case(name))
}

/// Reads a header, folded or not, with or without its name. Never fails; what is none gives nothing.
#[must_use]
pub fn authentication_results(bytes: &[u8]) -> Vec<MethodResult> {
    let text = String::from_utf8_lossy(bytes.get(..HEADER_LIMIT).unwrap_or(bytes));
    let name = header_name(&text);
    let value = name.and_then(|_| text.split_once(':')).map_or(&*text, |(_, value)| value).trim();
    let read = match name {
        Some("received-spf") => AuthenticationResults::parse_received_spf(value),
        _ => AuthenticationResults::parse(value),
    };
    let server = read.server;
    read.results.into_iter().map(|told| MethodResult { told, server: server.clone() }).collect()
}

impl MethodResult {
    /// What the result means, and what to do.
    #[must_use]
    pub fn words(&self) -> ResultWords {
        words::words(&self.told.method, &self.told.result)
    }

    /// `method=result` and the properties, as the header has them.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = format!("{}={}", self.told.method, self.told.result);
        for (name, value) in &self.told.properties {
            text.push_str(&format!(" {name}={value}"));
        }
        if let Some(reason) = &self.told.reason {
            text.push_str(&format!(" reason=\"{reason}\""));
        }
        if let Some(comment) = &self.told.comment {
            text.push_str(&format!(" ({comment})"));
        }
        text
    }

    /// What it is about.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self.told.method.as_str() {
            "spf" | "sender-id" => Kind::Spf,
            "dkim" | "domainkeys" | "dkim-adsp" | "dkim-atps" => Kind::Dkim,
            "dmarc" | "vbr" => Kind::Dmarc,
            "iprev" => Kind::Ptr,
            "auth" => Kind::AuthFailed,
            "compauth" | "arc" => Kind::AuthMissing,
            "dnswl" | "x-dnsbl" => Kind::DnsblIp,
            _ => Kind::Unknown,
        }
    }

    /// Whether it is good, will pass by itself, or stays.
    #[must_use]
    pub fn persistence(&self) -> Persistence {
        match self.told.result.as_str() {
            "pass" | "bestguesspass" | "softpass" => Persistence::Success,
            "temperror" => Persistence::Temporary,
            "fail" | "hardfail" | "softfail" | "permerror" | "policy" | "discard" | "nxdomain" => Persistence::Permanent,
            _ => Persistence::Unknown,
        }
    }

    /// Who must act.
    #[must_use]
    pub fn actor(&self) -> Actor {
        match (self.told.method.as_str(), self.told.result.as_str()) {
            (_, "temperror") => Actor::Network,
            ("auth", _) => Actor::Sender,
            ("arc", _) => Actor::RecipientAdmin,
            _ => Actor::SenderAdmin,
        }
    }

    /// The domain that was judged.
    #[must_use]
    pub fn domain(&self) -> Option<String> {
        const NAMES: [&str; 8] =
            ["header.d", "header.from", "smtp.mailfrom", "smtp.mfrom", "smtp.helo", "header.i", "policy.domain", "smtp.rcptto"];
        let value = NAMES.iter().find_map(|n| self.told.property(n).filter(|v| v.contains('.')))?;
        let host = value.rsplit_once('@').map_or(value, |(_, host)| host);
        Some(host.trim_matches(['<', '>', '.']).to_ascii_lowercase()).filter(|d| !d.is_empty() && d.len() < 254)
    }

    /// The address that sent, where it is told.
    #[must_use]
    pub fn address(&self) -> Option<IpAddr> {
        let told = ["policy.iprev", "smtp.remote-ip", "client-ip", "smtp.client-ip", "policy.ip"];
        let of_property = told.iter().find_map(|n| self.told.property(n)?.parse().ok());
        let words = self.told.comment.as_deref().unwrap_or_default().split([' ', ')', '(', ',']);
        of_property.or_else(|| words.filter_map(|w| w.trim_matches(['[', ']', ';', '.']).parse().ok()).next())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, String, String)> {
        let all = authentication_results(text.as_bytes());
        all.into_iter().map(|r| (r.told.method.clone(), r.told.result.clone(), r.domain().unwrap_or_default())).collect()
    }

    #[test]
    fn a_header_as_gmail_writes_it() {
        let header = "Authentication-Results: mx.google.com;\r\n       dkim=pass header.i=@example.com header.s=s1 header.b=abc;\r\n       \
            spf=softfail (google.com: domain of transitioning a@example.com does not designate 192.0.2.1 as permitted sender) smtp.mailfrom=a@example.com;\r\n       \
            dmarc=fail (p=REJECT sp=REJECT dis=QUARANTINE) header.from=example.com";
        let all = authentication_results(header.as_bytes());
        assert_eq!(all.len(), 3);
        assert!(all.iter().all(|r| r.server.as_deref() == Some("mx.google.com")));
        assert_eq!((all[1].told.result.as_str(), all[1].address()), ("softfail", "192.0.2.1".parse().ok()));
        assert_eq!(all[2].told.comment.as_deref(), Some("p=REJECT sp=REJECT dis=QUARANTINE"));
        assert_eq!(all[1].persistence(), Persistence::Permanent);
        assert_eq!(read(header)[0], ("dkim".into(), "pass".into(), "example.com".into()));
    }

    #[test]
    fn forms_of_the_grammar() {
        type Expected = &'static [(&'static str, &'static str, &'static str)];
        let cases: [(&str, Expected); 8] = [
            ("example.org 1; none", &[]),
            ("Authentication-Results: mx; spf = fail smtp.mailfrom = a@example.net", &[("spf", "fail", "example.net")]),
            ("mx;dkim/1=Pass reason=\"good; (really)\" header.d=Example.com", &[("dkim", "pass", "example.com")]),
            ("ARC-Authentication-Results: i=2; mx.example; arc=fail (a (nested; comment) b)", &[("arc", "fail", "")]),
            ("iprev=pass policy.iprev=192.0.2.1 (mx.example.com)", &[("iprev", "pass", "")]),
            (
                "Received-SPF: fail (mx: no) client-ip=192.0.2.9; envelope-from=\"a@example.com\"; helo=h.example.com; receiver=mx",
                &[("spf", "fail", "example.com")],
            ),
            ("Received-SPF: nonsense", &[]),
            ("", &[]),
        ];
        for (text, expected) in cases {
            let expected: Vec<_> = expected.iter().map(|(a, b, c)| ((*a).to_owned(), (*b).to_owned(), (*c).to_owned())).collect();
            assert_eq!(read(text), expected, "{text}");
        }
        let spf = &authentication_results(b"Received-SPF: fail client-ip=192.0.2.9;")[0];
        assert_eq!(spf.address(), "192.0.2.9".parse().ok());
    }

    #[test]
    fn hostile_headers_stay_small() {
        assert!(authentication_results("spf=pass;".repeat(10_000).as_bytes()).len() <= 64);
        let deep = format!("mx; spf=pass {}", "(".repeat(100_000));
        assert!(authentication_results(deep.as_bytes()).len() <= 1);
        let wide = format!("mx; spf=pass {}", "a=b ".repeat(4_000));
        assert!(authentication_results(wide.as_bytes()).iter().all(|r| r.told.properties.len() <= 16));
    }
}
