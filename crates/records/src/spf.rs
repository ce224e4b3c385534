//! The grammar of SPF records (RFC 7208 4.5 to 7.1): every term with its place, and what is wrong with it.
//!
//! Bytes in, a value with issues out: parsing never fails, never asks and never expands a name by itself.

mod domain_spec;
mod macros;
mod near_miss;
mod spelling;
mod term;

pub use domain_spec::{DomainSpec, MacroText, Piece};
pub use macros::MacroValues;
pub use near_miss::{NearMiss, mended, near_miss};

use std::net::{Ipv4Addr, Ipv6Addr};

/// At most so many issues are kept of one record; a record of garbage has as many as it has terms.
pub const MOST_ISSUES: usize = 50;

/// A place in a record: octets from `start` (counted from 0) to before `end`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The first octet.
    pub start: usize,
    /// One behind the last octet.
    pub end: usize,
}

impl Span {
    /// The column as people count: from 1.
    #[must_use]
    pub fn column(self) -> usize {
        self.start + 1
    }
}

/// A parsed record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpfRecord {
    /// The record as text with one character for each octet: what is not printable ASCII stands as
    /// U+FFFD, so that a column is a column.
    pub text: String,
    /// Its length in octets.
    pub length: usize,
    /// All terms behind the version, in order.
    pub terms: Vec<Term>,
    /// What is wrong, in order of place; at most [`MOST_ISSUES`].
    pub issues: Vec<Issue>,
}

/// One term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Where it stands.
    pub span: Span,
    /// Its text, as [`SpfRecord::text`].
    pub text: String,
    /// What it is.
    pub kind: TermKind,
}

/// What a term is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TermKind {
    /// A mechanism with its qualifier.
    Directive(Qualifier, Mechanism),
    /// `redirect=` (RFC 7208 6.1).
    Redirect(DomainSpec),
    /// `exp=` (RFC 7208 6.2).
    Exp(DomainSpec),
    /// A modifier that RFC 7208 does not define; legal and ignored (section 6), as `ra=` of RFC 6652.
    Unknown {
        /// Its name as written.
        name: String,
    },
    /// No term of the grammar; an issue says why.
    Broken,
}

/// What a match means (RFC 7208 4.6.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Qualifier {
    /// `+`, or none written.
    #[default]
    Pass,
    /// `-`
    Fail,
    /// `~`
    Softfail,
    /// `?`
    Neutral,
}

impl Qualifier {
    /// The sign.
    #[must_use]
    pub fn sign(self) -> char {
        match self {
            Qualifier::Pass => '+',
            Qualifier::Fail => '-',
            Qualifier::Softfail => '~',
            Qualifier::Neutral => '?',
        }
    }
}

/// The eight mechanisms (RFC 7208 5).
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "named as in RFC 7208")]
pub enum Mechanism {
    All,
    Include(DomainSpec),
    A { domain: Option<DomainSpec>, cidr: DualCidr },
    Mx { domain: Option<DomainSpec>, cidr: DualCidr },
    Ptr(Option<DomainSpec>),
    Ip4 { network: Ipv4Addr, prefix: u8 },
    Ip6 { network: Ipv6Addr, prefix: u8 },
    Exists(DomainSpec),
}

impl Mechanism {
    /// Its name in lower case.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Mechanism::All => "all",
            Mechanism::Include(_) => "include",
            Mechanism::A { .. } => "a",
            Mechanism::Mx { .. } => "mx",
            Mechanism::Ptr(_) => "ptr",
            Mechanism::Ip4 { .. } => "ip4",
            Mechanism::Ip6 { .. } => "ip6",
            Mechanism::Exists(_) => "exists",
        }
    }

    /// The domain-spec, where one is written.
    #[must_use]
    pub fn domain(&self) -> Option<&DomainSpec> {
        match self {
            Mechanism::Include(d) | Mechanism::Exists(d) => Some(d),
            Mechanism::A { domain, .. } | Mechanism::Mx { domain, .. } | Mechanism::Ptr(domain) => domain.as_ref(),
            Mechanism::All | Mechanism::Ip4 { .. } | Mechanism::Ip6 { .. } => None,
        }
    }
}

/// Prefix lengths of `a` and `mx` (RFC 7208 5.3): 32 and 128 where none is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DualCidr {
    /// For IPv4, 0 to 32.
    pub v4: u8,
    /// For IPv6, 0 to 128.
    pub v6: u8,
}

impl Default for DualCidr {
    fn default() -> Self {
        Self { v4: 32, v6: 128 }
    }
}

/// Something wrong in a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// The octets at fault, within the term.
    pub span: Span,
    /// The term in which it lies, counted from 0.
    pub term: usize,
    /// What it is.
    pub kind: IssueKind,
    /// The nearest right spelling of the whole term, where one is likely.
    pub instead: Option<String>,
}

/// What can be wrong with a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum IssueKind {
    /// Neither a mechanism nor a modifier has this name.
    UnknownMechanism,
    /// A modifier name that does not begin with a letter, or holds a character that it must not.
    ModifierName,
    /// The name of a mechanism before `=`: legal, and ignored by every receiver.
    MechanismAsModifier,
    /// A second `v=spf1`: legal, and ignored by every receiver.
    VersionAgain,
    /// A value is required and missing.
    MissingValue,
    /// A value, or a prefix length, where none is allowed.
    UnexpectedValue,
    /// The domain does not end in a macro or a top label with a letter (RFC 7208 7.1).
    BadDomain,
    /// A `%` that begins no macro, or a macro that is not closed or not defined.
    BadMacro,
    /// `c`, `r` or `t` outside an explanation (RFC 7208 7.2).
    ExplanationMacro,
    /// A prefix length of `a` or `mx` that is no number from 0 to 32 or 128.
    BadPrefix,
    /// No IPv4 or IPv6 address behind `ip4:` or `ip6:`.
    BadAddress,
    /// A number of an address with a leading zero.
    LeadingZero,
    /// An IPv6 address behind `ip4:`, or the reverse.
    WrongFamily,
    /// A prefix length of `ip4` or `ip6` out of range.
    AddressPrefix,
    /// A control character; only spaces part terms (RFC 7208 4.6.1).
    ControlCharacter,
    /// An octet outside ASCII.
    NotAscii,
    /// `redirect` more than once (RFC 7208 6).
    RedirectTwice,
    /// `exp` more than once (RFC 7208 6).
    ExpTwice,
}

impl IssueKind {
    /// Whether a receiver gives permerror for it; the others are ignored in silence.
    #[must_use]
    pub fn is_permerror(self) -> bool {
        !matches!(self, IssueKind::MechanismAsModifier | IssueKind::VersionAgain)
    }

    /// Whether it lies in the address or prefix length of an `ip4` or `ip6`.
    #[must_use]
    pub fn is_address(self) -> bool {
        matches!(self, IssueKind::BadAddress | IssueKind::LeadingZero | IssueKind::WrongFamily | IssueKind::AddressPrefix)
    }

    /// Whether it is a modifier given twice.
    #[must_use]
    pub fn is_repeated_modifier(self) -> bool {
        matches!(self, IssueKind::RedirectTwice | IssueKind::ExpTwice)
    }
}

/// Whether the joined octets of a TXT record are an SPF record: `v=spf1` in any case, then a space
/// or the end (RFC 7208 4.5).
#[must_use]
pub fn is_spf(octets: &[u8]) -> bool {
    let version = octets.get(..6).is_some_and(|v| v.eq_ignore_ascii_case(b"v=spf1"));
    version && matches!(octets.get(6), None | Some(b' '))
}

impl SpfRecord {
    /// Reads the joined octets of a record for which [`is_spf`] holds.
    #[must_use]
    pub fn parse(octets: &[u8]) -> Self {
        let text = printable(octets);
        let mut record = Self { text, length: octets.len(), terms: Vec::new(), issues: Vec::new() };
        for span in words(octets, 6.min(octets.len())) {
            record.add(octets, span);
        }
        record.join_hints();
        record
    }

    fn add(&mut self, octets: &[u8], span: Span) {
        let index = self.terms.len();
        let word = &octets[span.start..span.end];
        let kind = match term::parse(word) {
            Ok((kind, remark)) => {
                if let Some(remark) = remark {
                    self.issue(index, span, remark);
                }
                kind
            }
            Err(fault) => {
                self.issue(index, span, fault);
                TermKind::Broken
            }
        };
        let twice = |seen: fn(&TermKind) -> bool| seen(&kind) && self.terms.iter().any(|t| seen(&t.kind));
        let repeated = if twice(|k| matches!(k, TermKind::Redirect(_))) {
            Some(IssueKind::RedirectTwice)
        } else if twice(|k| matches!(k, TermKind::Exp(_))) {
            Some(IssueKind::ExpTwice)
        } else {
            None
        };
        if let Some(kind) = repeated {
            self.issue(index, span, term::Fault::new(kind, 0, word.len()));
        }
        self.terms.push(Term { span, text: printable(word), kind });
    }

    fn issue(&mut self, term: usize, span: Span, fault: term::Fault) {
        // Whether a record is broken must survive the limit on how much of it is told.
        if self.issues.len() < MOST_ISSUES || (fault.kind.is_permerror() && !self.is_permerror()) {
            let place = Span { start: span.start + fault.start, end: span.start + fault.end };
            self.issues.push(Issue { span: place, term, kind: fault.kind, instead: fault.instead });
        }
    }

    /// `include: example.com` and `- all`: the space is the fault, so the hint joins what it parted.
    fn join_hints(&mut self) {
        for issue in &mut self.issues {
            if issue.kind != IssueKind::MissingValue && issue.kind != IssueKind::UnknownMechanism {
                continue;
            }
            let (Some(term), Some(next)) = (self.terms.get(issue.term), self.terms.get(issue.term + 1)) else { continue };
            let open = term.text.ends_with([':', '=']) || matches!(term.text.as_str(), "+" | "-" | "~" | "?");
            let joined = format!("{}{}", term.text, next.text);
            if open && matches!(term::read(joined.as_bytes()), Ok((_, None))) {
                issue.instead = Some(joined);
            }
        }
    }

    /// Whether a receiver gives permerror for its syntax alone (RFC 7208 4.6).
    #[must_use]
    pub fn is_permerror(&self) -> bool {
        self.issues.iter().any(|i| i.kind.is_permerror())
    }

    /// The index of the first `all`.
    #[must_use]
    pub fn first_all(&self) -> Option<usize> {
        self.terms.iter().position(|t| matches!(t.kind, TermKind::Directive(_, Mechanism::All)))
    }

    /// The first `redirect`, used or not.
    #[must_use]
    pub fn redirect(&self) -> Option<(usize, &DomainSpec)> {
        self.terms.iter().enumerate().find_map(|(i, t)| match &t.kind {
            TermKind::Redirect(domain) => Some((i, domain)),
            _ => None,
        })
    }

    /// The first `exp`.
    #[must_use]
    pub fn exp(&self) -> Option<&DomainSpec> {
        self.terms.iter().find_map(|t| match &t.kind {
            TermKind::Exp(domain) => Some(domain),
            _ => None,
        })
    }

    /// Where it redirects to, when it has no mechanism of its own and no macro stands in the target.
    #[must_use]
    pub fn redirects_only(&self) -> Option<&str> {
        let alone = !self.is_permerror() && !self.terms.iter().any(|t| matches!(t.kind, TermKind::Directive(..)));
        self.redirect().filter(|_| alone).and_then(|(_, spec)| spec.literal())
    }

    /// Whether it says that nobody sends: `-all` before any other mechanism, and no broken term.
    #[must_use]
    pub fn authorises_nobody(&self) -> bool {
        let first = self.terms.iter().find_map(|t| match &t.kind {
            TermKind::Directive(qualifier, mechanism) => Some((*qualifier, mechanism)),
            _ => None,
        });
        !self.is_permerror() && matches!(first, Some((Qualifier::Fail, Mechanism::All)))
    }
}

fn printable(octets: &[u8]) -> String {
    octets.iter().map(|&b| if (0x20..0x7f).contains(&b) { char::from(b) } else { '\u{fffd}' }).collect()
}

/// Terms are parted by spaces alone (RFC 7208 4.6.1).
fn words(octets: &[u8], from: usize) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut start = None;
    for (at, &byte) in octets.iter().enumerate().skip(from).chain([(octets.len(), &b' ')]) {
        match (byte, start) {
            (b' ', Some(begun)) => {
                spans.push(Span { start: begun, end: at });
                start = None;
            }
            (b' ', None) => {}
            (_, None) => start = Some(at),
            _ => {}
        }
    }
    spans
}

#[cfg(test)]
mod tests;
