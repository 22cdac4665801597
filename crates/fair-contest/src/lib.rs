//! The mathematics of a contest that anybody can check from its published file alone: a draw that follows from a seed
//! sealed before the round, scores, a log chained by hashes, a ranking by rules declared before the start. No database,
//! no clock, no network; only SHA-256 and HMAC-SHA-256, so that a stranger can write it anew in an afternoon from
//! `README.md`.

mod answers;
mod collective;
mod draw;
mod hex;
mod log;
mod proof_of_work;
mod published;
mod ranking;
mod report;
mod verify;
mod whole;

pub use answers::{Answers, MOST_OPTIONS, NotAnswers, score};
pub use collective::{Standing, UnitResult, UnitScore, collective_ranking};
pub use draw::{Drawn, NotADraw, Pool, PoolQuestion, Quota, draw};
pub use hex::{NotHex, from_hex, to_hex};
pub use log::{AttemptResult, Head, genesis};
pub use proof_of_work::{Puzzle, is_solved, solve};
pub use published::{
    FORMAT, Line, PublishedContest, PublishedQuestion, PublishedResult, PublishedRound, PublishedUnit, PublishedWhole,
    pool_hash,
};
pub use ranking::{Counts, Key, Lead, Performance, Ranked, Standings, TieBreak, key_of};
pub use report::{Fault, Report, RoundReport};
pub use verify::{attempt_name, performance_of, pool_of, verify};
pub use whole::{WholeReport, WholeResult, WholeSums};

/// The sealed seed of a round: 32 random bytes, committed to before the round and shown after it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Seed(pub [u8; 32]);

impl std::fmt::Debug for Seed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // a seed in a log before its round ends would open the draws
        f.write_str("Seed(…)")
    }
}

impl Seed {
    /// What is published before the round: the SHA-256 of the seed's 32 bytes, in hexadecimal.
    #[must_use]
    pub fn commitment(&self) -> String {
        use sha2::Digest;
        to_hex(&sha2::Sha256::digest(self.0))
    }

    /// The seed in hexadecimal, as it is published after the round.
    #[must_use]
    pub fn shown(&self) -> String {
        to_hex(&self.0)
    }

    /// A seed as published.
    ///
    /// # Errors
    /// When it is not 64 hexadecimal digits.
    pub fn read(text: &str) -> Result<Self, NotHex> {
        from_hex(text).map(Seed)
    }
}

/// Hash-based message authentication with SHA-256.
pub(crate) fn hmac(key: &[u8], message: &[&[u8]]) -> [u8; 32] {
    use ::hmac::Mac;
    let mut mac = ::hmac::Hmac::<sha2::Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    for piece in message {
        mac.update(piece);
    }
    mac.finalize().into_bytes().into()
}

/// A short proof that this text comes from who holds the key: the first 16 bytes of HMAC-SHA-256, in hexadecimal.
#[must_use]
pub fn sign(key: &[u8], text: &str) -> String {
    to_hex(&hmac(key, &[text.as_bytes()])[..16])
}

/// Whether the proof is that of this text. Takes the same time whatever is wrong.
#[must_use]
pub fn is_signed(key: &[u8], text: &str, proof: &str) -> bool {
    let right = sign(key, text);
    right.len() == proof.len() && right.bytes().zip(proof.bytes()).fold(0, |seen, (a, b)| seen | (a ^ b)) == 0
}
