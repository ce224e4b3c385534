//! What validation says of a DNS answer (RFC 4035 4.3), with the reason and the signature that ends first.

use crate::{Moment, Name};
use serde::{Deserialize, Serialize};

/// The result of validating one answer, its aliases included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dnssec {
    /// One of the four states.
    pub status: DnssecStatus,
    /// Why it is not secure; for the first link of the chain that is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<DnssecReason>,
    /// Of the signatures that the answer itself needs, the one that ends first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<Signature>,
}

/// The four states of RFC 4035 4.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DnssecStatus {
    /// A chain of signatures leads from the trust anchor to every part of the answer.
    Secure,
    /// It is proved that the zone has no chain of trust.
    Insecure,
    /// There should be a chain, and it breaks; two validators agree on that.
    Bogus,
    /// Cannot be told: no anchor, no keys to be had, or the validators differ.
    Indeterminate,
}

impl DnssecStatus {
    /// The word of recordings and reports.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            DnssecStatus::Secure => "secure",
            DnssecStatus::Insecure => "insecure",
            DnssecStatus::Bogus => "bogus",
            DnssecStatus::Indeterminate => "indeterminate",
        }
    }
}

/// Why an answer is not secure, and where the chain ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DnssecReason {
    /// What is wrong.
    pub fault: DnssecFault,
    /// Owner and type of the set concerned (`example.com DNSKEY`), or a zone (`example.com`).
    pub at: String,
    /// The end, or the beginning, of the validity that was missed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<Moment>,
}

/// The closed list of reasons; their words stand in `findings`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DnssecFault {
    /// Insecure: the parent proves that it has no DS for the zone (RFC 4035 5.2).
    UnsignedDelegation,
    /// Insecure: an NSEC3 span with opt-out covers the name (RFC 5155 6).
    OptOut,
    /// Insecure: no DS or key of an algorithm or digest that this program knows (RFC 4035 5.2, RFC 6840 5.2).
    UnsupportedAlgorithm,
    /// Insecure: NSEC3 with more iterations than validators follow (RFC 9276 3.2).
    TooManyIterations,
    /// Bogus: no signature of the set lies within its validity; the latest has ended.
    SignatureExpired,
    /// Bogus: the signature begins in the future.
    SignatureNotYetValid,
    /// Bogus: a set of a signed zone has no signature.
    SignatureMissing,
    /// Bogus: the signature does not fit the set.
    SignatureInvalid,
    /// Bogus: no key of the zone fits its DS, or signs the key set (RFC 4035 5.2).
    KeyMissing,
    /// Bogus: the proof that nothing is there is missing or does not cover the name (RFC 4035 5.4).
    ProofMissing,
    /// Indeterminate: no trust anchor leads to the name.
    NoAnchor,
    /// Indeterminate: the anchor's own keys cannot be had.
    AnchorUnreachable,
    /// Indeterminate: a DS or DNSKEY on the way got no answer.
    Unreachable,
    /// Indeterminate: one validator calls it bogus, the other does not.
    ValidatorsDiffer,
    /// Indeterminate: more links or signatures than this program follows.
    LimitReached,
}

impl DnssecFault {
    /// The state that it leads to.
    #[must_use]
    pub fn status(self) -> DnssecStatus {
        use DnssecFault as F;
        match self {
            F::UnsignedDelegation | F::OptOut | F::UnsupportedAlgorithm | F::TooManyIterations => DnssecStatus::Insecure,
            F::SignatureExpired | F::SignatureNotYetValid | F::SignatureMissing | F::SignatureInvalid | F::KeyMissing | F::ProofMissing => {
                DnssecStatus::Bogus
            }
            F::NoAnchor | F::AnchorUnreachable | F::Unreachable | F::ValidatorsDiffer | F::LimitReached => DnssecStatus::Indeterminate,
        }
    }

    /// All, for loops and parsers.
    pub const ALL: [DnssecFault; 15] = [
        DnssecFault::UnsignedDelegation,
        DnssecFault::OptOut,
        DnssecFault::UnsupportedAlgorithm,
        DnssecFault::TooManyIterations,
        DnssecFault::SignatureExpired,
        DnssecFault::SignatureNotYetValid,
        DnssecFault::SignatureMissing,
        DnssecFault::SignatureInvalid,
        DnssecFault::KeyMissing,
        DnssecFault::ProofMissing,
        DnssecFault::NoAnchor,
        DnssecFault::AnchorUnreachable,
        DnssecFault::Unreachable,
        DnssecFault::ValidatorsDiffer,
        DnssecFault::LimitReached,
    ];

    /// The word of recordings (`signature_expired`).
    #[must_use]
    pub fn as_str(self) -> &'static str {
        use DnssecFault as F;
        match self {
            F::UnsignedDelegation => "unsigned_delegation",
            F::OptOut => "opt_out",
            F::UnsupportedAlgorithm => "unsupported_algorithm",
            F::TooManyIterations => "too_many_iterations",
            F::SignatureExpired => "signature_expired",
            F::SignatureNotYetValid => "signature_not_yet_valid",
            F::SignatureMissing => "signature_missing",
            F::SignatureInvalid => "signature_invalid",
            F::KeyMissing => "key_missing",
            F::ProofMissing => "proof_missing",
            F::NoAnchor => "no_anchor",
            F::AnchorUnreachable => "anchor_unreachable",
            F::Unreachable => "unreachable",
            F::ValidatorsDiffer => "validators_differ",
            F::LimitReached => "limit_reached",
        }
    }
}

/// The validity of a signature (RRSIG, RFC 4034 3.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// Owner of the signed set.
    pub owner: Name,
    /// Type of the signed set (`MX`).
    pub covers: String,
    /// The zone that signed.
    pub signer: Name,
    /// Number of the algorithm (IANA).
    pub algorithm: u8,
    /// Tag of the key.
    pub key_tag: u16,
    /// Begin of the validity.
    pub inception: Moment,
    /// End of the validity.
    pub expiration: Moment,
}

impl Dnssec {
    /// Secure, with the signature that ends first.
    #[must_use]
    pub fn secure(signature: Option<Signature>) -> Self {
        Self { status: DnssecStatus::Secure, reason: None, signature }
    }

    /// Not secure, for this reason.
    #[must_use]
    pub fn because(fault: DnssecFault, at: impl Into<String>) -> Self {
        Self { status: fault.status(), reason: Some(DnssecReason { fault, at: at.into(), time: None }), signature: None }
    }

    /// Both parts of one answer together: the worse state with its reason, the signature that ends first.
    #[must_use]
    pub fn and(self, other: Dnssec) -> Dnssec {
        // Bogus outweighs all; where nothing is bogus, not knowing outweighs, then insecurity.
        let weight = |d: &Dnssec| match d.status {
            DnssecStatus::Secure => 0,
            DnssecStatus::Insecure => 1,
            DnssecStatus::Indeterminate => 2,
            DnssecStatus::Bogus => 3,
        };
        let (mut worse, better) = if weight(&other) > weight(&self) { (other, self) } else { (self, other) };
        worse.signature = match (worse.signature.take(), better.signature) {
            (Some(a), Some(b)) => Some(if b.expiration < a.expiration { b } else { a }),
            (a, b) => a.or(b),
        };
        worse
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_those_of_the_recording() {
        for fault in DnssecFault::ALL {
            assert_eq!(serde_json::to_string(&fault).ok(), Some(format!("\"{}\"", fault.as_str())));
        }
    }

    #[test]
    fn a_chain_is_as_good_as_its_worst_part() {
        let bogus = || Dnssec::because(DnssecFault::SignatureExpired, "a MX");
        let insecure = || Dnssec::because(DnssecFault::UnsignedDelegation, "b");
        assert_eq!(Dnssec::secure(None).and(insecure()).status, DnssecStatus::Insecure);
        assert_eq!(insecure().and(bogus()).status, DnssecStatus::Bogus);
        assert_eq!(bogus().and(Dnssec::secure(None)).reason, bogus().reason);
    }
}
