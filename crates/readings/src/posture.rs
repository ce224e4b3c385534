//! What the domain is for: whether it says that it neither sends nor receives.

use crate::mail::{self, Route};
use facts::{Inquiry, Target};

/// What the domain is for, as far as its DNS says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Posture {
    /// It sends or receives, or does not say that it does not.
    Live,
    /// No mail comes in (null MX, or no MX and no address), `-all` alone in SPF, and DMARC rejects.
    Parked,
    /// Not known.
    Unknown,
}

/// Reads the posture.
#[must_use]
pub fn read(target: &Target, inquiry: &Inquiry<'_>) -> Posture {
    let mail = mail::read(target, inquiry);
    match mail.route {
        Route::Null | Route::None => {}
        Route::Unknown(_) => return Posture::Unknown,
        _ => return Posture::Live,
    }
    match (crate::spf::sends_nothing(target, inquiry), crate::dmarc::rejects(target, inquiry)) {
        (Some(true), Some(true)) => Posture::Parked,
        (Some(false), _) | (_, Some(false)) => Posture::Live,
        _ => Posture::Unknown,
    }
}
