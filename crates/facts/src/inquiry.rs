//! Reading facts while noting what is still unknown: one walk serves planning and judging.

use crate::answer::{DnsAnswer, FoldersAnswer, Gap, HelloAnswer, HttpsAnswer, Outcome, Reason, Record, SearchAnswer, SmtpAnswer};
use crate::{Answer, Dnssec, DnssecStatus, Facts, Name, Question, RecordType, SignaturesAnswer};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// A look at facts that remembers the questions it could not answer.
///
/// A planner is a reading run against incomplete facts: whatever it looks up and does not find is
/// an open question. The view runs the same reading against the final facts, where an open
/// question reads as a [`Gap`] with [`Reason::NotAsked`].
#[derive(Debug)]
pub struct Inquiry<'f> {
    facts: &'f Facts,
    open: RefCell<BTreeSet<Question>>,
}

/// What the DNS is seen to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen<'f> {
    /// Records of the type asked for (at least one).
    Records(&'f DnsAnswer, &'f [Record]),
    /// The name exists without this type.
    NoData(&'f DnsAnswer),
    /// The name does not exist.
    NoSuchName(&'f DnsAnswer),
    /// Not known, and why.
    Unknown(Gap),
}

impl<'f> Seen<'f> {
    /// The records; none for every other outcome. Check [`Seen::gap`] before reading 'none' as absence.
    #[must_use]
    pub fn records(&self) -> &'f [Record] {
        match self {
            Seen::Records(_, records) => records,
            _ => &[],
        }
    }

    /// The gap, when it is not known.
    #[must_use]
    pub fn gap(&self) -> Option<&Gap> {
        match self {
            Seen::Unknown(gap) => Some(gap),
            _ => None,
        }
    }

    /// The whole answer, when there is one that tells presence or absence.
    #[must_use]
    pub fn answer(&self) -> Option<&'f DnsAnswer> {
        match self {
            Seen::Records(a, _) | Seen::NoData(a) | Seen::NoSuchName(a) => Some(a),
            Seen::Unknown(_) => None,
        }
    }
}

impl<'f> Inquiry<'f> {
    /// Over `facts`.
    #[must_use]
    pub fn new(facts: &'f Facts) -> Self {
        Self { facts, open: RefCell::default() }
    }

    /// The facts themselves.
    #[must_use]
    pub fn facts(&self) -> &'f Facts {
        self.facts
    }

    /// The answer to any question; notes it as open when there is none.
    pub fn look(&self, question: &Question) -> Option<&'f Answer> {
        let answer = self.facts.answer(question);
        if answer.is_none() {
            self.open.borrow_mut().insert(question.clone());
        }
        answer
    }

    /// What the resolver says about `name`.
    pub fn dns(&self, name: &Name, rtype: RecordType) -> Seen<'f> {
        self.dns_question(&Question::Dns { name: name.clone(), rtype })
    }

    /// What validation says of `name` and `rtype`; asked for like any other question.
    ///
    /// # Errors
    /// The gap, when there is no answer, or none that anybody validated.
    pub fn dnssec(&self, name: &Name, rtype: RecordType) -> Result<&'f Dnssec, Gap> {
        let question = Question::Dns { name: name.clone(), rtype };
        match self.look(&question) {
            Some(Answer::Dns(DnsAnswer { dnssec: Some(dnssec), .. })) => Ok(dnssec),
            _ => Err(self.dns_question(&question).gap().cloned().unwrap_or_else(|| Gap::new(&question, Reason::DnssecUndetermined))),
        }
    }

    /// What a `Dns` or `DnsAt` question brought.
    pub fn dns_question(&self, question: &Question) -> Seen<'f> {
        let gap = |reason| Seen::Unknown(Gap::new(question, reason));
        match self.look(question) {
            None => gap(Reason::NotAsked),
            Some(Answer::NotAsked(why)) => gap((*why).into()),
            // What does not validate is no answer to who validates, and may be forged.
            Some(Answer::Dns(answer)) if answer.dnssec.as_ref().is_some_and(|d| d.status == DnssecStatus::Bogus) => {
                gap(Reason::DnssecBogus)
            }
            Some(Answer::Dns(answer)) => match &answer.outcome {
                Outcome::Records(records) => Seen::Records(answer, records),
                Outcome::NoData => Seen::NoData(answer),
                Outcome::NoSuchName => Seen::NoSuchName(answer),
                Outcome::ServerFailure => gap(Reason::ServerFailure),
                Outcome::Refused => gap(Reason::Refused),
                Outcome::Timeout => gap(Reason::Timeout),
            },
            Some(_) => gap(Reason::Ambiguous),
        }
    }

    /// The dialogue that a `Smtp`, `Mailbox` or `Submission` question brought.
    ///
    /// # Errors
    /// The gap, when there was none.
    pub fn smtp(&self, question: &Question) -> Result<&'f SmtpAnswer, Gap> {
        self.answered(question, |answer| match answer {
            Answer::Smtp(answer) => Some(answer),
            _ => None,
        })
    }

    /// What a `Hello` question brought.
    ///
    /// # Errors
    /// The gap, when it was not asked.
    pub fn hello(&self, question: &Question) -> Result<&'f HelloAnswer, Gap> {
        self.answered(question, |answer| match answer {
            Answer::Hello(answer) => Some(answer),
            _ => None,
        })
    }

    /// What a `Https` question brought.
    ///
    /// # Errors
    /// The gap, when it was not asked.
    pub fn https(&self, question: &Question) -> Result<&'f HttpsAnswer, Gap> {
        self.answered(question, |answer| match answer {
            Answer::Https(answer) => Some(answer),
            _ => None,
        })
    }

    /// What a `Signatures` question brought.
    ///
    /// # Errors
    /// The gap, when it was not answered.
    pub fn signatures(&self, question: &Question) -> Result<&'f SignaturesAnswer, Gap> {
        self.answered(question, |answer| match answer {
            Answer::Signatures(answer) => Some(answer),
            _ => None,
        })
    }

    /// The folders of a mailbox that a `Folders` question brought.
    ///
    /// # Errors
    /// The gap, when it was not asked.
    pub fn folders(&self, question: &Question) -> Result<&'f FoldersAnswer, Gap> {
        self.answered(question, |answer| match answer {
            Answer::Folders(answer) => Some(answer),
            _ => None,
        })
    }

    /// What a `Search` question brought.
    ///
    /// # Errors
    /// The gap, when it was not asked.
    pub fn search(&self, question: &Question) -> Result<&'f SearchAnswer, Gap> {
        self.answered(question, |answer| match answer {
            Answer::Search(answer) => Some(answer),
            _ => None,
        })
    }

    fn answered<A>(&self, question: &Question, of: impl Fn(&'f Answer) -> Option<&'f A>) -> Result<&'f A, Gap> {
        let answer = self.look(question);
        answer.and_then(of).ok_or_else(|| {
            let reason = match answer {
                None => Reason::NotAsked,
                Some(Answer::NotAsked(why)) => (*why).into(),
                Some(_) => Reason::Ambiguous,
            };
            Gap::new(question, reason)
        })
    }

    /// The questions that found no answer so far.
    #[must_use]
    pub fn into_open(self) -> BTreeSet<Question> {
        self.open.into_inner()
    }
}
