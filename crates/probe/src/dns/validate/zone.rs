//! The walk from an anchor down: which zone holds a name, and its keys. Each zone is looked at once
//! in a run, whoever asks; what got no answer may be tried a second time.

use super::anchors::{Anchors, Trust};
use super::denial::{Cut, Proofs};
use super::dname::Dname;
use super::fetch::{Fetched, Fetcher};
use super::rdata::{Ds, Key};
use super::signature::{self, Effort, because, place, reason};
use super::wire::{CNAME, DNSKEY, DS, NSEC, NSEC3, Packet, SOA, Section, Set};
use super::{Clock, lock};
use facts::{DnssecFault, DnssecReason};
use std::collections::HashMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use tokio::time::Instant;

/// Names whose standing is kept; a run over many domains starts anew above that.
const MOST_NAMES: usize = 16_384;
/// Delegations and keys of one zone; each is compared with each, and real ones are a handful.
const MOST_IN_SET: usize = 64;
/// Keys of one set that are tried as the one that the parent names.
const MOST_ENTRY_KEYS: usize = 4;

/// A zone with a chain of trust.
#[derive(Debug)]
pub(super) struct Zone {
    pub(super) apex: Dname,
    pub(super) keys: Vec<Key>,
}

/// The signed zone that a name is in, or why there is none.
pub(super) type Standing = Result<Arc<Zone>, DnssecReason>;
type Cell = Arc<tokio::sync::Mutex<Looked>>;

/// What became of looking at a name.
#[derive(Default)]
struct Looked {
    standing: Option<Standing>,
    /// When it last failed for want of an answer, and what was said then.
    failed: Option<(Instant, DnssecReason)>,
}

pub(super) struct Chain {
    pub(super) fetcher: Fetcher,
    anchors: Anchors,
    clock: Clock,
    cells: Mutex<HashMap<Dname, Cell>>,
    /// Names where the chain ends, with the reason; it holds for everything below.
    ends: Mutex<HashMap<Dname, DnssecReason>>,
}

impl Chain {
    pub(super) fn new(fetcher: Fetcher, anchors: Anchors, clock: Clock) -> Self {
        Self { fetcher, anchors, clock, cells: Mutex::default(), ends: Mutex::default() }
    }

    pub(super) fn now(&self) -> i64 {
        (self.clock)()
    }

    /// The owner of the closest anchor at or above `name`.
    pub(super) fn anchor(&self, name: &Dname) -> Option<Dname> {
        (0..=name.depth()).rev().map(|depth| name.suffix(depth)).find(|at| self.anchors.has(at))
    }

    /// Where the chain is known to end, at or above `name`.
    pub(super) fn end_above(&self, name: &Dname) -> Option<DnssecReason> {
        let from = self.anchor(name)?.depth();
        let ends = lock(&self.ends);
        (from..=name.depth()).find_map(|depth| ends.get(&name.suffix(depth)).cloned())
    }

    /// The zone that `name` is in, asked for directly where the signers of the answers allow it.
    /// `likely_apex` when signatures name it, so that its keys are fetched along.
    pub(super) fn zone_of<'a>(&'a self, name: &'a Dname, likely_apex: bool) -> Pin<Box<dyn Future<Output = Standing> + Send + 'a>> {
        Box::pin(async move {
            let Some(anchor) = self.anchor(name) else {
                return Err(reason(DnssecFault::NoAnchor, name.to_string()));
            };
            if let Some(end) = self.end_above(name) {
                return Err(end);
            }
            let (cell, began) = (self.cell(name), Instant::now());
            // Waits only for names above, so that no two wait for each other.
            let mut held = cell.lock().await;
            if let Some(standing) = &held.standing {
                return standing.clone();
            }
            // Who waited for a try that failed has waited long enough.
            if let Some((_, failure)) = held.failed.as_ref().filter(|(at, _)| *at >= began) {
                return Err(failure.clone());
            }
            let standing = if *name == anchor { self.anchored(name).await } else { self.below(name, likely_apex).await };
            let passes = |end: &DnssecReason| match end.fault {
                DnssecFault::Unreachable => true,
                // The anchor's keys may be tried for once more, and then never again.
                DnssecFault::AnchorUnreachable => self.fetcher.may_try(name, DNSKEY),
                _ => false,
            };
            match &standing {
                Err(end) if passes(end) => held.failed = Some((Instant::now(), end.clone())),
                Err(end) => {
                    lock(&self.ends).entry(name.clone()).or_insert_with(|| end.clone());
                }
                Ok(_) => held.standing = Some(standing.clone()),
            }
            standing
        })
    }

    /// The same, label by label from the anchor down: ends at the first cut without a chain.
    pub(super) async fn descend(&self, name: &Dname) -> Standing {
        let Some(anchor) = self.anchor(name) else {
            return Err(reason(DnssecFault::NoAnchor, name.to_string()));
        };
        let mut standing = self.zone_of(&anchor, true).await?;
        for depth in anchor.depth() + 1..=name.depth() {
            standing = self.zone_of(&name.suffix(depth), false).await?;
        }
        Ok(standing)
    }

    fn cell(&self, name: &Dname) -> Cell {
        let mut cells = lock(&self.cells);
        if cells.len() >= MOST_NAMES {
            cells.clear();
            lock(&self.ends).clear();
        }
        cells.entry(name.clone()).or_default().clone()
    }

    /// The anchor's own zone. Without its keys nothing can be told (RFC 4035 4.3). Keys that are there
    /// and signed, but are not the anchor's, are bogus: so say delv and unbound.
    async fn anchored(&self, apex: &Dname) -> Standing {
        let unreachable = || reason(DnssecFault::AnchorUnreachable, place(apex, DNSKEY));
        let packet = self.fetcher.fetch(apex, DNSKEY).await.ok_or_else(unreachable)?;
        let set = packet.answers.set(apex, DNSKEY).filter(|set| !set.signatures.is_empty()).ok_or_else(unreachable)?;
        self.trusted(apex, set, &self.anchors.at(apex))
    }

    /// A name below an anchor: its DS is asked for, at its parent.
    async fn below(&self, name: &Dname, likely_apex: bool) -> Standing {
        let ds = self.fetcher.fetch(name, DS);
        let (packet, keys) = if likely_apex {
            let (packet, keys) = tokio::join!(ds, self.fetcher.fetch(name, DNSKEY));
            (packet, Some(keys))
        } else {
            (ds.await, None)
        };
        let packet = packet.ok_or_else(|| reason(DnssecFault::Unreachable, place(name, DS)))?;
        let Some(above) = name.parent() else {
            return Err(reason(DnssecFault::NoAnchor, name.to_string()));
        };
        let parent = match self.signer(&packet, &above) {
            Some(signer) => match self.zone_of(&signer, true).await? {
                zone if zone.apex == signer => zone,
                _ => self.descend(&above).await?,
            },
            None => self.descend(&above).await?,
        };
        match self.delegation(&packet, name, &parent)? {
            Some(trust) => self.signed(name, &trust, keys).await,
            None => Ok(parent),
        }
    }

    /// The deepest zone at or above `above` that signed something in `packet`.
    fn signer(&self, packet: &Packet, above: &Dname) -> Option<Dname> {
        let from = self.anchor(above)?;
        signers(&packet.answers, &packet.authorities)
            .filter(|s| above.is_within(s) && s.is_within(&from))
            .max_by_key(|s| s.depth())
            .cloned()
    }

    /// What the parent says of `name`: its DS, or that it is no zone of its own.
    fn delegation(&self, packet: &Packet, name: &Dname, parent: &Zone) -> Result<Option<Vec<Trust>>, DnssecReason> {
        let (now, mut effort) = (self.now(), Effort::default());
        if let Some(set) = packet.answers.set(name, DS) {
            let sound = signature::check(set, &parent.apex, &parent.keys, now, &mut effort)?;
            if sound.expanded.is_some() {
                return Err(because(DnssecFault::SignatureInvalid, set));
            }
            within_bound(set)?;
            return Ok(Some(set.rdatas.iter().filter_map(|rdata| Ds::read(rdata)).map(Trust::Ds).collect()));
        }
        if let Some(set) = packet.answers.set(name, CNAME) {
            // An alias has no other records, and so no cut (RFC 1034 3.6.2).
            let set = super::answer::signed_for(&packet.answers, set);
            signature::check(set, &parent.apex, &parent.keys, now, &mut effort)?;
            return Ok(None);
        }
        let proofs = Proofs::new(&packet.authorities, parent, now, &mut effort);
        match proofs.cut(name, &mut effort) {
            Ok(Cut::None) => Ok(None),
            Ok(Cut::Unsigned) => Err(reason(DnssecFault::UnsignedDelegation, name.to_string())),
            Err(lack) => Err(match proofs.fault(lack, name, DS) {
                fault if fault.fault == DnssecFault::OptOut => reason(DnssecFault::OptOut, name.to_string()),
                fault => fault,
            }),
        }
    }

    /// A zone that its parent names as signed; `keys` when they have just been asked for.
    async fn signed(&self, apex: &Dname, trust: &[Trust], keys: Option<Option<Arc<Fetched>>>) -> Standing {
        if !trust.iter().any(Trust::is_supported) {
            return Err(reason(DnssecFault::UnsupportedAlgorithm, apex.to_string()));
        }
        let packet = match keys {
            Some(keys) => keys,
            None => self.fetcher.fetch(apex, DNSKEY).await,
        };
        let packet = packet.ok_or_else(|| reason(DnssecFault::Unreachable, place(apex, DNSKEY)))?;
        let missing = || reason(DnssecFault::KeyMissing, place(apex, DNSKEY));
        self.trusted(apex, packet.answers.set(apex, DNSKEY).ok_or_else(missing)?, trust)
    }

    /// The keys of a set that one of the trusted keys in it signs (RFC 4035 5.2).
    fn trusted(&self, apex: &Dname, set: &Set, trust: &[Trust]) -> Standing {
        within_bound(set)?;
        let trust: Vec<&Trust> = trust.iter().filter(|t| t.is_supported()).collect();
        // SHA-1 counts for nothing beside a better digest (RFC 4509 3).
        let better = trust.iter().any(|t| !t.is_sha1());
        let keys: Vec<Key> = set.rdatas.iter().filter_map(|rdata| Key::read(rdata)).collect();
        let named = |key: &&Key| trust.iter().any(|t| (!better || !t.is_sha1()) && t.fits(apex, key));
        let entries: Vec<Key> = keys.iter().filter(named).cloned().collect();
        let missing = || because(DnssecFault::KeyMissing, set);
        if trust.is_empty() || (!entries.is_empty() && !entries.iter().any(Key::is_supported)) {
            return Err(reason(DnssecFault::UnsupportedAlgorithm, apex.to_string()));
        }
        if entries.is_empty() {
            return Err(missing());
        }
        let entries = &entries[..entries.len().min(MOST_ENTRY_KEYS)];
        let of_entry = |s: &&super::rdata::Rrsig| entries.iter().any(|k| k.tag == s.tag && k.algorithm == s.algorithm);
        let signatures: Vec<_> = set.signatures.iter().filter(of_entry).cloned().collect();
        if signatures.is_empty() && !set.signatures.is_empty() {
            return Err(missing());
        }
        let by_entry = Set { signatures, ..set.clone() };
        match signature::check(&by_entry, apex, entries, self.now(), &mut Effort::default())?.expanded {
            None => Ok(Arc::new(Zone { apex: apex.clone(), keys })),
            Some(_) => Err(because(DnssecFault::SignatureInvalid, set)),
        }
    }
}

fn within_bound(set: &Set) -> Result<(), DnssecReason> {
    if set.rdatas.len() > MOST_IN_SET { Err(because(DnssecFault::LimitReached, set)) } else { Ok(()) }
}

/// Who signed the proofs and sets of a response, as the signatures claim.
pub(super) fn signers<'a>(answers: &'a Section, authorities: &'a Section) -> impl Iterator<Item = &'a Dname> {
    let proving = authorities.sets.iter().filter(|set| matches!(set.rtype, NSEC | NSEC3 | SOA));
    answers.sets.iter().chain(proving).flat_map(|set| set.signatures.iter().map(|s| &s.signer))
}
