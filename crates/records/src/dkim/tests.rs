//! Keys made by openssl, except where a comment says otherwise.

use super::*;

/// 512 bits.
const RSA_512: &str = "\
MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAL2rYeTMhoo5xFFLS6Lf7AyVMHviyBAAePoPkfyEakkn7ngqI9N1t9W7yQAsapoFZcB9\
BzI5O3x8iP1Fubo9olkCAwEAAQ==";
/// 1023 bits.
const RSA_1023: &str = "\
MIGeMA0GCSqGSIb3DQEBAQUAA4GMADCBiAKBgF0Cn/N18t7jsnI0Rk4V3KS72Wk4B8QKAXXYKQfjfX3nzTuC571T0YIWwvfnOv08\
QtaPm9Y9z6FhVUHMYhlA2MSYftPPbzQP7VgW+H53lA6P9oF+B5+K0MyGIxpB+rsVuv2E1mJtzrL7vh3oqK8d3zYY1KWHX8u/MTgW\
aIyvWEkBAgMBAAE=";
/// 1024 bits.
const RSA_1024: &str = "\
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDEqH/RnJMziSPRqjrvUZfhiRG8YqCgwJjtFkUnPDcG/KjQqcoilWQG5Gt//3bU\
xTUwUE4UT/+juQ6bEQvUMSvpy+NuXgGuc6uaLNda6kJvzaLR/AtvRxIVzxbeI5Zl7o6/p3Nvq5kOqivZ0TpddatL5ywdI+LISB2K\
d/joGBapiQIDAQAB";
/// The same key as RSAPublicKey.
const RSA_1024_BARE: &str = "\
MIGJAoGBAMSof9GckzOJI9GqOu9Rl+GJEbxioKDAmO0WRSc8Nwb8qNCpyiKVZAbka3//dtTFNTBQThRP/6O5DpsRC9QxK+nL425e\
Aa5zq5os11rqQm/NotH8C29HEhXPFt4jlmXujr+nc2+rmQ6qK9nROl11q0vnLB0j4shIHYp3+OgYFqmJAgMBAAE=";
/// 2047 bits.
const RSA_2047: &str = "\
MIIBITANBgkqhkiG9w0BAQEFAAOCAQ4AMIIBCQKCAQBeABPXeLhny/RmcXIesYYVSA7QjwNWi/uD0WIXTJt0ZORKxnJcKAyiaroC\
6K2PdB8G1t33GWo0O7porT4Kl3gb1sjXPXhOhdqo40KyO/36xaR40CJLmRcuMEdXd+eW74QsF/Zm6sbwBsNCR9nfB+YTAwH//X92\
6n96nmsuoRtX3KDJk2JOrQQ2xGipEZYOQVGktiVajfEutweCaQSaIFINbok+myjNv14/u0FSm1dYWqaUhMs/fVSxZkaPqxlYexu0\
/qq8Az7AGDUAna5UHgt7zyqnXpHif0d+nWK5/E1UQpLMZEGMUIAZB5epuD49yA7YwRvlMjcZPGdkifB/xEDtAgMBAAE=";
/// 2048 bits.
const RSA_2048: &str = "\
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAx/xxeymAd7fNhBJDAq8eVzfwKFKDCbqhpMuNVO/ZKVkDmyn3YbutRMvS\
hbC0T4mGvf3LM2cCIaAc+k8xfndDY2Na7sLSvtLWNPNtdb4PmxpL6/jIlzVinonBfIzO6mVL5TQXZjJMeSL1ua7dO4K3NuRa7isO\
1ktcKYTBgATYn4zwpHLuss3ShC8eTCZPSGaA4kDhaC+NL48RBdgv+ZAsphyyjyH4SsoJ6kXTnma0lBm1IUvAxP4KV9641O/oUIBg\
c24EhLlfQzoJe7NS32RwofhOYnNpe2xYMasoAKtxRtQ+sCmjrGx5mEY3YkFP2qMKEYD1glcvdh86fVYRGIvU+QIDAQAB";
/// Public exponent 3.
const RSA_E3: &str = "\
MIIBIDANBgkqhkiG9w0BAQEFAAOCAQ0AMIIBCAKCAQEA4/zFf3GWl6mTTXPhPa0Xit5ejCbVCjXv7+E8mNoTcyHccjUrKyfxH4n5\
noXsujLYCXiDGiEMW47Ihd4NQ9U4xqI+IBJ0LtCFEK9mjkqXkTPCM5Oy6H2cClH+mCcnQ0iXZclBzJ1upo62dd0GXrWKot1UkunW\
J9uDPdhBbYuHrOJrf4VRpImZLW4oGhSnJuefKAIFrMM98aBOnMLBbyMowxS+f2dJ55j89vCTo78NzIqZ3cIwGYVZ2rziz5vKA/Aw\
BNJ69+MyLUypBTy99DwwrLD33K255f8mNbIow2Wtc4l4oCKshh1oFtWMlNAcSuekZR1SNhCMBxfNGoBWj1TbNwIBAw==";
/// Ed25519 with its SubjectPublicKeyInfo around it.
const ED25519_WRAPPED: &str = "\
MCowBQYDK2VwAyEAs0d5cGtbQxZX7m6eDewv3qRYc2gsug8UD7sjj/yyweg=";
/// An elliptic curve key.
const P256: &str = "\
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEcF+KMw8ClZWDwpFsv0eRvKL0PDpLlzc6f8WPzNhmWkrbizvOqQI4eQEh8Kg2njsk\
fI1sfgalvbjRiH+TZuk/Qg==";
/// 2048 bits of two primes k*M + (65537^a mod M), M the product of the first 126 primes: made for this test.
const ROCA: &str = "\
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAnVKp0w57rbeCYJCp5wfrloMbQw7vz8u+o7vGUjsmGyfIc3DbxZ7rtExe\
Z9HT8DaErDzkeg9C/xZkGJyKfuJ8bryM8SFMv7Zeklo/Su86QF3fDin46+AQWdLdao0resBHmUvThCS8stxsxj+X6cNDPPPKWCg8\
rhCgZ5xQpuAOLW5ALthEBNLfApecP2fWMwPOJb+wdUuu/RFh+DrOAi1v9TsTmR8Lr6C5r6Ou1I8YQEDgDbifqsFGhs+Oaf+YKqPr\
sMDUEguChlATvFn6Wvyn+vuGYlDQmu4ygoHZps7mIewj2J0gfxUeiFKQ40u+z557GAdKuze7B7mQlLoNdQSFmwIDAQAB";
/// RSA_2048 with its modulus less one.
const EVEN: &str = "\
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAx/xxeymAd7fNhBJDAq8eVzfwKFKDCbqhpMuNVO/ZKVkDmyn3YbutRMvS\
hbC0T4mGvf3LM2cCIaAc+k8xfndDY2Na7sLSvtLWNPNtdb4PmxpL6/jIlzVinonBfIzO6mVL5TQXZjJMeSL1ua7dO4K3NuRa7isO\
1ktcKYTBgATYn4zwpHLuss3ShC8eTCZPSGaA4kDhaC+NL48RBdgv+ZAsphyyjyH4SsoJ6kXTnma0lBm1IUvAxP4KV9641O/oUIBg\
c24EhLlfQzoJe7NS32RwofhOYnNpe2xYMasoAKtxRtQ+sCmjrGx5mEY3YkFP2qMKEYD1glcvdh86fVYRGIvU+AIDAQAB";

fn parse(text: &str) -> KeyRecord {
    KeyRecord::parse(text.as_bytes())
}

fn rsa(p: &str) -> RsaKey {
    match parse(&format!("v=DKIM1; k=rsa; p={p}")).key {
        Key::Rsa(key) => key,
        other => panic!("{other:?}"),
    }
}

fn issues(text: &str) -> Vec<(IssueKind, usize)> {
    parse(text).issues.into_iter().map(|i| (i.kind, i.span.column())).collect()
}

#[test]
fn lengths_to_the_bit() {
    for (key, bits) in [(RSA_512, 512), (RSA_1023, 1023), (RSA_1024, 1024), (RSA_2047, 2047), (RSA_2048, 2048), (ROCA, 2048)] {
        assert_eq!((rsa(key).bits, rsa(key).exponent), (bits, Some(65_537)));
    }
    assert_eq!(rsa(RSA_E3).exponent, Some(3));
}

#[test]
fn both_forms_of_an_rsa_key() {
    let (wrapped, bare) = (rsa(RSA_1024), rsa(RSA_1024_BARE));
    assert!(bare.bare && !wrapped.bare);
    assert_eq!(bare.modulus, wrapped.modulus);
}

#[test]
fn marks_of_weak_keys() {
    assert!(rsa(ROCA).is_roca() && !rsa(ROCA).is_even());
    assert!(rsa(EVEN).is_even());
    for key in [RSA_512, RSA_1024, RSA_2048, RSA_E3] {
        assert!(!rsa(key).is_roca() && !rsa(key).is_even());
    }
}

/// The keys of RFC 6376 appendix C and RFC 8463 appendix A.
#[test]
fn keys_of_the_standards() {
    let rfc6376 = "v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYt\
                   IxN2SnFCjxOCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhi\
                   tdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB";
    assert!(matches!(parse(rfc6376).key, Key::Rsa(RsaKey { bits: 1024, exponent: Some(65_537), .. })));
    let rfc8463 = parse("v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
    assert!(matches!(rfc8463.key, Key::Ed25519(key) if key[0] == 0xd7) && rfc8463.is_usable());
}

#[test]
fn tags_and_defaults() {
    let bare = parse(&format!("p={RSA_2048}"));
    assert!(bare.is_usable() && !bare.has_version && !bare.test && !bare.strict && bare.key_type == "rsa");
    let full = parse(&format!("v=DKIM1; h=sha1:SHA256; k=rsa; n=x y; s=email; t=y:s; g=*; zz=1; p={RSA_2048}"));
    assert!(full.issues.is_empty() && full.has_version && full.test && full.strict && full.is_usable());
    assert_eq!((full.note.as_deref(), full.obsolete.as_slice()), (Some("x y"), ["g".to_owned()].as_slice()));
    let with = |tags: &str| parse(&format!("v=DKIM1; {tags}; p={RSA_2048}"));
    assert!(!with("h=sha1").allows_sha256() && !with("h=sha1").is_usable() && with("h=sha1 : sha256").allows_sha256());
    assert!(!with("s=tlsrpt").allows_mail() && with("s=*").allows_mail() && with("s=x:email").allows_mail());
    assert!(!with("t=yes").test && with("t=x:y").test);
    assert!(!with("k=RSA").knows_type() && with("k=RSA").key == Key::OtherType);
}

#[test]
fn spaces_and_missing_padding_do_not_matter() {
    let (head, tail) = RSA_2048.split_at(99);
    assert_eq!(rsa(&format!(" {head} \t{tail} ")).bits, 2048);
    let record = parse("k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo");
    assert!(matches!(record.key, Key::Ed25519(_)));
}

#[test]
fn revoked_is_not_broken() {
    for text in ["v=DKIM1; p=", "p=;", "v=DKIM1; k=ed25519; p= "] {
        assert_eq!((parse(text).key, issues(text)), (Key::Revoked, vec![]), "{text}");
    }
}

#[test]
fn faults_with_their_column() {
    use IssueKind::*;
    let cut = &RSA_2048[..300];
    for (text, wanted) in [
        (format!("k=rsa; v=DKIM1; p={RSA_1024}"), vec![(VersionNotFirst, 8)]),
        (format!("v=DKIM2; p={RSA_1024}"), vec![(BadVersion, 1)]),
        (format!("v=dkim1; p={RSA_1024}"), vec![(BadVersion, 1)]),
        (format!("v=DKIM1\\; p={RSA_1024}"), vec![(BadVersion, 1)]),
        ("v=DKIM1; k=rsa".into(), vec![(NoKey, 15)]),
        (format!("v=DKIM1; junk; p={RSA_1024}"), vec![(NotATag, 10)]),
        (format!("v=DKIM1; k=rsa; k=rsa; p={RSA_1024}"), vec![(Duplicate, 17)]),
        ("v=DKIM1; p=MIIB*".into(), vec![(BadKey(KeyFault::Base64), 10)]),
        (format!("v=DKIM1; p={cut}"), vec![(BadKey(KeyFault::NotRsa), 10)]),
        (format!("v=DKIM1; p={P256}"), vec![(BadKey(KeyFault::OtherAlgorithm), 10)]),
        (format!("v=DKIM1; p={ED25519_WRAPPED}"), vec![(BadKey(KeyFault::OtherAlgorithm), 10)]),
        (format!("v=DKIM1; p={}AAAA", RSA_1024.trim_end_matches('=')), vec![(BadKey(KeyFault::TrailingOctets), 10)]),
        (format!("v=DKIM1; k=ed25519; p={ED25519_WRAPPED}"), vec![(BadKey(KeyFault::Wrapped), 21)]),
        (format!("v=DKIM1; k=ed25519; p={RSA_1024}"), vec![(BadKey(KeyFault::NotEd25519), 21)]),
    ] {
        assert_eq!(issues(&text), wanted, "{text}");
        assert!(!parse(&text).is_usable(), "{text}");
    }
}

#[test]
fn what_was_meant_as_a_key() {
    for yes in ["v=DKIM1; p=", "v=dkim1; k=rsa", "v=DKIM 1; p=x", "p=MIGfMA0GCSqGSIb3DQEBAQ", "p=", "k=rsa; p=x", "v=KDIM1; p="] {
        assert!(looks_like_key(yes.as_bytes()), "{yes}");
    }
    for no in ["", "v=spf1 -all", "v=DMARC1; p=none", "google-site-verification=abc", "p=none", "hello"] {
        assert!(!looks_like_key(no.as_bytes()), "{no}");
    }
}

#[test]
fn no_octets_panic() {
    use base64::Engine as _;
    let whole = base64::engine::general_purpose::STANDARD.decode(RSA_1024).expect("base64");
    for at in 0..whole.len() {
        for octet in [0, 0x7f, 0x80, 0x82, 0xff] {
            let mut bent = whole.clone();
            bent[at] = octet;
            bent.truncate(whole.len() - at % 7);
            let _ = parse(&format!("p={}", base64::engine::general_purpose::STANDARD.encode(bent)));
        }
    }
}
