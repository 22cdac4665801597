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

/// A password for somebody else, to be changed by its owner.
///
/// # Errors
/// [`NoRandomness`].
pub fn new_password() -> Result<String, NoRandomness> {
    new_signs::<12>()
}

/// So many random signs of five bits each, in groups of four, that are not mistaken for one another when read aloud or
/// copied from paper: `abcd-efgh-jkmn`.
///
/// # Errors
/// [`NoRandomness`].
pub fn new_signs<const N: usize>() -> Result<String, NoRandomness> {
    // 32 signs, so that a byte falls on each equally often
    const SIGNS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut signs = String::new();
    for (at, byte) in random::<N>()?.into_iter().enumerate() {
        if at > 0 && at % 4 == 0 {
            signs.push('-');
        }
        signs.push(char::from(SIGNS[usize::from(byte % 32)]));
    }
    Ok(signs)
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
    fn a_password_for_somebody_is_long_enough_to_be_accepted() {
        let password = new_password().unwrap();
        assert_eq!(password.len(), 14);
        assert_eq!(crate::password::fault(&password, "hanh.tran"), None);
        assert_ne!(password, new_password().unwrap());
    }

    #[test]
    fn two_secrets_differ_and_their_hash_tells_nothing_of_them() {
        let (one, other) = (new_secret().unwrap(), new_secret().unwrap());
        assert_eq!(one.len(), 64);
        assert_ne!(one, other);
        assert_ne!(kept(&one), one);
        assert_eq!(kept(&one), kept(&one));
    }
}
