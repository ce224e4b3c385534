//! Record data from the wire.

use super::message::name;
use facts::answer::{Data, Text};
use facts::{Name, RecordType};
use hickory_proto::serialize::binary::BinDecoder;
use std::net::{Ipv4Addr, Ipv6Addr};

/// The data of a record, `None` when it is of no type that the audit asks for or cannot be read.
/// `start` is where `rdata` stands in `message`; names in it may point back.
pub(super) fn read(rtype: u16, rdata: &[u8], message: &[u8], start: usize) -> Option<Data> {
    let rtype = RecordType::ALL.into_iter().find(|t| t.number() == rtype)?;
    let end = start + rdata.len();
    let one = |at: usize| names::<1>(message, start + at, end).map(|[n]| n);
    Some(match rtype {
        RecordType::A => Data::A(Ipv4Addr::from(<[u8; 4]>::try_from(rdata).ok()?)),
        RecordType::Aaaa => Data::Aaaa(Ipv6Addr::from(<[u8; 16]>::try_from(rdata).ok()?)),
        RecordType::Mx => Data::Mx { preference: u16_at(rdata, 0)?, exchange: one(2)? },
        RecordType::Txt => Data::Txt(strings(rdata)),
        RecordType::Spf => Data::Spf(strings(rdata)),
        RecordType::Ns => Data::Ns(one(0)?),
        RecordType::Ptr => Data::Ptr(one(0)?),
        RecordType::Cname => Data::Cname(one(0)?),
        RecordType::Soa => {
            let numbers = rdata.len().checked_sub(20)?;
            let [mname, rname] = names(message, start, start + numbers)?;
            Data::Soa { mname, rname, serial: u32_at(rdata, numbers)?, minimum: u32_at(rdata, numbers + 16)? }
        }
        RecordType::Caa => {
            let [flags, length, rest @ ..] = rdata else { return None };
            let (tag, value) = rest.split_at_checked(usize::from(*length))?;
            let tag = String::from_utf8_lossy(tag).to_ascii_lowercase();
            Data::Caa { critical: flags & 0x80 != 0, tag, value: Text(value.to_vec()) }
        }
        RecordType::Tlsa => {
            let [usage, selector, matching, data @ ..] = rdata else { return None };
            Data::Tlsa { usage: *usage, selector: *selector, matching: *matching, data: Text(data.to_vec()) }
        }
        RecordType::Srv => Data::Srv { priority: u16_at(rdata, 0)?, weight: u16_at(rdata, 2)?, port: u16_at(rdata, 4)?, target: one(6)? },
    })
}

/// Names that fill the octets from `start` to `end` exactly.
fn names<const N: usize>(message: &[u8], start: usize, end: usize) -> Option<[Name; N]> {
    if start > end || end > message.len() {
        return None;
    }
    let mut decoder = BinDecoder::new(message).clone(u16::try_from(start).ok()?);
    let mut found = Vec::with_capacity(N);
    for _ in 0..N {
        found.push(name(&mut decoder)?);
    }
    (decoder.index() == end).then_some(())?;
    found.try_into().ok()
}

/// Character-strings; one that claims more than there is ends with the record.
fn strings(mut rdata: &[u8]) -> Vec<Text> {
    let mut found = Vec::new();
    while let [length, rest @ ..] = rdata {
        let (text, behind) = rest.split_at(usize::from(*length).min(rest.len()));
        found.push(Text(text.to_vec()));
        rdata = behind;
    }
    found
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2).map(|b| u16::from_be_bytes([b[0], b[1]]))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4).map(|b| u32::from_be_bytes([b[0], b[1], b[2], b[3]]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alone(rtype: RecordType, rdata: &[u8]) -> Option<Data> {
        read(rtype.number(), rdata, rdata, 0)
    }

    #[test]
    fn each_type_reads_its_own_shape_and_nothing_shorter_or_longer() {
        let host = Name::parse("a.b").unwrap_or_default();
        assert_eq!(alone(RecordType::A, &[192, 0, 2, 1]), Some(Data::A(Ipv4Addr::new(192, 0, 2, 1))));
        assert_eq!(alone(RecordType::A, &[192, 0, 2]), None);
        assert_eq!(alone(RecordType::Aaaa, &[0; 17]), None);
        assert_eq!(alone(RecordType::Mx, b"\x00\x0a\x01a\x01B\x00"), Some(Data::Mx { preference: 10, exchange: host.clone() }));
        assert_eq!(alone(RecordType::Mx, b"\x00\x0a\x01a\x01b\x00x"), None);
        assert_eq!(alone(RecordType::Mx, b"\x00\x0a\x01a\x01b"), None);
        assert_eq!(
            alone(RecordType::Srv, b"\0\x01\0\x02\0\x19\x01a\x01b\0"),
            Some(Data::Srv { priority: 1, weight: 2, port: 25, target: host })
        );
        assert_eq!(
            alone(RecordType::Caa, b"\x80\x05Issueca.example"),
            Some(Data::Caa { critical: true, tag: "issue".into(), value: "ca.example".into() })
        );
        assert_eq!(alone(RecordType::Caa, b"\x00\x7fissue"), None);
        assert_eq!(alone(RecordType::Tlsa, &[3, 1, 1, 9]), Some(Data::Tlsa { usage: 3, selector: 1, matching: 1, data: Text(vec![9]) }));
        assert!(matches!(
            alone(RecordType::Soa, b"\x01a\0\x01b\0\0\0\0\x07\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x09"),
            Some(Data::Soa { serial: 7, minimum: 9, .. })
        ));
    }

    #[test]
    fn bytes_of_a_text_are_kept_whatever_they_are() {
        assert_eq!(alone(RecordType::Txt, b"\x02\xff\x00\x01a"), Some(Data::Txt(vec![Text(vec![255, 0]), "a".into()])));
        assert_eq!(alone(RecordType::Txt, b"\x09abc"), Some(Data::Txt(vec!["abc".into()])));
        assert_eq!(alone(RecordType::Txt, b""), Some(Data::Txt(Vec::new())));
    }
}
