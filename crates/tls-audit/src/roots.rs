//! The authorities that are trusted: Mozilla's set as built in, and what the user adds.

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
}

impl Roots {
    /// The built-in set and `extra`; one of them that is no certificate adds nothing.
    #[must_use]
    pub fn with(extra: &[Der]) -> Self {
        let mut anchors = webpki_roots::TLS_SERVER_ROOTS.to_vec();
        for der in extra {
            let certificate = CertificateDer::from(der.0.as_slice());
            anchors.extend(webpki::anchor_from_trusted_cert(&certificate).map(|a| a.to_owned()));
        }
        Self { anchors, added: extra.to_vec() }
    }

    /// One authority and no other, as a TLSA record names it; `None` for what is no certificate.
    pub(crate) fn only(der: &Der) -> Option<Self> {
        let certificate = CertificateDer::from(der.0.as_slice());
        let anchor = webpki::anchor_from_trusted_cert(&certificate).ok()?.to_owned();
        Some(Self { anchors: vec![anchor], added: Vec::new() })
    }

    /// The built-in set alone; `None` where nothing was added to it.
    pub(crate) fn without_added(&self) -> Option<Self> {
        (!self.added.is_empty()).then(|| Self::with(&[]))
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
