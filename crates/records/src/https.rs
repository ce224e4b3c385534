//! `https:` addresses as records hold them (RFC 3986, RFC 9110 4.2.2): their host, and what is wrong.
//!
//! Nothing is fetched and nothing normalised.

use crate::domain::is_host_name;
use std::net::{Ipv4Addr, Ipv6Addr};

/// An `https:` address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpsUri {
    /// The host in lower case; a name, or an address as written.
    pub host: String,
    /// Whether the host is a name and no address.
    pub has_name: bool,
    /// Path and query as written, fragment left out.
    pub path: String,
}

/// Why a text is no such address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HttpsFault {
    /// It does not say `https://`.
    NotHttps,
    /// A character that an address must not hold, or must hold as `%XX`.
    BadCharacter,
    /// What stands where the host belongs is neither a host name nor an address.
    BadHost,
    /// What stands behind the host's colon is no port.
    BadPort,
}

impl HttpsUri {
    /// Reads an address.
    ///
    /// # Errors
    /// The first rule that it breaks.
    pub fn parse(text: &str) -> Result<Self, HttpsFault> {
        let rest = text.split_once("://").filter(|(scheme, _)| scheme.eq_ignore_ascii_case("https")).map(|(_, rest)| rest);
        let rest = rest.ok_or(HttpsFault::NotHttps)?;
        if !is_uri_text(rest) {
            return Err(HttpsFault::BadCharacter);
        }
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        let (host, has_name) = host_of(authority.rsplit_once('@').map_or(authority, |(_, host)| host))?;
        Ok(Self { host, has_name, path: path.split('#').next().unwrap_or_default().to_owned() })
    }
}

/// Whether the text holds only what RFC 3986 2 lets an address hold, and each `%` is followed by two digits.
/// Commas, exclamation marks and semicolons must be encoded in records (RFC 8460 3).
pub(crate) fn is_uri_text(text: &str) -> bool {
    let octets = text.as_bytes();
    let fits = |b: u8| b.is_ascii_alphanumeric() || b"-._~:/?#[]@$&'()*+=%".contains(&b);
    let encoded = |at: usize| octets.get(at + 1..at + 3).is_some_and(|d| d.iter().all(u8::is_ascii_hexdigit));
    octets.iter().enumerate().all(|(at, b)| fits(*b) && (*b != b'%' || encoded(at)))
}

fn host_of(text: &str) -> Result<(String, bool), HttpsFault> {
    if let Some(rest) = text.strip_prefix('[') {
        let (address, port) = rest.split_once(']').ok_or(HttpsFault::BadHost)?;
        let _: Ipv6Addr = address.parse().map_err(|_| HttpsFault::BadHost)?;
        return port_fits(port.strip_prefix(':').or(port.is_empty().then_some(""))).map(|()| (address.to_ascii_lowercase(), false));
    }
    let (host, port) = text.split_once(':').unwrap_or((text, ""));
    port_fits(Some(port))?;
    let host = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    if host.parse::<Ipv4Addr>().is_ok() {
        return Ok((host, false));
    }
    if is_host_name(&host) { Ok((host, true)) } else { Err(HttpsFault::BadHost) }
}

fn port_fits(port: Option<&str>) -> Result<(), HttpsFault> {
    let port = port.ok_or(HttpsFault::BadHost)?;
    let digits = port.bytes().all(|b| b.is_ascii_digit());
    let fits = port.is_empty() || (digits && port.parse::<u16>().is_ok_and(|p| p > 0));
    if fits { Ok(()) } else { Err(HttpsFault::BadPort) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_and_paths() {
        for (text, host, has_name, path) in [
            ("https://example.com", "example.com", true, ""),
            ("HTTPS://Example.COM/a/b?c=d#e", "example.com", true, "/a/b?c=d"),
            ("https://example.com:8443/x", "example.com", true, "/x"),
            ("https://user@example.com./x%2C", "example.com", true, "/x%2C"),
            ("https://192.0.2.1/", "192.0.2.1", false, "/"),
            ("https://[2001:DB8::1]:443/", "2001:db8::1", false, "/"),
        ] {
            let wanted = HttpsUri { host: host.into(), has_name, path: path.into() };
            assert_eq!(HttpsUri::parse(text), Ok(wanted), "{text}");
        }
    }

    #[test]
    fn faults() {
        use HttpsFault::*;
        for (text, wanted) in [
            ("", NotHttps),
            ("http://example.com/", NotHttps),
            ("https:/example.com/", NotHttps),
            ("example.com/logo.svg", NotHttps),
            ("https://example.com/a b", BadCharacter),
            ("https://example.com/a,b", BadCharacter),
            ("https://example.com/a!b", BadCharacter),
            ("https://example.com/%2", BadCharacter),
            ("https://example.com/%zz", BadCharacter),
            ("https://exämple.com/", BadCharacter),
            ("https:///logo.svg", BadHost),
            ("https://localhost/", BadHost),
            ("https://exa_mple.com/", BadHost),
            ("https://[2001:db8::1", BadHost),
            ("https://[x]/", BadHost),
            ("https://[::1]x/", BadHost),
            ("https://example.com:0/", BadPort),
            ("https://example.com:65536/", BadPort),
            ("https://example.com:x/", BadPort),
        ] {
            assert_eq!(HttpsUri::parse(text), Err(wanted), "{text}");
        }
        assert!(HttpsUri::parse("https://example.com:65535/").is_ok() && HttpsUri::parse("https://example.com:/").is_ok());
    }
}
