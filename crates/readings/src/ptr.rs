//! Reverse names of the domain's own mail addresses: those the user sends from, and those of mail
//! hosts that belong to no known provider.
//!
//! A private address or a provider's is never looked up.

mod generic;

pub use generic::generic_part;

use crate::mail::{self, Mail};
use facts::answer::{Data, Phase, Reply};
use facts::{Gap, Inquiry, Name, Question, Reason, RecordType, Script, Security, Seen, SmtpAnswer, Target, reverse_labels};
use std::collections::BTreeMap;
use std::net::IpAddr;

/// At most so many addresses are looked up.
pub const MOST_ADDRESSES: usize = 50;
/// At most so many names of one address are looked up in turn (RFC 7208 5.5 has the same limit).
pub const MOST_NAMES: usize = 10;

/// The reverse names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ptr {
    /// The addresses, sorted.
    pub addresses: Vec<Reverse>,
    /// Addresses beyond [`MOST_ADDRESSES`].
    pub left_out: usize,
    /// The HELO name that the user gave.
    pub helo: Option<Helo>,
}

/// One own mail address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reverse {
    /// The address.
    pub address: IpAddr,
    /// Whether the user named it as his sender; else it is only known to take mail.
    pub sending: bool,
    /// The mail hosts that it belongs to.
    pub hosts: Vec<Name>,
    /// Its names.
    pub lookup: Lookup,
    /// What servers at the address call themselves; only asked of own mail hosts.
    pub greeting: Result<Vec<Name>, Gap>,
}

/// The PTR records of an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// At least one.
    Names(Vec<ReverseName>),
    /// None.
    Missing,
    /// Not known.
    Unknown(Gap),
}

/// One PTR record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReverseName {
    /// Its name.
    pub name: Name,
    /// Whether the name resolves back to the address.
    pub confirmed: Result<bool, Gap>,
    /// The part by which it looks like a pool's name.
    pub generic: Option<String>,
}

/// The HELO name of the user's sender.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Helo {
    /// As given.
    pub given: String,
    /// As a name; `None` for a text that is none.
    pub name: Option<Name>,
    /// Whether it is a legal host name of at least two labels, and not `localhost`.
    pub well_formed: bool,
    /// Whether it has an address; looked up only when well formed.
    pub resolves: Result<bool, Gap>,
}

impl Reverse {
    /// The PTR names; none when missing or not known.
    #[must_use]
    pub fn names(&self) -> &[ReverseName] {
        match &self.lookup {
            Lookup::Names(names) => names,
            _ => &[],
        }
    }

    /// The names that resolve back.
    pub fn confirmed(&self) -> impl Iterator<Item = &Name> {
        self.names().iter().filter(|n| n.confirmed == Ok(true)).map(|n| &n.name)
    }

    /// The gap, when the names are not known.
    #[must_use]
    pub fn gap(&self) -> Option<&Gap> {
        match &self.lookup {
            Lookup::Unknown(gap) => Some(gap),
            _ => None,
        }
    }
}

/// Reads the reverse names.
#[must_use]
pub fn read(target: &Target, inquiry: &Inquiry<'_>) -> Ptr {
    let mail = mail::read(target, inquiry);
    let own = own_addresses(target, &mail);
    let left_out = own.len().saturating_sub(MOST_ADDRESSES);
    let addresses = own.into_iter().take(MOST_ADDRESSES).map(|(address, hosts)| Reverse {
        address,
        sending: target.ips.contains(&address),
        lookup: lookup(address, inquiry),
        greeting: greeting(target, address, &hosts, inquiry),
        hosts,
    });
    Ptr { addresses: addresses.collect(), left_out, helo: target.helo.as_deref().map(|given| helo(given, inquiry)) }
}

fn own_addresses(target: &Target, mail: &Mail) -> BTreeMap<IpAddr, Vec<Name>> {
    let mut own: BTreeMap<IpAddr, Vec<Name>> = BTreeMap::new();
    let hosted = |address: &IpAddr| mail.hosts.iter().any(|h| h.provider.is_some() && h.addresses.contains(address));
    for address in target.ips.iter().filter(|a| facts::is_public(**a) && !hosted(a)) {
        own.entry(*address).or_default();
    }
    for (host, address) in mail.own().filter(|(_, a)| !hosted(a)) {
        own.entry(address).or_default().push(host.name.clone());
    }
    own
}

fn lookup(address: IpAddr, inquiry: &Inquiry<'_>) -> Lookup {
    let zone = if address.is_ipv4() { "in-addr.arpa" } else { "ip6.arpa" };
    let Ok(owner) = Name::parse(&format!("{}.{zone}", reverse_labels(address))) else { return Lookup::Missing };
    let seen = inquiry.dns(&owner, RecordType::Ptr);
    if let Some(gap) = seen.gap() {
        return Lookup::Unknown(gap.clone());
    }
    let mut names: Vec<Name> =
        seen.records().iter().filter_map(|r| if let Data::Ptr(name) = &r.data { Some(name.clone()) } else { None }).collect();
    names.sort();
    names.dedup();
    if names.is_empty() {
        return Lookup::Missing;
    }
    let reverse_name = |(index, name): (usize, Name)| ReverseName {
        confirmed: if index < MOST_NAMES { confirmed(&name, address, inquiry) } else { Err(not_asked(&name, address)) },
        generic: generic_part(&name, address),
        name,
    };
    Lookup::Names(names.into_iter().enumerate().map(reverse_name).collect())
}

/// Only the address's own family is asked (RFC 8601 3).
fn confirmed(name: &Name, address: IpAddr, inquiry: &Inquiry<'_>) -> Result<bool, Gap> {
    if name.is_root() {
        return Ok(false);
    }
    let seen = inquiry.dns(name, family(address));
    match seen.gap() {
        Some(gap) => Err(gap.clone()),
        None => Ok(seen.records().iter().any(|r| match r.data {
            Data::A(a) => address == a,
            Data::Aaaa(a) => address == a,
            _ => false,
        })),
    }
}

fn family(address: IpAddr) -> RecordType {
    if address.is_ipv4() { RecordType::A } else { RecordType::Aaaa }
}

fn not_asked(name: &Name, address: IpAddr) -> Gap {
    Gap::new(&Question::Dns { name: name.clone(), rtype: family(address) }, Reason::BudgetSpent)
}

fn greeting(target: &Target, address: IpAddr, hosts: &[Name], inquiry: &Inquiry<'_>) -> Result<Vec<Name>, Gap> {
    let Some(host) = hosts.first() else { return Ok(Vec::new()) };
    // The same dialogue as the SMTP and TLS audits hold, so that it is held once.
    let question = Question::Smtp {
        addr: address,
        port: 25,
        security: Security::Starttls,
        sni: Some(host.clone()),
        helo: target.probe_name.clone(),
        script: Script::Session,
    };
    if target.no_smtp {
        return Err(Gap::new(&question, Reason::SwitchedOff));
    }
    let talk = inquiry.smtp(&question)?;
    let names = own_names(talk);
    // A session without any name shows nothing: SMTP007 and its like tell why.
    if names.is_empty() { Err(Gap::new(&question, Reason::Closed)) } else { Ok(names) }
}

/// The names in the banner and in the reply to EHLO (RFC 5321 4.2, 4.1.1.1), as far as they are host names.
fn own_names(talk: &SmtpAnswer) -> Vec<Name> {
    let Some(last) = talk.tries.last() else { return Vec::new() };
    let replies = [(Phase::Greeting, 220), (Phase::Ehlo, 250), (Phase::Helo, 250)];
    let mut names: Vec<Name> = replies.iter().filter_map(|&(phase, code)| first_word(last.reply(phase)?, code)).collect();
    names.dedup();
    names
}

fn first_word(reply: &Reply, code: u16) -> Option<Name> {
    let line = reply.lines.first().filter(|_| reply.code == code)?;
    let word = std::str::from_utf8(&line.0).ok()?.split_whitespace().next()?;
    Name::parse(word).ok().filter(|n| records::domain::is_host_name(n.as_str()))
}

fn helo(given: &str, inquiry: &Inquiry<'_>) -> Helo {
    let name = Name::parse(given.trim()).ok().filter(|n| !n.is_root());
    let local = |n: &Name| matches!(n.as_str(), "localhost" | "localhost.localdomain") || n.as_str().ends_with(".localhost");
    let legal = name.as_ref().filter(|n| records::domain::is_host_name(n.as_str()) && !local(n));
    let resolves = legal.map_or(Ok(false), |n| has_address(n, inquiry));
    Helo { given: given.trim().to_owned(), well_formed: legal.is_some(), name, resolves }
}

fn has_address(name: &Name, inquiry: &Inquiry<'_>) -> Result<bool, Gap> {
    let seen = [inquiry.dns(name, RecordType::A), inquiry.dns(name, RecordType::Aaaa)];
    if seen.iter().any(|s| matches!(s, Seen::Records(..))) {
        return Ok(true);
    }
    seen.iter().find_map(|s| s.gap().cloned()).map_or(Ok(false), Err)
}

#[cfg(test)]
mod tests {
    use super::*;
    use facts::Planner;
    use facts::fixture::World;

    const BASE: &str = "example.com MX 10 mx.example.com\nexample.com MX 20 smtp.google.com\nsmtp.google.com A 44.131.7.1
        mx.example.com A 44.128.1.1\nmx.example.com A 10.0.0.1\n44.128.1.1 PTR mx.example.com\n44.128.1.1 PTR other.example.com
        other.example.com A 44.128.1.2\nsmtp 44.128.1.1:25 mx.example.com good";

    fn ptr(layer: &str) -> Ptr {
        let world = World::layers(&[BASE, layer]).unwrap_or_else(|e| panic!("{e}"));
        let planner = Planner { name: "ptr", serves: &["ptr"], plan: |t, i| drop(read(t, i)) };
        let recorded = world.gather(&world.target(), &[planner], &|_, _| Vec::new());
        read(&recorded.target, &Inquiry::new(&recorded.facts))
    }

    #[test]
    fn neither_private_nor_a_providers() {
        let found = ptr("target example.com ip=192.168.1.1 ip=44.131.7.1");
        let addresses: Vec<String> = found.addresses.iter().map(|a| a.address.to_string()).collect();
        assert_eq!(addresses, ["44.128.1.1"]);
        assert!(!found.addresses[0].sending);
    }

    #[test]
    fn one_name_of_several_confirms() {
        let found = ptr("target example.com ip=44.128.1.1");
        let names: Vec<&str> = found.addresses[0].confirmed().map(Name::as_str).collect();
        assert_eq!((names, found.addresses[0].names().len(), found.addresses[0].sending), (vec!["mx.example.com"], 2, true));
    }

    #[test]
    fn no_dialogue_is_held_twice() {
        let world = World::parse(BASE).unwrap_or_else(|e| panic!("{e}"));
        let both: fn(&Target, &Inquiry<'_>) = |t, i| drop((read(t, i), crate::sessions::read(t, i)));
        let planner = Planner { name: "both", serves: &["ptr"], plan: both };
        let recorded = world.gather(&world.target(), &[planner], &|_, _| Vec::new());
        let at = |address: &str| {
            recorded.facts.iter().filter(|(q, _)| matches!(q, Question::Smtp { addr, .. } if addr.to_string() == address)).count()
        };
        assert_eq!((at("44.128.1.1"), at("44.131.7.1")), (1, 1));
    }

    #[test]
    fn what_a_host_calls_itself() {
        let names = |layer: &str| ptr(layer).addresses[0].greeting.clone().map(|n| n.iter().map(Name::to_string).collect::<Vec<_>>());
        assert_eq!(names(""), Ok(vec!["mx.example.com".into()]));
        assert_eq!(
            names("smtp 44.128.1.1:25 mx.example.com good\nS: 220 front.example.com ready"),
            Ok(vec!["front.example.com".into(), "mx.example.com".into()])
        );
        assert!(names("smtp 44.128.1.1:25 mx.example.com good\nS: 421 busy").is_err());
        assert!(names("target example.com no_smtp=yes").is_err());
    }

    #[test]
    fn helo_names() {
        let of = |helo: &str| ptr(&format!("target example.com helo={helo}")).helo.map(|h| (h.well_formed, h.resolves));
        assert_eq!(of("mx.example.com"), Some((true, Ok(true))));
        assert_eq!(of("gone.example.com"), Some((true, Ok(false))));
        for odd in ["localhost", "mail", "mail.localhost", "[44.128.1.1]", "44.128.1.1", "a_b.example.com", "..", "localhost.localdomain"] {
            assert_eq!(of(odd), Some((false, Ok(false))), "{odd}");
        }
    }
}
