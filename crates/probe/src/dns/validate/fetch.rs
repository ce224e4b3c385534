//! Keys and delegations as they come from the source: each asked for once in a run, by whoever is
//! first, and a second time when there was no answer.

use super::dname::Dname;
use super::lock;
use super::wire::Packet;
use crate::dns::message::Message;
use crate::dns::source::Source;
use crate::dns::upstream::Wanted;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tokio::time::Instant;

const MOST_TRIES: u8 = 2;
/// Responses kept; a run over many domains starts anew above that.
const MOST_RESPONSES: usize = 8_192;

/// A response, as it came and as it was read.
#[derive(Debug)]
pub(super) struct Fetched {
    pub(super) message: Message,
    packet: Packet,
}

impl std::ops::Deref for Fetched {
    type Target = Packet;

    fn deref(&self) -> &Packet {
        &self.packet
    }
}

#[derive(Default)]
struct Slot {
    tries: u8,
    failed: Option<Instant>,
    fetched: Option<Arc<Fetched>>,
}

type Slots = HashMap<(Dname, u16), Arc<tokio::sync::Mutex<Slot>>>;

pub(super) struct Fetcher {
    source: Arc<dyn Source>,
    slots: Mutex<Slots>,
}

impl Fetcher {
    pub(super) fn new(source: Arc<dyn Source>) -> Self {
        Self { source, slots: Mutex::default() }
    }

    /// The response about `name`; `None` when the source has none to give.
    pub(super) async fn fetch(&self, name: &Dname, rtype: u16) -> Option<Arc<Fetched>> {
        let (slot, began) = (self.slot(name, rtype), Instant::now());
        let mut slot = slot.lock().await;
        // Who waited for a try that failed has waited long enough.
        if slot.fetched.is_some() || slot.tries >= MOST_TRIES || slot.failed.is_some_and(|at| at >= began) {
            return slot.fetched.clone();
        }
        slot.fetched = self.once(name, rtype).await;
        slot.tries += 1;
        slot.failed = Some(Instant::now());
        slot.fetched.clone()
    }

    async fn once(&self, name: &Dname, rtype: u16) -> Option<Arc<Fetched>> {
        // Checking disabled: what a validating resolver holds back is needed to say what is wrong.
        let wanted = Wanted { rtype, signatures: true, unchecked: true, ..Wanted::default() };
        let (_, exchange) = self.source.exchange(name.labels().to_vec(), wanted).await;
        let message = exchange.message?;
        let packet = Packet::read(&message.bytes);
        if !matches!(message.rcode, 0 | 3) || packet.damaged {
            return None;
        }
        Some(Arc::new(Fetched { message, packet }))
    }

    /// Whether there is no response, and one more try is left.
    pub(super) fn may_try(&self, name: &Dname, rtype: u16) -> bool {
        self.slot(name, rtype).try_lock().is_ok_and(|slot| slot.fetched.is_none() && slot.tries < MOST_TRIES)
    }

    fn slot(&self, name: &Dname, rtype: u16) -> Arc<tokio::sync::Mutex<Slot>> {
        let mut slots = lock(&self.slots);
        if slots.len() >= MOST_RESPONSES {
            slots.clear();
        }
        slots.entry((name.clone(), rtype)).or_default().clone()
    }
}
