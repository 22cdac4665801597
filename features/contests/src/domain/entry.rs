//! A contestant in a round: attempts made, the one that runs, the one that counts. Every step may be sent twice.

use fair_contest::{Answers, AttemptResult, Counts, Performance, TieBreak, key_of};
use kernel::{Instant, Reason, Refused};

use super::{CannotSit, Round, Rules};

/// What a device adds to an attempt: for a person who looks at odd results later.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    /// The device's token.
    pub device: String,
    /// A keyed hash of the network address.
    pub address: String,
}

/// The attempt that runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sitting {
    /// The number its device chose; part of its draw.
    pub nonce: String,
    /// When it began.
    pub started_at: Instant,
    /// When its time is up.
    pub due_at: Instant,
    /// Counts what was saved; older ones are left out.
    pub revision: i64,
    /// The answers saved.
    pub answers: String,
    /// The prediction saved.
    pub prediction: Option<i64>,
    /// Device and address.
    pub marks: Marks,
}

/// A contestant in a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The contestant's number.
    pub contestant: i64,
    /// Attempts begun.
    pub attempts: i64,
    /// The one that runs.
    pub sitting: Option<Sitting>,
    /// The place in the log of the newest that ended.
    pub last_place: Option<i64>,
    /// What counts.
    pub best: Option<Performance>,
    /// Counts its changes; 0 before it is kept.
    pub version: i64,
}

/// An attempt that ended, to be graded and logged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// The contestant.
    pub contestant: i64,
    /// Which attempt.
    pub number: i64,
    /// How it stood.
    pub sitting: Sitting,
    /// When it ended.
    pub finished_at: Instant,
}

/// What a submission leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Submitted {
    /// It ended now.
    Now(Box<Ended>),
    /// It had ended before; the place in the log.
    Before(i64),
}

/// What was sent of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// Which attempt.
    pub number: i64,
    /// Counts what was sent.
    pub revision: i64,
    /// The answers, one sign a question.
    pub answers: String,
    /// The prediction.
    pub prediction: Option<i64>,
}

fn refused(why: CannotSit) -> Refused {
    kernel::Verdict::default().refuse_if(true, why).or_refuse().err().unwrap_or(Refused(Vec::new()))
}

impl Entry {
    /// A contestant who has not begun.
    #[must_use]
    pub fn new(contestant: i64) -> Self {
        Entry { contestant, attempts: 0, sitting: None, last_place: None, best: None, version: 0 }
    }

    /// The attempt that a start would begin or go on with.
    #[must_use]
    pub fn next_number(&self, now: Instant, grace: i64) -> i64 {
        let goes_on = self.sitting.as_ref().is_some_and(|sitting| now <= sitting.due_at.plus_seconds(grace));
        if goes_on { self.attempts } else { self.attempts + 1 }
    }

    /// The round closes later than when the attempt began: an attempt that the closing had cut short has its time.
    pub fn lengthen(&mut self, round: &Round) {
        if let Some(sitting) = self.sitting.as_mut() {
            sitting.due_at = sitting.due_at.max(round.due_at(sitting.started_at));
        }
    }

    /// When the attempt that runs ends at the latest.
    #[must_use]
    pub fn due_at(&self) -> Option<Instant> {
        self.sitting.as_ref().map(|sitting| sitting.due_at)
    }

    /// Ends the attempt whose time is up, with what was saved.
    pub fn end_late(&mut self, now: Instant, grace: i64) -> Option<Ended> {
        let is_late = self.sitting.as_ref().is_some_and(|sitting| now > sitting.due_at.plus_seconds(grace));
        if is_late { self.end(now) } else { None }
    }

    /// Ends the attempt that runs.
    pub fn end(&mut self, now: Instant) -> Option<Ended> {
        let sitting = self.sitting.take()?;
        let finished_at = now.min(sitting.due_at);
        Some(Ended { contestant: self.contestant, number: self.attempts, sitting, finished_at })
    }

    /// Begins an attempt; one that runs goes on. What ran over its time must have been ended before.
    ///
    /// # Errors
    /// [`CannotSit`].
    pub fn start(&mut self, round: &Round, now: Instant, nonce: &str, marks: Marks) -> Result<(), Refused> {
        if self.sitting.is_some() {
            return Ok(());
        }
        if now < round.opens_at {
            return Err(refused(CannotSit::NotYet));
        }
        if now >= round.closes_at {
            return Err(refused(CannotSit::Over));
        }
        if self.attempts >= round.attempts {
            return Err(refused(CannotSit::NoneLeft(round.attempts)));
        }
        self.attempts += 1;
        self.sitting = Some(Sitting {
            nonce: nonce.to_owned(),
            started_at: now,
            due_at: round.due_at(now),
            revision: 0,
            answers: Answers::none(round.length()).as_str().to_owned(),
            prediction: None,
            marks,
        });
        Ok(())
    }

    /// Saves answers. Older ones than those saved change nothing.
    ///
    /// # Errors
    /// [`CannotSit`].
    pub fn save(&mut self, sent: &Sent, now: Instant, grace: i64) -> Result<(), Refused> {
        let attempts = self.attempts;
        let Some(sitting) = self.sitting.as_mut().filter(|_| attempts == sent.number) else {
            return Err(refused(CannotSit::NoneRuns));
        };
        if now > sitting.due_at.plus_seconds(grace) {
            return Err(refused(CannotSit::TimeUp));
        }
        if sent.answers.len() != sitting.answers.len() {
            return Err(refused(CannotSit::Unreadable));
        }
        if sent.revision > sitting.revision {
            sitting.revision = sent.revision;
            sitting.answers.clone_from(&sent.answers);
            sitting.prediction = sent.prediction;
        }
        Ok(())
    }

    /// Ends the attempt with these answers. After its time what was saved counts; a second time nothing changes.
    ///
    /// # Errors
    /// [`CannotSit`] when no such attempt was begun.
    pub fn submit(&mut self, sent: &Sent, now: Instant, grace: i64) -> Result<Submitted, Refused> {
        if self.sitting.is_none() || sent.number != self.attempts {
            let ended = self.last_place.filter(|_| sent.number == self.attempts && sent.number > 0);
            return ended.map(Submitted::Before).ok_or_else(|| refused(CannotSit::NoneRuns));
        }
        match self.save(sent, now, grace) {
            Err(why) if why.0.iter().any(|told| told.code != CannotSit::TimeUp.code()) => return Err(why),
            _ => {}
        }
        match self.end(now) {
            Some(ended) => Ok(Submitted::Now(Box::new(ended))),
            None => Err(refused(CannotSit::NoneRuns)),
        }
    }

    /// Takes in a result that was logged.
    pub fn note(&mut self, result: &AttemptResult, rules: &Rules, opened_at: Instant) {
        self.last_place = Some(result.place);
        let new = fair_contest::performance_of(result);
        let counts = self.best.is_none_or(|old| counts_before(&new, &old, rules, opened_at));
        if counts {
            self.best = Some(new);
        }
    }
}

/// Whether of one contestant the new result counts and the old does not any more.
#[must_use]
pub fn counts_before(new: &Performance, old: &Performance, rules: &Rules, opened_at: Instant) -> bool {
    // lot and prediction do not choose between one's own attempts
    let order: Vec<TieBreak> =
        rules.tie_break().into_iter().filter(|one| matches!(one, TieBreak::Time | TieBreak::Earliest)).collect();
    let key = |of: &Performance| (key_of(of, &order, opened_at.0, None, &fair_contest::Seed([0; 32])), of.place);
    match rules.counts() {
        Counts::Best => key(new) < key(old),
        Counts::First => new.place < old.place,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Instant {
        Instant(seconds * 1_000)
    }

    fn round() -> Round {
        let contest = "01994d2c-0000-7000-8000-000000000001".parse().unwrap();
        let quotas = vec![("Luật".into(), 3)];
        Round { no: 1, opens_at: at(100), closes_at: at(2_000), attempts: 2, quotas, ..Round::new(contest) }
    }

    fn sent(number: i64, revision: i64, answers: &str) -> Sent {
        Sent { number, revision, answers: answers.into(), prediction: Some(7) }
    }

    fn code<T: std::fmt::Debug>(result: Result<T, Refused>) -> &'static str {
        result.unwrap_err().0[0].code
    }

    fn started(now: i64) -> Entry {
        let mut entry = Entry::new(5);
        entry.start(&round(), at(now), "n1", Marks::default()).unwrap();
        entry
    }

    #[test]
    fn an_attempt_begins_in_the_hours_of_its_round_and_goes_on_when_asked_again() {
        let begin = |now: i64| Entry::new(5).start(&round(), at(now), "n", Marks::default());
        assert_eq!((code(begin(99)), code(begin(2_000))), ("CONT-16", "CONT-17"));
        let mut entry = started(100);
        entry.start(&round(), at(200), "n2", Marks::default()).unwrap();
        assert_eq!((entry.attempts, entry.sitting.as_ref().unwrap().nonce.as_str()), (1, "n1"));
        assert_eq!((entry.next_number(at(200), 20), entry.next_number(at(721), 20)), (1, 2));
        assert_eq!(started(1_900).sitting.unwrap().due_at, at(2_000), "the round ends it");
    }

    #[test]
    fn what_is_saved_twice_or_late_on_its_way_changes_nothing() {
        let mut entry = started(100);
        entry.save(&sent(1, 2, "ABA"), at(110), 20).unwrap();
        entry.save(&sent(1, 1, "BBB"), at(111), 20).unwrap();
        entry.save(&sent(1, 2, "CCC"), at(112), 20).unwrap();
        assert_eq!(entry.sitting.as_ref().unwrap().answers, "ABA");
        assert_eq!(code(entry.save(&sent(2, 3, "ABA"), at(113), 20)), "CONT-20");
        assert_eq!(code(entry.save(&sent(1, 3, "ABAB"), at(113), 20)), "CONT-21");
        assert_eq!(code(entry.save(&sent(1, 3, "AAA"), at(721), 20)), "CONT-19");
    }

    #[test]
    fn an_attempt_ends_once_and_its_grace_counts_for_nobodys_time() {
        let mut entry = started(100);
        let ended = match entry.submit(&sent(1, 1, "ABC"), at(715), 20).unwrap() {
            Submitted::Now(ended) => ended,
            other => panic!("{other:?}"),
        };
        assert_eq!((ended.sitting.answers.as_str(), ended.finished_at), ("ABC", at(700)));
        entry.last_place = Some(9);
        assert_eq!(entry.submit(&sent(1, 2, "CCC"), at(716), 20), Ok(Submitted::Before(9)));
        assert_eq!(code(entry.submit(&sent(2, 2, "CCC"), at(716), 20)), "CONT-20");
    }

    #[test]
    fn after_its_time_what_was_saved_counts() {
        let mut entry = started(100);
        entry.save(&sent(1, 1, "ABC"), at(110), 20).unwrap();
        let mut left = entry.clone();
        match entry.submit(&sent(1, 2, "CCC"), at(900), 20).unwrap() {
            Submitted::Now(ended) => assert_eq!(ended.sitting.answers, "ABC"),
            other => panic!("{other:?}"),
        }
        assert_eq!(left.end_late(at(720), 20), None);
        let ended = left.end_late(at(721), 20).unwrap();
        assert_eq!((ended.number, ended.finished_at, ended.sitting.answers.as_str()), (1, at(700), "ABC"));
        left.start(&round(), at(730), "n", Marks::default()).unwrap();
        left.end(at(740));
        assert_eq!(code(left.start(&round(), at(750), "n", Marks::default())), "CONT-18");
    }
}
