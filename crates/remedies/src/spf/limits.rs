//! Bringing a record within RFC 7208's limits without losing an address: dead terms first, then what others cover, then
//! own hosts by their addresses, own records in place, and at the very last a service's ranges.

use crate::spf::draft::{Draft, network};
use crate::spf::ranges::{self, Addresses, Network};
use crate::words::sentence;
use facts::Name;
use findings::Evidence;
use readings::spf::{MOST_EXCHANGES, MOST_LOOKUPS, Policy, Spf, Status, Term};
use records::spf::{Mechanism, Qualifier, TermKind};

/// Octets that a record may take when the ranges of a service are written into it: more would not fit a UDP answer beside
/// the other records of the name.
const MOST_OCTETS: usize = 1_000;

/// More levels than a policy within the limit can have.
const DEEPEST: usize = 12;

/// One way to save look-ups; the mildest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Covered,
    Hosts,
    OwnRecords,
    Service,
}

/// Takes away terms that lead nowhere: they cost look-ups, and an include or redirect without a policy breaks the record.
pub fn drop_dead(draft: &mut Draft, tree: &Spf) {
    let dead = |t: &&Term| {
        let nowhere = matches!(t.policy.as_ref().map(|p| p.status), Some(Status::NoRecord | Status::NoSuchName | Status::BadName));
        t.reached && !t.sender_macros && t.gaps.is_empty() && (nowhere || (t.policy.is_none() && t.void == Some(true)))
    };
    let gone: Vec<&Term> = tree.policy.terms.iter().filter(dead).collect();
    if gone.is_empty() {
        return;
    }
    let texts: Vec<String> = gone.iter().map(|t| t.text.clone()).collect();
    draft.note_terms("dropped, since they lead nowhere: {terms}", "убраны, потому что никуда не ведут: {terms}", &texts);
    let redirected = gone.iter().any(|t| t.kind == "redirect");
    let mut at = 0;
    draft.terms.retain(|_| {
        at += 1;
        !gone.iter().any(|t| t.index == at - 1)
    });
    if redirected {
        draft.put_last("~all".into());
    }
}

/// Saves look-ups until the limit is kept; `tree` draws a draft. Gives the look-ups that are left.
pub fn keep(mut draft: Draft, domain: &Name, tree: &dyn Fn(&Draft) -> Spf) -> (Draft, u32) {
    let mut drawn = tree(&draft);
    if drawn.policy.lookups > MOST_LOOKUPS {
        draft.ranges_first();
        drawn = tree(&draft);
    }
    for way in [Way::Covered, Way::Hosts, Way::OwnRecords, Way::Service] {
        while drawn.policy.lookups > MOST_LOOKUPS {
            let Some(next) = save(&draft, domain, &drawn, way) else { break };
            let redrawn = tree(&next);
            if redrawn.policy.lookups >= drawn.policy.lookups {
                break;
            }
            (draft, drawn) = (next, redrawn);
        }
    }
    let lookups = drawn.policy.lookups;
    (draft, lookups)
}

/// The draft with one term less that asks.
fn save(draft: &Draft, domain: &Name, drawn: &Spf, way: Way) -> Option<Draft> {
    let record = drawn.policy.parsed.as_ref()?;
    let passes = |t: &&Term| {
        t.reached && t.lookups > 0 && matches!(record.terms.get(t.index).map(|p| &p.kind), Some(TermKind::Directive(Qualifier::Pass, _)))
    };
    let networks = |t: &Term| record.terms.get(t.index).and_then(|p| of_term(&p.kind, t, &drawn.policy, 0));
    let asking: Vec<&Term> = drawn.policy.terms.iter().filter(passes).collect();
    let is_own = |t: &Term| t.policy.as_ref().and_then(|p| Name::parse(&p.domain).ok()).is_some_and(|n| n.is_within(domain));
    let mut next = draft.clone();
    match way {
        Way::Covered => {
            let covered = |t: &&&Term| {
                let others = drawn.policy.terms.iter().filter(|o| o.index != t.index && o.reached);
                let others = Addresses::of(others.filter_map(&networks).flatten());
                networks(t).is_some_and(|own| others.contains(&Addresses::of(own)))
            };
            let term = asking.iter().find(covered)?;
            next.terms.remove(term.index);
            next.note_terms(
                "dropped to save look-ups, since other terms let the same addresses send: {terms}",
                "убран ради числа запросов: те же адреса разрешены другими элементами: {terms}",
                std::slice::from_ref(&term.text),
            );
        }
        Way::Hosts => {
            let term = asking.iter().find(|t| matches!(t.kind, "a" | "mx") && networks(t).is_some())?;
            replace(&mut next, term, &networks(term)?);
            next.note_terms(
                "written as addresses to save look-ups; change them when the hosts move: {terms}",
                "заменён адресами ради числа запросов; меняйте их вместе с серверами: {terms}",
                std::slice::from_ref(&term.text),
            );
        }
        Way::OwnRecords => {
            let term = asking.iter().filter(|t| t.kind == "include" && is_own(t)).find(|t| networks(t).is_some())?;
            replace(&mut next, term, &networks(term)?);
            next.note_terms(
                "the ranges of your own record stand here in its place: {terms}",
                "вместо вашей собственной записи здесь стоят её диапазоны: {terms}",
                std::slice::from_ref(&term.text),
            );
        }
        Way::Service => {
            let services = asking.iter().filter(|t| t.kind == "include" && !is_own(t));
            let mut services: Vec<(&&Term, Vec<Network>)> = services.filter_map(|t| Some((t, networks(t)?))).collect();
            // As few services as possible: the costliest first.
            services.sort_by_key(|(t, n)| (std::cmp::Reverse(t.lookups), n.len()));
            let (term, ranges) = services.into_iter().find(|(t, n)| {
                let mut tried = next.clone();
                replace(&mut tried, t, n);
                tried.record().len() <= MOST_OCTETS
            })?;
            replace(&mut next, term, &ranges);
            next.notes.push(sentence(
                "LAST RESORT: {term} is written as its ranges of today ({count}); the service may change them any day: compare every week, or move some mail to a name below the domain with a record of its own",
                "КРАЙНЯЯ МЕРА: {term} заменён сегодняшними диапазонами (их {count}); сервис может сменить их в любой день: сверяйте каждую неделю или переведите часть почты на поддомен с собственной записью",
                Evidence::new().with("term", term.text.clone()).with("count", ranges.len()),
            ));
        }
    }
    next.join_ranges();
    Some(next)
}

/// Writes the networks in the place of a term.
fn replace(draft: &mut Draft, term: &Term, networks: &[Network]) {
    let fewest = Addresses::of(networks.iter().copied()).networks();
    draft.terms.splice(term.index..=term.index, fewest.into_iter().map(ranges::term));
}

/// All that a term lets send, where that is ranges and nothing else; `root` holds the policies that are drawn once only.
fn of_term(kind: &TermKind, term: &Term, root: &Policy, depth: usize) -> Option<Vec<Network>> {
    let TermKind::Directive(Qualifier::Pass, mechanism) = kind else { return None };
    let hosts = |v4: u8, v6: u8| {
        let known = !term.sender_macros && term.gaps.is_empty() && term.exchanges.is_none_or(|n| n <= MOST_EXCHANGES);
        known.then(|| term.addresses.iter().map(|r| (r.address, if r.address.is_ipv4() { v4 } else { v6 })).collect())
    };
    match mechanism {
        Mechanism::Ip4 { .. } | Mechanism::Ip6 { .. } => network(mechanism).map(|n| vec![n]),
        Mechanism::A { cidr, .. } | Mechanism::Mx { cidr, .. } => hosts(cidr.v4, cidr.v6),
        Mechanism::Include(_) if !term.sender_macros => of_policy(term.policy.as_deref()?, root, depth + 1),
        _ => None,
    }
}

fn of_policy(policy: &Policy, root: &Policy, depth: usize) -> Option<Vec<Network>> {
    if depth > DEEPEST {
        return None;
    }
    let elsewhere = || root.all().into_iter().find(|p| p.domain == policy.domain && p.parsed.is_some());
    let policy = if policy.status == Status::ShownBefore { elsewhere()? } else { policy };
    let record = policy.parsed.as_ref().filter(|r| !r.is_permerror() && policy.terms_left_out == 0)?;
    let mut networks = Vec::new();
    for term in policy.terms.iter().filter(|t| t.reached) {
        let kind = record.terms.get(term.index).map(|t| &t.kind)?;
        match kind {
            TermKind::Directive(Qualifier::Pass, Mechanism::All) => return None,
            TermKind::Directive(_, Mechanism::All) | TermKind::Exp(_) | TermKind::Unknown { .. } => {}
            TermKind::Redirect(_) if !term.sender_macros => networks.extend(of_policy(term.policy.as_deref()?, root, depth + 1)?),
            _ => networks.extend(of_term(kind, term, root, depth)?),
        }
    }
    Some(networks)
}
