//! How the user names a resolver behind TLS. Pure: looks nothing up.

use facts::Name;
use http::uri::PathAndQuery;
use rustls::pki_types::ServerName;
use std::fmt;
use std::net::IpAddr;

/// Path of RFC 8484's examples, which nearly all services use.
const USUAL_PATH: &str = "/dns-query";
/// What RFC 8484 4.1.1 writes behind the path for GET; questions go by POST.
const TEMPLATE: &str = "{?dns}";

/// A resolver that is asked through TLS: what its certificate must name, and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encrypted {
    pub(in crate::dns) protocol: Protocol,
    /// At least one of name and address is known.
    pub(in crate::dns) name: Option<Name>,
    pub(in crate::dns) addr: Option<IpAddr>,
    pub(in crate::dns) port: u16,
}

/// What is spoken inside TLS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::dns) enum Protocol {
    /// DNS over TLS (RFC 7858).
    Tls,
    /// DNS over HTTPS (RFC 8484), by POST to this path.
    Https(String),
}

impl Encrypted {
    /// Reads `tls://HOST[:PORT][#OTHER]` and `https://HOST[:PORT][/PATH][#OTHER]`. HOST is a name or
    /// an address, OTHER the one that HOST is not.
    pub(in crate::dns) fn parse(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        let (rest, other) = rest.split_once('#').map_or((rest, None), |(rest, other)| (rest, Some(other)));
        let (authority, path) = rest.find('/').map_or((rest, ""), |slash| rest.split_at(slash));
        let (protocol, usual_port) = match scheme.to_ascii_lowercase().as_str() {
            "tls" if matches!(path, "" | "/") => (Protocol::Tls, 853),
            "https" => (Protocol::Https(path_of(path)?), 443),
            _ => return None,
        };
        let (host, port) = host_and_port(authority)?;
        let (mut name, mut addr) = (None, None);
        for text in [Some(host), other].into_iter().flatten() {
            let taken = match unbracketed(text).parse::<IpAddr>() {
                Ok(ip) => addr.replace(ip).is_some(),
                Err(_) => name.replace(host_name(text)?).is_some(),
            };
            if taken {
                return None;
            }
        }
        Some(Self { protocol, name, addr, port: port.unwrap_or(usual_port) })
    }

    /// Whom the certificate must be made out to.
    pub(in crate::dns) fn holder(&self) -> Option<ServerName<'static>> {
        match (&self.name, self.addr) {
            (Some(name), _) => ServerName::try_from(name.as_str().to_owned()).ok(),
            (None, addr) => addr.map(|ip| ServerName::IpAddress(ip.into())),
        }
    }

    /// The address that HTTP requests are made to.
    pub(in crate::dns) fn uri(&self) -> Option<http::Uri> {
        let Protocol::Https(path) = &self.protocol else { return None };
        format!("https://{}{path}", self.authority(443)).parse().ok()
    }

    /// For people and recordings. Without the path, which some services use as the customer's key.
    pub(in crate::dns) fn label(&self) -> String {
        self.shown("")
    }

    fn authority(&self, usual_port: u16) -> String {
        let port = if self.port == usual_port { String::new() } else { format!(":{}", self.port) };
        match (&self.name, self.addr) {
            (Some(name), _) => format!("{name}{port}"),
            (None, Some(IpAddr::V6(ip))) => format!("[{ip}]{port}"),
            (None, Some(ip)) => format!("{ip}{port}"),
            (None, None) => port,
        }
    }

    fn shown(&self, path: &str) -> String {
        let (scheme, usual_port) = match self.protocol {
            Protocol::Tls => ("tls", 853),
            Protocol::Https(_) => ("https", 443),
        };
        let at = self.addr.filter(|_| self.name.is_some()).map_or_else(String::new, |ip| format!("#{ip}"));
        format!("{scheme}://{}{path}{at}", self.authority(usual_port))
    }
}

impl fmt::Display for Encrypted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.protocol {
            Protocol::Tls => f.write_str(&self.shown("")),
            Protocol::Https(path) => f.write_str(&self.shown(path)),
        }
    }
}

/// A path as it is sent; the usual one where none was given. No other template is understood, and no path has braces
/// (RFC 3986 3.3).
fn path_of(text: &str) -> Option<String> {
    let path = text.strip_suffix(TEMPLATE).unwrap_or(text);
    if path.contains(['{', '}']) {
        return None;
    }
    let path = if path.is_empty() { USUAL_PATH } else { path };
    path.parse::<PathAndQuery>().ok().map(|p| p.to_string())
}

fn host_and_port(authority: &str) -> Option<(&str, Option<u16>)> {
    let port = |text: &str| text.parse::<u16>().ok().filter(|p| *p != 0);
    if authority.parse::<IpAddr>().is_ok() {
        return Some((authority, None));
    }
    if authority.starts_with('[') {
        let (host, rest) = authority.split_at(authority.find(']')? + 1);
        return match rest.strip_prefix(':') {
            Some(digits) => Some((host, Some(port(digits)?))),
            None => rest.is_empty().then_some((host, None)),
        };
    }
    match authority.split_once(':') {
        Some((host, digits)) => Some((host, Some(port(digits)?))),
        None => Some((authority, None)),
    }
}

fn unbracketed(text: &str) -> &str {
    text.strip_prefix('[').and_then(|t| t.strip_suffix(']')).unwrap_or(text)
}

/// A name that a certificate can bear.
fn host_name(text: &str) -> Option<Name> {
    let name = Name::from_person(text).ok()?;
    matches!(ServerName::try_from(name.as_str()), Ok(ServerName::DnsName(_))).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Option<String> {
        Encrypted::parse(text).map(|spec| spec.to_string())
    }

    #[test]
    fn the_two_halves_may_stand_either_way_round() {
        for (given, canonical) in [
            ("tls://192.0.2.1", "tls://192.0.2.1"),
            ("TLS://192.0.2.1:853/", "tls://192.0.2.1"),
            ("tls://192.0.2.1:8853", "tls://192.0.2.1:8853"),
            ("tls://192.0.2.1#Dns.Example.", "tls://dns.example#192.0.2.1"),
            ("tls://dns.example:8853#192.0.2.1", "tls://dns.example:8853#192.0.2.1"),
            ("tls://2001:db8::1", "tls://[2001:db8::1]"),
            ("tls://[2001:db8::1]:8853#dns.example", "tls://dns.example:8853#2001:db8::1"),
            ("https://dns.example", "https://dns.example/dns-query"),
            ("https://dns.example/", "https://dns.example/"),
            ("https://dns.example:443/dns-query{?dns}", "https://dns.example/dns-query"),
            ("https://192.0.2.1/q", "https://192.0.2.1/q"),
            ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443/dns-query"),
            ("https://dns.example:8443/a/b#[2001:db8::1]", "https://dns.example:8443/a/b#2001:db8::1"),
        ] {
            assert_eq!(shown(given).as_deref(), Some(canonical), "{given}");
            assert_eq!(shown(canonical).as_deref(), Some(canonical));
        }
    }

    #[test]
    fn what_is_no_such_address_is_none() {
        for wrong in [
            "tls://",
            "tls://192.0.2.1/path",
            "tls://192.0.2.1:0",
            "tls://192.0.2.1:65536",
            "tls://192.0.2.1#192.0.2.2",
            "tls://a.example#b.example",
            "tls://a.example#",
            "tls://a b.example",
            "tls://[2001:db8::1",
            "tls://[2001:db8::1]853",
            "https://",
            "https:///dns-query",
            "https://user@dns.example/dns-query",
            "https://dns.example/a b",
            "https://dns.example/{name}",
            "https://dns.example/dns-query{?dns}{?dns}",
            "http://dns.example/dns-query",
            "quic://dns.example",
            "dns.example",
        ] {
            assert_eq!(shown(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_path_may_be_a_secret_and_is_no_label() {
        let spec = Encrypted::parse("https://dns.example/s3cret#192.0.2.1").expect("an address");
        assert_eq!(spec.label(), "https://dns.example#192.0.2.1");
        assert_eq!(spec.uri().map(|u| u.to_string()).as_deref(), Some("https://dns.example/s3cret"));
        assert_eq!(format!("{:?}", spec.holder()), "Some(DnsName(\"dns.example\"))");
    }
}
