//! Queries written and responses read (RFC 1035 4, RFC 6891, RFC 8914). A record that cannot be
//! read is kept as such and never hides the others; no bytes make this panic.

use super::data;
use facts::Name;
use facts::answer::{Data, ExtendedError};
use hickory_proto::rr::Name as WireName;
use hickory_proto::serialize::binary::{BinDecodable, BinDecoder};
use std::sync::Arc;

/// What fits any path without fragments (RFC 9715).
const UDP_SIZE: u16 = 1232;
const HEADER: usize = 12;
const OPT: u16 = 41;
const CLASS_IN: u16 = 1;

/// A query, encoded up to its id.
#[derive(Clone, Debug)]
pub(super) struct Query {
    bytes: Vec<u8>,
    question: usize,
}

/// How a query is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Manner {
    /// RD.
    pub(super) recursion: bool,
    /// EDNS(0) with 1232 octets.
    pub(super) edns: bool,
    /// DO: send signatures and proofs along (RFC 4035 3.2.1); only with EDNS.
    pub(super) signatures: bool,
    /// CD: give what does not validate, too (RFC 4035 3.2.2).
    pub(super) unchecked: bool,
}

const RD: u8 = 0x01;
const CD: u8 = 0x10;
const DO: u8 = 0x80;

impl Query {
    pub(super) fn new(labels: &[Vec<u8>], rtype: u16, manner: Manner) -> Self {
        let recursion = if manner.recursion { RD } else { 0 };
        let unchecked = if manner.unchecked { CD } else { 0 };
        let mut bytes = vec![0, 0, recursion, unchecked, 0, 1, 0, 0, 0, 0, 0, u8::from(manner.edns)];
        for label in labels {
            let label = &label[..label.len().min(63)];
            bytes.push(u8::try_from(label.len()).unwrap_or(63));
            bytes.extend_from_slice(label);
        }
        bytes.push(0);
        bytes.extend_from_slice(&rtype.to_be_bytes());
        bytes.extend_from_slice(&CLASS_IN.to_be_bytes());
        let question = bytes.len() - HEADER;
        if manner.edns {
            bytes.push(0);
            bytes.extend_from_slice(&OPT.to_be_bytes());
            bytes.extend_from_slice(&UDP_SIZE.to_be_bytes());
            bytes.extend_from_slice(&[0, 0, if manner.signatures { DO } else { 0 }, 0, 0, 0]);
        }
        Self { bytes, question }
    }

    /// The bytes to send, with this id and the letters' case chosen by the bits of `case` (0x20).
    pub(super) fn encode(&self, id: u16, case: Option<[u8; 32]>) -> Vec<u8> {
        let mut bytes = self.bytes.clone();
        bytes[..2].copy_from_slice(&id.to_be_bytes());
        if let Some(bits) = case {
            let name = &mut bytes[HEADER..HEADER + self.question - 4];
            // A length octet is below 64 and so never taken for a letter.
            for (i, byte) in name.iter_mut().enumerate() {
                if byte.is_ascii_alphabetic() && bits[i / 8 % 32] >> (i % 8) & 1 == 1 {
                    *byte ^= 0x20;
                }
            }
        }
        bytes
    }

    pub(super) fn question_length(&self) -> usize {
        self.question
    }
}

/// How a datagram answers a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Match {
    /// The question stands in it as it was sent.
    Exact,
    /// The question stands in it, its letters in another case.
    Folded,
    /// It answers something else.
    No,
}

/// The id of a message that is a response to a standard query.
pub(super) fn response_id(bytes: &[u8]) -> Option<u16> {
    let [a, b, flags, ..] = bytes else { return None };
    (bytes.len() >= HEADER && flags & 0b1111_1000 == 0b1000_0000).then(|| u16::from_be_bytes([*a, *b]))
}

/// Whether `bytes`, a response with the right id, answers the query `sent`, whose question is `length` long.
pub(super) fn matches(bytes: &[u8], sent: &[u8], length: usize) -> Match {
    let Some(question) = sent.get(HEADER..HEADER + length) else { return Match::No };
    match bytes.get(4..6) {
        Some([0, 1]) => match bytes.get(HEADER..HEADER + length) {
            Some(heard) if heard == question => Match::Exact,
            Some(heard) if heard.eq_ignore_ascii_case(question) => Match::Folded,
            _ => Match::No,
        },
        // Servers that could not read the query, or would not, may leave the question out.
        Some([0, 0]) if matches!(bytes.get(3).map(|b| b & 15), Some(1 | 2 | 4 | 5)) => Match::Exact,
        _ => Match::No,
    }
}

/// A response, as far as it can be read.
#[derive(Clone, Debug, Default)]
pub(super) struct Message {
    pub(super) rcode: u16,
    pub(super) authoritative: bool,
    pub(super) truncated: bool,
    pub(super) answers: Vec<Rr>,
    pub(super) authorities: Vec<Rr>,
    /// Records beside the answer, such as the addresses of name servers.
    pub(super) additionals: Vec<Rr>,
    pub(super) extended: Vec<ExtendedError>,
    /// The answer section breaks off.
    pub(super) damaged: bool,
    /// The response as it came.
    pub(super) bytes: Arc<[u8]>,
}

/// One record of class IN.
#[derive(Clone, Debug)]
pub(super) struct Rr {
    pub(super) owner: Name,
    pub(super) rtype: u16,
    pub(super) ttl: u32,
    /// `None` for a type that the audit does not ask for, and for data that cannot be read.
    pub(super) data: Option<Data>,
}

/// Reads a response that [`matches`] accepted.
pub(super) fn read(bytes: &[u8]) -> Message {
    let word = |at: usize| bytes.get(at..at + 2).map_or(0, |b| u16::from_be_bytes([b[0], b[1]]));
    let flags = word(2);
    let mut message = Message {
        rcode: flags & 15,
        authoritative: flags & 0x0400 != 0,
        truncated: flags & 0x0200 != 0,
        bytes: bytes.into(),
        ..Message::default()
    };
    let body = &bytes[..bytes.len().min(usize::from(u16::MAX))];
    let mut decoder = BinDecoder::new(body);
    if decoder.read_slice(HEADER).is_err() || (word(4) == 1 && skip_question(&mut decoder).is_none()) {
        message.damaged = true;
        return message;
    }
    for _ in 0..word(6) {
        match record(&mut decoder, body) {
            Some(Found::Record(rr)) => message.answers.push(rr),
            Some(_) => {}
            None => {
                message.damaged = true;
                return message;
            }
        }
    }
    // What stands behind the answers is a help; where it cannot be read, the answers still stand.
    for section in [word(8), word(10)].iter().enumerate() {
        for _ in 0..*section.1 {
            match record(&mut decoder, body) {
                Some(Found::Record(rr)) if section.0 == 0 => message.authorities.push(rr),
                Some(Found::Record(rr)) => message.additionals.push(rr),
                Some(Found::Opt { high, extended }) => {
                    message.rcode |= u16::from(high) << 4;
                    message.extended = extended;
                }
                Some(_) => {}
                None => return message,
            }
        }
    }
    message
}

enum Found {
    Record(Rr),
    Opt { high: u8, extended: Vec<ExtendedError> },
    OtherClass,
}

fn skip_question(decoder: &mut BinDecoder<'_>) -> Option<()> {
    WireName::read(decoder).ok()?;
    decoder.read_slice(4).ok()?;
    Some(())
}

fn record(decoder: &mut BinDecoder<'_>, message: &[u8]) -> Option<Found> {
    let owner = name(decoder)?;
    let rtype = decoder.read_u16().ok()?.unverified();
    let class = decoder.read_u16().ok()?.unverified();
    let ttl = decoder.read_u32().ok()?.unverified();
    let length = usize::from(decoder.read_u16().ok()?.unverified());
    let start = decoder.index();
    let rdata = decoder.read_slice(length).ok()?.unverified();
    if rtype == OPT {
        return Some(Found::Opt { high: ttl.to_be_bytes()[0], extended: extended(rdata) });
    }
    if class != CLASS_IN {
        return Some(Found::OtherClass);
    }
    Some(Found::Record(Rr { owner, rtype, ttl, data: data::read(rtype, rdata, message, start) }))
}

/// A name, compressed or not.
pub(super) fn name(decoder: &mut BinDecoder<'_>) -> Option<Name> {
    let wire = WireName::read(decoder).ok()?;
    Name::from_labels(wire.iter()).ok()
}

/// The extended errors among the options of an OPT record.
fn extended(mut options: &[u8]) -> Vec<ExtendedError> {
    let mut found = Vec::new();
    while let [a, b, c, d, rest @ ..] = options {
        let (code, length) = (u16::from_be_bytes([*a, *b]), usize::from(u16::from_be_bytes([*c, *d])));
        let Some((value, behind)) = rest.split_at_checked(length) else { break };
        if let (15, [high, low, text @ ..]) = (code, value) {
            let text = String::from_utf8_lossy(text).trim_end_matches('\0').to_owned();
            found.push(ExtendedError { code: u16::from_be_bytes([*high, *low]), text });
        }
        options = behind;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query() -> Query {
        Query::new(&[b"example".to_vec(), b"com".to_vec()], 16, Manner { recursion: true, edns: true, ..Manner::default() })
    }

    #[test]
    fn a_response_must_repeat_the_question() {
        let sent = query().encode(0x1234, None);
        let length = query().question_length();
        let mut heard = sent.clone();
        assert_eq!(response_id(&heard), None);
        heard[2] |= 0x80;
        assert_eq!(response_id(&heard), Some(0x1234));
        assert_eq!(matches(&heard, &sent, length), Match::Exact);
        heard[HEADER + 1] ^= 0x20;
        assert_eq!(matches(&heard, &sent, length), Match::Folded);
        heard[HEADER + 1] = b'z';
        assert_eq!(matches(&heard, &sent, length), Match::No);
        let header_only = [0x12, 0x34, 0x80, 0x01, 0, 0, 0, 0, 0, 0, 0, 0];
        assert_eq!(matches(&header_only, &sent, length), Match::Exact);
        assert_eq!(matches(&[0x12, 0x34, 0x80, 0x00, 0, 0, 0, 0, 0, 0, 0, 0], &sent, length), Match::No);
    }

    #[test]
    fn the_case_of_letters_is_chosen_and_nothing_else() {
        let plain = query().encode(7, None);
        let mixed = query().encode(7, Some([0xff; 32]));
        assert_ne!(plain, mixed);
        assert!(plain.eq_ignore_ascii_case(&mixed));
        assert_eq!(&mixed[HEADER..HEADER + 8], b"\x07EXAMPLE");
    }

    #[test]
    fn no_prefix_or_garbled_byte_makes_it_panic() {
        let mut full = query().encode(1, None);
        full[2] = 0x84;
        full[7] = 1;
        full[9] = 1;
        let tail = full.split_off(HEADER + query().question_length());
        full.extend_from_slice(b"\xc0\x0c\x00\x10\x00\x01\x00\x00\x00\x3c\x00\x06\x05v=spf");
        full.extend_from_slice(
            b"\xc0\x14\x00\x06\x00\x01\x00\x00\x00\x3c\x00\x18\xc0\x0c\xc0\x0c\0\0\0\x01\0\0\0\x02\0\0\0\x03\0\0\0\x04\0\0\0\x05",
        );
        full.extend_from_slice(&tail);
        let message = read(&full);
        assert!(!message.damaged);
        assert_eq!((message.answers.len(), message.authorities.len()), (1, 1));
        for end in 0..full.len() {
            read(&full[..end]);
        }
        for at in 0..full.len() {
            for value in [0, 1, 0x3f, 0x40, 0xc0, 0xff] {
                let mut garbled = full.clone();
                garbled[at] = value;
                read(&garbled);
            }
        }
    }

    #[test]
    fn extended_errors_are_read_one_by_one() {
        let options = b"\x00\x0f\x00\x06\x00\x16gone\x00\x0a\x00\x01x\x00\x0f\x00\x02\x00\x17\x00\x0f\x00\x09\x00";
        let codes: Vec<_> = extended(options).into_iter().map(|e| (e.code, e.text)).collect();
        assert_eq!(codes, [(22, "gone".to_owned()), (23, String::new())]);
    }
}
