//! The published file of a contest: JSON objects, one a line. First the contest; then, for each round, the round, its
//! questions, what was annulled, every result in the order of the log, the first places of the ranking, the units; behind
//! all rounds the contest as a whole. People stand in it by their contestant's number only.
//!
//! The forms: 1 has no units, or they may be left out; 2 has the units of each round; 3 names the rounds of the contest, and
//! once all of them stand in it the whole: its head, the first places, its units. A reader of 3 reads all three.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{AttemptResult, to_hex};

/// A line of the file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Line {
    /// The contest, first.
    Contest(PublishedContest),
    /// A round, before everything of it.
    Round(PublishedRound),
    /// A question of the round's pool, in pool order.
    Question(PublishedQuestion),
    /// A result that does not count in the ranking; it stays in the log.
    Annulled {
        /// Its round.
        round: i64,
        /// Its place in the log.
        place: i64,
        /// Why.
        reason: String,
    },
    /// A result, in the order of the log.
    Result(PublishedResult),
    /// A place of the ranking.
    Ranked {
        /// Its round.
        round: i64,
        /// From 1; shared by who cannot be told apart.
        rank: i64,
        /// Whose.
        contestant: i64,
        /// The result that counts, by its place in the log.
        place: i64,
    },
    /// A unit of the round, behind the ranking of people; of the contest as a whole behind its ranking.
    Unit(PublishedUnit),
    /// The contest as a whole, behind every round.
    Whole(PublishedWhole),
    /// A place of the ranking over the whole contest.
    WholeRanked {
        /// From 1; shared by equal sums.
        rank: i64,
        /// Whose.
        contestant: i64,
        /// The sum of the scores that count.
        score: i64,
        /// The sum of the times of these attempts, milliseconds.
        took: i64,
    },
}

/// The newest form of the file.
pub const FORMAT: i64 = 3;
/// From this form on a round's units are never left out.
pub const FORMAT_OF_UNITS: i64 = 2;

/// The contest and the rules of its ranking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedContest {
    /// The form of this file.
    pub format: i64,
    /// The contest's number.
    pub contest: i64,
    /// What it is called.
    pub title: String,
    /// `best` or `first`.
    pub counts: String,
    /// `time`, `prediction`, `earliest`, `lot`, in the order declared.
    pub tie_break: Vec<String>,
    /// The share of the frozen list, in per cent, from which on a unit is ranked.
    #[serde(default)]
    pub least_percent: i64,
    /// The numbers of all its rounds, of those too that are not in the file yet; none before form 3.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rounds: Vec<i64>,
}

/// How much of the contest as a whole follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedWhole {
    /// People with a result that counts in one of the rounds.
    pub people: i64,
    /// Places of the ranking in the file.
    pub ranked: i64,
    /// Units in the file.
    pub units: i64,
}

/// A round: what was sealed before it, what was opened after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedRound {
    /// Its number, part of every attempt's name.
    pub round: i64,
    /// What it is called.
    pub name: String,
    /// From when, milliseconds since 1970 UTC.
    pub opens_at: i64,
    /// Until when.
    pub closes_at: i64,
    /// Minutes an attempt may take.
    pub minutes: i64,
    /// Attempts a contestant has.
    pub attempts: i64,
    /// `[source, questions drawn from it]`, in the order drawn.
    pub quotas: Vec<(String, usize)>,
    /// SHA-256 of the seed, published before the round.
    pub commitment: String,
    /// [`pool_hash`], published before the round.
    pub pool_hash: String,
    /// The seed, in hexadecimal.
    pub seed: String,
    /// What was to be predicted.
    pub truth: Option<i64>,
    /// Results in the log.
    pub results: i64,
    /// The head of the log.
    pub head: String,
}

/// A question of a pool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedQuestion {
    /// Its round.
    pub round: i64,
    /// Its place in the pool, from 0.
    pub place: usize,
    /// The source it counts for.
    pub source: String,
    /// The question.
    pub text: String,
    /// Its options in pool order.
    pub options: Vec<String>,
    /// The right ones by place, from 0.
    pub right: Vec<u8>,
    /// The options stay in this order.
    pub keeps_order: bool,
}

/// A result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedResult {
    /// Its round.
    pub round: i64,
    /// Its place in the round's log, from 1.
    pub place: i64,
    /// The contestant's number.
    pub contestant: i64,
    /// Which attempt, from 1.
    pub number: i64,
    /// The number the device chose.
    pub nonce: String,
    /// When it began.
    pub started_at: i64,
    /// When it ended.
    pub finished_at: i64,
    /// One sign a question.
    pub answers: String,
    /// How many are right.
    pub score: i64,
    /// What was predicted.
    pub prediction: Option<i64>,
    /// The unit the contestant counts for; not part of the log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<i64>,
}

/// A unit with what its people did in a round or in the whole contest, and its rank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedUnit {
    /// Its round; 0 for the contest as a whole.
    pub round: i64,
    /// Its number in this file.
    pub unit: i64,
    /// What it is called.
    pub name: String,
    /// People of the frozen list who might take part; 0 where there is no list.
    pub eligible: i64,
    /// Of them, who have a result that counts, each once.
    pub people: i64,
    /// The attempts of these people.
    pub attempts: i64,
    /// The sum of the scores that count.
    pub scores: i64,
    /// From 1; none below the least share, or without a list.
    pub rank: Option<i64>,
}

impl PublishedResult {
    /// The result as its round's log holds it, with the unit it counts for.
    #[must_use]
    pub fn of(round: i64, result: AttemptResult, unit: Option<i64>) -> Self {
        let AttemptResult { place, contestant, number, nonce, started_at, finished_at, answers, score, prediction } =
            result;
        PublishedResult {
            round,
            place,
            contestant,
            number,
            nonce,
            started_at,
            finished_at,
            answers,
            score,
            prediction,
            unit,
        }
    }

    /// Its round and the result as the log holds it.
    #[must_use]
    pub fn logged(self) -> (i64, AttemptResult) {
        let PublishedResult {
            round,
            place,
            contestant,
            number,
            nonce,
            started_at,
            finished_at,
            answers,
            score,
            prediction,
            unit: _,
        } = self;
        let result =
            AttemptResult { place, contestant, number, nonce, started_at, finished_at, answers, score, prediction };
        (round, result)
    }
}

impl Line {
    /// The line as it stands in the file, without its end.
    #[must_use]
    pub fn written(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// What is sealed of a pool: SHA-256, in hexadecimal, over its question lines as they stand in the file, each with a line
/// feed behind it, then over `source|count` of each quota, each with a line feed.
#[must_use]
pub fn pool_hash<'l>(questions: impl IntoIterator<Item = Cow<'l, str>>, quotas: &[(String, usize)]) -> String {
    let mut hasher = Sha256::new();
    for line in questions {
        hasher.update(line.as_bytes());
        hasher.update(b"\n");
    }
    for (source, count) in quotas {
        hasher.update(format!("{source}|{count}\n").as_bytes());
    }
    to_hex(&hasher.finalize())
}
