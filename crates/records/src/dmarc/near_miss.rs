//! TXT records that were meant as DMARC and are none (RFC 9989 4.7).

use super::{Policy, is_dmarc};
use crate::domain::one_edit_apart;

/// How a record misses being DMARC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NearMiss {
    /// A blank in front.
    LeadingSpace,
    /// A quotation mark in front: quotes of a zone file typed into a form.
    LeadingQuote,
    /// Octets in front that no one sees, such as a byte order mark.
    LeadingBytes,
    /// Upper and lower case mixed up (`v=dmarc1`, `V=DMARC1`): tags and version are case-sensitive.
    WrongCase,
    /// The version stands behind another tag.
    NotFirst,
    /// Something other than a semicolon behind `v=DMARC1`.
    NoSemicolon,
    /// Another version, as `v=DMARC2`.
    OtherVersion,
    /// `v=DMARC1` misspelt.
    Misspelt,
    /// A policy without any version.
    NoVersion,
}

/// How the joined octets of a TXT record miss being DMARC; `None` for a record that is DMARC, and
/// for one that was never meant to be.
#[must_use]
pub fn near_miss(octets: &[u8]) -> Option<NearMiss> {
    if is_dmarc(octets) {
        return None;
    }
    let head = &octets[..octets.len().min(400)];
    let in_front = |b: &&u8| !(0x21..0x7f).contains(*b) || matches!(b, b'"' | b'\'' | b'`' | b'(');
    let skipped = head.iter().take_while(in_front).count();
    let (front, body) = head.split_at(skipped);
    if skipped > 0 && is_dmarc(unquoted(body)) {
        return Some(what_is_in(front));
    }
    let squeezed: String =
        body.iter().filter(|b| !b.is_ascii_whitespace()).map(|b| if b.is_ascii() { char::from(*b) } else { '?' }).collect();
    let lower = squeezed.to_ascii_lowercase();
    version(&lower, squeezed.starts_with("v=DMARC1")).or_else(|| elsewhere(&lower))
}

fn unquoted(body: &[u8]) -> &[u8] {
    let quotes = body.iter().rev().take_while(|b| matches!(b, b'"' | b'\'' | b'`' | b')' | b' ')).count();
    &body[..body.len() - quotes]
}

fn what_is_in(front: &[u8]) -> NearMiss {
    if front.iter().any(|b| matches!(b, b'"' | b'\'' | b'`' | b'(')) {
        NearMiss::LeadingQuote
    } else if front.iter().all(u8::is_ascii_whitespace) {
        NearMiss::LeadingSpace
    } else {
        NearMiss::LeadingBytes
    }
}

fn version(lower: &str, right_case: bool) -> Option<NearMiss> {
    let first = lower.split(';').next().unwrap_or_default();
    if let Some(behind) = first.strip_prefix("v=dmarc1") {
        return Some(match behind.chars().next() {
            None if !right_case => NearMiss::WrongCase,
            None => NearMiss::Misspelt,
            Some(c) if c.is_ascii_digit() || c == '.' => NearMiss::OtherVersion,
            Some(_) => NearMiss::NoSemicolon,
        });
    }
    if let Some(behind) = first.strip_prefix("v=dmarc")
        && behind.chars().all(|c| c.is_ascii_digit() || c == '.')
    {
        return Some(NearMiss::OtherVersion);
    }
    one_edit_apart(first, "v=dmarc1").then_some(NearMiss::Misspelt)
}

fn elsewhere(lower: &str) -> Option<NearMiss> {
    let mut items = lower.split(';');
    let policy = |item: &str| [Policy::None, Policy::Quarantine, Policy::Reject].iter().any(|p| item == format!("p={}", p.as_str()));
    if items.clone().any(|item| item == "v=dmarc1") {
        return Some(NearMiss::NotFirst);
    }
    items.any(policy).then_some(NearMiss::NoVersion)
}
