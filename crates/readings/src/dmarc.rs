//! Placeholder for the reading `dmarc`.

use facts::{Inquiry, Target};

/// The reading.
#[derive(Clone, Debug, Default)]
pub struct Dmarc;

/// Reads it.
#[must_use]
pub fn read(_target: &Target, _inquiry: &Inquiry<'_>) -> Dmarc {
    Dmarc
}

/// Whether the policy that applies is reject; `None` when not known.
#[must_use]
pub fn rejects(_target: &Target, _inquiry: &Inquiry<'_>) -> Option<bool> {
    None
}
