//! TXT records that were meant as MTA-STS, TLS-RPT or BIMI and are none.
//!
//! What each of the three takes for its own is told by its grammar; how a record misses that is told here.

use crate::domain::one_edit_apart;

/// How a record misses its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NearMiss {
    /// A blank in front.
    LeadingSpace,
    /// A quotation mark in front: quotes of a zone file typed into a form.
    LeadingQuote,
    /// Octets in front that no one sees, such as a byte order mark.
    LeadingBytes,
    /// Upper and lower case mixed up: tag and version are case-sensitive.
    WrongCase,
    /// A blank inside the version, where the grammar has none.
    InnerSpace,
    /// The version stands behind another field.
    NotFirst,
    /// No semicolon behind the version.
    NoSemicolon,
    /// A version that does not exist.
    OtherVersion,
    /// The version misspelt.
    Misspelt,
    /// A field that this kind alone has, and no version at all.
    NoVersion,
}

/// One kind of record.
pub(crate) struct Kind {
    /// `v=…1` as it must be written.
    pub version: &'static str,
    /// What stands in every spelling of the version that people come up with, in lower case.
    pub core: &'static str,
    /// Whether the octets are such a record.
    pub is_one: fn(&[u8]) -> bool,
    /// Whether an item, in lower case and without blanks, is one that only this kind has.
    pub is_own_field: fn(&str) -> bool,
}

/// How `octets` miss being a record of `kind`; `None` for one, and for what was never meant to be.
pub(crate) fn near_miss(octets: &[u8], kind: &Kind) -> Option<NearMiss> {
    if (kind.is_one)(octets) {
        return None;
    }
    let head = &octets[..octets.len().min(400)];
    let in_front = |b: &&u8| !(0x21..0x7f).contains(*b) || matches!(b, b'"' | b'\'' | b'`' | b'(');
    let skipped = head.iter().take_while(in_front).count();
    let (front, body) = head.split_at(skipped);
    if skipped > 0 && (kind.is_one)(body) {
        return Some(what_is_in(front));
    }
    let text: String = body.iter().map(|b| if b.is_ascii() { char::from(*b) } else { '?' }).collect();
    let dense = |part: &str| part.chars().filter(|c| !c.is_ascii_whitespace()).collect::<String>();
    let items: Vec<String> = text.split(';').map(|item| dense(item).to_ascii_lowercase()).collect();
    let first = text.split(';').next().unwrap_or_default();
    version(first, &dense(first), kind).or_else(|| elsewhere(&items, kind))
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

/// What the first item says: `first` as written, `dense` without blanks.
fn version(first: &str, dense: &str, kind: &Kind) -> Option<NearMiss> {
    let (lower, word) = (dense.to_ascii_lowercase(), kind.version.to_ascii_lowercase());
    if let Some(behind) = lower.strip_prefix(&word) {
        let blank_inside = !first.starts_with(kind.version);
        return Some(match behind.chars().next() {
            Some(c) if c.is_ascii_digit() || c == '.' => NearMiss::OtherVersion,
            _ if !dense.starts_with(kind.version) => NearMiss::WrongCase,
            _ if blank_inside => NearMiss::InnerSpace,
            _ => NearMiss::NoSemicolon,
        });
    }
    let stem = word.trim_end_matches('1');
    if lower.strip_prefix(stem).is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit() || c == '.')) {
        return Some(NearMiss::OtherVersion);
    }
    let named = lower.starts_with("v=") && lower.len() < word.len() + 8 && lower.contains(kind.core);
    (named || one_edit_apart(&lower, &word)).then_some(NearMiss::Misspelt)
}

fn elsewhere(items: &[String], kind: &Kind) -> Option<NearMiss> {
    if items.contains(&kind.version.to_ascii_lowercase()) {
        return Some(NearMiss::NotFirst);
    }
    // With a version of another kind the field is that kind's.
    let other_kind = items.iter().any(|item| item.starts_with("v="));
    (!other_kind && items.iter().any(|item| (kind.is_own_field)(item))).then_some(NearMiss::NoVersion)
}
