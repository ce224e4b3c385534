//! Proofs that something is not there, from the records of one zone (RFC 4035 5.4, RFC 5155 8, RFC 6840 4).

use super::dname::Dname;
use super::nsec3::Hashed;
use super::rdata::{Nsec, Nsec3, Types};
use super::signature::{self, Effort, place, reason};
use super::wire::{CNAME, DNAME, DS, NS, NSEC, NSEC3, SOA, Section};
use super::zone::Zone;
use facts::{DnssecFault, DnssecReason, Signature};

/// More iterations are insecure to unbound and to BIND (RFC 9276 3.2).
const MOST_ITERATIONS: u16 = 150;

/// The sound links of one zone's chain in a response.
pub(super) struct Proofs<'a> {
    zone: &'a Zone,
    nsecs: Vec<Nsec>,
    hashed: Hashed,
    /// Of their signatures, the one that ends first.
    pub(super) signature: Option<Signature>,
    /// Why a link of the chain is not sound.
    broken: Option<DnssecReason>,
    too_many: bool,
}

/// What the zone has at a name, as its links say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Denied {
    /// The name, or the wildcard that stands for it, has no such type.
    Type,
    /// There is no such name, and no wildcard for it.
    Name,
}

/// What the parent's links say about a name without DS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    /// It belongs to the zone.
    None,
    /// It is delegated, and the child is not signed.
    Unsigned,
}

/// Why a proof does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lack {
    /// Nothing, or the wrong thing, is proved.
    Missing,
    /// Only that there may be something unsigned (RFC 5155 6).
    OptOut,
    /// Too many hashes would be needed.
    Spent,
}

impl<'a> Proofs<'a> {
    /// The links of `zone` in `section` whose signatures hold.
    pub(super) fn new(section: &Section, zone: &'a Zone, now: i64, effort: &mut Effort) -> Self {
        let (mut nsecs, mut nsec3s) = (Vec::new(), Vec::new());
        let mut proofs = Self { zone, nsecs: Vec::new(), hashed: Hashed::default(), signature: None, broken: None, too_many: false };
        for set in &section.sets {
            let links = matches!(set.rtype, NSEC | NSEC3) && !set.rdatas.is_empty();
            if !links || !set.owner.is_within(&zone.apex) || !set.signatures.iter().any(|s| s.signer == zone.apex) {
                continue;
            }
            match signature::check(set, &zone.apex, &zone.keys, now, effort) {
                // A link itself never comes from a wildcard.
                Ok(sound) if sound.expanded.is_none() => {
                    proofs.signature = earlier(proofs.signature.take(), Some(sound.signature));
                }
                Ok(_) => continue,
                Err(fault) => {
                    proofs.broken.get_or_insert(fault);
                    continue;
                }
            }
            for rdata in &set.rdatas {
                if set.rtype == NSEC {
                    nsecs.extend(Nsec::read(&set.owner, rdata));
                } else if set.owner.parent().as_ref() == Some(&zone.apex) {
                    nsec3s.extend(Nsec3::read(&set.owner, rdata));
                }
            }
        }
        proofs.too_many = nsec3s.iter().any(|link| link.iterations > MOST_ITERATIONS);
        nsec3s.retain(|link| link.iterations <= MOST_ITERATIONS);
        (proofs.nsecs, proofs.hashed) = (nsecs, Hashed::new(nsec3s, zone.apex.clone()));
        proofs
    }

    /// The reason to tell when a proof about `name` and `rtype` lacks something.
    pub(super) fn fault(&self, lack: Lack, name: &Dname, rtype: u16) -> DnssecReason {
        let fault = match lack {
            Lack::OptOut => DnssecFault::OptOut,
            Lack::Spent => DnssecFault::LimitReached,
            Lack::Missing if self.too_many => return reason(DnssecFault::TooManyIterations, self.zone.apex.to_string()),
            Lack::Missing => match &self.broken {
                Some(broken) => return broken.clone(),
                None => DnssecFault::ProofMissing,
            },
        };
        reason(fault, place(name, rtype))
    }

    /// That there is no `rtype` at `name`; `no_name` when the response says that there is no such name.
    pub(super) fn absence(&self, name: &Dname, rtype: u16, no_name: bool, effort: &mut Effort) -> Result<Denied, Lack> {
        if no_name && self.no_name(name) {
            return Ok(Denied::Name);
        }
        // A response may say too much: with minimal links (RFC 9824) only the type is denied.
        if self.no_type(name, rtype) {
            return Ok(Denied::Type);
        }
        self.hashed.absence(name, rtype, no_name, effort)
    }

    /// That a wildcard below the ancestor with `labels` labels may stand for `name`: nothing is nearer.
    pub(super) fn nothing_nearer(&self, name: &Dname, labels: usize, effort: &mut Effort) -> Result<(), Lack> {
        let closest = name.suffix(labels);
        if self.nsecs.iter().any(|link| covers(link, name, &self.zone.apex) && closest_encloser(link, name) == closest) {
            return Ok(());
        }
        self.hashed.nothing_nearer(&name.suffix(labels + 1), effort)
    }

    /// Whether `name`, which has no DS, is delegated (RFC 4035 5.2, RFC 6840 4.4).
    pub(super) fn cut(&self, name: &Dname, effort: &mut Effort) -> Result<Cut, Lack> {
        for link in &self.nsecs {
            if link.owner == *name && denies(&link.types, DS) {
                return Ok(if link.types.has(NS) { Cut::Unsigned } else { Cut::None });
            }
            if covers(link, name, &self.zone.apex) {
                return Ok(Cut::None);
            }
        }
        self.hashed.cut(name, effort)
    }

    fn no_name(&self, name: &Dname) -> bool {
        let covering = |name: &Dname| self.nsecs.iter().filter(|l| covers(l, name, &self.zone.apex)).collect::<Vec<_>>();
        // With names below it, it is there, though empty (RFC 4592 2.2.2).
        covering(name).iter().any(|link| !link.next.is_within(name) && !covering(&closest_encloser(link, name).wildcard()).is_empty())
    }

    fn no_type(&self, name: &Dname, rtype: u16) -> bool {
        let lacks = |at: &Dname| self.nsecs.iter().any(|link| link.owner == *at && denies(&link.types, rtype));
        let covering = self.nsecs.iter().find(|link| covers(link, name, &self.zone.apex));
        lacks(name) || covering.is_some_and(|link| link.next.is_below(name) || lacks(&closest_encloser(link, name).wildcard()))
    }
}

/// Whether a link at a name itself proves that it lacks `rtype`. At a cut the parent's link speaks
/// for DS alone, and the child's never for it (RFC 6840 4.1, RFC 4035 5.2).
pub(super) fn denies(types: &Types, rtype: u16) -> bool {
    if types.has(rtype) || types.has(CNAME) {
        return false;
    }
    if rtype == DS { !types.has(SOA) } else { !types.has(NS) || types.has(SOA) }
}

/// Whether a link says nothing about names below its owner: a cut or a DNAME is there (RFC 6840 4.1).
pub(super) fn ends_here(types: &Types) -> bool {
    types.has(DNAME) || (types.has(NS) && !types.has(SOA))
}

/// Whether `name` falls between owner and next name; the last link leads back to the apex.
fn covers(link: &Nsec, name: &Dname, apex: &Dname) -> bool {
    let after = link.owner < *name && name.is_within(apex);
    after && (*name < link.next || link.next == *apex) && !(name.is_below(&link.owner) && ends_here(&link.types))
}

/// The deepest ancestor of `name` that is there, as the link that covers it shows.
fn closest_encloser(link: &Nsec, name: &Dname) -> Dname {
    let (a, b) = (name.common(&link.owner), name.common(&link.next));
    if a.depth() > b.depth() { a } else { b }
}

/// Of two signatures, the one that ends first.
pub(super) fn earlier(a: Option<Signature>, b: Option<Signature>) -> Option<Signature> {
    match (a, b) {
        (Some(a), Some(b)) => Some(if b.expiration < a.expiration { b } else { a }),
        (a, b) => a.or(b),
    }
}
