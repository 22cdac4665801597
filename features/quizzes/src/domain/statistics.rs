//! How hard a question is and how well it tells those who know from those who do not, from real answers.
//!
//! Difficulty is the share of right answers (p). Discrimination is the point-biserial correlation between the answer
//! (right or not) and the result of the whole attempt: L. Crocker and J. Algina, «Introduction to Classical and Modern
//! Test Theory» (1986), chapter 14. Below 0.2 a question is weak; below 0 those who know miss it, so it is worth reading
//! again (R. L. Ebel, «Essentials of Educational Measurement», 1972).

/// Fewer answers say little.
pub const LEAST_ANSWERS: i64 = 30;

/// Sums over the answers to a question; `points` are the results of the whole attempts, in thousandths.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Outcomes {
    /// Answers.
    pub answers: i64,
    /// Right ones.
    pub right: i64,
    /// Sum of the points of all who had it.
    pub points: i64,
    /// Sum of the squares of these.
    pub squares: i64,
    /// Sum of the points of those who had it right.
    pub points_of_right: i64,
}

/// What a share of right answers means (text `quizzes-difficulty-<code>`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difficulty {
    /// More than 85 of 100 are right.
    Easy,
    /// In between.
    Medium,
    /// Fewer than 40 of 100 are right.
    Hard,
}

impl Difficulty {
    /// The word in keys of texts.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Difficulty::Easy => "easy",
            Difficulty::Medium => "medium",
            Difficulty::Hard => "hard",
        }
    }
}

impl Outcomes {
    /// One answer of an attempt that reached so many thousandths.
    #[must_use]
    pub fn of_answer(is_right: bool, points: i64) -> Self {
        let right = i64::from(is_right);
        Outcomes { answers: 1, right, points, squares: points * points, points_of_right: right * points }
    }

    /// Both together.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Outcomes {
            answers: self.answers + other.answers,
            right: self.right + other.right,
            points: self.points + other.points,
            squares: self.squares + other.squares,
            points_of_right: self.points_of_right + other.points_of_right,
        }
    }

    /// Right answers of a hundred; none without answers.
    #[must_use]
    pub fn share_right(&self) -> Option<i64> {
        (self.answers > 0).then(|| (self.right * 100 + self.answers / 2) / self.answers)
    }

    /// How hard it is; none while there are fewer than [`LEAST_ANSWERS`].
    #[must_use]
    pub fn difficulty(&self) -> Option<Difficulty> {
        let share = self.share_right().filter(|_| self.answers >= LEAST_ANSWERS)?;
        Some(match share {
            86.. => Difficulty::Easy,
            40..=85 => Difficulty::Medium,
            _ => Difficulty::Hard,
        })
    }

    /// The point-biserial correlation in hundredths, -100 to 100; none while there are fewer than [`LEAST_ANSWERS`], or
    /// when all answers or all results are the same.
    #[must_use]
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "sums far below 2^52; -100 to 100"
    )]
    pub fn discrimination(&self) -> Option<i64> {
        let wrong = self.answers - self.right;
        if self.answers < LEAST_ANSWERS || self.right == 0 || wrong == 0 {
            return None;
        }
        let n = self.answers as f64;
        let mean = self.points as f64 / n;
        let spread = (self.squares as f64 / n - mean * mean).max(0.0).sqrt();
        if spread < 1e-9 {
            return None;
        }
        let of_right = self.points_of_right as f64 / self.right as f64;
        let of_wrong = (self.points - self.points_of_right) as f64 / wrong as f64;
        let share = self.right as f64 / n;
        let correlation = (of_right - of_wrong) / spread * (share * (1.0 - share)).sqrt();
        Some((correlation * 100.0).round() as i64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summed(answers: impl Iterator<Item = (bool, i64)>) -> Outcomes {
        answers.fold(Outcomes::default(), |sum, (right, points)| sum.with(Outcomes::of_answer(right, points)))
    }

    #[test]
    fn few_answers_say_only_their_share() {
        let few = summed([(true, 900), (false, 300), (true, 800)].into_iter());
        assert_eq!((few.share_right(), few.difficulty(), few.discrimination()), (Some(67), None, None));
        assert_eq!(Outcomes::default().share_right(), None);
    }

    /// By hand: 20 right with 800 and 20 wrong with 400: spread 200, so (800 - 400) / 200 * 0.5 = 1.
    #[test]
    fn a_question_that_parts_the_two_halves_wholly_has_one() {
        let sharp = summed((0..40).map(|n| if n % 2 == 0 { (true, 800) } else { (false, 400) }));
        assert_eq!((sharp.share_right(), sharp.discrimination()), (Some(50), Some(100)));
        assert_eq!(sharp.difficulty(), Some(Difficulty::Medium));
    }

    /// The same as the correlation of Pearson between 0/1 and the points, computed the long way.
    #[test]
    fn it_is_the_correlation_of_pearson() {
        let rows: Vec<(bool, i64)> = (0..60).map(|n| (n % 3 != 0, 300 + (n * 37) % 500 + (n % 3) * 60)).collect();
        let n = 60.0;
        let x = |right: bool| f64::from(u8::from(right));
        #[expect(clippy::cast_precision_loss, reason = "small numbers")]
        let y = |points: i64| points as f64;
        let mean_x = rows.iter().map(|row| x(row.0)).sum::<f64>() / n;
        let mean_y = rows.iter().map(|row| y(row.1)).sum::<f64>() / n;
        let both = rows.iter().map(|row| (x(row.0) - mean_x) * (y(row.1) - mean_y)).sum::<f64>();
        let of_x = rows.iter().map(|row| (x(row.0) - mean_x).powi(2)).sum::<f64>();
        let of_y = rows.iter().map(|row| (y(row.1) - mean_y).powi(2)).sum::<f64>();
        let pearson = both / (of_x * of_y).sqrt();
        let ours = summed(rows.into_iter()).discrimination().unwrap();
        assert!((pearson * 100.0 - f64::from(i32::try_from(ours).unwrap())).abs() <= 0.5, "{pearson} {ours}");
    }

    #[test]
    fn a_question_everybody_has_right_tells_nobody_from_anybody() {
        let all = summed((0..40).map(|n| (true, 500 + n)));
        assert_eq!((all.discrimination(), all.difficulty()), (None, Some(Difficulty::Easy)));
    }
}
