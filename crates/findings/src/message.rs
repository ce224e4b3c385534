//! What became of a message's authentication: told in a report beside the findings.

use std::net::IpAddr;

/// Results for one message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MessageSummary {
    /// Octets as sent.
    pub size: usize,
    /// Addresses of From, as written.
    pub from: Vec<String>,
    /// The address that it came from, where known.
    pub ip: Option<IpAddr>,
    /// MAIL FROM, where known; empty for the null sender.
    pub mail_from: Option<String>,
    /// HELO, where known.
    pub helo: Option<String>,
    /// The result of SPF (RFC 7208 2.6); none where it was not evaluated.
    pub spf: Option<&'static str>,
    /// The domain that it was evaluated for.
    pub spf_domain: Option<String>,
    /// Whether that domain is aligned with the first domain of From.
    pub spf_aligned: Option<bool>,
    /// DKIM signatures, from the top.
    pub dkim: Vec<MessageSignature>,
    /// One for each domain of From.
    pub dmarc: Vec<MessageDmarc>,
    /// Of the ARC chain: none, pass, fail or unknown.
    pub arc: &'static str,
    /// How many sets it has.
    pub arc_sets: u32,
    /// DKIM2-Signature fields: an experiment, not judged.
    pub dkim2: usize,
}

/// One DKIM signature.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MessageSignature {
    /// Who signs.
    pub domain: String,
    /// By which key.
    pub selector: String,
    /// How, as written.
    pub algorithm: String,
    /// pass, fail or unknown.
    pub result: &'static str,
    /// The first reason of a fail.
    pub reason: Option<&'static str>,
    /// Whether it is aligned with a domain of From.
    pub aligned: bool,
    /// Whether the key says that the domain only tests.
    pub testing: bool,
    /// Names of the signed fields, lower case, in order.
    pub signed: Vec<String>,
    /// Of the fields that a reader sees and the message has, those that are not signed.
    pub open: Vec<&'static str>,
    /// Octets of the body that are signed (`l`); none for all of them.
    pub length: Option<u64>,
    /// Octets of the body that are not, where that is known.
    pub unsigned: Option<u64>,
}

/// DMARC for one domain of From.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MessageDmarc {
    /// The domain.
    pub domain: String,
    /// none (no policy), pass, fail or unknown.
    pub result: &'static str,
    /// The policy in force.
    pub policy: Option<&'static str>,
    /// Whose record it is.
    pub policy_domain: Option<String>,
}
