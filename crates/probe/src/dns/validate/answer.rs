//! One response judged: every alias in it, and the set or the proof at their end (RFC 4035 5).

use super::denial::{Denied, Lack, Proofs, earlier};
use super::dname::Dname;
use super::signature::{self, Effort, because, reason};
use super::wire::{self, CNAME, DNAME, DS, NSEC, NSEC3, Packet, SOA, Section, Set};
use super::zone::{Chain, Standing, Zone};
use facts::{Dnssec, DnssecFault, DnssecReason, DnssecStatus};

/// Aliases in one response; resolvers stop sooner.
const MOST_LINKS: usize = 16;
const NXDOMAIN: u16 = 3;

/// What validation says of `packet` as the answer about `name` and `rtype`.
pub(super) async fn judge(chain: &Chain, name: &Dname, rtype: u16, packet: &Packet) -> Dnssec {
    let mut judging = Judging { chain, packet, effort: Effort::default() };
    let mut total: Option<Dnssec> = None;
    let mut at = name.clone();
    for _ in 0..=MOST_LINKS {
        let (part, next) = match judging.link(&at, rtype) {
            Link::Set(set) => (judging.set(set).await.unwrap_or_else(told), None),
            Link::Alias(set, target) => (judging.set(set).await.unwrap_or_else(told), Some(target)),
            // The response stops at the alias, and says nothing of its target.
            Link::Absent if total.is_some() && packet.rcode != NXDOMAIN && !judging.has_soa(&at) => {
                return total.unwrap_or_else(|| Dnssec::secure(None));
            }
            Link::Absent => (judging.absence(&at, rtype).await.unwrap_or_else(told), None),
        };
        let sum = match total.take() {
            Some(before) => before.and(part),
            None => part,
        };
        let Some(next) = next else { return sum };
        total = Some(sum);
        at = next;
    }
    Dnssec::because(DnssecFault::LimitReached, signature::place(name, rtype))
}

struct Judging<'a> {
    chain: &'a Chain,
    packet: &'a Packet,
    effort: Effort,
}

enum Link<'a> {
    Set(&'a Set),
    /// The set that makes the name an alias, and its target.
    Alias(&'a Set, Dname),
    Absent,
}

impl<'a> Judging<'a> {
    fn link(&self, at: &Dname, rtype: u16) -> Link<'a> {
        let answers = &self.packet.answers;
        if let Some(set) = answers.set(at, rtype) {
            return Link::Set(signed_for(answers, set));
        }
        let Some(alias) = answers.set(at, CNAME) else { return Link::Absent };
        match target(alias) {
            Some(target) => Link::Alias(signed_for(answers, alias), target),
            None => Link::Set(alias),
        }
    }

    fn has_soa(&self, at: &Dname) -> bool {
        self.packet.authorities.sets.iter().any(|set| set.rtype == SOA && at.is_within(&set.owner))
    }

    async fn set(&mut self, set: &Set) -> Result<Dnssec, DnssecReason> {
        let holder = holder(&set.owner, set.rtype);
        let Some(anchor) = self.chain.anchor(&holder) else { return Err(no_anchor(&holder)) };
        let between = |s: &&Dname| holder.is_within(s) && s.is_within(&anchor);
        let signer = set.signatures.iter().map(|s| &s.signer).filter(between).max_by_key(|s| s.depth());
        let claimed = match signer {
            Some(signer) => match self.chain.zone_of(signer, true).await {
                Ok(zone) => Some(zone).filter(|zone| zone.apex == *signer),
                // The chain ends above, for whatever is below.
                Err(end) => return Err(end),
            },
            None => None,
        };
        let refused = match &claimed {
            Some(zone) => match self.signed(set, zone) {
                Ok(sound) => return Ok(sound),
                Err(fault) => Some(fault),
            },
            None => None,
        };
        // Before anything is called bogus: does a chain lead here at all?
        match self.chain.descend(&holder).await {
            Err(end) => Err(nearer(refused, end)),
            Ok(zone) => refused.map_or_else(|| self.signed(set, &zone), Err),
        }
    }

    /// A set as its zone signed it, with the proof that a wildcard was rightly taken.
    fn signed(&mut self, set: &Set, zone: &Zone) -> Result<Dnssec, DnssecReason> {
        let now = self.chain.now();
        let sound = signature::check(set, &zone.apex, &zone.keys, now, &mut self.effort)?;
        let Some(labels) = sound.expanded else { return Ok(Dnssec::secure(Some(sound.signature))) };
        if labels < zone.apex.depth() {
            return Err(because(DnssecFault::SignatureInvalid, set));
        }
        let proofs = Proofs::new(&self.packet.authorities, zone, now, &mut self.effort);
        match proofs.nothing_nearer(&set.owner, labels, &mut self.effort) {
            Ok(()) => Ok(Dnssec::secure(earlier(Some(sound.signature), proofs.signature))),
            Err(lack) => Err(proofs.fault(lack, &set.owner, set.rtype)),
        }
    }

    async fn absence(&mut self, name: &Dname, rtype: u16) -> Result<Dnssec, DnssecReason> {
        let holder = holder(name, rtype);
        let Some(anchor) = self.chain.anchor(&holder) else { return Err(no_anchor(&holder)) };
        let mut failed = None;
        match self.denier(&holder, &anchor).await {
            Some(Ok(zone)) => match self.denied(name, rtype, &zone) {
                Ok(proved) => return Ok(proved),
                Err(fault) => failed = Some(fault),
            },
            Some(Err(end)) => return Err(end),
            None => {}
        }
        match (self.chain.descend(&holder).await, failed) {
            (Err(end), failed) => Err(nearer(failed, end)),
            (Ok(_), Some(fault)) => Err(fault),
            (Ok(zone), None) => self.denied(name, rtype, &zone),
        }
    }

    /// The deepest zone above `holder` that signed a proof.
    async fn denier(&self, holder: &Dname, anchor: &Dname) -> Option<Standing> {
        let proving = self.packet.authorities.sets.iter().filter(|set| matches!(set.rtype, NSEC | NSEC3 | SOA));
        let between = |s: &&Dname| holder.is_within(s) && s.is_within(anchor);
        let signers = proving.flat_map(|set| &set.signatures).map(|s| &s.signer).filter(between);
        let signer = signers.max_by_key(|s| s.depth())?;
        let standing = self.chain.zone_of(signer, true).await;
        Some(standing).filter(|s| s.as_ref().map_or(true, |zone| zone.apex == *signer))
    }

    fn denied(&mut self, name: &Dname, rtype: u16, zone: &Zone) -> Result<Dnssec, DnssecReason> {
        let proofs = Proofs::new(&self.packet.authorities, zone, self.chain.now(), &mut self.effort);
        match proofs.absence(name, rtype, self.packet.rcode == NXDOMAIN, &mut self.effort) {
            Ok(Denied::Name | Denied::Type) => Ok(Dnssec::secure(proofs.signature)),
            Err(lack @ (Lack::Missing | Lack::OptOut | Lack::Spent)) => Err(proofs.fault(lack, name, rtype)),
        }
    }
}

/// The set whose signature stands for `set`: an alias made from a DNAME has none of its own (RFC 6672 5.3.1).
pub(super) fn signed_for<'a>(answers: &'a Section, set: &'a Set) -> &'a Set {
    if set.rtype != CNAME || !set.signatures.is_empty() {
        return set;
    }
    let above = (0..set.owner.depth()).rev().filter_map(|depth| answers.set(&set.owner.suffix(depth), DNAME));
    let fits = |dname: &&Set| {
        let made = target(dname).and_then(|to| set.owner.rebased(&dname.owner, &to));
        made.is_some() && made == target(set)
    };
    above.into_iter().find(fits).unwrap_or(set)
}

fn told(reason: DnssecReason) -> Dnssec {
    Dnssec { status: reason.fault.status(), reason: Some(reason), signature: None }
}

fn no_anchor(name: &Dname) -> DnssecReason {
    reason(DnssecFault::NoAnchor, name.to_string())
}

/// Of two faults on the way to one set, the one of the set itself, unless the chain ends without a fault.
fn nearer(of_set: Option<DnssecReason>, end: DnssecReason) -> DnssecReason {
    match of_set {
        Some(fault) if end.fault.status() == DnssecStatus::Bogus => fault,
        _ => end,
    }
}

/// The name whose zone holds a set: a DS belongs to the parent (RFC 4035 2.4).
fn holder(owner: &Dname, rtype: u16) -> Dname {
    match owner.parent() {
        Some(parent) if rtype == DS => parent,
        _ => owner.clone(),
    }
}

fn target(alias: &Set) -> Option<Dname> {
    Some(Dname::new(wire::labels(alias.rdatas.first()?, 0)?.0))
}
