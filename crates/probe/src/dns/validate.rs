//! Validation of answers (RFC 4033 to 4035, 5155): from the trust anchor down to the set.

use super::message::Message;
use super::source::Source;
use crate::Options;
use facts::Dnssec;
use std::sync::Arc;

/// Validates responses of one source; keeps the keys of zones for the whole run.
pub(super) struct Validator {
    _source: Arc<dyn Source>,
}

impl Validator {
    pub(super) fn new(source: Arc<dyn Source>, _options: &Options) -> Self {
        Self { _source: source }
    }

    /// Begins to fetch the keys that an answer about `labels` will need.
    pub(super) fn foresee(&self, _labels: &[Vec<u8>]) {}

    /// What validation says of `message` as the answer about `labels`; `refused` when a resolver
    /// gave it only unchecked.
    pub(super) async fn judge(&self, _labels: &[Vec<u8>], _rtype: u16, _message: &Message, _refused: bool) -> Option<Dnssec> {
        None
    }
}
