//! The TXT records of one kind at the name where they belong, and those that were meant to be there.
//!
//! What is no record of the kind is discarded before they are counted (RFC 8461 3.1, RFC 8460 3, BIMI draft 7.2);
//! a CNAME on the way is followed like any other.

use facts::answer::{Data, Outcome, Text};
use facts::{Answer, Gap, Inquiry, Name, Question, RecordType};
use records::near_miss::NearMiss;
use std::sync::Arc;

/// At most so many TXT records of a name are looked at.
const MOST_RECORDS: usize = 200;

/// A kind of record, by its grammar.
pub(crate) struct Kind<R> {
    /// Its name, for what is parsed once.
    pub name: &'static str,
    /// Whether joined octets are one.
    pub is_one: fn(&[u8]) -> bool,
    /// How they miss being one.
    pub near_miss: fn(&[u8]) -> Option<NearMiss>,
    /// What they say.
    pub parse: fn(&[u8]) -> R,
    /// Labels under the domain where they belong.
    pub labels: &'static str,
    /// Labels where they are put by mistake.
    pub mistaken: &'static [&'static str],
}

/// What a domain publishes of one kind.
#[derive(Clone, Debug)]
pub struct Published<R> {
    /// The domain.
    pub domain: Name,
    /// Where the record belongs.
    pub at: Name,
    /// What stands there.
    pub found: Found<R>,
    /// TXT records that were meant as one and are not read as one; those at other names are looked
    /// for only where none stands at the right one.
    pub strays: Vec<Stray>,
    /// Places where such records could not be looked for.
    pub stray_gaps: Vec<Gap>,
}

/// What stands at the right name, after all of other kinds was discarded.
#[derive(Clone, Debug)]
pub enum Found<R> {
    /// One record.
    Record(Arc<R>),
    /// Two or more: none of them counts. Their texts.
    Several(Vec<String>),
    /// None.
    None,
    /// Not known.
    Unknown(Gap),
}

/// A TXT record that was meant as one of the kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stray {
    /// Where it stands.
    pub at: Name,
    /// Its text.
    pub text: String,
    /// What keeps it from being read.
    pub fault: StrayFault,
}

/// What keeps a record from being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StrayFault {
    /// The way it is written.
    Spelling(NearMiss),
    /// It stands at a name where nobody looks.
    WrongName,
    /// It stands under the domain's name twice: a form added the domain to a full name.
    DoubledName,
}

/// The TXT records of a name, sorted.
struct Texts<R> {
    records: Vec<(String, Arc<R>)>,
    near: Vec<(String, NearMiss)>,
}

impl<R> Published<R> {
    /// The one record.
    #[must_use]
    pub fn record(&self) -> Option<&R> {
        match &self.found {
            Found::Record(record) => Some(record),
            _ => None,
        }
    }
}

impl<R> Texts<R> {
    fn found(&self) -> Found<R> {
        match self.records.as_slice() {
            [] => Found::None,
            [(_, one)] => Found::Record(Arc::clone(one)),
            several => Found::Several(several.iter().map(|(text, _)| text.clone()).collect()),
        }
    }
}

impl<R: Send + Sync + 'static> Kind<R> {
    /// What `domain` publishes.
    pub fn read(&self, domain: &Name, inquiry: &Inquiry<'_>) -> Published<R> {
        let at = domain.below(self.labels).unwrap_or_default();
        let mut published = Published { domain: domain.clone(), at, found: Found::None, strays: Vec::new(), stray_gaps: Vec::new() };
        // A domain near the length limit has no room for a name below it.
        if published.at.is_root() {
            return published;
        }
        match self.texts(&published.at, inquiry) {
            Err(gap) => published.found = Found::Unknown(gap),
            Ok(texts) => {
                let near = texts.near.iter();
                published.strays = near
                    .map(|(text, near)| Stray { at: published.at.clone(), text: text.clone(), fault: StrayFault::Spelling(*near) })
                    .collect();
                published.found = texts.found();
            }
        }
        if matches!(published.found, Found::None) {
            self.look_elsewhere(&mut published, inquiry);
        }
        published
    }

    fn look_elsewhere(&self, published: &mut Published<R>, inquiry: &Inquiry<'_>) {
        let domain = &published.domain;
        let doubled = domain.below(published.at.as_str()).ok().map(|name| (name, StrayFault::DoubledName));
        let mistaken = self.mistaken.iter().filter_map(|labels| domain.below(labels).ok()).map(|name| (name, StrayFault::WrongName));
        let places: Vec<_> = [(domain.clone(), StrayFault::WrongName)].into_iter().chain(mistaken).chain(doubled).collect();
        for (at, fault) in places {
            match self.texts(&at, inquiry) {
                Err(gap) => published.stray_gaps.push(gap),
                Ok(texts) => {
                    published.strays.extend(texts.records.iter().map(|(text, _)| Stray { at: at.clone(), text: text.clone(), fault }));
                }
            }
        }
    }

    /// The TXT records at `name`; none where the DNS says that there are none.
    fn texts(&self, name: &Name, inquiry: &Inquiry<'_>) -> Result<Arc<Texts<R>>, Gap> {
        let question = Question::Dns { name: name.clone(), rtype: RecordType::Txt };
        if let Some(gap) = inquiry.dns_question(&question).gap() {
            return Err(gap.clone());
        }
        let sorted = inquiry.facts().parse_once(&question, self.name, |answer| self.sort(answer));
        Ok(sorted.unwrap_or_else(|| Arc::new(Texts { records: Vec::new(), near: Vec::new() })))
    }

    fn sort(&self, answer: &Answer) -> Texts<R> {
        let mut texts = Texts { records: Vec::new(), near: Vec::new() };
        let Answer::Dns(answer) = answer else { return texts };
        let Outcome::Records(records) = &answer.outcome else { return texts };
        for record in records.iter().take(MOST_RECORDS) {
            let Data::Txt(strings) = &record.data else { continue };
            let octets = Text::join(strings);
            if (self.is_one)(&octets) {
                texts.records.push((records::tags::shown(&octets), Arc::new((self.parse)(&octets))));
            } else if let Some(near) = (self.near_miss)(&octets) {
                texts.near.push((records::tags::shown(&octets), near));
            }
        }
        texts
    }
}
