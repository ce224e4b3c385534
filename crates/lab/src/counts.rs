//! What a running lab was asked: for tests that prove 'asked once' and 'nothing was ever sent'.

use facts::Name;
use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// One DNS question as it came: to which server (`None`: the resolver), owner, type number.
pub type Asked = (Option<IpAddr>, Name, u16);

/// How often something was asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Times {
    /// Over UDP, repetitions included.
    pub udp: usize,
    /// Over TCP.
    pub tcp: usize,
}

/// Connections to one scripted server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Visits {
    /// All that were accepted.
    pub accepted: usize,
    /// Open now.
    pub open: usize,
    /// The most that were open at one time.
    pub most_at_once: usize,
    /// `DATA` and `BDAT` commands: an audit never sends a message, so this stays 0 but for tests of delivery.
    pub messages: usize,
}

/// A message that a scripted server took.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Received {
    /// The path of MAIL, without its brackets, in lower case.
    pub from: String,
    /// The path of RCPT, without its brackets, in lower case.
    pub to: String,
    /// The message, its dots as they were meant.
    pub text: String,
}

impl Received {
    /// What the message is known by.
    #[must_use]
    pub fn marker(&self) -> Option<String> {
        let lines = self.text.lines().take_while(|line| !line.is_empty());
        lines.filter_map(|line| line.strip_prefix("X-Mailaudit-Delivery: ")).map(str::to_owned).next()
    }
}

#[derive(Debug, Default)]
pub(crate) struct Counts {
    received: Mutex<Vec<Received>>,
    questions: Mutex<BTreeMap<Asked, Times>>,
    visits: Mutex<BTreeMap<SocketAddr, Visits>>,
}

impl Counts {
    pub(crate) fn question(&self, asked: Asked, over_tcp: bool) {
        let mut questions = lock(&self.questions);
        let times = questions.entry(asked).or_default();
        *(if over_tcp { &mut times.tcp } else { &mut times.udp }) += 1;
    }

    pub(crate) fn visit(&self, at: SocketAddr, change: impl FnOnce(&mut Visits)) {
        change(lock(&self.visits).entry(at).or_default());
    }

    pub(crate) fn receive(&self, message: Received) {
        lock(&self.received).push(message);
    }

    pub(crate) fn received(&self) -> Vec<Received> {
        lock(&self.received).clone()
    }

    pub(crate) fn questions(&self) -> BTreeMap<Asked, Times> {
        lock(&self.questions).clone()
    }

    pub(crate) fn visits(&self) -> BTreeMap<SocketAddr, Visits> {
        lock(&self.visits).clone()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
