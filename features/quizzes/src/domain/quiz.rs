//! An awareness test (bài kiểm tra nhận thức): what it draws from, how long and how often it may be taken, its states.

use std::collections::BTreeSet;

use kernel::{ConferenceId, DocumentId, Instant, Refused, RolloutId, UnitId, Verdict};

use super::{CannotAnnounce, CannotChangeQuestion, CannotChangeQuiz, CannotStart, QuestionId};

kernel::define_id!(
    /// An awareness test.
    QuizId
);

kernel::words! {
    /// Where a test stands (text `quizzes-quiz-state-<code>`).
    QuizState {
        /// Being prepared: nobody below sees it.
        Preparing = "preparing",
        /// Announced: taken in its opening hours.
        Announced = "announced",
        /// Closed: results and explanations are shown.
        Closed = "closed",
    }
}

kernel::words! {
    /// Who takes it, of the branch of its unit (text `quizzes-audience-<code>`).
    Audience {
        /// Đảng viên.
        Members = "members",
        /// Đảng viên and whoever else is on the lists.
        Everybody = "everybody",
    }
}

kernel::words! {
    /// When whoever took it sees the result (text `quizzes-shows-<code>`); answers and explanations always wait for the
    /// end, because others still take the test.
    Shows {
        /// Once it is handed in.
        AtOnce = "at_once",
        /// When the test is closed.
        AfterClosing = "after_closing",
    }
}

/// How many questions of which part of the bank.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Quota {
    /// About this document; none for any.
    pub document: Option<DocumentId>,
    /// Of this clause or one below it; empty for any.
    pub clause: String,
    /// With this tag; empty for any.
    pub tag: String,
    /// How many.
    pub questions: i64,
}

/// How a test is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What it is called.
    pub title: String,
    /// The rollout it belongs to.
    pub rollout: Option<RolloutId>,
    /// The conference it belongs to.
    pub conference: Option<ConferenceId>,
    /// What each attempt draws.
    pub quotas: Vec<Quota>,
    /// Minutes an attempt lasts.
    pub minutes: i64,
    /// Attempts of each person.
    pub attempts: i64,
    /// Right answers of a hundred with which it is passed.
    pub pass_mark: i64,
    /// From when on it may be begun.
    pub opens_at: Instant,
    /// Until when; attempts begun before end then at the latest.
    pub closes_at: Instant,
    /// Who takes it.
    pub audience: Audience,
    /// When results are shown.
    pub shows: Shows,
    /// What is right, with explanations, is shown after closing.
    pub explains: bool,
    /// A unit's duty to study is done when so many of a hundred of its people have handed in.
    pub duty_share: i64,
}

/// A test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quiz {
    /// Its id.
    pub id: QuizId,
    /// Who holds it; its branch takes it.
    pub unit: UnitId,
    /// How it is taken.
    pub plan: Plan,
    /// Where it stands.
    pub state: QuizState,
    /// Counts its changes.
    pub version: i64,
}

/// A quota with the questions in use it may draw from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Supply {
    /// How many are drawn.
    pub wanted: i64,
    /// Out of these.
    pub pool: BTreeSet<QuestionId>,
}

/// The first quota whose pool cannot give its questions and those of all quotas that draw from the same ones: its place
/// from 1, how many it needs, how many there are. When there is none, every draw succeeds, in whatever order.
#[must_use]
pub fn shortage(supplies: &[Supply]) -> Option<(i64, i64, i64)> {
    (1..).zip(supplies).find_map(|(place, supply)| {
        let sharing = supplies.iter().filter(|other| !other.pool.is_disjoint(&supply.pool));
        let needed = sharing.map(|other| other.wanted).sum::<i64>().max(supply.wanted);
        let there = i64::try_from(supply.pool.len()).unwrap_or(i64::MAX);
        (needed > there).then_some((place, needed, there))
    })
}

impl Plan {
    /// How many questions an attempt has.
    #[must_use]
    pub fn questions(&self) -> i64 {
        self.quotas.iter().map(|quota| quota.questions).sum()
    }
}

impl Quiz {
    /// May its plan be changed? What is announced is kept as it was announced.
    pub fn may_write(&self) -> Verdict<CannotChangeQuiz> {
        Verdict::default().refuse_if(self.state != QuizState::Preparing, CannotChangeQuiz::Announced)
    }

    /// May it be announced?
    pub fn may_announce(&self, supplies: &[Supply], now: Instant) -> Verdict<CannotAnnounce> {
        let verdict = Verdict::default()
            .refuse_if(self.state != QuizState::Preparing, CannotAnnounce::Announced)
            .refuse_if(self.plan.questions() == 0, CannotAnnounce::NoQuestion)
            .refuse_if(self.plan.closes_at <= now, CannotAnnounce::Past);
        match shortage(supplies) {
            Some((place, needed, there)) => verdict.refuse_if(true, CannotAnnounce::Short { place, needed, there }),
            None => verdict,
        }
    }

    /// Announced.
    ///
    /// # Errors
    /// [`CannotAnnounce`].
    pub fn announce(self, supplies: &[Supply], now: Instant) -> Result<Self, Refused> {
        self.may_announce(supplies, now).or_refuse()?;
        Ok(Quiz { state: QuizState::Announced, ..self })
    }

    /// May it be closed?
    pub fn may_close(&self) -> Verdict<CannotChangeQuiz> {
        Verdict::default().refuse_if(self.state != QuizState::Announced, CannotChangeQuiz::NotAnnounced)
    }

    /// Closed.
    ///
    /// # Errors
    /// [`CannotChangeQuiz`].
    pub fn close(self) -> Result<Self, Refused> {
        self.may_close().or_refuse()?;
        Ok(Quiz { state: QuizState::Closed, ..self })
    }

    /// May somebody who has made so many attempts begin one now?
    pub fn may_start(&self, made: i64, now: Instant) -> Verdict<CannotStart> {
        let is_early = self.state == QuizState::Announced && now < self.plan.opens_at;
        let is_over = self.state != QuizState::Announced || now >= self.plan.closes_at;
        Verdict::default()
            .refuse_if(is_early, CannotStart::NotYet(self.plan.opens_at))
            .refuse_if(is_over, CannotStart::Over)
            .refuse_if(made >= self.plan.attempts, CannotStart::NoAttemptLeft(self.plan.attempts))
    }

    /// Can an attempt have the questions that were announced?
    pub fn may_draw(&self, supplies: &[Supply]) -> Verdict<CannotStart> {
        let is_short = self.plan.questions() == 0 || shortage(supplies).is_some();
        Verdict::default().refuse_if(is_short, CannotStart::FewQuestions(self.plan.questions()))
    }

    /// May this question of its pool be retired while people take it? Not when attempts
    /// would run short of questions only without it.
    pub fn may_spare(&self, question: QuestionId, supplies: &[Supply]) -> Verdict<CannotChangeQuestion> {
        let mut left = supplies.to_vec();
        for supply in &mut left {
            supply.pool.remove(&question);
        }
        let is_first_missed = shortage(supplies).is_none() && shortage(&left).is_some();
        let is_needed = self.state == QuizState::Announced && is_first_missed;
        Verdict::default().refuse_if(is_needed, CannotChangeQuestion::Needed(self.plan.title.clone()))
    }

    /// When an attempt begun now ends. On paper somebody else watches the time: it ends with the test.
    #[must_use]
    pub fn ends_at(&self, now: Instant, is_on_paper: bool) -> Instant {
        let by_minutes = now.plus_seconds(self.plan.minutes * 60);
        if is_on_paper { self.plan.closes_at } else { by_minutes.min(self.plan.closes_at) }
    }

    /// True when whoever handed in may see the result.
    #[must_use]
    pub fn shows_result(&self) -> bool {
        self.state == QuizState::Closed || self.plan.shows == Shows::AtOnce
    }

    /// True when what is right may be shown: nobody takes the test any more.
    #[must_use]
    pub fn shows_answers(&self) -> bool {
        self.state == QuizState::Closed && self.plan.explains
    }
}

#[cfg(test)]
pub(super) fn a_quiz() -> Quiz {
    Quiz {
        id: "01994d2c-0000-7000-8000-000000000001".parse().unwrap(),
        unit: "01994d2c-0000-7000-8000-000000000002".parse().unwrap(),
        plan: Plan {
            title: "Kiểm tra nhận thức".into(),
            rollout: None,
            conference: None,
            quotas: vec![Quota { questions: 2, ..Quota::default() }],
            minutes: 10,
            attempts: 2,
            pass_mark: 50,
            opens_at: Instant(1_000_000),
            closes_at: Instant(2_000_000),
            audience: Audience::Members,
            shows: Shows::AfterClosing,
            explains: true,
            duty_share: 100,
        },
        state: QuizState::Preparing,
        version: 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Reason;

    fn codes<R: Reason>(verdict: &Verdict<R>) -> Vec<&'static str> {
        verdict.reasons().iter().map(Reason::code).collect()
    }

    fn supply(wanted: i64, ids: std::ops::Range<u128>) -> Supply {
        Supply { wanted, pool: ids.map(|n| QuestionId::from(kernel::id_parts::Uuid::from_u128(n))).collect() }
    }

    #[test]
    fn quotas_that_draw_from_the_same_questions_need_enough_for_all() {
        assert_eq!(shortage(&[supply(2, 0..2), supply(3, 5..9)]), None);
        assert_eq!(shortage(&[supply(2, 0..4), supply(3, 0..4)]), Some((1, 5, 4)));
        assert_eq!(shortage(&[supply(2, 0..2), supply(1, 0..0)]), Some((2, 1, 0)));
    }

    #[test]
    fn a_test_is_announced_with_enough_questions_and_time_to_take_it() {
        let enough = [supply(2, 0..5)];
        assert_eq!(codes(&a_quiz().may_announce(&[supply(2, 0..1)], Instant(3_000_000))), ["QUIZ-08", "QUIZ-09"]);
        let announced = a_quiz().announce(&enough, Instant(0)).unwrap();
        assert_eq!(codes(&announced.may_write()), ["QUIZ-05"]);
        assert_eq!(codes(&announced.may_announce(&enough, Instant(0))), ["QUIZ-06"]);
        let empty = Quiz { plan: Plan { quotas: Vec::new(), ..a_quiz().plan }, ..a_quiz() };
        assert_eq!(codes(&empty.may_announce(&[], Instant(0))), ["QUIZ-07"]);
        assert_eq!(codes(&a_quiz().may_close()), ["QUIZ-10"]);
        assert_eq!(announced.close().unwrap().state, QuizState::Closed);
    }

    #[test]
    fn it_is_begun_in_its_hours_and_as_often_as_announced() {
        let announced = a_quiz().announce(&[supply(2, 0..5)], Instant(0)).unwrap();
        assert_eq!(codes(&announced.may_start(0, Instant(999_999))), ["QUIZ-11"]);
        assert!(announced.may_start(1, Instant(1_000_000)).is_yes());
        assert_eq!(codes(&announced.may_start(2, Instant(2_000_000))), ["QUIZ-12", "QUIZ-13"]);
        assert_eq!(announced.ends_at(Instant(1_100_000), false), Instant(1_700_000));
        assert_eq!(announced.ends_at(Instant(1_900_000), false), Instant(2_000_000));
        assert_eq!(announced.ends_at(Instant(1_100_000), true), Instant(2_000_000));
    }

    #[test]
    fn an_attempt_has_the_questions_announced_and_what_it_needs_is_not_retired() {
        let announced = a_quiz().announce(&[supply(2, 0..3)], Instant(0)).unwrap();
        assert!(announced.may_draw(&[supply(2, 0..2)]).is_yes());
        assert_eq!(codes(&announced.may_draw(&[supply(2, 0..1)])), ["QUIZ-17"]);
        let one = QuestionId::from(kernel::id_parts::Uuid::from_u128(1));
        assert!(announced.may_spare(one, &[supply(2, 0..3)]).is_yes());
        assert_eq!(codes(&announced.may_spare(one, &[supply(2, 0..2)])), ["QUIZ-16"]);
        // what runs short already does not hold a question, of this quota or of another
        assert!(announced.may_spare(one, &[supply(3, 0..2)]).is_yes());
        assert!(announced.may_spare(one, &[supply(2, 0..3), supply(2, 5..6)]).is_yes());
        let closed = announced.close().unwrap();
        assert!(closed.may_spare(one, &[supply(2, 0..2)]).is_yes());
    }

    #[test]
    fn what_is_right_is_shown_when_nobody_takes_it_any_more() {
        let announced = a_quiz().announce(&[supply(2, 0..5)], Instant(0)).unwrap();
        assert!(!announced.shows_answers() && !announced.shows_result());
        let closed = announced.close().unwrap();
        assert!(closed.shows_answers() && closed.shows_result());
    }
}
