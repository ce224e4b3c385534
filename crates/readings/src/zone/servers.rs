//! The name servers of a zone, and questions to them directly.

use facts::answer::Data;
use facts::{Answer, Gap, Inquiry, Name, Question, Reason, RecordType, Seen, Transport};
use std::net::IpAddr;

/// At most so many name servers have their addresses looked up.
const MOST_SERVERS: usize = 16;
/// At most so many addresses are asked in turn before an authoritative answer counts as not to be
/// had: each may cost a whole time-out of the domain's budget.
const MOST_ASKED: usize = 2;

/// The name servers of the zone that holds the domain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Servers {
    /// The name at which the NS set stands; `None` when none was found below the public suffix.
    pub zone: Option<Name>,
    /// The servers, sorted.
    pub names: Vec<Name>,
    /// All their addresses, IPv4 first, each family sorted.
    pub addresses: Vec<IpAddr>,
    /// Look-ups that brought no answer.
    pub gaps: Vec<Gap>,
}

/// Looks for the NS set at the domain and then above it, down to the registrable domain.
pub(super) fn read(domain: &Name, inquiry: &Inquiry<'_>) -> Servers {
    let mut at = domain.clone();
    loop {
        let seen = inquiry.dns(&at, RecordType::Ns);
        if let Some(gap) = seen.gap() {
            return Servers { gaps: vec![gap.clone()], ..Servers::default() };
        }
        // Behind an alias the records are another zone's.
        if let Seen::Records(answer, records) = seen
            && answer.aliases.is_empty()
        {
            let names = records.iter().filter_map(|r| if let Data::Ns(name) = &r.data { Some(name.clone()) } else { None });
            return with_addresses(at, names.collect(), inquiry);
        }
        let above = at.parent().filter(|p| !p.is_root() && !records::domain::is_public_suffix(p.as_str()));
        match above {
            Some(parent) => at = parent,
            None => return Servers { gaps: vec![gap(&at)], ..Servers::default() },
        }
    }
}

fn gap(at: &Name) -> Gap {
    Gap::new(&Question::Dns { name: at.clone(), rtype: RecordType::Ns }, Reason::Ambiguous)
}

fn with_addresses(zone: Name, mut names: Vec<Name>, inquiry: &Inquiry<'_>) -> Servers {
    names.sort();
    names.dedup();
    let (mut addresses, mut gaps) = (Vec::new(), Vec::new());
    for name in names.iter().take(MOST_SERVERS) {
        for rtype in [RecordType::A, RecordType::Aaaa] {
            let seen = inquiry.dns(name, rtype);
            gaps.extend(seen.gap().cloned());
            addresses.extend(seen.records().iter().filter_map(|r| match r.data {
                Data::A(a) => Some(IpAddr::V4(a)),
                Data::Aaaa(a) => Some(IpAddr::V6(a)),
                _ => None,
            }));
        }
    }
    addresses.sort_unstable();
    addresses.dedup();
    Servers { zone: Some(zone), names, addresses, gaps }
}

impl Servers {
    /// What an authoritative server says about `name`: the first that answers with authority.
    pub(super) fn ask<'f>(&self, name: &Name, rtype: RecordType, inquiry: &Inquiry<'f>) -> Seen<'f> {
        let mut gap = self.gaps.first().cloned();
        for &server in self.addresses.iter().take(MOST_ASKED) {
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
        self.addresses.iter().take(MOST_ASKED).copied().find(|&server| {
            let question = Question::DnsAt { server, name: name.clone(), rtype, transport: Transport::Udp };
            matches!(inquiry.facts().answer(&question), Some(Answer::Dns(answer)) if answer.tcp_failed)
        })
    }
}
