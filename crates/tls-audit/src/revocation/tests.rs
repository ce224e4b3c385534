//! Every way in which a responder or a list can be believed, and not. The responses are good from
//! 2026-11-24T12:41:10Z to 2036-11-21T12:41:10Z, the list from 2026-11-20 to 2027-01-20.

use super::*;
use crate::chain;
use crate::tests::{chain as presented, pem_of};
use facts::Name;
use findings::Value;
use proptest::prelude::*;

#[expect(clippy::disallowed_methods, reason = "recorded responses are files; only tests read them")]
fn response(kind: &str) -> Der {
    let path = format!("{}/../../fixtures/ocsp/{kind}.der", env!("CARGO_MANIFEST_DIR"));
    Der(std::fs::read(&path).unwrap_or_else(|e| panic!("{path}: {e}")))
}

fn judged(kind: &str, ocsp: Option<Der>, crls: &[Der], at: &str) -> Standing {
    let roots = Roots::with(&presented("root"));
    let (host, at) = (Name::parse("mx.example.com").expect("name"), Moment::parse(at).expect("moment"));
    let chain = presented(kind);
    let shown = Shown {
        session: Value::Text(String::new()),
        version: String::new(),
        group: String::new(),
        judgment: chain::judge(&chain, &host, &roots, at),
        public: true,
        key_proved: true,
        chain,
        ocsp,
        asks_certificate: false,
        broken: None,
    };
    standing(&shown, &Lists::new(&roots, crls))
}

fn unproved(kind: &'static str, field: &'static str) -> Standing {
    Standing::Unproved { kind, field }
}

const DAY_AFTER: &str = "2026-11-25T12:00:00Z";

fn stapled(kind: &str, staple: &str, at: &str) -> Standing {
    judged(kind, Some(response(staple)), &[], at)
}

fn listed(kind: &str, list: &str, at: &str) -> Standing {
    judged(kind, None, &[Der(pem_of(list))], at)
}

fn source(standing: &Standing) -> Option<(Phrase, String)> {
    match standing {
        Standing::Revoked { source, since, certificate } if certificate.position == 0 => Some((*source, since.to_string())),
        _ => None,
    }
}

#[test]
fn the_issuer_and_its_delegate_are_believed() {
    for staple in ["ocsp_revoked", "ocsp_delegate", "ocsp_sha256"] {
        let standing = stapled("revoked", staple, DAY_AFTER);
        assert_eq!(source(&standing), Some((STAPLE, "2026-11-18T08:00:00Z".into())), "{staple}: {standing:?}");
    }
    assert_eq!(stapled("publicly", "ocsp_good", DAY_AFTER), Standing::Good(STAPLE));
}

#[test]
fn nobody_else_is() {
    assert_eq!(stapled("revoked", "ocsp_no_delegate", DAY_AFTER), unproved("OCSP", BADLY_SIGNED));
    // Another authority's certificate.
    assert_eq!(stapled("good", "ocsp_revoked", DAY_AFTER), unproved("OCSP", BADLY_SIGNED));
    // The same authority's response about another one.
    assert!(matches!(stapled("publicly", "ocsp_revoked", DAY_AFTER), Standing::Unproved { field: "certID", .. }));
    let mut damaged = response("ocsp_revoked");
    let of_responder = damaged.0.windows(5).position(|w| w == b"Stand").expect("the responder's name");
    damaged.0[of_responder] ^= 1;
    assert_eq!(judged("revoked", Some(damaged), &[], DAY_AFTER), unproved("OCSP", BADLY_SIGNED));
    assert_eq!(judged("revoked", Some(Der(vec![0x30, 0])), &[], DAY_AFTER), unproved("OCSP", MALFORMED));
    // RFC 6960 4.2.1: tryLater, and no more.
    assert!(matches!(
        judged("revoked", Some(Der(vec![0x30, 3, 0x0a, 1, 3])), &[], DAY_AFTER),
        Standing::Unproved { field: "responseStatus", .. }
    ));
}

#[test]
fn a_response_holds_from_its_first_second_to_its_last() {
    for (at, fault) in [
        ("2026-11-24T12:41:09Z", Some(EARLY)),
        ("2026-11-24T12:41:10Z", None),
        ("2036-11-21T12:41:10Z", None),
        ("2036-11-21T12:41:11Z", Some(STALE)),
    ] {
        let standing = stapled("revoked", "ocsp_revoked", at);
        match fault {
            Some(why) => assert_eq!(standing, unproved("OCSP", why), "{at}"),
            None => assert!(source(&standing).is_some(), "{at}: {standing:?}"),
        }
    }
}

#[test]
fn a_list_holds_for_its_own_authority_and_time() {
    let at = "2026-11-23T12:00:00Z";
    assert_eq!(source(&listed("revoked", "publicroot.crl", at)), Some((LIST, "2026-11-18T08:00:00Z".into())));
    assert_eq!(listed("publicly", "publicroot.crl", at), Standing::Good(LIST));
    assert_eq!(listed("good", "publicroot.crl", at), Standing::Untold);
    assert_eq!(listed("selfsigned", "publicroot.crl", at), Standing::Untold);
    assert_eq!(listed("revoked", "forged.crl", at), unproved("CRL", BADLY_SIGNED));
    assert_eq!(listed("revoked", "publicroot.crl", "2026-11-19T23:59:59Z"), unproved("CRL", EARLY));
    assert!(source(&listed("revoked", "publicroot.crl", "2026-11-20T00:00:00Z")).is_some());
    assert!(source(&listed("revoked", "publicroot.crl", "2027-01-20T00:00:00Z")).is_some());
    assert_eq!(listed("revoked", "publicroot.crl", "2027-01-20T00:00:01Z"), unproved("CRL", STALE));
    assert!(!is_list(&[]) && !is_list(b"-----BEGIN X509 CRL-----") && is_list(&pem_of("publicroot.crl")));
}

#[test]
fn the_worst_that_is_proved_counts() {
    let (list, forged) = (Der(pem_of("publicroot.crl")), Der(pem_of("forged.crl")));
    let standing = judged("revoked", Some(response("ocsp_no_delegate")), &[forged.clone(), list.clone()], DAY_AFTER);
    assert!(source(&standing).is_some(), "{standing:?}");
    assert_eq!(judged("publicly", None, &[list.clone(), forged.clone()], DAY_AFTER), Standing::Good(LIST));
    assert_eq!(judged("publicly", None, &[forged, list], DAY_AFTER), Standing::Good(LIST));
    assert_eq!(judged("publicly", None, &[], DAY_AFTER), Standing::Untold);
}

proptest! {
    #[test]
    fn no_damage_panics_or_revokes(at in 0usize..2000, byte in any::<u8>(), cut in 0usize..2000) {
        for original in [response("ocsp_good"), response("ocsp_delegate"), Der(pem_of("publicroot.crl"))] {
            let mut damaged = original.clone();
            let place = at % damaged.0.len();
            damaged.0[place] = byte;
            damaged.0.truncate(cut.max(place + 1));
            let standing = judged("publicly", Some(damaged.clone()), &[damaged], DAY_AFTER);
            let revoked = matches!(standing, Standing::Revoked { .. });
            prop_assert!(!revoked);
        }
    }
}
