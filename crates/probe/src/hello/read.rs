//! What a server sends behind a ClientHello, up to the point where it waits for us or encrypts. Verifies nothing.

use super::suites;
use crate::tls::alert_name;
use facts::answer::{Der, Heard, ServerHello, Text};

/// Certificates of one chain that are kept.
const MOST_CERTIFICATES: usize = 20;
/// Bytes that a server may send.
const MOST_BYTES: usize = 128 * 1024;
/// Bytes kept of what is no TLS.
const GARBAGE: usize = 200;
/// The longest record (RFC 5246 6.2.3).
const LONGEST_RECORD: usize = (1 << 14) + 2048;
/// The random that makes a ServerHello a HelloRetryRequest (RFC 8446 4.1.3).
const RETRY: [u8; 32] = [
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91, 0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb,
    0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
];

/// Bytes of a server, taken in as they come.
#[derive(Default)]
pub(super) struct Listening {
    taken: usize,
    bytes: Vec<u8>,
    messages: Vec<u8>,
    hello: Option<ServerHello>,
}

impl Listening {
    /// Takes in what came; what was heard once that is clear.
    pub(super) fn add(&mut self, bytes: &[u8]) -> Option<Heard> {
        self.taken += bytes.len();
        self.bytes.extend_from_slice(bytes);
        loop {
            let whole = match self.bytes.as_slice() {
                [kind, major, _, high, low, rest @ ..] => {
                    let length = usize::from(u16::from_be_bytes([*high, *low]));
                    if !matches!(kind, 20..=23) || *major != 3 || length > LONGEST_RECORD {
                        return Some(self.garbage());
                    }
                    if rest.len() < length { None } else { Some((*kind, rest[..length].to_vec())) }
                }
                [kind, ..] if !matches!(kind, 20..=23) => return Some(self.garbage()),
                _ => None,
            };
            let Some((kind, record)) = whole else { break };
            self.bytes.drain(..5 + record.len());
            match kind {
                21 => {
                    // A warning (unrecognized_name, RFC 6066 3) does not end the handshake.
                    if let Some(&number) = record.get(1).filter(|_| record[0] != 1) {
                        return Some(self.hello.take().map_or_else(|| Heard::Alert(alert_name(number)), Heard::Hello));
                    }
                }
                22 => {
                    self.messages.extend(record);
                    if let Some(heard) = self.read_messages() {
                        return Some(heard);
                    }
                }
                // ChangeCipherSpec and what is encrypted: the clear part is over.
                _ => return Some(self.ended(Heard::Closed)),
            }
        }
        (self.taken > MOST_BYTES).then(|| self.ended(Heard::Closed))
    }

    /// What was heard of a server that says no more; `otherwise` where that is nothing.
    pub(super) fn ended(&mut self, otherwise: Heard) -> Heard {
        self.hello.take().map_or(otherwise, Heard::Hello)
    }

    fn garbage(&mut self) -> Heard {
        let text = Text(self.bytes[..self.bytes.len().min(GARBAGE)].to_vec());
        self.ended(Heard::Garbage(text))
    }

    fn read_messages(&mut self) -> Option<Heard> {
        while let [kind, a, b, c, rest @ ..] = self.messages.as_slice() {
            let (kind, length) = (*kind, u32::from_be_bytes([0, *a, *b, *c]) as usize);
            if length > MOST_BYTES {
                return Some(self.ended(Heard::Closed));
            }
            if rest.len() < length {
                return None;
            }
            let body = rest[..length].to_vec();
            self.messages.drain(..4 + length);
            match (kind, &mut self.hello) {
                (2, hello @ None) => {
                    let Some(read) = server_hello(&body) else {
                        return Some(Heard::Garbage(Text(body[..body.len().min(GARBAGE)].to_vec())));
                    };
                    // Of TLS 1.3 nothing more comes in the clear.
                    if read.version >= 0x0304 {
                        return Some(Heard::Hello(read));
                    }
                    *hello = Some(read);
                }
                (11, Some(hello)) => hello.chain = chain(&body),
                (12, Some(hello)) => hello.group = named_curve(hello.suite, &body),
                (13, Some(hello)) => hello.asks_certificate = true,
                (14, Some(_)) => return Some(self.ended(Heard::Closed)),
                _ => {}
            }
        }
        None
    }
}

/// Octets read from the front.
struct Octets<'a>(&'a [u8]);

impl<'a> Octets<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (front, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(front)
    }

    fn number(&mut self, octets: usize) -> Option<usize> {
        Some(self.take(octets)?.iter().fold(0, |number, octet| number << 8 | usize::from(*octet)))
    }

    fn short(&mut self) -> Option<u16> {
        Some(u16::from_be_bytes(self.take(2)?.try_into().ok()?))
    }

    /// What stands behind a length of so many octets.
    fn counted(&mut self, octets: usize) -> Option<&'a [u8]> {
        let length = self.number(octets)?;
        self.take(length)
    }
}

fn server_hello(body: &[u8]) -> Option<ServerHello> {
    let mut octets = Octets(body);
    let mut hello = ServerHello { version: octets.short()?, ..ServerHello::default() };
    hello.retry = octets.take(32)? == RETRY;
    octets.counted(1)?;
    hello.suite = octets.short()?;
    octets.take(1)?;
    let mut extensions = Octets(octets.counted(2).unwrap_or_default());
    while let (Some(kind), Some(data)) = (extensions.short(), extensions.counted(2)) {
        let mut data = Octets(data);
        match kind {
            43 => hello.version = data.short()?,
            51 => hello.group = data.short(),
            _ => {}
        }
    }
    (0x0300..=0x0304).contains(&hello.version).then_some(hello)
}

fn chain(body: &[u8]) -> Vec<Der> {
    let mut list = Octets(Octets(body).counted(3).unwrap_or_default());
    std::iter::from_fn(|| list.counted(3)).take(MOST_CERTIFICATES).map(|der| Der(der.to_vec())).collect()
}

/// The curve of a ServerKeyExchange, where it is one by name.
fn named_curve(suite: u16, body: &[u8]) -> Option<u16> {
    match body {
        [3, high, low, ..] if suites::is_ecdhe(suite) => Some(u16::from_be_bytes([*high, *low])),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(kind: u8, body: &[u8]) -> Vec<u8> {
        let length = u32::try_from(body.len()).unwrap_or_default().to_be_bytes();
        [&[kind][..], &length[1..], body].concat()
    }

    fn record(kind: u8, body: &[u8]) -> Vec<u8> {
        [&[kind, 3, 3][..], &u16::try_from(body.len()).unwrap_or_default().to_be_bytes(), body].concat()
    }

    fn hello(version: u16, suite: u16, random: [u8; 32], extensions: &[u8]) -> Vec<u8> {
        let length = u16::try_from(extensions.len()).unwrap_or_default().to_be_bytes();
        message(2, &[&version.to_be_bytes()[..], &random, &[0], &suite.to_be_bytes(), &[0], &length, extensions].concat())
    }

    /// In one piece, and octet by octet.
    fn heard(bytes: &[u8]) -> Option<Heard> {
        let whole = Listening::default().add(bytes);
        let mut slow = Listening::default();
        let piecewise = bytes.iter().find_map(|octet| slow.add(&[*octet]));
        // How much of what is no TLS is shown hangs on packets.
        let kind = |heard: &Option<Heard>| {
            heard.as_ref().map(|h| if let Heard::Garbage(_) = h { Heard::Garbage(Text(Vec::new())) } else { h.clone() })
        };
        assert_eq!(kind(&whole), kind(&piecewise));
        whole
    }

    #[test]
    fn an_old_handshake_is_read_as_far_as_the_server_speaks() {
        let certificate = message(11, &[&[0, 0, 5][..], &[0, 0, 2, 0xaa, 0xbb]].concat());
        let exchange = message(12, &[3, 0, 0x1d, 1, 9]);
        let flight = [hello(0x0302, 0xc013, [7; 32], &[]), certificate, exchange, message(13, &[0]), message(14, &[])].concat();
        let wanted = ServerHello {
            version: 0x0302,
            suite: 0xc013,
            group: Some(0x1d),
            chain: vec![Der(vec![0xaa, 0xbb])],
            asks_certificate: true,
            retry: false,
        };
        assert_eq!(heard(&record(22, &flight)), Some(Heard::Hello(wanted)));
    }

    #[test]
    fn a_retry_request_names_the_group() {
        let extensions = [0, 43, 0, 2, 3, 4, 0, 51, 0, 2, 0x11, 0xec];
        let Some(Heard::Hello(read)) = heard(&record(22, &hello(0x0303, 0x1302, RETRY, &extensions))) else { panic!("no hello") };
        assert_eq!((read.version, read.group, read.retry), (0x0304, Some(0x11ec), true));
    }

    #[test]
    fn alerts_warnings_and_what_is_no_tls() {
        assert_eq!(heard(&record(21, &[2, 70])), Some(Heard::Alert("protocol_version".into())));
        assert_eq!(heard(&[record(21, &[1, 112]), record(21, &[2, 40])].concat()), Some(Heard::Alert("handshake_failure".into())));
        assert!(matches!(heard(b"220 hello there\r\n"), Some(Heard::Garbage(_))));
        assert_eq!(heard(&record(22, &[2, 0, 0])), None);
        let mut cut = Listening::default();
        assert_eq!(cut.add(&record(22, &hello(0x0301, 0x002f, [1; 32], &[]))), None);
        assert!(matches!(cut.ended(Heard::Timeout), Heard::Hello(h) if h.version == 0x0301));
        assert_eq!(Listening::default().ended(Heard::Timeout), Heard::Timeout);
    }

    #[test]
    fn lengths_that_lie_harm_nobody() {
        for body in [&[][..], &[3, 3], &[3, 3, 0, 0xff]] {
            assert!(matches!(Listening::default().add(&record(22, &message(2, body))), Some(Heard::Garbage(_))));
        }
        let endless = record(22, &[2, 0xff, 0xff, 0xff]);
        assert_eq!(Listening::default().add(&endless), Some(Heard::Closed));
        assert!(chain(&[0xff, 0xff, 0xff, 1]).is_empty());
    }
}
