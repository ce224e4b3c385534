//! Validation of answers (RFC 4033 to 4035, 5155): from the trust anchor down to the set. Bogus is
//! only said when a second validator, or the resolver itself, says so too.

mod anchor_text;
mod anchors;
mod answer;
mod denial;
mod dname;
mod fetch;
mod nsec3;
mod rdata;
mod second;
mod signature;
mod wire;
mod zone;

pub use anchors::Anchors;

use super::message::Message;
use super::source::Source;
use crate::Options;
use dname::Dname;
use facts::{Dnssec, DnssecFault, DnssecStatus};
use fetch::Fetcher;
use second::{Second, Voice};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;
use wire::{DNSKEY, DS, Packet};
use zone::Chain;

/// The time that signatures are held against, in seconds since the Unix epoch.
type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// Names with more labels are no zones that are likely to be audited: their keys wait for the DS.
const MOST_LABELS_FOR_KEYS: usize = 4;

/// Validates responses of one source; keeps the keys of zones for the whole run.
pub(super) struct Validator {
    chain: Arc<Chain>,
    second: Box<dyn Voice>,
}

impl Validator {
    pub(super) fn new(source: Arc<dyn Source>, options: &Options) -> Self {
        let chain = Chain::new(Fetcher::new(source), options.anchors.clone(), Arc::new(unix_now));
        let chain = Arc::new(chain);
        let second = Box::new(Second::new(chain.clone(), &options.anchors));
        Self { chain, second }
    }

    /// Begins to fetch the keys that an answer about `labels` will need: those of the anchor, and
    /// once they are there, those of the upper levels. Awaits nothing.
    pub(super) fn foresee(&self, labels: &[Vec<u8>]) {
        let name = Dname::new(labels.to_vec());
        let (Some(anchor), None) = (self.chain.anchor(&name), self.chain.end_above(&name)) else { return };
        let chain = self.chain.clone();
        tokio::spawn(async move {
            // A resolver that has no keys of the anchor is asked for nothing more.
            if chain.zone_of(&anchor, true).await.is_err() {
                return;
            }
            for depth in anchor.depth() + 1..=upper_levels(&name).min(name.depth()) {
                let upper = name.suffix(depth);
                if chain.end_above(&upper).is_some() {
                    return;
                }
                let keys = depth == 1 || name.depth() <= MOST_LABELS_FOR_KEYS;
                for rtype in [DS, DNSKEY].into_iter().take(1 + usize::from(keys)) {
                    let (chain, upper) = (chain.clone(), upper.clone());
                    tokio::spawn(async move { chain.fetcher.fetch(&upper, rtype).await });
                }
            }
        });
    }

    /// What validation says of `message` as the answer about `labels`; `refused` when a resolver
    /// gave it only unchecked. Nothing for a failure, which has nothing to validate.
    pub(super) async fn judge(&self, labels: &[Vec<u8>], rtype: u16, message: &Message, refused: bool) -> Option<Dnssec> {
        let packet = Packet::read(&message.bytes);
        if packet.damaged || !matches!(message.rcode, 0 | 3) {
            return None;
        }
        let name = Dname::new(labels.to_vec());
        let ours = answer::judge(&self.chain, &name, rtype, &packet).await;
        if ours.status != DnssecStatus::Bogus || refused || self.second.calls_bogus(message).await {
            return Some(ours);
        }
        let at = ours.reason.map_or_else(|| name.to_string(), |reason| reason.at);
        Some(Dnssec::because(DnssecFault::ValidatorsDiffer, at))
    }
}

/// Levels that most names share: top-level and registered domain, one more below `co.uk` and its like.
fn upper_levels(name: &Dname) -> usize {
    let short = |at: usize, most: usize| name.labels().iter().rev().nth(at).is_some_and(|label| label.len() <= most);
    if short(0, 2) && short(1, 3) { 3 } else { 2 }
}

fn unix_now() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
