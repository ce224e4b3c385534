//! What stands at one selector.

use facts::answer::{Data, DnsAnswer, Outcome, Text};
use facts::{Answer, Gap, Inquiry, Name, Question, Reason, RecordType, Seen};
use records::dkim::{KeyRecord, looks_like_key};
use std::sync::Arc;

/// At most so many TXT records of a name are looked at.
const MOST_RECORDS: usize = 50;

/// What stands at a selector.
#[derive(Clone, Debug)]
pub enum Found {
    /// TXT records that were meant as keys; more than one is a fault of its own.
    Keys(Vec<Arc<KeyRecord>>),
    /// TXT records, none of which was meant as a key. Their texts.
    Other(Vec<String>),
    /// No TXT record.
    None,
    /// An alias whose last target does not exist.
    Dangling(Name),
    /// Not known.
    Unknown(Gap),
}

/// The answer for one selector.
pub(super) struct Look {
    pub at: Name,
    pub aliases: Vec<Name>,
    pub found: Found,
}

#[derive(Debug, Default)]
struct Texts {
    keys: Vec<Arc<KeyRecord>>,
    other: Vec<String>,
}

/// Asks for `selector` under `domain`.
pub(super) fn look(domain: &Name, selector: &str, inquiry: &Inquiry<'_>) -> Look {
    let Ok(at) = domain.below(&format!("{selector}._domainkey")) else {
        // No name that the DNS could hold: nothing can stand there.
        return Look { at: domain.clone(), aliases: Vec::new(), found: Found::None };
    };
    let question = Question::Dns { name: at.clone(), rtype: RecordType::Txt };
    let seen = inquiry.dns_question(&question);
    let aliases = seen.answer().map(targets).unwrap_or_default();
    let found = match (&seen, aliases.last()) {
        (Seen::Unknown(gap), _) => Found::Unknown(gap.clone()),
        (Seen::NoSuchName(_), Some(target)) => Found::Dangling(target.clone()),
        (Seen::NoSuchName(_) | Seen::NoData(_), _) => Found::None,
        (Seen::Records(..), _) => {
            let texts = inquiry.facts().parse_once(&question, "dkim", sort).unwrap_or_default();
            if texts.keys.is_empty() { Found::Other(texts.other.clone()) } else { Found::Keys(texts.keys.clone()) }
        }
    };
    Look { at, aliases, found }
}

impl Look {
    /// Whether anything stands there; `None` when not known.
    pub fn answers(&self) -> Option<bool> {
        match self.found {
            Found::Unknown(_) => None,
            Found::None => Some(false),
            Found::Keys(_) | Found::Other(_) | Found::Dangling(_) => Some(true),
        }
    }

    /// Why it is not known.
    pub fn gap(&self) -> Gap {
        match &self.found {
            Found::Unknown(gap) => gap.clone(),
            _ => Gap { reason: Reason::Ambiguous, asked: format!("{} TXT", self.at) },
        }
    }

    /// Whether both hold the same texts, or dangle at the same target.
    pub fn is_like(&self, other: &Look) -> bool {
        match (&self.found, &other.found) {
            (Found::Keys(a), Found::Keys(b)) => sorted(a.iter().map(|k| &k.text)) == sorted(b.iter().map(|k| &k.text)),
            (Found::Other(a), Found::Other(b)) => sorted(a.iter()) == sorted(b.iter()),
            (Found::Dangling(a), Found::Dangling(b)) => a == b,
            _ => false,
        }
    }
}

fn sorted<'a>(texts: impl Iterator<Item = &'a String>) -> Vec<&'a String> {
    let mut texts: Vec<_> = texts.collect();
    texts.sort();
    texts
}

fn targets(answer: &DnsAnswer) -> Vec<Name> {
    answer.aliases.iter().map(|a| a.target.clone()).collect()
}

fn sort(answer: &Answer) -> Texts {
    let mut texts = Texts::default();
    let Answer::Dns(DnsAnswer { outcome: Outcome::Records(records), .. }) = answer else { return texts };
    for record in records.iter().take(MOST_RECORDS) {
        let Data::Txt(strings) = &record.data else { continue };
        let octets = Text::join(strings);
        if looks_like_key(&octets) {
            texts.keys.push(Arc::new(KeyRecord::parse(&octets)));
        } else {
            texts.other.push(records::tags::shown(&octets));
        }
    }
    texts
}
