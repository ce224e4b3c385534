//! Whether an authority that is trusted stands behind a chain; nothing else about it is judged here.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use facts::answer::Der;
use facts::{Moment, Target};
use rustls_pki_types::{CertificateDer, TrustAnchor, UnixTime};
use std::time::Duration;
use webpki::{EndEntityCert, Error, KeyUsage};

/// Whether no authority that is trusted, by everybody or by the user, issued `chain`. What is wrong with it otherwise, as a date is
/// where the clock is wrong, shows nothing of its issuer.
pub(super) fn is_foreign(chain: &[Der], target: &Target, at: Moment) -> bool {
    let certificates: Vec<CertificateDer<'_>> = chain.iter().map(|der| CertificateDer::from(der.0.as_slice())).collect();
    let Some((first, others)) = certificates.split_first() else { return false };
    let Ok(leaf) = EndEntityCert::try_from(first) else { return false };
    let added: Vec<Vec<u8>> = target.extra_roots.iter().filter_map(|root| BASE64.decode(root).ok()).collect();
    let added = added.iter().filter_map(|der| {
        let certificate = CertificateDer::from(der.as_slice());
        webpki::anchor_from_trusted_cert(&certificate).map(|anchor| anchor.to_owned()).ok()
    });
    let anchors: Vec<TrustAnchor<'_>> = webpki_roots::TLS_SERVER_ROOTS.iter().cloned().chain(added).collect();
    let time = UnixTime::since_unix_epoch(Duration::from_secs(u64::try_from(at.unix()).unwrap_or_default()));
    let path = leaf.verify_for_usage(webpki::ALL_VERIFICATION_ALGS, &anchors, others, time, KeyUsage::server_auth(), None, None);
    matches!(path, Err(Error::UnknownIssuer))
}

#[cfg(test)]
mod tests {
    use super::*;
    use facts::Name;
    use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};

    fn made() -> (Vec<u8>, Vec<Der>) {
        let key = || KeyPair::generate().unwrap_or_else(|e| panic!("{e}"));
        let params = |names: &[&str]| {
            CertificateParams::new(names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>()).unwrap_or_else(|e| panic!("{e}"))
        };
        let mut root = params(&[]);
        root.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let root = CertifiedIssuer::self_signed(root, key()).unwrap_or_else(|e| panic!("{e}"));
        let leaf = params(&["aspmx.l.google.com"]).signed_by(&key(), &root).unwrap_or_else(|e| panic!("{e}"));
        (root.der().to_vec(), vec![Der(leaf.der().to_vec())])
    }

    #[test]
    fn an_authority_of_ones_own_is_foreign_until_the_user_trusts_it() {
        let (root, chain) = made();
        let mut target = Target::new(Name::parse("example.com").unwrap_or_default());
        let now = Moment::from_unix(1_795_000_000);
        assert!(is_foreign(&chain, &target, now));
        assert!(!is_foreign(&[], &target, now) && !is_foreign(&[Der(vec![0x30])], &target, now));
        target.extra_roots = vec![BASE64.encode(root)];
        assert!(!is_foreign(&chain, &target, now));
        // A clock that is wrong makes no interception.
        assert!(!is_foreign(&chain, &target, Moment::from_unix(1)));
    }
}
