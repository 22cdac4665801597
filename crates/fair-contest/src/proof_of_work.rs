//! A puzzle that costs a telephone a moment and a flood of machines much: find the number whose SHA-256 behind a salt is
//! given. The form is that of ALTCHA (algorithm SHA-256), so that its widgets and libraries solve it too. The server
//! keeps nothing: the puzzle carries the server's own proof.

use sha2::{Digest, Sha256};

use crate::{is_signed, sign, to_hex};

/// A puzzle as it is given to a device.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Puzzle {
    /// What it is for and until when, told in the clear.
    pub salt: String,
    /// SHA-256 of salt and number, in hexadecimal.
    pub challenge: String,
    /// The number is between 0 and this.
    pub maxnumber: u64,
    /// The server's proof that the puzzle is its own.
    pub signature: String,
}

impl Puzzle {
    /// A puzzle for this purpose, valid until this instant (milliseconds). Which number solves it follows from the key, so
    /// that nobody without it can tell.
    #[must_use]
    pub fn new(key: &[u8], purpose: &str, until: i64, maxnumber: u64) -> Self {
        let salt = format!("{purpose}?expires={until}&");
        let bytes = crate::hmac(key, &[b"puzzle:", salt.as_bytes()]);
        let number = bytes[..8].iter().fold(0_u64, |all, byte| (all << 8) | u64::from(*byte)) % (maxnumber + 1);
        let challenge = hash(&salt, number);
        let signature = sign(key, &challenge);
        Puzzle { salt, challenge, maxnumber, signature }
    }
}

fn hash(salt: &str, number: u64) -> String {
    to_hex(&Sha256::digest(format!("{salt}{number}").as_bytes()))
}

/// Whether this number solves a puzzle of ours for this purpose that is still valid.
#[must_use]
pub fn is_solved(key: &[u8], purpose: &str, now: i64, (salt, signature): (&str, &str), number: u64) -> bool {
    let until = salt.strip_prefix(purpose).and_then(|rest| rest.strip_prefix("?expires="));
    let until = until.and_then(|rest| rest.strip_suffix('&')).and_then(|until| until.parse::<i64>().ok());
    until.is_some_and(|until| now <= until) && is_signed(key, &hash(salt, number), signature)
}

/// The number that solves it: for devices without a script of ours, and for tests.
#[must_use]
pub fn solve(puzzle: &Puzzle) -> Option<u64> {
    (0..=puzzle.maxnumber).find(|number| hash(&puzzle.salt, *number) == puzzle.challenge)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_puzzle_is_solved_once_for_its_purpose_until_its_time() {
        let puzzle = Puzzle::new(b"key", "start/3/12/1", 1_000, 500);
        let number = solve(&puzzle).expect("it has a solution");
        let given = (puzzle.salt.as_str(), puzzle.signature.as_str());
        assert!(is_solved(b"key", "start/3/12/1", 1_000, given, number));
        assert!(!is_solved(b"key", "start/3/12/1", 1_001, given, number), "late");
        assert!(!is_solved(b"key", "start/3/12/2", 900, given, number), "for another attempt");
        assert!(!is_solved(b"other", "start/3/12/1", 900, given, number), "of another server");
        assert!(!is_solved(b"key", "start/3/12/1", 900, given, number + 1), "another number");
        let longer = puzzle.salt.replace("1000", "9000");
        assert!(!is_solved(b"key", "start/3/12/1", 5_000, (&longer, &puzzle.signature), number), "another time");
    }
}
