//! Names and record data from the facts' form into that of the wire library.

use facts::Name;
use facts::answer::{Data, Text};
use hickory_proto::ProtoError;
use hickory_proto::rr::rdata::{A, AAAA, CNAME, MX, NS, NULL, PTR, SOA, SRV, TXT};
use hickory_proto::rr::{self, RData};

pub(crate) fn wire_name(name: &Name) -> Result<rr::Name, ProtoError> {
    rr::Name::from_labels(name.wire_labels())
}

pub(crate) fn wire_data(data: &Data) -> Result<RData, ProtoError> {
    Ok(match data {
        Data::A(address) => RData::A(A(*address)),
        Data::Aaaa(address) => RData::AAAA(AAAA(*address)),
        Data::Mx { preference, exchange } => RData::MX(MX::new(*preference, wire_name(exchange)?)),
        Data::Txt(strings) => RData::TXT(TXT::from_bytes(pieces(strings).collect())),
        Data::Spf(strings) => opaque(99, pieces(strings).flat_map(counted).collect()),
        Data::Ns(name) => RData::NS(NS(wire_name(name)?)),
        Data::Ptr(name) => RData::PTR(PTR(wire_name(name)?)),
        Data::Cname(name) => RData::CNAME(CNAME(wire_name(name)?)),
        Data::Soa { mname, rname, serial, minimum } => {
            RData::SOA(SOA::new(wire_name(mname)?, wire_name(rname)?, *serial, 7_200, 3_600, 1_209_600, *minimum))
        }
        Data::Caa { critical, tag, value } => {
            let flags = if *critical { 0x80 } else { 0 };
            opaque(257, [&[flags], &*counted(tag.as_bytes()), &value.0].concat())
        }
        Data::Tlsa { usage, selector, matching, data } => opaque(52, [&[*usage, *selector, *matching], &*data.0].concat()),
        Data::Srv { priority, weight, port, target } => RData::SRV(SRV::new(*priority, *weight, *port, wire_name(target)?)),
    })
}

/// A character-string holds at most 255 octets (RFC 1035 3.3), scenario text may give more.
fn pieces(strings: &[Text]) -> impl Iterator<Item = &[u8]> {
    strings.iter().flat_map(|text| if text.0.is_empty() { vec![&[][..]] } else { text.0.chunks(255).collect() })
}

fn counted(piece: &[u8]) -> Vec<u8> {
    let kept = &piece[..piece.len().min(255)];
    [&[kept.len() as u8], kept].concat()
}

fn opaque(number: u16, bytes: Vec<u8>) -> RData {
    RData::Unknown { code: rr::RecordType::from(number), rdata: NULL::with(bytes) }
}
