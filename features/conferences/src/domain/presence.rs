//! Evidence that an online point takes part: prompts answered from its hall, heads counted beside the check-ins. It is
//! about the point, never about a person: no picture is taken, no screen looked at.

use kernel::{Argument, Instant, Reason, Verdict, define_id};

use super::{Conference, Form, State};

define_id!(
    /// A prompt to the online points of a conference.
    PromptId,
    /// A count of the heads in a hall.
    CountId,
);

/// A prompt to all online points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Prompt {
    /// Its id.
    pub id: PromptId,
    /// From when the points' screens show its code.
    pub opens_at: Instant,
    /// Until when an answer is in time.
    pub due_at: Instant,
    /// Drawn at random beforehand, not opened by hand.
    pub is_drawn: bool,
}

/// How a point stands to a prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is not open yet.
    Ahead,
    /// It is open and not answered.
    Waiting,
    /// Answered in time.
    InTime,
    /// Answered late.
    Late,
    /// Not answered.
    Missed,
    /// The conference ended before it was due: nobody could answer any more, so it counts for nobody.
    Lapsed,
}

impl Prompt {
    /// True while its code is shown and an answer is in time.
    #[must_use]
    pub fn is_open(&self, now: Instant) -> bool {
        self.opens_at <= now && now <= self.due_at
    }

    /// How a point that answered at this moment, or did not, stands now in a conference that really ended then, or lasts.
    /// What is not answered when it is due is missed, and late once it is answered after all.
    #[must_use]
    pub fn standing(&self, answered: Option<Instant>, now: Instant, ended: Option<Instant>) -> Standing {
        match answered {
            Some(at) if at <= self.due_at => Standing::InTime,
            Some(_) => Standing::Late,
            None if ended.is_some_and(|end| end < self.due_at) => Standing::Lapsed,
            None if now < self.opens_at => Standing::Ahead,
            None if now <= self.due_at => Standing::Waiting,
            None => Standing::Missed,
        }
    }

    /// True once it was shown: it opened before now and before the conference really ended.
    #[must_use]
    pub fn has_opened(&self, now: Instant, ended: Option<Instant>) -> bool {
        self.opens_at <= now && ended.is_none_or(|end| self.opens_at <= end)
    }

    /// Seconds left to answer in time; 0 when it is due.
    #[must_use]
    pub fn seconds_left(&self, now: Instant) -> i64 {
        ((self.due_at.0 - now.0 + 999) / 1000).max(0)
    }
}

/// The moments of so many prompts between two moments: one in each of as many equal parts, so that they lie apart, at a
/// place in it that the random number says.
#[must_use]
pub fn draw(from: Instant, to: Instant, random: &[u64]) -> Vec<Instant> {
    let parts = i64::try_from(random.len()).unwrap_or(i64::MAX);
    if parts == 0 || to <= from {
        return Vec::new();
    }
    let length = (to.0 - from.0) / parts;
    random
        .iter()
        .zip(0..)
        .map(|(random, part): (&u64, i64)| {
            let offset = i64::try_from(random % u64::try_from(length.max(1)).unwrap_or(1)).unwrap_or(0);
            Instant(from.0 + part * length + offset)
        })
        .collect()
}

/// True when heads and check-ins differ by more than so many per cent of the check-ins, and by more than one.
#[must_use]
pub fn differs(counted: i64, checked_in: i64, percent: i64) -> bool {
    let difference = (counted - checked_in).abs();
    difference > 1 && difference * 100 > checked_in * percent
}

/// Why no prompt can be opened or drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotPrompt {
    /// The conference is not being held.
    NotOpen,
    /// It is held in one hall, or has no point below the main one.
    NoOnlinePoints,
    /// One is open; so many seconds are left.
    OneIsOpen(i64),
}

impl Reason for CannotPrompt {
    fn code(&self) -> &'static str {
        match self {
            CannotPrompt::NotOpen => "CONF-19",
            CannotPrompt::NoOnlinePoints => "CONF-20",
            CannotPrompt::OneIsOpen(_) => "CONF-21",
        }
    }
    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            CannotPrompt::OneIsOpen(seconds) => vec![("seconds", (*seconds).into())],
            CannotPrompt::NotOpen | CannotPrompt::NoOnlinePoints => Vec::new(),
        }
    }
}

/// Why a point cannot answer a prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotAnswer {
    /// Its code is not shown yet.
    NotShown,
    /// It was answered already.
    Answered,
    /// The code is not the one on the screen of this point; so many tries are left.
    WrongCode(i64),
    /// Too many wrong codes.
    NoTriesLeft,
    /// The conference is over.
    Over,
}

impl Reason for CannotAnswer {
    fn code(&self) -> &'static str {
        match self {
            CannotAnswer::NotShown => "CONF-22",
            CannotAnswer::Answered => "CONF-23",
            CannotAnswer::WrongCode(_) => "CONF-24",
            CannotAnswer::NoTriesLeft => "CONF-25",
            CannotAnswer::Over => "CONF-26",
        }
    }
    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            CannotAnswer::WrongCode(left) => vec![("left", (*left).into())],
            _ => Vec::new(),
        }
    }
}

impl Conference {
    /// True when points take part over a line.
    #[must_use]
    pub fn is_online(&self) -> bool {
        matches!(self.form, Form::Online | Form::Mixed | Form::Broadcast)
    }

    /// May a prompt be opened now, with so many points below the main one and so many seconds left of an open one?
    pub fn may_prompt(&self, online_points: i64, seconds_left: Option<i64>) -> Verdict<CannotPrompt> {
        let verdict = self.may_draw(online_points).refuse_if(!self.state.is_open(), CannotPrompt::NotOpen);
        match seconds_left {
            Some(seconds) => verdict.refuse_if(true, CannotPrompt::OneIsOpen(seconds)),
            None => verdict,
        }
    }

    /// May prompts be drawn for later? Also before the conference opens, never after it.
    pub fn may_draw(&self, online_points: i64) -> Verdict<CannotPrompt> {
        Verdict::default()
            .refuse_if(self.state.is_closed(), CannotPrompt::NotOpen)
            .refuse_if(!self.is_online() || online_points == 0, CannotPrompt::NoOnlinePoints)
    }
}

/// May a point answer this prompt, with so many wrong tries so far of those allowed?
pub fn may_answer(
    prompt: &Prompt,
    state: State,
    answered: bool,
    (wrong, allowed): (i64, i64),
    now: Instant,
) -> Verdict<CannotAnswer> {
    Verdict::default()
        .refuse_if(state.is_closed(), CannotAnswer::Over)
        .refuse_if(now < prompt.opens_at, CannotAnswer::NotShown)
        .refuse_if(answered, CannotAnswer::Answered)
        .refuse_if(wrong >= allowed, CannotAnswer::NoTriesLeft)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn a_prompt() -> Prompt {
        Prompt { id: PromptId(Uuid::from_u128(1)), opens_at: Instant(1_000), due_at: Instant(181_000), is_drawn: false }
    }

    #[test]
    fn an_answer_is_in_time_late_or_missing() {
        let prompt = a_prompt();
        assert_eq!(prompt.standing(None, Instant(0), None), Standing::Ahead);
        assert_eq!(prompt.standing(None, Instant(181_000), None), Standing::Waiting);
        assert_eq!(prompt.standing(None, Instant(181_001), None), Standing::Missed);
        assert_eq!(prompt.standing(Some(Instant(181_000)), Instant(999_000), None), Standing::InTime);
        assert_eq!(prompt.standing(Some(Instant(181_001)), Instant(999_000), None), Standing::Late);
    }

    #[test]
    fn what_was_due_after_the_real_end_counts_for_nobody() {
        let (prompt, late) = (a_prompt(), Instant(999_000));
        assert_eq!(prompt.standing(None, late, Some(Instant(180_999))), Standing::Lapsed);
        assert_eq!(prompt.standing(None, late, Some(Instant(181_000))), Standing::Missed);
        assert_eq!(prompt.standing(Some(Instant(2_000)), late, Some(Instant(3_000))), Standing::InTime);
        assert!(!prompt.has_opened(late, Some(Instant(999))) && prompt.has_opened(late, Some(Instant(1_000))));
    }

    #[test]
    fn a_point_answers_once_while_the_conference_lasts() {
        let open = State::Open { since: "2026-11-24".parse().unwrap() };
        let closed = State::Closed { on: "2026-11-24".parse().unwrap() };
        assert!(may_answer(&a_prompt(), open, false, (4, 5), Instant(2_000)).is_yes());
        assert_eq!(may_answer(&a_prompt(), open, false, (0, 5), Instant(0)).reasons(), [CannotAnswer::NotShown]);
        let both = may_answer(&a_prompt(), closed, true, (5, 5), Instant(2_000));
        assert_eq!(both.reasons(), [CannotAnswer::Over, CannotAnswer::Answered, CannotAnswer::NoTriesLeft]);
    }

    #[test]
    fn one_head_more_or_less_is_no_difference() {
        assert!(!differs(10, 9, 5));
        assert!(differs(10, 8, 5));
        assert!(!differs(102, 100, 5));
        assert!(differs(106, 100, 5));
        assert!(differs(0, 2, 5));
    }

    proptest! {
        #[test]
        fn drawn_prompts_lie_between_the_moments_one_in_each_part(random in proptest::collection::vec(any::<u64>(), 1..20), length in 1_i64..20_000_000) {
            let (from, to) = (Instant(1_700_000_000_000), Instant(1_700_000_000_000 + length));
            let drawn = draw(from, to, &random);
            prop_assert_eq!(drawn.len(), random.len());
            prop_assert!(drawn.is_sorted());
            prop_assert!(drawn.iter().all(|at| from <= *at && *at <= to));
        }
    }
}
