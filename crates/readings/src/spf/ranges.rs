//! Which addresses a policy lets send, each with the term that lets it.

use super::tree::Policy;
use facts::Name;
use records::spf::{Mechanism, Qualifier, TermKind};
use std::net::{IpAddr, Ipv4Addr};

/// A range that a term authorises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    /// Its first address.
    pub network: IpAddr,
    /// Its prefix length, 0 to 32 or 128.
    pub prefix: u8,
    /// The term.
    pub term: String,
    /// The column of the term in its record, from 1.
    pub column: usize,
    /// `ip4`, `ip6`, `a` or `mx`.
    pub kind: &'static str,
    /// Whose record the term stands in.
    pub at: String,
    /// How deep that record lies: 1 for the domain's own, one more for each include or redirect on the way.
    pub level: usize,
    /// The host that an `a` or `mx` term found it at.
    pub host: Option<Name>,
    /// Whether the record is the domain's own, or of a name below it; false for a provider's.
    pub own: bool,
}

impl Range {
    /// How many IPv4 addresses it holds; 0 for IPv6.
    #[must_use]
    pub fn v4_addresses(&self) -> u64 {
        if self.network.is_ipv4() { 1 << (32 - u32::from(self.prefix.min(32))) } else { 0 }
    }

    /// Its last address.
    #[must_use]
    pub fn last(&self) -> IpAddr {
        match self.network {
            IpAddr::V4(a) => IpAddr::V4(Ipv4Addr::from_bits(a.to_bits() | u32::MAX.checked_shr(self.prefix.into()).unwrap_or(0))),
            IpAddr::V6(a) => {
                let rest = u128::MAX.checked_shr(self.prefix.into()).unwrap_or(0);
                IpAddr::V6((a.to_bits() | rest).into())
            }
        }
    }
}

/// All ranges that pass, by the policy and what it includes and redirects to.
///
/// An upper bound: what an earlier `-` term takes away again is not subtracted.
pub(super) fn of(policy: &Policy, domain: &Name) -> Vec<Range> {
    let mut found = Vec::new();
    collect(policy, domain, &mut found);
    found
}

fn collect(policy: &Policy, domain: &Name, found: &mut Vec<Range>) {
    let Some(record) = &policy.parsed else { return };
    let own = Name::parse(&policy.domain).is_ok_and(|n| n.is_within(domain));
    for term in policy.terms.iter().filter(|t| t.reached) {
        let parsed = record.terms.get(term.index).map(|t| &t.kind);
        let mut push = |address: IpAddr, prefix: u8, host: Option<Name>| {
            found.push(Range {
                network: masked(address, prefix),
                prefix,
                term: term.text.clone(),
                column: term.column,
                kind: term.kind,
                at: policy.domain.clone(),
                level: policy.level,
                host,
                own,
            });
        };
        match parsed {
            Some(TermKind::Directive(Qualifier::Pass, mechanism)) => match mechanism {
                Mechanism::Ip4 { network, prefix } => push(IpAddr::V4(*network), *prefix, None),
                Mechanism::Ip6 { network, prefix } => push(IpAddr::V6(*network), *prefix, None),
                Mechanism::A { cidr, .. } | Mechanism::Mx { cidr, .. } => {
                    for r in &term.addresses {
                        push(r.address, if r.address.is_ipv4() { cidr.v4 } else { cidr.v6 }, Some(r.host.clone()));
                    }
                }
                Mechanism::Include(_) => term.policy.iter().for_each(|p| collect(p, domain, found)),
                _ => {}
            },
            Some(TermKind::Redirect(_)) => term.policy.iter().for_each(|p| collect(p, domain, found)),
            _ => {}
        }
    }
}

fn masked(address: IpAddr, prefix: u8) -> IpAddr {
    match address {
        IpAddr::V4(a) => {
            let mask = !u32::MAX.checked_shr(prefix.into()).unwrap_or(0);
            IpAddr::V4(Ipv4Addr::from_bits(a.to_bits() & mask))
        }
        IpAddr::V6(a) => {
            let mask = !u128::MAX.checked_shr(prefix.into()).unwrap_or(0);
            IpAddr::V6((a.to_bits() & mask).into())
        }
    }
}

/// How many distinct IPv4 addresses the ranges hold together.
#[must_use]
pub fn v4_total<'a>(ranges: impl IntoIterator<Item = &'a Range>) -> u64 {
    let spans = ranges.into_iter().filter_map(|r| match (r.network, r.last()) {
        (IpAddr::V4(a), IpAddr::V4(b)) => Some((u64::from(a.to_bits()), u64::from(b.to_bits()))),
        _ => None,
    });
    let mut spans: Vec<(u64, u64)> = spans.collect();
    spans.sort_unstable();
    let (mut total, mut next) = (0, 0);
    for (first, last) in spans {
        let from = first.max(next);
        if last >= from {
            total += last + 1 - from;
            next = last + 1;
        }
    }
    total
}

/// Ranges of IPv4 that no mail comes from; a list that leaves out only these covers the Internet.
const NOT_PUBLIC: [([u8; 4], u8); 9] = [
    ([0, 0, 0, 0], 8),
    ([10, 0, 0, 0], 8),
    ([100, 64, 0, 0], 10),
    ([127, 0, 0, 0], 8),
    ([169, 254, 0, 0], 16),
    ([172, 16, 0, 0], 12),
    ([192, 168, 0, 0], 16),
    ([198, 18, 0, 0], 15),
    ([224, 0, 0, 0], 3),
];

/// Whether the ranges let every public IPv4 address send, or every global IPv6 one.
#[must_use]
pub fn cover_the_internet(ranges: &[Range]) -> bool {
    let special = NOT_PUBLIC.iter().map(|(octets, prefix)| Range {
        network: IpAddr::V4(Ipv4Addr::from(*octets)),
        prefix: *prefix,
        term: String::new(),
        column: 0,
        kind: "ip4",
        at: String::new(),
        level: 0,
        host: None,
        own: true,
    });
    let special: Vec<Range> = special.collect();
    // Global unicast is 2000::/3 (RFC 4291 2.4).
    let all_v6 = ranges.iter().any(|r| matches!(r.network, IpAddr::V6(a) if r.prefix <= 3 && (a.octets()[0] == 0x20 || r.prefix < 3)));
    all_v6 || v4_total(ranges.iter().chain(&special)) == 1 << 32
}
