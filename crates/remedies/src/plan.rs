//! What is proposed, as plain data: sets of records with what becomes of each record, and what is held back.

use facts::{Name, RecordType};
use findings::{Report, Value};
use std::collections::BTreeSet;

/// Seconds to live of a set that is not published yet.
pub const NEW_TTL: u32 = 3600;

/// All that is proposed for one domain.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The zone's apex, where it is known.
    pub zone: Option<Name>,
    /// Sets to publish now: `after` is judged with them.
    pub changes: Vec<Change>,
    /// Sets to publish once a condition holds; not among those that `after` is judged with.
    pub later: Vec<Later>,
    /// Sets of zones that are somebody else's.
    pub elsewhere: Vec<Change>,
    /// What could clear a finding and is held back, with the reason.
    pub withheld: Vec<Withheld>,
    /// What a person can do beside records.
    pub advice: Vec<Advice>,
    /// Files to serve.
    pub files: Vec<File>,
    /// The report on what is published.
    pub before: Report,
    /// The report on what would be, with `changes`.
    pub after: Report,
}

/// One set of records as it is to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The owner.
    pub name: Name,
    /// The type.
    pub rtype: RecordType,
    /// Seconds to live: as published, else [`NEW_TTL`].
    pub ttl: u32,
    /// Every record of the set, those to be taken away among them.
    pub lines: Vec<Line>,
    /// What it is for and what was done, a sentence each.
    pub notes: Vec<Value>,
    /// Codes of the findings that it is for.
    pub codes: BTreeSet<&'static str>,
}

/// One record of a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What becomes of it.
    pub fate: Fate,
    /// Its data as a zone file has it.
    pub rdata: String,
    /// Its data as a form takes it: text without quotes.
    pub value: String,
}

/// What becomes of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It stays.
    Keep,
    /// It comes new.
    Add,
    /// It goes.
    Remove,
}

/// A set to publish once something is done.
#[derive(Clone, Debug, PartialEq)]
pub struct Later {
    /// The condition, as a sentence.
    pub when: Value,
    /// The set.
    pub change: Change,
}

/// Something held back.
#[derive(Clone, Debug, PartialEq)]
pub struct Withheld {
    /// The owner of the set.
    pub name: Name,
    /// Its type.
    pub rtype: RecordType,
    /// Why, and what a person can do.
    pub why: Value,
    /// Codes of the findings that stay.
    pub codes: BTreeSet<&'static str>,
}

/// Something to do beside records.
#[derive(Clone, Debug, PartialEq)]
pub struct Advice {
    /// A sentence.
    pub text: Value,
    /// Codes of the findings that it is about.
    pub codes: BTreeSet<&'static str>,
}

/// A file to serve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Where.
    pub url: String,
    /// Its lines, each ended.
    pub text: String,
}

impl Plan {
    /// An owner as the forms of DNS providers want it, without the name of the zone; `@` for the zone itself. Absolute, with
    /// its dot, where it lies in another zone.
    #[must_use]
    pub fn relative(&self, name: &Name) -> String {
        let domain = &self.before.target.domain;
        let home = records::domain::organisational(domain.as_str()).and_then(|home| Name::parse(home).ok());
        let zone = self.zone.as_ref().or(home.as_ref()).unwrap_or(domain);
        match name.as_str().strip_suffix(zone.as_str()) {
            Some("") => "@".into(),
            Some(front) => front.strip_suffix('.').map_or_else(|| owner(name), str::to_owned),
            None => owner(name),
        }
    }
}

impl Change {
    /// The records of the set as it is to be, in zone-file form.
    pub fn published(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|l| l.fate != Fate::Remove)
    }

    /// Whether any record comes or goes.
    #[must_use]
    pub fn is_needed(&self) -> bool {
        self.lines.iter().any(|l| l.fate != Fate::Keep)
    }

    /// The whole set as lines of a zone file; a deletion where nothing is left of it.
    #[must_use]
    pub fn zone_lines(&self) -> String {
        let line = |l: &Line| format!("{} {} IN {} {}\n", owner(&self.name), self.ttl, self.rtype, l.rdata);
        let lines: String = self.published().map(line).collect();
        if lines.is_empty() { format!("{} {} -\n", owner(&self.name), self.rtype) } else { lines }
    }
}

/// A name as zone files have it, with its final dot.
#[must_use]
pub fn owner(name: &Name) -> String {
    format!("{}.", name.as_str())
}
