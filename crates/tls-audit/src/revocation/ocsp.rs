//! A stapled OCSP response (RFC 6960). Its signer is the issuer, or whom the issuer certified for
//! that very purpose; nobody else.

use super::{BADLY_SIGNED, Issuer, MALFORMED, Word, out_of_date};
use crate::certificate::Certificate;
use der::Decode as _;
use facts::Moment;
use facts::answer::Der;
use ring::digest;
use x509_ocsp::{BasicOcspResponse, CertId, CertStatus, OcspResponse, OcspResponseStatus, SingleResponse};
use x509_parser::asn1_rs::{Any, BitString};
use x509_parser::prelude::*;
use x509_parser::verify::verify_signature;
use x509_parser::x509::{AlgorithmIdentifier, SubjectPublicKeyInfo};

const BASIC: &str = "1.3.6.1.5.5.7.48.1.1";
/// At most so many bytes of a response are looked at, and so many certificates in it.
const MOST_BYTES: usize = 50_000;
const MOST_CERTIFICATES: usize = 8;

const REFUSED: &str = "responseStatus";
const OTHER: &str = "certID";
const UNKNOWN: &str = "certStatus";

pub(super) fn says(response: &Der, certificate: &Certificate, issuer: Option<&Issuer>, at: Moment) -> Word {
    if response.0.len() > MOST_BYTES {
        return Word::Unproved(MALFORMED);
    }
    let Ok(read) = OcspResponse::from_der(&response.0) else { return Word::Unproved(MALFORMED) };
    if read.response_status != OcspResponseStatus::Successful {
        return Word::Unproved(REFUSED);
    }
    let Some(body) = read.response_bytes.filter(|b| b.response_type.to_string() == BASIC) else { return Word::Unproved(MALFORMED) };
    let Ok(basic) = BasicOcspResponse::from_der(body.response.as_bytes()) else { return Word::Unproved(MALFORMED) };
    let Some(issuer) = issuer.filter(|issuer| signed(body.response.as_bytes(), issuer, at) == Some(true)) else {
        return Word::Unproved(BADLY_SIGNED);
    };
    let about: Vec<&SingleResponse> = basic.tbs_response_data.responses.iter().filter(|r| fits(&r.cert_id, certificate, issuer)).collect();
    let words = about.iter().map(|r| word(r, at));
    words.max_by_key(|w| matches!(w, Word::Revoked(_)) as u8 * 2 + matches!(w, Word::Good) as u8).unwrap_or(Word::Unproved(OTHER))
}

fn word(single: &SingleResponse, at: Moment) -> Word {
    let seconds = |t: x509_ocsp::OcspGeneralizedTime| i64::try_from(t.0.to_unix_duration().as_secs()).unwrap_or(i64::MAX);
    if let Some(why) = out_of_date(seconds(single.this_update), single.next_update.map(seconds), at) {
        return Word::Unproved(why);
    }
    match &single.cert_status {
        CertStatus::Good(_) => Word::Good,
        CertStatus::Revoked(info) => Word::Revoked(Moment::from_unix(seconds(info.revocation_time))),
        CertStatus::Unknown(_) => Word::Unproved(UNKNOWN),
    }
}

/// Whether `id` means `certificate` (RFC 6960 4.1.1).
fn fits(id: &CertId, certificate: &Certificate, issuer: &Issuer) -> bool {
    let algorithm = match id.hash_algorithm.oid.to_string().as_str() {
        "1.3.14.3.2.26" => &digest::SHA1_FOR_LEGACY_USE_ONLY,
        "2.16.840.1.101.3.4.2.1" => &digest::SHA256,
        "2.16.840.1.101.3.4.2.2" => &digest::SHA384,
        "2.16.840.1.101.3.4.2.3" => &digest::SHA512,
        _ => return false,
    };
    let Ok((_, key)) = SubjectPublicKeyInfo::from_der(&issuer.key) else { return false };
    let hash = |bytes: &[u8]| digest::digest(algorithm, bytes);
    certificate.has_serial(id.serial_number.as_bytes())
        && id.issuer_name_hash.as_bytes() == hash(&issuer.name).as_ref()
        && id.issuer_key_hash.as_bytes() == hash(&key.subject_public_key.data).as_ref()
}

/// Whether the issuer or its delegate signed `basic` (RFC 6960 4.2.2.2); `None` for what cannot be read. Over the
/// bytes as they came, not as they would be written anew.
fn signed(basic: &[u8], issuer: &Issuer, at: Moment) -> Option<bool> {
    let (_, outer) = Any::from_der(basic).ok()?;
    let (rest, _) = Any::from_der(outer.data).ok()?;
    let data = &outer.data[..outer.data.len() - rest.len()];
    let (rest, algorithm) = AlgorithmIdentifier::from_der(rest).ok()?;
    let (rest, signature) = BitString::from_der(rest).ok()?;
    let fits = |key: &SubjectPublicKeyInfo<'_>| verify_signature(key, &algorithm, &signature, data).is_ok();
    let (_, key) = SubjectPublicKeyInfo::from_der(&issuer.key).ok()?;
    if fits(&key) {
        return Some(true);
    }
    let delegates = delegates(rest);
    Some(delegates.iter().any(|d| may_sign(d, issuer, &key, at) && fits(d.public_key())))
}

fn may_sign(delegate: &X509Certificate<'_>, issuer: &Issuer, key: &SubjectPublicKeyInfo<'_>, at: Moment) -> bool {
    let validity = delegate.validity();
    let for_ocsp = delegate.extended_key_usage().is_ok_and(|usage| usage.is_some_and(|u| u.value.ocsp_signing));
    for_ocsp
        && delegate.issuer().as_raw() == issuer.name
        && (validity.not_before.timestamp()..=validity.not_after.timestamp()).contains(&at.unix())
        && delegate.verify_signature(Some(key)).is_ok()
}

/// The certificates of a response, `[0] EXPLICIT SEQUENCE OF Certificate`.
fn delegates(bytes: &[u8]) -> Vec<X509Certificate<'_>> {
    let mut found = Vec::new();
    let Some((_, list)) = Any::from_der(bytes).ok().and_then(|(_, tagged)| Any::from_der(tagged.data).ok()) else { return found };
    let mut rest = list.data;
    while found.len() < MOST_CERTIFICATES
        && let Ok((behind, certificate)) = X509Certificate::from_der(rest)
    {
        found.push(certificate);
        rest = behind;
    }
    found
}
