//! Record data given as octets (RFC 3597 5); names in it are written out in full (RFC 3597 4).

use crate::answer::{Data, Text};
use crate::{Name, RecordType};
use std::net::{Ipv4Addr, Ipv6Addr};

/// The data, when the octets are exactly that.
pub(super) fn read(rtype: RecordType, octets: &[u8]) -> Option<Data> {
    let mut left = Octets(octets);
    let data = match rtype {
        RecordType::A => Data::A(Ipv4Addr::from(left.array::<4>()?)),
        RecordType::Aaaa => Data::Aaaa(Ipv6Addr::from(left.array::<16>()?)),
        RecordType::Mx => Data::Mx { preference: left.u16()?, exchange: left.name()? },
        RecordType::Txt => Data::Txt(left.strings()?),
        RecordType::Spf => Data::Spf(left.strings()?),
        RecordType::Ns => Data::Ns(left.name()?),
        RecordType::Ptr => Data::Ptr(left.name()?),
        RecordType::Cname => Data::Cname(left.name()?),
        RecordType::Soa => {
            let (mname, rname) = (left.name()?, left.name()?);
            let numbers = [left.u32()?, left.u32()?, left.u32()?, left.u32()?, left.u32()?];
            Data::Soa { mname, rname, serial: numbers[0], minimum: numbers[4] }
        }
        RecordType::Caa => {
            let (flags, tag) = (left.array::<1>()?[0], left.string()?);
            let tag = String::from_utf8(tag.0).ok()?.to_ascii_lowercase();
            Data::Caa { critical: flags & 0x80 != 0, tag, value: Text(left.rest()) }
        }
        RecordType::Tlsa => {
            let [usage, selector, matching] = left.array::<3>()?;
            Data::Tlsa { usage, selector, matching, data: Text(left.rest()) }
        }
        RecordType::Srv => Data::Srv { priority: left.u16()?, weight: left.u16()?, port: left.u16()?, target: left.name()? },
    };
    left.0.is_empty().then_some(data)
}

struct Octets<'a>(&'a [u8]);

impl Octets<'_> {
    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*head)
    }

    fn u16(&mut self) -> Option<u16> {
        self.array().map(u16::from_be_bytes)
    }

    fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_be_bytes)
    }

    fn rest(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.0).to_vec()
    }

    fn string(&mut self) -> Option<Text> {
        let [length] = self.array::<1>()?;
        let (text, rest) = self.0.split_at_checked(usize::from(length))?;
        self.0 = rest;
        Some(Text(text.to_vec()))
    }

    fn strings(&mut self) -> Option<Vec<Text>> {
        let mut strings = vec![self.string()?];
        while !self.0.is_empty() {
            strings.push(self.string()?);
        }
        Some(strings)
    }

    fn name(&mut self) -> Option<Name> {
        let mut labels = Vec::new();
        loop {
            let label = self.string()?.0;
            if label.is_empty() {
                return Name::from_labels(labels.iter().map(Vec::as_slice)).ok();
            }
            labels.push(label);
        }
    }
}
