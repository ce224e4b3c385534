//! Placeholder for the reading `zone`.

use facts::{Inquiry, Target};

/// The reading.
#[derive(Clone, Debug, Default)]
pub struct Zone;

/// Reads it.
#[must_use]
pub fn read(_target: &Target, _inquiry: &Inquiry<'_>) -> Zone {
    Zone
}
