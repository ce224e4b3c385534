//! A new DKIM key: made on this machine, the private half written to a file of the user's alone. Nothing is signed here.

use crate::args::KeyKind;
use crate::failure::Failure;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use rand_core::OsRng;
use ring::rand::SecureRandom as _;
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use rsa::RsaPrivateKey;
use rsa::pkcs8::{EncodePrivateKey as _, EncodePublicKey as _, LineEnding};
use std::io::Write as _;
use std::path::Path;

/// What RFC 8301 3.2 advises for signing keys; a longer one does not fit the forms of some providers.
const RSA_BITS: usize = 2048;
/// What stands before the 32 octets of an Ed25519 key in PKCS #8 version 1 (RFC 8410 7): the form that OpenSSL reads.
const ED25519_PKCS8: [u8; 16] = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

/// A key.
pub struct DkimKey {
    /// PKCS #8 in PEM form.
    pem: String,
    /// The key record (RFC 6376 3.6.1, RFC 8463 4.2).
    pub record: String,
}

impl DkimKey {
    /// Makes one with the random numbers of the operating system.
    pub fn make(kind: KeyKind) -> Result<Self, Failure> {
        match kind {
            KeyKind::Rsa => rsa_key(),
            KeyKind::Ed25519 => ed25519_key(),
        }
    }

    /// Writes the private half into a new file that its owner alone can read; what is there is never written over.
    pub fn write(&self, path: &Path) -> Result<(), Failure> {
        let failed = |source| Failure::Write { path: path.into(), source };
        let mut options = std::fs::File::options();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path).map_err(failed)?;
        file.write_all(self.pem.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)
    }
}

fn rsa_key() -> Result<DkimKey, Failure> {
    let failed = |what: String| Failure::Key(what);
    let private = RsaPrivateKey::new(&mut OsRng, RSA_BITS).map_err(|e| failed(e.to_string()))?;
    let public = private.to_public_key().to_public_key_der().map_err(|e| failed(e.to_string()))?;
    let pem = private.to_pkcs8_pem(LineEnding::LF).map_err(|e| failed(e.to_string()))?;
    Ok(DkimKey { pem: pem.as_str().to_owned(), record: format!("v=DKIM1; k=rsa; p={}", BASE64.encode(public.as_bytes())) })
}

fn ed25519_key() -> Result<DkimKey, Failure> {
    let mut seed = [0; 32];
    ring::rand::SystemRandom::new().fill(&mut seed).map_err(|_| Failure::Key("the system gave no random numbers".into()))?;
    let pair = Ed25519KeyPair::from_seed_unchecked(&seed).map_err(|e| Failure::Key(e.to_string()))?;
    let text = BASE64.encode([&ED25519_PKCS8[..], &seed].concat());
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{text}\n-----END PRIVATE KEY-----\n");
    Ok(DkimKey { pem, record: format!("v=DKIM1; k=ed25519; p={}", BASE64.encode(pair.public_key().as_ref())) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use records::dkim::{Key, KeyRecord};
    use rsa::pkcs8::DecodePrivateKey as _;

    #[test]
    fn both_halves_belong_together() {
        let key = DkimKey::make(KeyKind::Rsa).expect("a key");
        let private = RsaPrivateKey::from_pkcs8_pem(&key.pem).expect("a private key");
        let public = private.to_public_key().to_public_key_der().expect("a public key");
        assert!(key.record.ends_with(&BASE64.encode(public.as_bytes())));
        let record = KeyRecord::parse(key.record.as_bytes());
        assert!(record.is_usable() && matches!(&record.key, Key::Rsa(rsa) if rsa.bits == 2048), "{record:?}");
        let key = DkimKey::make(KeyKind::Ed25519).expect("a key");
        let body: String = key.pem.lines().filter(|l| !l.starts_with('-')).collect();
        let der = BASE64.decode(body).expect("base64");
        let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(&der).expect("a private key");
        assert!(key.record.ends_with(&BASE64.encode(pair.public_key().as_ref())));
        assert!(KeyRecord::parse(key.record.as_bytes()).is_usable());
    }

    #[test]
    fn no_two_keys_are_alike() {
        let record = |kind| DkimKey::make(kind).expect("a key").record;
        assert_ne!(record(KeyKind::Ed25519), record(KeyKind::Ed25519));
    }

    #[test]
    #[cfg(unix)]
    fn a_file_is_for_its_owner_and_never_written_over() {
        use std::os::unix::fs::PermissionsExt as _;
        let path = std::env::temp_dir().join(format!("mailaudit-key-{}.pem", std::process::id()));
        let _ = std::fs::remove_file(&path);
        let key = DkimKey::make(KeyKind::Ed25519).expect("a key");
        key.write(&path).expect("a new file");
        let mode = std::fs::metadata(&path).expect("the file").permissions().mode();
        let again = DkimKey::make(KeyKind::Ed25519).expect("a key").write(&path);
        let kept = std::fs::read_to_string(&path).expect("the file");
        let _ = std::fs::remove_file(&path);
        assert_eq!(mode & 0o777, 0o600);
        assert!(again.is_err() && kept == key.pem);
    }
}
