//! The signatures of a chain alone, for certificates whose dates leave no moment at which a path
//! could be verified as a whole. Never makes a chain valid.

use crate::roots::Roots;
use facts::answer::Der;
use x509_parser::prelude::*;
use x509_parser::x509::SubjectPublicKeyInfo;

/// Whether each of `chain` (leaf first, in the order of issue) is signed by the next, an authority,
/// and the last by a trusted root.
pub(crate) fn hold(chain: &[&Der], roots: &Roots) -> bool {
    let read: Option<Vec<X509Certificate<'_>>> = chain.iter().map(|der| Some(X509Certificate::from_der(&der.0).ok()?.1)).collect();
    let Some(read) = read else { return false };
    let linked = read.windows(2).all(|pair| pair[1].is_ca() && pair[0].verify_signature(Some(pair[1].public_key())).is_ok());
    linked && read.last().is_some_and(|last| signed_by_a_root(last, roots))
}

fn signed_by_a_root(last: &X509Certificate<'_>, roots: &Roots) -> bool {
    let issuer = last.issuer().as_raw();
    let mut named = roots.anchors().iter().filter(|anchor| sequence(&anchor.subject) == issuer);
    named.any(|anchor| {
        let key = sequence(&anchor.subject_public_key_info);
        SubjectPublicKeyInfo::from_der(&key).is_ok_and(|(_, key)| last.verify_signature(Some(&key)).is_ok())
    })
}

/// Anchors keep the contents of their SEQUENCEs without tag and length.
pub(crate) fn sequence(contents: &[u8]) -> Vec<u8> {
    let length = contents.len().to_be_bytes();
    let digits = &length[length.iter().take_while(|b| **b == 0).count()..];
    let header = match digits {
        [short @ 0..128] => vec![0x30, *short],
        long => [&[0x30, 0x80 | u8::try_from(long.len()).unwrap_or_default()], long].concat(),
    };
    [&header[..], contents].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_link_counts() {
        let chain = crate::tests::chain("good");
        let all: Vec<&Der> = chain.iter().collect();
        let roots = Roots::with(&crate::tests::chain("root"));
        assert!(hold(&all, &roots));
        assert!(!hold(&all, &Roots::with(&[])), "no trusted root");
        assert!(!hold(&all[..1], &roots), "the issuer is missing");
        assert!(!hold(&[all[1], all[0]], &roots), "not in the order of issue");
        let other = crate::tests::chain("untrusted");
        assert!(!hold(&[&other[0], all[1]], &roots), "signed by somebody else");
        assert!(!hold(&[&Der(vec![0x30, 0])], &roots) && !hold(&[], &roots));
    }
}
