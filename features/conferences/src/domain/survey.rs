//! The survey of quality after a conference: marks of one to five and free words, without a name. Answers are added to
//! sums and shown in lots of at least the least number, so that no single answer can be read off a difference.

use kernel::{Argument, Day, Reason, Verdict, words};

use super::{Conference, Outcome, State};

words! {
    /// What is marked (domain sheet, section 4: complaints heard of conferences).
    Aspect {
        /// Công tác tổ chức.
        Organisation = "organisation",
        /// Tài liệu.
        Materials = "materials",
        /// Báo cáo viên.
        Reporter = "reporter",
        /// Đường truyền.
        Line = "line",
    }
}

/// The highest mark.
pub const BEST: i64 = 5;
/// Letters of the free words kept.
pub const MOST_LETTERS: usize = 1000;

/// One answer: marks of 1 to 5 for what was marked, and free words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reply {
    /// What was marked, with its mark.
    pub marks: Vec<(Aspect, i64)>,
    /// Free words; may be empty.
    pub words: String,
}

/// Why no answer is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotReply {
    /// The conference is not over.
    NotYet,
    /// Only who was there is asked.
    NotThere,
    /// This invitation has answered.
    Answered,
    /// It was open until this day.
    Over(Day),
    /// Nothing was marked or written.
    Empty,
}

impl Reason for CannotReply {
    fn code(&self) -> &'static str {
        match self {
            CannotReply::NotYet => "CONF-39",
            CannotReply::NotThere => "CONF-40",
            CannotReply::Answered => "CONF-41",
            CannotReply::Over(_) => "CONF-42",
            CannotReply::Empty => "CONF-43",
        }
    }
    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            CannotReply::Over(day) => vec![("day", (*day).into())],
            _ => Vec::new(),
        }
    }
}

/// What the rule needs to know of who answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// What came of the delegate.
    pub outcome: Outcome,
    /// They have answered.
    pub answered: bool,
    /// Until when answers are taken; none before the conference is closed.
    pub ends_on: Option<Day>,
}

impl Conference {
    /// What is asked about this conference: of one held in a hall there was no line.
    #[must_use]
    pub fn aspects(&self) -> Vec<Aspect> {
        Aspect::ALL.iter().copied().filter(|aspect| *aspect != Aspect::Line || self.is_online()).collect()
    }
}

/// May an answer be given today?
pub fn may_reply(state: State, standing: Standing, today: Day) -> Verdict<CannotReply> {
    let verdict = Verdict::default()
        .refuse_if(!state.is_closed(), CannotReply::NotYet)
        .refuse_if(state.is_closed() && standing.outcome != Outcome::Present, CannotReply::NotThere)
        .refuse_if(standing.answered, CannotReply::Answered);
    match standing.ends_on {
        Some(day) => verdict.refuse_if(today > day, CannotReply::Over(day)),
        None => verdict,
    }
}

/// The marks of one aspect: how often each of 1 to 5 was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Marks(pub [i64; 5]);

impl Marks {
    /// How many marked it.
    #[must_use]
    pub fn count(&self) -> i64 {
        self.0.iter().sum()
    }

    /// The average in tenths, rounded; none when nobody marked it. 43 is 4,3.
    #[must_use]
    pub fn average_tenths(&self) -> Option<i64> {
        let sum: i64 = self.0.iter().zip(1..).map(|(n, mark)| n * mark).sum();
        let count = self.count();
        (count > 0).then(|| (sum * 20 + count) / (2 * count))
    }

    /// The average as it is written: `4,3`; a dash when nobody marked it.
    #[must_use]
    pub fn average_shown(&self) -> String {
        self.average_tenths().map_or("–".into(), |tenths| format!("{},{}", tenths / 10, tenths % 10))
    }
}

/// True when so many waiting answers are enough to be shown together.
#[must_use]
pub fn is_a_lot(waiting: i64, least: i64) -> bool {
    waiting >= least.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn who_was_there_answers_once_after_it_for_some_days() {
        let closed = State::Closed { on: day("2026-11-24") };
        let there = Standing { outcome: Outcome::Present, answered: false, ends_on: Some(day("2026-12-01")) };
        assert!(may_reply(closed, there, day("2026-12-01")).is_yes());
        assert_eq!(may_reply(closed, there, day("2026-12-02")).reasons(), [CannotReply::Over(day("2026-12-01"))]);
        let absent = Standing { outcome: Outcome::AbsentWithReason, answered: true, ..there };
        let reasons = [CannotReply::NotThere, CannotReply::Answered];
        assert_eq!(may_reply(closed, absent, day("2026-11-25")).reasons(), reasons);
        let open = State::Open { since: day("2026-11-24") };
        let early = Standing { ends_on: None, ..there };
        assert_eq!(may_reply(open, early, day("2026-11-24")).reasons(), [CannotReply::NotYet]);
    }

    #[test]
    fn an_average_is_rounded_to_a_tenth() {
        assert_eq!(Marks([0, 0, 1, 1, 1]).average_shown(), "4,0");
        assert_eq!(Marks([0, 0, 0, 2, 1]).average_shown(), "4,3");
        assert_eq!(Marks([1, 0, 0, 0, 0]).average_shown(), "1,0");
        assert_eq!(Marks::default().average_shown(), "–");
        assert_eq!(Marks([0, 0, 0, 1, 19]).average_tenths(), Some(50), "4,95 is 5,0");
    }

    #[test]
    fn answers_are_shown_in_lots() {
        assert!(!is_a_lot(4, 5));
        assert!(is_a_lot(5, 5));
        assert!(!is_a_lot(0, 0), "nobody is never a lot");
    }
}
