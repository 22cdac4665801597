//! A round: when it is open, how long an attempt takes, what is drawn from its pool.

use fair_contest::{PublishedQuestion, Seed};
use kernel::{Instant, Verdict};
use quizzes::domain::QuestionId;

use super::{CannotSettle, ContestId};

/// A round of a contest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// Its number, part of every attempt's name.
    pub no: i64,
    /// The contest.
    pub contest: ContestId,
    /// From 1.
    pub position: i64,
    /// «Tuần 1».
    pub name: String,
    /// Attempts begin from here on.
    pub opens_at: Instant,
    /// No attempt begins after it, and every attempt ends with it.
    pub closes_at: Instant,
    /// Minutes an attempt takes at most.
    pub minutes: i64,
    /// Attempts a contestant has.
    pub attempts: i64,
    /// Source and how many questions are drawn from it, in order.
    pub quotas: Vec<(String, usize)>,
    /// Sealed at the announcement.
    pub seed: Option<Seed>,
    /// What was published of the seed; empty before the announcement.
    pub commitment: String,
    /// What was published of the pool.
    pub pool_hash: String,
    /// What was to be predicted, once known.
    pub truth: Option<i64>,
    /// When its result was settled.
    pub settled_at: Option<Instant>,
    /// Its right answers are held back until then: tests of the bank ask the same questions.
    pub held_until: Option<Instant>,
    /// Results in its log.
    pub log_place: i64,
    /// The newest hash of its log.
    pub log_head: Vec<u8>,
    /// Counts what changes standings without a result.
    pub revision: i64,
    /// Counts its changes.
    pub version: i64,
}

kernel::words! {
    /// What a round is doing at an instant (text `contests-phase-<code>`).
    Phase {
        /// Not open yet.
        Waiting = "waiting",
        /// Attempts begin and end.
        Open = "open",
        /// Closed, its result not settled.
        Closed = "closed",
        /// Its result stands.
        Settled = "settled",
    }
}

impl Round {
    /// A round of this contest of which nothing is known yet.
    #[must_use]
    pub fn new(contest: ContestId) -> Self {
        Round {
            no: 0,
            contest,
            position: 0,
            name: String::new(),
            opens_at: Instant(0),
            closes_at: Instant(0),
            minutes: 10,
            attempts: 1,
            quotas: Vec::new(),
            seed: None,
            commitment: String::new(),
            pool_hash: String::new(),
            truth: None,
            settled_at: None,
            held_until: None,
            log_place: 0,
            log_head: Vec::new(),
            revision: 0,
            version: 0,
        }
    }

    /// What it is doing at this instant.
    #[must_use]
    pub fn phase(&self, now: Instant) -> Phase {
        match self.settled_at {
            Some(_) => Phase::Settled,
            None if now < self.opens_at => Phase::Waiting,
            None if now < self.closes_at => Phase::Open,
            None => Phase::Closed,
        }
    }

    /// When an attempt that begins now ends at the latest.
    #[must_use]
    pub fn due_at(&self, now: Instant) -> Instant {
        now.plus_seconds(self.minutes * 60).min(self.closes_at)
    }

    /// Questions of an attempt.
    #[must_use]
    pub fn length(&self) -> usize {
        self.quotas.iter().map(|(_, count)| count).sum()
    }

    /// Its hours fit an announcement made now.
    #[must_use]
    pub fn has_fitting_times(&self, now: Instant) -> bool {
        now < self.opens_at && self.opens_at < self.closes_at && self.minutes > 0 && self.attempts > 0
    }

    /// May its result be settled? `grace` is in seconds.
    pub fn may_settle(&self, now: Instant, grace: i64, needs_truth: bool, truth: Option<i64>) -> Verdict<CannotSettle> {
        let is_running = now <= self.closes_at.plus_seconds(grace) || self.settled_at.is_some();
        Verdict::default()
            .refuse_if(is_running, CannotSettle::NotOver)
            .refuse_if(needs_truth && truth.is_none(), CannotSettle::NoTruth)
    }
}

/// A question of a round's pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The source it counts for.
    pub source: String,
    /// The question.
    pub text: String,
    /// Its options, 2 to 6.
    pub options: Vec<String>,
    /// The right ones by place, from 0.
    pub right: Vec<u8>,
    /// The options stay in this order.
    pub keeps_order: bool,
    /// The question of the bank it was copied from.
    pub bank: Option<QuestionId>,
}

impl Question {
    /// The right options, a bit each.
    #[must_use]
    pub fn right_set(&self) -> u8 {
        self.right.iter().fold(0, |set, option| set | (1 << option))
    }

    /// As it is sealed and published.
    #[must_use]
    pub fn published(&self, round: i64, place: usize) -> PublishedQuestion {
        PublishedQuestion {
            round,
            place,
            source: self.source.clone(),
            text: self.text.clone(),
            options: self.options.clone(),
            right: self.right.clone(),
            keeps_order: self.keeps_order,
        }
    }
}
