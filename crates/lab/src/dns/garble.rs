//! Replies that no name server should send, laid over what a scenario can say.

use facts::Name;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// How replies about a name are spoilt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Garble {
    /// The last three octets are missing.
    CutShort,
    /// One record of three octets: too few for an address, and fewer than a string of 255 has.
    Overrun,
    /// A header that promises a thousand records, and nothing behind the question.
    EmptyPromise,
    /// A name in the answer that points to itself (RFC 1035 4.1.4).
    PointerLoop,
    /// Octets without meaning behind the right id.
    Noise,
    /// The id of another question.
    WrongId,
    /// The right answer to another name.
    WrongName,
}

impl Garble {
    /// All ways.
    pub const ALL: [Garble; 7] =
        [Garble::CutShort, Garble::Overrun, Garble::EmptyPromise, Garble::PointerLoop, Garble::Noise, Garble::WrongId, Garble::WrongName];

    /// Spoils `reply`, a message with one question of `question` octets behind its header.
    fn spoil(self, mut reply: Vec<u8>, question: usize) -> Vec<u8> {
        const HEADER: usize = 12;
        let head = |counts: [u8; 8]| [&reply[..4], &counts[..], &reply[HEADER..HEADER + question]].concat();
        let one_answer = [0, 1, 0, 1, 0, 0, 0, 0];
        let rtype = &reply[HEADER + question - 4..HEADER + question];
        match self {
            Garble::CutShort => reply.truncate(reply.len().saturating_sub(3)),
            Garble::Overrun => {
                let record = [&[0xc0, 12], rtype, &[0, 1, 0, 0, 0, 60, 0, 3, 255, b'a', b'b']].concat();
                return [head(one_answer), record].concat();
            }
            Garble::EmptyPromise => return head([0, 1, 3, 232, 0, 0, 0, 0]),
            Garble::PointerLoop => {
                let at = u16::try_from(HEADER + question).unwrap_or(0) | 0xc000;
                let record = [&at.to_be_bytes()[..], rtype, &[0, 1, 0, 0, 0, 60, 0, 4, 44, 128, 1, 1]].concat();
                return [head(one_answer), record].concat();
            }
            Garble::Noise => {
                for (i, octet) in reply.iter_mut().enumerate().skip(3) {
                    *octet = (i.wrapping_mul(2_654_435_761) >> 7) as u8;
                }
            }
            Garble::WrongId => reply[0] ^= 0xff,
            Garble::WrongName => reply[HEADER + 1] = if reply[HEADER + 1] == b'x' { b'y' } else { b'x' },
        }
        reply
    }
}

/// Which names are spoilt, and how.
#[derive(Debug, Default)]
pub(crate) struct Garbles(Mutex<BTreeMap<Name, Garble>>);

impl Garbles {
    pub(crate) fn set(&self, name: &Name, garble: Garble) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(name.clone(), garble);
    }

    /// `reply` about `name` as it is to be sent.
    pub(crate) fn apply(&self, name: &Name, reply: Vec<u8>) -> Vec<u8> {
        let garble = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(name).copied();
        match garble {
            // The root has no first letter, and no test asks for it.
            Some(garble) if !name.is_root() => {
                let question: usize = name.wire_labels().iter().map(|label| label.len() + 1).sum::<usize>() + 5;
                garble.spoil(reply, question)
            }
            _ => reply,
        }
    }
}
