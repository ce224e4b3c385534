//! Messages that were put off, until their delivery or return: a bounded number of them, the oldest are given up first.

use super::{Class, WAITING_LIMIT};
use crate::log::Day;
use std::collections::{BTreeMap, VecDeque};
use std::hash::{DefaultHasher, Hasher as _};

/// What was said last about a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Put {
    pub(super) class: Class,
    pub(super) domain: u32,
    pub(super) day: Option<Day>,
}

/// The message's and the recipient's sum.
type Key = (u64, u64);

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Waiting {
    /// With the turn in which the message came.
    open: BTreeMap<Key, (u64, Put)>,
    /// The order of their coming; ended ones stay until they are met.
    order: VecDeque<(u64, Key)>,
    turn: u64,
}

impl Waiting {
    /// Remembers a message; gives the oldest back where there are too many.
    pub(super) fn put(&mut self, queue: &[u8], recipient: &[u8], put: Put) -> Option<Put> {
        let key = (sum(queue), sum(recipient));
        if let Some((_, known)) = self.open.get_mut(&key) {
            *known = put;
            return None;
        }
        self.turn += 1;
        self.open.insert(key, (self.turn, put));
        self.order.push_back((self.turn, key));
        if self.order.len() > 2 * WAITING_LIMIT {
            let open = &self.open;
            self.order.retain(|(turn, key)| open.get(key).is_some_and(|(of, _)| of == turn));
        }
        while self.open.len() > WAITING_LIMIT {
            let (turn, key) = self.order.pop_front()?;
            if self.open.get(&key).is_some_and(|(of, _)| *of == turn) {
                return self.open.remove(&key).map(|(_, put)| put);
            }
        }
        None
    }

    /// Forgets a message, and tells what was said of it.
    pub(super) fn take(&mut self, queue: &[u8], recipient: &[u8]) -> Option<Put> {
        if self.open.is_empty() {
            return None;
        }
        self.open.remove(&(sum(queue), sum(recipient))).map(|(_, put)| put)
    }

    /// Forgets all recipients of a message.
    pub(super) fn take_all(&mut self, queue: &[u8]) -> Vec<Put> {
        let message = sum(queue);
        let keys: Vec<Key> = self.open.range((message, 0)..=(message, u64::MAX)).map(|(key, _)| *key).collect();
        keys.iter().filter_map(|key| self.open.remove(key)).map(|(_, put)| put).collect()
    }

    pub(super) fn each(&mut self, mut change: impl FnMut(&mut Put)) {
        self.open.values_mut().for_each(|(_, put)| change(put));
    }

    pub(super) fn drain(&mut self) -> Vec<Put> {
        self.order.clear();
        std::mem::take(&mut self.open).into_values().map(|(_, put)| put).collect()
    }
}

/// Letters of domains and queue names count as they stand: a log writes an address the same way each time.
fn sum(text: &[u8]) -> u64 {
    let mut sum = DefaultHasher::new();
    sum.write(text);
    sum.finish()
}

#[cfg(test)]
impl Waiting {
    pub(super) fn order_len(&self) -> usize {
        self.order.len()
    }
}
