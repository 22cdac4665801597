//! What a unit answers to the figures it is asked for. What the system recorded and what the unit entered are kept and
//! shown apart.

use kernel::Day;

use super::AskedFigure;

/// A figure asked, with what stands here of it and what the unit entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureAnswer {
    /// What is asked.
    pub asked: AskedFigure,
    /// What the system recorded, and at the end of which day.
    pub recorded: Option<(i64, Day)>,
    /// What the unit entered.
    pub entered: Option<i64>,
}

impl FigureAnswer {
    /// True when the unit entered something else than what is recorded: somebody should look at it.
    #[must_use]
    pub fn differs(&self) -> bool {
        matches!((self.recorded, self.entered), (Some((recorded, _)), Some(entered)) if recorded != entered)
    }
}

/// How many of the figures the unit has not entered yet.
#[must_use]
pub fn count_missing(answers: &[FigureAnswer]) -> i64 {
    i64::try_from(answers.iter().filter(|answer| answer.entered.is_none()).count()).unwrap_or(i64::MAX)
}

/// A figure as typed, with or without points between the thousands; none when it is none.
#[must_use]
pub fn read_figure(typed: &str) -> Option<i64> {
    let digits: String = typed.chars().filter(|c| !matches!(c, '.' | ' ' | '\u{a0}')).collect();
    digits.parse().ok().filter(|n| (0..=1_000_000_000_000).contains(n))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(recorded: Option<i64>, entered: Option<i64>) -> FigureAnswer {
        let day: Day = "2026-11-22".parse().unwrap();
        FigureAnswer { asked: AskedFigure::default(), recorded: recorded.map(|n| (n, day)), entered }
    }

    #[test]
    fn what_was_entered_differs_only_from_what_is_recorded() {
        assert!(answer(Some(5), Some(6)).differs());
        assert!(!answer(Some(5), Some(5)).differs());
        assert!(!answer(None, Some(5)).differs());
        assert_eq!(count_missing(&[answer(Some(5), None), answer(None, Some(1))]), 1);
    }

    #[test]
    fn figures_are_read_as_people_write_them() {
        assert_eq!(read_figure("1.204"), Some(1204));
        assert_eq!(read_figure(" 0 "), Some(0));
        for typed in ["", "-1", "1,5", "mười"] {
            assert_eq!(read_figure(typed), None, "{typed}");
        }
    }
}
