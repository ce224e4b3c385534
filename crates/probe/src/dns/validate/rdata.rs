//! The records of DNSSEC as their octets say (RFC 4034, RFC 5155), and which algorithms can be checked.

use super::dname::Dname;
use super::wire;
use hickory_proto::dnssec::crypto::Digest;
use hickory_proto::dnssec::{Algorithm, DigestType, PublicKey as _, PublicKeyBuf};

/// A signature over a set (RFC 4034 3.1).
#[derive(Clone, Debug)]
pub(super) struct Rrsig {
    pub(super) covers: u16,
    pub(super) algorithm: u8,
    pub(super) labels: u8,
    pub(super) original_ttl: u32,
    pub(super) expiration: u32,
    pub(super) inception: u32,
    pub(super) tag: u16,
    pub(super) signer: Dname,
    /// What of it is signed itself: everything before the signature.
    pub(super) head: Vec<u8>,
    pub(super) signature: Vec<u8>,
}

impl Rrsig {
    pub(super) fn read(rdata: &[u8]) -> Option<Self> {
        let (fixed, _) = rdata.split_first_chunk::<18>()?;
        let (signer, end) = wire::labels(rdata, 18)?;
        let long = |at: usize| u32::from_be_bytes([fixed[at], fixed[at + 1], fixed[at + 2], fixed[at + 3]]);
        Some(Self {
            covers: u16::from_be_bytes([fixed[0], fixed[1]]),
            algorithm: fixed[2],
            labels: fixed[3],
            original_ttl: long(4),
            expiration: long(8),
            inception: long(12),
            tag: u16::from_be_bytes([fixed[16], fixed[17]]),
            signer: Dname::new(signer),
            head: rdata.get(..end)?.to_vec(),
            signature: rdata.get(end..)?.to_vec(),
        })
    }
}

/// A zone's key (RFC 4034 2.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) algorithm: u8,
    pub(super) tag: u16,
    pub(super) rdata: Vec<u8>,
}

impl Key {
    /// `None` for one that must not sign a zone: no zone key, or another protocol (RFC 4034 2.1.1, 2.1.2).
    pub(super) fn read(rdata: &[u8]) -> Option<Self> {
        let [flags, _, 3, algorithm, ..] = rdata else { return None };
        (flags & 1 == 1).then(|| Self { algorithm: *algorithm, tag: tag(rdata), rdata: rdata.to_vec() })
    }

    fn public(&self) -> &[u8] {
        self.rdata.get(4..).unwrap_or_default()
    }

    /// Whether signatures of it can be checked here: ring takes RSA keys of 1024 to 8192 bits.
    pub(super) fn is_supported(&self) -> bool {
        match self.algorithm {
            5 | 7 | 8 | 10 => rsa_bits(self.public()).is_some_and(|bits| (1024..=8192).contains(&bits)),
            other => is_supported(other),
        }
    }

    pub(super) fn verifies(&self, signed: &[u8], signature: &[u8]) -> bool {
        self.is_supported()
            && PublicKeyBuf::new(self.public().to_vec(), Algorithm::from_u8(self.algorithm)).verify(signed, signature).is_ok()
    }
}

/// RFC 4034 appendix B; for algorithm 1, which nobody checks any more, it would be another.
pub(super) fn tag(rdata: &[u8]) -> u16 {
    let sum: u32 = rdata.iter().enumerate().map(|(i, b)| if i % 2 == 0 { u32::from(*b) << 8 } else { u32::from(*b) }).sum();
    u16::try_from((sum + (sum >> 16)) & 0xffff).unwrap_or_default()
}

/// Length of the modulus (RFC 3110 2).
fn rsa_bits(public: &[u8]) -> Option<usize> {
    let (exponent, rest) = match public {
        [0, a, b, rest @ ..] => (usize::from(u16::from_be_bytes([*a, *b])), rest),
        [length, rest @ ..] => (usize::from(*length), rest),
        [] => return None,
    };
    let modulus = rest.get(exponent..)?;
    let zeros = modulus.iter().take_while(|b| **b == 0).count();
    let first = modulus.get(zeros)?;
    Some((modulus.len() - zeros) * 8 - usize::try_from(first.leading_zeros()).unwrap_or_default())
}

/// Algorithms of signatures that are checked here (IANA's numbers).
pub(super) fn is_supported(algorithm: u8) -> bool {
    matches!(algorithm, 5 | 7 | 8 | 10 | 13 | 14 | 15)
}

/// A delegation signer (RFC 4034 5.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ds {
    pub(super) tag: u16,
    pub(super) algorithm: u8,
    pub(super) digest_type: u8,
    pub(super) digest: Vec<u8>,
}

impl Ds {
    pub(super) fn read(rdata: &[u8]) -> Option<Self> {
        let [a, b, algorithm, digest_type, digest @ ..] = rdata else { return None };
        Some(Self { tag: u16::from_be_bytes([*a, *b]), algorithm: *algorithm, digest_type: *digest_type, digest: digest.to_vec() })
    }

    pub(super) fn is_supported(&self) -> bool {
        is_supported(self.algorithm) && DigestType::from(self.digest_type).is_supported()
    }

    pub(super) fn fits(&self, owner: &Dname, key: &Key) -> bool {
        self.tag == key.tag
            && self.algorithm == key.algorithm
            && Digest::from_iter([&*owner.wire(), &*key.rdata], self.digest_type.into()).is_ok_and(|d| d.as_ref() == self.digest)
    }
}

/// Which types an owner has (RFC 4034 4.1.2).
#[derive(Clone, Debug, Default)]
pub(super) struct Types(Vec<u8>);

impl Types {
    pub(super) fn has(&self, rtype: u16) -> bool {
        let [window, low] = rtype.to_be_bytes();
        let mut rest = &*self.0;
        while let [number, length, behind @ ..] = rest {
            let Some((bits, next)) = behind.split_at_checked(usize::from(*length)) else { return false };
            if *number == window {
                return bits.get(usize::from(low / 8)).is_some_and(|byte| byte & (0x80 >> (low % 8)) != 0);
            }
            rest = next;
        }
        false
    }
}

/// A link of the chain of names (RFC 4034 4.1).
#[derive(Clone, Debug)]
pub(super) struct Nsec {
    pub(super) owner: Dname,
    pub(super) next: Dname,
    pub(super) types: Types,
}

impl Nsec {
    pub(super) fn read(owner: &Dname, rdata: &[u8]) -> Option<Self> {
        let (next, end) = wire::labels(rdata, 0)?;
        Some(Self { owner: owner.clone(), next: Dname::new(next), types: Types(rdata.get(end..)?.to_vec()) })
    }
}

/// A link of the chain of hashed names (RFC 5155 3).
#[derive(Clone, Debug)]
pub(super) struct Nsec3 {
    pub(super) hash: Vec<u8>,
    pub(super) next: Vec<u8>,
    pub(super) opt_out: bool,
    pub(super) iterations: u16,
    pub(super) salt: Vec<u8>,
    pub(super) types: Types,
}

impl Nsec3 {
    /// `None` for unknown algorithms and flags, which a validator ignores (RFC 5155 8.1, 8.2).
    pub(super) fn read(owner: &Dname, rdata: &[u8]) -> Option<Self> {
        let [1, flags @ 0..=1, i, j, length, rest @ ..] = rdata else { return None };
        let (salt, rest) = rest.split_at_checked(usize::from(*length))?;
        let (length, rest) = rest.split_first()?;
        let (next, types) = rest.split_at_checked(usize::from(*length))?;
        Some(Self {
            hash: base32hex(owner.labels().first()?)?,
            next: next.to_vec(),
            opt_out: flags & 1 == 1,
            iterations: u16::from_be_bytes([*i, *j]),
            salt: salt.to_vec(),
            types: Types(types.to_vec()),
        })
    }
}

/// RFC 5155 5.
pub(super) fn nsec3_hash(name: &Dname, salt: &[u8], iterations: u16) -> Option<Vec<u8>> {
    Digest::iterated(salt, &name.wire(), DigestType::SHA1, iterations).ok().map(|digest| digest.as_ref().to_vec())
}

/// RFC 4648 7, without padding, in either case.
fn base32hex(text: &[u8]) -> Option<Vec<u8>> {
    let (mut bits, mut held, mut bytes) = (0_u32, 0, Vec::new());
    for byte in text {
        let value = match byte {
            b'0'..=b'9' => byte - b'0',
            b'a'..=b'v' => byte - b'a' + 10,
            b'A'..=b'V' => byte - b'A' + 10,
            _ => return None,
        };
        bits = bits << 5 | u32::from(value);
        held += 5;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from(bits >> held & 0xff).unwrap_or_default());
        }
    }
    Some(bytes)
}

/// The type's mnemonic, or `TYPE65280` (RFC 3597 5).
pub(super) fn type_name(rtype: u16) -> String {
    match hickory_proto::rr::RecordType::from(rtype) {
        hickory_proto::rr::RecordType::Unknown(number) => format!("TYPE{number}"),
        known => known.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Dname {
        Dname::new(facts::Name::parse(text).unwrap().wire_labels())
    }

    #[test]
    fn hashes_are_those_of_the_rfc() {
        // RFC 5155 appendix A.
        let salt = [0xaa, 0xbb, 0xcc, 0xdd];
        for (text, hash) in [("example", "0p9mhaveqvm6t7vbl5lop2u3t2rp3tom"), ("*.w.example", "r53bq7cc2uvmubfu5ocmm6pers9tk9en")] {
            assert_eq!(nsec3_hash(&name(text), &salt, 12), base32hex(hash.as_bytes()), "{text}");
        }
        assert_eq!(base32hex(b"w"), None);
    }

    #[test]
    fn a_ds_fits_its_key_and_no_other() {
        // RFC 4509 2.3: dskey.example.com.
        let key = "AQOeiiR0GOMYkDshWoSKz9XzfwJr1AYtsmx3TGkJaNXVbfi/2pHm822aJ5iI9BMzNXxeYCmZDRD99WYwYqUSdjMmmAphXdvxegXd/M5+X7OrzKBaMbCVdFLUUh6DhweJBjEVv5f2wwjM9XzcnOf+EPbtG9DMBmADjFDc2w/rljwvFw==";
        let mut rdata = vec![1, 0, 3, 5];
        rdata.extend(base64(key));
        let key = Key::read(&rdata).unwrap();
        assert_eq!(key.tag, 60485);
        let digest = "D4B7D520E7BB5F0F67674A0CCEB1E3E0614B93C4F9E99B8383F6A1E4469DA50A";
        let digest: Vec<u8> = (0..32).map(|i| u8::from_str_radix(&digest[2 * i..2 * i + 2], 16).unwrap()).collect();
        let ds = Ds { tag: 60485, algorithm: 5, digest_type: 2, digest };
        assert!(ds.fits(&name("dskey.example.com"), &key) && !ds.fits(&name("example.com"), &key));
        assert!(key.is_supported());
    }

    #[test]
    fn bits_of_types_are_found_in_their_window() {
        // RFC 4034 4.3: A MX RRSIG NSEC TYPE1234.
        let mut bytes = vec![0, 6, 0x40, 1, 0, 0, 0, 3, 4, 27];
        bytes.resize(10 + 26, 0);
        bytes.push(0x20);
        let types = Types(bytes);
        let found: Vec<u16> = (0..2000).filter(|t| types.has(*t)).collect();
        assert_eq!(found, [1, 15, 46, 47, 1234]);
        assert!(!Types(vec![0, 9, 0xff]).has(1));
    }

    #[test]
    fn types_have_names() {
        assert_eq!((type_name(52), type_name(65280)), ("TLSA".into(), "TYPE65280".into()));
    }

    fn base64(text: &str) -> Vec<u8> {
        super::super::anchors::base64(text).unwrap()
    }
}
