//! What the caller of an audit sees and holds while it runs: progress, and the handle that ends it.

use facts::Question;
use std::fmt;
use std::sync::Arc;
use tokio::sync::watch;

/// Called after every batch of answers, from the task that runs the audit; it must return at once.
pub type Observer = Arc<dyn Fn(Progress<'_>) + Send + Sync>;

/// How far one audit is.
#[derive(Clone, Copy, Debug)]
pub struct Progress<'a> {
    /// Questions opened so far.
    pub asked: usize,
    /// Of these, answered.
    pub answered: usize,
    /// The question answered last.
    pub last: Option<&'a Question>,
}

/// Handed to [`crate::audit`].
#[derive(Clone, Default)]
pub struct Watch {
    /// Ends the audit early.
    pub stop: Stop,
    /// Told of progress.
    pub observer: Option<Observer>,
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watch").field("stop", &self.stop).field("observer", &self.observer.is_some()).finish()
    }
}

/// A handle that ends audits: what is open becomes `NotAsked(Interrupted)`, what is known is kept.
/// Clones end the same audits.
#[derive(Clone, Debug)]
pub struct Stop(Arc<watch::Sender<bool>>);

impl Default for Stop {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(false)))
    }
}

impl Stop {
    /// Not stopped.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Ends every audit that holds a clone; safe to call from any thread, and more than once.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }

    /// Whether [`Stop::stop`] was called.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        *self.0.borrow()
    }

    /// Returns once [`Stop::stop`] was called.
    pub async fn stopped(&self) {
        let mut seen = self.0.subscribe();
        // The sender lives in `self`, so that waiting cannot fail.
        let _ = seen.wait_for(|stopped| *stopped).await;
    }
}
