//! Many deliveries in few numbers: by outcome, kind and recipient domain. Memory is bounded whatever is fed to it.

use crate::explain::{Persistence, explain_reply};
use crate::kind::Kind;
use crate::log::{LogRecord, Outcome};
use std::collections::BTreeMap;

/// Recipient domains that are counted by name; those beyond are counted together.
const DOMAIN_LIMIT: usize = 10_000;
/// Characters of an example that are kept.
const EXAMPLE_LIMIT: usize = 400;

/// What became of all deliveries of a log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Accepted by the next host.
    pub sent: u64,
    /// Tries that were put off.
    pub deferred: u64,
    /// Given up.
    pub bounced: u64,
    /// Refused by the server itself to its own client.
    pub rejected: u64,
    causes: BTreeMap<Kind, Cause>,
    domains: BTreeMap<String, u64>,
    other_domains: u64,
}

/// One cause of failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// How many deliveries or tries.
    pub count: u64,
    /// How many of them for good.
    pub permanent: u64,
    /// The first reply of this kind, cut to 400 characters, uncleaned.
    pub example: String,
}

impl Summary {
    /// Counts one delivery.
    pub fn add(&mut self, record: LogRecord) {
        match record.outcome {
            Outcome::Sent => {
                self.sent += 1;
                return;
            }
            Outcome::Deferred => self.deferred += 1,
            Outcome::Bounced => self.bounced += 1,
            Outcome::Rejected => self.rejected += 1,
        }
        if let Some((_, domain)) = record.recipient.as_deref().and_then(|address| address.rsplit_once('@')) {
            self.count_domain(domain);
        }
        let explanation = explain_reply(record.reply);
        let cause = self.causes.entry(explanation.kind).or_insert_with(|| {
            let code = explanation.reply.code.map_or_else(String::new, |code| format!("{code} "));
            let enhanced = explanation.reply.enhanced.map_or_else(String::new, |code| format!("{code} "));
            let example = format!("{code}{enhanced}{}", explanation.reply.text()).chars().take(EXAMPLE_LIMIT).collect();
            Cause { count: 0, permanent: 0, example }
        });
        cause.count += 1;
        cause.permanent += u64::from(explanation.persistence == Persistence::Permanent);
    }

    fn count_domain(&mut self, domain: &str) {
        let domain = domain.to_ascii_lowercase();
        if let Some(count) = self.domains.get_mut(&domain) {
            *count += 1;
        } else if self.domains.len() < DOMAIN_LIMIT && domain.len() <= 255 {
            self.domains.insert(domain, 1);
        } else {
            self.other_domains += 1;
        }
    }

    /// The causes, the most frequent first.
    #[must_use]
    pub fn causes(&self) -> Vec<(Kind, &Cause)> {
        let mut all: Vec<(Kind, &Cause)> = self.causes.iter().map(|(kind, cause)| (*kind, cause)).collect();
        all.sort_by_key(|(kind, cause)| (std::cmp::Reverse(cause.count), *kind));
        all
    }

    /// Recipient domains of failed deliveries, the most frequent first.
    #[must_use]
    pub fn domains(&self) -> Vec<(&str, u64)> {
        let mut all: Vec<(&str, u64)> = self.domains.iter().map(|(domain, count)| (domain.as_str(), *count)).collect();
        all.sort_by_key(|(domain, count)| (std::cmp::Reverse(*count), *domain));
        all
    }

    /// Failures of domains beyond the first 10 000.
    #[must_use]
    pub fn other_domains(&self) -> u64 {
        self.other_domains
    }

    /// Whether no line told of a delivery.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sent + self.deferred + self.bounced + self.rejected == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::log_line;

    const LINE: &str = "Nov 23 12:00:00 mx postfix/smtp[1]: A1: to=<anna@Example.com>, relay=mx.example.com[192.0.2.1]:25, delay=1, \
        delays=0/0/0/0, dsn=5.1.1, status=bounced (host mx.example.com[192.0.2.1] said: 550 5.1.1 User unknown (in reply to RCPT TO command))";

    #[test]
    fn outcomes_causes_and_domains() {
        let mut summary = Summary::default();
        let lines = [LINE.to_owned(), LINE.replace("anna@", "bert@"), LINE.replace("status=bounced (", "status=sent (250 2.0.0 ok ")];
        lines.iter().filter_map(|line| log_line(line.as_bytes())).for_each(|record| summary.add(record));
        assert_eq!((summary.sent, summary.bounced, summary.deferred, summary.is_empty()), (1, 2, 0, false));
        let causes = summary.causes();
        assert_eq!(
            causes.iter().map(|(kind, cause)| (*kind, cause.count, cause.permanent)).collect::<Vec<_>>(),
            [(Kind::UserUnknown, 2, 2)]
        );
        assert!(causes.iter().all(|(_, cause)| cause.example.starts_with("550 5.1.1 ")));
        assert_eq!(summary.domains(), [("example.com", 2)]);
    }

    #[test]
    fn names_without_end_take_no_memory_without_end() {
        let mut summary = Summary::default();
        for number in 0..DOMAIN_LIMIT + 50 {
            let line = LINE.replace("Example.com>", &format!("d{number}.example>"));
            log_line(line.as_bytes()).into_iter().for_each(|record| summary.add(record));
        }
        assert_eq!((summary.domains().len(), summary.other_domains()), (DOMAIN_LIMIT, 50));
    }
}
