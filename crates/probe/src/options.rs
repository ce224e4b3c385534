//! What the user may set about asking, with the defaults.

use crate::{Accounts, Anchors, ConnectMap, Error, Outbox, RootHints, UpstreamSpec};
use facts::MOST_QUESTIONS;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// Everything that [`crate::Network`] needs to know.
#[derive(Clone, Debug)]
pub struct Options {
    /// Resolvers in the order of preference; a further one is asked when those before it are silent.
    /// Default: `system`.
    pub upstreams: Vec<UpstreamSpec>,
    /// Where `recursive` begins instead of IANA's root servers.
    pub root_hints: Option<RootHints>,
    /// Where connections go instead (`--connect-to`); for SMTP, for `DnsAt` (port 53), and for resolvers behind TLS.
    pub connect: ConnectMap,
    /// Keys of blocklists, by label.
    pub keys: Keys,
    /// Names and passwords of mail accounts, by label.
    pub accounts: Accounts,
    /// Test messages that the user let this run send; without it none is ever sent.
    pub outbox: Option<Arc<Outbox>>,
    /// What DNSSEC validation begins with. Default: the root's keys.
    pub anchors: Anchors,
    /// Roots (DER) that resolvers behind TLS may be certified by, beside the built-in ones.
    pub extra_roots: Vec<Vec<u8>>,
    /// No SMTP or TLS connections: such questions become `NotAsked(SwitchedOff)`.
    pub no_smtp: bool,
    /// Connect to private, loopback and reserved addresses as well.
    pub allow_private: bool,
    /// Time-outs and counts.
    pub limits: Limits,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            upstreams: vec![UpstreamSpec::System],
            root_hints: None,
            connect: ConnectMap::default(),
            keys: Keys::default(),
            accounts: Accounts::default(),
            outbox: None,
            anchors: Anchors::default(),
            extra_roots: Vec::new(),
            no_smtp: false,
            allow_private: false,
            limits: Limits::default(),
        }
    }
}

/// Bounds on time and number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// For one domain, from the first question; then what is open is `NotAsked(BudgetSpent)`. 30 s.
    pub budget: Duration,
    /// Questions for one domain. [`MOST_QUESTIONS`].
    pub questions: usize,
    /// For one DNS question, with all retransmissions and fail-over. 5 s; TCP gets at least half of it anew.
    pub dns: Duration,
    /// The first retransmission while no round trip has been measured. 400 ms.
    pub first_retransmission: Duration,
    /// DNS questions outstanding at one resolver. 300: no less than an ordinary audit has open at once,
    /// of which those beyond would wait a whole round trip.
    pub window: usize,
    /// DNS questions outstanding at one authoritative server. 16.
    pub server_window: usize,
    /// For a TCP connection to a mail server. 10 s.
    pub connect: Duration,
    /// For the whole greeting. 300 s, as RFC 5321 4.5.3.2.1 wants; the bound of the dialogue comes sooner.
    pub greeting: Duration,
    /// For the whole reply to a command. 20 s.
    pub command: Duration,
    /// For a TLS handshake. 15 s.
    pub handshake: Duration,
    /// For all tries of a dialogue together; the step that it cuts ends as a time-out. 330 s, and
    /// never more than five sixths of `budget`, so that a silent server is told as such: 25 s by default.
    pub dialogue: Duration,
    /// Before the second try of a dialogue. 1 s.
    pub retry_pause: Duration,
    /// Dialogues held at once, one per address. 8.
    pub dialogues: usize,
    /// Answers remembered for a run. 100,000.
    pub memo: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            budget: Duration::from_secs(30),
            questions: MOST_QUESTIONS,
            dns: Duration::from_secs(5),
            first_retransmission: Duration::from_millis(400),
            window: 300,
            server_window: 16,
            connect: Duration::from_secs(10),
            greeting: Duration::from_secs(300),
            command: Duration::from_secs(20),
            handshake: Duration::from_secs(15),
            dialogue: Duration::from_secs(330),
            retry_pause: Duration::from_secs(1),
            dialogues: 8,
            memo: 100_000,
        }
    }
}

impl Limits {
    /// With `--timeout`: the time for one DNS question. Mail servers keep theirs, since a greeting
    /// held back for some seconds is a common and legitimate defence.
    #[must_use]
    pub fn with_timeout(self, timeout: Duration) -> Self {
        Self { dns: timeout, ..self }
    }

    /// Before a deferred recipient is tried again: a quarter of the budget, at most a minute.
    pub(crate) fn pause_before_retry(&self) -> Duration {
        (self.budget / 4).min(Duration::from_secs(60))
    }

    /// For one dialogue, well within the domain's budget, so that a silent server is told as such.
    pub(crate) fn longest_dialogue(&self) -> Duration {
        self.dialogue.min(self.budget * 5 / 6)
    }
}

/// Keys of blocklists. A label stands for each in questions, answers and recordings: the label
/// `_key-LABEL` of a name is replaced when the question is sent, and put back in what is kept.
#[derive(Clone, Default)]
pub struct Keys(BTreeMap<String, String>);

impl Keys {
    /// Adds the key that `label` (lower case: `spamhaus_dqs`) stands for.
    ///
    /// # Errors
    /// [`Error::Key`] for a key that is no single DNS label.
    pub fn add(&mut self, label: &str, key: &str) -> Result<(), Error> {
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '-';
        if key.is_empty() || key.len() > 63 || !key.chars().all(fits) {
            return Err(Error::Key(label.to_owned()));
        }
        self.0.insert(label.to_ascii_lowercase(), key.to_ascii_lowercase());
        Ok(())
    }

    /// The labels, in order; what `Target::keys` holds.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    pub(crate) fn secret(&self, label: &str) -> Option<&str> {
        self.0.get(label).map(String::as_str)
    }
}

impl fmt::Debug for Keys {
    /// The labels only.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_a_label_and_is_never_shown() {
        let mut keys = Keys::default();
        assert!(keys.add("spamhaus_dqs", "abc123").is_ok());
        assert!(!format!("{keys:?}").contains("abc123"));
        for wrong in ["", "a.b", "a b", &"x".repeat(64)] {
            assert!(keys.add("k", wrong).is_err_and(|e| !e.to_string().contains("x.x") && e.to_string().contains("'k'")), "{wrong}");
        }
        assert!(keys.add("k", &"x".repeat(63)).is_ok());
    }

    #[test]
    fn a_dialogue_ends_before_the_budget_does() {
        let seconds = Duration::from_secs;
        assert_eq!(Limits::default().with_timeout(seconds(2)).greeting, Limits::default().greeting);
        assert_eq!(Limits::default().longest_dialogue(), seconds(25));
        assert_eq!(Limits { budget: seconds(12), ..Limits::default() }.longest_dialogue(), seconds(10));
        assert_eq!(Limits { budget: seconds(600), ..Limits::default() }.longest_dialogue(), seconds(330));
    }
}
