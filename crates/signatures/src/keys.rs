//! Where the keys of a message stand, and those keys as mail-auth takes them.

use facts::answer::{Data, DnsAnswer, Outcome, Text};
use facts::{Answer, DnssecStatus, Name};
use mail_auth::common::parse::TxtRecordParser as _;
use mail_auth::common::verify::DomainKey;
use records::dkim::{Key, KeyRecord};
use records::mail::Parts;
use records::signature::{Algorithm, Kind, SignatureField};
use std::collections::BTreeSet;

/// At most so many keys of one message are asked for; signatures beyond them stay unverified.
pub const MOST_KEY_NAMES: usize = 60;
/// At most so many key records of one name are tried.
const MOST_RECORDS: usize = 4;
/// RFC 8301 3.2: a shorter RSA key verifies nothing.
const LEAST_BITS: usize = 1024;

/// The names at which the keys of all signatures of a message stand, in order, each once.
#[must_use]
pub fn key_names(message: &[u8]) -> Vec<Name> {
    let message = records::mail::as_sent(message);
    let parts = Parts::of(&message);
    let mut seen = BTreeSet::new();
    let kinds = [("dkim-signature", Kind::Dkim), ("arc-message-signature", Kind::ArcMessage), ("arc-seal", Kind::ArcSeal)];
    let fields = kinds.iter().flat_map(|(name, kind)| parts.named(name).map(|f| SignatureField::parse(*kind, f.value)));
    let names = fields.filter(SignatureField::is_usable).filter_map(|s| Name::parse(&s.key_name()).ok());
    names.filter(|n| seen.insert(n.clone())).take(MOST_KEY_NAMES).collect()
}

/// Keys for `algorithm` out of the answer at a key's name.
pub fn usable(answer: &Answer, algorithm: Algorithm) -> Vec<DomainKey> {
    let Answer::Dns(DnsAnswer { outcome: Outcome::Records(found), dnssec, .. }) = answer else { return Vec::new() };
    if dnssec.as_ref().is_some_and(|d| d.status == DnssecStatus::Bogus) {
        return Vec::new();
    }
    let octets = found.iter().filter_map(|r| match &r.data {
        Data::Txt(strings) => Some(Text::join(strings)),
        _ => None,
    });
    let fits = |octets: &Vec<u8>| match (KeyRecord::parse(octets).key, algorithm) {
        (Key::Rsa(rsa), Algorithm::RsaSha256) => rsa.bits >= LEAST_BITS,
        (Key::Ed25519(_), Algorithm::Ed25519Sha256) => true,
        _ => false,
    };
    octets.filter(fits).take(MOST_RECORDS).filter_map(|octets| DomainKey::parse(&octets).ok()).collect()
}
