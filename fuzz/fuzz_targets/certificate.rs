//! Certificates: a chain of anything is judged, and nothing but a trusted one passes.
#![no_main]

use facts::answer::Der;
use facts::{Moment, Name};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use tls_audit::Roots;

static ROOTS: LazyLock<Roots> = LazyLock::new(|| Roots::with(&[]));

fuzz_target!(|bytes: &[u8]| {
    // Two octets of length before each certificate but the last.
    let (mut chain, mut rest) = (Vec::new(), bytes);
    while let [high, low, behind @ ..] = rest {
        let length = usize::from(u16::from_be_bytes([*high, *low])).min(behind.len());
        chain.push(Der(behind[..length].to_vec()));
        rest = &behind[length..];
    }
    let host = Name::parse("mx.example.com").unwrap_or_default();
    let at = Moment::parse("2026-11-23T12:00:00Z").unwrap_or_else(|| panic!("a time"));
    let judged = tls_audit::chain_report(&chain, &host, &ROOTS, &[], at);
    assert!(!judged.is_empty());
    assert!(!tls_audit::chain_is_valid(&chain, &host, &ROOTS, at), "no public authority certifies this name");
    for (i, der) in chain.iter().enumerate() {
        if let Some(certificate) = tls_audit::Certificate::read(i, der) {
            let _ = (certificate.lifetime(), certificate.expired(at), certificate.not_yet_valid(at), certificate.covers_by_wildcard(&host));
            let _ = certificate.is_issued_by(&certificate);
        }
    }
});
