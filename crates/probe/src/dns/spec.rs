//! How the user names a resolver.

use super::encrypted::EncryptedSpec;
use crate::Error;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

/// A resolver as `--resolver` names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UpstreamSpec {
    /// Those of the system's configuration.
    System,
    /// None in between: our own walk from the root servers.
    Recursive,
    /// One at an address; port 53 when none was given.
    At(SocketAddr),
    /// One behind TLS: DNS over TLS (RFC 7858) or over HTTPS (RFC 8484).
    Encrypted(EncryptedSpec),
}

impl FromStr for UpstreamSpec {
    type Err = Error;

    /// Reads `system`, `recursive`, `ADDRESS` or `ADDRESS:PORT`; IPv6 with a port stands in brackets.
    ///
    /// Also `tls://HOST[:PORT][#OTHER]` and `https://HOST[:PORT][/PATH][#OTHER]`, by default with the ports
    /// 853 and 443 and the path `/dns-query`. HOST is a name or an address and OTHER the one that HOST is
    /// not: connections go to the address, and the certificate must bear the name. A name without an
    /// address is looked up once by the system's resolver; an address without a name must stand in the
    /// certificate itself.
    fn from_str(text: &str) -> Result<Self, Error> {
        if text.eq_ignore_ascii_case("system") {
            return Ok(Self::System);
        }
        if text.eq_ignore_ascii_case("recursive") {
            return Ok(Self::Recursive);
        }
        if text.contains("://") {
            return EncryptedSpec::parse(text).map(Self::Encrypted).ok_or_else(|| Error::Upstream(text.to_owned()));
        }
        let bare = text.strip_prefix('[').and_then(|t| t.strip_suffix(']')).unwrap_or(text);
        let at = text.parse().or_else(|_| bare.parse::<IpAddr>().map(|ip| SocketAddr::new(ip, 53)));
        at.ok().filter(|at| at.port() != 0).map(Self::At).ok_or_else(|| Error::Upstream(text.to_owned()))
    }
}

impl fmt::Display for UpstreamSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::System => f.write_str("system"),
            Self::Recursive => f.write_str("recursive"),
            Self::At(at) if at.port() == 53 => write!(f, "{}", at.ip()),
            Self::At(at) => write!(f, "{at}"),
            Self::Encrypted(spec) => spec.fmt(f),
        }
    }
}

/// The resolvers of the system's configuration, in its order.
///
/// # Errors
/// [`Error::SystemConfiguration`] when it cannot be read or names none.
pub fn system_upstreams() -> Result<Vec<SocketAddr>, Error> {
    let (config, _) = hickory_resolver::system_conf::read_system_conf().map_err(|e| Error::SystemConfiguration(e.to_string()))?;
    let mut found = Vec::new();
    for server in &config.name_servers {
        let port = server.connections.first().map_or(53, |c| c.port);
        let at = SocketAddr::new(server.ip, port);
        if !found.contains(&at) {
            found.push(at);
        }
    }
    if found.is_empty() { Err(Error::SystemConfiguration("it names no server".into())) } else { Ok(found) }
}

/// A resolver of somebody else's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Forwarder {
    At(SocketAddr),
    Encrypted(EncryptedSpec),
}

/// All resolvers of others that `specs` name, in order, each once.
pub(super) fn forwarders(specs: &[UpstreamSpec]) -> Result<Vec<Forwarder>, Error> {
    let mut all = Vec::new();
    for spec in specs {
        match spec {
            UpstreamSpec::System => all.extend(system_upstreams()?.into_iter().map(Forwarder::At)),
            UpstreamSpec::At(at) => all.push(Forwarder::At(*at)),
            UpstreamSpec::Encrypted(spec) => all.push(Forwarder::Encrypted(spec.clone())),
            // The resolver makes a source of its own for it.
            UpstreamSpec::Recursive => {}
        }
    }
    let mut seen = Vec::new();
    all.retain(|one| {
        let new = !seen.contains(one);
        seen.push(one.clone());
        new
    });
    if all.is_empty() { Err(Error::NoUpstream) } else { Ok(all) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_names_a_resolver() {
        let shown = |text: &str| text.parse::<UpstreamSpec>().map(|s| s.to_string()).map_err(|e| e.to_string());
        assert_eq!(shown("system"), Ok("system".into()));
        assert_eq!(shown("Recursive"), Ok("recursive".into()));
        assert_eq!(shown("192.0.2.1"), Ok("192.0.2.1".into()));
        assert_eq!(shown("192.0.2.1:5353"), Ok("192.0.2.1:5353".into()));
        assert_eq!(shown("2001:db8::1"), Ok("2001:db8::1".into()));
        assert_eq!(shown("[2001:db8::1]"), Ok("2001:db8::1".into()));
        assert_eq!(shown("[2001:db8::1]:5353"), Ok("[2001:db8::1]:5353".into()));
        assert_eq!(shown("tls://192.0.2.1#dns.example"), Ok("tls://dns.example#192.0.2.1".into()));
        for wrong in ["", "dns.example", "192.0.2.1:0", "192.0.2.1:99999", "tls://192.0.2.1:0", "ftp://192.0.2.1"] {
            assert!(shown(wrong).is_err_and(|e| e.contains(&format!("'{wrong}'"))), "{wrong}");
        }
    }
}
