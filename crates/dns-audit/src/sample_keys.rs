//! Public keys for the examples of DKIM checks, as literals to be put into zone lines.
//!
//! Made by openssl for this purpose, their private halves thrown away; the two bent ones say so.

/// RSA, 512 bits.
macro_rules! rsa_512 {
    () => {
        "\
MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAL2rYeTMhoo5xFFLS6Lf7AyVMHviyBAAePoPkfyEakkn7ngqI9N1t9W7yQAsapoFZcB9\
BzI5O3x8iP1Fubo9olkCAwEAAQ=="
    };
}
pub(crate) use rsa_512;

/// RSA, 768 bits.
macro_rules! rsa_768 {
    () => {
        "\
MHwwDQYJKoZIhvcNAQEBBQADawAwaAJhAMOhawVyHJ8nQfn07nTceJJ19sgTIRZ3Lw891iMCG+SwL2v1+aTjPQTbcXVlhtqydqSQ\
n5B7DtOBKyKVk7RYA6jAzn+GBypoEPArIwkke8ti+uRFyVLIonuYMkpoQkNLVQIDAQAB"
    };
}
pub(crate) use rsa_768;

/// RSA, 1023 bits.
macro_rules! rsa_1023 {
    () => {
        "\
MIGeMA0GCSqGSIb3DQEBAQUAA4GMADCBiAKBgF0Cn/N18t7jsnI0Rk4V3KS72Wk4B8QKAXXYKQfjfX3nzTuC571T0YIWwvfnOv08\
QtaPm9Y9z6FhVUHMYhlA2MSYftPPbzQP7VgW+H53lA6P9oF+B5+K0MyGIxpB+rsVuv2E1mJtzrL7vh3oqK8d3zYY1KWHX8u/MTgW\
aIyvWEkBAgMBAAE="
    };
}
pub(crate) use rsa_1023;

/// RSA, 1024 bits.
macro_rules! rsa_1024 {
    () => {
        "\
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDEqH/RnJMziSPRqjrvUZfhiRG8YqCgwJjtFkUnPDcG/KjQqcoilWQG5Gt//3bU\
xTUwUE4UT/+juQ6bEQvUMSvpy+NuXgGuc6uaLNda6kJvzaLR/AtvRxIVzxbeI5Zl7o6/p3Nvq5kOqivZ0TpddatL5ywdI+LISB2K\
d/joGBapiQIDAQAB"
    };
}
pub(crate) use rsa_1024;

/// RSA, 2047 bits.
macro_rules! rsa_2047 {
    () => {
        "\
MIIBITANBgkqhkiG9w0BAQEFAAOCAQ4AMIIBCQKCAQBeABPXeLhny/RmcXIesYYVSA7QjwNWi/uD0WIXTJt0ZORKxnJcKAyiaroC\
6K2PdB8G1t33GWo0O7porT4Kl3gb1sjXPXhOhdqo40KyO/36xaR40CJLmRcuMEdXd+eW74QsF/Zm6sbwBsNCR9nfB+YTAwH//X92\
6n96nmsuoRtX3KDJk2JOrQQ2xGipEZYOQVGktiVajfEutweCaQSaIFINbok+myjNv14/u0FSm1dYWqaUhMs/fVSxZkaPqxlYexu0\
/qq8Az7AGDUAna5UHgt7zyqnXpHif0d+nWK5/E1UQpLMZEGMUIAZB5epuD49yA7YwRvlMjcZPGdkifB/xEDtAgMBAAE="
    };
}
pub(crate) use rsa_2047;

/// RSA, 2048 bits.
macro_rules! rsa_2048 {
    () => {
        "\
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAx/xxeymAd7fNhBJDAq8eVzfwKFKDCbqhpMuNVO/ZKVkDmyn3YbutRMvS\
hbC0T4mGvf3LM2cCIaAc+k8xfndDY2Na7sLSvtLWNPNtdb4PmxpL6/jIlzVinonBfIzO6mVL5TQXZjJMeSL1ua7dO4K3NuRa7isO\
1ktcKYTBgATYn4zwpHLuss3ShC8eTCZPSGaA4kDhaC+NL48RBdgv+ZAsphyyjyH4SsoJ6kXTnma0lBm1IUvAxP4KV9641O/oUIBg\
c24EhLlfQzoJe7NS32RwofhOYnNpe2xYMasoAKtxRtQ+sCmjrGx5mEY3YkFP2qMKEYD1glcvdh86fVYRGIvU+QIDAQAB"
    };
}
pub(crate) use rsa_2048;

/// RSA, 2048 bits, public exponent 3.
macro_rules! rsa_e3 {
    () => {
        "\
MIIBIDANBgkqhkiG9w0BAQEFAAOCAQ0AMIIBCAKCAQEA4/zFf3GWl6mTTXPhPa0Xit5ejCbVCjXv7+E8mNoTcyHccjUrKyfxH4n5\
noXsujLYCXiDGiEMW47Ihd4NQ9U4xqI+IBJ0LtCFEK9mjkqXkTPCM5Oy6H2cClH+mCcnQ0iXZclBzJ1upo62dd0GXrWKot1UkunW\
J9uDPdhBbYuHrOJrf4VRpImZLW4oGhSnJuefKAIFrMM98aBOnMLBbyMowxS+f2dJ55j89vCTo78NzIqZ3cIwGYVZ2rziz5vKA/Aw\
BNJ69+MyLUypBTy99DwwrLD33K255f8mNbIow2Wtc4l4oCKshh1oFtWMlNAcSuekZR1SNhCMBxfNGoBWj1TbNwIBAw=="
    };
}
pub(crate) use rsa_e3;

/// RSA, 2048 bits, bent: the modulus of `rsa_2048` less one.
macro_rules! rsa_even {
    () => {
        "\
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAx/xxeymAd7fNhBJDAq8eVzfwKFKDCbqhpMuNVO/ZKVkDmyn3YbutRMvS\
hbC0T4mGvf3LM2cCIaAc+k8xfndDY2Na7sLSvtLWNPNtdb4PmxpL6/jIlzVinonBfIzO6mVL5TQXZjJMeSL1ua7dO4K3NuRa7isO\
1ktcKYTBgATYn4zwpHLuss3ShC8eTCZPSGaA4kDhaC+NL48RBdgv+ZAsphyyjyH4SsoJ6kXTnma0lBm1IUvAxP4KV9641O/oUIBg\
c24EhLlfQzoJe7NS32RwofhOYnNpe2xYMasoAKtxRtQ+sCmjrGx5mEY3YkFP2qMKEYD1glcvdh86fVYRGIvU+AIDAQAB"
    };
}
pub(crate) use rsa_even;

/// RSA, 2048 bits, of two primes with the structure of CVE-2017-15361.
macro_rules! rsa_roca {
    () => {
        "\
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAnVKp0w57rbeCYJCp5wfrloMbQw7vz8u+o7vGUjsmGyfIc3DbxZ7rtExe\
Z9HT8DaErDzkeg9C/xZkGJyKfuJ8bryM8SFMv7Zeklo/Su86QF3fDin46+AQWdLdao0resBHmUvThCS8stxsxj+X6cNDPPPKWCg8\
rhCgZ5xQpuAOLW5ALthEBNLfApecP2fWMwPOJb+wdUuu/RFh+DrOAi1v9TsTmR8Lr6C5r6Ou1I8YQEDgDbifqsFGhs+Oaf+YKqPr\
sMDUEguChlATvFn6Wvyn+vuGYlDQmu4ygoHZps7mIewj2J0gfxUeiFKQ40u+z557GAdKuze7B7mQlLoNdQSFmwIDAQAB"
    };
}
pub(crate) use rsa_roca;

/// RSA, 2048 bits, bent: the modulus of `rsa_2048` with the public exponent 1.
macro_rules! rsa_e1 {
    () => {
        "\
MIIBIDANBgkqhkiG9w0BAQEFAAOCAQ0AMIIBCAKCAQEAx/xxeymAd7fNhBJDAq8eVzfwKFKDCbqhpMuNVO/ZKVkDmyn3YbutRMvS\
hbC0T4mGvf3LM2cCIaAc+k8xfndDY2Na7sLSvtLWNPNtdb4PmxpL6/jIlzVinonBfIzO6mVL5TQXZjJMeSL1ua7dO4K3NuRa7isO\
1ktcKYTBgATYn4zwpHLuss3ShC8eTCZPSGaA4kDhaC+NL48RBdgv+ZAsphyyjyH4SsoJ6kXTnma0lBm1IUvAxP4KV9641O/oUIBg\
c24EhLlfQzoJe7NS32RwofhOYnNpe2xYMasoAKtxRtQ+sCmjrGx5mEY3YkFP2qMKEYD1glcvdh86fVYRGIvU+QIBAQ=="
    };
}
pub(crate) use rsa_e1;

/// Ed25519, as RFC 8463 wants it.
macro_rules! ed25519 {
    () => {
        "\
s0d5cGtbQxZX7m6eDewv3qRYc2gsug8UD7sjj/yyweg="
    };
}
pub(crate) use ed25519;

/// The same Ed25519 key in its SubjectPublicKeyInfo.
macro_rules! ed25519_wrapped {
    () => {
        "\
MCowBQYDK2VwAyEAs0d5cGtbQxZX7m6eDewv3qRYc2gsug8UD7sjj/yyweg="
    };
}
pub(crate) use ed25519_wrapped;

/// The named selector's name server does not answer.
pub const SLOW_KEY: &str = "
target example.com selector=s1
s1._domainkey.example.com TXT TIMEOUT
";
