//! An SPF record being made: its terms in order, each a text that parses, and what was done to get there.

use crate::spf::ranges::{self, Addresses, Network};
use crate::words::{plain, sentence};
use facts::Name;
use findings::{Evidence, Value};
use records::spf::{DomainSpec, IssueKind, Mechanism, Qualifier, SpfRecord, TermKind, mended};
use std::collections::BTreeSet;
use std::net::IpAddr;

#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// Terms behind the version.
    pub terms: Vec<String>,
    pub notes: Vec<Value>,
}

impl Draft {
    /// One record of all `texts`: what is misspelt is mended, every term stands once, what stood behind `all` comes
    /// before it, and the mildest `all` ends it, so that joining cuts nobody off.
    pub fn of(domain: &Name, texts: &[String]) -> Self {
        let mut draft = Self::default();
        let (mut tails, mut end, mut met) = (Vec::<String>::new(), None, BTreeSet::new());
        for text in texts {
            let record = draft.read(text);
            let mut parts = Parts::of(&record);
            // Before an all that lets everybody send, a refusal behind it would take effect for the first time.
            let idle = if parts.all == Some(Qualifier::Pass) { parts.take_refusals() } else { Vec::new() };
            if !idle.is_empty() {
                draft.note_terms(
                    "dropped, since +all before it lets those senders through: {terms}",
                    "убраны: +all перед ними уже разрешает отправку этим адресам: {terms}",
                    &idle,
                );
            }
            if !parts.behind.is_empty() {
                draft.note_terms(
                    "moved before all, behind which no receiver looks: {terms}",
                    "перенесены перед all, за которым получатели не смотрят: {terms}",
                    &parts.behind,
                );
            }
            // Beside other records a redirect becomes an include: behind their all nobody would follow it.
            let redirects = parts.redirect.is_some() && parts.all.is_none() && texts.len() == 1;
            let redirect = match (parts.redirect, texts.len()) {
                (Some(target), 1) if parts.all.is_none() => {
                    tails.push(format!("redirect={target}"));
                    None
                }
                (Some(target), _) if parts.all.is_none() => Some(format!("include:{target}")),
                (Some(target), _) => {
                    draft.note_terms(
                        "dropped, since all makes receivers pass over it: {terms}",
                        "убран: при наличии all получатели его не читают: {terms}",
                        &[format!("redirect={target}")],
                    );
                    None
                }
                (None, _) => None,
            };
            if !redirects && parts.all == Some(Qualifier::Neutral) && texts.len() == 1 {
                draft.notes.push(plain(
                    "?all is now ~all: mail of others is marked, not refused; nobody on the list is concerned",
                    "?all заменён на ~all: чужая почта помечается, но не отклоняется; указанных отправителей это не касается",
                ));
                end = Some(mildness(Qualifier::Softfail));
            } else if !redirects {
                end = end.max(Some(mildness(parts.all.unwrap_or(Qualifier::Softfail))));
            }
            for term in parts.before.into_iter().chain(parts.behind).chain(redirect) {
                let first = met.insert(key(domain, &term));
                if first {
                    draft.terms.push(term);
                } else if texts.len() == 1 {
                    draft.note_terms("dropped, it stands there twice: {terms}", "убран повтор: {terms}", &[term]);
                }
            }
            for modifier in parts.modifiers {
                // One exp is all that a record may have (RFC 7208 6).
                let is_exp = |m: &String| m.get(..4).is_some_and(|name| name.eq_ignore_ascii_case("exp="));
                let met = tails.contains(&modifier) || (is_exp(&modifier) && tails.iter().any(is_exp));
                tails.extend((!met).then_some(modifier));
            }
        }
        if texts.len() > 1 {
            draft.notes.push(sentence(
                "joined from {count} records, of which receivers accept none",
                "собрана из нескольких записей ({count}), ни одну из которых получатели не принимают",
                Evidence::new().with("count", texts.len()),
            ));
        }
        draft.terms.extend(end.map(|rank| format!("{}all", SIGNS[rank])));
        draft.terms.extend(tails);
        draft
    }

    pub fn record(&self) -> String {
        std::iter::once("v=spf1").chain(self.terms.iter().map(String::as_str)).collect::<Vec<_>>().join(" ")
    }

    pub fn parsed(&self) -> SpfRecord {
        SpfRecord::parse(self.record().as_bytes())
    }

    /// Whether a term before `all` refuses anybody, so that the order of terms counts.
    pub fn refuses(&self) -> bool {
        let refuses = |k: &TermKind| matches!(k, TermKind::Directive(q, m) if *q != Qualifier::Pass && *m != Mechanism::All);
        self.parsed().terms.iter().any(|t| refuses(&t.kind))
    }

    /// Puts a term in front of the first one.
    pub fn put_first(&mut self, term: String) {
        self.terms.insert(0, term);
    }

    /// Puts a term before `all` or the first modifier.
    pub fn put_last(&mut self, term: String) {
        let parsed = self.parsed();
        let ends = |k: &TermKind| !matches!(k, TermKind::Directive(_, m) if *m != Mechanism::All);
        let at = parsed.terms.iter().position(|t| ends(&t.kind)).unwrap_or(self.terms.len());
        self.terms.insert(at, term);
    }

    pub fn note_terms(&mut self, en: &'static str, ru: &'static str, terms: &[String]) {
        self.notes.push(sentence(en, ru, Evidence::new().with("terms", terms.join(" "))));
    }

    /// The terms of a record with the nearest right spelling in place of what is wrong; what nothing is near to is
    /// dropped, and said so.
    fn read(&mut self, text: &str) -> SpfRecord {
        let record = if records::spf::is_spf(text.as_bytes()) {
            SpfRecord::parse(text.as_bytes())
        } else {
            SpfRecord::parse(mended(text).as_bytes())
        };
        let (mut words, mut at) = (Vec::new(), 0);
        while let Some(term) = record.terms.get(at) {
            at += 1;
            let Some(issue) = record.issues.iter().find(|i| i.term == at - 1) else {
                words.push(term.text.clone());
                continue;
            };
            match &issue.instead {
                Some(right) => {
                    let next = record.terms.get(at).map(|n| format!("{}{}", term.text, n.text));
                    at += usize::from(next.as_ref() == Some(right));
                    let evidence = Evidence::new().with("term", term.text.clone()).with("right", right.clone());
                    self.notes.push(sentence("spelling: {term} is now {right}", "исправлено написание: {term} → {right}", evidence));
                    words.push(right.clone());
                }
                None if issue.kind == IssueKind::VersionAgain => {}
                None => self.note_terms(
                    "dropped, since it cannot be read and makes receivers reject the whole record: {terms}",
                    "убран: прочесть его нельзя, и из-за него получатели отвергают всю запись: {terms}",
                    std::slice::from_ref(&term.text),
                ),
            }
        }
        SpfRecord::parse(format!("v=spf1 {}", words.join(" ")).as_bytes())
    }

    /// Puts ranges before terms that ask, where no term between them refuses anybody: most senders then need no look-up.
    pub fn ranges_first(&mut self) {
        let parsed = self.parsed();
        let passes = |k: &TermKind| matches!(k, TermKind::Directive(Qualifier::Pass, m) if *m != Mechanism::All);
        let (mut terms, mut ranges, mut asking) = (Vec::new(), Vec::new(), Vec::new());
        for (text, term) in self.terms.iter().zip(&parsed.terms) {
            match &term.kind {
                TermKind::Directive(_, m) if passes(&term.kind) && network(m).is_some() => ranges.push(text.clone()),
                kind if passes(kind) => asking.push(text.clone()),
                _ => {
                    terms.append(&mut ranges);
                    terms.append(&mut asking);
                    terms.push(text.clone());
                }
            }
        }
        terms.append(&mut ranges);
        terms.append(&mut asking);
        self.terms = terms;
    }

    /// Joins ranges that lie in others or side by side, exactly, where no term between them refuses anybody.
    pub fn join_ranges(&mut self) {
        let parsed = self.parsed();
        let (mut terms, mut run) = (Vec::new(), Vec::new());
        for (text, term) in self.terms.iter().zip(&parsed.terms) {
            match &term.kind {
                TermKind::Directive(Qualifier::Pass, mechanism) if *mechanism != Mechanism::All => {
                    run.push((text.clone(), network(mechanism)))
                }
                _ => {
                    terms.extend(joined(std::mem::take(&mut run)));
                    terms.push(text.clone());
                }
            }
        }
        terms.extend(joined(run));
        if terms != self.terms {
            let evidence = Evidence::new().with("before", self.terms.len()).with("after", terms.len());
            self.notes.push(sentence(
                "ranges that lie in others or side by side are joined, to the same addresses: terms before {before}, now {after}",
                "вложенные и соседние диапазоны объединены, адреса те же: элементов было {before}, стало {after}",
                evidence,
            ));
            self.terms = terms;
        }
    }
}

/// What a record is made of.
struct Parts {
    before: Vec<String>,
    all: Option<Qualifier>,
    behind: Vec<String>,
    redirect: Option<String>,
    /// `exp` and what RFC 7208 does not define.
    modifiers: Vec<String>,
}

impl Parts {
    fn of(record: &SpfRecord) -> Self {
        let mut parts = Self { before: Vec::new(), all: None, behind: Vec::new(), redirect: None, modifiers: Vec::new() };
        for term in &record.terms {
            match &term.kind {
                TermKind::Directive(qualifier, Mechanism::All) => parts.all = parts.all.or(Some(*qualifier)),
                TermKind::Directive(..) if parts.all.is_some() => parts.behind.push(term.text.clone()),
                TermKind::Directive(..) => parts.before.push(term.text.clone()),
                TermKind::Redirect(spec) => parts.redirect = parts.redirect.or(Some(spec.text.clone())),
                TermKind::Exp(_) | TermKind::Unknown { .. } => parts.modifiers.push(term.text.clone()),
                TermKind::Broken => {}
            }
        }
        parts
    }

    /// Takes out what stands behind `all` and does not let send.
    fn take_refusals(&mut self) -> Vec<String> {
        let (refusing, passing) = std::mem::take(&mut self.behind).into_iter().partition(|term| term.starts_with(['-', '~', '?']));
        self.behind = passing;
        refusing
    }
}

/// The signs from the strictest to the mildest.
const SIGNS: [&str; 4] = ["-", "~", "?", "+"];

fn mildness(qualifier: Qualifier) -> usize {
    match qualifier {
        Qualifier::Fail => 0,
        Qualifier::Softfail => 1,
        Qualifier::Neutral => 2,
        Qualifier::Pass => 3,
    }
}

/// What a term means, so that two spellings of one meaning are equal.
fn key(domain: &Name, text: &str) -> String {
    let record = SpfRecord::parse(format!("v=spf1 {text}").as_bytes());
    let Some(TermKind::Directive(qualifier, mechanism)) = record.terms.first().map(|t| t.kind.clone()) else {
        return text.to_ascii_lowercase();
    };
    let name = |spec: Option<&DomainSpec>| spec.map_or(domain.as_str().to_owned(), |s| s.text.trim_end_matches('.').to_ascii_lowercase());
    let value = match &mechanism {
        Mechanism::Ip4 { .. } | Mechanism::Ip6 { .. } => network(&mechanism).map(ranges::term).unwrap_or_default(),
        Mechanism::A { domain, cidr } | Mechanism::Mx { domain, cidr } => format!("{}/{}//{}", name(domain.as_ref()), cidr.v4, cidr.v6),
        other => name(other.domain()),
    };
    format!("{}{}:{value}", qualifier.sign(), mechanism.name())
}

/// The network of an `ip4` or `ip6`.
pub fn network(mechanism: &Mechanism) -> Option<Network> {
    match mechanism {
        Mechanism::Ip4 { network, prefix } => Some((IpAddr::V4(*network), *prefix)),
        Mechanism::Ip6 { network, prefix } => Some((IpAddr::V6(*network), *prefix)),
        _ => None,
    }
}

/// A run of terms that pass, with the networks of those that are ranges: each range as it was, or the larger one that it
/// lies in where the first of them stood.
fn joined(run: Vec<(String, Option<Network>)>) -> Vec<String> {
    let networks: Vec<Network> = run.iter().filter_map(|(_, n)| *n).collect();
    let fewest = Addresses::of(networks.iter().copied()).networks();
    if fewest.len() >= networks.len() {
        return run.into_iter().map(|(text, _)| text).collect();
    }
    let mut given = BTreeSet::new();
    let mut terms = Vec::new();
    for (text, network) in run {
        let Some(network) = network else {
            terms.push(text);
            continue;
        };
        let one = Addresses::of([network]);
        let Some(home) = fewest.iter().find(|n| Addresses::of([**n]).contains(&one)) else { continue };
        if given.insert(*home) {
            terms.push(if Addresses::of([*home]) == one { text } else { ranges::term(*home) });
        }
    }
    terms
}
