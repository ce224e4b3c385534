//! The ClientHello (RFC 8446 4.1.2, RFC 5246 7.4.1.2, RFC 6101 5.6.1.2), byte by byte.

use super::suites;
use crate::dns::random;
use facts::{Name, Offer};

/// Between these lengths of the handshake message some servers hang (RFC 7685 4).
const HANGS: std::ops::Range<usize> = 256..512;

/// The record that holds the ClientHello of `offer`, asking for `name`.
pub(super) fn record(offer: Offer, name: Option<&Name>) -> Vec<u8> {
    let version = match offer {
        Offer::Ssl3 => 0x0300_u16,
        Offer::Tls10 => 0x0301,
        Offer::Tls11 => 0x0302,
        // TLS 1.3 is told by an extension.
        _ => 0x0303,
    };
    let mut body = version.to_be_bytes().to_vec();
    body.extend(random::<32>());
    // TLS 1.3 wants a session id for the sake of boxes in between (RFC 8446 D.4).
    let session = if offer == Offer::PostQuantum { random::<32>().to_vec() } else { Vec::new() };
    body.extend(short(&session));
    body.extend(long(&numbers(&suites::of(offer))));
    body.extend(short(&[0]));
    // SSLv3 knows no extensions.
    if offer != Offer::Ssl3 {
        let extensions = extensions(offer, version, name);
        let whole = 4 + body.len() + 2 + extensions.len();
        let padding = if HANGS.contains(&whole) { extension(21, &vec![0; (HANGS.end - whole).saturating_sub(4)]) } else { Vec::new() };
        body.extend(long(&[extensions, padding].concat()));
    }
    let length = u32::try_from(body.len()).unwrap_or_default().to_be_bytes();
    let message = [&[1][..], &length[1..], &body].concat();
    let record_version = if offer == Offer::Ssl3 { [3, 0] } else { [3, 1] };
    [&[22][..], &record_version, &long(&message)].concat()
}

fn extensions(offer: Offer, version: u16, name: Option<&Name>) -> Vec<u8> {
    let mut all = Vec::new();
    if let Some(name) = name.filter(|name| !name.is_root()) {
        let host = [&[0][..], &long(name.as_str().as_bytes())].concat();
        all.extend(extension(0, &long(&host)));
    }
    all.extend(extension(10, &long(&numbers(suites::groups(offer)))));
    if version >= 0x0303 {
        all.extend(extension(13, &long(&numbers(&suites::signatures(offer)))));
    }
    if offer == Offer::PostQuantum {
        all.extend(extension(43, &short(&[3, 4])));
        // No share at all makes the server name the group that it wants (RFC 8446 4.2.8).
        all.extend(extension(51, &long(&[])));
    } else {
        all.extend(extension(11, &short(&[0])));
        all.extend(extension(23, &[]));
    }
    all
}

fn extension(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_be_bytes()[..], &long(data)].concat()
}

fn numbers(all: &[u16]) -> Vec<u8> {
    all.iter().flat_map(|n| n.to_be_bytes()).collect()
}

/// Behind one octet of length.
fn short(data: &[u8]) -> Vec<u8> {
    [&[u8::try_from(data.len()).unwrap_or_default()][..], data].concat()
}

/// Behind two octets of length.
fn long(data: &[u8]) -> Vec<u8> {
    [&u16::try_from(data.len()).unwrap_or_default().to_be_bytes()[..], data].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Offer; 11] = [
        Offer::Tls11,
        Offer::Tls10,
        Offer::Ssl3,
        Offer::Weak,
        Offer::Tls12,
        Offer::ForwardSecret,
        Offer::Rsa,
        Offer::Ecdsa,
        Offer::RsaOrWeak,
        Offer::EcdsaOrWeak,
        Offer::PostQuantum,
    ];

    #[test]
    fn lengths_add_up_and_none_is_of_those_that_hang() {
        let name = Name::parse("mx.example.com").unwrap_or_default();
        for offer in ALL {
            for name in [None, Some(&name)] {
                let record = record(offer, name);
                assert_eq!(usize::from(u16::from_be_bytes([record[3], record[4]])), record.len() - 5, "{offer:?}");
                let message = &record[5..];
                assert_eq!(usize::from(u16::from_be_bytes([message[2], message[3]])), message.len() - 4, "{offer:?}");
                assert!(!HANGS.contains(&message.len()), "{offer:?}: {}", message.len());
                assert_eq!(record.windows(14).any(|w| w == b"mx.example.com"), name.is_some() && offer != Offer::Ssl3);
            }
        }
    }
}
