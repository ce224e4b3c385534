//! Placeholder for the reading `dkim`.

use facts::{Inquiry, Target};

/// The reading.
#[derive(Clone, Debug, Default)]
pub struct Dkim;

/// Reads it.
#[must_use]
pub fn read(_target: &Target, _inquiry: &Inquiry<'_>) -> Dkim {
    Dkim
}
