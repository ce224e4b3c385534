//! How the user names a resolver.

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
}

impl FromStr for UpstreamSpec {
    type Err = Error;

    /// Reads `system`, `recursive`, `ADDRESS` or `ADDRESS:PORT`; IPv6 with a port stands in brackets.
    fn from_str(text: &str) -> Result<Self, Error> {
        if text.eq_ignore_ascii_case("system") {
            return Ok(Self::System);
        }
        if text.eq_ignore_ascii_case("recursive") {
            return Ok(Self::Recursive);
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

/// All upstreams that `specs` name, in order, each once.
pub(super) fn addresses(specs: &[UpstreamSpec]) -> Result<Vec<SocketAddr>, Error> {
    let mut all = Vec::new();
    for spec in specs {
        match spec {
            UpstreamSpec::System => all.extend(system_upstreams()?),
            UpstreamSpec::At(at) => all.push(*at),
            // No address of somebody else's; the resolver makes a source of its own for it.
            UpstreamSpec::Recursive => {}
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    all.retain(|at| seen.insert(*at));
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
        for wrong in ["", "dns.example", "192.0.2.1:0", "192.0.2.1:99999", "tls://192.0.2.1"] {
            assert!(shown(wrong).is_err_and(|e| e.contains(&format!("'{wrong}'"))), "{wrong}");
        }
    }
}
