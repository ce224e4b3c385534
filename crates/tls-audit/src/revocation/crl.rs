//! A certificate revocation list (RFC 5280 5). Lists of a part of the certificates, or of several
//! authorities, are not followed.

use super::{BADLY_SIGNED, Issuer, MALFORMED, Word, out_of_date};
use crate::certificate::Certificate;
use facts::Moment;
use facts::answer::Der;
use x509_parser::prelude::*;
use x509_parser::x509::SubjectPublicKeyInfo;

const PARTIAL: &str = "critical";

pub(super) fn says(der: &Der, certificate: &Certificate, issuer: Option<&Issuer>, at: Moment) -> Word {
    let Ok((_, list)) = CertificateRevocationList::from_der(&der.0) else { return Word::Unproved(MALFORMED) };
    if !certificate.is_named_issuer(list.issuer().as_raw()) {
        return Word::Silent;
    }
    let signed = |issuer: &Issuer| {
        let key = SubjectPublicKeyInfo::from_der(&issuer.key);
        key.is_ok_and(|(_, key)| list.verify_signature(&key).is_ok())
    };
    if !issuer.is_some_and(signed) {
        return Word::Unproved(BADLY_SIGNED);
    }
    if let Some(why) = out_of_date(list.last_update().timestamp(), list.next_update().map(|t| t.timestamp()), at) {
        return Word::Unproved(why);
    }
    // Of the extensions that may change the meaning, none is followed (RFC 5280 5.2).
    if list.extensions().iter().any(|e| e.critical) {
        return Word::Unproved(PARTIAL);
    }
    let entry = list.iter_revoked_certificates().find(|e| certificate.has_serial(e.raw_serial()));
    match entry {
        // RFC 5280 5.3: an unknown critical extension of an entry may say whose it is.
        Some(entry) if entry.extensions().iter().any(|e| e.critical) => Word::Unproved(PARTIAL),
        Some(entry) => Word::Revoked(Moment::from_unix(entry.revocation_date.timestamp())),
        None => Word::Good,
    }
}
