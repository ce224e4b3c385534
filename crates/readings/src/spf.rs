//! Placeholder for the reading `spf`.

use facts::{Inquiry, Target};

/// The reading.
#[derive(Clone, Debug, Default)]
pub struct Spf;

/// Reads it.
#[must_use]
pub fn read(_target: &Target, _inquiry: &Inquiry<'_>) -> Spf {
    Spf
}

/// Whether SPF says that nobody sends for the domain; `None` when not known.
#[must_use]
pub fn sends_nothing(_target: &Target, _inquiry: &Inquiry<'_>) -> Option<bool> {
    None
}
