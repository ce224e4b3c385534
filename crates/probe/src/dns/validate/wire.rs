//! A response read for validation: sets of records in canonical form, each with its signatures.
//! Reads what it can; no bytes make it panic, and no message makes it work long.

use super::dname::Dname;
use super::rdata::Rrsig;
use std::collections::HashMap;

pub(super) const NS: u16 = 2;
pub(super) const CNAME: u16 = 5;
pub(super) const SOA: u16 = 6;
pub(super) const DNAME: u16 = 39;
pub(super) const DS: u16 = 43;
pub(super) const RRSIG: u16 = 46;
pub(super) const NSEC: u16 = 47;
pub(super) const DNSKEY: u16 = 48;
pub(super) const NSEC3: u16 = 50;
const OPT: u16 = 41;
const NAPTR: u16 = 35;
const CLASS_IN: u16 = 1;
const HEADER: usize = 12;

/// The records of one owner and type.
#[derive(Clone, Debug)]
pub(super) struct Set {
    pub(super) owner: Dname,
    pub(super) rtype: u16,
    /// Canonical, sorted, each once (RFC 4034 6.2, 6.3).
    pub(super) rdatas: Vec<Vec<u8>>,
    pub(super) signatures: Vec<Rrsig>,
}

/// A response.
#[derive(Clone, Debug, Default)]
pub(super) struct Packet {
    pub(super) rcode: u16,
    pub(super) answers: Section,
    pub(super) authorities: Section,
    /// The answers break off, or were cut.
    pub(super) damaged: bool,
}

/// Sets in the order of their first record.
#[derive(Clone, Debug, Default)]
pub(super) struct Section {
    pub(super) sets: Vec<Set>,
    index: HashMap<(Dname, u16), usize>,
}

impl Section {
    pub(super) fn set(&self, owner: &Dname, rtype: u16) -> Option<&Set> {
        let at = self.index.get(&(owner.clone(), rtype))?;
        self.sets.get(*at).filter(|set| !set.rdatas.is_empty())
    }

    fn entry(&mut self, owner: Dname, rtype: u16) -> &mut Set {
        let at = *self.index.entry((owner.clone(), rtype)).or_insert_with(|| {
            self.sets.push(Set { owner, rtype, rdatas: Vec::new(), signatures: Vec::new() });
            self.sets.len() - 1
        });
        &mut self.sets[at]
    }

    fn add(&mut self, record: Record) {
        if record.rtype == RRSIG {
            if let Some(signature) = Rrsig::read(&record.rdata) {
                let covers = signature.covers;
                self.entry(record.owner, covers).signatures.push(signature);
            }
        } else {
            self.entry(record.owner, record.rtype).rdatas.push(record.rdata);
        }
    }

    fn settle(&mut self) {
        for set in &mut self.sets {
            set.rdatas.sort_unstable();
            set.rdatas.dedup();
        }
    }
}

struct Record {
    owner: Dname,
    rtype: u16,
    rdata: Vec<u8>,
}

impl Packet {
    pub(super) fn read(bytes: &[u8]) -> Self {
        let mut packet = Self { rcode: word(bytes, 2).unwrap_or_default() & 15, ..Self::default() };
        packet.damaged = word(bytes, 2).is_none_or(|flags| flags & 0x0200 != 0) || packet.fill(bytes).is_none();
        packet.answers.settle();
        packet.authorities.settle();
        packet
    }

    fn fill(&mut self, bytes: &[u8]) -> Option<()> {
        let mut at = HEADER;
        for _ in 0..word(bytes, 4)? {
            at = labels(bytes, at)?.1.checked_add(4)?;
        }
        for _ in 0..word(bytes, 6)? {
            let (record, behind) = record(bytes, at)?;
            record.into_iter().for_each(|record| self.answers.add(record));
            at = behind;
        }
        for _ in 0..word(bytes, 8)? {
            // What cannot be read is missing as a proof, and said so where it is needed.
            let Some((record, behind)) = record(bytes, at) else { break };
            record.into_iter().for_each(|record| self.authorities.add(record));
            at = behind;
        }
        Some(())
    }
}

fn word(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

/// The record at `at`, unless it is of another class, and where the next begins.
fn record(bytes: &[u8], at: usize) -> Option<(Option<Record>, usize)> {
    let (owner, at) = labels(bytes, at)?;
    let (rtype, class, length) = (word(bytes, at)?, word(bytes, at + 2)?, usize::from(word(bytes, at + 8)?));
    let (start, end) = (at + 10, at + 10 + length);
    bytes.get(start..end)?;
    if rtype == OPT || class != CLASS_IN {
        return Some((None, end));
    }
    // Data that break the form of their type stay as they came; their signature decides.
    let rdata = canonical(rtype, bytes, start, end).unwrap_or_else(|| bytes[start..end].to_vec());
    Some((Some(Record { owner: Dname::new(owner), rtype, rdata }), end))
}

/// Octets before, and number of, the names that are folded in RDATA (RFC 4034 6.2, RFC 6840 5.1).
fn layout(rtype: u16) -> Option<(usize, usize)> {
    Some(match rtype {
        2..=5 | 7..=9 | 12 | 39 => (0, 1),
        6 | 14 | 17 => (0, 2),
        15 | 18 | 21 | 36 => (2, 1),
        26 => (2, 2),
        33 => (6, 1),
        24 | 46 => (18, 1),
        _ => return None,
    })
}

fn canonical(rtype: u16, bytes: &[u8], start: usize, end: usize) -> Option<Vec<u8>> {
    let rdata = bytes.get(start..end)?;
    let (before, names) = match layout(rtype) {
        Some(layout) => layout,
        None if rtype == NAPTR => (naptr_name(rdata)?, 1),
        None => return Some(rdata.to_vec()),
    };
    let mut whole = rdata.get(..before)?.to_vec();
    let mut at = start + before;
    for _ in 0..names {
        let (name, behind) = labels(bytes, at).filter(|(_, behind)| *behind <= end)?;
        whole.extend_from_slice(&Dname::new(name).wire());
        at = behind;
    }
    whole.extend_from_slice(&bytes[at..end]);
    Some(whole)
}

/// Where the name stands in a NAPTR record: behind three character strings (RFC 3403 4.1).
fn naptr_name(rdata: &[u8]) -> Option<usize> {
    (0..3).try_fold(4, |at, _| Some(at + 1 + usize::from(*rdata.get(at)?)))
}

/// The labels of the name at `at`, compressed or not, and where it ends.
pub(super) fn labels(bytes: &[u8], mut at: usize) -> Option<(Vec<Vec<u8>>, usize)> {
    let (mut labels, mut behind, mut length, mut lowest) = (Vec::new(), None, 1, at);
    loop {
        let first = *bytes.get(at)?;
        match first {
            0 => return Some((labels, behind.unwrap_or(at + 1))),
            1..=63 => {
                let label = bytes.get(at + 1..at + 1 + usize::from(first))?;
                length += label.len() + 1;
                if length > 255 {
                    return None;
                }
                labels.push(label.to_vec());
                at += 1 + label.len();
            }
            0xc0.. => {
                let target = usize::from(word(bytes, at)? & 0x3fff);
                behind.get_or_insert(at + 2);
                // Only ever backwards, so that it ends.
                if target >= lowest {
                    return None;
                }
                (at, lowest) = (target, target);
            }
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_data_are_unfolded_and_in_lower_case() {
        let mut bytes = vec![0, 0, 0x80, 0, 0, 1, 0, 1, 0, 0, 0, 0];
        bytes.extend_from_slice(b"\x01A\x04Test\0\0\x0f\0\x01");
        bytes.extend_from_slice(b"\xc0\x0c\0\x0f\0\x01\0\0\0\x05\0\x07\0\x0a\x02MX\xc0\x0e");
        let packet = Packet::read(&bytes);
        let owner = Dname::new(vec![b"a".to_vec(), b"test".to_vec()]);
        assert_eq!(packet.answers.set(&owner, 15).unwrap().rdatas, [b"\0\x0a\x02mx\x04test\0".to_vec()]);
        assert!(!packet.damaged);
        bytes.truncate(bytes.len() - 1);
        assert!(Packet::read(&bytes).damaged);
    }

    #[test]
    fn pointers_only_lead_backwards() {
        assert_eq!(labels(b"\xc0\x00", 0), None);
        assert_eq!(labels(b"\x01a\xc0\x00", 2), None);
        assert_eq!(labels(b"\x01a\0\x01b\xc0\x00", 3), Some((vec![b"b".to_vec(), b"a".to_vec()], 7)));
    }
}
