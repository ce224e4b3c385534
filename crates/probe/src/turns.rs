//! Whose turn it is: one connection at a time per address, few in all, and none to a host that asked to be left alone.

use crate::Limits;
use facts::WhyNot;
use facts::answer::{Phase, StepEnd, Try};
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{OwnedMutexGuard, OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep_until};

/// Addresses remembered before the idle ones are forgotten.
const MOST_HOSTS: usize = 10_000;

/// Cheap to clone; clones share the order of connections.
#[derive(Clone)]
pub(crate) struct Turns(Arc<Shared>);

struct Shared {
    limits: Limits,
    all: Arc<Semaphore>,
    hosts: Mutex<HashMap<IpAddr, Arc<Host>>>,
}

#[derive(Default)]
struct Host {
    /// When it may be called again, where it refused or cut off its last caller.
    rest: Arc<tokio::sync::Mutex<Option<Instant>>>,
    backed_off: AtomicBool,
}

/// The right to connect to an address, until it is dropped.
pub(crate) struct Turn {
    limits: Limits,
    host: Arc<Host>,
    rest: OwnedMutexGuard<Option<Instant>>,
    _slot: OwnedSemaphorePermit,
}

impl Turns {
    pub(crate) fn new(limits: &Limits) -> Self {
        let all = Arc::new(Semaphore::new(limits.dialogues.max(1)));
        Self(Arc::new(Shared { limits: *limits, all, hosts: Mutex::default() }))
    }

    pub(crate) fn limits(&self) -> Limits {
        self.0.limits
    }

    /// Waits for the turn at `addr`, and for the end of its rest.
    ///
    /// # Errors
    /// [`WhyNot::BackedOff`] where it asked to be left alone.
    pub(crate) async fn at(&self, addr: IpAddr) -> Result<Turn, WhyNot> {
        let host = self.host(addr);
        let rest = Arc::clone(&host.rest).lock_owned().await;
        if host.backed_off.load(Ordering::Relaxed) {
            return Err(WhyNot::BackedOff);
        }
        if let Some(end) = *rest {
            sleep_until(end).await;
        }
        // The semaphore lives as long as `self` and is never closed.
        let slot = Arc::clone(&self.0.all).acquire_owned().await.map_err(|_| WhyNot::LocalFailure)?;
        Ok(Turn { limits: self.0.limits, host, rest, _slot: slot })
    }

    fn host(&self, addr: IpAddr) -> Arc<Host> {
        let mut hosts = self.0.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        if hosts.len() >= MOST_HOSTS {
            hosts.retain(|_, host| Arc::strong_count(host) > 1 || host.backed_off.load(Ordering::Relaxed));
        }
        hosts.entry(addr).or_default().clone()
    }
}

impl Turn {
    /// Notes what a try asks for, peace or a pause, before anybody waits for it: the domain that waits here may run out
    /// of time and another come next. Whether a second try is due.
    pub(crate) fn note(&mut self, attempt: &Try) -> bool {
        if asks_for_peace(attempt) {
            self.host.backed_off.store(true, Ordering::Relaxed);
        }
        let again = attempt.wants_retry();
        *self.rest = again.then(|| Instant::now() + self.limits.retry_pause);
        again
    }

    /// Waits until the pause that the last try asked for is over.
    pub(crate) async fn rest_over(&self) {
        if let Some(end) = *self.rest {
            sleep_until(end).await;
        }
    }
}

/// 421, which may come at any time (RFC 5321 3.8); in reply to QUIT it is a farewell.
fn asks_for_peace(attempt: &Try) -> bool {
    let busy = |end: &StepEnd| matches!(end, StepEnd::Reply(reply) if reply.code == 421);
    attempt.steps.iter().any(|step| step.phase != Phase::Quit && busy(&step.end))
}
