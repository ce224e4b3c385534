//! The root servers that a walk begins with: the built-in ones, or the user's (zone-file form).
//! Reads text only; opens no file.

use facts::Name;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::str::FromStr;

/// IANA's list.
const BUILT_IN: &str = include_str!("root.hints");

/// Root servers and their addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RootHints {
    /// At least one, each with at least one address.
    pub(crate) servers: BTreeMap<Name, Vec<IpAddr>>,
}

/// Why a text gives no root servers.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HintsError {
    /// A line that cannot be read, counted from 1.
    #[error("line {line}: {what}")]
    Line {
        /// The line, counted from 1.
        line: usize,
        /// What is wrong with it.
        what: String,
    },
    /// Nothing to send a question to.
    #[error("it holds no address of a root server (A or AAAA record)")]
    NoAddress,
}

impl RootHints {
    /// The thirteen of IANA.
    #[must_use]
    pub fn built_in() -> Self {
        // A test reads the text; were it unreadable, every walk would end as unreachable.
        BUILT_IN.parse().unwrap_or_else(|_| Self { servers: BTreeMap::new() })
    }
}

impl FromStr for RootHints {
    type Err = HintsError;

    /// Reads lines `OWNER [TTL] [IN] TYPE DATA` of type NS, A and AAAA; every owner of an address is
    /// a root server. Names are absolute, `;` begins a comment, `$TTL` lines are passed over.
    fn from_str(text: &str) -> Result<Self, HintsError> {
        let (mut servers, mut named, mut owner) = (BTreeMap::<Name, Vec<IpAddr>>::new(), Vec::new(), None);
        for (i, raw) in text.lines().enumerate() {
            let fault = |what: String| HintsError::Line { line: i + 1, what };
            let line = raw.split(';').next().unwrap_or_default();
            let mut words = line.split_whitespace().peekable();
            if words.peek().is_none_or(|first| first.eq_ignore_ascii_case("$TTL")) {
                continue;
            }
            if !line.starts_with(char::is_whitespace) {
                owner = Some(absolute(words.next().unwrap_or_default()).map_err(fault)?);
            }
            let owner = owner.clone().ok_or_else(|| fault("no owner stands before it".into()))?;
            match record(words).map_err(fault)? {
                Hint::Address(address) => {
                    let known = servers.entry(owner).or_default();
                    if !known.contains(&address) {
                        known.push(address);
                    }
                }
                Hint::Server(server) => named.push((i + 1, server)),
            }
        }
        if servers.is_empty() {
            return Err(HintsError::NoAddress);
        }
        match named.into_iter().find(|(_, server)| !servers.contains_key(server)) {
            Some((line, server)) => {
                Err(HintsError::Line { line, what: format!("no line gives the address of {server} (A or AAAA record)") })
            }
            None => Ok(Self { servers }),
        }
    }
}

enum Hint {
    Server(Name),
    Address(IpAddr),
}

/// What follows the owner.
fn record<'a>(words: impl Iterator<Item = &'a str>) -> Result<Hint, String> {
    let is_ttl = |word: &str| word.starts_with(|c: char| c.is_ascii_digit()) && word.chars().all(|c| c.is_ascii_alphanumeric());
    let mut words = words.skip_while(|word| is_ttl(word) || word.eq_ignore_ascii_case("IN"));
    let rtype = words.next().ok_or("the type is missing")?.to_ascii_uppercase();
    let data = words.next().ok_or_else(|| format!("the data of the {rtype} record is missing"))?;
    if let Some(more) = words.next() {
        return Err(format!("'{more}' is more than a {rtype} record holds"));
    }
    match rtype.as_str() {
        "NS" => absolute(data).map(Hint::Server),
        "A" => data.parse().map(|a| Hint::Address(IpAddr::V4(a))).map_err(|_| format!("'{data}' is no IPv4 address")),
        "AAAA" => data.parse().map(|a| Hint::Address(IpAddr::V6(a))).map_err(|_| format!("'{data}' is no IPv6 address")),
        other => Err(format!("'{other}' is no record of a root hints file (NS, A, AAAA)")),
    }
}

fn absolute(text: &str) -> Result<Name, String> {
    if text.starts_with('$') || text == "@" {
        return Err(format!("'{text}' is not understood here: write names in full"));
    }
    Name::parse(text).map_err(|e| e.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_list_has_thirteen_servers_of_both_families() {
        let hints = RootHints::built_in();
        assert_eq!(hints.servers.len(), 13);
        for (name, addresses) in &hints.servers {
            assert_eq!(addresses.iter().filter(|a| a.is_ipv4()).count(), 1, "{name}");
            assert_eq!(addresses.iter().filter(|a| a.is_ipv6()).count(), 1, "{name}");
            assert!(addresses.iter().all(|a| facts::is_public(*a)), "{name}");
        }
    }

    #[test]
    fn what_people_write() {
        let text = "$TTL 300\n. 3600 IN NS NS1.lab.example. ; the only one\nns1.lab.example 1h IN A 192.0.2.1\n  AAAA 2001:db8::1\n\n";
        let hints: RootHints = text.parse().unwrap_or_else(|e| panic!("{e}"));
        let at: Vec<String> = hints.servers.values().flatten().map(ToString::to_string).collect();
        assert_eq!(at, ["192.0.2.1", "2001:db8::1"]);
        assert!(hints.servers.keys().all(|name| name.as_str() == "ns1.lab.example"));
    }

    #[test]
    fn a_fault_is_told_with_its_line() {
        let told = |text: &str| text.parse::<RootHints>().map_or_else(|e| e.to_string(), |h| format!("{h:?}"));
        assert_eq!(told(""), "it holds no address of a root server (A or AAAA record)");
        assert_eq!(told("; nothing\n. NS\n"), "line 2: the data of the NS record is missing");
        assert_eq!(told("a. A 192.0.2.256"), "line 1: '192.0.2.256' is no IPv4 address");
        assert_eq!(told("a. A 192.0.2.1\na. AAAA 192.0.2.1"), "line 2: '192.0.2.1' is no IPv6 address");
        assert_eq!(told("a. A 192.0.2.1 x"), "line 1: 'x' is more than a A record holds");
        assert_eq!(told("a. TXT x"), "line 1: 'TXT' is no record of a root hints file (NS, A, AAAA)");
        assert_eq!(told("a. 300 IN"), "line 1: the type is missing");
        assert_eq!(told(" A 192.0.2.1"), "line 1: no owner stands before it");
        assert_eq!(told("$ORIGIN x.\n"), "line 1: '$ORIGIN' is not understood here: write names in full");
        assert_eq!(told("a..b. A 192.0.2.1"), "line 1: 'a..b.' has an empty label");
        assert_eq!(told(". NS b.\na. A 192.0.2.1"), "line 1: no line gives the address of b (A or AAAA record)");
    }
}
