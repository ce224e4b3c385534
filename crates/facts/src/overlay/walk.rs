//! One question under an overlay: aliases through overlay and underlying, wildcards, absence, DNSSEC.

use super::sets::Sets;
use crate::answer::{Alias, Data, DnsAnswer, Outcome, Record};
use crate::{Answer, Dnssec, Name, Question, RecordType};

/// As many aliases are followed, overlay and underlying together; a longer chain is a failure.
const MOST_ALIASES: usize = 16;

/// A walk over what is known below.
pub(super) struct Walk<'a> {
    pub sets: &'a Sets,
    pub known: &'a dyn Fn(&Question) -> Option<Answer>,
}

/// What one name on the way says.
enum Step {
    /// What the answer below says, as it stands.
    Below,
    /// These aliases, and at their end this outcome.
    End(Vec<Alias>, Outcome),
    /// These aliases, and on from the last one's target.
    On(Vec<Alias>),
}

impl Walk<'_> {
    /// The answer from below.
    pub(super) fn below(&self, question: &Question) -> Result<Answer, Question> {
        (self.known)(question).ok_or_else(|| question.clone())
    }

    /// The answer for `name`; `ask` makes the question about a name to whoever is asked.
    pub(super) fn run(&self, name: &Name, ask: &dyn Fn(&Name) -> Question, rtype: RecordType) -> Result<Answer, Question> {
        let (mut at, mut aliases) = (name.clone(), Vec::new());
        let mut dnssec: Option<Option<Dnssec>> = None;
        loop {
            let below = self.below(&ask(&at))?;
            let step = if speaks(&below, ask) { self.step(&at, &below, ask, rtype)? } else { Step::Below };
            let mut answer = match below {
                Answer::Dns(answer) => answer,
                other if matches!(step, Step::Below) => return Ok(other),
                _ => DnsAnswer::default(),
            };
            let mut part = answer.dnssec.take().map(|d| *d);
            if !matches!(step, Step::Below) && !is_told(&answer) {
                part = part.or_else(|| self.of_zone(&at));
            }
            dnssec = Some(match (dnssec, part) {
                (None, part) => part,
                (Some(Some(before)), Some(part)) => Some(before.and(part)),
                _ => None,
            });
            let goes_on = match step {
                Step::Below => {
                    aliases.append(&mut answer.aliases);
                    false
                }
                Step::End(chain, outcome) => {
                    aliases.extend(chain);
                    answer.outcome = outcome;
                    false
                }
                Step::On(chain) => {
                    aliases.extend(chain);
                    true
                }
            };
            let target = aliases.last().map_or(name, |alias: &Alias| &alias.target);
            let is_loop = goes_on && (target == name || aliases.iter().any(|a| a.name == *target));
            if goes_on && !is_loop && aliases.len() <= MOST_ALIASES {
                at = target.clone();
                continue;
            }
            if goes_on {
                answer.outcome = Outcome::ServerFailure;
            }
            answer.aliases = aliases;
            answer.dnssec = dnssec.flatten().map(Box::new);
            return Ok(Answer::Dns(answer));
        }
    }

    fn step(&self, at: &Name, below: &Answer, ask: &dyn Fn(&Name) -> Question, rtype: RecordType) -> Result<Step, Question> {
        if let Some(step) = self.given(at, at, rtype) {
            return Ok(step);
        }
        let Answer::Dns(answer) = below else {
            // Nobody could say, but the user does.
            let gone = self.sets.is_deleted(at, rtype);
            return Ok(if gone { Step::End(Vec::new(), Outcome::NoData) } else { Step::Below });
        };
        let aliased = answer.aliases.first().is_some_and(|alias| alias.name == *at);
        if self.is_taken(at, rtype, aliased) {
            let nowhere = answer.outcome == Outcome::NoSuchName && !self.sets.exists(at);
            return Ok(Step::End(Vec::new(), if nowhere { Outcome::NoSuchName } else { Outcome::NoData }));
        }
        let found = aliased || matches!(answer.outcome, Outcome::Records(_));
        if let Some(star) = self.star_above(at, rtype).filter(|_| found)
            && let Answer::Dns(model) = self.below(&ask(&star))?
            && is_same(answer, &model, at, &star)
        {
            // What stands at the name came from the wildcard, which the overlay replaces.
            return Ok(self.given(&star, at, rtype).unwrap_or(Step::End(Vec::new(), Outcome::NoData)));
        }
        let touched = answer.aliases.iter().position(|alias| self.sets.mentions(&alias.target, rtype));
        if let Some(index) = touched {
            return Ok(Step::On(answer.aliases[..=index].to_vec()));
        }
        if answer.outcome == Outcome::NoSuchName {
            return self.absent(at, &answer.aliases, ask, rtype);
        }
        Ok(Step::Below)
    }

    /// What the overlay gives at `owner` for `name`, which is `owner` or covered by it.
    fn given(&self, owner: &Name, name: &Name, rtype: RecordType) -> Option<Step> {
        if let Some(records) = self.sets.records(owner, rtype) {
            return Some(Step::End(Vec::new(), Outcome::Records(records.to_vec())));
        }
        let target = self.sets.alias(owner)?.clone();
        Some(Step::On(vec![Alias { name: name.clone(), target }]))
    }

    /// Whether the set, or the alias that stands in its place, is taken away.
    fn is_taken(&self, at: &Name, rtype: RecordType, aliased: bool) -> bool {
        if aliased { self.sets.is_deleted(at, RecordType::Cname) } else { self.sets.is_deleted(at, rtype) }
    }

    /// Where the DNS below knows no such name: one that the overlay makes, or covers by a wildcard.
    fn absent(&self, at: &Name, aliases: &[Alias], ask: &dyn Fn(&Name) -> Question, rtype: RecordType) -> Result<Step, Question> {
        let last = aliases.last().map_or(at, |alias| &alias.target);
        if self.sets.exists(last) {
            return Ok(Step::End(aliases.to_vec(), Outcome::NoData));
        }
        let Some(star) = self.covering(last, ask)? else { return Ok(Step::Below) };
        Ok(match self.given(&star, last, rtype) {
            Some(Step::End(_, outcome)) => Step::End(aliases.to_vec(), outcome),
            Some(Step::On(alias)) => Step::On([aliases, &alias].concat()),
            _ => Step::End(aliases.to_vec(), Outcome::NoData),
        })
    }

    /// The overlay's wildcard at the closest encloser of `name` (RFC 4592 3.3.1). A name between
    /// them about which nothing is known does not exist.
    fn covering(&self, name: &Name, ask: &dyn Fn(&Name) -> Question) -> Result<Option<Name>, Question> {
        let above = || std::iter::successors(name.parent(), Name::parent);
        if !above().any(|top| star_of(&top).is_some_and(|star| self.sets.is_owner(&star))) {
            return Ok(None);
        }
        for encloser in above() {
            let exists = self.sets.exists(&encloser)
                || matches!(self.below(&ask(&encloser))?, Answer::Dns(a) if a.outcome != Outcome::NoSuchName && is_told(&a));
            if exists {
                return Ok(star_of(&encloser).filter(|star| self.sets.is_owner(star)));
            }
        }
        Ok(None)
    }

    /// The closest wildcard above `name` of which the overlay says something.
    fn star_above(&self, name: &Name, rtype: RecordType) -> Option<Name> {
        let above = std::iter::successors(name.parent(), Name::parent).filter_map(|top| star_of(&top));
        above.filter(|star| star != name).find(|star| self.sets.mentions(star, rtype))
    }

    /// Where nothing came from below: the verdict of the closest answer at the name or above it.
    fn of_zone(&self, at: &Name) -> Option<Dnssec> {
        let types = || std::iter::once(RecordType::Soa).chain(RecordType::ALL);
        let mut above = std::iter::successors(Some(at.clone()), Name::parent);
        above.find_map(|name| {
            types().find_map(|rtype| match (self.known)(&Question::Dns { name: name.clone(), rtype })? {
                Answer::Dns(DnsAnswer { dnssec: Some(dnssec), aliases, .. }) if aliases.is_empty() => {
                    Some(Dnssec { signature: None, ..*dnssec })
                }
                _ => None,
            })
        })
    }
}

/// Whether what is below may be replaced: a single server that does not answer, or not with
/// authority, would not serve the overlay's records either.
fn speaks(below: &Answer, ask: &dyn Fn(&Name) -> Question) -> bool {
    match (ask(&Name::root()), below) {
        (Question::DnsAt { .. }, Answer::Dns(answer)) => answer.authoritative && is_told(answer),
        (Question::DnsAt { .. }, _) => false,
        _ => true,
    }
}

fn is_told(answer: &DnsAnswer) -> bool {
    matches!(answer.outcome, Outcome::Records(_) | Outcome::NoData | Outcome::NoSuchName)
}

fn star_of(encloser: &Name) -> Option<Name> {
    encloser.below("*").ok()
}

/// Whether two answers differ in the owner's name alone.
fn is_same(answer: &DnsAnswer, model: &DnsAnswer, at: &Name, star: &Name) -> bool {
    let data = |a: &DnsAnswer| -> Option<Vec<Data>> {
        let Outcome::Records(records) = &a.outcome else { return None };
        let of = |r: &Record| r.data.clone();
        Some(records.iter().map(of).collect())
    };
    let targets = |a: &DnsAnswer, owner: &Name| a.aliases.iter().map(|l| (l.name != *owner, l.target.clone())).collect::<Vec<_>>();
    let same_set = match (data(answer), data(model)) {
        // The order in a set says nothing.
        (Some(a), Some(b)) => a.len() == b.len() && a.iter().all(|x| b.contains(x)),
        (None, None) => answer.outcome == model.outcome,
        _ => false,
    };
    same_set && targets(answer, at) == targets(model, star)
}
