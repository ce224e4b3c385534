//! What the domain is for: whether it says that it neither sends nor receives.

use crate::mail::{self, Route};
use facts::{Inquiry, Target};

/// What the domain is for, as far as its DNS says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Posture {
    /// It sends or receives, or does not say that it does not.
    Live,
    /// It names no mail host (null MX or no MX at all; an address of the domain itself names none),
    /// `-all` alone in SPF, and DMARC rejects.
    Parked,
    /// Not known.
    Unknown,
}

/// Reads the posture.
#[must_use]
pub fn read(target: &Target, inquiry: &Inquiry<'_>) -> Posture {
    let mail = mail::read(target, inquiry);
    match mail.route {
        Route::Null | Route::None | Route::Implicit => {}
        Route::Unknown(_) => return Posture::Unknown,
        _ => return Posture::Live,
    }
    match (crate::spf::sends_nothing(target, inquiry), crate::dmarc::rejects(target, inquiry)) {
        (Some(true), Some(true)) => Posture::Parked,
        (Some(false), _) | (_, Some(false)) => Posture::Live,
        _ => Posture::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use facts::Planner;
    use facts::fixture::World;

    fn posture(text: &str) -> Posture {
        let world = World::parse(text).unwrap_or_else(|e| panic!("{e}"));
        let plan: fn(&Target, &Inquiry<'_>) = |t, i| {
            let _ = read(t, i);
        };
        let recorded = world.gather(&world.target(), &[Planner { name: "posture", serves: &["mx"], plan }], &|_, _| Vec::new());
        read(&recorded.target, &Inquiry::new(&recorded.facts))
    }

    #[test]
    fn parked_is_what_says_so_in_all_three_records() {
        let (no_mail, no_spf, reject) =
            ("example.com MX 0 .\n", "example.com TXT v=spf1 -all\n", "_dmarc.example.com TXT v=DMARC1; p=reject\n");
        assert_eq!(posture(&format!("{no_mail}{no_spf}{reject}")), Posture::Parked);
        assert_eq!(posture(&format!("{no_spf}{reject}")), Posture::Parked);
        assert_eq!(posture(&format!("example.com A 44.128.1.80\n{no_spf}{reject}")), Posture::Parked);
        // All that the record does is to lead to one that says so.
        let redirected = "example.com TXT v=spf1 redirect=none.example.net\nnone.example.net TXT v=spf1 -all\n";
        assert_eq!(posture(&format!("{no_mail}{redirected}{reject}")), Posture::Parked);
        let circle = "example.com TXT v=spf1 redirect=example.com\n";
        assert_eq!(posture(&format!("{no_mail}{circle}{reject}")), Posture::Live);
        for live in [
            format!("{no_mail}{no_spf}"),
            format!("{no_mail}{reject}"),
            format!("example.com MX 10 mx.example.com\n{no_spf}{reject}"),
            format!("{no_mail}example.com TXT v=spf1 mx -all\n{reject}"),
            format!("{no_mail}{no_spf}_dmarc.example.com TXT v=DMARC1; p=none\n"),
        ] {
            assert_eq!(posture(&live), Posture::Live, "{live}");
        }
        assert_eq!(posture(&format!("{no_mail}{no_spf}_dmarc.example.com TXT TIMEOUT")), Posture::Unknown);
        assert_eq!(posture(&format!("example.com MX TIMEOUT\n{no_spf}{reject}")), Posture::Unknown);
    }
}
