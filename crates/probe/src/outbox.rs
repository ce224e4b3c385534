//! What a run may send: test messages between addresses that the user listed, each once. Composes them; opens nothing.

use crate::draft::Draft;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Mutex, PoisonError};

/// The messages of a run. Without one, nothing is ever sent.
#[derive(Default)]
pub struct Outbox {
    draft: Draft,
    /// Sender and recipient of each message that may be sent.
    allowed: BTreeSet<(String, String)>,
    sent: Mutex<BTreeSet<(String, String)>>,
}

impl Outbox {
    /// Of messages made from `draft`.
    #[must_use]
    pub fn new(draft: Draft) -> Self {
        Self { draft, ..Self::default() }
    }

    /// Lets one message from `from` to `to` be sent.
    pub fn allow(&mut self, from: &str, to: &str) {
        self.allowed.insert((from.to_owned(), to.to_owned()));
    }

    /// The message from `from` to `to`, to be sent now; `None` where that was not allowed, or was done before.
    pub(crate) fn take(&self, from: &str, to: &str, marker: &str) -> Option<Vec<u8>> {
        let pair = (from.to_owned(), to.to_owned());
        let first = self.allowed.contains(&pair) && self.sent.lock().unwrap_or_else(PoisonError::into_inner).insert(pair);
        first.then(|| self.draft.message(from, to, marker, crate::now()))
    }
}

impl fmt::Debug for Outbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outbox").field("allowed", &self.allowed).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_goes_only_where_it_was_allowed_and_only_once() {
        let mut outbox = Outbox::new(Draft::default());
        outbox.allow("a@example.com", "b@example.net");
        assert!(outbox.take("a@example.com", "c@example.net", "m1").is_none());
        assert!(outbox.take("b@example.net", "a@example.com", "m1").is_none());
        let message = outbox.take("a@example.com", "b@example.net", "m1").unwrap_or_default();
        assert!(String::from_utf8_lossy(&message).contains("X-Mailaudit-Delivery: m1"));
        assert!(outbox.take("a@example.com", "b@example.net", "m2").is_none());
    }
}
