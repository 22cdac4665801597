//! What a contestant chose: one sign a question in the order shown, and the score that follows from it.

use crate::{Drawn, Pool};

/// The most options a question may have: what one sign holds.
pub const MOST_OPTIONS: u8 = 6;

/// The signs of base64url; the value of a sign is a set of shown places, `A` is none.
const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The text is not one sign for each question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not one sign for each question")]
pub struct NotAnswers;

/// Answers as they are sent, kept and published: bit `n` of a sign's value says that the option shown at place `n`,
/// counted from 0, was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answers(String);

impl Answers {
    /// None chosen yet of so many questions.
    #[must_use]
    pub fn none(questions: usize) -> Self {
        Answers("A".repeat(questions))
    }

    /// Answers to so many questions.
    ///
    /// # Errors
    /// [`NotAnswers`].
    pub fn read(text: &str, questions: usize) -> Result<Self, NotAnswers> {
        let is_right = text.len() == questions && text.bytes().all(|sign| value_of(sign).is_some());
        if is_right { Ok(Answers(text.to_owned())) } else { Err(NotAnswers) }
    }

    /// As they are sent and kept.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The places chosen of the question at this place, as bits.
    #[must_use]
    pub fn chosen(&self, place: usize) -> u8 {
        self.0.as_bytes().get(place).copied().and_then(value_of).unwrap_or(0)
    }

    /// With these places chosen of the question at this place.
    #[must_use]
    pub fn with(mut self, place: usize, chosen: u8) -> Self {
        let sign = char::from(SIGNS[usize::from(chosen) % SIGNS.len()]);
        self.0 = self.0.chars().enumerate().map(|(at, old)| if at == place { sign } else { old }).collect();
        self
    }

    /// How many questions have an answer.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.bytes().filter(|sign| *sign != b'A').count()
    }

    /// What was chosen, in the words of the pool whatever the order shown: `(question, options as bits)` by question.
    #[must_use]
    pub fn in_pool(&self, drawn: &[Drawn]) -> Vec<(usize, u8)> {
        let mut all: Vec<(usize, u8)> =
            drawn.iter().enumerate().map(|(place, one)| (one.question, of_pool(self.chosen(place), one))).collect();
        all.sort_unstable();
        all
    }
}

fn value_of(sign: u8) -> Option<u8> {
    match sign {
        b'A'..=b'Z' => Some(sign - b'A'),
        b'a'..=b'z' => Some(sign - b'a' + 26),
        b'0'..=b'9' => Some(sign - b'0' + 52),
        b'-' => Some(62),
        b'_' => Some(63),
        _ => None,
    }
}

fn of_pool(chosen: u8, drawn: &Drawn) -> u8 {
    let shown = drawn.order.iter().enumerate().filter(|(place, _)| chosen & (1 << place) != 0);
    shown.fold(0, |set, (_, option)| set | (1 << option))
}

/// How many of the drawn questions are answered right: every right option chosen and no other.
#[must_use]
pub fn score(answers: &Answers, drawn: &[Drawn], pool: &Pool) -> u32 {
    let is_right = |(place, one): (usize, &Drawn)| {
        let beyond = answers.chosen(place) >> one.order.len();
        beyond == 0 && of_pool(answers.chosen(place), one) == pool.questions()[one.question].right
    };
    drawn.iter().enumerate().map(|one| u32::from(is_right(one))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{PoolQuestion, Quota, Seed, draw};

    fn pool() -> Pool {
        let of = |right| PoolQuestion { source: 0, options: 4, right, keeps_order: false };
        Pool::new(vec![of(0b0001), of(0b1010), of(0b0100)], vec![Quota { source: 0, count: 3 }]).unwrap()
    }

    fn all_right(pool: &Pool, drawn: &[Drawn]) -> Answers {
        let shown = |one: &Drawn| {
            let right = pool.questions()[one.question].right;
            let places = one.order.iter().enumerate().filter(|(_, option)| right & (1 << *option) != 0);
            places.fold(0_u8, |set, (place, _)| set | (1 << place))
        };
        drawn.iter().enumerate().fold(Answers::none(drawn.len()), |all, (place, one)| all.with(place, shown(one)))
    }

    #[test]
    fn a_question_counts_when_every_right_option_and_no_other_is_chosen() {
        let pool = pool();
        let drawn = draw(&Seed([5; 32]), "1/1/1", "n", &pool);
        let right = all_right(&pool, &drawn);
        assert_eq!((score(&right, &drawn, &pool), right.count()), (3, 3));
        assert_eq!(right.in_pool(&drawn), [(0, 0b0001), (1, 0b1010), (2, 0b0100)]);
        assert_eq!(score(&Answers::none(3), &drawn, &pool), 0);
        let too_many = right.clone().with(0, right.chosen(0) | 0b10_0000);
        assert_eq!(score(&too_many, &drawn, &pool), 2);
    }

    #[test]
    fn answers_are_one_sign_a_question() {
        assert_eq!(Answers::read("ABz", 3).unwrap().chosen(2), 51);
        assert_eq!(Answers::read("AB", 3), Err(NotAnswers));
        assert_eq!(Answers::read("AB!", 3), Err(NotAnswers));
        assert_eq!(Answers::none(2).with(1, 9).as_str(), "AJ");
    }
}
