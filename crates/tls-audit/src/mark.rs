//! Mark certificates of BIMI (VMC and CMC): whether one is in force, is meant for marks and names the domain
//! (draft-fetch-validation-vmc-wchuang 4 and 5). The marks' own roots are not public ones, and its path is not judged.

use crate::certificate::Certificate;
use facts::answer::Der;
use facts::{Moment, Name};
use x509_parser::pem::Pem;
use x509_parser::prelude::*;

/// id-kp-BrandIndicatorforMessageIdentification.
const FOR_MARKS: &str = "1.3.6.1.5.5.7.3.31";
/// The label under which records of marks stand.
const LABEL: &str = "_bimi";

/// What is wrong with a mark certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MarkFault {
    /// The file holds no certificate in PEM form.
    NotPem,
    /// It is not meant for marks.
    NotForMarks,
    /// It ended.
    Expired(Moment),
    /// It begins later.
    NotYet(Moment),
    /// It names other domains.
    OtherDomain(Vec<String>),
}

/// The first thing wrong with the certificate in `file`, for marks of `domain` at `at`; `None` for a sound one.
#[must_use]
pub fn fault(file: &[u8], domain: &Name, at: Moment) -> Option<MarkFault> {
    let Some(der) = Pem::iter_from_buffer(file).filter_map(Result::ok).find(|p| p.label == "CERTIFICATE").map(|p| Der(p.contents)) else {
        return Some(MarkFault::NotPem);
    };
    let (Some(cert), Some(for_marks)) = (Certificate::read(0, &der), is_for_marks(&der)) else { return Some(MarkFault::NotPem) };
    if !for_marks {
        return Some(MarkFault::NotForMarks);
    }
    if at > cert.not_after {
        return Some(MarkFault::Expired(cert.not_after));
    }
    if at < cert.not_before {
        return Some(MarkFault::NotYet(cert.not_before));
    }
    let names = cert.names.iter().any(|name| covers(name, domain));
    (!names).then(|| MarkFault::OtherDomain(cert.names.iter().take(5).cloned().collect()))
}

/// A name of the certificate is the domain, one above it down to the organisational domain, or `SELECTOR._bimi` below either.
fn covers(name: &str, domain: &Name) -> bool {
    let Ok(name) = Name::parse(name) else { return false };
    let bare = match name.as_str().split_once(&format!(".{LABEL}.")) {
        Some((_, rest)) => Name::parse(rest).unwrap_or_default(),
        None => name,
    };
    let organisational = records::domain::organisational(domain.as_str()).unwrap_or(domain.as_str());
    bare == *domain || domain.is_within(&bare) && Name::parse(organisational).is_ok_and(|top| bare.is_within(&top))
}

fn is_for_marks(der: &Der) -> Option<bool> {
    let (_, cert) = X509Certificate::from_der(&der.0).ok()?;
    let usage = cert.extended_key_usage().ok()?;
    Some(usage.is_some_and(|usage| usage.value.other.iter().any(|oid| oid.to_id_string() == FOR_MARKS)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_cover_a_domain() {
        let covers = |name, domain| super::covers(name, &Name::parse(domain).unwrap_or_default());
        assert!(covers("example.com", "example.com") && covers("default._bimi.example.com", "example.com"));
        assert!(covers("example.com", "news.example.com"));
        for wrong in ["example.net", "com", "news.example.com", "*.example.com", ""] {
            assert!(!covers(wrong, "example.com"), "{wrong}");
        }
    }
}
