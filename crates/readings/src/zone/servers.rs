//! The name servers of a zone: who they are, by the zone itself and by the one above it.
//! What each of them says stands in [`super::poll`].

use super::poll::{self, Server};
use facts::answer::Data;
use facts::{Answer, Gap, Inquiry, Name, Question, Reason, RecordType, Seen, Transport};
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

/// At most so many name servers have their addresses looked up.
const MOST_SERVERS: usize = 16;
/// At most so many addresses are asked in turn before an authoritative answer counts as not to be
/// had: each may cost a whole time-out of the domain's budget.
const MOST_ASKED: usize = 2;
/// At most so many levels above a domain are looked at for name servers.
const MOST_LEVELS: usize = 10;
/// So many servers of the zone above are looked up: one is enough, the other stands in for it.
const MOST_ABOVE: usize = 2;

/// The name servers of the zone that holds the domain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Servers {
    /// The name at which the NS set stands; `None` when none was found below the public suffix.
    pub zone: Option<Name>,
    /// The servers that the zone itself names, sorted.
    pub names: Vec<Name>,
    /// The servers that the zone above names, sorted; `None` when it could not be asked.
    pub delegated: Option<Vec<Name>>,
    /// All addresses of either, IPv4 first, each family sorted.
    pub addresses: Vec<IpAddr>,
    /// Names of either without any address, sorted.
    pub homeless: Vec<Name>,
    /// Look-ups that brought no answer.
    pub gaps: Vec<Gap>,
    /// What each address says, in the order of `addresses`; at most 32.
    pub polled: Vec<Server>,
    /// Addresses of the zone above that answered: over UDP, and over TCP where that was asked.
    pub above: Vec<(IpAddr, Transport)>,
}

/// Reads the name servers of `domain`; asks at every level at once, so that the zone above takes no
/// turn of its own.
pub(super) fn read(domain: &Name, inquiry: &Inquiry<'_>) -> Servers {
    let levels: Vec<(Name, Result<Vec<Name>, Gap>)> = std::iter::successors(Some(domain.clone()), Name::parent)
        .take_while(|n| !n.is_root())
        .take(MOST_LEVELS)
        .map(|n| named(n, inquiry))
        .collect();
    for (index, (at, set)) in levels.iter().enumerate() {
        if index > 0 && records::domain::is_public_suffix(at.as_str()) {
            break;
        }
        match set {
            Err(gap) => return Servers { gaps: vec![gap.clone()], ..Servers::default() },
            Ok(names) if names.is_empty() => {}
            Ok(names) => return zone(domain, at, names, &levels[index + 1..], inquiry),
        }
    }
    let at = levels.last().map_or(domain, |(name, _)| name);
    let gap = Gap::new(&Question::Dns { name: at.clone(), rtype: RecordType::Ns }, Reason::Ambiguous);
    Servers { gaps: vec![gap], ..Servers::default() }
}

/// The NS set of `at`; behind an alias the records are another zone's.
fn named(at: Name, inquiry: &Inquiry<'_>) -> (Name, Result<Vec<Name>, Gap>) {
    let set = match inquiry.dns(&at, RecordType::Ns) {
        Seen::Unknown(gap) => Err(gap),
        Seen::Records(answer, records) if answer.aliases.is_empty() => Ok(targets(records)),
        _ => Ok(Vec::new()),
    };
    (at, set)
}

fn targets(records: &[facts::Record]) -> Vec<Name> {
    let names = records.iter().filter_map(|r| if let Data::Ns(name) = &r.data { Some(name.clone()) } else { None });
    names.collect::<BTreeSet<_>>().into_iter().collect()
}

fn zone(domain: &Name, at: &Name, names: &[Name], above: &[(Name, Result<Vec<Name>, Gap>)], inquiry: &Inquiry<'_>) -> Servers {
    let parent = above.iter().find(|(_, set)| set.as_ref().map_or(true, |n| !n.is_empty()));
    let parent = parent.and_then(|(name, set)| Some((name, set.as_ref().ok()?)));
    let parents = parent.map(|(_, names)| first_addresses(names, inquiry)).unwrap_or_default();
    let told: Vec<(IpAddr, Option<Vec<Name>>)> = parents.iter().map(|&server| (server, delegation(server, at, inquiry))).collect();
    let delegated = told.iter().find_map(|(_, names)| names.clone());

    let all: BTreeSet<&Name> = names.iter().chain(delegated.iter().flatten()).collect();
    let (mut homes, mut homeless, mut gaps) = (BTreeMap::<IpAddr, Vec<Name>>::new(), Vec::new(), Vec::new());
    for name in all.into_iter().take(MOST_SERVERS) {
        let (addresses, unknown) = addresses(name, inquiry);
        if addresses.is_empty() && unknown.is_empty() {
            homeless.push(name.clone());
        }
        gaps.extend(unknown);
        for address in addresses {
            homes.entry(address).or_default().push(name.clone());
        }
    }
    let addresses = homes.keys().copied().collect();
    let polled = poll::read(domain, at, &homes, inquiry);
    let mut servers =
        Servers { zone: Some(at.clone()), names: names.to_vec(), delegated, addresses, homeless, gaps, polled, above: Vec::new() };
    servers.above = told.into_iter().filter(|(_, names)| names.is_some()).map(|(a, _)| (a, Transport::Udp)).collect();
    if let Some((parent, _)) = parent {
        let streams: Vec<IpAddr> = parents.into_iter().filter(|&a| servers.lacks_stream(a) && streams(a, parent, inquiry)).collect();
        servers.above.extend(streams.into_iter().map(|a| (a, Transport::Tcp)));
    }
    servers
}

/// The first address of each family among the first servers of the zone above.
fn first_addresses(names: &[Name], inquiry: &Inquiry<'_>) -> Vec<IpAddr> {
    let all: BTreeSet<IpAddr> = names.iter().take(MOST_ABOVE).flat_map(|n| addresses(n, inquiry).0).collect();
    [IpAddr::is_ipv4, IpAddr::is_ipv6].iter().filter_map(|family| all.iter().copied().find(family)).collect()
}

/// The name servers of `zone` by a server of the zone above: a referral, or its own answer where it serves both.
fn delegation(server: IpAddr, zone: &Name, inquiry: &Inquiry<'_>) -> Option<Vec<Name>> {
    let question = Question::DnsAt { server, name: zone.clone(), rtype: RecordType::Ns, transport: Transport::Udp };
    match inquiry.dns_question(&question) {
        Seen::Records(answer, records) if answer.aliases.is_empty() => Some(targets(records)),
        _ => None,
    }
}

/// Whether a server of the zone above answers over TCP: the control where a server of this zone does not.
fn streams(server: IpAddr, parent: &Name, inquiry: &Inquiry<'_>) -> bool {
    let question = Question::DnsAt { server, name: parent.clone(), rtype: RecordType::Soa, transport: Transport::Tcp };
    inquiry.dns_question(&question).answer().is_some()
}

fn addresses(name: &Name, inquiry: &Inquiry<'_>) -> (Vec<IpAddr>, Vec<Gap>) {
    let (mut found, mut gaps) = (Vec::new(), Vec::new());
    for rtype in [RecordType::A, RecordType::Aaaa] {
        let seen = inquiry.dns(name, rtype);
        gaps.extend(seen.gap().cloned());
        found.extend(seen.records().iter().filter_map(|r| match r.data {
            Data::A(a) => Some(IpAddr::V4(a)),
            Data::Aaaa(a) => Some(IpAddr::V6(a)),
            _ => None,
        }));
    }
    (found, gaps)
}

impl Servers {
    /// Another address of the same family that did answer over `transport`, of this zone or of the one
    /// above: without it silence may be this machine's own.
    #[must_use]
    pub fn sister(&self, address: IpAddr, transport: Transport) -> Option<IpAddr> {
        let fits = |a: IpAddr| a != address && a.is_ipv4() == address.is_ipv4();
        let own = self.polled.iter().filter(|s| s.answered(transport)).map(|s| s.address);
        own.chain(self.above.iter().filter(|(_, t)| *t == transport).map(|(a, _)| *a)).find(|&a| fits(a))
    }

    /// Servers that the zone names and the one above does not, and the other way round; `None` where the
    /// zone above could not be asked.
    #[must_use]
    pub fn apart(&self) -> Option<(Vec<&Name>, Vec<&Name>)> {
        let delegated = self.delegated.as_ref()?;
        let own = self.names.iter().filter(|n| !delegated.contains(n)).collect();
        Some((own, delegated.iter().filter(|n| !self.names.contains(n)).collect()))
    }

    /// Whether a server of the family of `like` answers over UDP and not over TCP, and none does over TCP.
    fn lacks_stream(&self, like: IpAddr) -> bool {
        let family = || self.polled.iter().filter(|s| s.address.is_ipv4() == like.is_ipv4());
        family().any(Server::lacks_tcp) && !family().any(|s| s.answered(Transport::Tcp))
    }

    /// What an authoritative server says about `name`: the first that answers with authority.
    pub(super) fn ask<'f>(&self, name: &Name, rtype: RecordType, inquiry: &Inquiry<'f>) -> Seen<'f> {
        let mut gap = self.gaps.first().cloned();
        // What every server is asked at once needs no turns.
        let together = self.polled.first().is_some_and(|s| s.holds(name, rtype));
        let most = if together { poll::MOST_POLLED } else { MOST_ASKED };
        for &server in self.addresses.iter().take(most) {
            let question = Question::DnsAt { server, name: name.clone(), rtype, transport: Transport::Udp };
            if inquiry.look(&question).is_none() {
                // The next one is asked only when this one has failed.
                return Seen::Unknown(Gap::new(&question, Reason::NotAsked));
            }
            match inquiry.dns_question(&question) {
                Seen::Unknown(silence) => gap = Some(silence),
                seen if seen.answer().is_some_and(|a| a.authoritative) => return seen,
                _ => gap = Some(Gap::new(&question, Reason::ServerFailure)),
            }
        }
        Seen::Unknown(gap.unwrap_or_else(|| Gap::new(&Question::Dns { name: name.clone(), rtype }, Reason::NotAsked)))
    }

    /// The first server that could not give the set over UDP and refused TCP.
    pub(super) fn without_tcp(&self, name: &Name, rtype: RecordType, inquiry: &Inquiry<'_>) -> Option<IpAddr> {
        self.addresses.iter().take(poll::MOST_POLLED).copied().find(|&server| {
            let question = Question::DnsAt { server, name: name.clone(), rtype, transport: Transport::Udp };
            matches!(inquiry.facts().answer(&question), Some(Answer::Dns(answer)) if answer.tcp_failed)
        })
    }
}
