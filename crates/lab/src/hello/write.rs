//! A server's first flight: ServerHello to ServerHelloDone of TLS 1.2 and below (RFC 5246 7.4, RFC 6101 5.6), or a
//! HelloRetryRequest (RFC 8446 4.1.4). Its signatures have the right shape and prove nothing.

use super::{ClientHello, suites};
use facts::answer::{Der, ServerHello};
use facts::fixture::server::Offers;

const SSL3: u16 = 0x0300;
const TLS12: u16 = 0x0303;
const TLS13: u16 = 0x0304;
/// The longest record (RFC 5246 6.2.1).
const LONGEST_RECORD: usize = 1 << 14;
const HANDSHAKE: u8 = 22;
/// A record with ChangeCipherSpec, for the sake of boxes in between (RFC 8446 D.4).
const CHANGE_CIPHER_SPEC: [u8; 6] = [20, 3, 3, 0, 1, 1];
/// The random that makes a ServerHello a HelloRetryRequest (RFC 8446 4.1.3).
const RETRY: [u8; 32] = [
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91, 0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb,
    0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
];
/// The second Oakley group's prime (RFC 2409 6.2): what servers with weak suites had.
const PRIME: &str = "ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404ddef9519b3cd3a431b302b0a6d\
                     f25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7edee386bfb5a899fa5ae9f24117c4b1fe649286651ece65381\
                     ffffffffffffffff";

/// The records of `answer` to `hello`.
pub(crate) fn flight(hello: &ClientHello, answer: &ServerHello, offers: &Offers) -> Vec<u8> {
    if answer.version >= TLS13 {
        let tail: &[u8] = if hello.session.is_empty() { &[] } else { &CHANGE_CIPHER_SPEC };
        return [records(TLS12, &retry(hello, answer)), tail.to_vec()].concat();
    }
    let signed = !suites::is_anonymous(answer.suite);
    let mut messages = server_hello(hello, answer, offers);
    if signed {
        messages.extend(certificate(&answer.chain));
    }
    messages.extend(key_exchange(answer));
    if signed && answer.asks_certificate {
        messages.extend(certificate_request(answer.version));
    }
    messages.extend(message(14, &[]));
    records(answer.version, &messages)
}

fn retry(hello: &ClientHello, answer: &ServerHello) -> Vec<u8> {
    let version = extension(43, &TLS13.to_be_bytes());
    let group = answer.group.map_or_else(Vec::new, |group| extension(51, &group.to_be_bytes()));
    let suite = answer.suite.to_be_bytes();
    message(2, &[&TLS12.to_be_bytes()[..], &RETRY, &short(&hello.session), &suite, &[0], &long(&[version, group].concat())].concat())
}

fn server_hello(hello: &ClientHello, answer: &ServerHello, offers: &Offers) -> Vec<u8> {
    let mut random: [u8; 32] = octets();
    // Whoever takes less than he can says so (RFC 8446 4.1.3).
    let best = offers.versions.last().copied().unwrap_or_default();
    if best > answer.version && best >= TLS12 {
        random[24..31].copy_from_slice(b"DOWNGRD");
        random[31] = u8::from(answer.version == TLS12);
    }
    let mut body = [&answer.version.to_be_bytes()[..], &random, &[0], &answer.suite.to_be_bytes(), &[0]].concat();
    let mut extensions = Vec::new();
    if hello.renegotiates_securely() {
        extensions.extend(extension(0xff01, &[0]));
    }
    if suites::is_ecdhe(answer.suite) && hello.has_point_formats() {
        extensions.extend(extension(11, &[1, 0]));
    }
    // SSLv3 knows no extensions.
    if answer.version > SSL3 && !extensions.is_empty() {
        body.extend(long(&extensions));
    }
    message(2, &body)
}

fn certificate(chain: &[Der]) -> Vec<u8> {
    let list: Vec<u8> = chain.iter().flat_map(|der| longer(&der.0)).collect();
    message(11, &longer(&list))
}

/// Nothing where the client encrypts to the certificate's key.
fn key_exchange(answer: &ServerHello) -> Vec<u8> {
    let mut body = match (suites::is_ecdhe(answer.suite), answer.group) {
        // Any 32 octets are a key of X25519 (RFC 7748 5).
        (true, Some(group)) => [&[3][..], &group.to_be_bytes(), &short(&octets::<32>())].concat(),
        _ if suites::is_dhe(answer.suite) => [long(&prime()), long(&[2]), long(&octets::<127>())].concat(),
        _ => return Vec::new(),
    };
    if !suites::is_anonymous(answer.suite) {
        let ecdsa = suites::is_ecdsa(answer.suite);
        if answer.version == TLS12 {
            body.extend(if ecdsa { [4, 3] } else { [4, 1] });
        }
        body.extend(long(&if ecdsa { ecdsa_shape() } else { octets::<256>().to_vec() }));
    }
    message(12, &body)
}

/// An ECDSA-Sig-Value (RFC 3279 2.2.3) of two integers of 32 octets.
fn ecdsa_shape() -> Vec<u8> {
    let integer = || {
        let mut number: [u8; 32] = octets();
        number[0] = number[0] & 0x7f | 1;
        [&[2, 32][..], &number].concat()
    };
    [&[0x30, 68][..], &integer(), &integer()].concat()
}

/// For RSA and ECDSA, of any authority (RFC 5246 7.4.4).
fn certificate_request(version: u16) -> Vec<u8> {
    let algorithms = if version == TLS12 { long(&[4, 3, 8, 4, 4, 1]) } else { Vec::new() };
    message(13, &[short(&[1, 64]), algorithms, long(&[])].concat())
}

fn prime() -> Vec<u8> {
    let digit = |octet: u8| (octet as char).to_digit(16).unwrap_or_default() as u8;
    PRIME.as_bytes().chunks_exact(2).map(|two| digit(two[0]) << 4 | digit(two[1])).collect()
}

fn octets<const COUNT: usize>() -> [u8; COUNT] {
    let mut octets = [0x5a; COUNT];
    // Nothing rests on these; without randomness they are what they are.
    let _ = rustls::crypto::ring::default_provider().secure_random.fill(&mut octets);
    octets
}

fn records(version: u16, messages: &[u8]) -> Vec<u8> {
    messages.chunks(LONGEST_RECORD).flat_map(|part| [&[HANDSHAKE][..], &version.to_be_bytes(), &long(part)].concat()).collect()
}

fn message(kind: u8, body: &[u8]) -> Vec<u8> {
    [&[kind][..], &longer(body)].concat()
}

fn extension(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_be_bytes()[..], &long(data)].concat()
}

/// Behind one octet of length.
fn short(data: &[u8]) -> Vec<u8> {
    [&[u8::try_from(data.len()).unwrap_or_default()][..], data].concat()
}

/// Behind two octets of length.
fn long(data: &[u8]) -> Vec<u8> {
    [&u16::try_from(data.len()).unwrap_or_default().to_be_bytes()[..], data].concat()
}

/// Behind three octets of length.
fn longer(data: &[u8]) -> Vec<u8> {
    [&u32::try_from(data.len()).unwrap_or_default().to_be_bytes()[1..], data].concat()
}
