//! A round of opinions: who is asked what about which revision, until when.

use kernel::{Day, Instant, Refused, Verdict};

use super::{CannotClose, DraftId};

kernel::define_id!(
    /// A round of opinions (đợt lấy ý kiến).
    RoundId,
);

kernel::words! {
    /// What kind of round (text `drafts-round-kind-<code>`).
    RoundKind {
        /// Within the committee.
        Committee = "committee",
        /// Of units: cấp ủy, cơ quan, đơn vị.
        Units = "units",
        /// Widely, of people, officials and members.
        Wide = "wide",
        /// Phản biện xã hội of the Front and its associations.
        Criticism = "criticism",
        /// Thẩm định by the body whose field it is.
        Appraisal = "appraisal",
    }
}

kernel::words! {
    /// Whether it still runs (text `drafts-round-state-<code>`).
    RoundState {
        /// Opinions come in.
        Open = "open",
        /// None come in any more.
        Closed = "closed",
    }
}

/// A round of opinions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// Its id.
    pub id: RoundId,
    /// Of this draft.
    pub draft: DraftId,
    /// The number of the round among those of the draft, from 1.
    pub number: i64,
    /// The revision asked about: it does not change.
    pub revision: i64,
    /// What kind.
    pub kind: RoundKind,
    /// What is asked.
    pub question: String,
    /// The last day.
    pub due_on: Day,
    /// Whether a person may leave the name out.
    pub may_be_anonymous: bool,
    /// Whether every person of the units asked may give an opinion, besides the unit itself.
    pub is_open_to_people: bool,
    /// Whether it still runs.
    pub state: RoundState,
    /// When it was opened.
    pub opened_at: Instant,
    /// Why it was closed before its day with answers missing; empty otherwise.
    pub close_reason: String,
    /// Grows with each change.
    pub version: i64,
}

/// What opening a round depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AskFacts {
    /// What kind of round.
    pub kind: RoundKind,
    /// Whether the draft has any text.
    pub has_text: bool,
    /// Units and people to be asked.
    pub invited: i64,
    /// Whether the Front or an association of it is among them.
    pub has_front: bool,
    /// Until when; none when no day was given.
    pub due_on: Option<Day>,
    /// Today.
    pub today: Day,
}

/// What closing a round depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CloseFacts {
    /// Units and people asked that have not answered.
    pub waiting: i64,
    /// Today.
    pub today: Day,
}

impl Round {
    /// True when its last day has gone by and it still runs.
    #[must_use]
    pub fn is_overdue(&self, today: Day) -> bool {
        self.state == RoundState::Open && self.due_on < today
    }

    /// True when answers say that the text was changed, and its revision is still the one that was asked about.
    #[must_use]
    pub fn promises_change(&self, revision: i64, accepted: i64) -> bool {
        accepted > 0 && revision == self.revision
    }

    /// May it be closed? After its day, when everybody answered, or for a reason.
    pub fn may_close(&self, facts: CloseFacts, reason: &str) -> Verdict<CannotClose> {
        let is_early = facts.today <= self.due_on && facts.waiting > 0 && reason.trim().is_empty();
        Verdict::default()
            .refuse_if(self.state != RoundState::Open, CannotClose::NotOpen)
            .refuse_if(is_early, CannotClose::StillWaiting { waiting: facts.waiting, due_on: self.due_on })
    }

    /// Closes it.
    ///
    /// # Errors
    /// [`Refused`] with every reason.
    pub fn close(self, facts: CloseFacts, reason: &str) -> Result<Self, Refused> {
        self.may_close(facts, reason).or_refuse()?;
        Ok(Round { state: RoundState::Closed, close_reason: reason.trim().to_owned(), ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a_round() -> Round {
        Round {
            id: RoundId(Default::default()),
            draft: DraftId(Default::default()),
            number: 1,
            revision: 1,
            kind: RoundKind::Units,
            question: String::new(),
            due_on: "2026-11-30".parse().unwrap(),
            may_be_anonymous: false,
            is_open_to_people: false,
            state: RoundState::Open,
            opened_at: Instant(0),
            close_reason: String::new(),
            version: 1,
        }
    }

    #[test]
    fn a_round_closes_after_its_day_or_with_all_answers_or_for_a_reason() {
        let facts = |waiting, day: &str| CloseFacts { waiting, today: day.parse().unwrap() };
        assert!(a_round().close(facts(2, "2026-11-30"), "").is_err());
        assert!(a_round().close(facts(2, "2026-12-01"), "").is_ok());
        assert!(a_round().close(facts(0, "2026-11-23"), "").is_ok());
        let closed = a_round().close(facts(2, "2026-11-23"), "Cần trình sớm").unwrap();
        assert!(closed.close(facts(0, "2026-12-01"), "").is_err());
    }

    #[test]
    fn an_accepted_opinion_promises_another_text() {
        assert!(a_round().promises_change(1, 1));
        assert!(!a_round().promises_change(2, 1) && !a_round().promises_change(1, 0));
    }

    #[test]
    fn overdue_is_after_the_last_day() {
        assert!(!a_round().is_overdue("2026-11-30".parse().unwrap()));
        assert!(a_round().is_overdue("2026-12-01".parse().unwrap()));
    }
}
