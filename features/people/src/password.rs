//! Passwords: argon2id with the parameters recommended by OWASP (19 MiB, two passes). Hashing takes tens of
//! milliseconds on purpose: never call it inside a transaction; handlers use [`verify_aside`] and [`hash_aside`].

use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use tokio::sync::Semaphore;

use crate::secret;

/// Fewer characters than this are refused.
pub const SHORTEST: usize = 10;
/// More bytes than this are refused, so that nobody makes the server hash a book.
pub const LONGEST: usize = 200;

/// Each hash takes 19 MiB: more at once would let a crowd at the sign-in page take the memory of the server.
static AT_ONCE: Semaphore = Semaphore::const_new(4);

/// What verification is done against when the user name is unknown, so that the time of the answer tells nothing.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$dGhvbmdzdW90LW5vYm9keQ$\
                      rL4Jf6kA3QYH9N5mZk3cV0b1o3q6o7mS0yqv2u8m1hA";

/// A password could not be hashed.
#[derive(Debug, thiserror::Error)]
#[error("hashing failed: {0}")]
pub struct CannotHash(String);

/// The hash of a password in the PHC string format, with a fresh salt.
///
/// # Errors
/// [`CannotHash`] when there is no randomness.
pub fn hash(password: &str) -> Result<String, CannotHash> {
    let salt = secret::random::<16>().map_err(|e| CannotHash(e.to_string()))?;
    let salt = SaltString::encode_b64(&salt).map_err(|e| CannotHash(e.to_string()))?;
    Argon2::default()
        .hash_password(password.as_bytes(), &salt)
        .map(|hash| hash.to_string())
        .map_err(|e| CannotHash(e.to_string()))
}

/// True when the password has this hash.
#[must_use]
pub fn verify(password: &str, hash: &str) -> bool {
    password.len() <= LONGEST
        && PasswordHash::new(hash)
            .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

/// [`verify`] on a thread of its own, a few at once. Without a hash it takes as long and says no.
pub async fn verify_aside(password: String, hash: Option<String>) -> bool {
    let known = hash.is_some();
    let hash = hash.unwrap_or_else(|| NOBODY.to_owned());
    aside(move || verify(&password, &hash)).await.unwrap_or(false) && known
}

/// [`hash`] on a thread of its own, a few at once.
///
/// # Errors
/// [`CannotHash`].
pub async fn hash_aside(password: String) -> Result<String, CannotHash> {
    aside(move || hash(&password)).await.ok_or_else(|| CannotHash("the hashing thread stopped".into()))?
}

async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let _turn = AT_ONCE.acquire().await.ok()?;
    tokio::task::spawn_blocking(work).await.ok()
}

/// What is wrong with a new password, as a text key; none when it will do. Length is what counts (NIST SP 800-63B).
#[must_use]
pub fn fault(password: &str, user_name: &str) -> Option<&'static str> {
    if password.chars().count() < SHORTEST {
        Some("people-password-too-short")
    } else if password.len() > LONGEST {
        Some("people-password-too-long")
    } else if !user_name.is_empty() && password.to_lowercase().contains(&user_name.to_lowercase()) {
        Some("people-password-holds-name")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_known_by_its_hash_alone() {
        let hashed = hash("Sông Hồng đỏ nặng phù sa").unwrap();
        assert!(hashed.starts_with("$argon2id$"));
        assert!(verify("Sông Hồng đỏ nặng phù sa", &hashed));
        assert!(!verify("Sông Hồng đỏ nặng phù xa", &hashed));
        assert!(!verify("anything", "not a hash"));
    }

    #[test]
    fn the_hash_of_nobody_is_well_formed_so_that_it_costs_as_much() {
        assert!(PasswordHash::new(NOBODY).is_ok());
    }

    #[test]
    fn short_passwords_and_those_with_the_user_name_are_refused() {
        assert_eq!(fault("ngắn quá", ""), Some("people-password-too-short"));
        assert_eq!(fault("Hanh.Tran-2026", "hanh.tran"), Some("people-password-holds-name"));
        assert_eq!(fault("bốn chữ dài đủ", "hanh.tran"), None);
    }
}
