//! What proves a requirement: which checks, on which subjects, and how several proofs combine.

use crate::lack::Lack;
use facts::{Reason, Target};
use findings::{Finding, Lang, Met, Severity, Status};
use std::collections::BTreeMap;

/// What proves a requirement met or unmet. All else is unknown.
#[derive(Clone, Copy, Debug)]
pub enum Proof {
    /// Some checks.
    Checks(&'static Checks),
    /// The DKIM key: each selector that was named, else any one that was found.
    Key,
    /// A DKIM signature of the message that holds.
    Signature,
    /// SPF passes for the envelope of the message.
    Envelope,
    /// The first for a message that was given, the other one without.
    ForMessage(&'static Proof, &'static Proof),
    /// One of several is enough.
    Any(&'static [Proof]),
    /// All of several.
    All(&'static [Proof]),
    /// The first that is known.
    First(&'static [Proof]),
    /// No check can tell.
    Unseen(Knows),
}

/// Who alone knows what no check can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Knows {
    /// The provider counts it, and shows it to senders.
    Provider,
    /// How the sender keeps his lists.
    Sender,
}

/// Checks that prove together.
#[derive(Debug)]
pub struct Checks {
    /// Each must have passed, or told what it looks for (first: the one that a report names).
    pub prove: &'static [&'static str],
    /// None may fail.
    pub no_fail: &'static [&'static str],
    /// On which subjects.
    pub of: Of,
}

/// The subjects that count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// All.
    Domain,
    /// The sending addresses that the user named, each of them.
    Senders,
    /// Those of a message; where the checks do not apply to it, this is lacking.
    Message(Lack),
    /// These names alone.
    Names(&'static [&'static str]),
}

/// What a proof came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proved {
    /// Whether it is met.
    pub met: Met,
    /// The check that tells.
    pub code: &'static str,
    /// For an unknown: what the audit lacks.
    pub lacks: Lack,
}

/// Findings by code, and what the user said.
pub struct Evidence<'f> {
    target: &'f Target,
    by_code: BTreeMap<&'static str, Vec<&'f Finding>>,
}

/// Codes that break a key.
pub const KEY_BREAKS: &[&str] =
    &["DNS001", "DKIM002", "DKIM003", "DKIM004", "DKIM005", "DKIM008", "DKIM009", "DKIM010", "DKIM011", "DKIM012", "DKIM017"];
/// Tells of a key that can be used.
pub const KEY_OK: &str = "DKIM018";
/// Tells of each signature of a message.
const SIGNATURE: &str = "MSG004";
/// Tells of a message that nobody signed.
const SIGNED: &str = "MSG005";
/// Tells what SPF says of the envelope.
const ENVELOPE: &str = "MSG006";

impl<'f> Evidence<'f> {
    /// Of an audit of `target`.
    pub fn new(target: &'f Target, findings: &'f [Finding]) -> Self {
        let mut by_code: BTreeMap<&'static str, Vec<&'f Finding>> = BTreeMap::new();
        for finding in findings {
            by_code.entry(finding.about.code).or_default().push(finding);
        }
        Self { target, by_code }
    }

    fn has_message(&self) -> bool {
        self.target.message.is_some()
    }

    fn of(&self, code: &str) -> impl Iterator<Item = &'f Finding> + '_ {
        self.by_code.get(code).into_iter().flatten().copied()
    }
}

impl Proof {
    /// What it comes to over the findings.
    pub fn prove(&self, evidence: &Evidence<'_>) -> Proved {
        match self {
            Proof::Checks(checks) => checks.prove(evidence),
            Proof::Key => key(evidence),
            Proof::Signature => signature(evidence),
            Proof::Envelope => envelope(evidence),
            Proof::ForMessage(given, without) => if evidence.has_message() { given } else { without }.prove(evidence),
            Proof::Any(proofs) => combine(proofs, evidence, Met::Met, Met::Unmet),
            Proof::All(proofs) => combine(proofs, evidence, Met::Unmet, Met::Met),
            Proof::First(proofs) => {
                let proved: Vec<Proved> = proofs.iter().map(|p| p.prove(evidence)).collect();
                proved.iter().find(|p| p.met != Met::Unknown).or(proved.first()).copied().unwrap_or(UNSEEN)
            }
            Proof::Unseen(whose) => Proved { lacks: Lack::Sight(*whose), ..UNSEEN },
        }
    }

    /// Whether some check could tell.
    #[must_use]
    pub fn is_visible(&self) -> bool {
        !matches!(self, Proof::Unseen(_))
    }

    /// All codes that it looks at, sorted.
    #[must_use]
    pub fn codes(&self) -> Vec<&'static str> {
        let mut codes = match self {
            Proof::Checks(checks) => [checks.prove, checks.no_fail].concat(),
            Proof::Key => [&[KEY_OK], KEY_BREAKS].concat(),
            Proof::Signature => vec![SIGNATURE, SIGNED],
            Proof::Envelope => vec![ENVELOPE],
            Proof::ForMessage(given, without) => [given.codes(), without.codes()].concat(),
            Proof::Any(proofs) | Proof::All(proofs) | Proof::First(proofs) => proofs.iter().flat_map(Proof::codes).collect(),
            Proof::Unseen(_) => Vec::new(),
        };
        codes.sort_unstable();
        codes.dedup();
        codes
    }
}

const UNSEEN: Proved = Proved { met: Met::Unknown, code: "REQ002", lacks: Lack::Sight(Knows::Provider) };

/// `one`: what a single proof settles; `all`: what it takes all of them for. Else the first unknown speaks.
fn combine(proofs: &[Proof], evidence: &Evidence<'_>, one: Met, all: Met) -> Proved {
    let proved: Vec<Proved> = proofs.iter().map(|p| p.prove(evidence)).collect();
    let found = |met: Met| proved.iter().find(|p| p.met == met).copied();
    found(one).or_else(|| found(Met::Unknown)).or_else(|| found(all)).unwrap_or(UNSEEN)
}

impl Checks {
    fn prove(&self, evidence: &Evidence<'_>) -> Proved {
        let named = self.prove.first().or(self.no_fail.first()).copied().unwrap_or("REQ002");
        let unknown = |lacks| Proved { met: Met::Unknown, code: named, lacks };
        let of_message = matches!(self.of, Of::Message(_) | Of::Names(_));
        match self.of {
            Of::Senders if evidence.target.ips.is_empty() => return unknown(Lack::Address),
            _ if of_message && !evidence.has_message() => return unknown(Lack::Message),
            _ => {}
        }
        let codes = || self.prove.iter().chain(self.no_fail);
        if let Some(code) = codes().find(|code| self.counted(evidence, code).any(|f| f.status == Status::Fail)) {
            return Proved { met: Met::Unmet, code, lacks: Lack::Answer };
        }
        let mut open = codes().flat_map(|code| self.counted(evidence, code)).filter(|f| f.status == Status::Unknown);
        if let Some(finding) = open.next() {
            return unknown(if wants_envelope(finding) { Lack::Envelope } else { Lack::Answer });
        }
        if !self.prove.is_empty() && self.prove.iter().all(|code| self.is_shown(evidence, code)) {
            return Proved { met: Met::Met, code: named, lacks: Lack::Answer };
        }
        unknown(match self.of {
            Of::Message(lack) => lack,
            _ => Lack::Answer,
        })
    }

    fn counted<'f>(&self, evidence: &'f Evidence<'f>, code: &str) -> impl Iterator<Item = &'f Finding> {
        let (of, ips) = (self.of, &evidence.target.ips);
        evidence.of(code).filter(move |f| match of {
            Of::Senders => ips.iter().any(|ip| ip.to_string() == f.subject.as_str()),
            Of::Names(names) => names.contains(&f.subject.as_str()),
            Of::Domain | Of::Message(_) => true,
        })
    }

    /// Whether the check said yes: of every sending address where it is about these; of names, where it speaks of none of them.
    fn is_shown(&self, evidence: &Evidence<'_>, code: &str) -> bool {
        let yes = |f: &Finding| matches!(f.status, Status::Pass | Status::Info);
        match self.of {
            Of::Domain | Of::Message(_) => evidence.of(code).any(yes),
            Of::Names(names) => evidence.of(code).any(|f| yes(f) || !names.contains(&f.subject.as_str())),
            Of::Senders => evidence.target.ips.iter().all(|ip| evidence.of(code).any(|f| yes(f) && f.subject.as_str() == ip.to_string())),
        }
    }
}

/// Whether it is only not known because nobody said who brought the message.
fn wants_envelope(finding: &Finding) -> bool {
    finding.gaps.first().is_some_and(|gap| gap.reason == Reason::NoSendingAddress)
}

/// One signature that holds is enough, whatever became of the others.
fn signature(evidence: &Evidence<'_>) -> Proved {
    let is = |status| evidence.of(SIGNATURE).any(|f| f.status == status);
    let (met, code) = match () {
        () if is(Status::Pass) => (Met::Met, SIGNATURE),
        () if is(Status::Unknown) => (Met::Unknown, SIGNATURE),
        () if is(Status::Fail) => (Met::Unmet, SIGNATURE),
        // No signature at all.
        () if evidence.of(SIGNED).next().is_some() => (Met::Unmet, SIGNED),
        () => (Met::Unknown, SIGNATURE),
    };
    Proved { met, code, lacks: Lack::Answer }
}

/// What SPF said of the envelope, aligned or not.
fn envelope(evidence: &Evidence<'_>) -> Proved {
    let told = evidence.of(ENVELOPE).find_map(|f| match f.status {
        Status::Unknown => Some((Met::Unknown, if wants_envelope(f) { Lack::Envelope } else { Lack::Answer })),
        _ if f.evidence.get("result")?.to_text(Lang::En) == "pass" => Some((Met::Met, Lack::Answer)),
        _ => Some((Met::Unmet, Lack::Answer)),
    });
    let (met, lacks) = told.unwrap_or((Met::Unknown, Lack::Answer));
    Proved { met, code: ENVELOPE, lacks }
}

/// Keys at selectors that were named must all be usable; of those that were only guessed one is enough.
fn key(evidence: &Evidence<'_>) -> Proved {
    let broken = KEY_BREAKS.iter().find(|code| evidence.of(code).any(|f| f.status == Status::Fail && f.severity >= Severity::Warning));
    let is_broken = |subject: &str| {
        let fails = |f: &Finding| f.subject.as_str() == subject && f.status == Status::Fail && f.severity >= Severity::Warning;
        KEY_BREAKS.iter().any(|code| evidence.of(code).any(fails))
    };
    let usable: Vec<&str> =
        evidence.of(KEY_OK).filter(|f| f.status == Status::Info).map(|f| f.subject.as_str()).filter(|s| !is_broken(s)).collect();
    let selectors = &evidence.target.selectors;
    let has = |selector: &String| usable.iter().any(|at| at.starts_with(&format!("{selector}._domainkey.")));
    let met = Proved { met: Met::Met, code: KEY_OK, lacks: Lack::Answer };
    match broken {
        _ if selectors.is_empty() && !usable.is_empty() => met,
        Some(code) => Proved { met: Met::Unmet, code, ..met },
        None if !selectors.is_empty() && selectors.iter().all(has) => met,
        None => {
            let lacks = if selectors.is_empty() { Lack::Selector } else { Lack::Answer };
            Proved { met: Met::Unknown, code: if selectors.is_empty() { "DKIM001" } else { "DKIM002" }, lacks }
        }
    }
}
