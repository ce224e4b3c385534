//! The grammar of DMARC policy records (RFC 9989 4.7): tags, defaults, report addresses, and what is wrong.
//!
//! Bytes in, a value with issues out: parsing never fails and never asks. Which record applies to
//! a domain is not known here.

mod meant;
mod near_miss;
pub(crate) mod uri;

pub use meant::Meant;
pub use near_miss::{NearMiss, near_miss};
pub use uri::{ReportUri, UriFault};

use crate::domain::one_edit_apart;
use crate::spf::Span;
use crate::tags::{FaultKind, Tag, TagList};

/// The tags of RFC 9989 4.7.
pub const TAGS: [&str; 11] = ["v", "p", "sp", "np", "psd", "t", "adkim", "aspf", "rua", "ruf", "fo"];

/// The tags that RFC 9989 removed.
pub const OBSOLETE_TAGS: [&str; 3] = ["pct", "rf", "ri"];

/// What a domain asks receivers to do with mail that fails; ordered, the strictest last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Policy {
    /// Nothing but reports.
    #[default]
    None,
    /// Treat as suspicious.
    Quarantine,
    /// Refuse.
    Reject,
}

/// A tag that may be absent or unreadable.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Field<T> {
    /// Not in the record.
    #[default]
    Absent,
    /// There, with a value of the grammar.
    Valid(T),
    /// There, with another value.
    Invalid,
}

/// How closely a domain must match (`adkim`, `aspf`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Alignment {
    /// The organisational domains are equal.
    #[default]
    Relaxed,
    /// The names are equal.
    Strict,
}

/// What the record says of the name that it stands at (`psd`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Psd {
    /// Nothing: the default.
    #[default]
    Unsaid,
    /// A public suffix.
    Suffix,
    /// The organisational domain.
    Organisational,
}

/// A parsed record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DmarcRecord {
    /// The record as [`crate::tags::shown`].
    pub text: String,
    /// `p`.
    pub p: Field<Policy>,
    /// `sp`: for existing names below.
    pub sp: Field<Policy>,
    /// `np`: for names below that do not exist.
    pub np: Field<Policy>,
    /// `psd`.
    pub psd: Psd,
    /// `t=y`: the policy applied is one step weaker.
    pub test: bool,
    /// `adkim`.
    pub adkim: Alignment,
    /// `aspf`.
    pub aspf: Alignment,
    /// `rua`; `None` without the tag.
    pub rua: Option<Vec<ReportUri>>,
    /// `ruf`; `None` without the tag.
    pub ruf: Option<Vec<ReportUri>>,
    /// `pct`, in percent, where it is a number from 0 to 100. Old receivers honour it.
    pub pct: Option<u8>,
    /// What is wrong or worth a word, in order of place.
    pub issues: Vec<Issue>,
}

/// Something wrong in a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// What.
    pub kind: IssueKind,
    /// The tag's name, or the whole item where it has none.
    pub tag: String,
    /// Its value; empty where there is none.
    pub value: String,
    /// Where.
    pub span: Span,
    /// The nearest right spelling.
    pub nearest: Option<&'static str>,
}

/// What is wrong with a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum IssueKind {
    /// An item that is no `name=value`.
    NotATag,
    /// An octet that no value may hold.
    BadCharacter,
    /// A value that the tag does not know.
    BadValue,
    /// The same tag once more.
    Duplicate,
    /// A tag that no document defines.
    Unknown,
    /// A tag that RFC 9989 removed (appendix C).
    Obsolete,
}

/// Whether the joined octets of a TXT record are a DMARC record: `v=DMARC1` comes first, alone or
/// before a semicolon (RFC 9989 4.7). What is none is skipped before records are counted (4.10).
#[must_use]
pub fn is_dmarc(octets: &[u8]) -> bool {
    let blank = |b: &u8| matches!(b, b' ' | b'\t');
    let behind = |rest: &[u8]| rest[rest.iter().take_while(|b| blank(b)).count()..].to_vec();
    let head = &octets[..octets.len().min(400)];
    let Some(rest) = head.strip_prefix(b"v").map(behind) else { return false };
    let Some(rest) = rest.strip_prefix(b"=").map(behind) else { return false };
    let Some(rest) = rest.strip_prefix(b"DMARC1").map(behind) else { return false };
    rest.first().is_none_or(|b| *b == b';')
}

impl DmarcRecord {
    /// Reads a record for which [`is_dmarc`] holds; anything is read somehow.
    #[must_use]
    pub fn parse(octets: &[u8]) -> Self {
        let list = TagList::parse(octets);
        let mut record = DmarcRecord { text: list.text.clone(), ..Self::default() };
        record.take_faults(&list);
        for (index, tag) in list.tags.iter().enumerate() {
            // Of a pair the first is kept: RFC 6376 3.2 calls the list invalid and says no more.
            if list.tags[..index].iter().all(|earlier| earlier.name != tag.name) {
                record.take_tag(tag);
            }
        }
        record.issues.sort_by_key(|i| i.span);
        record
    }

    /// Whether at least one aggregate report could be sent.
    #[must_use]
    pub fn has_usable_rua(&self) -> bool {
        self.rua.iter().flatten().any(ReportUri::is_usable)
    }

    /// Whether receivers can act on the record: `p` is there, and `p`, `sp` and `np` are readable.
    /// Otherwise it counts as `p=none` with a usable `rua` and as nothing without (RFC 9989 4.10.1).
    #[must_use]
    pub fn is_sound(&self) -> bool {
        matches!(self.p, Field::Valid(_)) && self.sp != Field::Invalid && self.np != Field::Invalid
    }

    /// The issues of these kinds.
    pub fn issues_of(&self, kinds: &[IssueKind]) -> impl Iterator<Item = &Issue> {
        self.issues.iter().filter(move |i| kinds.contains(&i.kind))
    }

    fn take_faults(&mut self, list: &TagList) {
        for fault in &list.faults {
            let kind = match fault.kind {
                FaultKind::NoEquals | FaultKind::BadName => IssueKind::NotATag,
                FaultKind::BadCharacter => IssueKind::BadCharacter,
                FaultKind::Duplicate => IssueKind::Duplicate,
            };
            let (tag, value) = fault.text.split_once('=').unwrap_or((&fault.text, ""));
            let (tag, value) = (tag.trim().to_owned(), value.trim().to_owned());
            self.issues.push(Issue { kind, tag, value, span: fault.span, nearest: None });
        }
    }

    fn take_tag(&mut self, tag: &Tag) {
        let value = tag.value.to_ascii_lowercase();
        match tag.name.as_str() {
            // Its place and value are the business of `is_dmarc`.
            "v" => {}
            "p" => self.p = self.policy(tag, &value),
            "sp" => self.sp = self.policy(tag, &value),
            "np" => self.np = self.policy(tag, &value),
            "psd" => self.psd = self.choice(tag, &value, &[("u", Psd::Unsaid), ("y", Psd::Suffix), ("n", Psd::Organisational)]),
            "t" => self.test = self.choice(tag, &value, &[("n", false), ("y", true)]),
            "adkim" => self.adkim = self.choice(tag, &value, &[("r", Alignment::Relaxed), ("s", Alignment::Strict)]),
            "aspf" => self.aspf = self.choice(tag, &value, &[("r", Alignment::Relaxed), ("s", Alignment::Strict)]),
            // RFC 7489 allowed `0:1:d:s` in any mixture; old records keep it and nobody minds.
            "fo" if value.split(':').all(|part| matches!(part.trim(), "0" | "1" | "d" | "s")) => {}
            "fo" => self.issue(IssueKind::BadValue, tag, None),
            "rua" => self.rua = Some(uri::parse_list(tag)),
            "ruf" => self.ruf = Some(uri::parse_list(tag)),
            "pct" => {
                self.pct = value.parse().ok().filter(|n| *n <= 100);
                self.issue(IssueKind::Obsolete, tag, None);
            }
            "rf" | "ri" => self.issue(IssueKind::Obsolete, tag, None),
            // RFC 9989 4.8 gives tags letters alone; what RFC 6376 3.2 allows beyond is ignored just so.
            name if !name.contains(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                && name.starts_with(|c: char| c.is_ascii_alphabetic()) =>
            {
                let nearest = TAGS.into_iter().find(|known| known.eq_ignore_ascii_case(name));
                let nearest = nearest.or_else(|| TAGS.into_iter().filter(|k| k.len() > 1).find(|known| one_edit_apart(known, name)));
                self.issue(IssueKind::Unknown, tag, nearest);
            }
            // No name at all: the list's faults have told it.
            _ => {}
        }
    }

    fn policy(&mut self, tag: &Tag, value: &str) -> Field<Policy> {
        const POLICIES: [(&str, Policy); 3] = [("none", Policy::None), ("quarantine", Policy::Quarantine), ("reject", Policy::Reject)];
        if let Some((_, policy)) = POLICIES.into_iter().find(|(word, _)| *word == value) {
            return Field::Valid(policy);
        }
        let cut_short = |word: &str| value.get(..3).is_some_and(|start| word.starts_with(start));
        let nearest = POLICIES.into_iter().map(|(word, _)| word).find(|word| one_edit_apart(word, value) || cut_short(word));
        self.issue(IssueKind::BadValue, tag, nearest);
        Field::Invalid
    }

    fn choice<T: Copy + Default>(&mut self, tag: &Tag, value: &str, choices: &[(&str, T)]) -> T {
        let chosen = choices.iter().find(|(word, _)| *word == value).map(|(_, meaning)| *meaning);
        if chosen.is_none() {
            self.issue(IssueKind::BadValue, tag, None);
        }
        // A syntax error leaves the default (RFC 9989 4.7).
        chosen.unwrap_or_default()
    }

    fn issue(&mut self, kind: IssueKind, tag: &Tag, nearest: Option<&'static str>) {
        self.issues.push(Issue { kind, tag: tag.name.clone(), value: tag.value.clone(), span: tag.span, nearest });
    }
}

impl Policy {
    /// The word of the record.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Policy::None => "none",
            Policy::Quarantine => "quarantine",
            Policy::Reject => "reject",
        }
    }

    /// One step weaker, as `t=y` asks (RFC 9989 4.7).
    #[must_use]
    pub fn weaker(self) -> Self {
        match self {
            Policy::Reject => Policy::Quarantine,
            Policy::Quarantine | Policy::None => Policy::None,
        }
    }
}

impl<T: Copy> Field<T> {
    /// The value, where there is a readable one.
    #[must_use]
    pub fn valid(&self) -> Option<T> {
        match self {
            Field::Valid(value) => Some(*value),
            Field::Absent | Field::Invalid => None,
        }
    }
}

#[cfg(test)]
mod tests;
