//! A zone file as the only source: full zone semantics at and below its apex, nothing beyond it.

use super::sets::Sets;
use super::token::Place;
use super::{Layer, ZoneError, data, text};
use crate::answer::{Alias, DnsAnswer, Outcome};
use crate::{Answer, Name, Question, RecordType, WhyNot};

/// As many aliases are followed; a longer chain is a failure.
const MOST_ALIASES: usize = 16;
/// Where something is wrong with the file as a whole.
const FIRST: Place = Place { line: 1, column: 1 };

/// A whole zone, published or not.
///
/// Names at and below its apex are answered from it: records, absence, wildcards (RFC 4592), aliases.
/// What lies elsewhere, or below a delegation or a DNAME, is asked below. Its servers are not asked
/// about it: what they would say, nobody can know from the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneFile {
    sets: Sets,
    apex: Name,
}

impl ZoneFile {
    /// Reads the zone of `domain`, below which relative names are until `$ORIGIN` names another. Its
    /// apex is the owner of its SOA record, else `domain`.
    ///
    /// # Errors
    /// As [`super::Overlay::parse`]; a deletion, a second SOA, a name outside the zone, a zone that
    /// `domain` is not in or that gives it away by a delegation or DNAME, a file without records.
    pub fn parse(text: &[u8], domain: &Name) -> Result<Self, ZoneError> {
        let sets = text::read(text, domain)?;
        let at = |name: &Name| sets.owners().find(|(owner, _)| *owner == name).map_or(FIRST, |(_, place)| place);
        let starts: Vec<Name> = sets.iter().filter(|(_, rtype, _)| *rtype == RecordType::Soa).map(|(owner, ..)| owner.clone()).collect();
        let apex = starts.first().unwrap_or(domain).clone();
        if let Some(second) = starts.get(1) {
            return Err(ZoneError::at(
                at(second),
                format!("{second} has a SOA record, and so has {apex}"),
                "give one zone, with one SOA record",
            ));
        }
        if let Some((owner, rtype, place)) = sets.deletions().next() {
            let instead = "leave the record out: a zone file is all there is (--with lays records over what is published)";
            return Err(ZoneError::at(place, format!("{owner} {rtype} is deleted ('-')"), instead));
        }
        if sets.owners().next().is_none() {
            return Err(ZoneError::at(FIRST, "no record in it", "give the records of the zone, one a line: NAME [TTL] [IN] TYPE DATA"));
        }
        if !domain.is_within(&apex) {
            let instead = format!("name a domain in it, or the zone file of {domain}");
            return Err(ZoneError::at(at(&apex), format!("this is the zone {apex}, which {domain} is not in"), instead));
        }
        if let Some((stray, place)) = sets.owners().find(|(owner, _)| !owner.is_within(&apex)) {
            let instead = format!("leave it out; a name without a final dot is below $ORIGIN, or below {domain} without one");
            return Err(ZoneError::at(place, format!("{stray} lies outside the zone {apex}"), instead));
        }
        let zone = Self { sets, apex };
        if let Some((given_away, how)) = zone.gives_away(domain) {
            let instead = format!("give the zone file that speaks for {domain}, or leave that record out");
            let fault = format!("the zone {} gives {given_away} away by its {how} record, and says nothing of {domain}", zone.apex);
            let place = zone.sets.owners().find(|(owner, _)| **owner == given_away).map_or(FIRST, |(_, place)| place);
            return Err(ZoneError::at(place, fault, instead));
        }
        Ok(zone)
    }

    /// The name that the zone begins at.
    #[must_use]
    pub fn apex(&self) -> &Name {
        &self.apex
    }

    /// Whether the zone speaks for `name`: it is at or below the apex, and not below a delegation or DNAME.
    #[must_use]
    pub fn speaks_for(&self, name: &Name) -> bool {
        if !name.is_within(&self.apex) {
            return false;
        }
        self.gives_away(name).is_none()
    }

    /// The owner at or above `name` that another zone begins at, and by which record.
    fn gives_away(&self, name: &Name) -> Option<(Name, &'static str)> {
        let below_apex = |n: &Name| *n != self.apex && n.is_within(&self.apex);
        let mut cuts = std::iter::successors(Some(name.clone()), Name::parent).take_while(below_apex);
        let mut moved = std::iter::successors(name.parent(), Name::parent).take_while(|n| n.is_within(&self.apex));
        let cut = cuts.find(|n| self.sets.records(n, RecordType::Ns).is_some()).map(|n| (n, "NS"));
        cut.or_else(|| moved.find(|n| self.sets.holds_other(n, data::DNAME)).map(|n| (n, "DNAME")))
    }

    /// What the zone says of a name that it speaks for: an alias, or an outcome.
    fn look(&self, name: &Name, rtype: RecordType) -> Result<Outcome, Name> {
        let owner = if self.sets.exists(name) {
            name.clone()
        } else {
            let mut above = std::iter::successors(name.parent(), Name::parent);
            let encloser = above.find(|n| self.sets.exists(n) || *n == self.apex);
            match encloser.and_then(|e| e.below("*").ok()).filter(|star| self.sets.is_owner(star)) {
                Some(star) => star,
                None if *name == self.apex => name.clone(),
                None => return Ok(Outcome::NoSuchName),
            }
        };
        if let Some(records) = self.sets.records(&owner, rtype) {
            return Ok(Outcome::Records(records.to_vec()));
        }
        self.sets.alias(&owner).map_or(Ok(Outcome::NoData), |target| Err(target.clone()))
    }
}

impl Layer for ZoneFile {
    fn answer(&self, question: &Question, known: &dyn Fn(&Question) -> Option<Answer>) -> Result<Answer, Question> {
        let below = |question: &Question| known(question).ok_or_else(|| question.clone());
        let (first, rtype) = match question {
            Question::Dns { name, rtype } => (name, *rtype),
            Question::DnsAt { name, .. } if self.speaks_for(name) => return Ok(Answer::NotAsked(WhyNot::OutsideZoneFile)),
            _ => return below(question),
        };
        let (mut at, mut aliases) = (first.clone(), Vec::new());
        let outcome = loop {
            if !self.speaks_for(&at) {
                return Ok(match below(&Question::Dns { name: at, rtype })? {
                    Answer::Dns(answer) => {
                        let aliases = aliases.into_iter().chain(answer.aliases).collect();
                        // A chain is as good as its worst part, and of the zone's part nothing is known.
                        Answer::Dns(DnsAnswer { aliases, dnssec: answer.dnssec.filter(|_| at_once(first, self)), ..answer })
                    }
                    other => other,
                });
            }
            match self.look(&at, rtype) {
                Ok(outcome) => break outcome,
                Err(target) if aliases.len() == MOST_ALIASES || target == at || aliases.iter().any(|a: &Alias| a.name == target) => {
                    break Outcome::ServerFailure;
                }
                Err(target) => {
                    aliases.push(Alias { name: at, target: target.clone() });
                    at = target;
                }
            }
        };
        Ok(Answer::Dns(DnsAnswer { outcome, aliases, ..DnsAnswer::default() }))
    }
}

/// Whether the zone had no part in the answer.
fn at_once(name: &Name, zone: &ZoneFile) -> bool {
    !zone.speaks_for(name)
}
