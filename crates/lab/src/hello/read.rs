//! A ClientHello (RFC 8446 4.1.2, RFC 5246 7.4.1.2, RFC 6101 5.6.1.2), read from hostile bytes. Verifies nothing.

use super::suites;
use facts::Offer;

/// The longest record (RFC 5246 6.2.1).
const LONGEST_RECORD: usize = 1 << 14;
/// The longest message that is read.
const LONGEST_MESSAGE: usize = 32 * 1024;
const HANDSHAKE: u8 = 22;
const CLIENT_HELLO: u8 = 1;
const SERVER_NAME: u16 = 0;
const GROUPS: u16 = 10;
const POINT_FORMATS: u16 = 11;
const SUPPORTED_VERSIONS: u16 = 43;
const RENEGOTIATION_INFO: u16 = 0xff01;

/// What a client offers, as far as an answer depends on it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ClientHello {
    /// The highest version.
    pub(super) version: u16,
    pub(super) session: Vec<u8>,
    pub(super) suites: Vec<u16>,
    groups: Vec<u16>,
    /// The kinds of its extensions.
    extensions: Vec<u16>,
    /// Lower case.
    pub(crate) name: Option<String>,
}

impl ClientHello {
    /// Whether a client that began like this can still send one.
    pub(crate) fn may_become(bytes: &[u8]) -> bool {
        Self::message(bytes).is_none_or(|message| match message.as_slice() {
            [] => true,
            [CLIENT_HELLO, a, b, c, rest @ ..] => {
                let length = u32::from_be_bytes([0, *a, *b, *c]) as usize;
                length <= LONGEST_MESSAGE && rest.len() < length
            }
            [CLIENT_HELLO, ..] => true,
            _ => false,
        }) && Self::records_fit(bytes)
    }

    /// Reads one that is whole; `None` where it is not, or is none.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let message = Self::message(bytes)?;
        let [CLIENT_HELLO, a, b, c, rest @ ..] = message.as_slice() else { return None };
        Self::body(rest.get(..u32::from_be_bytes([0, *a, *b, *c]) as usize)?)
    }

    fn records_fit(bytes: &[u8]) -> bool {
        let mut rest = bytes;
        loop {
            rest = match rest {
                [HANDSHAKE, 3, _, high, low, more @ ..] => {
                    let length = usize::from(u16::from_be_bytes([*high, *low]));
                    // An empty record could be repeated without end (RFC 8446 5.1).
                    if length == 0 || length > LONGEST_RECORD {
                        return false;
                    }
                    more.get(length..).unwrap_or_default()
                }
                [] | [HANDSHAKE] | [HANDSHAKE, 3, ..] => return true,
                _ => return false,
            };
        }
    }

    /// The handshake's octets of all records that are there.
    fn message(bytes: &[u8]) -> Option<Vec<u8>> {
        let (mut message, mut rest) = (Vec::new(), bytes);
        while let [HANDSHAKE, 3, _, high, low, more @ ..] = rest {
            let (part, behind) = more.split_at(more.len().min(usize::from(u16::from_be_bytes([*high, *low]))));
            message.extend_from_slice(part);
            rest = behind;
        }
        (!message.is_empty()).then_some(message)
    }

    fn body(body: &[u8]) -> Option<Self> {
        let mut octets = Octets(body);
        let mut hello = Self { version: octets.short()?, ..Self::default() };
        octets.take(32)?;
        hello.session = octets.counted(1)?.to_vec();
        hello.suites = shorts(octets.counted(2)?);
        octets.counted(1)?;
        let mut extensions = Octets(octets.counted(2).unwrap_or_default());
        while let (Some(kind), Some(data)) = (extensions.short(), extensions.counted(2)) {
            hello.extensions.push(kind);
            let mut data = Octets(data);
            match kind {
                SERVER_NAME => hello.name = host_name(&mut data),
                GROUPS => hello.groups = shorts(data.counted(2).unwrap_or_default()),
                SUPPORTED_VERSIONS => {
                    let known = shorts(data.counted(1).unwrap_or_default()).into_iter().filter(|v| (0x0300..=0x0304).contains(v));
                    hello.version = known.max().unwrap_or(hello.version);
                }
                _ => {}
            }
        }
        (hello.version >= 0x0300).then_some(hello)
    }

    /// What the client is after; `None` for one that a present-day library serves with TLS 1.3.
    pub(crate) fn offer(&self) -> Option<Offer> {
        let suites = self.suites.iter().copied().filter(|suite| !suites::is_signal(*suite));
        let strong = || suites.clone().filter(|suite| !suites::is_weak(*suite));
        match self.version {
            0x0304 => self.wants_post_quantum_alone().then_some(Offer::PostQuantum),
            0x0300 => Some(Offer::Ssl3),
            0x0301 => Some(Offer::Tls10),
            0x0302 => Some(Offer::Tls11),
            _ if suites.clone().all(suites::is_weak) => Some(Offer::Weak),
            _ if suites.clone().any(suites::is_anonymous) && !strong().any(suites::is_ecdsa) => Some(Offer::RsaOrWeak),
            _ if suites.clone().any(suites::is_anonymous) && strong().all(suites::is_ecdsa) => Some(Offer::EcdsaOrWeak),
            _ if suites.clone().all(suites::is_ecdsa) => Some(Offer::Ecdsa),
            _ if !suites.clone().any(suites::is_ecdsa) => Some(Offer::Rsa),
            _ if suites.clone().any(suites::is_static_rsa) => Some(Offer::Tls12),
            _ => Some(Offer::ForwardSecret),
        }
    }

    fn wants_post_quantum_alone(&self) -> bool {
        let mut groups = self.groups.iter().filter(|group| !suites::is_grease(**group)).peekable();
        // ML-KEM alone, with a curve, and the hybrid of the draft.
        groups.peek().is_some() && groups.all(|group| matches!(group, 0x0200..=0x0202 | 0x11eb..=0x11ed | 0x6399))
    }

    /// Whether it says that it renegotiates securely (RFC 5746 3.4).
    pub(super) fn renegotiates_securely(&self) -> bool {
        self.suites.contains(&0x00ff) || self.extensions.contains(&RENEGOTIATION_INFO)
    }

    /// Whether it speaks of point formats, so that the answer may (RFC 8422 5.2).
    pub(super) fn has_point_formats(&self) -> bool {
        self.extensions.contains(&POINT_FORMATS)
    }
}

fn host_name(data: &mut Octets<'_>) -> Option<String> {
    let mut list = Octets(data.counted(2)?);
    let kind = list.take(1)?;
    let name = list.counted(2)?;
    (kind == [0]).then(|| String::from_utf8_lossy(name).to_ascii_lowercase())
}

fn shorts(octets: &[u8]) -> Vec<u16> {
    octets.chunks_exact(2).map(|two| u16::from_be_bytes([two[0], two[1]])).collect()
}

/// Octets read from the front.
struct Octets<'a>(&'a [u8]);

impl<'a> Octets<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (front, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(front)
    }

    fn short(&mut self) -> Option<u16> {
        Some(u16::from_be_bytes(self.take(2)?.try_into().ok()?))
    }

    /// What stands behind a length of so many octets.
    fn counted(&mut self, octets: usize) -> Option<&'a [u8]> {
        let length = self.take(octets)?.iter().fold(0, |number, octet| number << 8 | usize::from(*octet));
        self.take(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(all: &[u16]) -> Vec<u8> {
        all.iter().flat_map(|n| n.to_be_bytes()).collect()
    }

    fn long(data: &[u8]) -> Vec<u8> {
        [&u16::try_from(data.len()).unwrap_or_default().to_be_bytes()[..], data].concat()
    }

    fn hello(version: u16, suites: &[u16], extensions: &[u8]) -> Vec<u8> {
        let body = [&version.to_be_bytes()[..], &[7; 32], &[2, 8, 9], &long(&numbers(suites)), &[1, 0], &long(extensions)].concat();
        let length = u32::try_from(body.len()).unwrap_or_default().to_be_bytes();
        [&[HANDSHAKE, 3, 1][..], &long(&[&[CLIENT_HELLO][..], &length[1..], &body].concat())].concat()
    }

    fn tls13(groups: &[u16]) -> Vec<u8> {
        let extension = |kind: u16, data: &[u8]| [&kind.to_be_bytes()[..], &long(data)].concat();
        let name = extension(0, &long(&[&[0][..], &long(b"MX.example.com")].concat()));
        [name, extension(10, &long(&numbers(groups))), extension(43, &[6, 0x1a, 0x1a, 3, 4, 3, 3])].concat()
    }

    fn offer(bytes: &[u8]) -> Option<Offer> {
        ClientHello::read(bytes).unwrap_or_else(|| panic!("a ClientHello")).offer()
    }

    #[test]
    fn the_offer_is_told_by_version_suites_and_groups() {
        for (version, suites, wanted) in [
            (0x0300, &[0x0035][..], Offer::Ssl3),
            (0x0301, &[0xc00a], Offer::Tls10),
            (0x0302, &[0xc00a], Offer::Tls11),
            (0x0303, &[0x000a, 0x0005, 0x00ff], Offer::Weak),
            (0x0303, &[0xc02b, 0xcca9, 0xc008, 0x00ff], Offer::Ecdsa),
            (0x0303, &[0xc02f, 0x009c, 0x00ff], Offer::Rsa),
            (0x0303, &[0xc02b, 0xc02f, 0x009c], Offer::Tls12),
            (0x0303, &[0xc02b, 0xc02f, 0x009e], Offer::ForwardSecret),
        ] {
            assert_eq!(offer(&hello(version, suites, &[])), Some(wanted), "{version:04x} {suites:04x?}");
        }
        assert_eq!(offer(&hello(0x0303, &[0x1301], &tls13(&[0x001d, 0x11ec]))), None);
        assert_eq!(offer(&hello(0x0303, &[0x1301], &tls13(&[0x2a2a, 0x11ec, 0x6399]))), Some(Offer::PostQuantum));
        let read = ClientHello::read(&hello(0x0303, &[0x1301], &tls13(&[0x001d]))).unwrap_or_default();
        assert_eq!((read.name.as_deref(), read.session.as_slice(), read.version), (Some("mx.example.com"), &[8, 9][..], 0x0304));
    }

    #[test]
    fn a_cut_hello_is_waited_for_and_nonsense_is_not() {
        let whole = hello(0x0303, &[0x1301], &tls13(&[0x001d]));
        for end in 0..whole.len() {
            assert_eq!(ClientHello::read(&whole[..end]), None, "{end}");
            assert!(ClientHello::may_become(&whole[..end]), "{end}");
        }
        for nonsense in [&b"EHLO me\r\n"[..], &[22, 2], &[22, 3, 1, 0, 0], &[22, 3, 1, 0xff, 0xff], &[22, 3, 1, 0, 4, 2, 0, 0, 0], &[0x80]]
        {
            assert!(!ClientHello::may_become(nonsense), "{nonsense:?}");
        }
        // A length beyond all bounds, and a body that breaks off inside.
        assert!(!ClientHello::may_become(&[22, 3, 1, 0, 4, 1, 0xff, 0, 0]));
        let broken = [22, 3, 1, 0, 6, 1, 0, 0, 2, 3, 3];
        assert!(ClientHello::read(&broken).is_none() && !ClientHello::may_become(&broken));
    }

    #[test]
    fn a_hello_in_many_records_is_one() {
        let whole = hello(0x0301, &[0xc00a], &[]);
        let split: Vec<u8> = whole[5..].chunks(3).flat_map(|part| [&[HANDSHAKE, 3, 1][..], &long(part)].concat()).collect();
        assert_eq!(offer(&split), Some(Offer::Tls10));
    }
}
