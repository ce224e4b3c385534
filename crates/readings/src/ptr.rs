//! Placeholder for the reading `ptr`.

use facts::{Inquiry, Target};

/// The reading.
#[derive(Clone, Debug, Default)]
pub struct Ptr;

/// Reads it.
#[must_use]
pub fn read(_target: &Target, _inquiry: &Inquiry<'_>) -> Ptr {
    Ptr
}
