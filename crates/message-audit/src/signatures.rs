//! The DKIM signatures of the message: each with its key, its result and the first reason against it (RFC 6376 6.1).

use crate::letter::Letter;
use facts::answer::{Data, Text};
use facts::{Checked, Gap, Inquiry, MessageTarget, Name, Question, RecordType, Seen};
use records::dkim::{Key, KeyRecord};
use records::signature::{Algorithm, SignatureFault, SignatureField};

/// RFC 8301 3.2.
const LEAST_BITS: usize = 1024;
/// At most so many key records of one name are looked at.
const MOST_RECORDS: usize = 4;

/// A signature.
#[derive(Clone, Debug)]
pub struct Signature {
    /// What it says.
    pub field: SignatureField,
    /// What became of it.
    pub outcome: Outcome,
    /// Octets of the body that it leaves out (`l`), where that is known.
    pub unsigned: Option<u64>,
    /// The hash of the body as it is, in base64; empty where none was made.
    pub body_hash: String,
    /// Whether its key says that the domain only tests (`t=y`).
    pub testing: bool,
}

/// What became of a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It holds.
    Pass,
    /// It does not, and the first reason.
    Fail(Cause),
    /// Not known.
    Unknown(Gap),
}

/// Why a signature does not hold, in the order in which a verifier comes to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The field itself cannot be used.
    Field(SignatureFault),
    /// Its time is over.
    Expired,
    /// Nothing stands where the key should.
    KeyMissing,
    /// The key was taken back (`p=`).
    KeyRevoked,
    /// The record there is no key that can be read.
    KeyUnreadable,
    /// The key is of another type than the signature, or for another hash or service.
    KeyUnfit,
    /// An RSA key of so many bits: too few.
    KeyTooShort(usize),
    /// `t=s` in the key, and `i` names a sub-domain.
    IdentityStrict,
    /// The body is not the one that was signed.
    BodyHash,
    /// The headers are not those that were signed, or another key signed them.
    Headers,
}

/// What a reader sees of a header, and what a program follows.
const SEEN: [(&str, &str); 5] =
    [("from", "From"), ("to", "To"), ("subject", "Subject"), ("date", "Date"), ("list-unsubscribe", "List-Unsubscribe")];

impl Signature {
    /// The fields that should be signed, stand in the message, and are not.
    #[must_use]
    pub fn open(&self, letter: &Letter) -> Vec<&'static str> {
        SEEN.iter().filter(|(field, _)| letter.has(field) && !self.field.covers(field)).map(|(_, name)| *name).collect()
    }
}

impl Cause {
    /// The word of the JSON report.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Cause::Field(_) => "syntax",
            Cause::Expired => "expired",
            Cause::KeyMissing => "key_missing",
            Cause::KeyRevoked => "key_revoked",
            Cause::KeyUnreadable => "key_unreadable",
            Cause::KeyUnfit => "key_unfit",
            Cause::KeyTooShort(_) => "key_too_short",
            Cause::IdentityStrict => "identity",
            Cause::BodyHash => "body_hash",
            Cause::Headers => "signature",
        }
    }
}

/// Reads all signatures.
#[must_use]
pub fn read(message: &MessageTarget, letter: &Letter, inquiry: &Inquiry<'_>) -> Vec<Signature> {
    // Keys first: who verifies is asked beside them, and finds them in the memo.
    let keys: Vec<_> =
        letter.dkim.iter().map(|s| if s.is_usable() { key(s, inquiry) } else { Err(Outcome::Fail(Cause::KeyMissing)) }).collect();
    let answer = question(message, letter).map(|q| inquiry.signatures(&q));
    let checked = |index: usize| match &answer {
        Some(Ok(answer)) => Ok(answer.dkim.get(index).cloned().unwrap_or_default()),
        Some(Err(gap)) => Err(gap.clone()),
        None => Ok(Checked::default()),
    };
    letter.dkim.iter().zip(keys).enumerate().map(|(index, (field, key))| judge(field, key, checked(index), inquiry)).collect()
}

/// What is asked about the message; nothing where it has no signature that could hold.
pub fn question(message: &MessageTarget, letter: &Letter) -> Option<Question> {
    let any = letter.dkim.iter().chain(&letter.arc).chain(&letter.seals).any(SignatureField::is_usable);
    any.then(|| Question::Signatures { digest: message.digest.clone() })
}

fn judge(field: &SignatureField, key: Result<Vec<KeyRecord>, Outcome>, checked: Result<Checked, Gap>, inquiry: &Inquiry<'_>) -> Signature {
    let mut signature = Signature {
        field: field.clone(),
        outcome: Outcome::Pass,
        unsigned: checked.as_ref().ok().and_then(|c| c.unsigned),
        body_hash: checked.as_ref().map(|c| c.body_hash.clone()).unwrap_or_default(),
        testing: key.as_ref().is_ok_and(|k| !k.is_empty() && k.iter().all(|k| k.test)),
    };
    signature.outcome = outcome(field, key, checked, inquiry);
    signature
}

fn outcome(field: &SignatureField, key: Result<Vec<KeyRecord>, Outcome>, checked: Result<Checked, Gap>, inquiry: &Inquiry<'_>) -> Outcome {
    if let Some(fault) = field.faults.first() {
        return Outcome::Fail(Cause::Field(fault.clone()));
    }
    let now = inquiry.facts().observed_at.unix();
    if field.expires_at.is_some_and(|x| i64::try_from(x).is_ok_and(|x| x < now)) {
        return Outcome::Fail(Cause::Expired);
    }
    let keys = match key {
        Ok(keys) => keys,
        Err(outcome) => return outcome,
    };
    let mut refused = None;
    let fit: Vec<&KeyRecord> = keys
        .iter()
        .filter(|k| match fitness(k, field) {
            Ok(()) => true,
            Err(cause) => {
                refused.get_or_insert(cause);
                false
            }
        })
        .collect();
    if fit.is_empty() {
        return Outcome::Fail(refused.unwrap_or(Cause::KeyMissing));
    }
    match checked {
        Err(gap) => Outcome::Unknown(gap),
        Ok(Checked { body: Some(false), .. }) => Outcome::Fail(Cause::BodyHash),
        Ok(Checked { headers: Some(true), .. }) => Outcome::Pass,
        // A fit key whose cryptography cannot be tried verifies nothing either.
        Ok(_) => Outcome::Fail(Cause::Headers),
    }
}

/// The key records at the signature's name.
fn key(field: &SignatureField, inquiry: &Inquiry<'_>) -> Result<Vec<KeyRecord>, Outcome> {
    let name = Name::parse(&field.key_name()).map_err(|_| Outcome::Fail(Cause::KeyMissing))?;
    match inquiry.dns(&name, RecordType::Txt) {
        Seen::Unknown(gap) => Err(Outcome::Unknown(gap)),
        Seen::NoData(_) | Seen::NoSuchName(_) => Err(Outcome::Fail(Cause::KeyMissing)),
        Seen::Records(_, records) => {
            let texts = records.iter().filter_map(|r| match &r.data {
                Data::Txt(strings) => Some(KeyRecord::parse(&Text::join(strings))),
                _ => None,
            });
            Ok(texts.take(MOST_RECORDS).collect())
        }
    }
}

fn fitness(key: &KeyRecord, field: &SignatureField) -> Result<(), Cause> {
    match (&key.key, field.algorithm) {
        (Key::Revoked, _) => return Err(Cause::KeyRevoked),
        (Key::Missing | Key::Unreadable, _) => return Err(Cause::KeyUnreadable),
        (Key::Rsa(rsa), Some(Algorithm::RsaSha256)) if rsa.bits < LEAST_BITS => return Err(Cause::KeyTooShort(rsa.bits)),
        (Key::Rsa(_), Some(Algorithm::RsaSha256)) | (Key::Ed25519(_), Some(Algorithm::Ed25519Sha256)) => {}
        _ => return Err(Cause::KeyUnfit),
    }
    if !key.issues.is_empty() {
        return Err(Cause::KeyUnreadable);
    }
    if !key.allows_mail() || !key.allows_sha256() {
        return Err(Cause::KeyUnfit);
    }
    let host = field.identity.rsplit_once('@').map(|(_, host)| host.to_ascii_lowercase());
    if key.strict && host.is_some_and(|h| h != field.domain) {
        return Err(Cause::IdentityStrict);
    }
    Ok(())
}
