//! What is told of a cipher suite by its number in IANA's registry. Knows only TLS 1.2 and below.

/// Without encryption or authentication, export grade, RC4, DES, 3DES.
pub(super) fn is_weak(suite: u16) -> bool {
    let broken = matches!(suite, 0x0000..=0x001b | 0x003b | 0x0060..=0x0066 | 0xc001..=0xc003 | 0xc006..=0xc008)
        || matches!(suite, 0xc00b..=0xc00d | 0xc010..=0xc012);
    broken || is_anonymous(suite)
}

/// Without a certificate.
pub(super) fn is_anonymous(suite: u16) -> bool {
    matches!(suite, 0x0017..=0x001b | 0x0034 | 0x003a | 0x0046 | 0x006c | 0x006d | 0x0089 | 0x009b | 0x00a6 | 0x00a7 | 0x00bf | 0x00c5)
        || matches!(suite, 0xc015..=0xc019)
}

/// Ephemeral elliptic curves, signed or anonymous (RFC 8422 2).
pub(super) fn is_ecdhe(suite: u16) -> bool {
    matches!(suite, 0xc006..=0xc00a | 0xc010..=0xc019 | 0xc023 | 0xc024 | 0xc027 | 0xc028 | 0xc02b | 0xc02c | 0xc02f | 0xc030)
        || matches!(suite, 0xcca8 | 0xcca9)
        || is_ecdsa(suite)
}

/// Signed with ECDSA.
pub(super) fn is_ecdsa(suite: u16) -> bool {
    matches!(suite, 0xc006..=0xc00a | 0xc023 | 0xc024 | 0xc02b | 0xc02c | 0xc048 | 0xc049 | 0xc05c | 0xc05d | 0xc072 | 0xc073)
        || matches!(suite, 0xc086 | 0xc087 | 0xc0ac..=0xc0af | 0xcca9)
}

/// Ephemeral finite fields, signed or anonymous.
pub(super) fn is_dhe(suite: u16) -> bool {
    matches!(suite, 0x0011..=0x001b | 0x0032..=0x0034 | 0x0038..=0x003a | 0x0040 | 0x0044..=0x0046 | 0x0063 | 0x0065..=0x0067)
        || matches!(suite, 0x006a..=0x006d | 0x0087..=0x0089 | 0x0099..=0x009b | 0x009e..=0x009f | 0x00a2 | 0x00a3 | 0x00a6 | 0x00a7)
        || matches!(suite, 0x00bd..=0x00bf | 0x00c3..=0x00c5 | 0xc09e | 0xc09f | 0xc0a2 | 0xc0a3 | 0xccaa)
}

/// A key encrypted to the certificate's RSA key, with a cipher of today.
pub(super) fn is_static_rsa(suite: u16) -> bool {
    matches!(suite, 0x002f | 0x0035 | 0x003c | 0x003d | 0x0041 | 0x0084 | 0x0096 | 0x009c | 0x009d | 0x00ba | 0x00c0)
        || matches!(suite, 0xc09c | 0xc09d | 0xc0a0 | 0xc0a1)
}

/// No suites, but signals among them (RFC 5746 3.3, RFC 7507 2, RFC 8701 2).
pub(super) fn is_signal(suite: u16) -> bool {
    matches!(suite, 0x00ff | 0x5600) || is_grease(suite)
}

/// Reserved numbers that mean nothing (RFC 8701 2).
pub(super) fn is_grease(number: u16) -> bool {
    number & 0x0f0f == 0x0a0a && number >> 8 == number & 0xff
}
