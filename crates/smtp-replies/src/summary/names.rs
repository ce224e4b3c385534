//! Recipient domains by number: counted by name up to a limit, the others together.

use super::{DOMAIN_LIMIT, Tally};
use memchr::memrchr;
use std::collections::BTreeMap;

/// The number of all domains beyond the limit, and of recipients without one.
const OTHERS: u32 = u32::MAX;
const NONE: u32 = u32::MAX - 1;
/// RFC 1035 2.3.4.
const LONGEST: usize = 255;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Names {
    numbers: BTreeMap<Box<str>, u32>,
    tallies: Vec<Tally>,
    others: Tally,
    none: Tally,
    /// Lines to one domain often follow each other.
    last: Option<(Box<[u8]>, u32)>,
}

impl Names {
    /// The number of a recipient's domain.
    pub(super) fn of(&mut self, recipient: &[u8]) -> u32 {
        let Some(domain) = memrchr(b'@', recipient).map(|at| &recipient[at + 1..]) else { return NONE };
        if let Some((_, number)) = self.last.as_ref().filter(|(last, _)| **last == *domain) {
            return *number;
        }
        let number = self.number(domain);
        match &mut self.last {
            Some((last, known)) if last.len() == domain.len() => {
                last.copy_from_slice(domain);
                *known = number;
            }
            last => *last = Some((domain.get(..LONGEST).unwrap_or(domain).into(), number)),
        }
        number
    }

    fn number(&mut self, domain: &[u8]) -> u32 {
        let mut lower = [0; LONGEST];
        let Some(lower) = lower.get_mut(..domain.len()) else { return OTHERS };
        lower.copy_from_slice(domain);
        lower.make_ascii_lowercase();
        let text = String::from_utf8_lossy(lower);
        let text = text.trim_end_matches('.');
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let Some(number) = u32::try_from(self.tallies.len()).ok().filter(|n| (*n as usize) < DOMAIN_LIMIT) else { return OTHERS };
        self.numbers.insert(text.into(), number);
        self.tallies.push(Tally::default());
        number
    }

    pub(super) fn tally(&mut self, number: u32) -> &mut Tally {
        let Self { tallies, others, none, .. } = self;
        match tallies.get_mut(number as usize) {
            Some(tally) => tally,
            None if number == NONE => none,
            None => others,
        }
    }

    pub(super) fn all(&self) -> impl Iterator<Item = (&str, Tally)> {
        self.numbers.iter().filter_map(|(name, number)| self.tallies.get(*number as usize).map(|tally| (&**name, *tally)))
    }

    pub(super) const fn others(&self) -> Tally {
        self.others
    }
}
