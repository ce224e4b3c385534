//! What one question may cost: queries in all, depth of look-ups, time.

use super::flights::Flight;
use crate::Limits;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::time::Instant;

/// Queries for one question, all its look-ups included. A name four zones down, each of them served
/// from two others that have to be walked to, takes some thirty.
pub(super) const MOST_QUERIES: u32 = 60;
/// Look-ups of name servers within look-ups of name servers.
const DEEPEST: u8 = 6;

/// The allowance of one question, or of a look-up on its behalf; clones share the queries.
#[derive(Clone)]
pub(super) struct Allowance {
    queries: Arc<AtomicU32>,
    /// The look-up that is going on.
    pub(super) flight: Option<Flight>,
    depth: u8,
    pub(super) deadline: Instant,
    /// For one zone.
    pub(super) share: Duration,
}

impl Allowance {
    /// Twice the time-out of a question: once for the way down, which takes a round trip and maybe a
    /// silent server per zone while nothing is known, and once for the question itself, so that a
    /// silent zone costs no more behind a known delegation than behind a resolver.
    pub(super) fn for_question(limits: &Limits) -> Self {
        Self {
            queries: Arc::new(AtomicU32::new(MOST_QUERIES)),
            flight: None,
            depth: 0,
            deadline: Instant::now() + limits.dns * 2,
            share: limits.dns,
        }
    }

    /// For a look-up on the way; it may go on for others when this question has given up. Half of
    /// the time-out goes to one zone at most, so that the whole name can still be asked after silence.
    pub(super) fn for_cut(&self, flight: Flight, limits: &Limits) -> Self {
        Self { flight: Some(flight), deadline: Instant::now() + limits.dns, share: limits.dns / 2, ..self.clone() }
    }

    /// For the addresses of a name server; `None` too deep down.
    pub(super) fn for_host(&self, flight: Flight, limits: &Limits) -> Option<Self> {
        (self.depth < DEEPEST).then(|| Self { depth: self.depth + 1, ..self.for_cut(flight, limits) })
    }

    /// Takes one query; false when there is none left.
    pub(super) fn takes_query(&self) -> bool {
        self.queries.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok()
    }

    /// Gives a query back that never was sent.
    pub(super) fn returns_query(&self) {
        self.queries.fetch_add(1, Ordering::Relaxed);
    }

    /// The time for one zone from now.
    pub(super) fn time(&self) -> Duration {
        self.deadline.saturating_duration_since(Instant::now()).min(self.share)
    }
}
