//! The key of a `p` tag: base64, then what the key type says (RFC 6376 3.6.1, RFC 8463 4.2).

use super::der::{BIT_STRING, OBJECT_ID, Reader, SEQUENCE};
use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// The value of a `p` tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// There is no `p` tag.
    Missing,
    /// `p=`: revoked (RFC 6376 3.6.1).
    Revoked,
    /// An RSA public key.
    Rsa(RsaKey),
    /// An Ed25519 public key (RFC 8463 4.2).
    Ed25519([u8; 32]),
    /// `k` names a type that is not read here.
    OtherType,
    /// No key of that type.
    Unreadable,
}

/// An RSA public key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RsaKey {
    /// The modulus, big-endian without leading zeros.
    pub modulus: Vec<u8>,
    /// The length of the modulus in bits.
    pub bits: usize,
    /// The public exponent; `None` when it does not fit 64 bits.
    pub exponent: Option<u64>,
    /// Whether the record holds the bare RSAPublicKey of RFC 6376 3.6.1 instead of the
    /// SubjectPublicKeyInfo that everybody publishes. Receivers read both.
    pub bare: bool,
}

/// Why a `p` tag holds no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeyFault {
    /// No base64.
    Base64,
    /// Under `k=rsa`: neither SubjectPublicKeyInfo nor RSAPublicKey in DER; cut short, perhaps.
    NotRsa,
    /// Under `k=rsa`: a key of another algorithm.
    OtherAlgorithm,
    /// Under `k=rsa`: octets behind the key.
    TrailingOctets,
    /// Under `k=ed25519`: a SubjectPublicKeyInfo where RFC 8463 4.2 wants the 32 octets alone.
    Wrapped,
    /// Under `k=ed25519`: not 32 octets.
    NotEd25519,
}

/// 1.2.840.113549.1.1.1, rsaEncryption.
const RSA_ENCRYPTION: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
/// What stands before the 32 octets of an Ed25519 key in a SubjectPublicKeyInfo (RFC 8410 4).
const ED25519_WRAPPING: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

/// The padding is optional in RFC 6376 2.10, and stray last bits harm nobody.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent).with_decode_allow_trailing_bits(true),
);

/// Reads the value of a `p` tag for key type `key_type`.
pub(super) fn read(value: &str, key_type: &str) -> Result<Key, KeyFault> {
    let dense: String = value.chars().filter(|c| *c != ' ').collect();
    if dense.is_empty() {
        return Ok(Key::Revoked);
    }
    match key_type {
        "rsa" => read_rsa(&decode(&dense)?).map(Key::Rsa),
        "ed25519" => read_ed25519(&decode(&dense)?).map(Key::Ed25519),
        _ => Ok(Key::OtherType),
    }
}

fn decode(text: &str) -> Result<Vec<u8>, KeyFault> {
    BASE64.decode(text).map_err(|_| KeyFault::Base64)
}

fn read_ed25519(octets: &[u8]) -> Result<[u8; 32], KeyFault> {
    if octets.len() == 44 && octets.starts_with(&ED25519_WRAPPING) {
        return Err(KeyFault::Wrapped);
    }
    octets.try_into().map_err(|_| KeyFault::NotEd25519)
}

fn read_rsa(octets: &[u8]) -> Result<RsaKey, KeyFault> {
    let mut outer = Reader(octets);
    let sequence = outer.value(SEQUENCE).ok_or(KeyFault::NotRsa)?;
    if !outer.is_at_end() {
        return Err(KeyFault::TrailingOctets);
    }
    let mut inner = Reader(sequence);
    let Some(algorithm) = inner.value(SEQUENCE) else {
        return read_numbers(Reader(sequence), true);
    };
    let bits = inner.value(BIT_STRING).ok_or(KeyFault::NotRsa)?;
    if Reader(algorithm).value(OBJECT_ID).ok_or(KeyFault::NotRsa)? != RSA_ENCRYPTION {
        return Err(KeyFault::OtherAlgorithm);
    }
    // The first octet of a bit string counts its unused bits.
    let mut key = Reader(bits.strip_prefix(&[0]).ok_or(KeyFault::NotRsa)?);
    let numbers = key.value(SEQUENCE).ok_or(KeyFault::NotRsa)?;
    if !key.is_at_end() || !inner.is_at_end() {
        return Err(KeyFault::TrailingOctets);
    }
    read_numbers(Reader(numbers), false)
}

fn read_numbers(mut numbers: Reader<'_>, bare: bool) -> Result<RsaKey, KeyFault> {
    let modulus = numbers.unsigned().ok_or(KeyFault::NotRsa)?;
    let exponent = numbers.unsigned().ok_or(KeyFault::NotRsa)?;
    if !numbers.is_at_end() {
        return Err(KeyFault::TrailingOctets);
    }
    let first = modulus.first().ok_or(KeyFault::NotRsa)?;
    let bits = modulus.len() * 8 - first.leading_zeros() as usize;
    let exponent = (exponent.len() <= 8).then(|| exponent.iter().fold(0, |sum, b| sum << 8 | u64::from(*b)));
    Ok(RsaKey { modulus: modulus.to_vec(), bits, exponent, bare })
}

impl RsaKey {
    /// Whether the modulus is even, so that 2 divides it.
    #[must_use]
    pub fn is_even(&self) -> bool {
        self.modulus.last().is_none_or(|b| b % 2 == 0)
    }

    /// Whether the modulus bears the mark of keys made by the flawed Infineon library
    /// (CVE-2017-15361, ROCA): modulo each small prime it is a power of 65537. An honest key shows
    /// it once in some hundred million.
    #[must_use]
    pub fn is_roca(&self) -> bool {
        ODD_PRIMES_TO_167.iter().all(|&prime| {
            let residue = self.modulus.iter().fold(0, |rest, b| (rest * 256 + u32::from(*b)) % prime);
            powers_of_65537(prime).any(|power| power == residue)
        })
    }
}

/// The primes of which every Infineon modulus, whatever its length, was built (512 bits and up).
const ODD_PRIMES_TO_167: [u32; 38] = [
    3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109, 113, 127, 131, 137,
    139, 149, 151, 157, 163, 167,
];

fn powers_of_65537(prime: u32) -> impl Iterator<Item = u32> {
    let mut power = 1;
    (1..prime).map(move |_| {
        power = power * (65_537 % prime) % prime;
        power
    })
}
