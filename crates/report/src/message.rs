//! A message's authentication as JSON has it.

use findings::{MessageDmarc, MessageSignature, MessageSummary};
use schemars::JsonSchema;
use serde::Serialize;

/// What became of a message's authentication.
#[derive(Serialize, JsonSchema)]
pub struct Message {
    /// Octets as sent.
    size: usize,
    /// Addresses of From, as written.
    from: Vec<String>,
    /// The address that it came from; null where nothing tells it.
    ip: Option<String>,
    /// MAIL FROM, empty for the null sender; null where nothing tells it.
    mail_from: Option<String>,
    /// HELO; null where nothing tells it.
    helo: Option<String>,
    /// SPF of the envelope.
    spf: Spf,
    /// DKIM signatures, from the top of the message.
    dkim: Vec<Dkim>,
    /// DMARC for each domain of From.
    dmarc: Vec<Dmarc>,
    /// The ARC chain.
    arc: Arc,
    /// DKIM2-Signature fields: an experiment, not judged.
    dkim2: usize,
}

/// SPF of the envelope.
#[derive(Serialize, JsonSchema)]
struct Spf {
    /// pass, fail, softfail, neutral, none, temperror or permerror (RFC 7208 2.6); null where it was not evaluated.
    result: Option<&'static str>,
    /// The domain that it was evaluated for.
    domain: Option<String>,
    /// Whether that domain is aligned with the first domain of From; null when not known.
    aligned: Option<bool>,
}

/// One DKIM signature.
#[derive(Serialize, JsonSchema)]
struct Dkim {
    /// Who signs.
    domain: String,
    /// By which key.
    selector: String,
    /// How, as written.
    algorithm: String,
    /// pass, fail or unknown.
    result: &'static str,
    /// The first reason of a fail: syntax, expired, key_missing, key_revoked, key_unreadable, key_unfit, key_too_short, identity, body_hash or signature.
    reason: Option<&'static str>,
    /// Whether it is aligned with a domain of From.
    aligned: bool,
    /// Whether the key says that the domain only tests.
    testing: bool,
    /// Names of the signed fields, lower case, in order; the first hundred.
    signed: Vec<String>,
    /// Of From, To, Subject, Date and List-Unsubscribe those that the message has and the signature leaves open.
    open: Vec<&'static str>,
    /// Octets of the body that are signed (l=); null for all of them.
    length: Option<u64>,
    /// Octets of the body that are not signed; null where that is not known, or all are.
    unsigned: Option<u64>,
}

/// DMARC for one domain of From.
#[derive(Serialize, JsonSchema)]
struct Dmarc {
    /// The domain.
    domain: String,
    /// none (no policy), pass, fail or unknown.
    result: &'static str,
    /// The policy in force.
    policy: Option<&'static str>,
    /// Whose record it is.
    policy_domain: Option<String>,
}

/// The ARC chain.
#[derive(Serialize, JsonSchema)]
struct Arc {
    /// none, pass, fail or unknown.
    result: &'static str,
    /// How many sets it has.
    sets: u32,
}

impl From<&MessageSummary> for Message {
    fn from(m: &MessageSummary) -> Self {
        Self {
            size: m.size,
            from: m.from.clone(),
            ip: m.ip.map(|ip| ip.to_string()),
            mail_from: m.mail_from.clone(),
            helo: m.helo.clone(),
            spf: Spf { result: m.spf, domain: m.spf_domain.clone(), aligned: m.spf_aligned },
            dkim: m.dkim.iter().map(Dkim::from).collect(),
            dmarc: m.dmarc.iter().map(Dmarc::from).collect(),
            arc: Arc { result: m.arc, sets: m.arc_sets },
            dkim2: m.dkim2,
        }
    }
}

impl From<&MessageSignature> for Dkim {
    fn from(s: &MessageSignature) -> Self {
        Self {
            domain: s.domain.clone(),
            selector: s.selector.clone(),
            algorithm: s.algorithm.clone(),
            result: s.result,
            reason: s.reason,
            aligned: s.aligned,
            testing: s.testing,
            signed: s.signed.clone(),
            open: s.open.clone(),
            length: s.length,
            unsigned: s.unsigned,
        }
    }
}

impl From<&MessageDmarc> for Dmarc {
    fn from(d: &MessageDmarc) -> Self {
        Self { domain: d.domain.clone(), result: d.result, policy: d.policy, policy_domain: d.policy_domain.clone() }
    }
}
