//! Which suites and groups each offer names, by their numbers in IANA's TLS registries. Negotiates nothing.

use facts::Offer;
use rustls::SignatureScheme;

/// (EC)DHE signed with ECDSA.
const ECDHE_ECDSA: [u16; 13] = [0xc02c, 0xc02b, 0xcca9, 0xc0ad, 0xc0ac, 0xc024, 0xc023, 0xc00a, 0xc009, 0xc087, 0xc086, 0xc073, 0xc072];
/// (EC)DHE signed with RSA.
const DHE_RSA: [u16; 27] = [
    0xc030, 0xc02f, 0xcca8, 0xc028, 0xc027, 0xc014, 0xc013, 0xc08b, 0xc08a, 0xc077, 0xc076, 0x009f, 0x009e, 0xccaa, 0xc09f, 0xc09e, 0x006b,
    0x0067, 0x0039, 0x0033, 0xc07d, 0xc07c, 0x00c4, 0x00be, 0x0088, 0x0045, 0x009a,
];
/// DHE signed with DSA.
const DHE_DSS: [u16; 9] = [0x00a3, 0x00a2, 0x006a, 0x0040, 0x0038, 0x0032, 0x0087, 0x0044, 0x0099];
/// RSA key transport.
const RSA: [u16; 16] =
    [0x009d, 0x009c, 0xc09d, 0xc09c, 0x003d, 0x003c, 0x0035, 0x002f, 0xc07b, 0xc07a, 0x00c0, 0x00ba, 0x0084, 0x0041, 0x0096, 0x0007];
/// Static ECDH.
const ECDH: [u16; 12] = [0xc02e, 0xc02d, 0xc026, 0xc025, 0xc005, 0xc004, 0xc032, 0xc031, 0xc02a, 0xc029, 0xc00f, 0xc00e];

/// Weak ones with ephemeral keys that a certificate signs, RSA first, then ECDSA and DSA.
const WEAK_DHE_RSA: [u16; 6] = [0xc012, 0x0016, 0xc011, 0x0015, 0x0014, 0xc010];
const WEAK_DHE_OTHER: [u16; 7] = [0xc008, 0xc007, 0xc006, 0x0013, 0x0012, 0x0011, 0x0066];
/// The other weak ones: 3DES, DES, RC4, export grade, no encryption.
const WEAK_STATIC: [u16; 26] = [
    0x000a, 0x0009, 0x0005, 0x0004, 0x0008, 0x0006, 0x0003, 0x0062, 0x0064, 0x0063, 0x0065, 0x003b, 0x0002, 0x0001, 0xc003, 0xc00d, 0xc002,
    0xc00c, 0xc001, 0xc00b, 0x000d, 0x0010, 0x000c, 0x000f, 0x000b, 0x000e,
];
/// Without a certificate.
const ANONYMOUS: [u16; 20] = [
    0xc019, 0xc018, 0x00a7, 0x00a6, 0x006d, 0x006c, 0x003a, 0x0034, 0x0089, 0x0046, 0x00c5, 0x00bf, 0x009b, 0xc017, 0x001b, 0x001a, 0xc016,
    0x0018, 0x0019, 0x0017,
];

/// TLS 1.3's (RFC 8446 B.4).
const TLS13: [u16; 3] = [0x1302, 0x1301, 0x1303];
/// Says that renegotiation is secure, for those who know no extensions (RFC 5746 3.3).
const RENEGOTIATION: u16 = 0x00ff;

/// What `offer` names, the best first.
pub(super) fn of(offer: Offer) -> Vec<u16> {
    let strong = || [&ECDHE_ECDSA[..], &DHE_RSA, &DHE_DSS].concat();
    let weak = || [&WEAK_DHE_RSA[..], &WEAK_DHE_OTHER, &WEAK_STATIC, &ANONYMOUS].concat();
    let mut suites = match offer {
        Offer::Tls12 => [strong(), RSA.to_vec(), ECDH.to_vec(), weak()].concat(),
        Offer::Tls11 => [DHE_RSA.to_vec(), RSA.to_vec(), strong(), ECDH.to_vec(), weak()].concat(),
        Offer::Tls10 | Offer::Ssl3 => [weak(), strong(), RSA.to_vec(), ECDH.to_vec()].concat(),
        Offer::Weak => weak(),
        Offer::RsaOrWeak => [DHE_RSA.to_vec(), RSA.to_vec(), weak()].concat(),
        Offer::EcdsaOrWeak => [ECDHE_ECDSA.to_vec(), weak()].concat(),
        Offer::ForwardSecret => [strong(), WEAK_DHE_RSA.to_vec(), WEAK_DHE_OTHER.to_vec()].concat(),
        Offer::Rsa => [&DHE_RSA[..], &RSA, &WEAK_DHE_RSA, &WEAK_STATIC[..4]].concat(),
        Offer::Ecdsa => [&ECDHE_ECDSA[..], &WEAK_DHE_OTHER[..3]].concat(),
        // The library writes the ClientHello of the last two.
        Offer::PostQuantum | Offer::Rsa13 | Offer::Ecdsa13 => return TLS13.to_vec(),
    };
    let mut seen = std::collections::BTreeSet::new();
    suites.retain(|suite| seen.insert(*suite));
    if offer == Offer::Ssl3 {
        // It knows neither AEAD nor elliptic curves, and has no extension to pad a long ClientHello with.
        suites.retain(|suite| *suite < 0x00a0);
    }
    suites.push(RENEGOTIATION);
    suites
}

/// Groups: the usual curves and finite fields (RFC 7919), or post-quantum hybrids alone, the draft's among them.
pub(super) fn groups(offer: Offer) -> &'static [u16] {
    match offer {
        Offer::PostQuantum => &[0x11ec, 0x11eb, 0x11ed, 0x6399],
        _ => &[0x001d, 0x0017, 0x0018, 0x0019, 0x001e, 0x0016, 0x0100, 0x0101, 0x0102],
    }
}

/// Signature algorithms (RFC 8446 4.2.3), those of old among them.
pub(super) fn signatures(offer: Offer) -> Vec<u16> {
    const ECDSA: [u16; 4] = [0x0403, 0x0503, 0x0603, 0x0203];
    const RSA: [u16; 7] = [0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0201];
    const OTHER: [u16; 6] = [0x0807, 0x0808, 0x0402, 0x0202, 0x0303, 0x0301];
    match offer {
        Offer::Rsa => RSA.to_vec(),
        Offer::Ecdsa => ECDSA.to_vec(),
        _ => [&ECDSA[..], &RSA, &OTHER].concat(),
    }
}

/// The signatures of an offer in which the library shakes hands (RFC 8446 4.2.3); none where the ClientHello is made by hand.
pub(super) fn library_schemes(offer: Offer) -> Option<&'static [SignatureScheme]> {
    use SignatureScheme as S;
    match offer {
        Offer::Rsa13 => Some(&[S::RSA_PSS_SHA256, S::RSA_PSS_SHA384, S::RSA_PSS_SHA512]),
        Offer::Ecdsa13 => Some(&[S::ECDSA_NISTP256_SHA256, S::ECDSA_NISTP384_SHA384]),
        _ => None,
    }
}

/// Whether its ServerKeyExchange names an elliptic curve (RFC 8422 5.4).
pub(super) fn is_ecdhe(suite: u16) -> bool {
    matches!(suite >> 8, 0xc0) || matches!(suite, 0xcca8 | 0xcca9)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn weak_first(offer: Offer) -> bool {
        of(Offer::Weak).contains(&of(offer)[0])
    }

    #[test]
    fn the_offers_differ_as_they_say() {
        let set = |offer| of(offer).into_iter().collect::<BTreeSet<u16>>();
        for offer in
            [Offer::Tls12, Offer::Tls11, Offer::Weak, Offer::ForwardSecret, Offer::Rsa, Offer::Ecdsa, Offer::RsaOrWeak, Offer::PostQuantum]
        {
            assert_eq!(set(offer).len(), of(offer).len(), "{offer:?} names one twice");
        }
        let all = set(Offer::Tls12);
        for part in [Offer::Weak, Offer::ForwardSecret, Offer::Rsa, Offer::Ecdsa] {
            assert!(set(part).is_subset(&all), "{part:?}");
        }
        let (rsa, ecdsa) = (set(Offer::Rsa), set(Offer::Ecdsa));
        assert_eq!(rsa.intersection(&ecdsa).copied().collect::<Vec<_>>(), [RENEGOTIATION]);
        assert!(set(Offer::Tls11) == all && set(Offer::Tls10) == all && weak_first(Offer::Tls10) && weak_first(Offer::Ssl3));
        for (both, alone) in [(Offer::RsaOrWeak, Offer::Rsa), (Offer::EcdsaOrWeak, Offer::Ecdsa)] {
            assert_eq!(set(both), set(alone).union(&set(Offer::Weak)).copied().collect(), "{both:?}");
            assert!(!weak_first(both), "{both:?}");
        }
        // 3DES and RC4 with RSA, and the plain anonymous one, are weak; AES-GCM is not.
        let weak = set(Offer::Weak);
        assert!([0x000a, 0x0005, 0x0018, 0x0003, 0x0002].iter().all(|s| weak.contains(s)) && !weak.contains(&0xc02f));
        assert!(!set(Offer::ForwardSecret).contains(&0x009c));
    }
}
