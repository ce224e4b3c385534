//! The authorities that are trusted: Mozilla's set as built in, and what the user adds; and how far their trust reaches.

use crate::certificate::{Certificate, Flaw};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use facts::Target;
use facts::answer::Der;
use rustls_pki_types::{CertificateDer, TrustAnchor};

/// Trusted roots.
#[derive(Clone, Debug)]
pub struct Roots {
    anchors: Vec<TrustAnchor<'static>>,
    added: Vec<Der>,
    deepest: Option<usize>,
}

impl Roots {
    /// The built-in set and `extra`; one of them that is no certificate, or names no issuer, adds nothing.
    #[must_use]
    pub fn with(extra: &[Der]) -> Self {
        let mut anchors = built_in();
        // Who signed it would be unknown (RFC 5280 4.1.2.4).
        let nameless = |der: &Der| Certificate::read(0, der).is_some_and(|c| c.flaw == Some(Flaw::NamelessIssuer));
        for der in extra.iter().filter(|der| !nameless(der)) {
            let certificate = CertificateDer::from(der.0.as_slice());
            anchors.extend(webpki::anchor_from_trusted_cert(&certificate).map(|a| a.to_owned()));
        }
        Self { anchors, added: extra.to_vec(), deepest: None }
    }

    /// Trusts no path with more than `intermediates` between root and server, those not counted that an authority issued to
    /// itself (RFC 5280 4.2.1.9).
    #[must_use]
    pub fn at_most(self, intermediates: Option<usize>) -> Self {
        Self { deepest: intermediates, ..self }
    }

    /// How many intermediates a path may have; `None` where the library's own bound is the only one.
    pub(crate) fn deepest(&self) -> Option<usize> {
        self.deepest
    }

    /// One authority and no other, as a TLSA record names it; `None` for what is no certificate.
    pub(crate) fn only(der: &Der) -> Option<Self> {
        let certificate = CertificateDer::from(der.0.as_slice());
        let anchor = webpki::anchor_from_trusted_cert(&certificate).ok()?.to_owned();
        Some(Self { anchors: vec![anchor], added: Vec::new(), deepest: None })
    }

    /// The built-in set alone; `None` where nothing was added to it.
    pub(crate) fn without_added(&self) -> Option<Self> {
        (!self.added.is_empty()).then(|| Self::with(&[]).at_most(self.deepest))
    }

    /// The built-in set and what `target` adds to it.
    #[must_use]
    pub fn of(target: &Target) -> Self {
        let extra: Vec<Der> = target.extra_roots.iter().filter_map(|r| BASE64.decode(r).ok()).map(Der).collect();
        Self::with(&extra)
    }

    pub(crate) fn anchors(&self) -> &[TrustAnchor<'static>] {
        &self.anchors
    }

    /// Whether the user trusts this very certificate, which may be no authority at all.
    pub(crate) fn pins(&self, der: &Der) -> bool {
        self.added.contains(der)
    }
}

#[cfg(not(test))]
fn built_in() -> Vec<TrustAnchor<'static>> {
    webpki_roots::TLS_SERVER_ROOTS.to_vec()
}

/// No public authority issues what the examples need, so that in this crate's own tests one more
/// root counts as everybody's.
#[cfg(test)]
fn built_in() -> Vec<TrustAnchor<'static>> {
    let stand_in = crate::tests::chain("publicroot");
    let stand_in = stand_in.iter().filter_map(|der| {
        let certificate = CertificateDer::from(der.0.as_slice());
        webpki::anchor_from_trusted_cert(&certificate).ok().map(|a| a.to_owned())
    });
    webpki_roots::TLS_SERVER_ROOTS.iter().cloned().chain(stand_in).collect()
}
