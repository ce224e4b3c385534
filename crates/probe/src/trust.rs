//! Whether a certificate holds, for the one decision that cannot be left to the judgment afterwards: to whom a password is given.

use crate::Error;
use facts::Name;
use facts::answer::{TlsFacts, Try};
use rustls::RootCertStore;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use std::sync::Arc;

/// The public roots, and those that the user added.
#[derive(Clone, Debug)]
pub(crate) struct Trust(Arc<WebPkiServerVerifier>);

impl Trust {
    /// Certificates among `extra` that cannot be roots are left out.
    ///
    /// # Errors
    /// Where the TLS library takes no root at all.
    pub(crate) fn new(extra: &[Vec<u8>]) -> Result<Self, Error> {
        let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        roots.add_parsable_certificates(extra.iter().map(|der| CertificateDer::from(der.as_slice())));
        let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), crate::tls::PROVIDER.clone()).build();
        verifier.map(Self).map_err(|e| Error::Tls(e.to_string()))
    }

    /// Whether the server that this connection reached proved to be `name`.
    pub(crate) fn holds(&self, done: &Try, name: Option<&Name>) -> bool {
        done.tls.as_ref().zip(name).is_some_and(|(tls, name)| self.is_proved(tls, name))
    }

    fn is_proved(&self, tls: &TlsFacts, name: &Name) -> bool {
        let mut chain = tls.chain.iter().map(|der| CertificateDer::from(der.0.as_slice()));
        let (Some(leaf), Ok(name)) = (chain.next(), ServerName::try_from(name.as_str())) else { return false };
        let rest: Vec<_> = chain.collect();
        tls.key_proved && self.0.verify_server_cert(&leaf, &rest, &name, &[], UnixTime::now()).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use facts::answer::Der;
    use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};

    fn chain(names: &[&str]) -> (Vec<u8>, Vec<Der>) {
        let key = || KeyPair::generate().unwrap_or_else(|e| panic!("{e}"));
        let params = |names: &[&str]| {
            CertificateParams::new(names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>()).unwrap_or_else(|e| panic!("{e}"))
        };
        let mut root = params(&[]);
        root.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let root = CertifiedIssuer::self_signed(root, key()).unwrap_or_else(|e| panic!("{e}"));
        let leaf = params(names).signed_by(&key(), &root).unwrap_or_else(|e| panic!("{e}"));
        (root.der().to_vec(), vec![Der(leaf.der().to_vec())])
    }

    #[test]
    fn only_a_proved_name_under_a_trusted_root_is_told_a_password() {
        let (root, chain) = chain(&["mail.example.com"]);
        let done = |key_proved| Try { tls: Some(TlsFacts { chain: chain.clone(), key_proved, ..TlsFacts::default() }), ..Try::default() };
        let name = |text| Name::parse(text).ok();
        let trust = Trust::new(&[root]).unwrap_or_else(|e| panic!("{e}"));
        assert!(trust.holds(&done(true), name("mail.example.com").as_ref()));
        assert!(!trust.holds(&done(false), name("mail.example.com").as_ref()));
        assert!(!trust.holds(&done(true), name("mail.example.net").as_ref()));
        assert!(!trust.holds(&done(true), None) && !trust.holds(&Try::default(), name("mail.example.com").as_ref()));
        let stranger = Trust::new(&[]).unwrap_or_else(|e| panic!("{e}"));
        assert!(!stranger.holds(&done(true), name("mail.example.com").as_ref()));
    }
}
