//! Secrets that stand for an account: session and API tokens. The database keeps only their hash, so that a copy of it
//! signs nobody in. Passwords, which people choose, are in `password`.

use rand::TryRngCore;
use rand::rngs::OsRng;

/// The random source of the operating system failed.
#[derive(Debug, thiserror::Error)]
#[error("the operating system gave no randomness: {0}")]
pub struct NoRandomness(String);

/// So many random bytes.
///
/// # Errors
/// [`NoRandomness`].
pub fn random<const N: usize>() -> Result<[u8; N], NoRandomness> {
    let mut bytes = [0; N];
    OsRng.try_fill_bytes(&mut bytes).map_err(|error| NoRandomness(error.to_string()))?;
    Ok(bytes)
}

/// A new secret of 32 random bytes, as 64 hexadecimal digits.
///
/// # Errors
/// [`NoRandomness`].
pub fn new_secret() -> Result<String, NoRandomness> {
    Ok(hex(&random::<32>()?))
}

/// What the database keeps of a secret. A fast hash suffices: nobody guesses 256 random bits.
#[must_use]
pub fn kept(secret: &str) -> String {
    blake3::hash(secret.as_bytes()).to_hex().to_string()
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // writing into a String cannot fail
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_secrets_differ_and_their_hash_tells_nothing_of_them() {
        let (one, other) = (new_secret().unwrap(), new_secret().unwrap());
        assert_eq!(one.len(), 64);
        assert_ne!(one, other);
        assert_ne!(kept(&one), one);
        assert_eq!(kept(&one), kept(&one));
    }
}
