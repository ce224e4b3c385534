//! The mechanisms of RFC 7208 5, each as the walk meets it: what it looks up, and whether it matches.

use super::evaluation::{Cause, SpfResult, Verdict};
use super::lookup::{self, Addresses};
use super::tree::{Policy, Resolved, Status, Term};
use super::walk::{Hit, Stage, Target, Walk, left_out};
use super::{MOST_EXCHANGES, MOST_VOIDS};
use facts::{Name, Question, RecordType, Seen};
use records::spf::{DualCidr, Mechanism};
use std::collections::BTreeSet;
use std::net::IpAddr;

/// Both kinds of address.
const ADDRESSES: [RecordType; 2] = [RecordType::A, RecordType::Aaaa];

impl Walk<'_, '_> {
    pub(super) fn mechanism(&mut self, domain: &Name, mechanism: &Mechanism, term: &mut Term, stage: Stage) -> Hit {
        let ip = self.client.ip;
        match mechanism {
            Mechanism::All => return Hit::Yes,
            Mechanism::Ip4 { network, prefix } => return Hit::of(covers(IpAddr::V4(*network), *prefix, ip)),
            Mechanism::Ip6 { network, prefix } => return Hit::of(covers(IpAddr::V6(*network), *prefix, ip)),
            _ => {}
        }
        let (stage, over) = self.charge(term, stage);
        let name = match self.target(mechanism.domain(), domain, term, stage) {
            Target::Name(name) => Some(name),
            Target::NoName => None,
            Target::Unknown(gap) => return Hit::Error(over.unwrap_or_else(|| Verdict::temperror(gap))),
        };
        // What hangs on the sender is asked for a sender that is evaluated, not for a sample.
        let asked = stage != Stage::Drawing || !term.sender_macros;
        let hit = match (mechanism, name) {
            (Mechanism::Include(_), name) => self.include(name.as_ref(), term, stage),
            (Mechanism::Ptr(_), Some(name)) if stage != Stage::Drawing => self.ptr(&name, term),
            (Mechanism::Ptr(_), _) => Hit::No,
            (_, None) => {
                term.void = Some(true);
                Hit::No
            }
            (Mechanism::A { cidr, .. }, Some(name)) if asked => self.host(&name, *cidr, term, stage),
            (Mechanism::Mx { cidr, .. }, Some(name)) if asked => self.exchanges(&name, *cidr, term, stage),
            (Mechanism::Exists(_), Some(name)) if asked => self.exists(&name, term, stage),
            _ => Hit::No,
        };
        if let Some(over) = over {
            return Hit::Error(over);
        }
        if stage == Stage::Evaluating && term.void == Some(true) && matches!(hit, Hit::No) {
            self.voids += 1;
            if self.voids > MOST_VOIDS {
                return Hit::Error(Verdict::permerror(Cause::VoidLimit));
            }
        }
        hit
    }

    /// RFC 7208 5.2, the table of results.
    fn include(&mut self, name: Option<&Name>, term: &mut Term, stage: Stage) -> Hit {
        let Some(name) = name else {
            term.policy = Some(Box::new(Policy::new(term.target.clone().unwrap_or_default(), Status::BadName)));
            return Hit::Error(Verdict::permerror(Cause::IncludeVoid));
        };
        match self.follow(name, term, stage) {
            None => Hit::No,
            Some(verdict) => match verdict.result {
                SpfResult::Pass => Hit::Yes,
                SpfResult::Fail | SpfResult::Softfail | SpfResult::Neutral => Hit::No,
                SpfResult::None => Hit::Error(Verdict::permerror(Cause::IncludeVoid)),
                SpfResult::Temperror | SpfResult::Permerror => Hit::Error(verdict),
            },
        }
    }

    /// RFC 7208 5.3.
    fn host(&mut self, name: &Name, cidr: DualCidr, term: &mut Term, stage: Stage) -> Hit {
        if !self.may_look(name, &ADDRESSES, term, stage) {
            return Hit::No;
        }
        let found = lookup::addresses(self.inquiry, name);
        term.void = found.void();
        term.no_such_name = found.no_such_name;
        self.match_addresses(name, &found, cidr, term)
    }

    fn match_addresses(&self, host: &Name, found: &Addresses, cidr: DualCidr, term: &mut Term) -> Hit {
        let ip = self.client.ip;
        term.gaps.extend(found.gaps().cloned());
        term.addresses.extend(found.known().map(|address| Resolved { host: host.clone(), address }));
        let prefix = if ip.is_ipv4() { cidr.v4 } else { cidr.v6 };
        match found.of_family(ip) {
            Err(gap) => Hit::Error(Verdict::temperror(gap.clone())),
            Ok(addresses) => Hit::of(addresses.iter().any(|a| covers(*a, prefix, ip))),
        }
    }

    /// RFC 7208 5.4; the addresses of the exchanges are not charged (4.6.4).
    fn exchanges(&mut self, name: &Name, cidr: DualCidr, term: &mut Term, stage: Stage) -> Hit {
        if !self.may_look(name, &[RecordType::Mx], term, stage) {
            return Hit::No;
        }
        let seen = self.inquiry.dns(name, RecordType::Mx);
        if let Some(gap) = seen.gap() {
            term.gaps.push(gap.clone());
            return Hit::Error(Verdict::temperror(gap.clone()));
        }
        let mut names = lookup::exchanges(&seen);
        term.exchanges = Some(names.len());
        term.no_such_name = matches!(seen, Seen::NoSuchName(_));
        let too_many = names.len() > MOST_EXCHANGES;
        names.truncate(MOST_EXCHANGES);
        let mut hit = Hit::No;
        let mut known = true;
        let mut met = BTreeSet::new();
        for host in names.iter().filter(|n| !n.is_root() && met.insert(*n)) {
            if !self.may_look(host, &ADDRESSES, term, stage) {
                known = false;
                break;
            }
            let found = lookup::addresses(self.inquiry, host);
            known &= found.void().is_some();
            let this = self.match_addresses(host, &found, cidr, term);
            if matches!(hit, Hit::No) {
                hit = this;
            }
        }
        term.void = if !term.addresses.is_empty() { Some(false) } else { known.then_some(true) };
        if too_many {
            return Hit::Error(Verdict::permerror(Cause::MxLimit));
        }
        hit
    }

    /// RFC 7208 5.7: A records only, whatever the client's family.
    fn exists(&mut self, name: &Name, term: &mut Term, stage: Stage) -> Hit {
        if !self.may_look(name, &[RecordType::A], term, stage) {
            return Hit::No;
        }
        let seen = self.inquiry.dns(name, RecordType::A);
        if let Some(gap) = seen.gap() {
            term.gaps.push(gap.clone());
            return Hit::Error(Verdict::temperror(gap.clone()));
        }
        term.no_such_name = matches!(seen, Seen::NoSuchName(_));
        term.void = Some(seen.records().is_empty());
        Hit::of(!seen.records().is_empty())
    }

    /// RFC 7208 5.5. What it finds lies in the client's reverse zone, so it is never void for the domain.
    fn ptr(&mut self, name: &Name, term: &mut Term) -> Hit {
        match self.client.validated(self.inquiry) {
            Ok(names) => Hit::of(names.iter().any(|n| n.is_within(name))),
            Err(gap) => {
                term.gaps.push(gap.clone());
                Hit::Error(Verdict::temperror(gap))
            }
        }
    }

    /// Whether this may be looked up: always while evaluating, and what was answered before.
    pub(super) fn may_ask(&mut self, name: &Name, rtype: RecordType, stage: Stage) -> bool {
        let question = Question::Dns { name: name.clone(), rtype };
        if stage == Stage::Evaluating || self.inquiry.facts().answer(&question).is_some() {
            return true;
        }
        let may = self.asks_left > 0;
        self.asks_left = self.asks_left.saturating_sub(1);
        may
    }

    /// As [`Walk::may_ask`] for all of `rtypes`; a refusal leaves a gap at the term.
    fn may_look(&mut self, name: &Name, rtypes: &[RecordType], term: &mut Term, stage: Stage) -> bool {
        let may = rtypes.iter().all(|&rtype| self.may_ask(name, rtype, stage));
        if !may {
            term.gaps.push(left_out(name));
        }
        may
    }
}

/// Whether `ip` lies in `network`/`prefix`; never across families.
fn covers(network: IpAddr, prefix: u8, ip: IpAddr) -> bool {
    let (a, b, width): (u128, u128, u8) = match (network, ip) {
        (IpAddr::V4(n), IpAddr::V4(i)) => (n.to_bits().into(), i.to_bits().into(), 32),
        (IpAddr::V6(n), IpAddr::V6(i)) => (n.to_bits(), i.to_bits(), 128),
        _ => return false,
    };
    let shift = u32::from(width.saturating_sub(prefix));
    a.checked_shr(shift).unwrap_or(0) == b.checked_shr(shift).unwrap_or(0)
}
