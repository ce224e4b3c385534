//! Signing, for tests and for what this program sends itself: RSA with SHA-256 and Ed25519.

use crate::canonical;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use mail_auth::common::crypto::{Ed25519Key, HashAlgorithm, RsaKey, SigningKey};
use mail_auth::common::headers::{Writable, Writer};
use records::mail::{MailField, Parts};
use records::signature::{Kind, SignatureField};

/// A private key.
pub enum Key {
    /// RSA.
    Rsa(RsaKey<mail_auth::common::crypto::Sha256>),
    /// Ed25519.
    Ed25519(Ed25519Key),
}

/// Why nothing was signed.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    /// A text that is no private key.
    #[error("the text is no private key in PKCS #8 form")]
    NoKey,
    /// The cryptography refused.
    #[error("the key does not sign: {0}")]
    Refused(String),
}

impl Key {
    /// Reads a private key in PKCS #8 DER.
    ///
    /// # Errors
    /// [`SignError::NoKey`].
    pub fn from_pkcs8(der: &[u8]) -> Result<Self, SignError> {
        if let Ok(key) = Ed25519Key::from_pkcs8_maybe_unchecked_der(der) {
            return Ok(Key::Ed25519(key));
        }
        let der = rustls_pki_types::PrivatePkcs8KeyDer::from(der.to_vec());
        RsaKey::from_key_der(rustls_pki_types::PrivateKeyDer::Pkcs8(der)).map(Key::Rsa).map_err(|_| SignError::NoKey)
    }

    fn name(&self) -> &'static str {
        match self {
            Key::Rsa(_) => "rsa-sha256",
            Key::Ed25519(_) => "ed25519-sha256",
        }
    }

    fn sign(&self, input: &[u8]) -> Result<Vec<u8>, SignError> {
        let signed = match self {
            Key::Rsa(key) => key.sign(Octets(input)),
            Key::Ed25519(key) => key.sign(Octets(input)),
        };
        signed.map_err(|e| SignError::Refused(e.to_string()))
    }
}

/// `message` with a DKIM-Signature on top. `tags` come first in it and say all but `a`, `bh` and `b`
/// (`v=1; d=example.com; s=s1; h=from:to`).
///
/// # Errors
/// [`SignError::Refused`].
pub fn dkim(message: &[u8], key: &Key, tags: &str) -> Result<Vec<u8>, SignError> {
    let parts = Parts::of(message);
    let read = SignatureField::parse(Kind::Dkim, tags.as_bytes());
    let body = canonical::body(read.body_form, parts.body);
    let taken = read.length.map_or(body.len(), |l| usize::try_from(l).unwrap_or(usize::MAX).min(body.len()));
    let hash = BASE64.encode(HashAlgorithm::Sha256.hash(Octets(&body[..taken])).as_ref());
    let value = format!(" {tags}; a={}; bh={hash}; b=\r\n", key.name());
    let own = MailField { name: b"DKIM-Signature", written_name: b"DKIM-Signature", value: value.as_bytes() };
    let input = crate::verify::signed(&parts, &read, &own);
    let signature = BASE64.encode(key.sign(&input)?);
    Ok([b"DKIM-Signature:", value.trim_end().as_bytes(), signature.as_bytes(), b"\r\n", message].concat())
}

struct Octets<'m>(&'m [u8]);

impl Writable for Octets<'_> {
    fn write(self, writer: &mut impl Writer) {
        writer.write(self.0);
    }
}
