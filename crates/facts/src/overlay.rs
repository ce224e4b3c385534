//! Zone-file text laid over answers: what the DNS would say if these records were published, or if
//! a zone file were all there is. Never asks: what it needs from below it names.

mod data;
mod sets;
mod text;
mod token;
mod walk;
mod wire;
mod zone;

pub use zone::ZoneFile;

use crate::answer::{DnsAnswer, Record};
use crate::{Answer, Facts, Name, Planner, Question, RecordType, Recorded, gather};
use sets::Sets;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use token::Place;
use walk::Walk;

/// The longest zone-file text that is read: 8 MiB.
pub const MOST_OCTETS: usize = 8 << 20;
/// At most so many records are read from one file.
pub const MOST_RECORDS: usize = 100_000;

/// Something between a question and who answers it.
pub trait Layer: Send + Sync {
    /// The answer to `question`, from what this layer holds and from what is `known` below it.
    ///
    /// # Errors
    /// A question whose answer from below is needed first; asked again with it known, the layer
    /// comes nearer to the answer. At most a few hundred are ever needed for one answer.
    fn answer(&self, question: &Question, known: &dyn Fn(&Question) -> Option<Answer>) -> Result<Answer, Question>;
}

/// Record sets that replace what is published, and sets that are taken away (`NAME TYPE -`).
///
/// Each owner and type in it replaces that set, for questions to the resolver and to single servers
/// alike; a server that does not answer, or not with authority, stays as it is. A name that the
/// overlay gives records to exists, with all names above it. A wildcard covers what the DNS says
/// does not exist (RFC 4592 3.3.1). What is taken away leaves the name without that type. DNSSEC's
/// verdict is that of the answer below, or of the closest one in the zone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overlay {
    sets: Sets,
}

/// Why zone-file text cannot be read: where, what, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct ZoneError {
    /// Counted from 1.
    pub line: usize,
    /// In characters, counted from 1.
    pub column: usize,
    /// What is wrong; may hold text of the file, uncleaned.
    pub what: String,
    /// What to write instead.
    pub instead: String,
}

impl ZoneError {
    fn at(place: Place, what: impl Into<String>, instead: impl Into<String>) -> Self {
        Self { line: place.line, column: place.column, what: what.into(), instead: instead.into() }
    }
}

impl fmt::Display for ZoneError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}; {}", self.line, self.column, self.what, self.instead)
    }
}

impl Overlay {
    /// Reads zone-file text (RFC 1035 5). Relative names are below `origin` until `$ORIGIN` names
    /// another; `NAME TYPE -` takes a set away. Types that the audit does not read are accepted:
    /// their owners exist.
    ///
    /// # Errors
    /// The first thing that is not in the grammar, `$INCLUDE`, `$GENERATE`, a class other than IN,
    /// text beyond [`MOST_OCTETS`] or [`MOST_RECORDS`].
    pub fn parse(text: &[u8], origin: &Name) -> Result<Self, ZoneError> {
        Ok(Self { sets: text::read(text, origin)? })
    }

    /// Lays `other` over this one: its sets replace those of the same owner and type.
    pub fn lay(&mut self, other: Overlay) {
        self.sets.lay(other.sets);
    }

    /// Owner, type and records of every set that it gives, in the order of the tree.
    pub fn sets(&self) -> impl Iterator<Item = (&Name, RecordType, &[Record])> {
        self.sets.iter()
    }

    /// Owner and type of every set that it takes away.
    pub fn deletions(&self) -> impl Iterator<Item = (&Name, RecordType)> {
        self.sets.deletions().map(|(owner, rtype, _)| (owner, rtype))
    }

    /// What `planners` would have seen: they run again over `recorded` under this overlay, and what
    /// it does not hold is asked of `new` (a replay refuses it). Reads no clock: the same input
    /// gives the same facts.
    #[must_use]
    pub fn over(&self, recorded: &Recorded, planners: &[Planner], mut new: impl FnMut(&Question) -> Answer) -> Recorded {
        let target = recorded.target.clone();
        let mut facts = Facts::new(recorded.facts.observed_at);
        facts.elapsed_ms = recorded.facts.elapsed_ms;
        let mut asked: BTreeMap<Question, Answer> = BTreeMap::new();
        gather(&target, planners, &mut facts, |question| {
            loop {
                // Signatures were judged by keys that may differ under the overlay.
                let before = |q: &Question| if matches!(q, Question::Signatures { .. }) { None } else { recorded.facts.answer(q) };
                let known = |q: &Question| before(q).or_else(|| asked.get(q)).cloned();
                match self.answer(question, &known) {
                    Ok(answer) => return answer,
                    Err(needed) => {
                        let answer = new(&needed);
                        asked.insert(needed, answer);
                    }
                }
            }
        });
        Recorded { target, facts }
    }

    /// The sets that no question of `facts` came to, and no alias: nothing that was judged hangs on
    /// them, so a name may be mistyped. In the order of the tree, those taken away last.
    #[must_use]
    pub fn unused(&self, facts: &Facts) -> Vec<(Name, RecordType)> {
        let mut reached: BTreeSet<(&Name, RecordType)> = BTreeSet::new();
        for (question, timed) in facts.iter() {
            let (Question::Dns { name, rtype } | Question::DnsAt { name, rtype, .. }) = question else { continue };
            let aliases = match &timed.answer {
                Answer::Dns(DnsAnswer { aliases, .. }) => aliases.as_slice(),
                _ => &[],
            };
            reached.insert((name, *rtype));
            reached.extend(aliases.iter().flat_map(|a| [(&a.name, RecordType::Cname), (&a.target, *rtype)]));
        }
        let sets = self.sets.iter().map(|(owner, rtype, _)| (owner, rtype)).chain(self.deletions());
        let idle = |(owner, rtype): &(&Name, RecordType)| {
            let is_wildcard = owner.labels().next() == Some("*");
            let is_alias = *rtype == RecordType::Cname && reached.iter().any(|(name, _)| name == owner);
            !is_wildcard && !is_alias && !reached.contains(&(*owner, *rtype))
        };
        sets.filter(idle).map(|(owner, rtype)| (owner.clone(), rtype)).collect()
    }
}

impl Layer for Overlay {
    fn answer(&self, question: &Question, known: &dyn Fn(&Question) -> Option<Answer>) -> Result<Answer, Question> {
        let walk = Walk { sets: &self.sets, known };
        match question {
            Question::Dns { name, rtype } => walk.run(name, &|name| Question::Dns { name: name.clone(), rtype: *rtype }, *rtype),
            Question::DnsAt { server, name, rtype, transport } => {
                let at = |name: &Name| Question::DnsAt { server: *server, name: name.clone(), rtype: *rtype, transport: *transport };
                walk.run(name, &at, *rtype)
            }
            _ => walk.below(question),
        }
    }
}

#[cfg(test)]
mod tests;
