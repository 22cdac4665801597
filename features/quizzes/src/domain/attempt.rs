//! An attempt: its draw, the time it has, the answers as they are given, the result.

use kernel::{Instant, PersonId, UnitId, Verdict};
use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;

use super::{CannotAnswer, QuestionId, QuizId};

kernel::define_id!(
    /// An attempt at a test.
    AttemptId
);

/// An answer sent in the last moment is still on its way when the time ends: it is taken for so many seconds.
pub const GRACE_SECONDS: i64 = 10;

kernel::words! {
    /// How the answers came in (text `quizzes-way-<code>`).
    Way {
        /// The person's own phone or machine.
        Own = "own",
        /// Read out to a helper who acts for the person.
        Helped = "helped",
        /// On a printed sheet, typed in by a helper.
        Paper = "paper",
    }
}

/// An attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Its id.
    pub id: AttemptId,
    /// The test.
    pub quiz: QuizId,
    /// Whose it is.
    pub person: PersonId,
    /// Their home unit when it was begun.
    pub unit: UnitId,
    /// Which of the person's attempts, from 1.
    pub number: i64,
    /// How the answers come in.
    pub way: Way,
    /// When it was begun.
    pub started_at: Instant,
    /// When it ends by itself.
    pub ends_at: Instant,
    /// When it was handed in, or its time was over.
    pub handed_in_at: Option<Instant>,
    /// True when its time was over before it was handed in.
    pub ended_by_time: bool,
    /// How many questions it has.
    pub questions: i64,
    /// How many are right; none while it runs.
    pub right: Option<i64>,
    /// It reached the mark.
    pub is_passed: bool,
}

impl Attempt {
    /// True when its time is over, the grace included.
    #[must_use]
    pub fn is_out_of_time(&self, now: Instant) -> bool {
        now >= self.ends_at.plus_seconds(GRACE_SECONDS)
    }

    /// True while answers are taken.
    #[must_use]
    pub fn runs(&self, now: Instant) -> bool {
        self.handed_in_at.is_none() && !self.is_out_of_time(now)
    }

    /// May an answer be given, or the attempt be handed in?
    pub fn may_answer(&self, now: Instant) -> Verdict<CannotAnswer> {
        Verdict::default()
            .refuse_if(self.handed_in_at.is_some(), CannotAnswer::HandedIn)
            .refuse_if(self.handed_in_at.is_none() && self.is_out_of_time(now), CannotAnswer::OutOfTime)
    }

    /// Seconds left on the server's clock, at least 0.
    #[must_use]
    pub fn seconds_left(&self, now: Instant) -> i64 {
        ((self.ends_at.0 - now.0) / 1000).max(0)
    }

    /// Handed in with so many right answers, or ended by time.
    #[must_use]
    pub fn handed_in(self, right: i64, pass_mark: i64, now: Instant) -> Self {
        let ended_by_time = now >= self.ends_at;
        Attempt {
            handed_in_at: Some(if ended_by_time { self.ends_at } else { now }),
            ended_by_time,
            right: Some(right),
            is_passed: self.questions > 0 && right * 100 >= pass_mark * self.questions,
            ..self
        }
    }

    /// Its result in thousandths; 0 while it runs.
    #[must_use]
    pub fn points(&self) -> i64 {
        self.right.unwrap_or_default() * 1000 / self.questions.max(1)
    }
}

/// A question as it was drawn into an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// The question.
    pub question: QuestionId,
    /// Which of its choices stands where: places of the bank in the order shown.
    pub order: Vec<usize>,
}

/// What a quota draws from: questions with how many choices each has.
pub type DrawPool = Vec<(QuestionId, usize)>;

/// Draws so many questions of each pool, none twice, and shuffles them and their choices. The same seed draws the same.
#[must_use]
pub fn draw(pools: &[(DrawPool, usize)], seed: u64) -> Vec<Drawn> {
    let mut random = StdRng::seed_from_u64(seed);
    let mut drawn: Vec<Drawn> = Vec::new();
    for (pool, wanted) in pools {
        let mut left: Vec<_> = pool.iter().filter(|(id, _)| drawn.iter().all(|one| one.question != *id)).collect();
        left.shuffle(&mut random);
        for (question, choices) in left.into_iter().take(*wanted) {
            let mut order: Vec<usize> = (0..*choices).collect();
            order.shuffle(&mut random);
            drawn.push(Drawn { question: *question, order });
        }
    }
    drawn.shuffle(&mut random);
    drawn
}

/// An answer as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The place of the question in the attempt, from 0.
    pub position: i64,
    /// The question as drawn.
    pub drawn: Drawn,
    /// What was marked: places of the bank, ascending.
    pub given: Vec<usize>,
    /// The number of the saving it came with, 0 before any.
    pub sequence: i64,
}

impl Answer {
    /// Marked in place of what was there: places as shown, which become places of the bank. Unknown ones are left out.
    #[must_use]
    pub fn marked(self, shown: &[usize], sequence: i64) -> Self {
        let mut given: Vec<usize> = shown.iter().filter_map(|place| self.drawn.order.get(*place)).copied().collect();
        given.sort_unstable();
        given.dedup();
        Answer { given, sequence, ..self }
    }

    /// True when the choice at this place of the page is marked.
    #[must_use]
    pub fn is_marked(&self, shown: usize) -> bool {
        self.drawn.order.get(shown).is_some_and(|place| self.given.contains(place))
    }

    /// True when exactly what is right is marked.
    #[must_use]
    pub fn is_right(&self, right: &[usize]) -> bool {
        self.given == right
    }

    /// True when this saving is newer than what is kept. Sent twice, or overtaken by a newer one, it changes nothing.
    #[must_use]
    pub fn takes(&self, sequence: i64) -> bool {
        sequence > self.sequence
    }
}

/// Places as text, `2,0,1`, for keeping.
#[must_use]
pub fn places_text(places: &[usize]) -> String {
    places.iter().map(usize::to_string).collect::<Vec<_>>().join(",")
}

/// Places out of text; what is no number is left out.
#[must_use]
pub fn read_places(text: &str) -> Vec<usize> {
    text.split(',').filter_map(|place| place.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Reason;

    fn id(n: u128) -> QuestionId {
        QuestionId::from(kernel::id_parts::Uuid::from_u128(n))
    }

    fn an_attempt() -> Attempt {
        Attempt {
            id: "01994d2c-0000-7000-8000-000000000001".parse().unwrap(),
            quiz: "01994d2c-0000-7000-8000-000000000002".parse().unwrap(),
            person: "01994d2c-0000-7000-8000-000000000003".parse().unwrap(),
            unit: "01994d2c-0000-7000-8000-000000000004".parse().unwrap(),
            number: 1,
            way: Way::Own,
            started_at: Instant(0),
            ends_at: Instant(600_000),
            handed_in_at: None,
            ended_by_time: false,
            questions: 4,
            right: None,
            is_passed: false,
        }
    }

    #[test]
    fn a_draw_has_the_quotas_no_question_twice_and_follows_its_seed() {
        let pool = |ids: std::ops::Range<u128>| ids.map(|n| (id(n), 4)).collect::<DrawPool>();
        let pools = [(pool(0..5), 3), (pool(0..20), 7)];
        let one = draw(&pools, 7);
        assert_eq!((one.len(), &one), (10, &draw(&pools, 7)));
        assert_ne!(one, draw(&pools, 8));
        let mut ids: Vec<_> = one.iter().map(|drawn| drawn.question).collect();
        assert!(ids.iter().filter(|one| **one < id(5)).count() >= 3);
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), 10);
        assert!(one.iter().all(|drawn| {
            let mut order = drawn.order.clone();
            order.sort_unstable();
            order == [0, 1, 2, 3]
        }));
    }

    #[test]
    fn every_question_and_every_first_choice_comes_up_about_equally_often() {
        let pools = [((0..10).map(|n| (id(n), 4)).collect::<DrawPool>(), 2)];
        let (mut drawn, mut first) = ([0_u32; 10], [0_u32; 4]);
        for seed in 0..5_000 {
            for one in draw(&pools, seed) {
                drawn[usize::try_from(one.question.0.as_u128()).unwrap()] += 1;
                first[one.order[0]] += 1;
            }
        }
        assert!(drawn.iter().all(|count| (850..1_150).contains(count)), "{drawn:?}");
        assert!(first.iter().all(|count| (2_300..2_700).contains(count)), "{first:?}");
    }

    #[test]
    fn nothing_asked_is_nothing_passed() {
        let empty = Attempt { questions: 0, ..an_attempt() };
        assert!(!empty.handed_in(0, 60, Instant(1)).is_passed);
        assert!(an_attempt().handed_in(3, 60, Instant(1)).is_passed);
    }

    #[test]
    fn what_is_marked_is_kept_by_its_place_in_the_bank() {
        let drawn = Drawn { question: id(1), order: vec![2, 0, 1] };
        let answer = Answer { position: 0, drawn, given: Vec::new(), sequence: 0 };
        let marked = answer.marked(&[0, 2, 9], 3);
        assert_eq!(marked.given, [1, 2]);
        assert!(marked.is_marked(0) && !marked.is_marked(1) && marked.is_marked(2));
        assert!(marked.is_right(&[1, 2]) && !marked.is_right(&[1]));
        assert!(!marked.takes(3) && marked.takes(4));
        assert_eq!(read_places(&places_text(&marked.given)), marked.given);
        assert_eq!(read_places(""), Vec::<usize>::new());
    }

    #[test]
    fn the_clock_ends_an_attempt_and_a_late_answer_has_ten_seconds() {
        let attempt = an_attempt();
        assert!(attempt.may_answer(Instant(609_999)).is_yes());
        assert_eq!(attempt.may_answer(Instant(610_000)).reasons()[0].code(), "QUIZ-15");
        assert_eq!((attempt.seconds_left(Instant(599_500)), attempt.seconds_left(Instant(700_000))), (0, 0));
        let over = attempt.clone().handed_in(2, 50, Instant(615_000));
        assert_eq!((over.handed_in_at, over.ended_by_time, over.is_passed), (Some(Instant(600_000)), true, true));
        assert_eq!(over.may_answer(Instant(615_000)).reasons()[0].code(), "QUIZ-14");
        let early = attempt.handed_in(1, 50, Instant(100_000));
        assert_eq!((early.points(), early.is_passed, early.ended_by_time), (250, false, false));
    }
}
