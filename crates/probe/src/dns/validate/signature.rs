//! One set against the keys of its zone (RFC 4035 5.3). Tries no more signatures than a bound allows.

use super::dname::Dname;
use super::rdata::{Key, Rrsig, is_supported, type_name};
use super::wire::Set;
use facts::{DnssecFault, DnssecReason, Moment, Signature};

/// Signatures of one set that are tried; a crafted set makes a validator work for hours (CVE-2023-50387).
const MOST_PER_SET: usize = 8;
/// Keys with one tag that are tried for one signature.
const MOST_PER_TAG: usize = 4;
/// For one answer, with all its proofs; honest ones need about ten.
const MOST_PER_ANSWER: usize = 64;
/// Hashes for one answer (CVE-2023-50868); a name of IPv6's reverse zone has 34 labels.
const MOST_HASHES: usize = 80;

/// What may still be spent on one answer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Effort {
    signatures: usize,
    hashes: usize,
}

impl Default for Effort {
    fn default() -> Self {
        Self { signatures: MOST_PER_ANSWER, hashes: MOST_HASHES }
    }
}

impl Effort {
    pub(super) fn hash(&mut self) -> Option<()> {
        self.hashes = self.hashes.checked_sub(1)?;
        Some(())
    }

    fn signature(&mut self) -> Option<()> {
        self.signatures = self.signatures.checked_sub(1)?;
        Some(())
    }
}

/// A set that is signed as it should be.
#[derive(Clone, Debug)]
pub(super) struct Sound {
    /// Of the longest signature per algorithm, the one that ends first.
    pub(super) signature: Signature,
    /// Number of labels behind the asterisk, when the set comes from a wildcard (RFC 4035 5.3.4).
    pub(super) expanded: Option<usize>,
}

/// Checks `set` with `keys` of the zone `apex` at `now`, in seconds since the Unix epoch.
pub(super) fn check(set: &Set, apex: &Dname, keys: &[Key], now: i64, effort: &mut Effort) -> Result<Sound, DnssecReason> {
    let usable = set.signatures.iter().filter(|s| s.signer == *apex && is_supported(s.algorithm) && set.owner.is_within(apex));
    let usable: Vec<&Rrsig> = usable.filter(|s| usize::from(s.labels) <= set.owner.signed_labels()).collect();
    let timed = usable.iter().copied().filter(|s| is_timely(s, now));
    let mut sound: Vec<&Rrsig> = Vec::new();
    let mut failed = false;
    for (n, signature) in timed.enumerate() {
        if n >= MOST_PER_SET {
            if sound.is_empty() {
                return Err(because(DnssecFault::LimitReached, set));
            }
            break;
        }
        match fits(signature, set, keys, effort) {
            Some(true) => sound.push(signature),
            Some(false) => failed = true,
            None => return Err(because(DnssecFault::LimitReached, set)),
        }
    }
    match ends_first(&sound, now) {
        Some(signature) => Ok(Sound { signature: told(signature, set, now), expanded: expanded(signature, set) }),
        None if failed => Err(because(DnssecFault::SignatureInvalid, set)),
        None => Err(untimely(set, &usable, now)),
    }
}

/// `None` when the effort is spent.
fn fits(signature: &Rrsig, set: &Set, keys: &[Key], effort: &mut Effort) -> Option<bool> {
    let signed = signed_data(signature, set);
    let of_tag = keys.iter().filter(|k| k.tag == signature.tag && k.algorithm == signature.algorithm);
    for key in of_tag.take(MOST_PER_TAG) {
        effort.signature()?;
        if key.verifies(&signed, &signature.signature) {
            return Some(true);
        }
    }
    Some(false)
}

/// What a signature is made over (RFC 4035 5.3.2).
fn signed_data(signature: &Rrsig, set: &Set) -> Vec<u8> {
    let owner = match expanded(signature, set) {
        Some(labels) => set.owner.suffix(labels).wildcard(),
        None => set.owner.clone(),
    };
    let mut head = owner.wire();
    head.extend_from_slice(&set.rtype.to_be_bytes());
    head.extend_from_slice(&1_u16.to_be_bytes());
    head.extend_from_slice(&signature.original_ttl.to_be_bytes());
    let mut bytes = signature.head.clone();
    for rdata in &set.rdatas {
        bytes.extend_from_slice(&head);
        bytes.extend_from_slice(&u16::try_from(rdata.len()).unwrap_or(u16::MAX).to_be_bytes());
        bytes.extend_from_slice(rdata);
    }
    bytes
}

fn expanded(signature: &Rrsig, set: &Set) -> Option<usize> {
    let labels = usize::from(signature.labels);
    (labels < set.owner.signed_labels()).then_some(labels)
}

/// A time of a signature, which wraps every 136 years (RFC 4034 3.1.5, RFC 1982): the one nearest to `now`.
fn moment(seconds: u32, now: i64) -> i64 {
    let low = u32::try_from(now.rem_euclid(1 << 32)).unwrap_or_default();
    now + i64::from(seconds.wrapping_sub(low).cast_signed())
}

fn is_timely(signature: &Rrsig, now: i64) -> bool {
    (moment(signature.inception, now)..=moment(signature.expiration, now)).contains(&now)
}

/// Per algorithm the longest, and of these the first to end: then the set is no longer sound for somebody.
fn ends_first<'a>(sound: &[&'a Rrsig], now: i64) -> Option<&'a Rrsig> {
    let end = |s: &Rrsig| moment(s.expiration, now);
    let longest = sound.iter().filter(|s| !sound.iter().any(|other| other.algorithm == s.algorithm && end(other) > end(s)));
    longest.min_by_key(|s| end(s)).copied()
}

fn untimely(set: &Set, usable: &[&Rrsig], now: i64) -> DnssecReason {
    let ended = usable.iter().map(|s| moment(s.expiration, now)).filter(|end| *end < now).max();
    let begins = usable.iter().map(|s| moment(s.inception, now)).filter(|begin| *begin > now).min();
    match (ended, begins) {
        (Some(end), _) => at_time(because(DnssecFault::SignatureExpired, set), end),
        (None, Some(begin)) => at_time(because(DnssecFault::SignatureNotYetValid, set), begin),
        // Signatures by another zone, or of algorithms that are none of the zone's, do not count.
        (None, None) => because(DnssecFault::SignatureMissing, set),
    }
}

fn at_time(reason: DnssecReason, seconds: i64) -> DnssecReason {
    DnssecReason { time: Some(Moment::from_unix(seconds)), ..reason }
}

pub(super) fn because(fault: DnssecFault, set: &Set) -> DnssecReason {
    reason(fault, place(&set.owner, set.rtype))
}

pub(super) fn reason(fault: DnssecFault, at: String) -> DnssecReason {
    DnssecReason { fault, at, time: None }
}

/// Owner and type, as reasons name a set.
pub(super) fn place(owner: &Dname, rtype: u16) -> String {
    format!("{owner} {}", type_name(rtype))
}

fn told(signature: &Rrsig, set: &Set, now: i64) -> Signature {
    Signature {
        owner: set.owner.told(),
        covers: type_name(set.rtype),
        signer: signature.signer.told(),
        algorithm: signature.algorithm,
        key_tag: signature.tag,
        inception: Moment::from_unix(moment(signature.inception, now)),
        expiration: Moment::from_unix(moment(signature.expiration, now)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_wrap() {
        let now = (1_i64 << 32) + 100;
        assert_eq!(moment(50, now), now - 50);
        assert_eq!(moment(u32::MAX, now), now - 101);
        assert_eq!(moment(1000, (1 << 32) - 10), (1 << 32) + 1000);
    }
}
