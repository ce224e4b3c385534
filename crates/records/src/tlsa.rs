//! TLSA records as SMTP uses them (RFC 6698 2.1, RFC 7672 3.1): parameters, length and form of the data.
//!
//! Whether a record matches a certificate is not judged here.

use crate::dkim::der::{Reader, SEQUENCE};

/// A TLSA record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tlsa {
    /// Certificate usage: what the record binds (RFC 6698 2.1.1).
    pub usage: u8,
    /// Selector: 0 the whole certificate, 1 its public key (RFC 6698 2.1.2).
    pub selector: u8,
    /// Matching type: 0 the data itself, 1 its SHA-256, 2 its SHA-512 (RFC 6698 2.1.3).
    pub matching: u8,
    /// The certificate association data.
    pub data: Vec<u8>,
    /// Why SMTP clients pass over it, in the order of the fields; empty for a usable record.
    pub faults: Vec<Fault>,
}

/// What the usage means (RFC 7218 2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Usage {
    /// 0: a public authority.
    PkixTa,
    /// 1: a certificate, by a public authority too.
    PkixEe,
    /// 2: an authority of one's own choice.
    DaneTa,
    /// 3: the server's certificate or key; names and dates do not count (RFC 7672 3.1.1).
    DaneEe,
    /// Not assigned, or for private use (255).
    Other,
}

/// Why SMTP clients cannot use a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// Usage 0 or 1: SMTP has no list of public authorities to go by (RFC 7672 3.1.3).
    PkixUsage,
    /// A usage that is not assigned.
    UnknownUsage,
    /// A selector that is not assigned.
    UnknownSelector,
    /// A matching type that is not assigned.
    UnknownMatching,
    /// A digest of another length than its algorithm's.
    Length {
        /// The right one, in octets.
        wanted: usize,
    },
    /// No data at all.
    Empty,
    /// Matching type 0 with data that is neither a certificate nor a key: not one whole DER sequence.
    NotDer,
}

impl Tlsa {
    /// Reads the fields of a record; anything is read somehow.
    #[must_use]
    pub fn read(usage: u8, selector: u8, matching: u8, data: &[u8]) -> Self {
        let mut faults = Vec::new();
        faults.extend(match usage {
            0 | 1 => Some(Fault::PkixUsage),
            2 | 3 => None,
            _ => Some(Fault::UnknownUsage),
        });
        faults.extend((selector > 1).then_some(Fault::UnknownSelector));
        faults.extend((matching > 2).then_some(Fault::UnknownMatching));
        faults.extend(data_fault(matching, data));
        Self { usage, selector, matching, data: data.to_vec(), faults }
    }

    /// Whether an SMTP client that knows DANE can use it (RFC 7672 3.1).
    #[must_use]
    pub fn is_usable(&self) -> bool {
        self.faults.is_empty()
    }

    /// What the usage means.
    #[must_use]
    pub fn usage_kind(&self) -> Usage {
        match self.usage {
            0 => Usage::PkixTa,
            1 => Usage::PkixEe,
            2 => Usage::DaneTa,
            3 => Usage::DaneEe,
            _ => Usage::Other,
        }
    }

    /// The three numbers as people say them: `3 1 1`.
    #[must_use]
    pub fn parameters(&self) -> String {
        format!("{} {} {}", self.usage, self.selector, self.matching)
    }
}

fn data_fault(matching: u8, data: &[u8]) -> Option<Fault> {
    if data.is_empty() {
        return Some(Fault::Empty);
    }
    let digest = |wanted: usize| (data.len() != wanted).then_some(Fault::Length { wanted });
    match matching {
        0 => (!is_one_sequence(data)).then_some(Fault::NotDer),
        1 => digest(32),
        2 => digest(64),
        _ => None,
    }
}

/// Certificates and public keys alike are one DER sequence (RFC 5280 4.1).
fn is_one_sequence(data: &[u8]) -> bool {
    let mut reader = Reader(data);
    reader.value(SEQUENCE).is_some_and(|inner| !inner.is_empty()) && reader.is_at_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(usage: u8, selector: u8, matching: u8, data: &[u8]) -> Vec<Fault> {
        Tlsa::read(usage, selector, matching, data).faults
    }

    #[test]
    fn usages_that_smtp_knows() {
        let of = |usage| faults(usage, 1, 1, &[7; 32]);
        assert_eq!(of(0), [Fault::PkixUsage]);
        assert_eq!(of(1), [Fault::PkixUsage]);
        assert!(of(2).is_empty() && of(3).is_empty());
        assert_eq!(of(4), [Fault::UnknownUsage]);
        assert_eq!(of(255), [Fault::UnknownUsage]);
        let kinds = [0, 1, 2, 3, 4].map(|usage| Tlsa::read(usage, 0, 1, &[]).usage_kind());
        assert_eq!(kinds, [Usage::PkixTa, Usage::PkixEe, Usage::DaneTa, Usage::DaneEe, Usage::Other]);
    }

    #[test]
    fn selectors_and_matching_types() {
        assert!(faults(3, 0, 1, &[7; 32]).is_empty());
        assert_eq!(faults(3, 2, 1, &[7; 32]), [Fault::UnknownSelector]);
        assert_eq!(faults(3, 1, 3, &[7; 32]), [Fault::UnknownMatching]);
        assert_eq!(faults(1, 2, 3, &[]), [Fault::PkixUsage, Fault::UnknownSelector, Fault::UnknownMatching, Fault::Empty]);
        assert_eq!(Tlsa::read(3, 1, 1, &[7; 32]).parameters(), "3 1 1");
    }

    #[test]
    fn lengths_of_digests() {
        for (matching, wanted) in [(1, 32), (2, 64)] {
            assert!(Tlsa::read(3, 1, matching, &vec![7; wanted]).is_usable());
            for length in [wanted - 1, wanted + 1, 20, 96 - wanted] {
                assert_eq!(faults(3, 1, matching, &vec![7; length]), [Fault::Length { wanted }], "{matching} {length}");
            }
            assert_eq!(faults(3, 1, matching, &[]), [Fault::Empty]);
        }
    }

    #[test]
    fn whole_certificates_and_keys() {
        assert!(faults(3, 0, 0, &[0x30, 0x03, 0x02, 0x01, 0x05]).is_empty());
        let mut long = vec![0x30, 0x82, 0x01, 0x00];
        long.extend([5; 256]);
        assert!(faults(2, 0, 0, &long).is_empty());
        for bad in
            [&[0x30, 0x03, 0x02, 0x01][..], &[0x30, 0x03, 0x02, 0x01, 0x05, 0x00], &[0x30, 0x00], &[0x31, 0x01, 0x05], &[7; 32], &[0x30]]
        {
            assert_eq!(faults(3, 0, 0, bad), [Fault::NotDer], "{bad:?}");
        }
    }

    #[test]
    fn no_octets_panic() {
        for octet in [0, 0x30, 0x7f, 0x80, 0x82, 0x84, 0xff] {
            for length in 0..70 {
                for parameter in [0, 1, 2, 3, 255] {
                    let _ = Tlsa::read(parameter, parameter, parameter, &vec![octet; length]);
                    let _ = Tlsa::read(3, 1, 0, &[&[0x30][..], &vec![octet; length]].concat());
                }
            }
        }
    }
}
