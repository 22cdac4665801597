//! The log of a round's results: each hash covers the one before, so that a result put in, taken out or changed
//! afterwards breaks every hash from there on. Everybody keeps the hash of their own receipt.

use sha2::{Digest, Sha256};

use crate::{from_hex, to_hex};

/// A finished attempt as it is logged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttemptResult {
    /// Its place in the round's log, from 1.
    pub place: i64,
    /// The contestant's number.
    pub contestant: i64,
    /// Which of the contestant's attempts of the round, from 1.
    pub number: i64,
    /// The number the contestant's device chose at the start.
    pub nonce: String,
    /// When it began, milliseconds since 1970 UTC.
    pub started_at: i64,
    /// When it ended.
    pub finished_at: i64,
    /// The answers, one sign a question.
    pub answers: String,
    /// How many are right.
    pub score: i64,
    /// What the contestant predicted.
    pub prediction: Option<i64>,
}

/// The newest hash of a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head(pub [u8; 32]);

impl Head {
    /// In hexadecimal.
    #[must_use]
    pub fn shown(&self) -> String {
        to_hex(&self.0)
    }

    /// As published.
    ///
    /// # Errors
    /// When it is not 64 hexadecimal digits.
    pub fn read(text: &str) -> Result<Self, crate::NotHex> {
        from_hex(text).map(Head)
    }

    /// The head after this result: SHA-256 over the 32 bytes of the head before and the result's line,
    /// `place|contestant|number|nonce|started|finished|answers|score|prediction`, the last empty where none was made.
    #[must_use]
    pub fn after(&self, result: &AttemptResult) -> Head {
        let mut hasher = Sha256::new();
        hasher.update(self.0);
        hasher.update(line_of(result).as_bytes());
        Head(hasher.finalize().into())
    }
}

fn line_of(result: &AttemptResult) -> String {
    let AttemptResult { place, contestant, number, nonce, started_at, finished_at, answers, score, prediction } =
        result;
    let prediction = prediction.map(|n| n.to_string()).unwrap_or_default();
    format!("{place}|{contestant}|{number}|{nonce}|{started_at}|{finished_at}|{answers}|{score}|{prediction}")
}

/// The head of an empty log: it holds what was sealed before the round, so that no log fits another seed or pool.
#[must_use]
pub fn genesis(round: i64, commitment: &str, pool_hash: &str) -> Head {
    let text = format!("thongsuot-contest-1|{round}|{commitment}|{pool_hash}");
    Head(Sha256::digest(text.as_bytes()).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_a_result_and_its_place_is_in_the_hash() {
        let result = AttemptResult {
            place: 1,
            contestant: 12,
            number: 2,
            nonce: "a".into(),
            started_at: 5,
            finished_at: 9,
            answers: "ABC".into(),
            score: 2,
            prediction: None,
        };
        let start = genesis(1, "c", "p");
        let head = start.after(&result);
        let others = [
            AttemptResult { place: 2, ..result.clone() },
            AttemptResult { contestant: 13, ..result.clone() },
            AttemptResult { number: 1, ..result.clone() },
            AttemptResult { nonce: "b".into(), ..result.clone() },
            AttemptResult { started_at: 6, ..result.clone() },
            AttemptResult { finished_at: 8, ..result.clone() },
            AttemptResult { answers: "ABD".into(), ..result.clone() },
            AttemptResult { score: 3, ..result.clone() },
            AttemptResult { prediction: Some(0), ..result.clone() },
        ];
        for other in &others {
            assert_ne!(start.after(other), head, "{other:?}");
        }
        assert_ne!(genesis(1, "c", "q").after(&result), head);
        assert_eq!(Head::read(&head.shown()), Ok(head));
    }
}
