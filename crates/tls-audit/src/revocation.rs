//! Whether a certificate was revoked, by a stapled OCSP response or a list that the user gave. What
//! neither its issuer nor the issuer's delegate signed proves nothing. Never fetches anything.

mod crl;
mod ocsp;

use crate::certificate::Certificate;
use crate::links::sequence;
use crate::roots::Roots;
use crate::view::Shown;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use facts::answer::Der;
use facts::{Moment, Target};
use findings::Phrase;
use x509_parser::prelude::*;
use x509_parser::x509::SubjectPublicKeyInfo;

/// Certificate revocation lists, and the roots that may have signed them.
#[derive(Clone, Debug)]
pub struct Lists {
    roots: Roots,
    crls: Vec<Der>,
}

impl Lists {
    /// `crls` beside `roots`.
    #[must_use]
    pub fn new(roots: &Roots, crls: &[Der]) -> Self {
        Self { roots: roots.clone(), crls: crls.to_vec() }
    }

    /// Those of `target`; what is no base64 is left out.
    #[must_use]
    pub fn of(target: &Target, roots: &Roots) -> Self {
        let crls: Vec<Der> = target.crls.iter().filter_map(|text| BASE64.decode(text).ok()).map(Der).collect();
        Self::new(roots, &crls)
    }
}

/// What is known of a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// A certificate is revoked.
    Revoked {
        /// Which.
        certificate: Box<Certificate>,
        /// Since when.
        since: Moment,
        /// Who says so.
        source: Phrase,
    },
    /// A certificate is not revoked, and none is known to be.
    Good(Phrase),
    /// Something was said that proves nothing.
    Unproved {
        /// `OCSP` or `CRL`.
        kind: &'static str,
        /// The field that does not hold.
        field: &'static str,
    },
    /// Nobody says anything.
    Untold,
}

/// What one source says of one certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Word {
    Revoked(Moment),
    Good,
    /// The field that does not hold.
    Unproved(&'static str),
    /// Another certificate's or authority's matter.
    Silent,
}

/// Whoever signed a certificate.
struct Issuer {
    /// Its name, DER.
    name: Vec<u8>,
    /// Its SubjectPublicKeyInfo, DER.
    key: Vec<u8>,
}

const STAPLE: Phrase =
    Phrase { en: "the OCSP response that the server sends along", ru: "ответ OCSP, приложенный сервером" };
const LIST: Phrase = Phrase { en: "the revocation list that was given", ru: "заданный список отзыва" };
// By the field that does not hold, a word that is the same in every language.
const BADLY_SIGNED: &str = "signature";
const STALE: &str = "nextUpdate";
const EARLY: &str = "thisUpdate";
const MALFORMED: &str = "DER";

/// What the staple and the lists say of `shown`.
#[must_use]
pub fn standing(shown: &Shown, lists: &Lists) -> Standing {
    let at = shown.judgment.at;
    let mut best = Standing::Untold;
    for (place, certificate) in shown.judgment.certificates.iter().enumerate().filter(|(_, c)| !c.self_signed) {
        let issuer = shown.chain.get(certificate.position).and_then(|der| issuer(der, &shown.chain, &lists.roots));
        let staple = shown.ocsp.as_ref().filter(|_| place == 0).map(|der| (STAPLE, ocsp::says(der, certificate, issuer.as_ref(), at)));
        let listed = lists.crls.iter().map(|der| (LIST, crl::says(der, certificate, issuer.as_ref(), at)));
        for (source, word) in staple.into_iter().chain(listed) {
            best = match word {
                Word::Revoked(since) => return Standing::Revoked { certificate: Box::new(certificate.clone()), since, source },
                Word::Good => Standing::Good(source),
                Word::Unproved(field) if best == Standing::Untold => {
                    Standing::Unproved { kind: if source == STAPLE { "OCSP" } else { "CRL" }, field }
                }
                Word::Unproved(_) | Word::Silent => best,
            };
        }
    }
    best
}

/// Whether `der` can be read as a list.
#[must_use]
pub fn is_list(der: &[u8]) -> bool {
    CertificateRevocationList::from_der(der).is_ok_and(|(rest, _)| rest.is_empty())
}

/// Whose key signed `der`: the name alone could be anybody's.
fn issuer(der: &Der, presented: &[Der], roots: &Roots) -> Option<Issuer> {
    let (_, certificate) = X509Certificate::from_der(&der.0).ok()?;
    let name = certificate.issuer().as_raw();
    let presented = presented.iter().filter_map(|other| {
        let (_, other) = X509Certificate::from_der(&other.0).ok()?;
        (other.subject().as_raw() == name).then(|| other.public_key().raw.to_vec())
    });
    let anchors = roots.anchors().iter().filter(|a| sequence(&a.subject) == name).map(|a| sequence(&a.subject_public_key_info));
    let signed = |key: &Vec<u8>| {
        let read = SubjectPublicKeyInfo::from_der(key);
        read.is_ok_and(|(_, key)| certificate.verify_signature(Some(&key)).is_ok())
    };
    let key = presented.chain(anchors).find(signed)?;
    Some(Issuer { name: name.to_vec(), key })
}

/// Why what holds from `begin` to `end` does not hold at `at`.
fn out_of_date(begin: i64, end: Option<i64>, at: Moment) -> Option<&'static str> {
    if at.unix() < begin {
        return Some(EARLY);
    }
    end.is_some_and(|end| at.unix() > end).then_some(STALE)
}

#[cfg(test)]
mod tests;
