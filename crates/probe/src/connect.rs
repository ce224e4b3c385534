//! Rules that carry connections elsewhere, as curl's `--connect-to`. Pure: opens nothing.

use crate::Error;
use facts::Name;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

/// `HOST:PORT:ADDR:PORT`: connections to HOST and PORT go to ADDR and PORT instead.
///
/// HOST is a name or an address; an empty HOST or first PORT matches all, an empty ADDR or second
/// PORT keeps what was to be connected to. IPv6 addresses stand in brackets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectRule {
    host: Option<Host>,
    port: Option<u16>,
    to_addr: Option<IpAddr>,
    to_port: Option<u16>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Host {
    Name(Name),
    Addr(IpAddr),
}

/// An ordered list of rules; the first that matches decides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConnectMap {
    rules: Vec<ConnectRule>,
}

impl ConnectMap {
    /// From rules, in order.
    #[must_use]
    pub fn new(rules: Vec<ConnectRule>) -> Self {
        Self { rules }
    }

    /// Where a connection to `addr` goes, when a rule matches it by its host name or its address.
    #[must_use]
    pub fn target(&self, name: Option<&Name>, addr: SocketAddr) -> Option<SocketAddr> {
        self.rules.iter().find(|r| r.matches(name, addr)).map(|r| r.carry(addr))
    }
}

impl FromIterator<ConnectRule> for ConnectMap {
    fn from_iter<I: IntoIterator<Item = ConnectRule>>(rules: I) -> Self {
        Self::new(rules.into_iter().collect())
    }
}

impl FromStr for ConnectMap {
    type Err = Error;

    /// Rules parted by spaces or commas.
    fn from_str(text: &str) -> Result<Self, Error> {
        let rules = text.split(|c: char| c == ',' || c.is_whitespace()).filter(|r| !r.is_empty());
        rules.map(ConnectRule::from_str).collect()
    }
}

impl ConnectRule {
    fn matches(&self, name: Option<&Name>, addr: SocketAddr) -> bool {
        let host = match &self.host {
            None => true,
            Some(Host::Addr(wanted)) => wanted.to_canonical() == addr.ip().to_canonical(),
            Some(Host::Name(wanted)) => Some(wanted) == name,
        };
        host && self.port.is_none_or(|port| port == addr.port())
    }

    fn carry(&self, addr: SocketAddr) -> SocketAddr {
        SocketAddr::new(self.to_addr.unwrap_or(addr.ip()), self.to_port.unwrap_or(addr.port()))
    }
}

impl FromStr for ConnectRule {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let fault = |what| Error::ConnectRule { rule: text.to_owned(), what };
        let (host, rest) = field(text).ok_or_else(|| fault("the host is not closed by ':'"))?;
        let (port, rest) = field(rest).ok_or_else(|| fault("the first port is not closed by ':'"))?;
        let (to_addr, to_port) = field(rest).ok_or_else(|| fault("the address is not closed by ':'"))?;
        let port_of = |text: &str, what| match text {
            "" => Ok(None),
            digits => digits.parse().ok().filter(|port| *port != 0).map(Some).ok_or_else(|| fault(what)),
        };
        Ok(Self {
            host: match host {
                "" => None,
                host => Some(match host.parse() {
                    Ok(addr) => Host::Addr(addr),
                    Err(_) => Host::Name(Name::from_person(host).map_err(|_| fault("the host is neither name nor address"))?),
                }),
            },
            port: port_of(port, "the first port is no port")?,
            to_addr: match to_addr {
                "" => None,
                addr => Some(addr.parse().map_err(|_| fault("the address is no address; IPv6 stands in brackets"))?),
            },
            to_port: port_of(to_port, "the second port is no port")?,
        })
    }
}

/// One field and what follows its colon; brackets around it are taken off.
fn field(text: &str) -> Option<(&str, &str)> {
    match text.strip_prefix('[') {
        Some(inner) => inner.split_once(']').and_then(|(host, rest)| Some((host, rest.strip_prefix(':')?))),
        None => text.split_once(':'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(text: &str) -> ConnectMap {
        text.parse().unwrap_or_else(|e| panic!("{e}"))
    }

    fn at(text: &str) -> SocketAddr {
        text.parse().unwrap_or_else(|e| panic!("{text}: {e}"))
    }

    fn name(text: &str) -> Name {
        Name::parse(text).unwrap_or_else(|e| panic!("{e}"))
    }

    #[test]
    fn empty_fields_match_and_keep() {
        let only_port = map(":25::2525");
        assert_eq!(only_port.target(None, at("192.0.2.1:25")), Some(at("192.0.2.1:2525")));
        assert_eq!(only_port.target(None, at("192.0.2.1:465")), None);
        assert_eq!(map(":::").target(None, at("192.0.2.1:465")), Some(at("192.0.2.1:465")));
        assert_eq!(map("::127.0.0.1:").target(None, at("192.0.2.1:465")), Some(at("127.0.0.1:465")));
    }

    #[test]
    fn a_host_is_a_name_or_an_address() {
        let by_name = map("MX.example.com:25:127.0.0.1:2525");
        assert_eq!(by_name.target(Some(&name("mx.example.com")), at("192.0.2.1:25")), Some(at("127.0.0.1:2525")));
        assert_eq!(by_name.target(Some(&name("mx2.example.com")), at("192.0.2.1:25")), None);
        assert_eq!(by_name.target(None, at("192.0.2.1:25")), None);
        let by_addr = map("192.0.2.1::127.0.0.1:2525");
        assert_eq!(by_addr.target(Some(&name("x.example")), at("192.0.2.1:53")), Some(at("127.0.0.1:2525")));
        assert_eq!(by_addr.target(None, at("192.0.2.2:53")), None);
    }

    #[test]
    fn ipv6_stands_in_brackets() {
        let rule = map("[2001:db8::1]:25:[::1]:2525");
        assert_eq!(rule.target(None, at("[2001:db8::1]:25")), Some(at("[::1]:2525")));
        assert_eq!(rule.target(None, at("[2001:db8::2]:25")), None);
    }

    #[test]
    fn the_first_rule_that_matches_decides() {
        let both = map("192.0.2.1:25:127.0.0.1:1 :25:127.0.0.1:2");
        assert_eq!(both.target(None, at("192.0.2.1:25")), Some(at("127.0.0.1:1")));
        assert_eq!(both.target(None, at("192.0.2.2:25")), Some(at("127.0.0.1:2")));
    }

    #[test]
    fn what_is_no_rule_is_named() {
        for wrong in
            ["", "a", "a:25", "a:25:127.0.0.1", "a:x:127.0.0.1:1", "a:25:host:1", "a:25::0", "a:25::99999", "[::1:25::1", "a b:1::1:"]
        {
            assert!(ConnectRule::from_str(wrong).is_err_and(|e| e.to_string().contains(wrong)), "{wrong}");
        }
    }
}
