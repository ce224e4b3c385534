//! A check is one value: what it is called, what it says, how it judges, and examples that prove it.

use crate::severity::{Severity, Status, Verdict};
use crate::words::{Lang, Words};
use facts::{Facts, Name, Planner, Target};
use std::net::IpAddr;

/// One check over a view `V`. A struct literal with compulsory fields: leaving one out, or one of
/// the languages, does not compile.
pub struct Check<V> {
    /// The catalogue's code (`SPF004`); never reused.
    pub code: &'static str,
    /// The catalogue's name (`spf-lookup-limit`).
    pub name: &'static str,
    /// Default severity of a fail.
    pub severity: Severity,
    /// Other severities that a fail may carry.
    pub other_severities: &'static [Severity],
    /// Verdicts that it can reach; each has an example. `Pass` and `NotApplicable` included.
    pub reaches: &'static [Status],
    /// Sources (`RFC 7208 4.6.4`).
    pub cites: &'static [&'static str],
    /// Codes whose fail on the same subject (or on the audited domain as a whole) makes this one not applicable.
    pub follows: &'static [&'static str],
    /// English words.
    pub en: Words,
    /// Russian words.
    pub ru: Words,
    /// Judges all subjects of the view; in order of the subjects.
    pub judge: fn(&V) -> Vec<(Subject, Verdict)>,
    /// Scenarios on both sides of every boundary.
    pub examples: &'static [Example],
}

/// What a verdict is about: a name without its final dot, or an address as RFC 5952 writes it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject(String);

impl Subject {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Subject {
    /// A word of ours in place of a name: lower-case letters and digits.
    #[must_use]
    pub fn word(word: &'static str) -> Self {
        Self(word.to_owned())
    }

    /// A mailbox, in lower case.
    #[must_use]
    pub fn mailbox(address: &str) -> Self {
        Self(address.to_lowercase())
    }
}

impl From<&Name> for Subject {
    fn from(name: &Name) -> Self {
        Self(name.to_string())
    }
}
impl From<IpAddr> for Subject {
    fn from(address: IpAddr) -> Self {
        Self(address.to_string())
    }
}

/// A scenario with the verdict that it must bring.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// The verdict.
    pub status: Status,
    /// The severity of a fail; `None`: the check's default.
    pub severity: Option<Severity>,
    /// Texts of `facts::fixture::World::layers`, each laid over the ones before.
    pub layers: &'static [&'static str],
}

impl Example {
    /// A scenario in which the rule is broken, at the default severity.
    #[must_use]
    pub const fn fail(layers: &'static [&'static str]) -> Self {
        Self { status: Status::Fail, severity: None, layers }
    }
    /// A scenario in which the rule is broken, at another severity.
    #[must_use]
    pub const fn fail_as(severity: Severity, layers: &'static [&'static str]) -> Self {
        Self { status: Status::Fail, severity: Some(severity), layers }
    }
    /// A scenario in which the rule is kept.
    #[must_use]
    pub const fn pass(layers: &'static [&'static str]) -> Self {
        Self { status: Status::Pass, severity: None, layers }
    }
    /// A scenario in which it cannot be known.
    #[must_use]
    pub const fn unknown(layers: &'static [&'static str]) -> Self {
        Self { status: Status::Unknown, severity: None, layers }
    }
    /// A scenario in which something is merely told.
    #[must_use]
    pub const fn info(layers: &'static [&'static str]) -> Self {
        Self { status: Status::Info, severity: None, layers }
    }
    /// A scenario that the rule does not concern.
    #[must_use]
    pub const fn not_applicable(layers: &'static [&'static str]) -> Self {
        Self { status: Status::NotApplicable, severity: None, layers }
    }
}

/// What a check is, without its view: what reports, catalogues and documents need.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields of `Check`")]
pub struct About {
    pub code: &'static str,
    pub name: &'static str,
    pub severity: Severity,
    pub other_severities: &'static [Severity],
    pub reaches: &'static [Status],
    pub cites: &'static [&'static str],
    pub follows: &'static [&'static str],
    pub en: Words,
    pub ru: Words,
}

impl About {
    /// The words in `lang`.
    #[must_use]
    pub fn words(&self, lang: Lang) -> &Words {
        match lang {
            Lang::En => &self.en,
            Lang::Ru => &self.ru,
        }
    }

    /// The area: the code's letters in lower case (`spf`).
    #[must_use]
    pub fn area(&self) -> String {
        self.code.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect()
    }

    /// Whether it can never fail, only be unknown: its `says` tells what is not known.
    #[must_use]
    pub fn only_ever_unknown(&self) -> bool {
        self.reaches.contains(&Status::Unknown) && !self.reaches.contains(&Status::Fail) && !self.reaches.contains(&Status::Info)
    }
}

impl<V> Check<V> {
    /// What it is, without its view.
    #[must_use]
    pub const fn about(&self) -> About {
        About {
            code: self.code,
            name: self.name,
            severity: self.severity,
            other_severities: self.other_severities,
            reaches: self.reaches,
            cites: self.cites,
            follows: self.follows,
            en: self.en,
            ru: self.ru,
        }
    }

    /// All its verdicts over `view`.
    #[must_use]
    pub fn judge(&self, view: &V) -> Vec<Judged> {
        let about = self.about();
        (self.judge)(view).into_iter().map(|(subject, verdict)| Judged { about, subject, verdict }).collect()
    }
}

/// A verdict with its check and subject.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// Which check.
    pub about: About,
    /// About what.
    pub subject: Subject,
    /// What it says.
    pub verdict: Verdict,
}

/// One audit crate, as the program sees it.
#[derive(Clone, Copy)]
pub struct Audit {
    /// The crate's name (`dns-audit`).
    pub name: &'static str,
    /// What it wants to know.
    pub planners: &'static [Planner],
    /// Its checks.
    pub checks: fn() -> Vec<About>,
    /// All verdicts over the facts.
    pub judge: fn(&Target, &Facts) -> Vec<Judged>,
}
