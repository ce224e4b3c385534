//! What SPF says of a domain: the whole tree with its costs, and RFC 7208's result for each sender.
//!
//! One walk gives both, so that what is drawn and what is evaluated never differ.

mod check;
mod client;
mod evaluation;
mod lookup;
mod mechanisms;
mod ranges;
mod tree;
mod walk;

pub use check::{Answer, COMMAND, Sender, answer, check_host};
pub use evaluation::{Cause, Evaluation, Matched, SpfResult};
pub use ranges::{Range, cover_the_internet, v4_total};
pub use records::spf::NearMiss;
pub use tree::{Policy, Resolved, Status, Term};
pub use walk::{MOST_EXCHANGES, MOST_LOOKUPS, MOST_VOIDS};

use crate::mail;
use crate::zone::{self, Registration};
use client::Client;
use facts::{Gap, Inquiry, Name, Reason, RecordType, Seen, Target};
use records::spf::{Mechanism, Qualifier, SpfRecord, TermKind};
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use walk::{FAR_LEVEL, Stage, Walk};

/// The client that macros are shown with where the user named none (TEST-NET-1, RFC 5737).
pub const SAMPLE_CLIENT: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));
/// At most so many own mail hosts are asked for a policy of their HELO name.
const MOST_HELO_HOSTS: usize = 10;
/// At most so many registrable domains are asked whether they exist.
const MOST_REGISTRABLE: usize = 20;

/// What SPF says of the target.
#[derive(Clone, Debug)]
pub struct Spf {
    /// The target's domain.
    pub domain: Name,
    /// Its policy and all that it leads to.
    pub policy: Policy,
    /// TXT records of the domain that were meant as SPF and are none, as text.
    pub near_misses: Vec<(String, NearMiss)>,
    /// Whether an SPF record of type 99 is published.
    pub type_99: Result<bool, Gap>,
    /// The result for each of the target's own addresses.
    pub evaluations: Vec<Evaluation>,
    /// Own mail hosts by name, and whether each has a policy of its own.
    pub helo_hosts: Vec<(Name, Result<bool, Gap>)>,
    /// Registrable domains of targets that do not exist.
    pub registrable: Vec<Registrable>,
    /// All ranges that may send, own and included.
    pub ranges: Vec<Range>,
}

/// A registrable domain that a term leads to in vain.
#[derive(Clone, Debug)]
pub struct Registrable {
    /// Whose record the term stands in.
    pub at: String,
    /// The term.
    pub term: String,
    /// The column of the term, from 1.
    pub column: usize,
    /// The registrable domain.
    pub domain: Name,
    /// Whether it is taken, or cannot be had at all; anyone can register one that is not.
    pub exists: Result<bool, Gap>,
}

/// Reads SPF for the target.
#[must_use]
pub fn read(target: &Target, inquiry: &Inquiry<'_>) -> Spf {
    let domain = &target.domain;
    let mut evaluations = Vec::new();
    let mut drawn = None;
    for ip in &target.ips {
        let (evaluation, policy) = check_host(inquiry, &Sender::of(target, *ip));
        evaluations.push(evaluation);
        drawn = drawn.or(policy);
    }
    let policy = drawn.unwrap_or_else(|| {
        let sample = Sender::of(target, SAMPLE_CLIENT);
        let client = Client::new(SAMPLE_CLIENT, &sample.mail_from, &sample.helo, inquiry.facts().observed_at.unix());
        Walk::new(inquiry, &client).policy(domain, Stage::Drawing).0
    });
    let near_misses = lookup::selected(inquiry, domain).map(|(s, _)| s.near.clone()).unwrap_or_default();
    let ranges = ranges::of(&policy, domain);
    Spf {
        domain: domain.clone(),
        near_misses,
        type_99: type_99(inquiry, domain),
        evaluations,
        helo_hosts: helo_hosts(target, inquiry),
        registrable: registrable(&policy, domain, inquiry),
        ranges,
        policy,
    }
}

/// Whether SPF says that nobody sends for the domain; `None` when not known.
#[must_use]
pub fn sends_nothing(target: &Target, inquiry: &Inquiry<'_>) -> Option<bool> {
    let mut at = target.domain.clone();
    for _ in 0..=MOST_LOOKUPS {
        match lookup::published(inquiry, &at) {
            lookup::Found::Unknown(_) => return None,
            lookup::Found::Record(record) => match record.redirects_only().and_then(lookup::name_of) {
                Some(next) => at = next,
                None => return Some(record.authorises_nobody()),
            },
            _ => return Some(false),
        }
    }
    Some(false)
}

impl Spf {
    /// The own record and those that it redirects to, in that order, each with its name.
    #[must_use]
    pub fn own_chain(&self) -> Vec<(&Policy, &Arc<SpfRecord>)> {
        self.policy.chain()
    }

    /// The policy in which the chain of redirects ends, whatever was found there.
    #[must_use]
    pub fn last(&self) -> &Policy {
        let mut at = &self.policy;
        while let Some(next) = at.redirect().and_then(|t| t.policy.as_deref()) {
            at = next;
        }
        at
    }

    /// Policies that the domain's owner writes: its own chain, and included ones at names below it.
    #[must_use]
    pub fn own_policies(&self) -> Vec<&Policy> {
        let mut own: Vec<&Policy> = self.own_chain().into_iter().map(|(p, _)| p).collect();
        for policy in self.policy.all() {
            let within = Name::parse(&policy.domain).is_ok_and(|n| n.is_within(&self.domain));
            if within && policy.parsed.is_some() && !own.iter().any(|p| p.domain == policy.domain) {
                own.push(policy);
            }
        }
        own
    }

    /// Whether the record, or the one that it does nothing but redirect to, says that nobody sends
    /// (`-all` before any other mechanism).
    #[must_use]
    pub fn sends_nothing(&self) -> Option<bool> {
        let mut at = &self.policy;
        while at.parsed.as_ref().is_some_and(|r| r.redirects_only().is_some())
            && let Some(next) = at.redirect().and_then(|t| t.policy.as_deref())
        {
            at = next;
        }
        match (&at.parsed, at.status) {
            (Some(record), _) => Some(record.authorises_nobody()),
            (None, Status::Unknown | Status::LeftOut) => None,
            (None, _) => Some(false),
        }
    }

    /// Ranges of the own record and those that it redirects to, where they stand at the domain or below it.
    pub fn own_chain_ranges(&self) -> impl Iterator<Item = &Range> {
        let chain: Vec<String> = self.own_chain().into_iter().map(|(p, _)| p.domain.clone()).collect();
        self.own_ranges().filter(move |r| chain.contains(&r.at))
    }

    /// The domain's own ranges: of ip4, ip6, a and mx terms in its own records, no provider's.
    pub fn own_ranges(&self) -> impl Iterator<Item = &Range> {
        self.ranges.iter().filter(|r| r.own)
    }

    /// How many IPv4 addresses may send, providers' among them.
    #[must_use]
    pub fn authorised_v4(&self) -> u64 {
        v4_total(&self.ranges)
    }

    /// The term by which everyone may send: a `+all` here or through includes and redirects that
    /// pass, or an `exists` that holds for every sender. Ranges are not looked at.
    #[must_use]
    pub fn passes_everyone(&self) -> Option<(&Policy, &Term)> {
        passes_everyone(&self.policy)
    }

    /// Names that includes and redirects of the whole tree lead to, for telling providers; sorted.
    #[must_use]
    pub fn targets(&self) -> Vec<Name> {
        let follows = |t: &Term| t.kind == "include" || t.kind == "redirect";
        let name = |t: &Term| t.target.as_deref().and_then(|n| Name::parse(n).ok());
        let mut names: Vec<Name> = self.policy.reached().filter(|(_, t)| follows(t)).filter_map(|(_, t)| name(t)).collect();
        names.sort();
        names.dedup();
        names
    }

    /// Terms whose look-up is void, those that hang on the sender excluded.
    #[must_use]
    pub fn voids(&self) -> Vec<(&Policy, &Term)> {
        self.policy.reached().filter(|(_, t)| t.void == Some(true) && !t.sender_macros).collect()
    }
}

fn passes_everyone(policy: &Policy) -> Option<(&Policy, &Term)> {
    let record = policy.parsed.as_ref()?;
    policy.terms.iter().filter(|t| t.reached).find_map(|term| {
        let below = || term.policy.as_deref().and_then(passes_everyone);
        match record.terms.get(term.index).map(|t| &t.kind)? {
            TermKind::Directive(Qualifier::Pass, Mechanism::All) => Some((policy, term)),
            TermKind::Directive(Qualifier::Pass, Mechanism::Exists(_)) => {
                (!term.sender_macros && term.void == Some(false)).then_some((policy, term))
            }
            TermKind::Directive(Qualifier::Pass, Mechanism::Include(_)) | TermKind::Redirect(_) => below(),
            _ => None,
        }
    })
}

fn type_99(inquiry: &Inquiry<'_>, domain: &Name) -> Result<bool, Gap> {
    match inquiry.dns(domain, RecordType::Spf) {
        Seen::Unknown(gap) => Err(gap),
        seen => Ok(!seen.records().is_empty()),
    }
}

/// RFC 7208 2.3: receivers check the HELO name too; a host's own name stands for it here.
fn helo_hosts(target: &Target, inquiry: &Inquiry<'_>) -> Vec<(Name, Result<bool, Gap>)> {
    let mail = mail::read(target, inquiry);
    let own = mail.hosts.iter().filter(|h| h.provider.is_none() && h.name != target.domain && !h.addresses.is_empty());
    let asked = own.take(MOST_HELO_HOSTS).map(|host| {
        let has = match lookup::published(inquiry, &host.name) {
            lookup::Found::Unknown(gap) => Err(gap),
            lookup::Found::NoRecord | lookup::Found::NoSuchName => Ok(false),
            lookup::Found::Record(_) | lookup::Found::Several(_) => Ok(true),
        };
        (host.name.clone(), has)
    });
    let mut found: Vec<_> = asked.collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

fn registrable(policy: &Policy, own: &Name, inquiry: &Inquiry<'_>) -> Vec<Registrable> {
    let mut found: BTreeMap<Name, Registrable> = BTreeMap::new();
    let mine = records::domain::organisational(own.as_str());
    foresee_registrations(policy, mine, inquiry);
    for (at, term) in policy.reached().filter(|(_, t)| t.no_such_name && !t.sender_macros) {
        let Some(missing) = missing(term, inquiry) else { continue };
        let organisational = records::domain::organisational(missing.as_str()).filter(|o| Some(*o) != mine);
        let Some(name) = organisational.and_then(|o| Name::parse(o).ok()) else { continue };
        if found.contains_key(&name) || found.len() >= MOST_REGISTRABLE {
            continue;
        }
        let exists = match zone::registration(&name, inquiry) {
            Registration::Unknown(gap) => Err(gap),
            Registration::Free(_) => Ok(false),
            // Below a top level that does not exist nobody can register anything.
            Registration::Taken | Registration::Impossible => Ok(true),
        };
        let (term, column) = (term.text.clone(), term.column);
        found.insert(name.clone(), Registrable { at: at.domain.clone(), term, column, domain: name, exists });
    }
    found.into_values().collect()
}

/// What hosts of far records hang on is looked up beside them: whether a name is missing shows last.
fn foresee_registrations(policy: &Policy, mine: Option<&str>, inquiry: &Inquiry<'_>) {
    let open =
        |t: &Term| !t.sender_macros && t.kind != "include" && t.kind != "redirect" && t.gaps.iter().any(|g| g.reason == Reason::NotAsked);
    let far = policy.reached().filter(|(p, t)| p.level >= FAR_LEVEL && open(t)).filter_map(|(_, t)| t.target.as_deref());
    for home in far.filter_map(records::domain::organisational).filter(|o| Some(*o) != mine).take(MOST_REGISTRABLE) {
        let _ = Name::parse(home).map(|name| zone::registration(&name, inquiry));
    }
}

/// The name that does not exist: the target, or what its aliases lead to.
fn missing(term: &Term, inquiry: &Inquiry<'_>) -> Option<Name> {
    let target = Name::parse(term.target.as_deref()?).ok()?;
    let rtype = match term.kind {
        "include" | "redirect" => RecordType::Txt,
        "mx" => RecordType::Mx,
        _ => RecordType::A,
    };
    let aliased = inquiry.dns(&target, rtype).answer().and_then(|a| a.aliases.last().map(|a| a.target.clone()));
    Some(aliased.unwrap_or(target))
}

#[cfg(test)]
mod tests;
