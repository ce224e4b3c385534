//! The DKIM keys of a domain: at the selectors that the user named, or else at guessed ones.
//!
//! Selectors cannot be listed: what the guesses miss may still exist, and is never told as missing.

mod known;
mod lookup;

pub use lookup::Found;

use crate::mail;
use crate::providers::{self, Provider};
use crate::zone::control_label;
use facts::answer::{Data, Text};
use facts::{Gap, Inquiry, Name, Reason, RecordType, Seen, Target};
use records::dkim::KeyRecord;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The keys.
#[derive(Clone, Debug)]
pub struct Dkim {
    /// The target's domain.
    pub domain: Name,
    /// Whether the user named the selectors; they are never mixed with guesses.
    pub named: bool,
    /// What stands at `_domainkey`; only asked before guessing.
    pub root: Root,
    /// What a selector that nobody published answers.
    pub control: Control,
    /// The selectors asked, named ones in the order given, guessed ones the likeliest first.
    pub selectors: Vec<Selector>,
}

/// What the DNS says of `_domainkey` under the domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Root {
    /// The name exists, or the answer leaves it open: guesses are worth asking.
    Open,
    /// NXDOMAIN: nothing can stand below it (RFC 8020), if the server tells the truth.
    NoSuchName,
    /// Not known, so that no guess was made.
    Unknown(Gap),
    /// Not asked, since the user named selectors.
    NotNeeded,
}

/// The answer to a selector that nobody published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Control {
    /// The name asked for.
    pub name: Name,
    /// Whether it answers, so that a wildcard stands above it.
    pub answers: Result<bool, Gap>,
}

/// One selector.
#[derive(Clone, Debug)]
pub struct Selector {
    /// The selector.
    pub name: String,
    /// Where its key stands: `SELECTOR._domainkey.DOMAIN`.
    pub at: Name,
    /// Why it was asked.
    pub source: Source,
    /// Where its aliases lead, in order.
    pub aliases: Vec<Name>,
    /// What stands there.
    pub found: Found,
    /// Whether the answer is that of the control selector, so that it shows the wildcard alone.
    pub wildcard: bool,
}

/// Why a selector was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The user named it.
    Named,
    /// A provider that shows in MX or SPF gives it to its customers.
    Hinted(&'static str),
    /// It is a common one; whose, where that is known.
    Common(&'static str),
}

/// Reads the keys of the target.
#[must_use]
pub fn read(target: &Target, inquiry: &Inquiry<'_>) -> Dkim {
    let domain = &target.domain;
    let named = !target.selectors.is_empty();
    let root = if named { Root::NotNeeded } else { root(domain, inquiry) };
    let wanted: Vec<(String, Source)> = match &root {
        Root::NotNeeded => once(target.selectors.iter().map(|s| (s.clone(), Source::Named))),
        Root::Open => guesses(target, inquiry),
        Root::NoSuchName | Root::Unknown(_) => Vec::new(),
    };
    let label = control_label(domain);
    let control = lookup::look(domain, &label, inquiry);
    let selectors = wanted
        .into_iter()
        .map(|(name, source)| {
            let seen = lookup::look(domain, &name, inquiry);
            let wildcard = control.answers() == Some(true) && seen.is_like(&control);
            Selector { name, at: seen.at, source, aliases: seen.aliases, found: seen.found, wildcard }
        })
        .collect();
    let answers = control.answers().ok_or_else(|| control.gap());
    Dkim { domain: domain.clone(), named, root, control: Control { name: control.at, answers }, selectors }
}

impl Dkim {
    /// The selectors to judge: all that the user named; of the guessed ones those that hold or
    /// alias something that no wildcard gives. A guess is not believed while the control is unknown.
    pub fn believed(&self) -> impl Iterator<Item = &Selector> {
        let trusted = self.control.answers.is_ok();
        self.selectors.iter().filter(move |s| match s.found {
            _ if self.named => true,
            Found::Keys(_) | Found::Dangling(_) => trusted && !s.wildcard,
            Found::Other(_) | Found::None | Found::Unknown(_) => false,
        })
    }

    /// The believed selectors that hold key records, with these.
    pub fn with_keys(&self) -> impl Iterator<Item = (&Selector, &[Arc<KeyRecord>])> {
        self.believed().filter_map(|s| match &s.found {
            Found::Keys(keys) => Some((s, keys.as_slice())),
            _ => None,
        })
    }

    /// Whether at least one selector has a single key that verifiers can use; `None` when not
    /// known, as with guesses that found none.
    #[must_use]
    pub fn has_usable_key(&self) -> Option<bool> {
        if self.believed().any(Selector::is_usable) {
            return Some(true);
        }
        let all_known = self.selectors.iter().all(|s| s.gap().is_none());
        (self.named && all_known).then_some(false)
    }

    /// Whether a believed key at one of the provider's own selectors shows that it signs for the domain.
    #[must_use]
    pub fn shows(&self, provider: &Provider) -> bool {
        self.with_keys().any(|(s, _)| s.is_usable() && provider.selectors.contains(&s.name.as_str()))
    }

    /// Why the guesses cannot be relied on: gaps at `_domainkey`, the control or a selector.
    pub fn gaps(&self) -> impl Iterator<Item = &Gap> {
        let root = match &self.root {
            Root::Unknown(gap) => Some(gap),
            _ => None,
        };
        root.into_iter().chain(self.control.answers.as_ref().err()).chain(self.selectors.iter().filter_map(Selector::gap))
    }
}

impl Selector {
    /// Whether exactly one key stands there and verifiers can use it.
    #[must_use]
    pub fn is_usable(&self) -> bool {
        matches!(&self.found, Found::Keys(keys) if keys.len() == 1 && keys[0].is_usable())
    }

    /// The gap, when it is not known.
    #[must_use]
    pub fn gap(&self) -> Option<&Gap> {
        match &self.found {
            Found::Unknown(gap) => Some(gap),
            _ => None,
        }
    }

    /// Whether nothing that a verifier would take for a key stands there.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        match &self.found {
            Found::None | Found::Dangling(_) => true,
            Found::Other(_) => self.wildcard,
            Found::Keys(_) | Found::Unknown(_) => false,
        }
    }
}

fn root(domain: &Name, inquiry: &Inquiry<'_>) -> Root {
    let Ok(at) = domain.below("_domainkey") else { return Root::NoSuchName };
    match inquiry.dns(&at, RecordType::Txt) {
        // Behind an alias NXDOMAIN speaks of the alias's target (RFC 6604 3).
        Seen::NoSuchName(answer) if answer.aliases.is_empty() => Root::NoSuchName,
        // Some servers fail on names that only have names below them: that is no reason to stop.
        Seen::Unknown(gap) if !matches!(gap.reason, Reason::ServerFailure | Reason::Refused) => Root::Unknown(gap),
        _ => Root::Open,
    }
}

/// Selectors of the providers that show, then the common ones, then dates; each once.
fn guesses(target: &Target, inquiry: &Inquiry<'_>) -> Vec<(String, Source)> {
    let hinted = hints(target, inquiry).into_iter().flat_map(|p| p.selectors.iter().map(|s| ((*s).to_owned(), Source::Hinted(p.name))));
    let common = known::KNOWN.iter().map(|(selector, whose)| ((*selector).to_owned(), Source::Common(whose)));
    let dates = dates(&inquiry.facts().observed_at.to_string()).into_iter().map(|date| (date, Source::Common("")));
    once(hinted.chain(common).chain(dates))
}

fn once(selectors: impl Iterator<Item = (String, Source)>) -> Vec<(String, Source)> {
    let mut met = BTreeSet::new();
    selectors.filter(|(selector, _)| met.insert(selector.clone())).collect()
}

/// The providers that take the domain's mail or stand in its own SPF record.
fn hints(target: &Target, inquiry: &Inquiry<'_>) -> Vec<&'static Provider> {
    let mut found: Vec<&'static Provider> = Vec::new();
    let mut add = |provider: Option<&'static Provider>| {
        if let Some(p) = provider
            && !found.iter().any(|known| known.name == p.name)
        {
            found.push(p);
        }
    };
    mail::read(target, inquiry).hosts.iter().for_each(|h| add(h.provider));
    for record in inquiry.dns(&target.domain, RecordType::Txt).records() {
        let Data::Txt(strings) = &record.data else { continue };
        let octets = Text::join(strings);
        if !records::spf::is_spf(&octets) {
            continue;
        }
        let text = String::from_utf8_lossy(&octets).to_ascii_lowercase();
        let targets = text.split(' ').filter_map(|t| {
            let term = t.trim_start_matches(['+', '-', '~', '?']);
            term.strip_prefix("include:").or_else(|| term.strip_prefix("redirect="))
        });
        targets.filter_map(|t| Name::parse(t).ok()).for_each(|name| add(providers::of_spf_include(&name)));
    }
    found
}

/// Selectors made of a year (this one, four before, one ahead), a year with a letter, or one of
/// the last twelve months, from a time such as `2026-11-23T12:00:00Z`.
fn dates(now: &str) -> Vec<String> {
    let mut parts = now.split('-').map(|p| p.parse::<i32>().ok());
    let (Some(Some(year)), Some(Some(month))) = (parts.next(), parts.next()) else { return Vec::new() };
    let years = (year - 4..=year + 1).rev().map(|y| y.to_string());
    let letters = [year, year - 1].into_iter().flat_map(|y| ["a", "b"].map(|l| format!("{y}{l}")));
    let months = (0..12).map(|back| {
        let count = year * 12 + month - 1 - back;
        format!("{}{:02}", count / 12, count % 12 + 1)
    });
    years.chain(letters).chain(months).collect()
}

#[cfg(test)]
mod tests;
