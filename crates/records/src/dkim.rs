//! The grammar of DKIM key records (RFC 6376 3.6.1, RFC 8463): tags, key, and what is wrong.
//!
//! Bytes in, a value with issues out: parsing never fails and never asks. How good a key is, is
//! judged elsewhere; here only its measures are taken.

pub(crate) mod der;
mod key;

pub use key::{Key, KeyFault, RsaKey};

use crate::domain::one_edit_apart;
use crate::spf::Span;
use crate::tags::{FaultKind, Tag, TagList};

/// A parsed key record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRecord {
    /// The record as [`crate::tags::shown`].
    pub text: String,
    /// Whether it says `v=DKIM1` where it should.
    pub has_version: bool,
    /// `k`: the key type as written; `rsa` without the tag.
    pub key_type: String,
    /// `h`: the hash algorithms allowed, in lower case; `None` without the tag, which allows all.
    pub hashes: Option<Vec<String>>,
    /// `s`: the service types; `None` without the tag, which allows all.
    pub services: Option<Vec<String>>,
    /// `t=y`: a domain that tests DKIM; receivers treat its mail as unsigned.
    pub test: bool,
    /// `t=s`: the signature's `i=` must not name a sub-domain.
    pub strict: bool,
    /// `n`: a note to people.
    pub note: Option<String>,
    /// Tags that older documents knew (`g` of RFC 4871), in order.
    pub obsolete: Vec<String>,
    /// The key.
    pub key: Key,
    /// What breaks the grammar, in order of place; empty for a record that receivers can use.
    pub issues: Vec<Issue>,
}

/// A broken rule of the grammar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// Which.
    pub kind: IssueKind,
    /// The item or value at fault, as [`KeyRecord::text`] shows it, cut to 80 characters.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// Which rule is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum IssueKind {
    /// An item that is no `name=value`.
    NotATag,
    /// An octet that no value may hold.
    BadCharacter,
    /// A tag twice: the whole list is invalid (RFC 6376 3.2).
    Duplicate,
    /// `v` stands behind another tag (RFC 6376 3.6.1).
    VersionNotFirst,
    /// `v` is not `DKIM1`: the record is discarded (RFC 6376 3.6.1).
    BadVersion,
    /// There is no `p`.
    NoKey,
    /// `p` holds no key of the type that `k` names.
    BadKey(KeyFault),
}

/// Whether the joined octets of a TXT record were meant as a key record: they have a `p` tag, or
/// begin with something like `v=DKIM1`. The rest is text of other kinds, as wildcards bring it.
#[must_use]
pub fn looks_like_key(octets: &[u8]) -> bool {
    let list = TagList::parse(octets);
    match list.tags.first() {
        Some(first) if first.name.eq_ignore_ascii_case("v") => is_near_version(&first.value),
        _ => list.first("k").is_some() || list.first("p").is_some_and(|p| p.value.is_empty() || p.value.len() > 16),
    }
}

impl KeyRecord {
    /// Reads a key record; anything is read somehow.
    #[must_use]
    pub fn parse(octets: &[u8]) -> Self {
        let list = TagList::parse(octets);
        let value = |name: &str| list.first(name).map(|t| t.value.as_str());
        let key_type = value("k").unwrap_or("rsa").to_owned();
        let flags = split(value("t").unwrap_or_default());
        let mut record = KeyRecord {
            has_version: list.tags.first().is_some_and(|t| t.name == "v" && t.value == "DKIM1"),
            hashes: value("h").map(|h| split(h).iter().map(|x| x.to_ascii_lowercase()).collect()),
            services: value("s").map(split),
            test: flags.iter().any(|f| f == "y"),
            strict: flags.iter().any(|f| f == "s"),
            note: value("n").map(str::to_owned),
            obsolete: list.tags.iter().filter(|t| t.name == "g").map(|t| t.name.clone()).collect(),
            key: Key::Missing,
            issues: faults(&list),
            text: list.text.clone(),
            key_type,
        };
        record.check_version(&list);
        record.take_key(list.first("p"), octets.len());
        record.issues.sort_by_key(|i| i.span);
        record
    }

    /// Whether a verifier can use the key for e-mail at all: it parses, is not revoked, of a known
    /// type, for the service and with a hash that today's verifiers accept (RFC 8301 3.1).
    #[must_use]
    pub fn is_usable(&self) -> bool {
        let strong_enough = match &self.key {
            Key::Rsa(rsa) => rsa.bits >= 1024,
            Key::Ed25519(_) => true,
            Key::Missing | Key::Revoked | Key::OtherType | Key::Unreadable => false,
        };
        strong_enough && self.issues.is_empty() && self.allows_mail() && self.allows_sha256()
    }

    /// Whether `s` leaves e-mail in (RFC 6376 3.6.1).
    #[must_use]
    pub fn allows_mail(&self) -> bool {
        self.services.as_ref().is_none_or(|s| s.iter().any(|x| x == "*" || x == "email"))
    }

    /// Whether `h` leaves sha256 in: sha1 must not be used (RFC 8301 3.1), and there is no third.
    #[must_use]
    pub fn allows_sha256(&self) -> bool {
        self.hashes.as_ref().is_none_or(|h| h.iter().any(|x| x == "sha256"))
    }

    /// Whether `k` is a type that verifiers know; the value is case-sensitive.
    #[must_use]
    pub fn knows_type(&self) -> bool {
        matches!(self.key_type.as_str(), "rsa" | "ed25519")
    }

    fn check_version(&mut self, list: &TagList) {
        let Some(index) = list.tags.iter().position(|t| t.name == "v") else { return };
        let tag = &list.tags[index];
        if tag.value != "DKIM1" {
            self.issue(IssueKind::BadVersion, &tag.value, tag.span);
        } else if list.tags.iter().any(|t| t.span < tag.span) {
            self.issue(IssueKind::VersionNotFirst, "v=DKIM1", tag.span);
        }
    }

    fn take_key(&mut self, tag: Option<&Tag>, length: usize) {
        let Some(tag) = tag else {
            return self.issue(IssueKind::NoKey, "p", Span { start: length, end: length });
        };
        match key::read(&tag.value, &self.key_type) {
            Ok(key) => self.key = key,
            Err(fault) => {
                self.key = Key::Unreadable;
                self.issue(IssueKind::BadKey(fault), &tag.value, tag.span);
            }
        }
    }

    fn issue(&mut self, kind: IssueKind, text: &str, span: Span) {
        self.issues.push(Issue { kind, text: text.chars().take(80).collect(), span });
    }
}

fn faults(list: &TagList) -> Vec<Issue> {
    let kind = |kind| match kind {
        FaultKind::NoEquals | FaultKind::BadName => IssueKind::NotATag,
        FaultKind::BadCharacter => IssueKind::BadCharacter,
        FaultKind::Duplicate => IssueKind::Duplicate,
    };
    list.faults.iter().map(|f| Issue { kind: kind(f.kind), text: f.text.chars().take(80).collect(), span: f.span }).collect()
}

fn split(value: &str) -> Vec<String> {
    value.split(':').map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

fn is_near_version(value: &str) -> bool {
    let value = value.to_ascii_uppercase();
    value.starts_with("DKIM") || one_edit_apart(&value, "DKIM1")
}

#[cfg(test)]
mod tests;
