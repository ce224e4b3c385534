//! Where a domain's mail goes: its exchanges and their addresses (RFC 5321 5.1, RFC 7505).

use crate::providers;
use crate::zone::{self, Registration};
use facts::answer::Data;
use facts::{Gap, Inquiry, Name, Reason, RecordType, Seen, Target};
use std::collections::BTreeSet;
use std::net::IpAddr;

/// At most so many distinct exchanges have their addresses looked up; the rest are told by number.
pub const MOST_EXCHANGES: usize = 40;

/// How the domain says where its mail goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// At least one MX that is no null MX.
    Mx,
    /// A null MX alone (RFC 7505 3).
    Null,
    /// A null MX beside others.
    NullMixed,
    /// No MX; A or AAAA of the domain itself.
    Implicit,
    /// No MX and no address, or an alias that leads nowhere.
    None,
    /// The domain does not exist.
    NoSuchDomain,
    /// Not known.
    Unknown(Gap),
}

/// One MX record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mx {
    /// Preference; lower is tried first.
    pub preference: u16,
    /// Exchange.
    pub exchange: Name,
    /// Seconds to live, as the resolver gave it (caches count down).
    pub ttl: u32,
}

/// One host that takes the domain's mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailHost {
    /// The exchange, or the domain itself for an implicit MX.
    pub name: Name,
    /// Its lowest preference; 0 for an implicit MX.
    pub preference: u16,
    /// Where its aliases lead, in order (an exchange must be none, RFC 2181 10.3).
    pub aliases: Vec<Name>,
    /// All its addresses, sorted.
    pub addresses: Vec<IpAddr>,
    /// Address look-ups that brought no answer.
    pub gaps: Vec<Gap>,
    /// Whether the DNS says that the name, or the one that its aliases lead to, does not exist.
    pub no_such_name: bool,
    /// Whether anyone can register the domain that it hangs on; looked up only for a name that does not exist.
    pub registration: Registration,
    /// The hosted provider that it belongs to, by its name.
    pub provider: Option<&'static providers::Provider>,
}

/// The domain's mail hosts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// How mail is routed.
    pub route: Route,
    /// The aliases that the domain's MX question met.
    pub aliases: Vec<Name>,
    /// The MX records as published, null ones too, by preference and name.
    pub mx: Vec<Mx>,
    /// The distinct hosts by preference, at most [`MOST_EXCHANGES`].
    pub hosts: Vec<MailHost>,
    /// Exchanges beyond that limit.
    pub left_out: usize,
}

impl MailHost {
    /// Whether every address look-up was answered.
    #[must_use]
    pub fn known(&self) -> bool {
        self.gaps.is_empty()
    }

    /// Whether an address stands in place of the name, so that nothing can be looked up (MX005 tells it).
    #[must_use]
    pub fn is_literal(&self) -> bool {
        self.name.as_str().parse::<IpAddr>().is_ok()
    }

    /// Addresses that the public Internet can reach.
    pub fn public(&self) -> impl Iterator<Item = IpAddr> {
        self.addresses.iter().copied().filter(|a| facts::is_public(*a))
    }
}

impl Mail {
    /// Public addresses of hosts that belong to no known provider, with their host: the domain's own.
    pub fn own(&self) -> impl Iterator<Item = (&MailHost, IpAddr)> {
        self.hosts.iter().filter(|h| h.provider.is_none()).flat_map(|h| h.public().map(move |a| (h, a)))
    }
}

/// Reads the mail hosts of the target.
#[must_use]
pub fn read(target: &Target, inquiry: &Inquiry<'_>) -> Mail {
    let domain = &target.domain;
    let seen = inquiry.dns(domain, RecordType::Mx);
    let aliases = seen.answer().map(|a| a.aliases.iter().map(|x| x.target.clone()).collect()).unwrap_or_default();
    let mut mx: Vec<Mx> = seen
        .records()
        .iter()
        .filter_map(|r| match &r.data {
            Data::Mx { preference, exchange } => Some(Mx { preference: *preference, exchange: exchange.clone(), ttl: r.ttl }),
            _ => None,
        })
        .collect();
    mx.sort_by(|a, b| (a.preference, &a.exchange).cmp(&(b.preference, &b.exchange)));
    let route = match &seen {
        Seen::Records(..) => {
            let nulls = mx.iter().filter(|m| m.exchange.is_root()).count();
            match (nulls, mx.len()) {
                (0, _) => Route::Mx,
                (1, 1) if mx[0].preference == 0 => Route::Null,
                _ => Route::NullMixed,
            }
        }
        // Behind an alias NXDOMAIN speaks of its target: the domain exists, and its mail has no way (RFC 5321 5.1).
        Seen::NoSuchName(answer) if answer.aliases.is_empty() => Route::NoSuchDomain,
        Seen::NoSuchName(_) => Route::None,
        Seen::Unknown(gap) => Route::Unknown(gap.clone()),
        Seen::NoData(_) => implicit(domain, inquiry),
    };
    let names: Vec<(Name, u16)> = match route {
        Route::Implicit => vec![(domain.clone(), 0)],
        _ => distinct(&mx),
    };
    let left_out = names.len().saturating_sub(MOST_EXCHANGES);
    let hosts = names.into_iter().take(MOST_EXCHANGES).map(|(name, preference)| host(name, preference, inquiry)).collect();
    Mail { route, aliases, mx, hosts, left_out }
}

fn distinct(mx: &[Mx]) -> Vec<(Name, u16)> {
    let mut met = BTreeSet::new();
    mx.iter().filter(|m| !m.exchange.is_root() && met.insert(&m.exchange)).map(|m| (m.exchange.clone(), m.preference)).collect()
}

fn implicit(domain: &Name, inquiry: &Inquiry<'_>) -> Route {
    let (v4, v6) = (inquiry.dns(domain, RecordType::A), inquiry.dns(domain, RecordType::Aaaa));
    if !v4.records().is_empty() || !v6.records().is_empty() {
        return Route::Implicit;
    }
    match v4.gap().or(v6.gap()) {
        Some(gap) => Route::Unknown(gap.clone()),
        None => Route::None,
    }
}

fn host(name: Name, preference: u16, inquiry: &Inquiry<'_>) -> MailHost {
    let provider = providers::of_exchange(&name);
    let mut host = MailHost {
        name,
        preference,
        aliases: Vec::new(),
        addresses: Vec::new(),
        gaps: Vec::new(),
        no_such_name: false,
        registration: Registration::Taken,
        provider,
    };
    if host.is_literal() {
        return host;
    }
    let seen = [RecordType::A, RecordType::Aaaa].map(|rtype| inquiry.dns(&host.name, rtype));
    for seen in &seen {
        if let Some(answer) = seen.answer()
            && host.aliases.is_empty()
        {
            host.aliases = answer.aliases.iter().map(|a| a.target.clone()).collect();
        }
        host.gaps.extend(seen.gap().cloned());
        host.addresses.extend(seen.records().iter().filter_map(|r| match r.data {
            Data::A(a) => Some(IpAddr::V4(a)),
            Data::Aaaa(a) => Some(IpAddr::V6(a)),
            _ => None,
        }));
    }
    // An alias (MX006 tells it) does not make a provider's machines the domain's own.
    host.provider = host.provider.or_else(|| host.aliases.iter().find_map(providers::of_exchange));
    host.addresses.sort_unstable();
    host.addresses.dedup();
    host.no_such_name = seen.iter().all(|s| matches!(s, Seen::NoSuchName(_)));
    if host.no_such_name {
        // What does not exist is the last name of an alias chain.
        let missing = host.aliases.last().unwrap_or(&host.name);
        host.registration = zone::registration(missing, inquiry);
    }
    host
}

/// A gap that stands for exchanges beyond [`MOST_EXCHANGES`].
#[must_use]
pub fn left_out_gap(mail: &Mail, domain: &Name) -> Option<Gap> {
    (mail.left_out > 0).then(|| Gap { reason: Reason::BudgetSpent, asked: format!("{domain} MX (+{})", mail.left_out) })
}
