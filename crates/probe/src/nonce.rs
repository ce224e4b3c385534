//! Letters and digits that nobody can foresee. Never a secret: they stand in recordings.

use rustls::crypto::ring::default_provider;

/// Characters that a local part may hold on every server, and that no server's case rules change.
const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
/// 80 bits: no server has such a user by chance.
const LENGTH: usize = 16;

/// Sixteen letters and digits for the random recipient of `--active`, at each call others; nothing where the system
/// gives no randomness.
#[must_use]
pub fn nonce() -> String {
    let mut bytes = [0; LENGTH];
    match default_provider().secure_random.fill(&mut bytes) {
        Ok(()) => bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect(),
        Err(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_another_and_fits_a_local_part() {
        let (one, two) = (nonce(), nonce());
        assert_ne!(one, two);
        assert!(one.len() == LENGTH && one.bytes().all(|b| ALPHABET.contains(&b)), "{one}");
    }
}
