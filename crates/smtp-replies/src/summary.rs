//! Many deliveries in few numbers: by class, provider, recipient domain and day. Memory is bounded whatever is fed to it.
//!
//! A message to one recipient counts once, by what became of it last: tries that were put off are remembered until the
//! delivery, the return or the end of the log.

use crate::explain::{Explanation, Persistence, explain_reply};
use crate::kind::Kind;
use crate::log::{Day, Delivery, Outcome, Settled, reply};
use std::collections::BTreeMap;

mod memo;
mod names;
mod waiting;

use memo::Memo;
use names::Names;
use waiting::{Put, Waiting};

/// Recipient domains that are counted by name; those beyond are counted together.
pub const DOMAIN_LIMIT: usize = 10_000;
/// Days that are counted one by one.
pub const DAY_LIMIT: usize = 1_000;
/// Messages whose delivery is awaited; of more the oldest count as waiting.
pub const WAITING_LIMIT: usize = 100_000;
/// Octets of an example that are kept.
const EXAMPLE_LIMIT: usize = 1_024;

/// What became of some messages, each to one recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Accepted by the next host, at the first try as far as the log goes back.
    pub delivered: u64,
    /// Put off first, delivered later.
    pub late: u64,
    /// Put off, and not delivered by the end of the log.
    pub waiting: u64,
    /// Given up.
    pub returned: u64,
    /// Refused by the server itself to its own client.
    pub rejected: u64,
    /// Complaints and automatic answers.
    pub answers: u64,
    /// Of those late, waiting, returned and rejected: the last words allow another try.
    pub temporary: u64,
    /// Of those late, waiting, returned and rejected: the last words are final.
    pub permanent: u64,
}

impl Tally {
    /// Messages that were not simply delivered.
    #[must_use]
    pub const fn troubled(&self) -> u64 {
        self.late + self.waiting + self.returned + self.rejected + self.answers
    }

    fn count(&mut self, end: End, persistence: Persistence) {
        let of_end = match end {
            End::Delivered => &mut self.delivered,
            End::Late => &mut self.late,
            End::Waiting => &mut self.waiting,
            End::Returned => &mut self.returned,
            End::Rejected => &mut self.rejected,
            End::Answer => &mut self.answers,
        };
        *of_end += 1;
        match persistence {
            Persistence::Temporary => self.temporary += 1,
            Persistence::Permanent => self.permanent += 1,
            Persistence::Success | Persistence::Unknown => {}
        }
    }

    fn add(&mut self, other: Self) {
        self.delivered += other.delivered;
        self.late += other.late;
        self.waiting += other.waiting;
        self.returned += other.returned;
        self.rejected += other.rejected;
        self.answers += other.answers;
        self.temporary += other.temporary;
        self.permanent += other.permanent;
    }
}

/// How a message ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Delivered,
    Late,
    Waiting,
    Returned,
    Rejected,
    Answer,
}

/// The part of an explanation that is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Class {
    kind: Kind,
    persistence: Persistence,
    provider: Option<&'static str>,
}

impl Class {
    const fn of(explanation: &Explanation) -> Self {
        Self { kind: explanation.kind, persistence: explanation.persistence, provider: explanation.provider }
    }
}

/// The first reply of a class that was met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// The recipient, as logged.
    pub recipient: Option<String>,
    /// What it means.
    pub explanation: Explanation,
}

/// What became of all deliveries of a log, a mailbox or a list of replies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    total: Tally,
    put_off: u64,
    forgotten: u64,
    classes: BTreeMap<Kind, Tally>,
    providers: BTreeMap<&'static str, Tally>,
    days: BTreeMap<Day, Tally>,
    other_days: Tally,
    domains: Names,
    waiting: Waiting,
    examples: BTreeMap<Kind, Example>,
    memo: Memo,
}

impl Summary {
    /// Counts what one line says.
    pub fn add(&mut self, delivery: &Delivery<'_>) {
        let domain = self.domains.of(delivery.recipient);
        if delivery.outcome == Outcome::Sent {
            let put = self.waiting.take(delivery.queue, delivery.recipient);
            return self.sent(domain, delivery.day, put);
        }
        if delivery.outcome == Outcome::Expired {
            for put in self.waiting.take_all(delivery.queue) {
                let class = Class { persistence: Persistence::Permanent, ..put.class };
                self.settle(End::Returned, Some(class), put.domain, delivery.day.or(put.day));
            }
            return;
        }
        let class = self.class(delivery);
        match delivery.outcome {
            Outcome::Deferred => self.defer(delivery, Put { class, domain, day: delivery.day }),
            Outcome::Rejected => self.settle(End::Rejected, Some(class), domain, delivery.day),
            Outcome::Answer => self.settle(End::Answer, Some(class), domain, delivery.day),
            _ => {
                self.waiting.take(delivery.queue, delivery.recipient);
                self.settle(End::Returned, Some(class), domain, delivery.day);
            }
        }
    }

    /// Counts a reply that was explained already: of a bounce, a complaint, or one of a list.
    pub fn add_explained(&mut self, explanation: &Explanation, recipient: Option<&str>, day: Option<Day>) {
        let domain = self.domains.of(recipient.unwrap_or_default().as_bytes());
        let class = Class::of(explanation);
        let end = match (explanation.kind, explanation.persistence) {
            (Kind::Feedback | Kind::Vacation, _) => End::Answer,
            (Kind::Delivered, _) | (_, Persistence::Success) => End::Delivered,
            (_, Persistence::Temporary) => End::Waiting,
            _ => End::Returned,
        };
        self.put_off += u64::from(end == End::Waiting);
        self.keep_example(class.kind, || Example { recipient: recipient.map(str::to_owned), explanation: explanation.clone() });
        self.settle(end, Some(class).filter(|_| end != End::Delivered), domain, day);
    }

    fn sent(&mut self, domain: u32, day: Option<Day>, put: Option<Put>) {
        match put {
            Some(put) => self.settle(End::Late, Some(put.class), domain, day),
            None => self.settle(End::Delivered, None, domain, day),
        }
    }

    fn defer(&mut self, delivery: &Delivery<'_>, put: Put) {
        self.put_off += 1;
        if delivery.queue.is_empty() {
            return self.settle(End::Waiting, Some(put.class), put.domain, put.day);
        }
        if let Some(oldest) = self.waiting.put(delivery.queue, delivery.recipient, put) {
            self.forgotten += 1;
            self.settle(End::Waiting, Some(oldest.class), oldest.domain, oldest.day);
        }
    }

    fn settle(&mut self, end: End, class: Option<Class>, domain: u32, day: Option<Day>) {
        let persistence = class.map_or(Persistence::Unknown, |c| c.persistence);
        self.total.count(end, persistence);
        self.domains.tally(domain).count(end, persistence);
        if let Some(day) = day {
            let room = self.days.len() < DAY_LIMIT;
            match self.days.get_mut(&day) {
                Some(tally) => tally.count(end, persistence),
                None if room => self.days.entry(day).or_default().count(end, persistence),
                None => self.other_days.count(end, persistence),
            }
        }
        if let Some(class) = class {
            self.classes.entry(class.kind).or_default().count(end, persistence);
            if let Some(provider) = class.provider {
                self.providers.entry(provider).or_default().count(end, persistence);
            }
        }
    }

    fn class(&mut self, delivery: &Delivery<'_>) -> Class {
        if let Some(class) = self.memo.find(delivery.said, delivery.status) {
            return class;
        }
        let explanation = explain_reply(reply(delivery.said, delivery.status));
        let class = Class::of(&explanation);
        self.memo.keep(delivery.said, delivery.status, class);
        let recipient = Some(String::from_utf8_lossy(delivery.recipient).into_owned()).filter(|r| !r.is_empty());
        self.keep_example(class.kind, || Example { recipient, explanation });
        class
    }

    fn keep_example(&mut self, kind: Kind, example: impl FnOnce() -> Example) {
        self.examples.entry(kind).or_insert_with(|| {
            let mut example = example();
            let mut room = EXAMPLE_LIMIT;
            example.explanation.reply.lines.retain(|line| {
                let fits = line.len() <= room;
                room = room.saturating_sub(line.len());
                fits
            });
            example
        });
    }

    /// Gives days without a year their years.
    pub(crate) fn settle_years(&mut self, years: &Settled) {
        let days = std::mem::take(&mut self.days);
        for (day, tally) in days {
            self.days.entry(years.apply(day)).or_default().add(tally);
        }
        self.waiting.each(|put| put.day = put.day.map(|d| years.apply(d)));
    }

    /// Ends the counting: what still waits counts as waiting.
    #[must_use]
    pub fn finish(mut self) -> Self {
        for put in self.waiting.drain() {
            self.settle(End::Waiting, Some(put.class), put.domain, put.day);
        }
        self
    }

    /// All messages.
    #[must_use]
    pub const fn total(&self) -> Tally {
        self.total
    }

    /// Tries that were put off; a message may have several.
    #[must_use]
    pub const fn put_off(&self) -> u64 {
        self.put_off
    }

    /// Messages that fell out of the memory for waiting ones; they count as waiting, whatever came later.
    #[must_use]
    pub const fn forgotten(&self) -> u64 {
        self.forgotten
    }

    /// The classes of trouble, the most frequent first.
    #[must_use]
    pub fn classes(&self) -> Vec<(Kind, Tally)> {
        by_trouble(self.classes.iter().map(|(kind, tally)| (*kind, *tally)))
    }

    /// Whose words they were, the most frequent first.
    #[must_use]
    pub fn providers(&self) -> Vec<(&'static str, Tally)> {
        by_trouble(self.providers.iter().map(|(name, tally)| (*name, *tally)))
    }

    /// Recipient domains, those with most trouble first, then by deliveries.
    #[must_use]
    pub fn domains(&self) -> Vec<(&str, Tally)> {
        let mut all: Vec<(&str, Tally)> = self.domains.all().collect();
        all.sort_by_key(|(name, tally)| (std::cmp::Reverse(tally.troubled()), std::cmp::Reverse(tally.delivered), *name));
        all
    }

    /// Domains beyond the first 10 000, together.
    #[must_use]
    pub const fn other_domains(&self) -> Tally {
        self.domains.others()
    }

    /// Days in order.
    #[must_use]
    pub fn days(&self) -> Vec<(Day, Tally)> {
        self.days.iter().map(|(day, tally)| (*day, *tally)).collect()
    }

    /// Days beyond the first thousand, together.
    #[must_use]
    pub const fn other_days(&self) -> Tally {
        self.other_days
    }

    /// The first reply of a class.
    #[must_use]
    pub fn example(&self, kind: Kind) -> Option<&Example> {
        self.examples.get(&kind)
    }

    /// Whether nothing was counted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.total == Tally::default() && self.put_off == 0
    }
}

fn by_trouble<K: Ord + Copy>(all: impl Iterator<Item = (K, Tally)>) -> Vec<(K, Tally)> {
    let mut all: Vec<(K, Tally)> = all.collect();
    all.sort_by_key(|(key, tally)| (std::cmp::Reverse(tally.troubled()), *key));
    all
}

#[cfg(test)]
mod tests;
