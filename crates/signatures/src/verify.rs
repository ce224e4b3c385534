//! Each signature field of a message against its body, its headers and its key.

use crate::{canonical, chain, keys};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use facts::{Answer, Checked, Name, SignaturesAnswer};
use mail_auth::common::crypto::{Algorithm as Theirs, HashAlgorithm};
use records::mail::{MailField, Parts};
use records::signature::{Algorithm, Canonicalization, Kind, SignatureField};
use std::collections::BTreeMap;

/// At most so many fields of one kind are verified; the rest is left without a result.
pub const MOST_SIGNATURES: usize = 50;

/// What was found of all signatures of `message`, with the keys that `key` gives for their names.
///
/// Lines that end in LF throughout are taken as the stored form of CR LF. Silent about whatever cannot be tried.
#[must_use]
pub fn verify(message: &[u8], key: &dyn Fn(&Name) -> Option<Answer>) -> SignaturesAnswer {
    let message = records::mail::as_sent(message);
    let bench = Bench { parts: &Parts::of(&message), key };
    let mut bodies = Bodies::new(bench.parts.body);
    let mut each = |name, kind| bench.parts.named(name).enumerate().map(|(n, f)| bench.check(n, kind, f, &mut bodies)).collect();
    let dkim = each("dkim-signature", Kind::Dkim);
    let arc = each("arc-message-signature", Kind::ArcMessage);
    SignaturesAnswer { dkim, arc, seals: chain::seals(&bench) }
}

/// What all signatures are held against.
pub struct Bench<'m> {
    /// The message.
    pub parts: &'m Parts<'m>,
    key: &'m dyn Fn(&Name) -> Option<Answer>,
}

impl Bench<'_> {
    fn check(&self, number: usize, kind: Kind, own: &MailField<'_>, bodies: &mut Bodies<'_>) -> Checked {
        let signature = SignatureField::parse(kind, own.value);
        if number >= MOST_SIGNATURES || !signature.is_usable() {
            return Checked::default();
        }
        let body = bodies.hash(signature.body_form, signature.length);
        Checked {
            body: Some(!body.short && body.hash == signature.body_hash),
            body_hash: BASE64.encode(&body.hash),
            unsigned: signature.length.map(|_| body.unsigned),
            headers: self.holds(&signature, &signed(self.parts, &signature, own)),
        }
    }

    /// Whether one of the keys made `signature` over `input`; none without a key that could have.
    pub fn holds(&self, signature: &SignatureField, input: &[u8]) -> Option<bool> {
        let algorithm = signature.algorithm?;
        let answer = (self.key)(&Name::parse(&signature.key_name()).ok()?)?;
        let found = keys::usable(&answer, algorithm);
        let theirs = match algorithm {
            Algorithm::RsaSha256 => Theirs::RsaSha256,
            Algorithm::Ed25519Sha256 => Theirs::Ed25519Sha256,
            Algorithm::RsaSha1 => return None,
        };
        let holds = |key: &mail_auth::common::verify::DomainKey| key.p.verify_bytes(input, &signature.signature, theirs).is_ok();
        (!found.is_empty()).then(|| found.iter().any(holds))
    }
}

/// The signed fields, of each name the lowest first, then the signature's own (RFC 6376 3.7, 5.4.2).
pub fn signed(parts: &Parts<'_>, signature: &SignatureField, own: &MailField<'_>) -> Vec<u8> {
    let mut left: BTreeMap<Vec<u8>, Vec<&MailField<'_>>> = BTreeMap::new();
    // `dkim-signature` in `h` means the other ones (RFC 6376 3.5): its own field always comes last.
    let others = parts.fields.iter().filter(|f| f.value.as_ptr() != own.value.as_ptr());
    for field in others {
        left.entry(field.name.to_ascii_lowercase()).or_default().push(field);
    }
    let mut input = Vec::new();
    for name in &signature.signed {
        if let Some(field) = left.get_mut(name.as_bytes()).and_then(Vec::pop) {
            input.extend(canonical::field(signature.header_form, field));
        }
    }
    input.extend(canonical::own_field(signature.header_form, own));
    input
}

/// Body hashes, each made once.
struct Bodies<'m> {
    octets: &'m [u8],
    forms: [Option<Vec<u8>>; 2],
    hashes: BTreeMap<(bool, Option<u64>), BodyHash>,
}

#[derive(Clone)]
struct BodyHash {
    hash: Vec<u8>,
    /// Octets that `l` leaves out.
    unsigned: u64,
    /// `l` says more than there is: no verifier accepts that (RFC 6376 3.5).
    short: bool,
}

impl<'m> Bodies<'m> {
    fn new(octets: &'m [u8]) -> Self {
        Self { octets, forms: [None, None], hashes: BTreeMap::new() }
    }

    fn hash(&mut self, form: Canonicalization, length: Option<u64>) -> BodyHash {
        let relaxed = form == Canonicalization::Relaxed;
        let key = (relaxed, length);
        if let Some(known) = self.hashes.get(&key) {
            return known.clone();
        }
        let octets = self.octets;
        let body = self.forms[usize::from(relaxed)].get_or_insert_with(|| canonical::body(form, octets));
        let whole = body.len() as u64;
        let taken = length.map_or(whole, |l| l.min(whole));
        let part = &body[..usize::try_from(taken).unwrap_or(body.len())];
        let hash = HashAlgorithm::Sha256.hash(Octets(part)).as_ref().to_vec();
        let made = BodyHash { hash, unsigned: whole - taken, short: length.is_some_and(|l| l > whole) };
        self.hashes.insert(key, made.clone());
        made
    }
}

struct Octets<'m>(&'m [u8]);

impl mail_auth::common::headers::Writable for Octets<'_> {
    fn write(self, writer: &mut impl mail_auth::common::headers::Writer) {
        writer.write(self.0);
    }
}
